"""What is said of a policy file that is not one, or that has a number, a unit or a word it cannot have."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_running import one_line, refused


def told(folder: Path, content: str | bytes, name: str = "draft.yaml") -> str:
    """What the check says about a file, on one line."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return one_line(refused("policy", "check", "--policy", str(path)))


@pytest.mark.parametrize(
    ("setting", "problem", "hint"),
    [
        ('{value: "10", unit: working_days}', "the number `10` is in quotes", "take the quotes away"),
        ('{value: "10"}', "the number `10` is in quotes", "take the quotes away"),
        ("{value: 10.5, unit: working_days}", "`10.5` is not a whole number", "a part of a day counts as a day"),
        ("{value: 10, unit: days}", "`days` is not one of the units here", "write `working_days` or `calendar_days`"),
        ("{value: 2, unit: weeks}", "`weeks` is not one of the units here", "seven for each week"),
        ("{value: 1, unit: month}", "`month` is not one of the units here", "`value: 31, unit: calendar_days`"),
        ("{value: 48, unit: hours}", "`hours` is not one of the units here", "`value: 2, unit: calendar_days`"),
        ("{value: 1, unit: year}", "`year` is not one of the units here", "`value: 12, unit: months`"),
    ],
)
def test_a_number_or_unit_that_cannot_be_is_told_once_with_what_to_write(
    tmp_path: Path, setting: str, problem: str, hint: str
) -> None:
    said = told(tmp_path, f"settings: {{stage_1.respond: {setting}}}\n")
    assert problem in said
    assert hint in said
    assert said.count("error: ") == 1


def test_a_number_stated_twice_and_not_alike_is_refused_with_what_to_do(tmp_path: Path) -> None:
    clause = "{{text: Ours, settings: {{stage_1.respond: {{value: {0}, unit: working_days}}}}}}"
    said = told(tmp_path, f'clauses: {{"1": {clause.format(10)}, "2": {clause.format(12)}}}')
    assert "is given twice, and not alike" in said
    assert "keep the one that is worse for the resident" in said


def test_a_word_of_policies_for_a_ground_is_told_the_ground(tmp_path: Path) -> None:
    said = told(tmp_path, "exclusions: [{ground: vexatious}]")
    assert "`vexatious` is not one of the words allowed here" in said
    assert "write `unacceptable_behaviour`" in said


def test_a_version_in_another_form_is_told_the_form_in_words(tmp_path: Path) -> None:
    said = told(tmp_path, "policy: {version: V 7}")
    assert "`V 7` is not a version" in said
    assert "small letters, digits, dots and hyphens" in said


def test_a_comma_that_ends_a_text_between_braces_is_explained(tmp_path: Path) -> None:
    said = told(tmp_path, 'clauses: {"1": {text: We answer soon, in ten days}}')
    assert "unknown key `in ten days`" in said
    assert "between `{` and `}` a comma ends it" in said


def test_a_misspelt_key_without_a_value_is_still_told_the_nearest_one(tmp_path: Path) -> None:
    assert "did you mean `escalation`?" in told(tmp_path, "escalaton:\n")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04\x14\x00rest", "this is a Word document or another packed file, not YAML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "this is an old Word document, not YAML"),
        (b"%PDF-1.7\n", "this is a PDF document, not YAML"),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_is(tmp_path: Path, content: bytes, kind: str) -> None:
    said = told(tmp_path, content)
    assert kind in said
    assert "write what it says into a YAML file" in said


def test_a_folder_is_told_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policies").mkdir()
    monkeypatch.chdir(tmp_path)
    assert "policies: this is a folder, not a file" in one_line(refused("policy", "show", "policies"))
