"""Twenty11's self-assessment of 2024/25 as data: what is its own, and what is its group's."""

from __future__ import annotations

import pytest

from code_engine.assessment.sheet import Sheet, sheet_of
from code_engine.landlord.plugins import load_plugins

OWN = ["1.2", "3.4", "4.1", "9.8"]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The self-assessment as installed."""
    return sheet_of(load_plugins().get("twenty11"), "2024-25")


def test_four_rows_are_its_own_and_the_other_68_are_its_groups(sheet: Sheet) -> None:
    assert [number for number, row in sheet.rows.items() if row.landlord == "twenty11"] == OWN
    assert sum(row.landlord == "red_kite" for row in sheet.rows.values()) == 68


@pytest.mark.parametrize("provision", OWN)
def test_each_row_of_its_own_differs_from_the_groups(sheet: Sheet, provision: str) -> None:
    groups = sheet_of(load_plugins().get("red_kite"), "2024-25").rows[provision]
    own = sheet.rows[provision]
    assert own.evidence != groups.evidence
    assert (own.comply, own.owner) == (groups.comply, groups.owner)


def test_its_rows_name_its_own_pages_and_never_the_group(sheet: Sheet) -> None:
    evidence = {number: str(sheet.rows[number].evidence) for number in OWN}
    assert [number for number in OWN if "https://www.twenty11.co.uk/" in evidence[number]] == ["1.2", "3.4", "9.8"]
    assert not [number for number in OWN if "Red Kite" in evidence[number]]
