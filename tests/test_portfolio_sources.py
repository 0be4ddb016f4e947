"""Sources: whatever the file, the same case comes out of it, bad rows say why, and every row is accounted for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.errors import DocumentError
from code_engine.portfolio.sources.reading import open_cases
from code_engine.portfolio.sources.rejects import MASK, CaseRead
from code_engine.portfolio.sources.tables import SUFFIXES
from code_engine.portfolio.synthetic import synthetic_cases
from code_engine.portfolio.synthetic_files import write_cases
from portfolio_building import (
    SMALL_HEADINGS,
    SMALL_MAPPING,
    SMALL_ROW,
    read_all,
    reasons,
    synthetic_year,
    taken,
    write_csv,
    write_lines,
    write_mapping,
    write_parquet,
    write_workbook,
)

SMALL_CASE: dict[str, Any] = {
    "reference": "A-1",
    "landlord": "twenty11",
    "events": [{"type": "complaint_received", "date": "2025-06-02"}],
}


def small(folder: Path, *rows: Sequence[str]) -> list[CaseRead]:
    source = write_csv(folder / "export.csv", [SMALL_HEADINGS, *rows])
    return read_all(source, write_mapping(folder, SMALL_MAPPING))


def changed(**cells: str) -> list[str]:
    """The small row with other cells, by place: c0, c1 and so on."""
    row = list(SMALL_ROW)
    for name, cell in cells.items():
        row[int(name[1:])] = cell
    return row


def refusal(source: Path, mapping: Path | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_all(source, mapping)
    return str(caught.value)


# One row a case


def test_a_row_becomes_a_case_by_its_mapping(tmp_path: Path) -> None:
    (read,) = small(tmp_path, SMALL_ROW)
    assert read.case is not None
    assert read.case.model_dump(mode="json", exclude_none=True, exclude_defaults=True) == {
        "reference": "A-1",
        "landlord": "twenty11",
        "resident": {"name": "Sam Example", "vulnerable": True},
        "matter": {"category": "antisocial_behaviour"},
        "events": [
            {"date": "2025-06-02"},
            {"date": "2025-06-04", "stage": 1},
            {"date": "2025-06-13", "stage": 1, "decision": "partly_upheld"},
        ],
    }


def test_the_same_rows_give_the_same_case_from_csv_excel_parquet_and_lines(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, SMALL_MAPPING)
    named = dict(zip(SMALL_HEADINGS, SMALL_ROW, strict=True))
    sources = [
        write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, SMALL_ROW]),
        write_csv(tmp_path / "b.tsv", [SMALL_HEADINGS, SMALL_ROW], "\t"),
        write_csv(tmp_path / "c.csv", [SMALL_HEADINGS, SMALL_ROW], ";", "utf-16"),
        write_workbook(tmp_path / "d.xlsx", [SMALL_HEADINGS, SMALL_ROW]),
        write_parquet(tmp_path / "e.parquet", {name: [cell] for name, cell in named.items()}),
        write_lines(tmp_path / "f.ndjson", [named]),
    ]
    digests = {read.case.digest for source in sources for read in read_all(source, mapping) if read.case is not None}
    assert len(digests) == 1


def test_real_dates_of_a_workbook_need_no_form(tmp_path: Path) -> None:
    row = list(SMALL_ROW)
    days = [datetime(2025, 6, 2), datetime(2025, 6, 4), datetime(2025, 6, 13)]  # noqa: DTZ001 - Excel has no zones
    source = write_workbook(tmp_path / "a.xlsx", [SMALL_HEADINGS, [row[0], *days, *row[4:]]])
    (read,) = read_all(source, write_mapping(tmp_path, SMALL_MAPPING))
    assert read.case is not None
    assert [event.date.isoformat() for event in read.case.events] == ["2025-06-02", "2025-06-04", "2025-06-13"]


def test_spreadsheet_days_are_refused_until_the_mapping_states_them(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", [("Ref", "Received"), ("A-1", 45810)])
    text = "mapping: {{layout: case_per_row, landlord: twenty11{}}}\ncolumns:\n  Ref: {{to: reference}}\n"
    text += "  Received: {{to: complaint.received_on}}\n"
    refused = read_all(source, write_mapping(tmp_path, text.format("")))
    assert "if spreadsheet days are meant, say `dates: excel`" in reasons(refused)[0]
    (read,) = read_all(source, write_mapping(tmp_path, text.format(", dates: excel")))
    assert read.case is not None
    assert read.case.events[0].date.isoformat() == "2025-06-02"


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ({"c1": "2025/06/02"}, "Received", "2025/06/02", "`2025/06/02` is not a date written DD/MM/YYYY"),
        ({"c1": "31/02/2025"}, "Received", "31/02/2025", "`31/02/2025` is not a date written DD/MM/YYYY"),
        ({"c4": "Perhaps"}, "Outcome", "Perhaps", "`Perhaps` is not one of the words allowed here; allowed: "),
        ({"c6": "Sometimes"}, "Vulnerable", MASK, "no flag that is allowed here"),
        ({"c0": ""}, "reference", None, "`reference` is missing"),
        ({"c3": ""}, "Outcome", None, "the day of the response is not given, so decision belongs to nothing"),
        (
            {"c2": "01/06/2025"},
            "stage_1.acknowledged.date",
            "2025-06-01",
            "the acknowledgement of 2025-06-01 lies before the complaint of 2025-06-02",
        ),
    ],
)
def test_a_bad_row_says_row_column_value_and_reason(
    cells: dict[str, str], column: str | None, value: str | None, reason: str, tmp_path: Path
) -> None:
    good, bad = small(tmp_path, changed(c0="A-0"), changed(**cells))
    assert good.case is not None
    assert bad.case is None
    (reject,) = bad.rejects
    assert (reject.row, reject.column, reject.value) == (3, column, value)
    assert reject.reason.startswith(reason)


def test_a_personal_value_stands_in_no_reject(tmp_path: Path) -> None:
    found = small(tmp_path, changed(c1="never", c6="Sometimes"), changed(c2="01/01/2020"))
    written = json.dumps([reject.cells() for read in found for reject in read.rejects])
    assert "Sam Example" not in written
    assert "Sometimes" not in written


def test_a_second_row_of_one_reference_is_rejected_and_names_the_first(tmp_path: Path) -> None:
    found = small(tmp_path, SMALL_ROW, changed(c0="A-2"), SMALL_ROW)
    assert taken(found) == ["A-1", "A-2"]
    assert reasons(found) == ["the reference was there before, in row 2"]


def test_a_row_with_too_few_or_too_many_cells_is_rejected(tmp_path: Path) -> None:
    found = small(tmp_path, SMALL_ROW[:5], (*SMALL_ROW, "more"))
    assert reasons(found) == [
        "the row has 5 cells and there are 8 columns",
        "the row has 9 cells and there are 8 columns",
    ]


def test_empty_rows_are_no_rows(tmp_path: Path) -> None:
    assert len(small(tmp_path, [""] * 8, SMALL_ROW, [])) == 1


def test_a_word_can_mean_nothing_is_known_or_known_to_be_nothing(tmp_path: Path) -> None:
    text = SMALL_MAPPING.replace("landlord: twenty11", "landlord: twenty11\n  empty: [N/A]")
    text += "  Reasons: {to: stage_1.extension_reasons, values: {none given: ''}}\n  Told: {to: stage_1.extended_on}\n"
    mapping = write_mapping(tmp_path, text)
    rows: list[Sequence[str]] = [(*SMALL_HEADINGS, "Reasons", "Told")]
    rows += [(*changed(c5="N/A"), "none given", "05/06/2025"), (*changed(c0="A-2"), "", "05/06/2025")]
    first, second = (read.case for read in read_all(write_csv(tmp_path / "a.csv", rows), mapping))
    assert first is not None
    assert second is not None
    assert first.matter is None
    assert [getattr(each.events[-1], "reasons", "?") for each in (first, second)] == ["", None]


def test_ten_thousand_categories_are_ten_thousand_categories(tmp_path: Path) -> None:
    rows = [changed(c0=f"A-{place}", c5=f"kind {place}") for place in range(10_000)]
    found = small(tmp_path, *rows)
    assert len({read.case.matter.category for read in found if read.case and read.case.matter}) == 10_000


# One row an event


EVENT_MAPPING = """
mapping: {layout: event_per_row, landlord: twenty11, dates: DD/MM/YYYY}
columns:
  Ref: {to: reference}
  What: {to: type, values: {Complaint: complaint_received, Ack: stage_1.acknowledged, Answer: stage_1.response_issued}}
  When: {to: date}
  Kind: {to: matter.category}
  By: {to: considered_by}
"""
EVENT_ROWS = [
    ("Ref", "What", "When", "Kind", "By"),
    ("A", "Complaint", "02/06/2025", "repairs", ""),
    ("B", "Complaint", "03/06/2025", "", ""),
    ("A", "Answer", "13/06/2025", "", "C. Handler;D. Handler"),
    ("A", "Ack", "04/06/2025", "repairs", ""),
]


def events(folder: Path, *rows: Sequence[str]) -> list[CaseRead]:
    source = write_csv(folder / "events.csv", [EVENT_ROWS[0], *rows])
    return read_all(source, write_mapping(folder, EVENT_MAPPING))


def test_events_of_a_case_may_stand_anywhere_in_the_file(tmp_path: Path) -> None:
    first, second = events(tmp_path, *EVENT_ROWS[1:])
    assert first.rows == (2, 4, 5)
    assert first.case is not None
    assert [event.type for event in first.case.events] == ["complaint_received", "response_issued", "acknowledged"]
    assert first.case.matter is not None
    assert second.case is not None
    assert second.case.reference == "B"


def test_one_bad_event_takes_its_whole_case_with_it(tmp_path: Path) -> None:
    found = events(tmp_path, *EVENT_ROWS[1:], ("A", "Ack", "soon", "", ""))
    assert taken(found) == ["B"]
    assert [(reject.row, reject.reason) for read in found for reject in read.rejects] == [
        (2, "another row of this case, 6, cannot be taken"),
        (4, "another row of this case, 6, cannot be taken"),
        (5, "another row of this case, 6, cannot be taken"),
        (6, "`soon` is not a date written DD/MM/YYYY"),
    ]


def test_rows_of_a_case_that_contradict_each_other_are_rejected(tmp_path: Path) -> None:
    found = events(tmp_path, *EVENT_ROWS[1:], ("A", "Ack", "04/06/2025", "damp", ""))
    assert "another row of this case says something else about `category`" in reasons(found)


def test_one_row_may_say_whose_a_case_is_for_all_of_its_rows(tmp_path: Path) -> None:
    rows = [
        ("reference", "landlord", "type", "stage", "date"),
        ("A", "twenty11", "complaint_received", "", "2025-06-02"),
    ]
    (read,) = read_all(write_csv(tmp_path / "a.csv", [*rows, ("A", "", "acknowledged", "1", "2025-06-03")]))
    assert read.case is not None
    assert len(read.case.events) == 2


def test_two_landlords_may_use_one_reference_where_every_row_says_whose_it_is(tmp_path: Path) -> None:
    rows = [("reference", "landlord", "type", "date")]
    rows += [("A", name, "complaint_received", "2025-06-02") for name in ("twenty11", "red_kite")]
    found = read_all(write_csv(tmp_path / "a.csv", rows))
    assert [read.case.landlord for read in found if read.case is not None] == ["twenty11", "red_kite"]
    rows.append(("A", "", "complaint_received", "2025-06-03"))
    assert taken(read_all(write_csv(tmp_path / "b.csv", rows))) == []


def test_an_event_without_a_reference_or_of_an_unknown_kind_is_rejected(tmp_path: Path) -> None:
    found = events(tmp_path, ("", "Ack", "04/06/2025", "", ""), ("C", "acknowledge", "04/06/2025", "", ""))
    assert reasons(found)[0] == "the row has no reference"
    assert "`acknowledge` is not one of the words allowed here" in reasons(found)[1]


def test_an_export_without_a_mapping_is_taken_where_its_columns_say_what_they_are(tmp_path: Path) -> None:
    cases = list(synthetic_cases(40, synthetic_year()))
    digests = []
    for name in ("a.ndjson", "a.csv", "a.parquet"):
        write_cases(iter(cases), tmp_path / name)
        found = read_all(tmp_path / name)
        assert reasons(found) == []
        digests.append(sorted(read.case.digest for read in found if read.case is not None))
    assert digests[0] == digests[1] == digests[2]


# Lines and folders


def test_lines_that_are_no_cases_are_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cases.ndjson"
    good = json.dumps(SMALL_CASE)
    lines = [good, "", "{", "[1]", '{"reference": "B", "reference": "C"}', json.dumps(SMALL_CASE | {"colour": "red"})]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_all(path)
    assert taken(found) == ["A-1"]
    assert [reject.row for read in found for reject in read.rejects] == [3, 4, 5, 6]
    assert "there is no key `colour` here" in reasons(found)[3]


def test_a_folder_gives_its_case_files_by_name_and_says_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(SMALL_CASE | {"reference": "B"}), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "reference: A\nlandlord: code-only\nevents:\n- {type: logged, stage: 1, date: 2025-06-02}\n", encoding="utf-8"
    )
    (tmp_path / "c.yaml").write_text("reference: [", encoding="utf-8")
    (tmp_path / "older").mkdir()
    source = open_cases(tmp_path)
    found = list(source.cases())
    assert taken(found) == ["A", "B"]
    assert found[2].rejects[0].column == "c.yaml"
    assert source.notes == ("the folder `older` in it is not read",)
    assert source.total == 3


# Files that cannot be read


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert "there is no such file" in refusal(tmp_path / "absent.csv")
    assert "this file is empty" in refusal(tmp_path / "empty.csv")
    (tmp_path / "folder").mkdir()
    assert "there is no case file in this folder" in refusal(tmp_path / "folder")


def test_a_file_of_an_unknown_kind_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"old")
    said = refusal(tmp_path / "a.xls")
    assert "`.xls` is no kind of export" in said
    assert all(suffix in said for suffix in SUFFIXES)


@pytest.mark.parametrize(("name", "said"), [("a.xlsx", "this is not a workbook"), ("a.parquet", "not .parquet")])
def test_bytes_that_are_no_workbook_and_no_parquet_are_refused(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing of the kind")
    assert said in refusal(tmp_path / name)


def test_a_wrong_encoding_is_refused_with_its_row_and_what_to_say(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, SMALL_MAPPING)
    path = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, changed(c7="Zoë Example")], encoding="windows-1252")
    said = refusal(path, mapping)
    assert "this file is not utf-8: it has the byte 0xEB" in said
    assert "`encoding: windows-1252`" in said
    stated = SMALL_MAPPING.replace("dates:", "encoding: windows-1252\n  dates:")
    (read,) = read_all(path, write_mapping(tmp_path, stated))
    assert read.case is not None
    assert read.case.resident is not None
    assert read.case.resident.name == "Zoë Example"


def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, SMALL_ROW])
    stated = write_mapping(tmp_path, SMALL_MAPPING.replace("dates:", "encoding: utf-nine\n  dates:"))
    assert "`utf-nine` is no encoding" in refusal(path, stated)


def test_columns_that_are_not_there_are_refused_with_a_suggestion(tmp_path: Path) -> None:
    headings = ("Case Reff", *SMALL_HEADINGS[1:])
    path = write_csv(tmp_path / "a.csv", [headings, SMALL_ROW])
    said = refusal(path, write_mapping(tmp_path, SMALL_MAPPING))
    assert "`a.csv` has no column `Case Ref`" in said
    assert "did you mean `Case Reff`?" in said


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("Case Ref", "Case Ref"), ("A", "B")])
    assert "two columns are called `Case Ref`" in refusal(path, write_mapping(tmp_path, SMALL_MAPPING))


def test_an_export_nobody_has_mapped_is_refused_with_what_to_do(tmp_path: Path) -> None:
    said = refusal(write_csv(tmp_path / "a.csv", [("reference", "Bananas"), ("A", "1")]))
    assert "it is not said what these columns are: `Bananas`" in said
    assert "`code-engine portfolio map` and the same SOURCE" in said


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [SMALL_HEADINGS, SMALL_ROW], "Complaints")
    said = refusal(path, write_mapping(tmp_path, SMALL_MAPPING.replace("dates:", "sheet: Complaint\n  dates:")))
    assert "there is no sheet `Complaint`" in said
    assert "did you mean `Complaints`?" in said


def test_a_formula_that_failed_rejects_its_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [SMALL_HEADINGS, changed(c5="#REF!")])
    assert reasons(read_all(path, write_mapping(tmp_path, SMALL_MAPPING))) == ["a formula of this row says `#REF!`"]


def test_columns_that_nobody_mapped_are_told_of_once(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [(*SMALL_HEADINGS, "Bananas"), (*SMALL_ROW, "1")])
    mapping = write_mapping(tmp_path, SMALL_MAPPING)
    assert open_cases(path, mapping).notes == ("the column `Bananas` is not used",)
    assert open_cases(path, write_mapping(tmp_path, SMALL_MAPPING + "unused: [Bananas]\n")).notes == ()


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12), min_size=8, max_size=8
        ),
        max_size=12,
    )
)
def test_whatever_the_cells_hold_every_row_is_evaluated_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    found = small(folder, SMALL_ROW, *rows)
    read = [row for each in found for row in each.rows]
    rejected = {reject.row for each in found for reject in each.rejects}
    assert len(read) == len(set(read)) == 1 + sum(any(cell.strip() for cell in row) for row in rows)
    assert rejected == {row for each in found if each.case is None for row in each.rows}
