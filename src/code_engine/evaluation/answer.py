"""Putting the evaluation together: findings, what follows, what is missing, and what answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from code_engine.calendar import ANNOUNCED_UNTIL, Counting, WorkingCalendar
from code_engine.case.fold import Folded
from code_engine.case.model import Case
from code_engine.day_words import day_in_words
from code_engine.evaluation.evaluation import (
    CalendarReference,
    CaseReference,
    EngineReference,
    Evaluation,
    Finding,
    NotEvaluated,
    PolicyReference,
    RulesetReference,
)
from code_engine.evaluation.following import Following
from code_engine.evaluation.missing import rank_missing
from code_engine.evaluation.round import RoundFindings, summarise, with_earlier_breaches
from code_engine.evaluation.session import Session
from code_engine.ruleset.rules import Ruleset
from code_engine.version import VERSION


class Named(Protocol):
    """A landlord, as far as an answer names it."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


class Versioned(Protocol):
    """A policy, as far as an answer names it."""

    @property
    def landlord(self) -> str:
        """The landlord it belongs to."""
        ...

    @property
    def version(self) -> str:
        """Its version."""
        ...

    @property
    def digest(self) -> str:
        """The hash of its content."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen for one evaluation: by the case, by its dates, or by the caller."""

    case: Case
    as_of: date
    counting: Counting
    ruleset: Ruleset
    forced: bool
    landlord: Named
    policy: Versioned | None
    following: Following
    received_on: date
    not_evaluated: tuple[NotEvaluated, ...]
    sections: dict[str, str]


def answer(
    selection: Selection,
    found: RoundFindings,
    earlier: Sequence[tuple[date, Sequence[Finding]]],
    folded: Folded,
    session: Session,
) -> Evaluation:
    """The evaluation of one case. `earlier` holds the findings of rounds that ended in a withdrawal."""
    findings = found.findings
    if earlier:
        named = [
            (f"Before the withdrawal on {day_in_words(day.toordinal())}", findings_then)
            for day, findings_then in earlier
        ]
        findings = with_earlier_breaches(findings, named)
    # What is to be done follows from how the complaint stands now, not from what failed before it was withdrawn.
    drawn = selection.following.draw(found.findings, session.facts, session)
    calendar = _calendar(session.calendar, selection, found, folded)
    summary, by_layer = summarise(findings)
    return Evaluation.of(
        case=case_reference(selection),
        as_of=selection.as_of,
        counting=selection.counting.value,
        ruleset=ruleset_reference(selection),
        policy=policy_reference(selection),
        calendar=calendar,
        engine=EngineReference.of(version=VERSION, chainer=selection.following.chainer_name),
        notes=notes_about(selection, folded, bool(earlier), calendar),
        findings=findings,
        deadlines=found.deadlines,
        actions=drawn.actions,
        letters=drawn.letters,
        notices=tuple(drawn.notices),
        escalations=tuple(drawn.escalations),
        missing=rank_missing(findings, session.question),
        not_evaluated=selection.not_evaluated,
        summary=summary,
        summary_by_layer=by_layer,
    )


def case_reference(selection: Selection) -> CaseReference:
    """Which case was looked at, and for which landlord."""
    case = selection.case
    return CaseReference.of(reference=case.reference, landlord=selection.landlord.id, digest=case.digest)


def ruleset_reference(selection: Selection) -> RulesetReference:
    """Which version of the Code answered."""
    ruleset = selection.ruleset
    return RulesetReference.of(
        id=ruleset.id,
        version=ruleset.version,
        digest=ruleset.digest,
        title=ruleset.title,
        sections=selection.sections,
        forced=selection.forced,
    )


def policy_reference(selection: Selection) -> PolicyReference | None:
    """Which version of the landlord's policy answered; None where it has none."""
    policy = selection.policy
    if policy is None:
        return None
    return PolicyReference.of(landlord=policy.landlord, version=policy.version, digest=policy.digest)


def not_evaluated(ruleset: Ruleset) -> tuple[NotEvaluated, ...]:
    """The provisions that no single case can answer; they are listed as such and never count as met."""
    return tuple(
        NotEvaluated.of(
            provision=provision.number,
            title=provision.title,
            kinds=provision.kinds,
            answered_by=provision.answered_by or "evidence other than one case",
        )
        for provision in ruleset.provisions.values()
        if not any(rule.subject == "case" for rule in provision.rules)
    )


def _calendar(
    calendar: WorkingCalendar, selection: Selection, found: RoundFindings, folded: Folded
) -> CalendarReference:
    """The calendar used, flagged where a date lies outside the years whose bank holidays are announced."""
    days = [
        selection.as_of.toordinal(),
        folded.events_seen[0].date.toordinal(),
        folded.events_seen[-1].date.toordinal(),
    ]
    days.extend(deadline.due_on.toordinal() for deadline in found.deadlines)
    return CalendarReference.of(
        name=calendar.name,
        digest=calendar.digest,
        announced_until=ANNOUNCED_UNTIL,
        provisional=not all(calendar.announced(day) for day in days),
    )


def notes_about(
    selection: Selection, folded: Folded, brought_again: bool, calendar: CalendarReference | None = None
) -> tuple[str, ...]:
    """What a reader must know to use an answer; of the calendar only where it is given."""
    notes = []
    ruleset = selection.ruleset
    if selection.forced:
        fits = ruleset.in_force_on(selection.received_on)
        in_force = "which was in force" if fits else "which was not in force"
        notes.append(
            f"Evaluated under {ruleset.identity} as asked, {in_force} on "
            f"{day_in_words(selection.received_on.toordinal())}, when the complaint was made."
        )
    if selection.landlord.id != selection.case.landlord:
        notes.append(f"Evaluated for {selection.landlord.id} as asked; the case names {selection.case.landlord}.")
    if selection.policy is None and selection.landlord.id != "code-only":
        notes.append(
            f"No policy of {selection.landlord.id} is known for "
            f"{day_in_words(selection.received_on.toordinal())}; only the Code was evaluated."
        )
    if folded.events_after:
        count = f"{folded.events_after} event" + ("" if folded.events_after == 1 else "s")
        notes.append(f"{count} of the case came or were recorded after this day and were not looked at.")
    if calendar is not None and calendar.provisional:
        notes.append(
            f"Some dates lie outside the years whose bank holidays are announced (until "
            f"{day_in_words(calendar.announced_until.toordinal())}); days counted there are provisional."
        )
    if brought_again:
        notes.append("The complaint was withdrawn and brought again; its clocks run from the new receipt.")
    if selection.case.record == "partial":
        notes.append("The record is partial: what is not in it may have happened all the same.")
    return tuple(notes)
