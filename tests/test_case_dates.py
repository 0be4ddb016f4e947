"""Days in a case file: ISO text only, and date-times by their day in London."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.case.dates import parse_day, parse_detail_day

A_MOMENT = datetime.fromisoformat("2025-06-02T09:30")


def test_an_iso_date_is_its_day() -> None:
    assert parse_day("2025-06-02") == date(2025, 6, 2)


def test_a_date_of_a_python_caller_is_taken() -> None:
    assert parse_day(date(2025, 6, 2)) == date(2025, 6, 2)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025-06-02T22:59:59Z", date(2025, 6, 2)),
        ("2025-06-02T23:00:00Z", date(2025, 6, 3)),
        ("2025-12-02T23:59:59Z", date(2025, 12, 2)),
        ("2025-12-03T00:00:00Z", date(2025, 12, 3)),
        ("2025-06-03T00:30+01:00", date(2025, 6, 3)),
        ("2025-06-03T00:30+02:00", date(2025, 6, 2)),
        ("2025-03-30T00:59:59Z", date(2025, 3, 30)),
        ("2025-10-25T23:30:00Z", date(2025, 10, 26)),
        ("2025-10-26T23:30:00Z", date(2025, 10, 26)),
        ("2025-06-02t22:59:59.5z", date(2025, 6, 2)),
    ],
)
def test_a_moment_is_the_day_it_falls_on_in_london(moment: str, expected: date) -> None:
    assert parse_day(moment) == expected


def test_a_zoned_datetime_of_a_python_caller_is_the_day_in_london() -> None:
    assert parse_day(datetime(2025, 6, 2, 23, 30, tzinfo=UTC)) == date(2025, 6, 3)


@pytest.mark.parametrize("moment", ["2025-06-02T09:30", "2025-06-02 09:30:00", A_MOMENT])
def test_a_moment_without_a_zone_is_refused_and_says_to_add_one(moment: object) -> None:
    with pytest.raises(ValueError, match="no time zone") as caught:
        parse_day(moment)
    assert "add one" in caught.value.context["hint"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [0, 1, 20250602, 1767225600, 1.5])
def test_a_number_is_never_a_date(number: float) -> None:
    with pytest.raises(ValueError, match="a date cannot be the number"):
        parse_day(number)


@pytest.mark.parametrize(
    "text",
    ["1767225600", "0", "2025-6-2", "02/06/2025", "20250602", "2025-W23-1", "today", "", "2025-06-02 "],
)
def test_text_that_is_not_an_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_day(text)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-13-01", "0000-01-01", "2025-06-02T25:00Z", "2025-06-02T09:00+99:00"]
)
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        parse_day(text)


@pytest.mark.parametrize(
    "value",
    [
        "1989-12-31",
        "2070-01-01",
        "0205-06-02",
        date(1989, 12, 31),
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2069-12-31T23:59:59-02:00",
    ],
)
def test_a_day_outside_the_table_of_working_days_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="outside 1990-01-01 to 2069-12-31"):
        parse_day(value)


@pytest.mark.parametrize("text", ["1990-01-01", "2069-12-31"])
def test_the_first_and_last_day_of_the_table_are_taken(text: str) -> None:
    assert parse_day(text) == date.fromisoformat(text)


@pytest.mark.parametrize("value", [True, None, [], {}])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="written as text"):
        parse_day(value)


def test_a_detail_may_be_left_out_or_known_to_be_nothing() -> None:
    assert parse_detail_day(None) is None
    assert parse_detail_day("") == ""
    assert parse_detail_day("2025-06-02") == date(2025, 6, 2)


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)))
def test_every_day_of_the_table_survives_being_written(found: date) -> None:
    assert parse_day(found.isoformat()) == found


@given(st.datetimes(datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2069-12-30")))
def test_the_day_in_london_is_never_more_than_an_hour_from_utc(moment: datetime) -> None:
    zoned = moment.replace(tzinfo=UTC)
    assert parse_day(zoned) in {zoned.date(), (zoned + timedelta(hours=1)).date()}
