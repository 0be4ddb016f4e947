"""What somebody entered into a form, as data for the service, and such data as what stands in a form.

An empty field is not known, and is left out. The word `none` is known to be nothing: an empty text or list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from housing_crm.guard import Form
from housing_crm.schema_fields import Field

NONE: Final = "none"
EVENT: Final = "event."
"""Before the names of an event's fields. A field called `contains` would hide what a browser calls by that name."""
NOTHING: Final = "nothing:"
"""Before the name of a field: the box that says there was none."""


def values_in(form: Form, fields: Iterable[Field], prefix: str = "") -> dict[str, Any]:
    """The values of the fields that were filled in, by name; `prefix` stands before each name in the form."""
    read = {field.name: _value(form, field, prefix) for field in fields}
    return {name: value for name, value in read.items() if value is not None}


def shown_in(form: Form) -> dict[str, list[str]]:
    """What was entered, as it is shown again after a mistake."""
    return {name: list(values) for name, values in form.items()}


def shown(data: Mapping[str, Any], fields: Iterable[Field], prefix: str = "") -> dict[str, list[str]]:
    """Data as the fields of a form show it."""
    found: dict[str, list[str]] = {}
    for field in fields:
        value = data.get(field.name)
        if value is None:
            continue
        if value in ("", []) and field.kind in ("date", "choices"):
            found[NOTHING + prefix + field.name] = ["yes"]
        else:
            found[prefix + field.name] = _texts(value, field)
    return found


def _texts(value: Any, field: Field) -> list[str]:
    if value in ("", []):
        return [NONE]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [str(each) for each in value] if field.kind == "choices" else ["\n".join(str(each) for each in value)]
    return [str(value)]


def _value(form: Form, field: Field, prefix: str) -> Any:
    name = prefix + field.name
    entered = [text.strip() for text in form.get(name, [])]
    if NOTHING + name in form:
        return [] if field.kind == "choices" else ""
    if field.kind == "choices":
        return entered or None
    text = entered[0].replace("\r\n", "\n") if entered else ""
    if not text:
        return None
    if field.nothing and text.casefold() == NONE:
        return [] if field.kind in ("texts", "dates") else ""
    return _read(text, field)


def _read(text: str, field: Field) -> Any:
    match field.kind:
        case "yes_no":
            return {"yes": True, "no": False}.get(text)
        case "texts" | "dates":
            return [line.strip() for line in text.split("\n") if line.strip()]
        case "number":
            return _number(text)
        case "choice" if all(each.isdecimal() for each in field.choices):
            return _number(text)
        case _:
            return text


def _number(text: str) -> int | str:
    """A number; other text is sent as it is, so that the service says what is wrong with it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text
