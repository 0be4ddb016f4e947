"""A deadline rule that stands for one duty per item: each remedy by its date, each agreed update by its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from code_engine.case.values import Item, Items
from code_engine.evaluation.context import Context
from code_engine.evaluation.deadline_description import day_as_json, described, listed
from code_engine.evaluation.deadline_program import DeadlineProgram
from code_engine.evaluation.deadline_verdict import DEFINITE, missing_for
from code_engine.evaluation.deadlines import DeadlineOutcome
from code_engine.evaluation.evaluation import BREACHED, MET, NOT_APPLICABLE, PENDING, UNDETERMINED, Label, Status
from code_engine.evaluation.session import Session
from code_engine.evaluation.truth import bounds
from code_engine.evaluation.verdict import Verdict
from code_engine.ruleset.rules import ForEach, Rule

WORST_FIRST: Final = (BREACHED, UNDETERMINED, PENDING, MET, NOT_APPLICABLE)
_NAMES: Final = ("remedy", "action", "issue", "service_request", "what", "text")
"""The attributes of an item that can name it for people, the best first."""


class _Duty(NamedTuple):
    """The duty of one item, and what is not known about it."""

    name: str
    outcome: DeadlineOutcome
    missing: tuple[str, ...]


class ItemDeadlines:
    """A `for_each` deadline, made ready to run: the worst status of all items is the finding's."""

    def __init__(self, rule: Rule, program: DeadlineProgram, for_each: ForEach) -> None:
        self.rule = rule
        self.program = program
        self.for_each = for_each

    def names(self) -> tuple[str, ...]:
        """The facts its expressions read, the collection included."""
        return self.program.names()

    def verdict(self, session: Session, trace: dict[str, Any]) -> Verdict:
        """Breached if one duty is; undetermined if one cannot be told or there may be items not on record."""
        duties = list(self._duties(session.chosen))
        collection = session.facts[self.for_each.collection]
        assert isinstance(collection, Items)
        worst = _worst(duties)
        status = _status(worst, collection)
        descriptions = [described(duty.outcome, session) for duty in duties]
        verdict = Verdict(status) if worst is None else descriptions[duties.index(worst)]
        verdict.status = status
        verdict.outstanding = any(duty.outcome.outstanding for duty in duties)
        verdict.words = {**verdict.words, "item": worst.name if worst is not None else "none"}
        if status is UNDETERMINED:
            missing = [name for duty in duties for name in duty.missing]
            verdict.missing = tuple(
                dict.fromkeys(missing + ([] if collection.complete else [self.for_each.collection]))
            )
        if status in DEFINITE and self.program.counts_working_days:
            other = _status(_worst(list(self._duties(session.other))), collection)
            if other in DEFINITE and other is not status:
                verdict.labels = (Label.WITHIN_ONE_DAY,)
        verdict.deadlines = tuple(
            entry
            for duty, description in zip(duties, descriptions, strict=True)
            for entry in listed(self.rule, duty.outcome, description, session, duty.name)
        )
        trace["items"] = [_trace(duty) for duty in duties]
        return verdict

    def _duties(self, context: Context) -> Iterator[_Duty]:
        program = self.program
        for position, item, belongs in program.items(context):
            if belongs is False:
                continue
            outcome = program.outcome(context, program.default_clock)
            missing: tuple[str, ...] = ()
            if belongs is None and outcome.status is not NOT_APPLICABLE:
                outcome = replace(outcome, status=UNDETERMINED, outstanding=False)
                missing = program.missing_about_item(context)
            elif outcome.status is UNDETERMINED:
                missing = missing_for(program, outcome, context)
            yield _Duty(_name(item, position), outcome, missing)


def _status(worst: _Duty | None, collection: Items) -> Status:
    status = worst.outcome.status if worst is not None else NOT_APPLICABLE
    if collection.complete or status is BREACHED:
        return status
    return UNDETERMINED


def _worst(duties: list[_Duty]) -> _Duty | None:
    """The duty that decides; of several with one status the one due first."""
    if len(duties) == 1:
        return duties[0]
    return min(
        duties,
        key=lambda duty: (WORST_FIRST.index(duty.outcome.status), bounds(duty.outcome.due)[0]),
        default=None,
    )


def _name(item: Item, position: int) -> str:
    for key in _NAMES:
        name = item.get(key)
        if isinstance(name, str) and name:
            return name
    return f"number {position}"


def _trace(duty: _Duty) -> dict[str, object]:
    outcome = duty.outcome
    return {
        "item": duty.name,
        "status": outcome.status.value,
        "due": day_as_json(outcome.due),
        "done": day_as_json(outcome.done),
    }
