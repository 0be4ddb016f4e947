"""What is due soon or overdue over all cases, for the morning: by landlord, by handler, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from code_engine.evaluation.evaluation import Deadline, Layer, Status
from code_engine.portfolio.evaluating import EvaluatedCase


@dataclass(frozen=True, slots=True)
class DueItem:
    """One duty of one case. `working_days_left` is 0 on the day itself and negative once it is overdue."""

    landlord: str
    handler: str | None
    reference: str
    provision: str
    title: str
    item: str | None
    layer: Layer
    due_on: date
    working_days_left: int

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.working_days_left < 0


def due_items(cases: Iterable[EvaluatedCase], within: int) -> tuple[DueItem, ...]:
    """What is overdue or due within so many working days, by landlord and handler, the most urgent first.

    Cases without a handler come last within their landlord.
    """
    return in_order(item for case in cases for item in _of_case(case, within))


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Items by landlord and handler, the most urgent first."""
    return tuple(sorted(items, key=_urgency))


def _of_case(case: EvaluatedCase, within: int) -> Iterator[DueItem]:
    for deadline in case.evaluation.deadlines:
        left = _left(deadline)
        if left is not None and left <= within:
            yield DueItem(
                landlord=case.record.landlord,
                handler=case.record.handler,
                reference=case.record.reference,
                provision=deadline.provision,
                title=deadline.title,
                item=deadline.item,
                layer=deadline.layer,
                due_on=deadline.due_on,
                working_days_left=left,
            )


def _left(deadline: Deadline) -> int | None:
    """Working days that are left, None for a duty that is done or no longer owed."""
    if deadline.status is Status.PENDING:
        return deadline.working_days_left
    if deadline.status is Status.BREACHED and deadline.outstanding:
        return -(deadline.working_days_late or 1)
    return None


def _urgency(item: DueItem) -> tuple[object, ...]:
    return (
        item.landlord,
        item.handler is None,
        item.handler or "",
        item.due_on,
        item.reference,
        item.provision,
        item.layer,
        item.item or "",
    )
