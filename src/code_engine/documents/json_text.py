"""JSON text as plain data, with places made only when one is asked for.

The standard library reads the data; it gives no positions. So a small scanner of tokens makes the nodes, when
an error has to be shown or when the text was refused and the place has to be found.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Any

from code_engine.documents.tree import MAX_DEPTH, MAX_NODES, Node, TreeBuilder
from code_engine.errors import DocumentError, Location, Problem, quoted

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^\s{}\[\]:,"]+')
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(ValueError):
    """Something valid for the library that we do not take; the scanner finds where."""


def parse_json(text: str, name: str) -> tuple[Any, Callable[[], Node]]:
    """The data of a JSON text, and a function that gives its nodes. Raises `DocumentError`."""
    nodes = cache(lambda: _scanned(text, name)[1])
    try:
        data = json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise DocumentError(_explained(error, name)) from None
    except (ValueError, RecursionError):
        return _scanned(text, name)[0], nodes
    if _too_large(data) or _HALF_CHARACTER.search(text):
        nodes()
    return data, nodes


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RefusedError
    return found


def _no_constant(name: str) -> Any:
    raise _RefusedError(name)


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise _RefusedError(written)
    return number


def _too_large(data: Any) -> bool:
    """Whether the data goes beyond the limits that the scanner's builder enforces."""
    depth, count = 0, 1
    level = [data] if isinstance(data, (dict, list)) else []
    while level:
        depth += 1
        count += sum(len(part) * (2 if type(part) is dict else 1) for part in level)
        if depth > MAX_DEPTH or count > MAX_NODES:
            return True
        level = [
            value
            for part in level
            for value in (part.values() if type(part) is dict else part)
            if type(value) is dict or type(value) is list
        ]
    return False


def _scanned(text: str, name: str) -> tuple[Any, Node]:
    """Data and nodes, token by token; the text is valid JSON as far as anything is refused."""
    builder = TreeBuilder(name)
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for match in _TOKEN.finditer(text):
        token, offset = match.group(), match.start()
        line = bisect_right(line_starts, offset)
        column = offset - line_starts[line - 1] + 1
        if token == "{":
            builder.open_mapping(line, column)
        elif token == "[":
            builder.open_list(line, column)
        elif token in ("}", "]"):
            builder.close()
        else:
            value = _value(token, builder, line, column)
            builder.scalar(value if isinstance(value, str) else token, value, line, column)
    return builder.data, builder.root or Node(1, 1, "")


def _value(token: str, builder: TreeBuilder, line: int, column: int) -> Any:
    try:
        value = json.loads(token, parse_constant=_no_constant, parse_float=_finite)
    except _RefusedError:
        raise builder.refuse(
            line, column, f"{quoted(token)} is not a number that can be used here", "write a number, or null"
        ) from None
    except ValueError:
        raise builder.refuse(
            line, column, f"the number {quoted(token)} is too large", "put it in quotes if it is a text"
        ) from None
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise builder.refuse(line, column, "a `\\ud…` escape without its other half", "write the character itself")
    return value


# The library's message, what to say, what to do.
_EXPLANATIONS = (
    ("Expecting property name", "a key in double quotes is expected here",
     'write "key": value'),
    ("Illegal trailing comma", "a comma after the last entry", "remove the comma"),
    ("Expecting ',' delimiter", "a comma or a closing bracket is expected here",
     "put a comma between entries"),
    ("Expecting ':' delimiter", "a `:` is expected after the key", 'write "key": value'),
    ("Expecting value", "a value is expected here",
     "put a text in double quotes, and write true, false or null in small letters"),
    ("Extra data", "the document has already ended here", "keep one document in a file"),
    ("Unterminated string", "a text that begins here is never closed", "close it with a double quote"),
    ("Invalid control character", "a line break or tab inside a text", "write `\\n` or `\\t`"),
    ("Invalid", "a text has an unknown escape", "write `\\\\` for a backslash"),
)  # fmt: skip


def _explained(error: json.JSONDecodeError, name: str) -> Problem:
    comma = _trailing_comma(error)
    if comma is not None:
        error = json.JSONDecodeError("Illegal trailing comma", error.doc, comma)
    place = Location(name, error.lineno, error.colno)
    for fragment, message, hint in _EXPLANATIONS:
        if error.msg.startswith(fragment):
            return Problem(f"this is not valid JSON: {message}", place, hint)
    return Problem(f"this is not valid JSON: {error.msg.lower()}", place)


def _trailing_comma(error: json.JSONDecodeError) -> int | None:
    """Where a comma stands before a closing bracket: Python 3.13 says so itself, earlier ones only what they miss."""
    if error.doc[error.pos : error.pos + 1] not in ("}", "]"):
        return None
    before = error.doc[: error.pos].rstrip()
    return len(before) - 1 if before.endswith(",") else None
