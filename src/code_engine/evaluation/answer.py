"""Putting the evaluation together: findings, what follows, what is missing, and what answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from code_engine.calendar import ANNOUNCED_UNTIL, WorkingCalendar
from code_engine.case.fold import Folded
from code_engine.day_words import day_in_words
from code_engine.evaluation.evaluation import (
    UNDETERMINED,
    CalendarReference,
    CaseReference,
    Evaluation,
    Finding,
    Layer,
    NotEvaluated,
    PolicyReference,
    RulesetReference,
)
from code_engine.evaluation.missing import rank_missing
from code_engine.evaluation.notes import notes_about
from code_engine.evaluation.round import RoundFindings, summarise, with_earlier_breaches
from code_engine.evaluation.selection import Selection
from code_engine.evaluation.session import Session
from code_engine.ruleset.rules import Ruleset


def answer(
    selection: Selection,
    found: RoundFindings,
    earlier: Sequence[tuple[date, Sequence[Finding]]],
    folded: Folded,
    sessions: Mapping[Layer, Session],
) -> Evaluation:
    """The evaluation of one case. `earlier` holds the findings of rounds that ended in a withdrawal."""
    findings, statuses = found.findings, found.statuses
    if earlier:
        named = [
            (f"Before the withdrawal on {day_in_words(day.toordinal())}", findings_then)
            for day, findings_then in earlier
        ]
        findings = with_earlier_breaches(findings, named)
        statuses = tuple(finding.status for finding in findings)
    # What is to be done follows from how the complaint stands now, not from what failed before it was withdrawn.
    drawn = selection.following.draw(found.findings, sessions)
    calendar = _calendar(sessions["code"].calendar, selection, found, folded)
    summary, by_layer = summarise(statuses, selection.following.layers)
    open_findings = [finding for finding, status in zip(findings, statuses, strict=True) if status is UNDETERMINED]
    return Evaluation.of(
        case=case_reference(selection),
        as_of=selection.as_of,
        counting=selection.counting.value,
        ruleset=ruleset_reference(selection),
        policy=policy_reference(selection),
        calendar=calendar,
        engine=selection.following.engine,
        notes=notes_about(selection, folded, bool(earlier), calendar),
        findings=findings,
        deadlines=found.deadlines,
        actions=tuple(drawn.actions),
        letters=tuple(drawn.letters),
        notices=tuple(drawn.notices),
        escalations=tuple(drawn.escalations),
        missing=rank_missing(open_findings, sessions["code"].question),
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
