"""What pydantic finds wrong with a document, in words for the person who wrote it, with places.

pydantic's own messages speak of types, inputs and discriminators; these speak of what is in the file and what
to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError

from code_engine.documents.names import ErrorPath, NamesAt, names_in
from code_engine.documents.tree import Document, DocumentPath
from code_engine.errors import Problem, did_you_mean, quoted

_Words: TypeAlias = tuple[str, str | None]

_DATE = ("a date like 2025-06-02", "write year-month-day")
_LIST = ("a list", "write [a, b], or lines that begin with `- `")
_MAPPING = ("keys and values", "write lines of `key: value`")
_FLAG = ("true or false", "write true or false")
_WHOLE_NUMBER = ("a whole number", None)
_NUMBER = ("a number", None)
_EXPECTED: dict[str, _Words] = {
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _DATE,
    "datetime_parsing": _DATE,
    "datetime_from_date_parsing": _DATE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}
_YEAR_PATTERNS = (r"\d{4}", "[0-9]{4}")
_UNQUOTED_VALUE = re.compile(r"true|false|[-+]?[0-9]+(\.[0-9]+)?")
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_MANY_NAMES = 40


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One of pydantic's errors and the place in the document that it is about."""

    document: Document
    kind: str
    error_path: ErrorPath
    path: ErrorPath
    """The part of the error's path that is in the document."""
    context: dict[str, Any]
    message: str
    value: Any

    @property
    def key(self) -> str | None:
        """The key that the value, or the list it is in, stands under."""
        keys = [part for part in self.path if isinstance(part, str)]
        return quoted(keys[-1]) if keys else None

    @property
    def is_about_key(self) -> bool:
        """Whether the key itself is wrong, not the value under it."""
        return self.error_path[-1:] == ("[key]",) and self.path[-1:] == self.error_path[-2:-1]

    @property
    def found(self) -> str:
        """The value as the person wrote it, or what it is where it has no short form."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, dict):
            return "keys and values"
        if isinstance(self.value, list):
            return "a list"
        written = self.document.raw(self.path)
        if isinstance(self.value, str) and _UNQUOTED_VALUE.fullmatch(self.value):
            return quoted(f'"{self.value}"')
        return quoted(self.value if written is None else written)


def problems_from(
    document: Document, error: ValidationError, known: type[BaseModel] | NamesAt, base: DocumentPath = ()
) -> tuple[Problem, ...]:
    """Every mistake that a model found in a document, as problems in the order of the file.

    `known` is the model, or a function that gives the keys allowed at a path of the error (pydantic's `loc`
    without its last part); a wrong key is compared with these. `base` leads to the part of the document that
    was validated, where it was not the whole. A validator that raises a `PydanticCustomError` may put a
    `hint` into its context.
    """
    names_at = names_in(known) if isinstance(known, type) else known
    placed = {}
    for details in error.errors(include_url=False):
        found = _mistake(document, details, base)
        if not _is_echo(found):
            problem = _problem(found, names_at)
            placed[problem] = (_order(problem), problem.message)
    return tuple(sorted(placed, key=placed.__getitem__))


def _is_echo(mistake: _Mistake) -> bool:
    """Whether a list is only too short because its elements have mistakes of their own, which are told anyway."""
    is_short = mistake.kind == "too_short" and isinstance(mistake.value, list)
    return is_short and len(mistake.value) >= mistake.context["min_length"]


def _order(problem: Problem) -> tuple[int, int]:
    place = problem.location
    return (place.line or 0, place.column or 0) if place is not None else (0, 0)


def _mistake(document: Document, details: Any, base: DocumentPath) -> _Mistake:
    path: list[str | int] = list(base)
    value = document.data
    for part in base:
        value = value[part]
    for part in details["loc"]:
        # A part that is not in the document is a missing key, or the tag of a union that pydantic put in.
        in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if in_list or (isinstance(value, dict) and part in value):
            value = value[part]
            path.append(part)
    return _Mistake(
        document, details["type"], details["loc"], tuple(path), details.get("ctx", {}), details["msg"], value
    )


def _problem(mistake: _Mistake, names_at: NamesAt) -> Problem:
    place = mistake.document.location(mistake.path)
    if mistake.kind == "extra_forbidden":
        name = str(mistake.error_path[-1])
        known = names_at(mistake.error_path[:-1])
        hint = _suggestion(name, known, "known keys")
        if mistake.value is None and did_you_mean(name, known) is None:
            hint = "if this belongs to the text before it, put that text in quotes: between `{` and `}` a comma ends it"
        return Problem(f"unknown key {quoted(name)}", mistake.document.key_location(mistake.path), hint)
    if mistake.is_about_key:
        return _wrong_key(mistake)
    if mistake.kind == "missing":
        name = str(mistake.error_path[-1])
        return Problem(f"the key {quoted(name)} is missing", place, f"add `{name}: …`")
    if mistake.kind in ("union_tag_invalid", "union_tag_not_found"):
        return _wrong_tag(mistake)
    message, hint = _words(mistake)
    return Problem(message, place, hint)


def _wrong_key(mistake: _Mistake) -> Problem:
    """A key of a mapping whose keys are free, but not of any form."""
    name, place = str(mistake.path[-1]), mistake.document.key_location(mistake.path)
    choices = _choices(str(mistake.context["expected"])) if mistake.kind in ("literal_error", "enum") else []
    if choices:
        return Problem(f"unknown key {quoted(name)}", place, _suggestion(name, choices, "known keys"))
    if mistake.kind == "string_pattern_mismatch":
        form = quoted(mistake.context["pattern"])
        return Problem(f"the key {quoted(name)} does not have the form {form}", place)
    plain = mistake.message[:1].lower() + mistake.message[1:]
    return Problem(f"the key {quoted(name)} is not valid: {plain}", place)


def _wrong_tag(mistake: _Mistake) -> Problem:
    """A mapping whose `type`, or whichever key tells its kind, is missing or unknown."""
    key = str(mistake.context["discriminator"]).strip("'")
    if mistake.kind == "union_tag_not_found":
        place = mistake.document.location(mistake.path)
        return Problem(f"the key {quoted(key)} is missing", place, f"add `{key}: …`")
    tag = str(mistake.context["tag"])
    hint = _suggestion(tag, _choices(mistake.context["expected_tags"]), "known")
    place = mistake.document.location((*mistake.path, key))
    return Problem(f"unknown {key} {quoted(tag)}", place, hint)


def _words(mistake: _Mistake) -> _Words:
    """Message and hint for a value that is not what it has to be."""
    if "hint" in mistake.context:
        # A validator of our own brings both, and has quoted what it found.
        return _about(mistake, mistake.message), mistake.context["hint"]
    if mistake.kind in _EXPECTED:
        return _expected(mistake, *_EXPECTED[mistake.kind])
    if mistake.kind == "string_type":
        return _not_a_text(mistake)
    if mistake.kind in ("literal_error", "enum"):
        return _not_a_choice(mistake)
    if mistake.kind == "string_pattern_mismatch":
        pattern = str(mistake.context["pattern"])
        if any(year in pattern for year in _YEAR_PATTERNS):
            return _expected(mistake, *_DATE)
        return _about(mistake, f"{mistake.found} does not have the form {quoted(pattern)}"), None
    if mistake.kind in _BOUNDS:
        words, name = _BOUNDS[mistake.kind]
        return _about(mistake, f"expected {words} {mistake.context[name]}, found {mistake.found}"), None
    if mistake.kind in ("too_short", "string_too_short"):
        return _about(mistake, _too_short(mistake)), None
    if mistake.kind == "value_error":
        return _about(mistake, str(mistake.context["error"])), None
    plain = mistake.message[:1].lower() + mistake.message[1:]
    return _about(mistake, f"{plain}, found {mistake.found}"), None


def _about(mistake: _Mistake, message: str) -> str:
    return f"{mistake.key}: {message}" if mistake.key else message


def _expected(mistake: _Mistake, what: str, hint: str | None) -> _Words:
    message = _about(mistake, f"expected {what}, found {mistake.found}")
    text = mistake.value
    if isinstance(text, str) and what not in (_DATE[0], _LIST[0]) and _UNQUOTED_VALUE.fullmatch(text):
        is_flag = text in ("true", "false")
        if is_flag == (what == _FLAG[0]):
            hint = "take the quotes away"
    return message, hint


def _not_a_text(mistake: _Mistake) -> _Words:
    value = mistake.value
    if isinstance(value, bool):
        return _about(mistake, f"{mistake.found} is true or false here, not a text"), _in_quotes(mistake)
    if isinstance(value, (int, float)):
        return _about(mistake, f"{mistake.found} is a number here"), _in_quotes(mistake)
    return _about(mistake, f"expected a text, found {mistake.found}"), None


def _in_quotes(mistake: _Mistake) -> str:
    written = mistake.document.raw(mistake.path)
    quotes = f'put it in quotes: "{written}"'
    day = _day_in(written or "")
    return f'if it is a date, write it as year-month-day: "{day}"; if not, {quotes}' if day else quotes


def _day_in(digits: str) -> date | None:
    """The day that eight digits stand for, None where they stand for none."""
    if not _EIGHT_DIGITS.fullmatch(digits):
        return None
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None


def _not_a_choice(mistake: _Mistake) -> _Words:
    expected = str(mistake.context["expected"])
    choices = _choices(expected)
    message = _about(mistake, f"{mistake.found} is not one of the words allowed here")
    if not choices:
        return _about(mistake, f"expected {expected}, found {mistake.found}"), None
    return message, _suggestion(str(mistake.value), choices, "allowed")


def _choices(listed: str) -> list[str]:
    """The words in pydantic's list of what it expects: 'one', 'two' or 'three'."""
    return re.findall(r"'([^']*)'", listed)


def _suggestion(name: str, known: Iterable[str], introduction: str) -> str | None:
    names = sorted(known)
    close = did_you_mean(name, names)
    if close is not None or not names:
        return close
    return f"{introduction}: {', '.join(names)}" if len(names) <= _MANY_NAMES else None


def _too_short(mistake: _Mistake) -> str:
    least = mistake.context["min_length"]
    if least == 1:
        return "this must not be empty"
    unit = "characters" if mistake.kind == "string_too_short" else "elements"
    return f"expected at least {least} {unit}, found {mistake.found}"
