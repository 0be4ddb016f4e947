"""Working days and months on bounds, held against counting day by day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.calendar import FIRST_DAY, LAST_DAY, Counting, england
from code_engine.case.values import NEVER, Between
from code_engine.errors import CalendarError
from code_engine.evaluation import days
from code_engine.evaluation.truth import Bounded, bounds

FIRST, LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
DAY_0, INCLUSIVE = Counting.DAY_0, Counting.INCLUSIVE
CHRISTMAS = date(2025, 12, 24).toordinal()
COUNTINGS = st.sampled_from([DAY_0, INCLUSIVE])
AROUND_CHRISTMAS: st.SearchStrategy[Bounded] = st.one_of(
    st.integers(CHRISTMAS, CHRISTMAS + 12),
    st.builds(
        lambda low, width: Between(low, low + width),
        st.integers(CHRISTMAS, CHRISTMAS + 12),
        st.integers(0, 9),
    ),
)
FEW: st.SearchStrategy[Bounded] = st.one_of(
    st.integers(0, 6), st.builds(lambda low, more: Between(low, low + more), st.integers(0, 4), st.integers(0, 3))
)


def possible(value: Bounded) -> range:
    low, high = bounds(value)
    return range(low, high + 1)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@given(AROUND_CHRISTMAS, AROUND_CHRISTMAS, COUNTINGS)
def test_working_days_between_bounds_are_the_fewest_and_the_most(
    start: Bounded, end: Bounded, counting: Counting
) -> None:
    exact = [england().working_days(first, last, counting) for first in possible(start) for last in possible(end)]
    assert bounds(days.working_days(england(), counting, start, end)) == (min(exact), max(exact))


@given(AROUND_CHRISTMAS, FEW, COUNTINGS)
def test_a_limit_from_bounds_ends_between_its_first_and_last_possible_end(
    start: Bounded, number: Bounded, counting: Counting
) -> None:
    exact = [england().due(first, count, counting) for first in possible(start) for count in possible(number)]
    low, high = bounds(days.working_days_after(england(), counting, start, number))
    assert low <= min(exact)
    assert high >= max(exact)


@given(AROUND_CHRISTMAS, st.integers(1, 6), COUNTINGS)
def test_a_limit_of_a_known_length_has_the_tightest_bounds(start: Bounded, number: int, counting: Counting) -> None:
    exact = [england().due(first, number, counting) for first in possible(start)]
    assert bounds(days.working_days_after(england(), counting, start, number)) == (min(exact), max(exact))


@given(AROUND_CHRISTMAS, FEW)
def test_months_from_bounds_end_between_their_first_and_last_possible_end(start: Bounded, months: Bounded) -> None:
    exact = [days.months_after(first, count) for first in possible(start) for count in possible(months)]
    ends = [bounds(end)[0] for end in exact]
    assert bounds(days.months_after(start, months)) == (min(ends), max(ends))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-05-31", 12, "2025-05-31"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-12-15", 0, "2024-12-15"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-10", -1, "2024-12-10"),
    ],
)
def test_months_keep_the_day_or_take_the_last_of_a_shorter_month(start: str, months: int, end: str) -> None:
    assert days.months_after(day(start), months) == day(end)


def test_what_has_not_happened_starts_no_limit() -> None:
    assert days.working_days_after(england(), DAY_0, NEVER, 10) == NEVER
    assert days.months_after(NEVER, 12) == NEVER
    assert days.working_days_after(england(), DAY_0, CHRISTMAS, NEVER) == NEVER
    assert days.months_after(CHRISTMAS, NEVER) == NEVER


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (CHRISTMAS, NEVER, NEVER),
        (NEVER, CHRISTMAS, 0),
        (NEVER, NEVER, 0),
        (Between(CHRISTMAS, NEVER), CHRISTMAS + 9, Between(0, 4)),
        (CHRISTMAS, Between(CHRISTMAS + 9, NEVER), Between(4, NEVER)),
    ],
)
def test_working_days_to_what_has_not_happened_exceed_every_limit(
    start: Bounded, end: Bounded, expected: Bounded
) -> None:
    assert days.working_days(england(), DAY_0, start, end) == expected


def test_a_bound_before_the_calendar_counts_as_its_first_day() -> None:
    ends = day("1990-01-05")
    assert days.working_days(england(), DAY_0, Between(FIRST - 900, ends), ends) == Between(0, 4)
    assert days.working_days(england(), DAY_0, ends, Between(FIRST - 900, ends)) == 0
    assert days.working_days_after(england(), DAY_0, Between(1, ends), 2) == Between(
        day("1990-01-03"), day("1990-01-09")
    )


def test_a_bound_after_the_calendar_counts_as_never() -> None:
    start = day("2069-12-02")
    assert days.working_days(england(), DAY_0, start, Between(start, LAST + 1)) == Between(0, NEVER)
    assert days.working_days(england(), DAY_0, Between(start, LAST + 1), start) == 0
    assert days.working_days_after(england(), DAY_0, Between(start, LAST), 10) == Between(day("2069-12-16"), NEVER)
    assert days.working_days_after(england(), DAY_0, Between(start, NEVER), 10) == Between(day("2069-12-16"), NEVER)


def test_the_last_day_of_the_calendar_is_still_in_it() -> None:
    start = day("2069-12-27")
    assert days.working_days(england(), DAY_0, start, Between(start, LAST)) == Between(0, 2)


def test_a_limit_that_may_only_end_after_the_calendar_still_ends_after_it_starts() -> None:
    assert days.working_days_after(england(), DAY_0, Between(LAST - 3, NEVER), 10) == Between(LAST - 3, NEVER)


def test_a_number_of_days_that_may_be_negative_counts_as_none() -> None:
    assert days.working_days_after(england(), DAY_0, CHRISTMAS, Between(-2, 1)) == Between(CHRISTMAS, day("2025-12-29"))


@pytest.mark.parametrize(
    ("start", "end"), [(FIRST - 1, FIRST), (LAST, LAST + 1), (LAST + 1, LAST + 2), (FIRST - 2, FIRST - 1)]
)
def test_a_known_day_outside_the_calendar_is_an_error(start: int, end: int) -> None:
    with pytest.raises(CalendarError, match="working days are not known"):
        days.working_days(england(), DAY_0, start, end)


def test_a_known_limit_that_ends_outside_the_calendar_is_an_error() -> None:
    with pytest.raises(CalendarError):
        days.working_days_after(england(), DAY_0, LAST - 1, 10)


@pytest.mark.parametrize(
    ("start", "months"), [(0, 1), (5, -1), (date.max.toordinal(), 1), (date.max.toordinal() + 1, 0)]
)
def test_known_months_beyond_every_date_are_an_error(start: int, months: int) -> None:
    with pytest.raises(CalendarError, match="beyond the dates there are"):
        days.months_after(start, months)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (Between(1, 40), -1, Between(1, 9)),
        (Between(-400, 40), 1, Between(32, 68)),
        (Between(CHRISTMAS, date.max.toordinal()), 2, Between(day("2026-02-24"), NEVER)),
        (Between(date.max.toordinal(), NEVER), 1, Between(date.max.toordinal(), NEVER)),
        (Between(CHRISTMAS, date.max.toordinal() + 5), -1, Between(day("2025-11-24"), NEVER)),
        (CHRISTMAS, Between(0, NEVER), Between(CHRISTMAS, NEVER)),
    ],
)
def test_months_beyond_every_date_that_only_a_bound_reaches_are_no_error(
    start: Bounded, months: Bounded, expected: Bounded
) -> None:
    assert days.months_after(start, months) == expected
