"""docs/letters.md keeps up: every kind, field, filter, block and name that a template may use is on it."""

from __future__ import annotations

import re

import pytest
from jinja2 import nodes

from cli_running import ROOT
from code_engine.letters.field_names import FIELDS
from code_engine.letters.layers import BASE, CORE, read_template
from code_engine.letters.requirements import KINDS
from code_engine.letters.sandbox import FILTERS
from code_engine.letters.words import LandlordWords, OmbudsmanWords
from letter_building import engine, writer

PAGE = (ROOT / "docs" / "letters.md").read_text(encoding="utf-8")


def rows(mark: str) -> list[str]:
    """The codes in the first cells of the table after a mark or heading."""
    table = PAGE[PAGE.index(mark) :].split("\n\n")[0 if mark.startswith("<!--") else 1]
    return [
        code for row in table.splitlines() for code in re.findall(r"`([^`]+)`", row.split("|")[1] if "|" in row else "")
    ]


def test_every_kind_is_listed_with_its_items() -> None:
    assert rows("## Kinds") == list(KINDS)
    requirements = writer().requirements(next(iter(engine().catalogue)))
    for kind in KINDS:
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]
        for item in requirements.entry(kind).items:
            assert f"{item.id.replace('_', ' ')} ({item.at(None)}" in line


def test_every_field_is_listed_with_what_it_takes_and_its_question() -> None:
    assert rows("<!-- fields of letters -->") == list(FIELDS)
    for field in FIELDS.values():
        assert f"| `{field.name}` | {field.kind.value} | {field.question} |" in PAGE


def test_every_filter_is_listed() -> None:
    assert set(rows("<!-- filters of letters -->")) == set(FILTERS)


@pytest.mark.parametrize("words", [LandlordWords, OmbudsmanWords])
def test_every_name_beside_the_fields_is_listed(words: type[LandlordWords] | type[OmbudsmanWords]) -> None:
    section = PAGE[PAGE.index("**Beside the fields**") :].split("\n\n")[0]
    assert all(f"`{name}`" in section for name in words.__dataclass_fields__)


def test_every_shared_block_is_listed() -> None:
    templates = writer().templates(engine().landlords.get("code-only"))
    path = templates.path(f"core/{BASE}")
    blocks = {
        block.name
        for block in templates.environment.parse(read_template(path), f"{CORE}/{path.name}").find_all(nodes.Block)
    }
    section = PAGE[PAGE.index("**Blocks.**") :].split("\n\n")[0]
    assert blocks == set(re.findall(r"`([a-z_]+)`", section))
