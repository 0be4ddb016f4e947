"""The ends of the tables and of the years, and bounds that only touch: where counting is one step from wrong."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from code_engine.calendar import LAST_DAY, Counting, differences_from_library, england
from code_engine.case.values import NEVER, Between
from code_engine.errors import CalendarError
from code_engine.evaluation.days import months_after
from code_engine.evaluation.truth import equal


def test_the_last_working_day_of_the_table_can_be_reached() -> None:
    calendar, last = england().with_closures([], "built for this test"), LAST_DAY.toordinal()
    assert calendar.next_working_day(last) == last
    assert calendar.due(last - 1, 1, Counting.DAY_0) == last
    assert calendar.due(last, 1, Counting.INCLUSIVE) == last
    with pytest.raises(CalendarError):
        calendar.due(last, 1, Counting.DAY_0)


def test_bounds_that_touch_in_one_day_may_be_equal() -> None:
    assert equal(Between(2, 3), Between(1, 2)) is None
    assert equal(Between(1, 2), Between(2, 3)) is None
    assert equal(Between(3, 4), Between(1, 2)) is False


def test_months_reach_the_last_month_and_the_last_day_of_all_dates() -> None:
    assert months_after(date(9999, 1, 31).toordinal(), 1) == date(9999, 2, 28).toordinal()
    assert months_after(date.max.toordinal(), 0) == date.max.toordinal()
    with pytest.raises(CalendarError, match=r"^a limit in months leads beyond the dates there are$"):
        months_after(date.max.toordinal(), 1)


def test_months_from_an_unknown_day_have_no_end_beyond_the_last_of_all_dates() -> None:
    last = date.max.toordinal()
    assert months_after(Between(date(9999, 6, 1).toordinal(), last), 7) == Between(last, NEVER)


def test_the_comparison_with_the_library_says_what_to_install_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(CalendarError) as caught:
        differences_from_library()
    (problem,) = caught.value.problems
    assert problem.message == "the bank holidays cannot be compared: the library `holidays` is not installed"
    assert problem.hint == "pip install holidays"
