"""What can be seen of a case on a day, as items in order: the ground that all facts are read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from code_engine.case.dates import EARLIEST_DAY
from code_engine.case.declarations import UNFOLDED_FIELDS, DetailKind, detail_kind
from code_engine.case.event import Event
from code_engine.case.events import EVENT_TYPES
from code_engine.case.events_stages import UpdateIntervalAgreed
from code_engine.case.model import Case
from code_engine.case.values import NEVER, Between, Item, Value

FIRST = EARLIEST_DAY.toordinal()
"""The day number before which nothing is looked for."""

UNKNOWN_DAY = Between(FIRST, NEVER)
UNKNOWN_STAGE = Between(0, 2)


@dataclass(frozen=True, slots=True)
class _Blueprint:
    """Which fields of a type of event hold days, lists of days and numbers; the others are facts as is."""

    days: tuple[str, ...]
    day_lists: tuple[str, ...]
    numbers: tuple[str, ...]


def _blueprint(event: type[Event]) -> _Blueprint:
    kinds = {
        name: detail_kind(info.annotation)
        for name, info in event.model_fields.items()
        if name not in UNFOLDED_FIELDS and name != "stage"
    }

    def of(kind: DetailKind) -> tuple[str, ...]:
        return tuple(name for name, found in kinds.items() if found is kind)

    return _Blueprint(of(DetailKind.DATE), of(DetailKind.DATES), of(DetailKind.NUMBER))


_BLUEPRINTS = {name: _blueprint(event) for name, event in EVENT_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means that an event is not there: it has not happened, or (partial record) it may have."""

    complete: bool
    absent: tuple[str, ...] = ()

    def is_no(self, event_type: str) -> bool:
        """Whether an event of this type that is not there has not happened."""
        return self.complete or event_type in self.absent

    def are_no(self, event_types: Iterable[str]) -> bool:
        """Whether events of all these types that are not there have not happened."""
        return self.complete or all(event_type in self.absent for event_type in event_types)


@dataclass(frozen=True, slots=True)
class Seen:
    """The items of the events seen, in order, by type, and by stage and type."""

    ordered: list[tuple[str, Item]]
    by_type: dict[str, list[Item]]
    by_stage: tuple[dict[str, list[Item]], dict[str, list[Item]]]
    update_days: list[tuple[int, ...] | None]
    """For each agreement on updates, in order, the days they are due; None where it leaves them out."""
    silence: Silence

    def of(self, event_type: str) -> list[Item]:
        """The items of one type of event, earliest first."""
        return self.by_type.get(event_type, [])

    def at_stage(self, stage: int, event_type: str) -> list[Item]:
        """The items of one type of event at a stage, earliest first."""
        return self.by_stage[stage - 1].get(event_type, [])


def visible(case: Case, as_of: int) -> tuple[tuple[Event, ...], int]:
    """The events seen on a day, by day and then by place in the file, and how many are still to come.

    An event is seen from its day and not before it was put on record; from the day a correction was recorded,
    it stands for the event it corrects.
    """
    superseded = {replaced for recorded, replaced in case.corrections if recorded <= as_of}
    shown: list[Event] = []
    later = 0
    for seen_from, event in case.in_order:
        if superseded and event.id in superseded:
            continue
        if seen_from <= as_of:
            shown.append(event)
        else:
            later += 1
    return tuple(shown), later


def read_events(events: Sequence[Event], silence: Silence) -> Seen:
    """The items of events that stand in order; an event that names no stage gets the one it happened in."""
    ordered: list[tuple[str, Item]] = []
    by_type: dict[str, list[Item]] = {}
    by_stage: tuple[dict[str, list[Item]], dict[str, list[Item]]] = ({}, {})
    update_days: list[tuple[int, ...] | None] = []
    current = 1
    for event in events:
        event_type = event.type
        item = _item(event, event_type, current)
        if event_type == "escalation_requested":
            current = 2
        elif event_type == "update_interval_agreed":
            assert isinstance(event, UpdateIntervalAgreed)
            days = event.next_on
            update_days.append(None if days is None else tuple(day.toordinal() for day in days))
        ordered.append((event_type, item))
        by_type.setdefault(event_type, []).append(item)
        by_stage[item["stage"] - 1].setdefault(event_type, []).append(item)  # type: ignore[operator]
    return Seen(ordered, by_type, by_stage, update_days, silence)


def _item(event: Event, event_type: str, stage: int) -> Item:
    # The fields of a model are its __dict__; asking the model for a dump would cost fifty times as much.
    item: Item = event.__dict__.copy()
    blueprint = _BLUEPRINTS[event_type]
    item["on"] = _day_number(item["date"])
    for name in UNFOLDED_FIELDS:
        del item[name]
    if item["stage"] is None:
        item["stage"] = stage
    for name in blueprint.days:
        item[name] = _day_number(item[name])
    for name in blueprint.day_lists:
        days = item.pop(name)
        item[f"{name}_first"], item[f"{name}_last"] = _ends(days)
    for name in blueprint.numbers:
        if item[name] is None:
            item[name] = UNKNOWN_STAGE
    return item


def _day_number(day: object) -> Value:
    """A day detail as a value: not known, known not to be, or its number."""
    if day is None:
        return UNKNOWN_DAY
    if day == "":
        return NEVER
    return day.toordinal()  # type: ignore[attr-defined, no-any-return]  # validated as a date


def _ends(days: object) -> tuple[Value, Value]:
    if days is None:
        return UNKNOWN_DAY, UNKNOWN_DAY
    numbers = [day.toordinal() for day in days]  # type: ignore[attr-defined]  # validated as a tuple of dates
    return (min(numbers), max(numbers)) if numbers else (NEVER, NEVER)


def day_of(item: Item) -> int:
    """The day number of an item; unlike other details it is always known."""
    return item["on"]  # type: ignore[return-value]  # written by _item from the event's date
