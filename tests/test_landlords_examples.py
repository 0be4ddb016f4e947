"""The example cases: each loads, names a shipped landlord, and begins by saying what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine.case.load import load_case

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.yaml"))


def test_there_is_an_example_for_each_thing_worth_showing() -> None:
    assert {path.stem for path in EXAMPLES} >= {
        "contested-clock",
        "escalation-gated",
        "extension-invalid",
        "extension-valid",
        "in-time",
        "late-stage-1",
        "over-christmas",
        "partial-record",
        "refused-with-discretion",
        "refused-without-discretion",
        "representative",
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_loads_and_names_a_shipped_landlord(path: Path) -> None:
    assert load_case(path).landlord in ("red_kite", "twenty11")


def test_no_two_examples_have_the_same_reference() -> None:
    references = [load_case(path).reference for path in EXAMPLES]
    assert len(references) == len(set(references))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_begins_with_its_schema_and_what_it_shows(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../schemas/case.json"
    assert lines[1].startswith("# ")
    assert not lines[1].endswith(":")
