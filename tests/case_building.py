"""Small builders of cases for tests, and random ones for properties."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from code_engine.case.declarations import DetailKind, detail_kind
from code_engine.case.events import EVENT_TYPES
from code_engine.case.fold import fold
from code_engine.case.model import Case
from code_engine.case.values import Item, Items, Value

FIRST_DAY = date(2025, 6, 1)
LAST_DAY = date(2025, 7, 20)


def event(event_type: str, day: str, **details: Any) -> dict[str, Any]:
    """An event as it stands in a file."""
    return {"type": event_type, "date": day, **details}


def a_case(*events: dict[str, Any], **header: Any) -> Case:
    """A case of these events."""
    return Case.model_validate({"reference": "T11-2025-0007", "landlord": "code-only", "events": list(events)} | header)


def facts_of(*events: dict[str, Any], as_of: str = "2025-12-31", **header: Any) -> dict[str, Value]:
    """The facts of a case of these events."""
    return fold(a_case(*events, **header), date.fromisoformat(as_of)).facts


def day(text: str) -> int:
    """A day number."""
    return date.fromisoformat(text).toordinal()


def items(value: Value) -> tuple[Item, ...]:
    """The items of a collection."""
    assert isinstance(value, Items)
    return value.items


def days() -> st.SearchStrategy[str]:
    """Days of one summer, so that events meet."""
    return st.dates(FIRST_DAY, LAST_DAY).map(datetime.date.isoformat)


def _details(annotation: Any) -> st.SearchStrategy[Any]:
    kind = detail_kind(annotation)
    if kind is DetailKind.FLAG:
        return st.booleans()
    if kind is DetailKind.NUMBER:
        return st.sampled_from([1, 2])
    if kind is DetailKind.DATE:
        return st.one_of(days(), st.just(""))
    if kind is DetailKind.DATES:
        return st.lists(days(), max_size=3)
    words = _words(annotation)
    if kind is DetailKind.TEXTS:
        return st.lists(words, max_size=3)
    return words


def _words(annotation: Any) -> st.SearchStrategy[str]:
    """The words a literal allows, or a few short ones, so that ids meet too."""
    found: list[Any] = [annotation]
    while found:
        current = found.pop()
        if get_origin(current) is not None and all(isinstance(arg, str) for arg in get_args(current)):
            return st.sampled_from(get_args(current))
        found += get_args(current)
    return st.sampled_from(["", "a", "b", "out_of_time"])


_UNDRAWN = {"type", "date", "stage", "id", "corrects", "recorded_on"}


@st.composite
def any_event(draw: st.DrawFn) -> dict[str, Any]:
    """A valid event of any type, with some of its details."""
    event_type = draw(st.sampled_from(sorted(EVENT_TYPES)))
    fields = EVENT_TYPES[event_type].model_fields
    made = event(event_type, draw(days()), stage=draw(st.sampled_from([1, 2])))
    if not fields["stage"].is_required() and draw(st.booleans()):
        del made["stage"]
    if draw(st.integers(0, 9)) == 0:
        made["recorded_on"] = draw(days())
    names = sorted(set(fields) - _UNDRAWN)
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=6)):
        made[name] = draw(_details(fields[name].annotation))
    return made


@st.composite
def any_case(draw: st.DrawFn) -> dict[str, Any]:
    """A valid case of random events as it stands in a file."""
    return {
        "reference": "T11-2025-0007",
        "landlord": "code-only",
        "record": draw(st.sampled_from(["complete", "partial"])),
        "absent": draw(st.lists(st.sampled_from(sorted(EVENT_TYPES)), unique=True, max_size=4)),
        "events": draw(st.lists(any_event(), min_size=1, max_size=12)),
    }
