"""Every YAML file names the schema an editor checks it by, and keeps to it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from code_engine.documents import read_document

REPOSITORY = Path(__file__).resolve().parents[1]
FILES = sorted(path for folder in ("rulesets", "plugins", "examples") for path in (REPOSITORY / folder).rglob("*.yaml"))
MARK = "# yaml-language-server: $schema="


@cache
def validator(schema: Path) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def schema_of(path: Path) -> Path:
    """The schema that the first line of a file names, relative to the file."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MARK), f"{path}: the first line names no schema"
    return (path.parent / first.removeprefix(MARK)).resolve()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_file_keeps_to_the_schema_it_names(path: Path) -> None:
    schema = schema_of(path)
    assert schema.parent == REPOSITORY / "schemas"
    problems: list[Any] = list(validator(schema).iter_errors(read_document(path).data))
    assert [f"{list(problem.absolute_path)}: {problem.message}" for problem in problems] == []


def test_the_schema_of_a_ruleset_refuses_a_misspelt_key() -> None:
    content = yaml.safe_load("section: {number: 6, title: Stages}\nprovision: {}\n")
    assert not validator(REPOSITORY / "schemas" / "ruleset.json").is_valid(content)
