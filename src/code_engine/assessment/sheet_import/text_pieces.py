"""Plain text and Markdown, taken apart: cells between tabs or pipes are a row of a table, the rest are lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from code_engine.assessment.sheet_import.pieces import BLANK, Line, Piece, TableRow

_FEWEST_TABS = 2
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\`*_\[\]|~#@$!.()+=-])")
_RULE = re.compile(r"[\s|:+=-]+")
_ORDINARY_SPACE = " \t\f\v\x00"


def pieces_of_text(text: str) -> Iterator[Piece]:
    """The pieces of a text, each with its line (from 1)."""
    apart = True
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        place = f"line {number}"
        piped = _piped(line)
        if not line.strip(_ORDINARY_SPACE) or (piped is None and _is_rule(line)):
            apart = True
            continue
        if piped is not None:
            if not _is_rule(line):
                yield TableRow(place, piped)
        elif line.count("\t") >= _FEWEST_TABS:
            yield TableRow(place, tuple(line.split("\t")))
        else:
            yield Line(place, line.replace("\f", ""), apart)
        apart = False


def _piped(line: str) -> tuple[str, ...] | None:
    """The cells of a row of a Markdown table; None where the line is none."""
    stripped = line.strip(_ORDINARY_SPACE)
    if len(stripped) < 3 or not (stripped.startswith("|") and stripped.endswith("|")):
        return None
    cells = _PIPE.split(stripped[1:-1])
    return tuple(html.unescape(_ESCAPED.sub(r"\1", cell)) for cell in cells)


def _is_rule(line: str) -> bool:
    """Whether a line is drawn: the rule below the headings of a Markdown table, or one between parts."""
    return bool(_RULE.fullmatch(line)) and BLANK not in line and "--" in line and "\t" not in line
