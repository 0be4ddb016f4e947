"""The calendar on known days: published bank holidays, worked examples over holidays, edges of the table."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from code_engine import bank_holidays, calendar
from code_engine.calendar import (
    ANNOUNCED_UNTIL,
    FIRST_DAY,
    LAST_DAY,
    Counting,
    WorkingCalendar,
    differences_from_library,
    england,
)
from code_engine.case.values import NEVER
from code_engine.errors import CalendarError

DAY_0 = Counting.DAY_0
INCLUSIVE = Counting.INCLUSIVE
REPOSITORY = Path(__file__).resolve().parent.parent


def number(text: str) -> int:
    """The day number of an ISO date."""
    return date.fromisoformat(text).toordinal()


def due(start: str, days: int, counting: Counting = DAY_0) -> str:
    """The due day as an ISO date."""
    return date.fromordinal(england().due(number(start), days, counting)).isoformat()


# Received, five days by day 0, five days inclusive, then from the day-0 date: stage 1 and its extension,
# stage 2 and its extension.
FIXTURES = [
    ("2024-03-28", "2024-04-08", "2024-04-05", "2024-04-22", "2024-05-07", "2024-05-07", "2024-06-05"),
    ("2024-04-01", "2024-04-08", "2024-04-08", "2024-04-22", "2024-05-07", "2024-05-07", "2024-06-05"),
    ("2024-12-20", "2024-12-31", "2024-12-30", "2025-01-15", "2025-01-29", "2025-01-29", "2025-02-26"),
    ("2024-12-24", "2025-01-03", "2025-01-02", "2025-01-17", "2025-01-31", "2025-01-31", "2025-02-28"),
    ("2025-04-16", "2025-04-25", "2025-04-24", "2025-05-12", "2025-05-27", "2025-05-27", "2025-06-24"),
    ("2025-04-19", "2025-04-28", "2025-04-28", "2025-05-13", "2025-05-28", "2025-05-28", "2025-06-25"),
    ("2025-06-06", "2025-06-13", "2025-06-12", "2025-06-27", "2025-07-11", "2025-07-11", "2025-08-08"),
    ("2025-06-07", "2025-06-13", "2025-06-13", "2025-06-27", "2025-07-11", "2025-07-11", "2025-08-08"),
    ("2025-12-23", "2026-01-02", "2025-12-31", "2026-01-16", "2026-01-30", "2026-01-30", "2026-02-27"),
    ("2026-04-02", "2026-04-13", "2026-04-10", "2026-04-27", "2026-05-12", "2026-05-12", "2026-06-10"),
    ("2026-12-24", "2027-01-05", "2027-01-04", "2027-01-19", "2027-02-02", "2027-02-02", "2027-03-02"),
]


@pytest.mark.parametrize("row", FIXTURES, ids=[row[0] for row in FIXTURES])
def test_limits_over_holidays_end_on_the_days_worked_out_by_hand(row: tuple[str, ...]) -> None:
    received, acknowledge, inclusive, stage_1, stage_1_extended, stage_2, stage_2_extended = row
    assert due(received, 5) == acknowledge
    assert due(received, 5, INCLUSIVE) == inclusive
    assert due(acknowledge, 10) == stage_1
    assert due(stage_1, 10) == stage_1_extended
    assert due(acknowledge, 20) == stage_2
    assert due(stage_2, 20) == stage_2_extended


@pytest.mark.parametrize(
    ("acknowledged", "scoped", "strict", "by_scoping"),
    [
        ("2025-06-04", "2025-06-09", "2025-06-18", "2025-06-23"),
        ("2025-04-16", "2025-04-23", "2025-05-02", "2025-05-08"),
    ],
)
def test_the_contested_clock_gives_two_different_days(
    acknowledged: str, scoped: str, strict: str, by_scoping: str
) -> None:
    assert due(acknowledged, 10) == strict
    assert due(scoped, 10) == by_scoping


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1995-05-08", "Early May bank holiday"),
        ("1999-12-31", "Millennium bank holiday"),
        ("2011-04-29", "Royal wedding bank holiday"),
        ("2020-05-08", "Early May bank holiday"),
        ("2022-06-02", "Spring bank holiday"),
        ("2022-06-03", "Platinum Jubilee of Queen Elizabeth II"),
        ("2022-09-19", "State Funeral of Queen Elizabeth II"),
        ("2023-05-08", "Coronation of King Charles III"),
        ("2025-04-21", "Easter Monday"),
        ("2025-08-25", "Summer bank holiday"),
        ("2026-12-28", "Boxing Day (substitute day)"),
        ("2027-12-27", "Christmas Day (substitute day)"),
        ("2027-12-28", "Boxing Day (substitute day)"),
    ],
)
def test_a_proclaimed_or_substitute_bank_holiday_is_no_working_day(day: str, name: str) -> None:
    assert england().bank_holiday(number(day)) == name
    assert not england().is_working_day(number(day))


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30", "2022-09-20", "2023-05-09", "2026-12-29"])
def test_a_day_that_lost_its_holiday_or_follows_one_is_a_working_day(day: str) -> None:
    assert england().bank_holiday(number(day)) is None
    assert england().is_working_day(number(day))


def test_a_holiday_on_a_weekend_keeps_its_name_and_its_substitute_has_its_own() -> None:
    assert england().bank_holiday(number("2027-12-25")) == "Christmas Day"
    assert england().bank_holiday(number("2027-12-26")) == "Boxing Day"
    assert not england().is_working_day(number("2027-12-25"))


def test_the_table_agrees_with_the_installed_library_day_by_day() -> None:
    assert differences_from_library() == []


def test_a_difference_from_the_library_is_named_by_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = dict(bank_holidays.DATES_BY_NAME)
    changed["Coronation of King Charles III"] = "2023-05-10"
    monkeypatch.setattr(calendar, "DATES_BY_NAME", changed)
    missing, extra = differences_from_library()
    assert missing.startswith("2023-05-08 (Mon): no bank holiday here, `Coronation of Charles III` in holidays ")
    assert extra.startswith("2023-05-10 (Wed): `Coronation of King Charles III` here, no bank holiday in holidays ")


def test_without_the_library_the_comparison_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(CalendarError, match="pip install holidays"):
        differences_from_library()


def generator() -> ModuleType:
    """The script that writes the table."""
    path = REPOSITORY / "tools" / "generate_bank_holidays.py"
    specification = importlib.util.spec_from_file_location("generate_bank_holidays", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_generator_writes_exactly_the_table_that_is_shipped() -> None:
    installed = f"holidays {version('holidays')}"
    shipped = (REPOSITORY / "src" / "code_engine" / "bank_holidays.py").read_text(encoding="utf-8")
    assert generator().module_text().replace(installed, bank_holidays.LIBRARY) == shipped


def test_the_module_says_which_library_version_made_it() -> None:
    assert bank_holidays.LIBRARY.startswith("holidays ")
    assert bank_holidays.__doc__ is not None
    assert bank_holidays.LIBRARY in bank_holidays.__doc__


def test_the_table_covers_eighty_years() -> None:
    assert date(1990, 1, 1) == FIRST_DAY
    assert date(2069, 12, 31) == LAST_DAY
    assert not england().is_working_day(FIRST_DAY.toordinal())
    assert england().is_working_day(LAST_DAY.toordinal())


def test_working_days_leave_out_the_first_day_and_count_the_last() -> None:
    monday, friday = number("2025-06-02"), number("2025-06-06")
    assert england().working_days(monday, friday, DAY_0) == 4
    assert england().working_days(monday, monday, DAY_0) == 0


def test_inclusive_counting_counts_both_ends_as_networkdays_does() -> None:
    monday, friday, saturday = number("2025-06-02"), number("2025-06-06"), number("2025-06-07")
    assert england().working_days(monday, friday, INCLUSIVE) == 5
    assert england().working_days(monday, monday, INCLUSIVE) == 1
    assert england().working_days(saturday, saturday, INCLUSIVE) == 0


@pytest.mark.parametrize("counting", list(Counting))
def test_there_are_no_working_days_from_a_day_to_an_earlier_one(counting: Counting) -> None:
    assert england().working_days(number("2025-06-06"), number("2025-06-05"), counting) == 0
    assert england().working_days(number("2025-06-06"), number("2025-05-06"), counting) == 0


def test_a_convention_given_as_text_means_the_same() -> None:
    monday = number("2025-06-02")
    plain: str = "day-0"
    assert england().due(monday, 5, Counting(plain)) == england().due(monday, 5, plain)  # type: ignore[arg-type]


def test_a_limit_of_one_inclusive_day_from_a_saturday_ends_on_monday() -> None:
    assert due("2025-06-07", 1, INCLUSIVE) == "2025-06-09"
    assert due("2025-06-09", 1, INCLUSIVE) == "2025-06-09"
    assert due("2025-06-09", 1) == "2025-06-10"


@pytest.mark.parametrize("counting", list(Counting))
def test_a_limit_of_no_days_ends_on_the_day_itself(counting: Counting) -> None:
    assert due("2025-06-07", 0, counting) == "2025-06-07"


def test_what_has_not_happened_starts_no_limit() -> None:
    assert england().due(NEVER, 10, DAY_0) == NEVER
    assert england().due(NEVER, 10, INCLUSIVE) == NEVER


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(CalendarError, match="a limit of `-1` working days\n  give 0 or more"):
        england().due(number("2025-06-02"), -1, DAY_0)


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        ("2025-06-06", "2025-06-05", 0),
        ("2025-06-06", "2025-06-06", 0),
        ("2025-06-06", "2025-06-07", 1),
        ("2025-06-06", "2025-06-08", 1),
        ("2025-06-06", "2025-06-09", 1),
        ("2025-06-06", "2025-06-10", 2),
        ("2025-06-07", "2025-06-08", 1),
        ("2025-04-17", "2025-04-18", 1),
        ("2025-04-17", "2025-04-22", 1),
        ("2025-04-17", "2025-04-23", 2),
        ("2025-12-24", "2025-12-29", 1),
        ("2025-12-31", "2026-01-02", 1),
    ],
)
def test_lateness_counts_a_day_off_as_the_next_working_day(due_on: str, done_on: str, late: int) -> None:
    assert england().working_days_late(number(due_on), number(done_on)) == late


def test_nothing_is_late_while_its_limit_has_not_begun() -> None:
    assert england().working_days_late(NEVER, number("2025-06-06")) == 0


def test_the_next_working_day_is_the_day_itself_or_the_first_after_it() -> None:
    assert england().next_working_day(number("2025-06-06")) == number("2025-06-06")
    assert england().next_working_day(number("2025-06-07")) == number("2025-06-09")
    assert england().next_working_day(number("2025-04-18")) == number("2025-04-22")


@pytest.mark.parametrize("day", [FIRST_DAY.toordinal() - 1, LAST_DAY.toordinal() + 1, 0, -5, NEVER])
def test_a_day_outside_the_table_is_refused_by_every_question(day: int) -> None:
    inside = number("2025-06-02")
    calendar_of_england = england()
    for ask in (
        lambda: calendar_of_england.is_working_day(day),
        lambda: calendar_of_england.working_days(day, inside, DAY_0),
        lambda: calendar_of_england.working_days(inside, day, DAY_0),
        lambda: calendar_of_england.working_days_late(inside, NEVER),
        lambda: calendar_of_england.next_working_day(day),
        lambda: calendar_of_england.bank_holiday(day),
        lambda: calendar_of_england.is_closure(day),
    ):
        with pytest.raises(CalendarError, match="use dates from 1990-01-01 to 2069-12-31"):
            ask()


def test_the_error_for_a_day_outside_the_table_shows_the_day() -> None:
    with pytest.raises(CalendarError, match="working days are not known for `1989-12-31`"):
        england().is_working_day(number("1989-12-31"))
    with pytest.raises(CalendarError, match="working days are not known for `2070-01-01`"):
        england().due(number("2070-01-01"), 1, DAY_0)
    with pytest.raises(CalendarError, match="working days are not known for `0001-01-01`"):
        england().is_working_day(1)
    with pytest.raises(CalendarError, match="working days are not known for `9999-12-31`"):
        england().is_working_day(date.max.toordinal())
    with pytest.raises(CalendarError, match="working days are not known for day number `0`"):
        england().is_working_day(0)
    with pytest.raises(CalendarError, match="working days are not known for a date that has not happened"):
        england().is_working_day(NEVER)


def test_a_limit_that_ends_after_the_table_is_refused() -> None:
    assert due("2069-12-30", 1) == "2069-12-31"
    with pytest.raises(CalendarError, match="working days are not known for a working day after 2069-12-31"):
        due("2069-12-30", 2)


def test_bank_holidays_are_announced_until_the_end_of_2027() -> None:
    assert date(2027, 12, 31) == ANNOUNCED_UNTIL
    assert england().announced(number("2027-12-31"))
    assert not england().announced(number("2028-01-01"))
    assert england().announced(FIRST_DAY.toordinal())
    assert not england().announced(FIRST_DAY.toordinal() - 1)
    assert not england().announced(NEVER)


def christmas_shutdown() -> WorkingCalendar:
    """England without the working days between Christmas 2025 and New Year."""
    days = [date(2025, 12, day) for day in (24, 27, 29, 30, 31)]
    return england().with_closures(days, "England with the office closed at Christmas")


def test_a_closure_moves_a_due_day_of_its_own_calendar_only() -> None:
    closed = christmas_shutdown()
    start = number("2025-12-23")
    assert date.fromordinal(closed.due(start, 5, DAY_0)) == date(2026, 1, 8)
    assert due("2025-12-23", 5) == "2026-01-02"
    assert closed.name == "England with the office closed at Christmas"


def test_a_closure_is_no_bank_holiday_and_says_that_it_is_a_closure() -> None:
    closed = christmas_shutdown()
    day = number("2025-12-29")
    assert closed.bank_holiday(day) is None
    assert closed.is_closure(day)
    assert not closed.is_working_day(day)
    assert not england().is_closure(day)
    assert closed.bank_holiday(number("2025-12-25")) == "Christmas Day"


def test_closures_add_up() -> None:
    twice = christmas_shutdown().with_closures([date(2026, 1, 2)], "and the day after New Year")
    assert twice.is_closure(number("2025-12-29"))
    assert twice.next_working_day(number("2025-12-24")) == number("2026-01-05")


def test_a_closure_outside_the_table_is_refused() -> None:
    with pytest.raises(CalendarError, match="`2070-01-02`"):
        england().with_closures([date(2070, 1, 2)], "far away")


def test_a_table_closed_at_its_end_has_no_next_working_day_there() -> None:
    closed = england().with_closures([LAST_DAY], "closed on the last day")
    with pytest.raises(CalendarError, match="a working day after 2069-12-31"):
        closed.next_working_day(LAST_DAY.toordinal())


def test_the_digest_changes_with_name_table_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = england()
    renamed = plain.with_closures([], "another name")
    same_name = plain.with_closures([date(2025, 12, 24)], "England")
    monkeypatch.setattr(calendar, "LIBRARY", "holidays 0.0")
    other_version = plain.with_closures([], "England")
    digests = {plain.digest, renamed.digest, same_name.digest, other_version.digest}
    assert len(digests) == 4
    assert all(digest.startswith("sha256:") and len(digest) == 71 for digest in digests)


def test_the_digest_is_that_of_one_line_each_so_that_an_answer_kept_still_names_its_calendar() -> None:
    with_closure = england().with_closures([date(2025, 12, 24)], "Christmas Eve")
    days = range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1)
    lines = [
        "calendar Christmas Eve",
        f"range {FIRST_DAY} {LAST_DAY} {ANNOUNCED_UNTIL}",
        f"source {bank_holidays.LIBRARY}",
        *(f"{day} {name}" for day in days if (name := with_closure.bank_holiday(day)) is not None),
        f"{number('2025-12-24')} closure",
    ]
    assert with_closure.digest == "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_calendars_with_the_same_days_and_name_are_equal() -> None:
    assert england().with_closures([], "England") == england()
    assert christmas_shutdown() == christmas_shutdown()
    assert christmas_shutdown() != england()


def test_england_is_built_once_and_quickly() -> None:
    assert england() is england()
    england.cache_clear()
    began = time.perf_counter()
    england()
    # About 3 ms; the bound is wide so that a busy machine does not fail the test.
    assert time.perf_counter() - began < 0.1
