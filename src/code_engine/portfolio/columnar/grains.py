"""Grains: what one row of a table stands for, beside the case itself: an event of one type, a text, an update due."""

from __future__ import annotations

from dataclasses import dataclass, field

from code_engine.case.declared_collections import COLLECTION_OF_EVENT, PER_STAGE
from code_engine.portfolio.columnar.cells import Cell, column, number

ALL_EVENTS = "every_event"
UPDATES_DUE = "updates_due"
ANSWER_ROWS = "answer_rows"
TEXTS_OF = "texts_of_"

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


def text_rows(*fields: str) -> str:
    """The grain of the texts that stand in certain columns of events; few lists are long, so each has its own."""
    return TEXTS_OF + "__".join(field.rstrip("_") for field in fields)


def fields_of(name: str) -> tuple[str, ...]:
    """The columns whose texts are the rows of a grain, none for a grain of something else."""
    if not name.startswith(TEXTS_OF):
        return ()
    return tuple(f"{field}_" for field in name.removeprefix(TEXTS_OF).split("__"))


def grain_of(name: str) -> Grain:
    """The grain of a name: a type of event, or one of the special ones."""
    if name.startswith(TEXTS_OF):
        return Grain(name, (ORDER, "field", "value"))
    match name:
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
