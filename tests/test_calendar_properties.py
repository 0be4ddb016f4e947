"""The calendar against a plain count day by day, and laws that hold for every day and every limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.calendar import FIRST_DAY, LAST_DAY, Counting, WorkingCalendar, england

DAYS = st.integers(FIRST_DAY.toordinal(), LAST_DAY.toordinal() - 200)
LIMITS = st.integers(1, 60)
COUNTINGS = st.sampled_from(Counting)
CLOSURES = st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=30)
CLOSED_DAYS = st.integers(date(2024, 11, 1).toordinal(), date(2026, 12, 31).toordinal())

# Stretches in which limits go wrong: weekends, Easter, May, August, Christmas, the year's end, a leap day.
AWKWARD = [
    (date(2024, 2, 26), date(2024, 3, 4)),
    (date(2024, 3, 25), date(2024, 5, 8)),
    (date(2025, 4, 14), date(2025, 4, 28)),
    (date(2025, 8, 18), date(2025, 8, 29)),
    (date(2025, 12, 19), date(2026, 1, 6)),
    (date(2027, 12, 22), date(2028, 1, 6)),
]


def works(calendar: WorkingCalendar, day: int) -> bool:
    """Whether a day counts, found without the calendar's counting tables."""
    weekend = date.fromordinal(day).weekday() >= 5
    return not weekend and calendar.bank_holiday(day) is None and not calendar.is_closure(day)


def counted_due(calendar: WorkingCalendar, start: int, limit: int, counting: Counting) -> int:
    """The end of a limit by walking from day to day."""
    day = start if counting is Counting.INCLUSIVE else start + 1
    left = limit
    while True:
        left -= works(calendar, day)
        if left == 0:
            return day
        day += 1


def counted_days(calendar: WorkingCalendar, start: int, end: int, counting: Counting) -> int:
    """Working days between two days by walking from day to day."""
    first = start if counting is Counting.INCLUSIVE else start + 1
    return sum(works(calendar, day) for day in range(first, end + 1))


@given(DAYS, LIMITS, COUNTINGS)
def test_a_limit_ends_where_counting_day_by_day_ends(start: int, limit: int, counting: Counting) -> None:
    assert england().due(start, limit, counting) == counted_due(england(), start, limit, counting)


@given(DAYS, st.integers(-30, 150), COUNTINGS)
def test_working_days_are_those_counted_day_by_day(start: int, length: int, counting: Counting) -> None:
    end = max(start + length, FIRST_DAY.toordinal())
    assert england().working_days(start, end, counting) == counted_days(england(), start, end, counting)


@given(DAYS)
def test_a_working_day_is_a_weekday_without_a_bank_holiday(day: int) -> None:
    assert england().is_working_day(day) == works(england(), day)


@given(DAYS, LIMITS, COUNTINGS)
def test_the_due_day_lies_exactly_the_limit_away(start: int, limit: int, counting: Counting) -> None:
    calendar = england()
    due = calendar.due(start, limit, counting)
    assert calendar.is_working_day(due)
    assert calendar.working_days(start, due, counting) == limit
    assert calendar.working_days(start, due - 1, counting) == limit - 1


@given(DAYS, LIMITS, COUNTINGS)
def test_a_later_start_or_a_longer_limit_never_ends_earlier(start: int, limit: int, counting: Counting) -> None:
    calendar = england()
    assert calendar.due(start, limit, counting) <= calendar.due(start + 1, limit, counting)
    assert calendar.due(start, limit, counting) < calendar.due(start, limit + 1, counting)


@given(DAYS, LIMITS)
def test_inclusive_counting_ends_at_most_one_working_day_before_day_0(start: int, limit: int) -> None:
    calendar = england()
    inclusive = calendar.due(start, limit, Counting.INCLUSIVE)
    day_0 = calendar.due(start, limit, Counting.DAY_0)
    apart = calendar.working_days(inclusive, day_0, Counting.DAY_0)
    assert apart == (1 if calendar.is_working_day(start) else 0)


@given(DAYS, LIMITS, LIMITS)
def test_two_limits_one_after_the_other_make_one_long_limit(start: int, first: int, second: int) -> None:
    calendar = england()
    between = calendar.due(start, first, Counting.DAY_0)
    assert calendar.due(between, second, Counting.DAY_0) == calendar.due(start, first + second, Counting.DAY_0)


@given(CLOSED_DAYS, LIMITS, COUNTINGS, CLOSURES)
def test_closures_never_move_a_due_day_earlier(
    start: int, limit: int, counting: Counting, closures: list[date]
) -> None:
    closed = england().with_closures(closures, "closed")
    due = closed.due(start, limit, counting)
    assert due >= england().due(start, limit, counting)
    assert due == counted_due(closed, start, limit, counting)


@given(DAYS, st.integers(-30, 60))
def test_lateness_is_zero_until_the_due_day_and_positive_after_it(due: int, after: int) -> None:
    done = max(due + after, FIRST_DAY.toordinal())
    late = england().working_days_late(due, done)
    assert (late > 0) == (done > due)
    assert late <= max(0, done - due)
    assert england().working_days_late(due, done + 1) >= late


@given(DAYS)
def test_the_next_working_day_is_the_nearest_one_that_is_not_before(day: int) -> None:
    following = england().next_working_day(day)
    assert following >= day
    assert england().is_working_day(following)
    assert not any(england().is_working_day(between) for between in range(day, following))


@pytest.mark.parametrize(("first", "last"), AWKWARD, ids=[str(first) for first, _ in AWKWARD])
@pytest.mark.parametrize("limit", [5, 10, 20])
def test_the_day_before_and_the_due_day_are_in_time_and_the_day_after_is_late(
    first: date, last: date, limit: int
) -> None:
    calendar = england()
    for offset in range((last - first).days + 1):
        start = (first + timedelta(days=offset)).toordinal()
        due = calendar.due(start, limit, Counting.DAY_0)
        assert calendar.working_days_late(due, due - 1) == 0
        assert calendar.working_days_late(due, due) == 0
        assert calendar.working_days_late(due, due + 1) == 1
        following = calendar.next_working_day(due + 1)
        assert calendar.working_days_late(due, following) == 1
        assert calendar.working_days_late(due, following + 1) == 2
        assert calendar.working_days(start, due, Counting.DAY_0) == limit
