"""How a case stood when it was last looked at: only what a later look is compared with.

It is kept with the case, so each change is told once, by whichever look comes first: one that follows an event, or one
that the passing of time alone asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter

from code_engine.evaluation.evaluation import BREACHED, PENDING, Action, Deadline, Evaluation, Finding, Letter

Warned: TypeAlias = Literal[0, 1, 2, 3]
"""How far a reader was warned of a deadline: not yet, due on the next working day, due today, overdue."""

NOT_YET, TOMORROW, TODAY, OVERDUE = range(4)


@dataclass(frozen=True, slots=True)
class BreachStood:
    """A rule that was not kept."""

    layer: str
    provision: str
    rule: str
    title: str
    outstanding: bool


@dataclass(frozen=True, slots=True)
class DeadlineStood:
    """A duty with a due date; `open` while it is owed and undone."""

    layer: str
    provision: str
    rule: str
    title: str
    item: str | None
    due_on: date
    status: str
    open: bool
    outstanding: bool
    done_on: date | None
    warned: int


@dataclass(frozen=True, slots=True)
class LetterStood:
    """A letter that is due."""

    layer: str
    kind: str
    stage: int | None
    why: str
    by: date | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionStood:
    """Something somebody should do."""

    layer: str
    text: str
    who: str | None
    by: date | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stood; each thing under a name that stays the same from one look to the next.

    `told` counts the changes that were told of the case: each has its number, so that a receiver sees their order.
    """

    breaches: dict[str, BreachStood] = field(default_factory=dict)
    deadlines: dict[str, DeadlineStood] = field(default_factory=dict)
    letters: dict[str, LetterStood] = field(default_factory=dict)
    actions: dict[str, ActionStood] = field(default_factory=dict)
    told: int = 0

    def as_data(self) -> Any:
        """As plain data, to be kept."""
        return _ADAPTER.dump_python(self, mode="json")


_ADAPTER = TypeAdapter(Standing)


def standing_from(data: Any) -> Standing:
    """What `as_data` gave."""
    return _ADAPTER.validate_python(data)


def standing_of(evaluation: Evaluation) -> Standing:
    """How a case stands by an evaluation, before anybody was told."""
    return Standing(
        breaches=_named((_breach_name(each), _breach(each)) for each in evaluation.findings if _is_breach(each)),
        deadlines=_named((_deadline_name(each), _deadline(each, evaluation.as_of)) for each in evaluation.deadlines),
        letters=_named((_letter_name(each), _letter(each)) for each in evaluation.letters),
        actions=_named((f"action/{each.layer}/{each.consequence}", _action(each)) for each in evaluation.actions),
    )


def _named(pairs: Any) -> dict[str, Any]:
    """Things by name; those of one name are told apart by a number, in their fixed order."""
    named: dict[str, Any] = {}
    for name, thing in pairs:
        number, free = 1, name
        while free in named:
            number += 1
            free = f"{name}/{number}"
        named[free] = thing
    return named


def _is_breach(finding: Finding) -> bool:
    return finding.status is BREACHED


def _breach_name(finding: Finding) -> str:
    return f"finding/{finding.layer}/{finding.provision}/{finding.rule}"


def _breach(finding: Finding) -> BreachStood:
    return BreachStood(finding.layer, finding.provision, finding.rule, finding.title, finding.outstanding)


def _deadline_name(deadline: Deadline) -> str:
    item = f"/{deadline.item}" if deadline.item is not None else ""
    return f"deadline/{deadline.layer}/{deadline.provision}/{deadline.rule}{item}"


def _deadline(deadline: Deadline, as_of: date) -> DeadlineStood:
    overdue = deadline.status is BREACHED and deadline.outstanding
    return DeadlineStood(
        layer=deadline.layer,
        provision=deadline.provision,
        rule=deadline.rule,
        title=deadline.title,
        item=deadline.item,
        due_on=deadline.due_on,
        status=deadline.status.value,
        open=overdue or deadline.status is PENDING,
        outstanding=deadline.outstanding,
        done_on=deadline.done_on,
        warned=OVERDUE if overdue else _nearness(deadline, as_of),
    )


def _nearness(deadline: Deadline, as_of: date) -> int:
    """On a Friday what is due on Monday is due tomorrow: nobody is at work in between."""
    if deadline.status is not PENDING:
        return NOT_YET
    if deadline.due_on <= as_of:
        return TODAY
    left = deadline.working_days_left
    return TOMORROW if (left is not None and left <= 1) or (deadline.due_on - as_of).days == 1 else NOT_YET


def _letter_name(letter: Letter) -> str:
    return f"letter/{letter.layer}/{letter.consequence}/{letter.stage or 0}"


def _letter(letter: Letter) -> LetterStood:
    return LetterStood(letter.layer, letter.kind, letter.stage, letter.why, letter.by, letter.because)


def _action(action: Action) -> ActionStood:
    return ActionStood(action.layer, action.text, action.who, action.by, action.because)
