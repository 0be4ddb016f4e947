"""Deadlines: when a duty is due, whether it was done in time, and what bounds say when dates are unknown.

Every date may be a day number, `NEVER` (it has not happened) or a `Between` (somewhere in these bounds). A
verdict is given only where every day within the bounds would give the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from code_engine.case.values import NEVER, Between
from code_engine.evaluation.evaluation import BREACHED, MET, NOT_APPLICABLE, PENDING, UNDETERMINED, Status
from code_engine.evaluation.truth import Bounded, bounds

Day: TypeAlias = Bounded


class Notice(NamedTuple):
    """One notice of extension as the deadline saw it.

    `due` is the due date in force when it was sent and `limit` the last day all extensions together may
    reach; `valid` is None where a missing fact decides.
    """

    position: int
    due: Day
    limit: Day
    new_due: Day
    valid: bool | None


@dataclass(slots=True)
class DeadlineOutcome:
    """What a deadline says about a case on a day; nobody changes it.

    It is not declared frozen, and no tuple: the one takes longer to make, the fields of the other longer to read.
    """

    status: Status
    clock: Day | None
    original_due: Day
    due: Day
    done: Day
    outstanding: bool
    notices: tuple[Notice, ...] = ()
    ended: int | None = None
    """The day on which an overdue duty fell away undone; it is no later than that."""

    @property
    def met_with_extension(self) -> bool:
        """Whether it was in time only because of a valid extension."""
        return self.status is MET and bounds(self.done)[0] > bounds(self.original_due)[1]

    @property
    def due_day(self) -> int | None:
        """The due date where it is known and there is one."""
        return self.due if type(self.due) is int and self.due != NEVER else None

    @property
    def done_day(self) -> int | None:
        """The day it was done where that is known and it was."""
        return self.done if type(self.done) is int and self.done != NEVER else None


def status_of(due: Day, done: Day, as_of: int) -> Status:
    """The status of a duty on a day: in time by the end of the due day, all days included.

    Done by the due date is met; done later, or undone once the due date has passed, is breached; undone and
    not yet due is pending. Where the bounds allow two of these it is undetermined.
    """
    if type(due) is int and type(done) is int:
        if done <= due and done != NEVER:
            return MET
        if done == NEVER and as_of <= due:
            return PENDING
        return BREACHED
    due_low, due_high = bounds(due)
    done_low, done_high = bounds(done)
    if done_high <= due_low and done_high != NEVER:
        return MET
    if done_low > due_high and as_of > due_high:
        return BREACHED
    if as_of <= due_low and done_high == NEVER:
        return PENDING
    return UNDETERMINED


def judge(
    clock: Day | None,
    original_due: Day,
    due: Day,
    done: Day,
    as_of: int,
    ends: Day,
    notices: tuple[Notice, ...] = (),
) -> DeadlineOutcome:
    """The outcome of one deadline, with regard to the day on which the duty fell away.

    A duty that was undone and not yet due when it fell away (the complaint was withdrawn or refused) is not
    applicable; one already overdue on that day stays breached, but is no longer outstanding.
    """
    status = status_of(due, done, as_of)
    outstanding = status is BREACHED and done == NEVER
    if type(ends) is int and ends > as_of:
        return DeadlineOutcome(status, clock, original_due, due, done, outstanding, notices)
    ends_low, ends_high = bounds(ends)
    _, done_high = bounds(done)
    if ends_low > as_of or (done_high <= ends_low and done_high != NEVER):
        return DeadlineOutcome(status, clock, original_due, due, done, outstanding, notices)
    if ends_low != ends_high:
        certain = status in (PENDING, MET) or bounds(due)[1] < ends_low
        status = status if certain else UNDETERMINED
        if status is PENDING and ends_high <= as_of:
            status = NOT_APPLICABLE
    else:
        status = status_of(due, _undone_at(done, ends_low), ends_low)
        status = NOT_APPLICABLE if status is PENDING else status
        ended = ends_low if status is BREACHED and bounds(done)[0] > ends_low else None
        return DeadlineOutcome(status, clock, original_due, due, done, False, notices, ended)
    return DeadlineOutcome(status, clock, original_due, due, done, False, notices)


def _undone_at(done: Day, ends: int) -> Day:
    """What is known of a duty's fulfilment on the day it fell away; anything later no longer counts."""
    low, _ = bounds(done)
    return NEVER if low > ends else Between(low, NEVER)
