"""Working days in England: what counts, when a limit ends, how late something is.

A working day is Monday to Friday and not a bank holiday in England. The Code defines neither "working day"
nor the first day of a limit, so the way of counting is named (`Counting`) and printed with every answer. Days
are day numbers (`date.toordinal()`); all counting is done by two tables, "working days before day d" and "the
k-th working day", so every question takes the same short time however long the limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import accumulate, compress

from code_engine.bank_holidays import DATES_BY_NAME, FIRST_YEAR, LAST_YEAR, LIBRARY
from code_engine.errors import CalendarError, Problem, quoted

FIRST_DAY = date(FIRST_YEAR, 1, 1)
LAST_DAY = date(LAST_YEAR, 12, 31)

ANNOUNCED_UNTIL = date(2027, 12, 31)
"""The last day for which bank holidays are taken as announced: the list checked day by day ends there.

Later days follow from the standing rules only. A one-off bank holiday may still be proclaimed or a day moved,
so an answer that reaches beyond this day has to say so.
"""

_FIRST = FIRST_DAY.toordinal()
_LAST = LAST_DAY.toordinal()
_ANNOUNCED = ANNOUNCED_UNTIL.toordinal()
_SATURDAY = 5
# What code_engine.case.values calls NEVER; repeated because this module lies below the case package.
_NEVER = 10_000_000


class Counting(StrEnum):
    """The first day of a limit: the day after the event (`day-0`) or the event's own day (`inclusive`)."""

    DAY_0 = "day-0"
    INCLUSIVE = "inclusive"


DAY_0, INCLUSIVE = Counting
"""The two by short names: looking one up on its enumeration takes longer than the counting it decides about."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """An immutable calendar of working days; two calendars are equal when their digests are.

    Every method takes and returns day numbers, and raises `CalendarError` for a day outside the table
    (`FIRST_DAY` to `LAST_DAY`) where it has to look one up.
    """

    name: str = field(compare=False)
    digest: str
    _holidays: Mapping[int, str] = field(compare=False, repr=False)
    _closures: frozenset[int] = field(compare=False, repr=False)
    _before: tuple[int, ...] = field(compare=False, repr=False)
    """At i: how many working days lie before the i-th day of the table; one longer than the table."""
    _working: tuple[int, ...] = field(compare=False, repr=False)
    """The working days, in order."""

    def is_working_day(self, day: int) -> bool:
        """Whether the day counts as a working day."""
        place = _place(day)
        return self._before[place + 1] > self._before[place]

    def working_days(self, start: int, end: int, counting: Counting) -> int:
        """Working days from start to end: in (start, end] by `day-0`, in [start, end] by `inclusive`.

        0 where end lies before start. `inclusive` gives what a spreadsheet's NETWORKDAYS gives.
        """
        first = _place(start) + (counting == DAY_0)
        after_last = _place(end) + 1
        if end < start:
            return 0
        return self._before[after_last] - self._before[first]

    def due(self, start: int, days: int, counting: Counting) -> int:
        """The last day of a limit of so many working days: the n-th working day counted from start.

        By `day-0` the first working day after start is day 1, by `inclusive` start itself is, if it is a
        working day. A limit of 0 working days ends on start. What has not happened starts no limit: NEVER
        gives NEVER. Raises `CalendarError` for a negative limit and for one that ends after the table.
        """
        if start == _NEVER:
            return _NEVER
        if days < 0:
            raise CalendarError(Problem(f"a limit of {quoted(days)} working days", hint="give 0 or more"))
        passed = self._before[_place(start) + (counting == DAY_0)]
        if days == 0:
            return start
        return self._working_day_number(passed + days - 1)

    def working_days_late(self, due: int, done: int) -> int:
        """Working days by which something done after its due day is late; 0 where it is in time.

        A non-working day counts as the next working day: done on the Saturday after a Friday is 1 late.
        """
        if done <= due:
            return 0
        return self.working_days(due, self.next_working_day(done), DAY_0)

    def next_working_day(self, day: int) -> int:
        """The day itself if it is a working day, else the first working day after it."""
        return self._working_day_number(self._before[_place(day)])

    def bank_holiday(self, day: int) -> str | None:
        """The name of the bank holiday on that day, weekends included; None for any other day."""
        _place(day)
        return self._holidays.get(day)

    def is_closure(self, day: int) -> bool:
        """Whether the day was added by `with_closures`: the landlord's own day, never one of the Code's."""
        _place(day)
        return day in self._closures

    def announced(self, day: int) -> bool:
        """Whether the bank holidays up to that day are taken as announced; False for NEVER."""
        return _FIRST <= day <= _ANNOUNCED

    def with_closures(self, days: Iterable[date], name: str) -> WorkingCalendar:
        """A new calendar with further days that do not count, for a landlord's own promises only."""
        closures = self._closures | {day.toordinal() for day in days}
        for day in sorted(closures):
            _place(day)
        return _built(name, self._holidays, closures)

    def _working_day_number(self, number: int) -> int:
        """The working day at that place, counted from 0."""
        if number >= len(self._working):
            raise _outside(f"a working day after {LAST_DAY.isoformat()}")
        return self._working[number]


@cache
def england() -> WorkingCalendar:
    """The calendar of England: Monday to Friday except bank holidays; built at first use, then shared."""
    return _built("England", _holidays_by_day(), frozenset())


def differences_from_library() -> list[str]:
    """Every day on which the table and the installed `holidays` library disagree, as one line each.

    Empty when they agree. Raises `CalendarError` where the library is not installed.
    """
    try:
        # Imported here because both take longer than a whole evaluation.
        from importlib.metadata import version

        import holidays
    except ImportError:
        raise CalendarError(
            Problem(
                "the bank holidays cannot be compared: the library `holidays` is not installed",
                hint="pip install holidays",
            )
        ) from None
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    library = holidays.country_holidays("GB", subdiv="ENG", years=years, expand=False)
    theirs = {day.toordinal(): name for day, name in library.items()}
    return _differences(_holidays_by_day(), theirs, f"holidays {version('holidays')}")


def _differences(ours: Mapping[int, str], theirs: Mapping[int, str], library: str) -> list[str]:
    lines = []
    for day in sorted(ours.keys() ^ theirs.keys()):
        shown = date.fromordinal(day).strftime("%Y-%m-%d (%a)")
        if day in ours:
            lines.append(f"{shown}: {quoted(ours[day])} here, no bank holiday in {library}")
        else:
            lines.append(f"{shown}: no bank holiday here, {quoted(theirs[day])} in {library}")
    return lines


def _holidays_by_day() -> dict[int, str]:
    found = {date.fromisoformat(day).toordinal(): name for name, days in DATES_BY_NAME.items() for day in days.split()}
    return dict(sorted(found.items()))


def _built(name: str, holidays: Mapping[int, str], closures: frozenset[int]) -> WorkingCalendar:
    length = _LAST - _FIRST + 1
    weekday = FIRST_DAY.weekday()
    week = bytes(1 if (weekday + offset) % 7 < _SATURDAY else 0 for offset in range(7))
    counts = bytearray((week * (length // 7 + 1))[:length])
    for day in (*holidays, *closures):
        counts[day - _FIRST] = 0
    return WorkingCalendar(
        name=name,
        digest=_digest(name, holidays, closures),
        _holidays=holidays,
        _closures=closures,
        _before=tuple(accumulate(counts, initial=0)),
        _working=tuple(compress(range(_FIRST, _LAST + 1), counts)),
    )


def _digest(name: str, holidays: Mapping[int, str], closures: frozenset[int]) -> str:
    """A hash of all an answer can depend on: name, range, source and version, every day that is off."""
    lines = [f"calendar {name}", f"range {FIRST_DAY} {LAST_DAY} {ANNOUNCED_UNTIL}", f"source {LIBRARY}"]
    lines.extend(f"{day} {holiday}" for day, holiday in holidays.items())
    lines.extend(f"{day} closure" for day in sorted(closures))
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _place(day: int) -> int:
    """The day's place in the tables."""
    if not _FIRST <= day <= _LAST:
        raise _outside("a date that has not happened" if day == _NEVER else _shown(day))
    return day - _FIRST


def _shown(day: int) -> str:
    if 1 <= day <= date.max.toordinal():
        return quoted(date.fromordinal(day).isoformat())
    return f"day number {quoted(day)}"


def _outside(what: str) -> CalendarError:
    return CalendarError(
        Problem(
            f"working days are not known for {what}",
            hint=f"use dates from {FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}",
        )
    )
