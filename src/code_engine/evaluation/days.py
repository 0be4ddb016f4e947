"""Date arithmetic on bounds: working days and months where a date is only known to lie between two days.

Every function here is monotone in each argument, so the bounds of the result follow from the bounds of the
arguments. A known day outside the calendar's table raises CalendarError; a bound of an unknown day does not:
below the table it counts as the first day of the table, above it as NEVER.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

from code_engine.calendar import FIRST_DAY, LAST_DAY, Counting, WorkingCalendar
from code_engine.case.values import NEVER
from code_engine.errors import CalendarError, Problem
from code_engine.evaluation.truth import Bounded, between, bounds

_FIRST = FIRST_DAY.toordinal()
_LAST = LAST_DAY.toordinal()
_LAST_DATE = date.max.toordinal()


def working_days(calendar: WorkingCalendar, counting: Counting, start: Bounded, end: Bounded) -> Bounded:
    """Working days from start to end by the counting convention; 0 where end lies before start.

    From what has not happened it is 0; to what has not happened it is NEVER, more than every limit. Raises
    CalendarError for a known day outside the calendar's table.
    """
    if type(start) is int and type(end) is int:
        return _days_from(calendar, counting, start, end)
    start_low, start_high = bounds(start)
    end_low, end_high = bounds(end)
    fewest = _days_from(calendar, counting, _in_table(start_high), _in_table(end_low))
    most = _days_from(calendar, counting, _in_table(start_low), _in_table(end_high))
    return between(fewest, most)


def working_days_after(calendar: WorkingCalendar, counting: Counting, start: Bounded, days: Bounded) -> Bounded:
    """The last day of a limit of so many working days; of what has not happened it is NEVER.

    Raises CalendarError where a known day and number lead outside the calendar's table, or the number is
    negative.
    """
    if type(start) is int and type(days) is int:
        return _due(calendar, counting, start, days)
    start_low, start_high = bounds(start)
    fewest, most = bounds(days)
    # A limit never ends before it starts, so where the table ends the start itself is a lower bound.
    low = _due_bound(calendar, counting, start_low, fewest, beyond_table=max(start_low, _FIRST))
    return between(low, _due_bound(calendar, counting, start_high, most, beyond_table=NEVER))


def months_after(start: Bounded, months: Bounded) -> Bounded:
    """The same day of the month so many calendar months on, or the last day of a shorter month.

    Of what has not happened it is NEVER. Raises CalendarError where a known day leads beyond the years that
    dates can have.
    """
    if type(start) is int and type(months) is int:
        return _same_day(start, months)
    start_low, start_high = bounds(start)
    fewest, most = bounds(months)
    low = _same_day_bound(start_low, fewest, beyond_dates=_LAST_DATE)
    return between(low, _same_day_bound(start_high, most, beyond_dates=NEVER))


def _in_table(bound: int) -> int:
    return NEVER if bound > _LAST else max(bound, _FIRST)


def _days_from(calendar: WorkingCalendar, counting: Counting, start: int, end: int) -> int:
    if start >= NEVER:
        return 0
    return NEVER if end >= NEVER else calendar.working_days(start, end, counting)


def _due(calendar: WorkingCalendar, counting: Counting, start: int, days: int) -> int:
    return NEVER if start >= NEVER or days >= NEVER else calendar.due(start, days, counting)


def _due_bound(calendar: WorkingCalendar, counting: Counting, start: int, days: int, beyond_table: int) -> int:
    try:
        return _due(calendar, counting, _in_table(start), max(days, 0))
    except CalendarError:
        return beyond_table


def _same_day(start: int, months: int) -> int:
    found = _moved_by_months(start, months)
    if found is None:
        raise CalendarError(Problem("a limit in months leads beyond the dates there are"))
    return found


def _same_day_bound(start: int, months: int, beyond_dates: int) -> int:
    found = _moved_by_months(max(start, 1), months)
    if found is not None:
        return found
    return beyond_dates if start > _LAST_DATE or months > 0 else 1


def _moved_by_months(start: int, months: int) -> int | None:
    if start >= NEVER or months >= NEVER:
        return NEVER
    if not 1 <= start <= _LAST_DATE:
        return None
    day = date.fromordinal(start)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
