"""Dates of exports: every form means one thing, and where two would fit, nobody guesses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.portfolio.sources.date_forms import (
    EXCEL,
    EXCEL_1904,
    FORMS,
    ISO,
    NotADateError,
    contradict,
    day_in,
    forms_that_fit,
)

TEXT_FORMS = [form for form in FORMS if form not in (EXCEL, EXCEL_1904)]
DAYS = st.dates(date(2000, 1, 1), date(2069, 12, 31))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written(day: date, form: str) -> str:
    """A day in a form, put together without the code under test."""
    text = form.replace("YYYY", f"{day.year:04}").replace("YY", f"{day.year % 100:02}")
    text = text.replace("MMM", "@").replace("MM", f"{day.month:02}").replace("DD", f"{day.day:02}")
    return text.replace("@", MONTHS[day.month - 1])


@given(DAYS, st.sampled_from(TEXT_FORMS))
def test_a_day_written_in_a_form_is_read_back_by_it(day: date, form: str) -> None:
    assert day_in(written(day, form), [form]) == day
    assert day_in(f"{written(day, form)} 10:30", [form]) == day


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(TEXT_FORMS))
def test_the_form_in_which_days_were_written_is_among_those_that_fit(days: list[date], form: str) -> None:
    assert form in forms_that_fit([written(day, form) for day in days])


def test_a_day_above_twelve_tells_the_british_order_from_the_american() -> None:
    assert forms_that_fit(["03/04/2025", "13/04/2025"]) == ("DD/MM/YYYY",)
    assert forms_that_fit(["03/04/2025", "04/13/2025"]) == ("MM/DD/YYYY",)


def test_days_that_fit_both_orders_are_not_decided() -> None:
    fitting = forms_that_fit(["03/04/2025", "05/06/2025"])
    assert set(fitting) == {"DD/MM/YYYY", "MM/DD/YYYY"}
    assert contradict(fitting)


def test_forms_that_mean_the_same_day_may_stand_together() -> None:
    assert not contradict(["DD/MM/YYYY", ISO, "DD/MM/YY"])


def test_values_that_are_no_days_fit_no_form() -> None:
    assert forms_that_fit(["03/04/2025", "soon"]) == ()


@pytest.mark.parametrize("text", ["31/02/2025", "00/01/2025", "1/2/25", "2025-6-2x", "13/13/2025", "", "nan"])
def test_a_text_that_is_no_day_in_the_form_is_refused(text: str) -> None:
    with pytest.raises(NotADateError, match="is not a date written DD/MM/YYYY"):
        day_in(text, ["DD/MM/YYYY"])


def test_only_year_month_day_is_read_without_a_form() -> None:
    assert day_in("2025-06-02", [ISO]) == date(2025, 6, 2)
    with pytest.raises(NotADateError):
        day_in("02/06/2025", [ISO])


def test_a_number_is_a_day_only_where_spreadsheet_days_are_stated() -> None:
    assert day_in(45810, [EXCEL]) == date(2025, 6, 2)
    assert day_in("45810.75", [EXCEL]) == date(2025, 6, 2)
    assert day_in(44348, [EXCEL_1904]) == date(2025, 6, 2)
    with pytest.raises(NotADateError, match="if spreadsheet days are meant, say `dates: excel`"):
        day_in(45810, [ISO])


def test_a_flag_is_never_a_day() -> None:
    with pytest.raises(NotADateError):
        day_in(True, [EXCEL])


def test_a_moment_with_a_zone_is_its_day_in_london() -> None:
    assert day_in(datetime(2025, 6, 2, 23, 30, tzinfo=UTC), [ISO]) == date(2025, 6, 3)
    assert day_in("2025-06-02T23:30:00Z", [ISO]) == date(2025, 6, 3)
    assert day_in(datetime(2025, 6, 2, 23, 30), [ISO]) == date(2025, 6, 2)  # noqa: DTZ001 - a spreadsheet has no zone


def test_a_year_nobody_can_count_in_is_refused_with_the_range() -> None:
    with pytest.raises(NotADateError, match="lies outside 1990-01-01 to 2069-12-31"):
        day_in("02/06/1025", ["DD/MM/YYYY"])
    with pytest.raises(NotADateError):
        day_in(9_999_999, [EXCEL])
