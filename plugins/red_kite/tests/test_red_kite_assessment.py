"""Red Kite's self-assessment of 2024/25 as data."""

from __future__ import annotations

import pytest

from code_engine.assessment.sheet import Sheet, sheet_of
from code_engine.landlord.plugins import load_plugins
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The self-assessment as installed."""
    return sheet_of(load_plugins().get("red_kite"), "2024-25")


def test_all_72_provisions_have_a_row_that_answers_yes_with_evidence(sheet: Sheet) -> None:
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    assert list(sheet.rows) == list(ruleset.provisions)
    assert len(sheet.rows) == 72
    assert all(row.comply and row.evidence for row in sheet.rows.values())


def test_the_document_gives_no_day_and_no_commentary_so_neither_do_the_rows(sheet: Sheet) -> None:
    rows = sheet.rows.values()
    assert {(row.commentary, row.stated_on, row.review_by) for row in rows} == {(None, None, None)}
    assert (sheet.header.approved_by, sheet.header.approved_on) == ("Board", None)


def test_the_head_of_feedback_answers_for_the_rows_that_name_them_and_the_board_for_the_others(sheet: Sheet) -> None:
    named = {number for number, row in sheet.rows.items() if "Head of Feedback" in str(row.evidence)}
    assert named == {number for number, row in sheet.rows.items() if row.owner == "Head of Feedback"}
    assert named == {"2.2", "2.3", "4.1", "4.2", "7.2", "9.4"}
    assert {row.owner for row in sheet.rows.values()} == {"Head of Feedback", "Board"}


@pytest.mark.parametrize(
    ("provision", "fact"),
    [
        ("1.2", "March 2021"),
        ("2.2", "12 months"),
        ("5.2", "2 working days"),
        ("6.2", "within five"),
        ("6.3", "ten working days of scoping"),
        ("6.4", "10 working days"),
        ("6.14", "twenty working days of scoping"),
        ("6.15", "20 working days"),
        ("5.15", "4.4"),
        ("5.10", "6.10.3"),
    ],
)
def test_the_facts_of_the_published_rows_are_there(sheet: Sheet, provision: str, fact: str) -> None:
    assert fact in str(sheet.rows[provision].evidence)
