"""An export read in columns gives the cases that the row reader gives; what is doubtful is read by the row reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from code_engine.portfolio.synthetic import synthetic_cases
from code_engine.portfolio.synthetic_files import write_cases
from portfolio_building import synthetic_year, write_csv, write_mapping, write_parquet
from shaped_sources import QUESTION, BothWays

HEADINGS = ("reference", "landlord", "type", "date", "stage")
RECEIVED = ("A-1", "red_kite", "complaint_received", "2024-06-03", "")
ANSWERED = ("A-1", "red_kite", "response_issued", "2024-06-10", "1")

POOLS: dict[str, Sequence[str]] = {
    "reference": ("A-1", "A-1", "A-2", "A-3", "A-3", " A-3 ", "Ä-4", "A-5", "", "n/a"),
    "landlord": ("red_kite", "red_kite", "red_kite", "red_kite", "twenty11", ""),
    "resident.vulnerable": ("", "", "yes", "yes", "No", "perhaps"),
    "resident.disabilities_disclosed": ("", "", "", "hearing;sight", "sight; hearing"),
    "resident.name": ("", "", "", "Sam Example"),
    "matter.category": ("repairs", "repairs", "repairs", "repairs", "damp", "n/a"),
    "matter.occurred_on": ("", "", "2024-05-01", "01/05/2024"),
    "representative.name": ("", "", "", "", "B. Friend"),
    "record": ("", "", "", "complete", "partial"),
    "type": (
        *("complaint_received", "complaint_received", "acknowledged", "logged", "response_issued", "stage_2.logged"),
        *("extension_notified", "refused", "update_interval_agreed", "assigned", "triaged", "restriction_imposed"),
        *("contact", "Complaint received", "acknowledgd", ""),
    ),
    "date": ("2024-06-03", "2024-06-03", "2024-06-04", "04/06/2024", "2024-06-05T10:00:00Z", "2024-06-31", "3/4", ""),
    "recorded_on": ("", "", "", "", "2024-06-20", "2024-06-01"),
    "stage": ("", "1", "1", "2", "3"),
    "id": ("", "", "", "first", "second"),
    "corrects": ("", "", "", "", "", "", "first"),
    "reasons_sent": ("", "", "yes", "no", "true"),
    "reasons": ("", "", "The surveyor comes.", "none given", "Zoë is ill."),
    "new_due_on": ("", "", "2024-07-01", "never", "01/07/2024"),
    "contains": ("", "", "definition;decision", "definition; Reasons ;definition", "something else"),
    "next_on": ("", "", "", "2024-06-10;2024-06-20", "soon"),
    "person": ("", "", "A. Handler"),
    "third_party": ("", "", "yes", "A neighbour"),
    "ground": ("", "", "out_of_time", "whim"),
    "note": ("", "", "=1+1"),
}
"""Cells as they may stand in an export, good and bad ones."""

MAPPING = """
mapping:
  layout: event_per_row
  landlord: red_kite
  dates: [YYYY-MM-DD, DD/MM/YYYY]
  empty: [n/a]
columns:
"""


def test_an_invented_year_is_the_same_by_both_ways(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        path = tmp_path / f"year.{form}"
        write_cases(synthetic_cases(150, synthetic_year()), path)
        both = BothWays(path)
        assert both.doubtful == {}
        assert len(both.shaped) == 150
        both.assert_the_same()


@pytest.mark.parametrize("seed", range(12))
def test_random_cells_are_read_alike_by_both_ways(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    names = ["reference", "type", "date", *chance.sample([each for each in POOLS if each not in _ALWAYS], 12)]
    # Few bad cells, or every case would have one.
    rows = [[_cell(chance, name, place) for name in names] for place in range(150)]
    path = write_csv(tmp_path / "odd.csv", [names, *rows])
    columns = "".join(f'  "{name}": {{to: {name}{_values(name)}}}\n' for name in names)
    text = MAPPING if seed % 2 else MAPPING.replace("  landlord: red_kite\n", "")
    if "landlord" not in names:
        text = MAPPING
    both = BothWays(path, write_mapping(tmp_path, text + columns))
    assert both.shaped
    both.assert_the_same()


_ALWAYS = ("reference", "type", "date")


def _cell(chance: Random, name: str, place: int) -> str:
    if name == "reference":
        return f"R-{place // 3}" if chance.random() < 0.9 else chance.choice(POOLS[name])
    if chance.random() < 0.85:
        good = {
            "type": POOLS["type"][place % 3],
            "date": f"2024-06-{3 + place % 3:02}",
            "stage": "1",
            "landlord": "red_kite",
        }
        return good.get(name, POOLS[name][0])
    return chance.choice(POOLS[name])


def _values(name: str) -> str:
    return ', values: {"none given": "", "sight; hearing": hearing}' if name in ("reasons", "matter.category") else ""


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([RECEIVED, ("A-1", "red_kite", "acknowledged", "2024-06-31", "1")], "is not a date written"),
        ([RECEIVED, ("A-1", "red_kite", "acknowledged", "04/06/2024", "1")], "is not a date"),
        ([RECEIVED, ("A-1", "red_kite", "acknowledgd", "2024-06-04", "1")], "is not one of the words"),
        ([RECEIVED, ("A-1", "red_kite", "acknowledged", "2024-06-04", "")], "`stage` is missing"),
        ([RECEIVED, ("A-1", "red_kite", "acknowledged", "2024-06-01", "1")], "lies before the complaint"),
        ([("", "red_kite", "acknowledged", "2024-06-04", "1"), RECEIVED], "the row has no reference"),
        ([RECEIVED, ("A-1", "", "acknowledged", "", "1")], "the row has no date"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_its_case(
    rows: list[tuple[str, ...]], reason: str, tmp_path: Path
) -> None:
    good = [(f"B-{each[0]}", *each[1:]) for each in (RECEIVED, ANSWERED)]
    both = BothWays(write_csv(tmp_path / "bad.csv", [HEADINGS, *rows, *good]))
    both.assert_the_same()
    assert any(reason in reject.reason for each in both.asked() for reject in each.rejects)
    assert "B-A-1" in both.shaped


def test_one_reference_of_two_landlords_is_two_cases(tmp_path: Path) -> None:
    rows = [RECEIVED, ANSWERED, ("A-1", "twenty11", *RECEIVED[2:]), ("A-2", *RECEIVED[1:])]
    both = BothWays(write_csv(tmp_path / "two.csv", [HEADINGS, *rows]))
    assert [read.case.landlord for read in both.doubtful[0] if read.case is not None] == ["red_kite", "twenty11"]
    both.assert_the_same()


def test_rows_of_a_case_may_lie_far_apart(tmp_path: Path) -> None:
    between = [(f"B-{place}", *RECEIVED[1:]) for place in range(120)]
    rows = [RECEIVED, *between, ANSWERED, ("A-1", "red_kite", "acknowledged", "2024-06-10", "1")]
    both = BothWays(write_csv(tmp_path / "apart.csv", [HEADINGS, *rows]))
    both.assert_the_same()
    assert both.doubtful == {}


@pytest.mark.parametrize(
    "text",
    [
        "reference;landlord;type;date\r\nA;red_kite;complaint_received;2024-06-03\r\n",
        'reference,landlord,type,date\n"A ""B""",red_kite,complaint_received,2024-06-03\n',
        'reference,landlord,type,date,note\nA,red_kite,complaint_received,2024-06-03,"two\n\nlines"\nA,,,,\n',
        "reference,landlord,type,date\n\n\nA,red_kite,complaint_received,2024-06-03\n\nB,red_kite,logged,2024-06-03\n",
        "reference,landlord,type,date\nA,red_kite,complaint_received,2024-06-03\nB,red_kite\nC,a,b,c,d\n",
        "reference,landlord,type,date\rA,red_kite,complaint_received,2024-06-03\rB,x,y,z\r",
        "reference,landlord,type,date\nA,red_kite,complaint_received,2024-06-03\n,,,\nB,red_kite,logged,2024-06-03\n\n\n",
        "reference,landlord,type,date\n",
    ],
)
def test_the_shape_of_a_file_makes_no_difference(text: str, tmp_path: Path) -> None:
    path = tmp_path / "shape.csv"
    path.write_text(text, encoding="utf-8", newline="")
    BothWays(path).assert_the_same()


def test_another_encoding_is_read_as_stated(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "old.csv", [HEADINGS, ("Ä-1", *RECEIVED[1:])], encoding="windows-1252")
    columns = "".join(f"  {name}: {{to: {name}}}\n" for name in HEADINGS)
    text = f"mapping: {{layout: event_per_row, encoding: windows-1252}}\ncolumns:\n{columns}"
    both = BothWays(path, write_mapping(tmp_path, text))
    both.assert_the_same()
    assert list(both.shaped) == ["Ä-1"]


def test_parquet_cells_keep_their_types(tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "typed.parquet",
        {
            "reference": [1, 1, 2, None],
            "landlord": ["red_kite"] * 4,
            "resident.vulnerable": [True, None, False, False],
            "type": ["complaint_received", "response_issued", "complaint_received", "logged"],
            "date": [date(2024, 6, 3), date(2024, 6, 10), date(2099, 6, 3), None],
            "stage": [None, 1, None, 1],
            "contains": [None, ["definition", "decision"], None, []],
            "written": [False, True, False, False],
        },
    )
    both = BothWays(path)
    both.assert_the_same()
    assert list(both.shaped) == ["1"]


def test_evaluating_all_for_one_landlord_changes_whose_the_cases_are(tmp_path: Path) -> None:
    both = BothWays(write_csv(tmp_path / "a.csv", [HEADINGS, RECEIVED]), None, replace(QUESTION, landlord="twenty11"))
    assert both.landlords == ["twenty11"]
