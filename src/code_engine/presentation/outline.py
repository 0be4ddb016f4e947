"""What a reader is told about an evaluation and in which order; every format lays out this outline.

Texts in an outline are cleaned of control characters but not escaped: each format escapes for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from code_engine.evaluation.evaluation import Deadline, Evaluation, Status
from code_engine.landlord.profile import CODE_ONLY
from code_engine.presentation.findings import Entry, Section, sections_of
from code_engine.presentation.standing import standing_line
from code_engine.presentation.words import (
    STATUS_ORDER,
    clean,
    counted,
    day_words,
    in_order,
    left_words,
    outcome_words,
    sentence,
    short_digest,
)

__all__ = ["DatedDuty", "Elsewhere", "Entry", "Outline", "Question", "Section", "Task", "Told", "outline_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do or to send: what, by when, by whom, and the provisions that ask for it."""

    text: str
    by: date | None
    overdue: bool
    when: str
    who: str | None
    because: str
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is to be told; `escalation` where the case goes up to them."""

    to: str
    text: str
    because: str
    own: bool
    escalation: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact as a question, with the provisions it would help to settle."""

    text: str
    fact: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A provision that one case cannot answer, and what does."""

    provision: str
    title: str
    kinds: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """One deadline as a row: the days are in words, `extended` says from when."""

    provision: str
    title: str
    clock: str
    due: str
    extended: str
    done: str
    status: Status
    status_words: str
    own: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """An evaluation as a reader meets it, from where the case stands to the versions that answered."""

    reference: str
    landlord: str
    judged_by: str
    as_of: str
    standing: str
    tasks: tuple[Task, ...]
    letters: tuple[Task, ...]
    told: tuple[Told, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    elsewhere: tuple[Elsewhere, ...]
    elsewhere_line: str
    duties: tuple[DatedDuty, ...]
    counts: tuple[tuple[str, Mapping[Status, int]], ...]
    versions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The first line of every format."""
        return f"Complaint {self.reference}, {self.judged_by}, as of {self.as_of}"


def outline_of(evaluation: Evaluation, landlord_name: str | None = None) -> Outline:
    """The outline of an evaluation; `landlord_name` is shown instead of the landlord's identifier."""
    landlord = clean(landlord_name or evaluation.case.landlord)
    return Outline(
        reference=clean(evaluation.case.reference),
        landlord=landlord,
        judged_by="by the Code alone" if evaluation.case.landlord == CODE_ONLY else landlord,
        as_of=day_words(evaluation.as_of),
        standing=standing_line(evaluation),
        tasks=_soonest_first(_tasks(evaluation)),
        letters=_soonest_first(_letters(evaluation)),
        told=_told(evaluation),
        sections=sections_of(evaluation, landlord),
        questions=_questions(evaluation),
        elsewhere=_elsewhere(evaluation),
        elsewhere_line=_elsewhere_line(evaluation),
        duties=_duties(evaluation),
        counts=_counts(evaluation, landlord),
        versions=_versions(evaluation),
        notes=tuple(sentence(note) for note in evaluation.notes),
    )


def _when(by: date | None, overdue: bool, as_of: date, left: int | None = None) -> str:
    if by is None:
        return "OVERDUE" if overdue else "no date set"
    if overdue:
        return f"OVERDUE since {day_words(by)}"
    if by == as_of:
        return f"today, {day_words(by)}"
    return f"by {day_words(by)}{left_words(by, as_of, left)}"


def _because(provisions: Iterable[str]) -> str:
    return ", ".join(in_order(clean(provision) for provision in provisions))


def _soonest_first(tasks: Iterable[Task]) -> tuple[Task, ...]:
    return tuple(sorted(tasks, key=lambda task: (not task.overdue, task.by or date.max)))


def _tasks(evaluation: Evaluation) -> Iterable[Task]:
    for action in evaluation.actions:
        yield Task(
            text=sentence(action.text),
            by=action.by,
            overdue=action.overdue,
            when=_when(action.by, action.overdue, evaluation.as_of, action.working_days_left),
            who=clean(action.who) if action.who else None,
            because=_because(action.because),
            own=action.layer == "policy",
        )


def _letters(evaluation: Evaluation) -> Iterable[Task]:
    for letter in evaluation.letters:
        kind = clean(letter.kind.replace("_", " "))
        stage = f"stage {letter.stage} " if letter.stage and not kind.startswith("stage") else ""
        yield Task(
            text=f"{sentence(stage + kind)} {sentence(letter.why)}".strip(),
            by=letter.by,
            overdue=letter.overdue,
            when=_when(letter.by, letter.overdue, evaluation.as_of),
            who=None,
            because=_because(letter.because),
            own=letter.layer == "policy",
        )


def _told(evaluation: Evaluation) -> tuple[Told, ...]:
    return tuple(
        Told(
            to=clean(notice.to),
            text=sentence(notice.text),
            because=_because(notice.because),
            own=notice.layer == "policy",
            escalation=escalation,
        )
        for escalation, notices in ((True, evaluation.escalations), (False, evaluation.notices))
        for notice in notices
    )


def _questions(evaluation: Evaluation) -> tuple[Question, ...]:
    ranked = sorted(evaluation.missing, key=lambda missing: -len(missing.settles))
    return tuple(
        Question(clean(missing.question), clean(missing.fact), tuple(in_order(map(clean, missing.settles))))
        for missing in ranked
    )


def _elsewhere(evaluation: Evaluation) -> tuple[Elsewhere, ...]:
    return tuple(
        Elsewhere(clean(other.provision), clean(other.title), ", ".join(other.kinds), clean(other.answered_by))
        for other in evaluation.not_evaluated
    )


def _elsewhere_line(evaluation: Evaluation) -> str:
    numbers = in_order(clean(other.provision) for other in evaluation.not_evaluated)
    if not numbers:
        return ""
    needs = "needs" if len(numbers) == 1 else "need"
    return f"{counted(len(numbers), 'provision')} {needs} evidence beyond one case: {', '.join(numbers)}."


def _duties(evaluation: Evaluation) -> tuple[DatedDuty, ...]:
    ordered = sorted(evaluation.deadlines, key=lambda deadline: deadline.due_on)
    return tuple(_duty(deadline, evaluation.as_of) for deadline in ordered)


def _duty(deadline: Deadline, as_of: date) -> DatedDuty:
    item = f" ({clean(deadline.item)})" if deadline.item else ""
    original = deadline.original_due_on
    return DatedDuty(
        provision=clean(deadline.provision),
        title=clean(deadline.title) + item,
        clock=day_words(deadline.clock_on) if deadline.clock_on else "none",
        due=day_words(deadline.due_on),
        extended=f"extended from {day_words(original)}" if original else "",
        done=day_words(deadline.done_on) if deadline.done_on else "not done",
        status=deadline.status,
        status_words=outcome_words(deadline, as_of),
        own=deadline.layer == "policy",
    )


def _counts(evaluation: Evaluation, landlord: str) -> tuple[tuple[str, Mapping[Status, int]], ...]:
    names = {"code": "The Code", "policy": f"Own promises of {landlord}"}
    layers: list[tuple[str, Any]] = [
        (names[layer], evaluation.summary_by_layer[layer])
        for layer in ("code", "policy")
        if layer in evaluation.summary_by_layer
    ]
    if not layers:
        layers = [("All findings", evaluation.summary)]
    return tuple(
        (name, {status: getattr(summary, status.value) for status in STATUS_ORDER}) for name, summary in layers
    )


def _versions(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    case, engine = evaluation.case, evaluation.engine
    return (
        ("Ruleset", _ruleset(evaluation)),
        ("Policy", _policy(evaluation)),
        ("Calendar", _calendar(evaluation)),
        ("Case", f"{clean(case.reference)}, {short_digest(case.digest)}"),
        ("Engine", f"code-engine {clean(engine.version)}, chainer {clean(engine.chainer)}"),
    )


def _ruleset(evaluation: Evaluation) -> str:
    ruleset = evaluation.ruleset
    words = f"{ruleset.title}, {ruleset.id} {ruleset.version}, {short_digest(ruleset.digest)}"
    forced = "; chosen by the user, not by the date of the complaint" if ruleset.forced else ""
    return clean(words) + forced


def _policy(evaluation: Evaluation) -> str:
    policy = evaluation.policy
    if policy is None:
        return "none: the Code alone"
    return clean(f"{policy.landlord} {policy.version}, {short_digest(policy.digest)}")


def _calendar(evaluation: Evaluation) -> str:
    calendar = evaluation.calendar
    words = clean(f"{calendar.name}, {short_digest(calendar.digest)}, counting {evaluation.counting}")
    if calendar.provisional:
        words += f"; bank holidays after {day_words(calendar.announced_until)} are not announced yet"
    return words
