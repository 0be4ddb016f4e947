"""Grains: what one row of a table stands for, beside the case itself: an event of one type, a text, an update due."""

from __future__ import annotations

from dataclasses import dataclass, field

from code_engine.case.declared_collections import COLLECTION_OF_EVENT, PER_STAGE
from code_engine.portfolio.columnar.cells import Cell, column, number

ALL_EVENTS = "every_event"
TEXT_ROWS = "text_rows"
UPDATES_DUE = "updates_due"
ANSWER_ROWS = "answer_rows"

CASE = "case_number"
ORDER = "event_order"
ON = "happened_on"
STAGE = "stage"

INNER = "i_"
"""What stands before the columns of the inner rows where rows are paired."""

EVENT_OF_COLLECTION = {name: event_type for event_type, name in COLLECTION_OF_EVENT.items()}


@dataclass(frozen=True, slots=True)
class Grain:
    """A kind of row: its name, the columns that tell one row of a case from another."""

    name: str
    identity: tuple[str, ...]


def grain_of(name: str) -> Grain:
    """The grain of a name: a type of event, or one of the special ones."""
    match name:
        case "text_rows":
            return Grain(name, (ORDER, "field", "value"))
        case "updates_due":
            return Grain(name, (ORDER, "day"))
        case "answer_rows":
            return Grain(name, ("question",))
    return Grain(name, (ORDER,))


@dataclass(frozen=True, slots=True)
class CollectionRows:
    """Where the items of a collection are: a grain, and which of its rows."""

    grain: str
    belongs: Cell | None = field(default=None)


def rows_of_collection(name: str) -> CollectionRows:
    """The rows of a collection of the vocabulary; raises KeyError for one that has none."""
    if name == UPDATES_DUE:
        return CollectionRows(UPDATES_DUE)
    if name.startswith("stage_"):
        stage, _, plain = name.partition(".")
        event_type = EVENT_OF_COLLECTION[plain]
        if event_type not in PER_STAGE:
            raise KeyError(name)
        return CollectionRows(event_type, column(STAGE).same(number(int(stage[-1]))))
    return CollectionRows(EVENT_OF_COLLECTION[name])
