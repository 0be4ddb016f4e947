"""A self-assessment as the YAML of assessment/YEAR.yaml, in one fixed order and form.

The same content gives the same bytes: keys in the order of the model, rows in the order of provisions, long
texts folded at a fixed width so that a later change shows as a change of few lines.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from code_engine.assessment.sheet import provision_order
from code_engine.assessment.sheet_file import SheetFile, SheetRow

_WIDTH = 110
_PROSE = ("evidence", "commentary")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z ]*[A-Za-z]")
_ITSELF = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def sheet_text(content: SheetFile, *, schema: str | None = None, notes: Iterable[str] = ()) -> str:
    """The file's text, ending in a newline.

    `schema` is the address of its JSON Schema for editors; `notes` are written as comments at the end.
    """
    lines = [f"# yaml-language-server: $schema={schema}", ""] if schema is not None else []
    lines.append("assessment:")
    lines += _entries(content.assessment.model_dump(exclude_none=True), "  ")
    lines += ["", "rows:" if content.rows else "rows: {}"]
    for provision in sorted(content.rows, key=provision_order):
        lines += _row(provision, content.rows[provision])
    remarks = [line for note in notes for line in _comment(note)]
    return "\n".join([*lines, *([""] if remarks else []), *remarks]) + "\n"


def _row(provision: str, row: SheetRow) -> Iterator[str]:
    stated = {key: value for key, value in row.model_dump(exclude_none=True).items() if value != {}}
    if not stated:
        yield f'  "{provision}": {{}}'
        return
    yield f'  "{provision}":'
    yield from _entries(stated, "    ")


def _entries(stated: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in stated.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from (f'{indent}  "{inner}": {_scalar(answer)}' for inner, answer in value.items())
        elif key in _PROSE and _folds(value):
            yield f"{indent}{key}: >-"
            yield from _folded(value, indent + "  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _ITSELF:
        return text
    # PyYAML knows which characters need an escape in YAML; JSON's rules are not quite the same.
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf")).rstrip("\n")


def _folds(text: str) -> bool:
    """Whether a folded block gives the text back to the letter: lines of words, one space between them."""
    lines = text.split("\n")
    printable = all(character.isprintable() for line in lines for character in line)
    return printable and all(line and line == " ".join(line.split()) for line in lines)


def _folded(text: str, indent: str) -> Iterator[str]:
    """The lines of a folded block: an empty line there is one end of line in the text."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield ""
        yield from (indent + part for part in _wrapped(line, _WIDTH - len(indent)))


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [line]


def _comment(note: str) -> Iterator[str]:
    text = "".join(character for character in " ".join(note.split()) if character.isprintable())
    for number, part in enumerate(_wrapped(text, _WIDTH - 4)):
        yield f"#   {part}" if number else f"# {part}"
