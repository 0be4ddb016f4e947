"""YAML text as plain data with places, by rules that leave nothing to guess.

Only `true` and `false` are flags (`yes`, `no`, `on` and `off` are text), dates stay text, a number is written
in the usual decimal way (`007` is text). Read event by event from the parser, so that anchors, aliases, tags
and a second document are refused where they stand and a document that would explode is never built.
"""

from __future__ import annotations

import math
import re
from typing import Any

import yaml

from code_engine.documents.tree import Node, TreeBuilder
from code_engine.errors import DocumentError, Location, Problem, quoted

# libyaml's parser where PyYAML was built with it, else the slower one written in Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+(?:[eE][-+]?[0-9]+)?)?")
_LONGEST_NUMBER = 100
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_QUOTES = "put the text in quotes"
# A fragment of the parser's context or problem (libyaml's words and PyYAML's), what to say, what to do.
_EXPLANATIONS = (
    ("mapping values are not allowed", "a `:` is not expected here",
     "put a text that contains `: ` in quotes, and check that the lines above are indented alike"),
    ("scanning an alias", "a text cannot begin with `*`", _QUOTES),
    ("scanning an anchor", "a text cannot begin with `&`", _QUOTES),
    ("scanning a block scalar", "this `|` or `>` does not begin a text of several lines",
     "write `|` alone at the end of the line, and indent every line of the text with spaces"),
    ("entries are not allowed", "a list cannot begin here", "begin it on the next line, or write [a, b]"),
    ("unknown escape", "this double-quoted text has an unknown escape",
     "write `\\\\` for a backslash, or use single quotes"),
    ("unexpected end of stream", "a quote that is opened here is never closed", "close the quote"),
    ("flow sequence", "a list opened with `[` is not closed, or lacks a comma",
     "close it with `]` and put commas between its elements"),
    ("flow mapping", "a mapping opened with `{` is not closed, or lacks a comma",
     "close it with `}`, put commas between its entries; put a text that begins with `{` in quotes"),
    ("simple key", "this line is neither `key: value` nor part of a text",
     "write `key: value`, or indent the line further than the key it belongs to"),
    ("block mapping", "this does not fit the lines above",
     "indent the keys of one mapping alike; put a text that begins with a quote or bracket in quotes"),
    ("document start", "this stands after the end of the document",
     "indent it as the lines above, or keep one document in a file"),
    ("node content", "a value is missing here", "write a value, or close the bracket"),
    ("directive", "a line cannot begin with `%`", _QUOTES),
    ("block collection", "this does not fit the list above", "indent the elements of one list alike"),
    ("block sequence", "this does not fit the list above", "indent the elements of one list alike"),
)  # fmt: skip
# For these the beginning of the faulty construct is the place to look at, not where the parser gave up.
_SHOWN_AT_THEIR_BEGINNING = ("unexpected end of stream", "simple key", "flow sequence", "flow mapping")


def parse_yaml(text: str, name: str) -> tuple[Any, Node | None]:
    """The data and nodes of a YAML text; (None, None) where it holds nothing. Raises `DocumentError`."""
    builder = TreeBuilder(name)
    try:
        _feed(_LOADER(text.encode()), builder, text)
    except yaml.MarkedYAMLError as error:
        raise DocumentError(_explained(error, text, name)) from None
    except yaml.reader.ReaderError:
        raise DocumentError(_unprintable(text, name)) from None
    return builder.data, builder.root


def _feed(loader: Any, builder: TreeBuilder, text: str) -> None:
    """Pass the parser's events on to the builder."""
    documents = 0
    lines = text.splitlines() if "\t" in text else None
    while (event := loader.get_event()) is not None:
        kind = type(event)
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if kind is yaml.ScalarEvent:
            _check(event, builder, line, column)
            builder.scalar(event.value, _value(event, builder, line, column), line, column)
        elif kind is yaml.MappingStartEvent:
            _check(event, builder, line, column)
            builder.open_mapping(line, column)
        elif kind is yaml.SequenceStartEvent:
            _check(event, builder, line, column)
            builder.open_list(line, column)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            builder.close()
        elif kind is yaml.AliasEvent:
            raise _no_anchors(event, builder, line, column)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                hint = "keep one document in a file: remove the `---`"
                raise builder.refuse(line, column, "a second document begins here", hint)
        if lines is not None and "\t" in _indentation(lines, mark.line, mark.column):
            raise builder.refuse(line, column, *_TABS)


_TABS = ("a tab is used for indentation", "use spaces: YAML has no tabs there")


def _indentation(lines: list[str], line: int, column: int) -> str:
    """What stands before that column, if it is only white space."""
    before = lines[line][:column] if line < len(lines) else ""
    return before if not before.strip() else ""


def _check(event: Any, builder: TreeBuilder, line: int, column: int) -> None:
    if event.anchor is not None:
        raise _no_anchors(event, builder, line, column)
    if event.tag is not None:
        hint = "put a text that begins with `!` in quotes"
        raise builder.refuse(line, column, "tags, which begin with `!`, are not allowed", hint)


def _no_anchors(event: Any, builder: TreeBuilder, line: int, column: int) -> DocumentError:
    sign = "*" if type(event) is yaml.AliasEvent else "&"
    return builder.refuse(
        line,
        column,
        f"anchors and aliases are not allowed, here {quoted(sign + event.anchor)}",
        f"write the value out, or put a text that begins with `{sign}` in quotes",
    )


def _value(event: Any, builder: TreeBuilder, line: int, column: int) -> Any:
    """The value of a scalar: only one without quotes can be a flag, a number or nothing."""
    raw: str = event.value
    if not event.implicit[0]:
        return raw
    if raw in _CONSTANTS:
        return _CONSTANTS[raw]
    if raw[0] not in "+-0123456789" or (match := _NUMBER.fullmatch(raw)) is None:
        return raw
    if len(raw) <= _LONGEST_NUMBER:
        number = float(raw) if match[1] else int(raw)
        if math.isfinite(number):
            return number
    hint = "put it in quotes if it is a text"
    raise builder.refuse(line, column, f"the number {quoted(raw)} is too large", hint)


def _explained(error: Any, text: str, name: str) -> Problem:
    """A syntax error in our words, at the place where a person has to look."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: mark.column + 1] and not here[: mark.column + 1].strip():
        return Problem(_TABS[0], Location(name, mark.line + 1, mark.column + 1), _TABS[1])
    if "cannot start any token" in problem:
        character = here[mark.column : mark.column + 1]
        shown = "a backtick" if character == "`" else quoted(character)
        message = f"a text cannot begin with {shown}"
        return Problem(message, Location(name, mark.line + 1, mark.column + 1), _QUOTES)
    for fragment, message, hint in _EXPLANATIONS:
        if fragment in problem or fragment in context:
            if fragment in _SHOWN_AT_THEIR_BEGINNING and error.context_mark is not None:
                mark = error.context_mark
            return Problem(message, Location(name, mark.line + 1, mark.column + 1), hint)
    return Problem(f"this is not valid YAML: {problem}", Location(name, mark.line + 1, mark.column + 1))


def _unprintable(text: str, name: str) -> Problem:
    match = _UNPRINTABLE.search(text)
    offset = match.start() if match else 0
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return Problem(
        f"the character U+{ord(text[offset]):04X} is not allowed in a YAML file",
        Location(name, line, column),
        "remove it; it does not show in most editors",
    )
