"""Fields of a form, made from the JSON Schema that the service gives: nothing about an event is written down twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["date", "text", "words", "yes_no", "choice", "choices", "texts", "dates", "number"]
Schema = Mapping[str, Any]

RECORD_KEEPING: Final = ("recorded_on", "on_file", "note")
"""Fields that every event has, and that are seldom wanted."""
_PARTS: Final = ("resident", "representative", "matter")
_HIDDEN: Final = ("type", "id", "corrects")
_FIRST: Final = ("date", "stage")
_ONE_LINE: Final = frozenset(
    (
        *("about", "action", "authority", "by", "category", "channel", "handler", "interval", "issue", "kind"),
        *("language", "logged_as_new_complaint", "name", "named_stage", "next_step", "person", "preferred_channel"),
        *("prior_case", "received_by", "reference", "remedy", "service_request", "third_party", "told_to_use"),
    )
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. With `nothing` it can be known that there was none, which is not the same as not known."""

    name: str
    label: str
    hint: str
    kind: Kind
    required: bool = False
    nothing: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: its name in the API, words for people, and the fields of its form."""

    name: str
    label: str
    meaning: str
    fields: tuple[Field, ...]

    @property
    def main(self) -> tuple[Field, ...]:
        """What the rules read."""
        return tuple(field for field in self.fields if field.name not in RECORD_KEEPING)

    @property
    def further(self) -> tuple[Field, ...]:
        """What is seldom wanted."""
        return tuple(field for field in self.fields if field.name in RECORD_KEEPING)


def event_types(schema: Schema) -> dict[str, EventType]:
    """Every type of event in the schema of a case, in its order."""
    places = schema["properties"]["events"]["items"]["discriminator"]["mapping"]
    order = schema["properties"]["absent"]["items"]["enum"]
    found = {name: schema["$defs"][place.rpartition("/")[2]] for name, place in places.items()}
    return {name: EventType(name, label_of(name), found[name]["description"], _fields(found[name])) for name in order}


def parts_of(schema: Schema) -> dict[str, tuple[Field, ...]]:
    """The parts of the header that have fields of their own, by their keys in a case."""
    return {part: _fields(schema["$defs"][part.capitalize()]) for part in _PARTS}


def label_of(name: str) -> str:
    """A name of the API as words: `complaint_received` as "Complaint received"."""
    words = name.replace("_", " ").replace("ombudsman", "Ombudsman")
    return words[:1].upper() + words[1:]


def _fields(schema: Schema) -> tuple[Field, ...]:
    required = schema.get("required", ())
    names = [name for name in schema["properties"] if name not in _HIDDEN]
    ordered = sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    return tuple(_field(name, schema["properties"][name], name in required) for name in ordered)


def _field(name: str, schema: Schema, required: bool) -> Field:
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    main = kinds[0]
    kind = _kind(name, main)
    meaning = schema.get("description", "")
    return Field(
        name=name,
        label=label_of(name),
        hint=_in_a_form(meaning),
        kind=kind,
        required=required,
        nothing=kind in ("texts", "dates", "choices") or (kind in ("text", "words", "date") and "; empty" in meaning),
        choices=_choices(main),
    )


def _in_a_form(meaning: str) -> str:
    """What a field means, in words for somebody before a form rather than before a file."""
    meaning = meaning.replace("; a date-time with a zone stands for its day in Europe/London", "")
    return meaning.replace("; empty if none.", "; “none” if there were none.").replace("; empty if", "; “none” if")


def _kind(name: str, schema: Schema) -> Kind:
    if "enum" in schema or "maximum" in schema:
        return "choice"
    if schema["type"] == "array":
        items = schema["items"]
        if "enum" in items:
            return "choices"
        return "texts" if items.get("type") == "string" else "dates"
    if schema["type"] == "boolean":
        return "yes_no"
    if schema["type"] == "integer":
        return "number"
    if schema.get("format") == "date":
        return "date"
    return "text" if name in _ONE_LINE else "words"


def _choices(schema: Schema) -> tuple[str, ...]:
    if "maximum" in schema:
        return tuple(str(number) for number in range(schema["minimum"], schema["maximum"] + 1))
    return tuple(schema.get("enum") or schema.get("items", {}).get("enum", ()))
