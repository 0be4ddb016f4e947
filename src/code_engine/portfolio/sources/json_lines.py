"""Lines of JSON: each a case as in a case file, or each a flat row like that of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from code_engine.errors import DocumentError, Location, Problem
from code_engine.portfolio.sources.row import Row, TableParts

_LONGEST_LINE = 5_000_000


class JsonLine(NamedTuple):
    """One line: what it holds, or the fault for which it cannot be read."""

    number: int
    data: Any
    fault: str | None = None


def json_lines(path: Path) -> Iterator[JsonLine]:
    """Every line of a file that is not empty. Raises DocumentError where it is not UTF-8 or cannot be read."""
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if line.strip():
                    yield _line(number, line)
    except UnicodeDecodeError as error:
        message = f"this file is not UTF-8: it has the byte 0x{error.object[error.start]:02X} here or soon after"
        raise DocumentError(Problem(message, Location(str(path), number + 1), "save it as UTF-8")) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise DocumentError(Problem(f"this file cannot be read: {reason}", Location(str(path)))) from None


def _line(number: int, line: str) -> JsonLine:
    try:
        return JsonLine(number, json.loads(line, object_pairs_hook=_once))
    except RecursionError:
        return JsonLine(number, None, "the line is nested too deeply")
    except ValueError as error:
        where = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        return JsonLine(number, None, f"the line is not one JSON document{where}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no key is given twice: which of the two was meant cannot be told."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def read_json_rows(path: Path) -> TableParts:
    """Flat objects as rows of a table; its columns are the keys of all of them, in the order they first appear."""
    columns: dict[str, None] = {}
    for line in json_lines(path):
        if isinstance(line.data, dict):
            columns.update(dict.fromkeys(line.data))
    names = tuple(columns)

    def rows() -> Iterator[Row]:
        for line in json_lines(path):
            if isinstance(line.data, dict):
                yield Row(line.number, tuple(line.data.get(name) for name in names))
            else:
                yield Row(line.number, (None,) * len(names), line.fault or "the line is not keys and values")

    return TableParts(names, rows)
