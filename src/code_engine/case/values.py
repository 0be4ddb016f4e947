"""The values that facts hold, and what stands for "not known" and "has not happened".

Dates are day numbers (`date.toordinal()`), so that counting and comparing is integer arithmetic. An event
that has not happened lies at `NEVER`, later than every day: "done by the due date" is then false without a
special case. A date or number that is not known is a `Between`, a pair of bounds, and conclusions are drawn
from the bounds. Flags, texts and lists that are not known are `None`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

NEVER = 10_000_000
"""The day number of an event that has not happened: later than every real day."""


class ValueType(StrEnum):
    """The types that facts, parameters and conditions can have."""

    FLAG = "flag"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    TEXTS = "texts"
    COLLECTION = "collection"


FLAG, DATE, NUMBER, TEXT, TEXTS, COLLECTION = ValueType
"""The six by short names: looking one up on its enumeration takes longer than most of what is done with it."""


@dataclass(frozen=True, slots=True)
class Between:
    """An unknown date or number: somewhere from `low` to `high`, both included; `high` may be NEVER."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"lower bound {self.low} lies above upper bound {self.high}")


@dataclass(frozen=True, slots=True)
class Items:
    """The events of one kind, in order; `complete` is False where there may be more than the record shows."""

    items: tuple[Item, ...]
    complete: bool = True


Value: TypeAlias = "bool | int | str | tuple[str, ...] | Between | Items | None"
Item: TypeAlias = "dict[str, Value]"
