"""The tables that columnar rules read: what a case becomes, and the calendar as a table."""

from __future__ import annotations

from datetime import date

from case_building import a_case, event
from code_engine.calendar import DAY_0, INCLUSIVE, england
from code_engine.case.values import NEVER
from code_engine.portfolio.columnar.calendar_table import DAY, CalendarTable
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.layout import ORDER_STEP, tables

RECEIVED = event("complaint_received", "2025-06-02")


def number(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_a_case_becomes_one_row_and_each_of_its_events_another() -> None:
    case = a_case(RECEIVED, event("acknowledged", "2025-06-04", stage=1, automatic=False))
    rows = case_tables([(case, date(2025, 7, 1))], first_number=7)
    assert rows["cases"]["case_number"] == [7]
    assert rows["cases"]["as_of"] == [number("2025-07-01")]
    assert rows["cases"]["complete"] == [1]
    assert rows["events"]["type"] == ["complaint_received", "acknowledged"]
    assert rows["events"]["automatic_"] == [None, 0]


def test_the_order_of_events_is_their_day_and_then_their_place_in_the_file() -> None:
    later, same_day = event("logged", "2025-06-03", stage=1), event("contact", "2025-06-02")
    rows = case_tables([(a_case(later, RECEIVED, same_day), date(2025, 7, 1))])
    day = number("2025-06-02") * ORDER_STEP
    assert rows["events"]["event_order"] == [day + ORDER_STEP + 1, day + 2, day + 3]


def test_what_is_not_known_is_null_and_what_is_known_not_to_be_is_not() -> None:
    plain = event("extension_notified", "2025-06-10", stage=1)
    none = plain | {"new_due_on": "", "reasons": ""}
    rows = case_tables([(a_case(RECEIVED, plain, none), date(2025, 7, 1))])
    assert rows["events"]["new_due_on_"] == [None, None, NEVER]
    assert rows["events"]["reasons_"] == [None, None, ""]


def test_a_list_is_its_size_and_a_row_for_each_different_text() -> None:
    defined = event("defined", "2025-06-05", stage=1, points=["leak", "damp", "leak"])
    rows = case_tables([(a_case(RECEIVED, defined), date(2025, 7, 1))])
    assert rows["events"]["points_"] == [None, 2]
    assert rows["texts"]["value"] == ["leak", "damp"]


def test_a_corrected_event_counts_until_its_correction_was_recorded() -> None:
    wrong = event("logged", "2025-06-03", stage=1, id="first")
    right = event("logged", "2025-06-04", stage=1, corrects="first", recorded_on="2025-06-20")
    rows = case_tables([(a_case(RECEIVED, wrong, right), date(2025, 7, 1))])
    assert rows["events"]["superseded_from"] == [None, number("2025-06-20"), None]
    assert rows["events"]["seen_from"][2] == number("2025-06-20")


def test_every_table_has_the_columns_of_the_layout() -> None:
    made = arrow_tables(case_tables([(a_case(RECEIVED), date(2025, 7, 1))]))
    assert {name: table.column_names for name, table in made.items()} == {
        name: list(columns) for name, columns in tables().items()
    }


def test_the_calendar_table_counts_as_the_calendar_does() -> None:
    table = CalendarTable()
    columns = {
        table.after(england(), counting, days): (counting, days) for counting in (DAY_0, INCLUSIVE) for days in (5, 10)
    }
    rows = table.rows()
    for name, (counting, days) in columns.items():
        for place in range(0, len(rows[DAY]) - 60, 11):
            assert rows[name][place] == england().due(rows[DAY][place], days, counting)


def test_working_days_up_to_a_day_give_the_count_between_two() -> None:
    table = CalendarTable()
    until, before = table.passed(england(), INCLUSIVE), table.passed_before(england(), INCLUSIVE)
    rows = table.rows()
    start, end = number("2025-12-19") - rows[DAY][0], number("2026-01-09") - rows[DAY][0]
    counted = rows[until][end] - rows[before][start]
    assert counted == england().working_days(rows[DAY][start], rows[DAY][end], INCLUSIVE)
