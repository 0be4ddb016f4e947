"""The JSON Schemas: committed as they are made, and at one with the models that read the files."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli_running import EXAMPLES, ROOT, RULESET
from code_engine import Engine, load_case
from code_engine.documents import read_document
from code_engine.schemas import SCHEMAS, schema_of, schema_text

PLUGINS = ROOT / "plugins"
FILES = {
    "case": EXAMPLES,
    "ruleset": sorted(RULESET.glob("*.yaml")),
    "landlord": sorted(PLUGINS.glob("*/landlord.yaml")),
    "policy": sorted(PLUGINS.glob("*/policies/*.yaml")),
    "consequences": sorted(PLUGINS.glob("*/consequences.yaml")),
    "standards": sorted(PLUGINS.glob("*/standards.yaml")),
    "scenarios": sorted((RULESET / "scenarios").glob("*.yaml")),
}
EVERY_FILE = [(name, path) for name, paths in FILES.items() for path in paths]


@cache
def validator(name: str) -> Draft202012Validator:
    """The schema made ready to validate."""
    return Draft202012Validator(schema_of(name))


def mistakes(name: str, data: Any) -> list[str]:
    """What the schema finds wrong with some data."""
    return [error.message for error in validator(name).iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_one_the_models_give(name: str) -> None:
    committed = (ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(name), "run `make schemas`"


def test_no_schema_is_committed_that_nobody_makes() -> None:
    assert {path.stem for path in (ROOT / "schemas").iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(name))


@pytest.mark.parametrize("name", FILES)
def test_there_are_files_of_every_kind(name: str) -> None:
    assert FILES[name]


@pytest.mark.parametrize(("name", "path"), EVERY_FILE, ids=lambda part: part.stem if isinstance(part, Path) else part)
def test_every_file_of_the_repository_fits_its_schema(name: str, path: Path) -> None:
    assert mistakes(name, read_document(path).data) == []


@pytest.mark.parametrize("name", FILES)
def test_a_key_that_nobody_knows_is_refused_in_every_kind_of_file(name: str) -> None:
    data = deepcopy(read_document(FILES[name][0]).data)
    data["colour"] = "red"
    assert any("colour" in mistake for mistake in mistakes(name, data))


def test_a_misspelt_key_inside_an_event_is_refused() -> None:
    data = read_document(EXAMPLES[0]).data
    event = data["events"][0]
    data["events"][0] = {**event, "chanel": "email"}
    assert mistakes("case", data) != []


def test_an_event_without_its_type_is_refused() -> None:
    assert mistakes("case", {"reference": "A", "landlord": "b", "events": [{"date": "2025-06-02"}]}) != []


def test_a_scenarios_case_is_checked_like_a_case() -> None:
    data = deepcopy(read_document(FILES["scenarios"][0]).data)
    data["scenarios"][0]["case"]["refrence"] = "A"
    assert any("refrence" in mistake for mistake in mistakes("scenarios", data))


def test_a_landlords_facts_fit_their_schema() -> None:
    fact = {"meaning": "Somebody went there", "question": "Did anybody go there?"}
    assert mistakes("facts", {"facts": {"oak.visited": fact}}) == []
    assert mistakes("facts", {"facts": {"oak.visited": {"meaning": "Somebody went there"}}}) != []


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2025, 12, 31)], ids=str)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_answer_fits_the_schema_of_an_evaluation(example: Path, day: date, engine: Engine) -> None:
    case = load_case(example)
    first = min(event.date for event in case.events)
    answer = engine.evaluate(case, as_of=max(day, first)).to_json()
    assert mistakes("evaluation", json.loads(answer)) == []


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine with the installed landlords."""
    return Engine.from_plugins()
