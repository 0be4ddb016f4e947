"""The calendar as one table: a row for every day there is, a column for every limit that a rule counts.

Its values come from the very functions the engine counts with, so that the two cannot differ; an engine only has to
join. A day that has not happened has no row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from code_engine.calendar import DAY_0, FIRST_DAY, LAST_DAY, Counting, WorkingCalendar
from code_engine.case.values import Between
from code_engine.evaluation.days import months_after, working_days_after
from code_engine.evaluation.truth import bounds
from code_engine.portfolio.columnar.cells import ZERO, Cell, both_of, choose, number
from code_engine.portfolio.columnar.planning import CASE_PREFIX, Plan
from code_engine.portfolio.columnar.truths import NEVER_CELL, Bounded

DAY: Final = "day"
_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()

Lookup = Callable[[Cell, str], Cell]


class CalendarTable:
    """The columns asked for so far, and the table that holds them."""

    def __init__(self) -> None:
        self._columns: dict[str, Callable[[int], int]] = {}
        self._calendars: dict[str, int] = {}

    def after(self, calendar: WorkingCalendar, counting: Counting, days: int) -> str:
        """The column with the last day of a limit of so many working days."""

        def due(day: int) -> int:
            # As a bound, so that a limit that ends after the table gives NEVER and not an error.
            return bounds(working_days_after(calendar, counting, Between(day, day), days))[1]

        return self._column(f"after_{days}_{self._named(calendar, counting)}", due)

    def months(self, months: int) -> str:
        """The column with the same day so many months on."""
        return self._column(f"months_{months}", lambda day: bounds(months_after(day, months))[1])

    def passed(self, calendar: WorkingCalendar, counting: Counting) -> str:
        """The column with the working days up to and with a day, from the start of the table."""
        name = self._named(calendar, counting)
        return self._column(f"until_{name}", lambda day: calendar.working_days(_FIRST, day, DAY_0))

    def passed_before(self, calendar: WorkingCalendar, counting: Counting) -> str:
        """The column with the working days that are over when a count from a day begins."""
        if counting == DAY_0:
            return self.passed(calendar, counting)
        name = self._named(calendar, counting)
        return self._column(
            f"before_{name}", lambda day: calendar.working_days(_FIRST, day - 1, DAY_0) if day > _FIRST else 0
        )

    def next_working(self, calendar: WorkingCalendar) -> str:
        """The column with the working days up to the first working day from a day on: what lateness counts to."""

        def until(day: int) -> int:
            return calendar.working_days(_FIRST, day, DAY_0) + (0 if calendar.is_working_day(day) else 1)

        return self._column(f"next_{self._named(calendar, DAY_0)}", until)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns, the day first."""
        return (DAY, *self._columns)

    def rows(self) -> dict[str, list[int]]:
        """The table, column by column."""
        days = range(_FIRST, _LAST + 1)
        return {DAY: list(days)} | {name: [of(day) for day in days] for name, of in self._columns.items()}

    def _column(self, name: str, of: Callable[[int], int]) -> str:
        self._columns.setdefault(name, of)
        return name

    def _named(self, calendar: WorkingCalendar, counting: Counting) -> str:
        place = self._calendars.setdefault(calendar.digest, len(self._calendars))
        return f"{counting.value.replace('-', '')}_{place}"


class DayCounter:
    """Counts days of cases and of items by one calendar and one convention."""

    def __init__(self, plan: Plan, table: CalendarTable, calendar: WorkingCalendar, counting: Counting) -> None:
        self._plan, self._table = plan, table
        self._calendar, self.counting = calendar, counting

    def working_days_after(self, start: Bounded, days: int, grain: str | None) -> Bounded:
        """The last day of a limit; `grain` is where the start may be a column of an item."""
        return self._moved(start, self._table.after(self._calendar, self.counting, days), grain)

    def months_after(self, start: Bounded, months: int, grain: str | None) -> Bounded:
        """The same day so many months on."""
        return self._moved(start, self._table.months(months), grain)

    def working_days(self, start: Bounded, end: Bounded, grain: str | None) -> Bounded:
        """Working days from one day to another."""
        fewest = self._between(start.high, end.low, grain)
        return Bounded(fewest, fewest if start.exact and end.exact else self._between(start.low, end.high, grain))

    def late(self, due: Cell, until: Cell) -> Cell:
        """Working days from a due day to the first working day from `until` on; 0 where that is not later."""
        plan, table = self._plan, self._table
        done = plan.looked_up("late_to", until, table.next_working(self._calendar))
        start = plan.looked_up("late_from", due, table.passed(self._calendar, DAY_0))
        return choose((until.at_most(due), ZERO), otherwise=done.minus(start))

    def _moved(self, start: Bounded, column: str, grain: str | None) -> Bounded:
        low = self._looked_up(start.low, column, grain)
        return Bounded(low, low if start.exact else self._looked_up(start.high, column, grain))

    def _between(self, start: Cell, end: Cell, grain: str | None) -> Cell:
        before = self._plain(start, self._table.passed_before(self._calendar, self.counting), grain)
        until = self._plain(end, self._table.passed(self._calendar, self.counting), grain)
        return choose(
            (NEVER_CELL.at_most(start), ZERO),
            (NEVER_CELL.at_most(end), NEVER_CELL),
            (end.less(start), ZERO),
            otherwise=until.minus(before),
        )

    def _looked_up(self, day: Cell, column: str, grain: str | None) -> Cell:
        return choose((NEVER_CELL.at_most(day), NEVER_CELL), otherwise=self._plain(day, column, grain))

    def _plain(self, day: Cell, column: str, grain: str | None) -> Cell:
        if grain is None or all(name.startswith(CASE_PREFIX) for name in day.needs):
            return self._plan.looked_up(column, day, column)
        return self._plan.item_looked_up(grain, column, day, column)


def countable(day: Cell) -> Cell:
    """Whether a day is one of the calendar's table."""
    return both_of((number(_FIRST).at_most(day), day.at_most(number(_LAST))))
