"""How working days were counted, in words: which day was day 1, and which days were skipped."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.calendar import Counting, WorkingCalendar
from code_engine.day_words import day_in_words
from code_engine.evaluation.wording import working_days_in_words


def counted_days(calendar: WorkingCalendar, start: int, due: int, counting: Counting) -> Iterator[str]:
    """Sentences that let a person count again: the first day, the number of days, and the bank holidays left out."""
    count = calendar.working_days(start, due, counting)
    first = _first_counted(calendar, start, counting)
    if counting is Counting.DAY_0:
        yield f"{day_in_words(start)} is day 0; the next working day, {day_in_words(first)}, is day 1."
    else:
        yield f"Counting is inclusive: {day_in_words(first)} is day 1."
    yield f"{day_in_words(due)} is day {count}, {working_days_in_words(count)} on; weekends are not counted."
    holidays = [
        f"{day_in_words(day)} ({name})"
        for day in range(start, due + 1)
        if (name := calendar.bank_holiday(day)) is not None and not _is_weekend(day)
    ]
    if holidays:
        yield f"Bank holidays not counted: {', '.join(holidays)}."
    closures = [day_in_words(day) for day in range(start, due + 1) if calendar.is_closure(day) and not _is_weekend(day)]
    if closures:
        yield f"The landlord's own closure days, not counted in its own promise: {', '.join(closures)}."


def _first_counted(calendar: WorkingCalendar, start: int, counting: Counting) -> int:
    return calendar.next_working_day(start + 1 if counting is Counting.DAY_0 else start)


def _is_weekend(day: int) -> bool:
    # The proleptic ordinal 1 is a Monday.
    return day % 7 in (6, 0)
