"""Which duties of which cases are due when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from code_engine.case.model import Case
from code_engine.evaluation.evaluation import Answer, Deadline, Evaluation, Layer, Status


class DueDuty(Answer):
    """A dated duty of one case. It names no person but the handler."""

    reference: str
    landlord: str
    handler: str | None
    provision: str
    rule: str
    title: str
    layer: Layer
    item: str | None
    due_on: date
    original_due_on: date | None
    done_on: date | None
    status: Status
    outstanding: bool
    working_days_late: int | None
    working_days_left: int | None


class DueDuties(Answer):
    """The duties due in a window of days, soonest first: the same cases give the same bytes."""

    as_of: date
    start: date | None
    end: date | None
    deadlines: tuple[DueDuty, ...]

    def to_json(self) -> str:
        """The duties as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Window:
    """Which duties are wanted: due from `start` to `end`, both included, and done ones only where `done`."""

    start: date | None = None
    end: date | None = None
    done: bool = False

    def includes(self, deadline: Deadline) -> bool:
        """Whether a duty is wanted."""
        if (self.start is not None and deadline.due_on < self.start) or (
            self.end is not None and deadline.due_on > self.end
        ):
            return False
        return self.done or is_open(deadline)


def is_open(deadline: Deadline) -> bool:
    """Whether there is still something to do: it is not due yet, or overdue and not done."""
    return deadline.status is Status.PENDING or deadline.outstanding


def due_duties(answers: Iterable[tuple[Case, Evaluation]], as_of: date, window: Window) -> DueDuties:
    """The duties of evaluated cases that lie in a window, by date, reference, provision and layer."""
    found = [duty for case, evaluation in answers for duty in _of_case(case, evaluation, window)]
    return DueDuties.of(as_of=as_of, start=window.start, end=window.end, deadlines=tuple(sorted(found, key=_order)))


def _of_case(case: Case, evaluation: Evaluation, window: Window) -> Iterator[DueDuty]:
    for deadline in evaluation.deadlines:
        if window.includes(deadline):
            yield DueDuty.of(
                reference=case.reference,
                landlord=evaluation.case.landlord,
                handler=case.handler,
                provision=deadline.provision,
                rule=deadline.rule,
                title=deadline.title,
                layer=deadline.layer,
                item=deadline.item,
                due_on=deadline.due_on,
                original_due_on=deadline.original_due_on,
                done_on=deadline.done_on,
                status=deadline.status,
                outstanding=deadline.outstanding,
                working_days_late=deadline.working_days_late,
                working_days_left=deadline.working_days_left,
            )


def _order(duty: DueDuty) -> tuple[object, ...]:
    numbers = tuple(int(part) for part in duty.provision.split(".") if part.isdecimal())
    return (duty.due_on, duty.landlord, duty.reference, numbers, duty.layer, duty.rule, duty.item or "")
