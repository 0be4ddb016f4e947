"""Proposed mappings: what headings and values suggest is placed, what cannot be told is asked, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine.portfolio.sources.header_words import case_target, event_target
from code_engine.portfolio.sources.mapping_file import Layout, read_mapping
from code_engine.portfolio.sources.proposal import Proposal, propose
from code_engine.portfolio.sources.proposal_text import open_questions, proposal_yaml
from code_engine.portfolio.sources.tables import TableOptions, open_table
from code_engine.portfolio.sources.targets import target_named
from portfolio_building import read_all, reasons, taken, write_csv, write_mapping, write_workbook

HEADINGS = ("Case Ref", "Received", "S1 Ack Sent", "Stage 1 Response", "Outcome", "Category", "Vulnerable", "Colour")


def proposed(path: Path, landlord: str | None = "twenty11") -> Proposal:
    return propose(open_table(path, TableOptions()), landlord)


def export(folder: Path, *rows: tuple[str, ...]) -> Path:
    return write_csv(folder / "export.csv", [HEADINGS, *rows])


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Case Ref", "reference"),
        ("ComplaintID", "reference"),
        ("Stage 1 Ack Sent", "stage_1.acknowledged_on"),
        ("stage_two_acknowledgement_date", "stage_2.acknowledged_on"),
        ("S2 Response Date", "stage_2.responded_on"),
        ("Stage 1 Outcome", "stage_1.decision"),
        ("Date Received", "complaint.received_on"),
        ("Escalated On", "escalation.requested_on"),
        ("Extension Sent", "stage_1.extended_on"),
        ("Extension Until", "stage_1.extended_to"),
        ("Refusal Reason", "complaint.refusal_ground"),
        ("Complaint Type", "matter.category"),
        ("Case Officer", "handler"),
        ("Lessons Learnt", "learning.outcome"),
        ("Shoe size", None),
    ],
)
def test_a_heading_stands_for_what_its_words_say(heading: str, target: str | None) -> None:
    assert case_target(heading) == target
    assert target is None or target_named(target)


def test_headings_of_events_stand_for_what_happened_and_when() -> None:
    assert [event_target(name) for name in ("Case Ref", "Event Type", "Event Date", "Stage")] == [
        "reference",
        "type",
        "date",
        "stage",
    ]


def test_every_column_is_placed_or_listed_with_a_reason(tmp_path: Path) -> None:
    found = proposed(export(tmp_path, ("A", "13/06/2025", "16/06/2025", "", "Upheld", "ASB", "Yes", "red")))
    placed = [column.name for column in found.columns]
    assert sorted([*placed, *(name for name, _ in found.unplaced)]) == sorted(HEADINGS)
    assert found.unplaced == (("Colour", "its heading does not say what it is"),)


def test_an_order_of_day_and_month_that_cannot_be_told_is_asked_about(tmp_path: Path) -> None:
    found = proposed(export(tmp_path, ("A", "02/06/2025", "16/06/2025", "", "Upheld", "ASB", "Yes", "")))
    by_name = {column.name: column for column in found.columns}
    assert by_name["Received"].dates == "ASK"
    assert by_name["S1 Ack Sent"].dates == "DD/MM/YYYY"
    assert "Received: DD/MM/YYYY or MM/DD/YYYY? every value fits both, 02/06/2025 among them" in open_questions(found)


def test_words_are_matched_with_those_allowed_or_asked_about(tmp_path: Path) -> None:
    row = ("A", "13/06/2025", "16/06/2025", "17/06/2025")
    found = proposed(export(tmp_path, (*row, "Part upheld", "ASB", "Maybe", ""), (*row, "Upheld", "ASB", "No", "")))
    by_name = {column.name: column for column in found.columns}
    assert by_name["Outcome"].values == (("Part upheld", "partly_upheld"),)
    assert by_name["Vulnerable"].values == (("Maybe", "ASK"),)
    assert "Vulnerable: allowed: true, false" in open_questions(found)


def test_a_proposal_without_questions_is_a_mapping_that_works(tmp_path: Path) -> None:
    source = export(tmp_path, ("A", "13/06/2025", "16/06/2025", "24/06/2025", "Part upheld", "ASB", "Yes", "red"))
    found = proposed(source)
    assert open_questions(found) == ()
    mapping = write_mapping(tmp_path, proposal_yaml(found))
    assert taken(read_all(source, mapping)) == ["A"]
    assert read_mapping(mapping).unused == ("Colour",)


def test_events_in_rows_are_recognised_and_their_words_matched(tmp_path: Path) -> None:
    rows = [("Reference", "Event", "Event Date", "Stage"), ("A", "Complaint received", "2025-06-02", "")]
    rows += [("A", "Acknowledged", "2025-06-03", "1"), ("A", "Cake", "2025-06-03", "1")]
    found = proposed(write_csv(tmp_path / "a.csv", rows))
    assert found.layout is Layout.EVENT_PER_ROW
    values = next(column.values for column in found.columns if column.target == "type")
    assert values == (
        ("Complaint received", "complaint_received"),
        ("Acknowledged", "acknowledged"),
        ("Cake", "ASK"),
    )


def test_spreadsheet_days_are_proposed_as_such(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [("Case Ref", "Received"), ("A", 45810)])
    mapping = write_mapping(tmp_path, proposal_yaml(proposed(path)))
    assert reasons(read_all(path, mapping)) == []


def test_what_a_mapping_needs_and_no_column_has_is_asked_for(tmp_path: Path) -> None:
    found = proposed(write_csv(tmp_path / "a.csv", [("Colour",), ("red",)]), None)
    assert found.missing == ("reference", "complaint.received_on", "landlord")
    assert open_questions(found)[0] == "no column was found for `reference`"


def test_headings_and_words_of_any_kind_make_valid_yaml(tmp_path: Path) -> None:
    strange = 'Outcome: "yes" \u2028 # \\'
    rows = [("Case Ref", "Received", strange, "#"), ("A", "2025-06-02", "a: b # 'c'", "x")]
    text = proposal_yaml(proposed(write_csv(tmp_path / "a.csv", rows)))
    found = read_mapping(write_mapping(tmp_path, text.replace(": ASK", ": null")))
    assert set(found.columns) | set(found.unused) == {"Case Ref", "Received", strange, "#"}
