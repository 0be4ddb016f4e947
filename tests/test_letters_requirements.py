"""What letters must say: the shipped list is whole, and a mistake in a list is told with its place."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cli_running import RULESET, run
from code_engine.errors import CodeEngineError
from code_engine.letters.field_names import COMMON, FIELDS
from code_engine.letters.requirements import KINDS, LETTERS_FILE, Requirements, read_requirements
from code_engine.ruleset.rules import Ruleset
from letter_building import engine


def ruleset() -> Ruleset:
    return engine().catalogue.named("housing-ombudsman-code@2024-04-01")


def read_changed(folder: Path, old: str, new: str) -> Requirements:
    """Read the shipped list with one change, from a folder of its own."""
    text = (RULESET / LETTERS_FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / LETTERS_FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_requirements(replace(ruleset(), path=str(folder)))


def wrong_with(folder: Path, old: str, new: str) -> str:
    with pytest.raises(CodeEngineError) as caught:
        read_changed(folder, old, new)
    return str(caught.value)


def test_every_kind_of_letter_says_what_it_must_contain() -> None:
    requirements = read_requirements(ruleset())
    assert all(requirements.entry(kind).items for kind in KINDS)
    assert len(KINDS) == 14


@pytest.mark.parametrize(("kind", "provision"), [("stage_1_response", "6.9"), ("stage_2_response", "6.19")])
def test_a_response_has_all_seven_parts(kind: str, provision: str) -> None:
    items = read_requirements(ruleset()).entry(kind).items
    assert [item.part for item in items if item.provision == provision] == list("abcdefg")


def test_only_the_parts_that_may_be_none_may_be_none() -> None:
    for kind in ("stage_1_response", "stage_2_response"):
        parts = {item.part: item.none for item in read_requirements(ruleset()).entry(kind).items if item.part}
        assert [part for part, none in parts.items() if none] == ["e", "f"]


def test_every_letter_but_the_survey_says_how_the_ombudsman_is_reached_and_that_one_too() -> None:
    requirements = read_requirements(ruleset())
    assert all("ombudsman" in {item.id for item in requirements.entry(kind).items} for kind in KINDS)


def test_every_item_about_the_ombudsman_says_how_it_is_reached() -> None:
    requirements = read_requirements(ruleset())
    items = [item for kind in KINDS for item in requirements.entry(kind).items]
    assert all(item.ombudsman_contact is (item.id == "ombudsman") for item in items)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("Ring 0300 1113000.", True),
        ("Write to INFO@housing-ombudsman.org.uk", True),
        ("See housing-ombudsman.org.uk", False),
        ("www.housing-ombudsman.org.uk", True),
        ("PO Box 1484\nUnit D\nPreston PR2 0ET", True),
        ("The Housing Ombudsman can help.", False),
    ],
)
def test_a_way_to_the_ombudsman_is_recognised(text: str, reached: bool) -> None:
    assert read_requirements(ruleset()).ombudsman.is_reached_by(text) is reached


def test_every_field_is_used_by_some_letter() -> None:
    requirements = read_requirements(ruleset())
    used = frozenset().union(*(requirements.entry(kind).fields() for kind in KINDS))
    assert used | COMMON == frozenset(FIELDS)


def test_the_digest_is_the_same_whatever_the_line_endings(tmp_path: Path) -> None:
    text = (RULESET / LETTERS_FILE).read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / LETTERS_FILE).write_bytes(text)
    changed = read_requirements(replace(ruleset(), path=str(tmp_path)))
    assert changed.digest == read_requirements(ruleset()).digest


def test_the_digest_changes_with_the_list(tmp_path: Path) -> None:
    changed = read_changed(tmp_path, "Our answer to your complaint", "Our reply")
    assert changed.digest != read_requirements(ruleset()).digest


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("fields: [decision]\n", "fields: [descision]\n", "there is no field `descision`\n  did you mean `decision`?"),
        (
            "relies_on: [restriction-evidenced]",
            "relies_on: [restriction-evident]",
            "did you mean `restriction-evidenced`?",
        ),
        ('provision: "5.7"', 'provision: "5.77"', "there is no provision `5.77`"),
        ("follows: survey_response", "follows: survey_respons", "did you mean `survey_response`?"),
        ("  remedy_completed:\n", "  remedy_complete:\n", "remedy_completed"),
        ("        none: true", "        nonne: true", "did you mean `none`?"),
        ("    items:\n      - id: received\n", "    items:\n      - id: next_steps\n", "is here a second time"),
        ("stage_1: stage-1-response-in-time", "stage_1: stage-1-response", "there is no rule `stage-1-response`"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    message = wrong_with(tmp_path, old, new)
    assert told in message
    assert f"{tmp_path / LETTERS_FILE}:" in message


def test_a_ruleset_without_a_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodeEngineError, match="does not say what letters must contain"):
        read_requirements(replace(ruleset(), path=str(tmp_path)))


def test_check_finds_a_mistake_in_the_list_of_a_ruleset(tmp_path: Path) -> None:
    folder = tmp_path / "code" / "2024-04-01"
    shutil.copytree(RULESET, folder, ignore=shutil.ignore_patterns("scenarios"))
    file = folder / LETTERS_FILE
    file.write_text(
        file.read_text(encoding="utf-8").replace("fields: [decision]", "fields: [decisions]", 1), encoding="utf-8"
    )
    result = run("check", str(folder))
    assert result.exit_code == 1
    assert "there is no field `decisions`" in result.stdout


def test_evaluating_a_case_reads_nothing_of_letters() -> None:
    code = (
        "import sys\n"
        "from datetime import date\n"
        "from code_engine import Engine, load_case\n"
        "Engine.from_plugins().evaluate(load_case(sys.argv[1]), as_of=date(2025, 7, 15))\n"
        "print(sorted(name for name in sys.modules if 'letters' in name or name.startswith(('jinja2', 'weasyprint'))))"
    )
    example = str(Path(__file__).resolve().parents[1] / "examples" / "late-stage-1.yaml")
    done = subprocess.run([sys.executable, "-c", code, example], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_field_told_where_there_is_something_to_tell_has_to_exist(tmp_path: Path) -> None:
    told = wrong_with(tmp_path, "if_any: [late_since]", "if_any: [late_sinse]")
    assert "there is no field `late_sinse`\n  did you mean `late_since`?" in told
    assert f"{LETTERS_FILE}:" in told
