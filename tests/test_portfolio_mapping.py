"""The mapping of an export: strict, placed in its file, and every name in it a place in a case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from code_engine.case.events import EVENT_TYPES
from code_engine.errors import DocumentError
from code_engine.portfolio.narrative import read_narrative
from code_engine.portfolio.sources.date_forms import FORMS
from code_engine.portfolio.sources.mapping_file import MappingFile, read_mapping
from code_engine.portfolio.sources.targets import SHORT_NAMES, known_names, target_named
from portfolio_building import SMALL_MAPPING, write_mapping

HEADER = "mapping: {layout: case_per_row, landlord: twenty11}\n"


def mapping(folder: Path, text: str) -> MappingFile:
    return read_mapping(write_mapping(folder, text))


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        mapping(folder, text)
    return str(caught.value)


def test_every_name_that_is_suggested_is_a_place_in_a_case() -> None:
    for name in known_names():
        target = target_named(name)
        assert target.event is None or target.event in EVENT_TYPES


def test_a_short_name_is_the_field_it_stands_for() -> None:
    for short, full in SHORT_NAMES.items():
        first, second = target_named(short), target_named(full)
        assert (first.event, first.stage, first.field) == (second.event, second.stage, second.field)


def test_names_texts_and_vulnerability_are_personal_and_days_and_categories_are_not() -> None:
    personal = ("resident.name", "resident.vulnerable", "handler", "matter.summary", "stage_1.assigned_to")
    plain = ("reference", "matter.category", "complaint.received_on", "stage_1.decision", "complaint.refusal_ground")
    assert [name for name in personal if not target_named(name).personal] == []
    assert [name for name in plain if target_named(name).personal] == []


def test_a_whole_mapping_is_read(tmp_path: Path) -> None:
    found = mapping(tmp_path, SMALL_MAPPING)
    assert found.forms_of("Received") == ("DD/MM/YYYY",)
    assert [target.name for target in found.targets["Responded"]] == ["stage_1.responded_on"]


def test_a_column_can_be_two_things(tmp_path: Path) -> None:
    text = HEADER + "columns:\n  R: {to: reference}\n  D: {to: [complaint.received_on, stage_1.logged_on]}\n"
    assert [target.name for target in mapping(tmp_path, text).targets["D"]] == [
        "complaint.received_on",
        "stage_1.logged_on",
    ]


def test_a_misspelt_target_gets_a_suggestion(tmp_path: Path) -> None:
    said = refusal(tmp_path, HEADER + "columns:\n  R: {to: reference}\n  A: {to: stage_1.acknowleged_on}\n")
    assert "`stage_1.acknowleged_on`, which is nothing in a case" in said
    assert "did you mean `stage_1.acknowledged_on`?" in said


def test_an_event_of_a_stage_needs_its_stage(tmp_path: Path) -> None:
    said = refusal(tmp_path, HEADER + "columns:\n  R: {to: reference}\n  A: {to: acknowledged.date}\n")
    assert "say which stage: `stage_1.acknowledged.date`" in said


def test_two_columns_for_one_thing_are_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, HEADER + "columns:\n  R: {to: reference}\n  S: {to: reference}\n")
    assert "`S` and `R` are both mapped to `reference`" in said


def test_a_mapping_without_a_reference_or_a_landlord_is_refused(tmp_path: Path) -> None:
    assert "no column is mapped to `reference`" in refusal(
        tmp_path, HEADER + "columns:\n  A: {to: complaint.received_on}\n"
    )
    assert "nothing says whose cases these are" in refusal(
        tmp_path, "mapping: {layout: case_per_row}\ncolumns:\n  R: {to: reference}\n"
    )


def test_rows_that_are_events_need_what_happened_and_when(tmp_path: Path) -> None:
    text = "mapping: {layout: event_per_row, landlord: x}\ncolumns:\n  R: {to: reference}\n  D: {to: date}\n"
    assert "no column is mapped to `type`" in refusal(tmp_path, text)


def test_a_choice_that_is_still_to_be_made_is_refused_with_its_line(tmp_path: Path) -> None:
    text = HEADER + "columns:\n  R: {to: reference}\n  D:\n    to: complaint.received_on\n    dates: ASK\n"
    said = refusal(tmp_path, text)
    assert "mapping.yaml:6:12" in said
    assert "a choice that is still to be made" in said
    words = HEADER + "columns:\n  R: {to: reference}\n  V: {to: resident.vulnerable, values: {Maybe: ASK}}\n"
    assert "a choice that is still to be made" in refusal(tmp_path, words)


def test_forms_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    text = (
        "mapping: {layout: case_per_row, landlord: x, dates: [DD/MM/YYYY, MM/DD/YYYY]}\ncolumns: {R: {to: reference}}\n"
    )
    assert "read some dates as two different days" in refusal(tmp_path, text)


def test_an_unknown_form_or_key_gets_a_suggestion(tmp_path: Path) -> None:
    text = "mapping: {layout: case_per_row, landlord: x, dates: DD/MM/YYY}\ncolumns: {R: {to: reference}}\n"
    assert "did you mean `DD/MM/YYYY`?" in refusal(tmp_path, text)
    assert "did you mean `values`?" in refusal(tmp_path, HEADER + "columns:\n  R: {to: reference, value: {}}\n")


@pytest.mark.parametrize("name", ["mapping", "report"])
def test_the_files_shown_in_the_documentation_are_valid(name: str, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "portfolio.md").read_text(encoding="utf-8")
    block = page.partition(f"<!-- file: portfolio/{name}.yaml -->\n```yaml\n")[2].partition("```")[0]
    path = tmp_path / f"{name}.yaml"
    path.write_text(block, encoding="utf-8")
    if name == "mapping":
        assert "Colour" in read_mapping(path).unused
    else:
        assert read_narrative(path).governing_body is not None


def test_every_form_of_dates_is_documented() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "portfolio.md").read_text(encoding="utf-8")
    assert [form for form in FORMS if f"`{form}`" not in page] == []


def test_every_short_name_that_is_documented_is_one() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "portfolio.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:complaint|stage_[12]|escalation|learning)\.[a-z_]+)`", page)
    days = [name for name in named if name.partition(".")[2] not in EVENT_TYPES]
    assert days
    assert [name for name in days if name not in SHORT_NAMES] == []
