"""Values given on the command line, `field=value`, read by the kind of the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from pydantic_core import PydanticCustomError

from code_engine.case.dates import parse_day
from code_engine.errors import Problem, did_you_mean, quoted
from code_engine.letters.field_names import FIELDS, FieldKind, LetterField
from code_engine.letters.mistakes import LetterError, in_field
from code_engine.letters.values import PointAnswer, Promise, Value, Words, tidy, worded

DECISIONS: Final = ("upheld", "partly_upheld", "not_upheld")
ADDRESSEES: Final = ("resident", "representative")
AS_RECORDED: Final = "as-recorded"
"""Takes over the words of the file, by somebody who has read them."""

LONGEST: Final = 200_000
"""Characters of one value; a decision of twenty pages has some sixty thousand."""

_NONE: Final = frozenset({"none", "None", "NONE"})
_BETWEEN: Final = re.compile(r"(?<!\\);")
_PROMISE: Final = re.compile(r"(?P<what>.*\S)\s+by\s+(?P<day>\d{4}-\d{2}-\d{2})\s*", re.DOTALL)
_DONE: Final = re.compile(r"(?P<what>.*\S)\s+on\s+(?P<day>\d{4}-\d{2}-\d{2})\s*", re.DOTALL)


def read_given(pairs: Iterable[str]) -> dict[str, str]:
    """`field=value` pairs as a mapping; `field=@FILE` takes the content of a file, which ends in a line's end.

    Raises LetterError for what is no pair, for a field given twice, and for a file that cannot be read.
    """
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise LetterError(Problem(f"{quoted(pair)} sets nothing", None, "write --set field=value"))
        name = name.strip()
        if name in given:
            raise LetterError(Problem(f"the field {quoted(name)} is set twice", None, "keep one of the two"))
        given[name] = _from_file(value[1:]) if value.startswith("@") else value
    return given


def values_of(
    given: Mapping[str, str], allowed: Collection[str], kind: str, points: Collection[str] = ()
) -> dict[str, Value]:
    """The values given, for a kind of letter; answers are told apart by the points of the definition.

    Raises LetterError with every mistake in them.
    """
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for name in sorted(given, key=lambda name: name != "points"):
        text, field = given[name], FIELDS.get(name)
        if field is None or name not in allowed:
            what = f"there is no field {quoted(name)}" if field is None else f"the letter has no use for {quoted(name)}"
            hint = did_you_mean(name, allowed) or f"fields of {kind}: {', '.join(sorted(allowed))}"
            problems.append(Problem(what, in_field(name), hint))
            continue
        try:
            found[name] = value_of(field, text, _named(found.get("points")) or points)
        except ValueError as error:
            problems.append(Problem(str(error), in_field(name), f"it takes {field.kind.value}"))
    if problems:
        raise LetterError(*problems)
    return found


def value_of(field: LetterField, text: str, points: Collection[str] = ()) -> Value:
    """One value, read by the kind of its field; `none` says that there is nothing. Raises ValueError."""
    if len(text) > LONGEST:
        raise ValueError(f"the value has more than {LONGEST:,} characters")
    several_lines = "\n" in text
    text = tidy(text)
    is_list = field.kind in _ELEMENTS
    if text in _NONE or not text:
        if not text:
            raise ValueError("the value is empty; say none where there is nothing")
        return () if is_list else ""
    if text == AS_RECORDED:
        raise ValueError("the case has nothing on this that could be taken over")
    if field.kind is FieldKind.DATE:
        return _day(text)
    if field.kind is FieldKind.DECISION:
        if text not in DECISIONS:
            raise ValueError(f"{quoted(text)} is no decision")
        return text
    if field.kind is FieldKind.ADDRESSEE:
        if text not in ADDRESSEES:
            raise ValueError(f"{quoted(text)} is nobody a letter is written to")
        return text
    if field.kind is FieldKind.ANSWERS:
        return tuple(_answer(part, points) for part in _parts(text, several_lines))
    if is_list:
        element = _ELEMENTS[field.kind]
        return tuple(element(part) for part in _parts(text, several_lines))
    return worded(text)


def _parts(text: str, several_lines: bool) -> list[str]:
    """The elements of a list: one a line in a file, else with semicolons between; `\\;` is a semicolon of its own."""
    parts = text.splitlines() if several_lines else _BETWEEN.split(text)
    return [part.replace("\\;", ";").strip() for part in parts if part.strip()]


def _promise(text: str) -> Promise:
    found = _PROMISE.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} does not end in `by` and a date")
    return Promise(worded(found["what"]), _day(found["day"]))


def _done(text: str) -> Promise:
    found = _DONE.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} does not end in `on` and a date")
    return Promise(worded(found["what"]), _day(found["day"]))


def _named(points: Value | None) -> tuple[str, ...]:
    return tuple(map(str, points)) if isinstance(points, tuple) else ()


def _answer(text: str, points: Collection[str] = ()) -> PointAnswer:
    """A point and its answer; a point of the definition may have a `:` itself, so the longest that fits is taken."""
    text = worded(text)
    for known in sorted(points, key=lambda each: (-len(each), each)):
        rest = text[len(known) :].lstrip()
        if text[: len(known)].casefold() == known.casefold() and rest.startswith(":") and rest[1:].strip():
            return PointAnswer(Words(known), Words(rest[1:].strip()))
    point, colon, answer = text.partition(":")
    if not colon or not point.strip() or not answer.strip():
        raise ValueError(f"{quoted(text)} has no point and answer with `:` between")
    return PointAnswer(Words(point.strip()), Words(answer.strip()))


_ELEMENTS: Final[Mapping[FieldKind, Callable[[str], object]]] = {
    FieldKind.TEXTS: worded,
    FieldKind.PROMISES: _promise,
    FieldKind.DONE: _done,
    FieldKind.ANSWERS: _answer,
}


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except PydanticCustomError as error:
        raise ValueError(error.message()) from None


def _from_file(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            content = file.read(4 * LONGEST + 1)
        return content.decode("utf-8-sig").rstrip("\r\n") + "\n"
    except (OSError, ValueError):
        raise LetterError(
            Problem(f"the file {quoted(name)} cannot be read as UTF-8 text", None, "check its name and how it is saved")
        ) from None
