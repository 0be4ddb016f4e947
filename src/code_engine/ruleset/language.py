"""The condition language: from the text of a condition to its typed tree.

The grammar is a small part of Python's expressions, read by the standard `ast` module and never evaluated as
Python. Every mistake becomes a Problem with its place; no text whatsoever raises anything but RulesetError.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from code_engine.case.values import ValueType
from code_engine.errors import Location, Problem, RulesetError, quoted
from code_engine.ruleset.checking import Checker, Mistake, dotted_name
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.functions import TYPE_WORDS
from code_engine.ruleset.scope import Scope

LONGEST: Final = 2_000
"""Characters a condition may have."""

DEEPEST: Final = 40
"""Levels to which a condition may be nested."""

_SHORTEN: Final = "move parts into definitions"
_NO_PLACE: Final = Location("condition", 1, 1)
_SINGLE_EQUALS: Final = re.compile(r"(?<![=!<>])=(?!=)")
_LINE_BREAKS: Final = str.maketrans("\r\n\t", "   ")
_HABITS: Final = (
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("===", "compare with `==`"),
    ("<>", "compare with `!=`"),
    ("{", "placeholders belong in reasons, not in conditions"),
)


def parse(
    text: str, scope: Scope, location: Location | None = None, expected: ValueType | None = ValueType.FLAG
) -> Expression:
    """Read a condition into its tree, all names and types checked.

    `location` is where the text starts in its file; a mistake is placed there plus its offset in the text, as
    far as the text is written on one line. `expected` is the type the result must have, None for any.
    Raises RulesetError with one Problem for each mistake.
    """
    start = location or _NO_PLACE
    tree = _syntax_tree(text, start)
    checker = Checker(scope)
    expression = checker.expression(tree)
    if expression is not None and expected is not None and expression.type is not expected:
        found, wanted = TYPE_WORDS[expression.type], TYPE_WORDS[expected]
        checker.note(tree, f"{quoted(expression.text)} is {found}, but {wanted} is needed here")
    if checker.mistakes or expression is None:
        raise RulesetError(*(_problem(mistake, text, start) for mistake in checker.mistakes))
    return expression


def mentioned_names(text: str) -> tuple[str, ...]:
    """The dotted names in a condition, unchecked and in order: to sort definitions before they are parsed.

    Raises RulesetError where the text is not even an expression; `parse` says where.
    """
    return tuple(dict.fromkeys(_dotted_names(_syntax_tree(text, _NO_PLACE))))


def _dotted_names(tree: ast.AST) -> Iterator[str]:
    name = dotted_name(tree)
    if name is not None:
        yield name
        return
    for child in ast.iter_child_nodes(tree):
        yield from _dotted_names(child)


def _syntax_tree(text: str, start: Location) -> ast.expr:
    """The syntax tree of a text within the limits; raises RulesetError."""
    line = text.translate(_LINE_BREAKS)
    indent = len(line) - len(line.lstrip(" "))
    _refuse_unreadable(line, start, indent)
    try:
        tree = ast.parse(line[indent:].rstrip(" "), mode="eval").body
    except SyntaxError as error:
        # At the end of the text Python gives no offset.
        offset = indent + error.offset - 1 if error.offset else len(line)
        raise _refusal(_syntax_message(line, offset), start, offset, _syntax_hint(line)) from None
    except (RecursionError, MemoryError):
        raise _refusal("the condition is nested too deeply", start, indent, _SHORTEN) from None
    except ValueError:
        raise _refusal("the condition cannot be read", start, indent) from None
    if _depth(tree) > DEEPEST:
        message = f"the condition is nested more than {DEEPEST} levels deep"
        raise _refusal(message, start, indent, _SHORTEN)
    return tree


def _refuse_unreadable(line: str, start: Location, indent: int) -> None:
    """Refuse what the language never holds, before the syntax is looked at."""
    if len(line) > LONGEST:
        message = f"the condition has {len(line)} characters, and the limit is {LONGEST}"
        raise _refusal(message, start, indent, _SHORTEN)
    if not line.strip(" "):
        raise _refusal("the condition is empty", start, 0, "write a condition, or leave the key out")
    for offset, character in enumerate(line):
        if not character.isprintable():
            message = f"a condition cannot hold the character U+{ord(character):04X}"
            raise _refusal(message, start, offset, "replace it, for instance by a plain space")
        if character == "#":
            raise _refusal("a condition cannot hold a comment", start, offset, "use a comment of the file")
        if character == "\\":
            raise _refusal("a condition cannot hold a backslash", start, offset, "write the text as it is")


def _syntax_message(line: str, offset: int) -> str:
    piece = line[offset : offset + 20].strip()
    return f"the condition cannot be read at {quoted(piece)}" if piece else "the condition is not complete"


def _syntax_hint(line: str) -> str | None:
    for habit, hint in _HABITS:
        if habit in line:
            return hint
    if line.count("(") != line.count(")"):
        return "an opening and a closing bracket do not match"
    return "compare with `==`" if _SINGLE_EQUALS.search(line) else None


def _depth(tree: ast.expr) -> int:
    """How deeply a syntax tree is nested, found without recursion."""
    deepest = 0
    waiting: list[tuple[int, ast.AST]] = [(1, tree)]
    while waiting:
        depth, node = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((depth + 1, child) for child in ast.iter_child_nodes(node))
    return deepest


def _refusal(message: str, start: Location, offset: int, hint: str | None = None) -> RulesetError:
    return RulesetError(Problem(message, _moved(start, offset), hint))


def _problem(mistake: Mistake, text: str, start: Location) -> Problem:
    """A mistake with its place: the syntax tree counts bytes from the first sign that is not a blank."""
    line = text.translate(_LINE_BREAKS)
    indent = len(line) - len(line.lstrip(" "))
    read = line[indent:].encode()[: mistake.byte_offset].decode(errors="ignore")
    return Problem(mistake.message, _moved(start, indent + len(read)), mistake.hint)


def _moved(start: Location, offset: int) -> Location:
    column = None if start.column is None else start.column + offset
    return Location(start.file, start.line, column)
