"""Deadlines in columns: the due date, the notices that move it, and the verdict, as `evaluation.deadlines` gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from code_engine.portfolio.columnar.calendar_table import DayCounter
from code_engine.portfolio.columnar.cells import Cell, both_of, choose, either_of, greatest, number, truth_of
from code_engine.portfolio.columnar.conditions import Conditions
from code_engine.portfolio.columnar.effects import known_or_false
from code_engine.portfolio.columnar.notices import NoticeColumns
from code_engine.portfolio.columnar.planning import Plan
from code_engine.portfolio.columnar.scope import CASE_SCOPE, NotCompiled, Scope
from code_engine.portfolio.columnar.truths import (
    NEVER_CELL,
    Bounded,
    Flag,
    added,
    as_code,
    conjunction,
    of_code,
    opposite,
)
from code_engine.ruleset.rules import ClockReading, DeadlineBody, Parameter

NOT_APPLICABLE, MET, BREACHED, PENDING, UNDETERMINED = (number(code) for code in range(5))
"""The codes of `portfolio.finding_rows.STATUS_CODES`."""

Keep = Callable[[str, Cell, str], Cell]
"""Keeps a cell in a column, by a name and a type, and gives the cell that reads it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deadline says: a status code, whether it is outstanding, and its days."""

    status: Cell
    outstanding: Flag
    clock: Bounded | None
    original: Bounded
    due: Bounded
    done: Bounded
    ends: Bounded | None

    def ended(self, status: Cell) -> Cell | None:
        """The day on which an overdue duty fell away undone, null where none did."""
        if self.ends is None:
            return None
        fell_away = both_of((self.ends.low.same(self.ends.high), self.ends.low.less(self.done.low)))
        return choose((both_of((status.same(BREACHED), fell_away)), self.ends.low))


@dataclass(frozen=True, slots=True)
class Notices:
    """What a deadline made of its notices: for each place the due date and limit it met, and whether it was there."""

    due: tuple[Bounded, ...]
    limit: Bounded
    final: Bounded


class Deadlines:
    """Compiles deadlines of one layer."""

    def __init__(self, plan: Plan, conditions: Conditions, days: DayCounter, as_of: Cell) -> None:
        self._plan, self._conditions, self._days, self._as_of = plan, conditions, days, as_of
        self._notices: dict[int, Notices] = {}

    def outcome(self, body: DeadlineBody, clock: ClockReading | None, scope: Scope = CASE_SCOPE) -> Outcome:
        """The outcome under one reading of the clock, of the case or of an item of a scope."""
        start, original = self._original(body, clock, scope)
        done = self._conditions.bounded(body.done, scope)
        ends = self._conditions.bounded(body.ends, scope) if body.ends is not None else None
        keep = self._keeper(scope)
        original, done = kept_day(keep, "original", original), kept_day(keep, "done", done)
        ends = kept_day(keep, "ends", ends) if ends is not None else None
        due = self.notices(body, clock, original).final if body.extension is not None else original
        # Of a case they are written out: columns more in the wide tables cost more than working them out twice.
        status, outstanding = judged(due, done, self._as_of, ends, keep if scope.grain is not None else _as_it_is)
        return Outcome(status, outstanding, start, original, due, done, ends)

    def notices(self, body: DeadlineBody, clock: ClockReading | None, original: Bounded | None = None) -> Notices:
        """The notices of a deadline by a reading of its clock, worked out once."""
        del clock
        rule = body.extension
        if rule is None:
            raise NotCompiled("a check of notices of a deadline that has none")
        if original is None:
            _, original = self._original(body, body.clocks[0] if body.clocks else None, CASE_SCOPE)
            original = kept_day(self._keeper(CASE_SCOPE), "original", original)
        columns = NoticeColumns(self._plan, self._conditions, rule.collection)
        keep = self._keeper(CASE_SCOPE)
        limit = kept_day(keep, "cap", self.limited(original, rule.cap, CASE_SCOPE))
        due, met = original, []
        for place in columns.places:
            met.append(due)
            scope = columns.scope(place, due, limit)
            moved = self._conditions.bounded(rule.new_due, scope)
            valid = conjunction((columns.there(place), self._conditions.flag(rule.valid, scope)))
            valid = of_code(self._plan.computed(f"valid_{place}", as_code(valid), "int8"))
            certain = known_or_false(valid)
            refuted = known_or_false(opposite(valid))
            low = choose((certain, greatest(due.low, moved.low)), otherwise=due.low)
            high = choose((refuted, due.high), otherwise=greatest(due.high, moved.high))
            due = kept_day(keep, f"due_{place}", Bounded(low, high))
        return Notices(tuple(met), limit, due)

    def limited(self, start: Bounded, limit: Parameter, scope: Scope) -> Bounded:
        """The last day of a limit, in its unit."""
        grain = scope.grain
        if limit.unit == "working_days":
            return self._days.working_days_after(start, limit.value, grain)
        if limit.unit == "months":
            return self._days.months_after(start, limit.value, grain)
        return added(start, Bounded(number(limit.value), number(limit.value)))

    def _original(self, body: DeadlineBody, clock: ClockReading | None, scope: Scope) -> tuple[Bounded | None, Bounded]:
        if clock is not None and body.limit is not None:
            start = self._conditions.bounded(clock.start, scope)
            return start, self.limited(start, body.limit, scope)
        if body.due is None:
            raise NotCompiled("a deadline without a due date")
        return None, self._conditions.bounded(body.due, scope)

    def _keeper(self, scope: Scope) -> Keep:
        """Keeps cells in columns of the case, or of the rows of a scope."""
        return self._plan.computed if scope.grain is None else partial(self._plan.item_computed, scope.grain)


def _as_it_is(_name: str, cell: Cell, _kind: str) -> Cell:
    return cell


def kept_day(keep: Keep, name: str, day: Bounded) -> Bounded:
    """A date kept in columns, so that it is worked out once."""
    low = keep(name if day.exact else f"{name}_low", day.low, "int32")
    return Bounded(low, low if day.exact else keep(f"{name}_high", day.high, "int32"))


def judged(due: Bounded, done: Bounded, as_of: Cell, ends: Bounded | None, keep: Keep) -> tuple[Cell, Flag]:
    """The status of a duty and whether it is outstanding, with regard to the day on which it fell away."""
    status = keep("judged", status_of(due, done, as_of), "int8")
    outstanding = both_of((status.same(BREACHED), done.low.same(NEVER_CELL), done.high.same(NEVER_CELL)))
    if ends is None:
        return status, Flag(outstanding, known=True)
    stands = either_of((as_of.less(ends.low), both_of((done.high.at_most(ends.low), done.high.less(NEVER_CELL)))))
    stands = truth_of(keep("stands", as_code(Flag(stands, known=True)), "int8"))
    ended = _ended(due, done, ends)
    if not ends.exact:
        certain = either_of((status.same(PENDING), status.same(MET), due.high.less(ends.low)))
        away = both_of((status.same(PENDING), ends.high.at_most(as_of)))
        open_end = choose((away, NOT_APPLICABLE), (certain, status), otherwise=UNDETERMINED)
        ended = choose((ends.low.same(ends.high), ended), otherwise=open_end)
    return choose((stands, status), otherwise=ended), Flag(both_of((stands, outstanding)), known=True)


def status_of(due: Bounded, done: Bounded, as_of: Cell) -> Cell:
    """The status of a duty on a day, as a code."""
    met = both_of((done.high.at_most(due.low), done.high.less(NEVER_CELL)))
    waits = both_of((done.high.same(NEVER_CELL), as_of.at_most(due.low)))
    if due.exact and done.exact:
        return choose((met, MET), (waits, PENDING), otherwise=BREACHED)
    late = both_of((due.high.less(done.low), due.high.less(as_of)))
    known = both_of((due.low.same(due.high), done.low.same(done.high)))
    return choose((met, MET), (waits, PENDING), (either_of((late, known)), BREACHED), otherwise=UNDETERMINED)


def _ended(due: Bounded, done: Bounded, ends: Bounded) -> Cell:
    """The status where the duty fell away on a known day: what came later no longer counts."""
    undone = either_of((ends.low.less(done.low), due.high.less(done.low)))
    return choose(
        (ends.low.at_most(due.low), NOT_APPLICABLE),
        (both_of((due.high.less(ends.low), undone)), BREACHED),
        otherwise=UNDETERMINED,
    )
