"""How facts, collections and their attributes are declared, and attributes read off the classes of events."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from code_engine.case.event import Event
from code_engine.case.values import ValueType

UNFOLDED_FIELDS = frozenset({"type", "date", "id", "corrects"})
"""Fields of every event that are not attributes under their own name: `date` is the attribute `on`."""


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact that rules can read: its type, unit, meaning, the question that asks for it, and its sources.

    `events` are the types of events that supply it: in a partial record it is known to be absent only where
    all of them are named under `absent`. Empty for facts of the header and of the evaluation.
    """

    name: str
    type: ValueType
    meaning: str
    question: str
    unit: str | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeDeclaration:
    """An attribute of the items of a collection; in `question` the placeholder `{on}` is the item's day.

    `field` names where it is written in a case file (`extension_notified.reasons`), None where it is joined.
    """

    type: ValueType
    meaning: str
    question: str
    field: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CollectionDeclaration:
    """A list of items that rules can go through, each a mapping of attributes, in the order of their days."""

    name: str
    meaning: str
    question: str
    events: tuple[str, ...]
    attributes: dict[str, AttributeDeclaration] = field(hash=False)


class DetailKind(Enum):
    """What the annotation of a field of an event says about its values."""

    FLAG = ValueType.FLAG
    DATE = ValueType.DATE
    NUMBER = ValueType.NUMBER
    TEXT = ValueType.TEXT
    TEXTS = ValueType.TEXTS
    DATES = "dates"


def detail_kind(annotation: Any) -> DetailKind:
    """The kind of values a field holds, by its annotation without None; raises TypeError for any other."""
    for option in _options(annotation):
        if option is bool:
            return DetailKind.FLAG
        if option is int:
            return DetailKind.NUMBER
        if option is str or get_origin(option) is Literal:
            return DetailKind.TEXT
        if option is datetime.date:
            return DetailKind.DATE
        if get_origin(option) is tuple:
            element = detail_kind(get_args(option)[0])
            return DetailKind.DATES if element is DetailKind.DATE else DetailKind.TEXTS
    raise TypeError(f"no facts can be read from {annotation!r}")


def _options(annotation: Any) -> Iterator[Any]:
    """The alternatives of a union without None; the day of a `DetailDay` comes before its empty text."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    is_union = get_origin(annotation) in (Union, UnionType)
    for option in get_args(annotation) if is_union else (annotation,):
        if option is NoneType:
            continue
        if get_origin(option) is Annotated:
            option = get_args(option)[0]
        yield option


def attributes_of(event: type[Event]) -> dict[str, AttributeDeclaration]:
    """The attributes that the items of one type of event have, read off its annotations.

    A list of days becomes its first and its last day (`next_on_first`, `next_on_last`).
    """
    event_type: str = event.model_fields["type"].default
    attributes = {
        "on": AttributeDeclaration(
            ValueType.DATE,
            f"The day of the {event.label}.",
            f"When was the {event.label}?",
            f"{event_type}.date",
            "day",
        )
    }
    kinds: dict[Any, DetailKind] = {}
    for name, info in event.model_fields.items():
        if name in UNFOLDED_FIELDS:
            continue
        kind = kinds.get(info.annotation) or kinds.setdefault(info.annotation, detail_kind(info.annotation))
        extra = info.json_schema_extra
        question = str(extra["x-question"]) if isinstance(extra, dict) else ""
        meaning, source = info.description or "", f"{event_type}.{name}"
        if kind is DetailKind.DATES:
            for end, word in (("first", "The earliest of them"), ("last", "The latest of them")):
                attributes[f"{name}_{end}"] = AttributeDeclaration(
                    ValueType.DATE, f"{meaning} {word}.", question, source, "day"
                )
        else:
            value_type = ValueType(kind.value)
            unit = "day" if kind is DetailKind.DATE else "stage" if kind is DetailKind.NUMBER else None
            attributes[name] = AttributeDeclaration(value_type, meaning, question, source, unit)
    return attributes
