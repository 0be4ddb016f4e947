"""Dates, spans and sentences in plain English, the same on every machine."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from code_engine.case.values import DATE, NEVER, Between, Items, Value, ValueType
from code_engine.day_words import day_in_words

NOT_YET = "not yet done"


@lru_cache(maxsize=8192)
def day_as_date(day: int) -> date:
    """A day number as a date."""
    return date.fromordinal(day)


@lru_cache(maxsize=8192)
def day_as_text(day: int) -> str:
    """A day number as ISO text."""
    return date.fromordinal(day).isoformat()


def moment_in_words(value: int | Between, never: str = NOT_YET) -> str:
    """A date, a date that has not come (`never`), or the bounds of one that is not known."""
    if isinstance(value, Between):
        if value.high == NEVER:
            return f"on a day not known, {day_in_words(value.low)} or later"
        return f"between {day_in_words(value.low)} and {day_in_words(value.high)}"
    return never if value == NEVER else day_in_words(value)


def working_days_in_words(count: int) -> str:
    """`1 working day`, `3 working days`."""
    return f"{count} working day" if count == 1 else f"{count} working days"


def limit_in_words(value: int, unit: str) -> str:
    """A parameter with its unit: `10 working days`, `12 months`."""
    name = unit.replace("_", " ")
    return f"{value} {name[:-1] if value == 1 and name.endswith('s') else name}"


def value_in_words(value: Value, kind: ValueType) -> str:
    """Any value as a person reads it: a date, `yes`, `not known`, a list."""
    if isinstance(value, Items):
        return f"{len(value.items)}" if value.complete else f"{len(value.items)} known, there may be more"
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind is DATE and isinstance(value, int | Between):
        return moment_in_words(value, "has not happened")
    if isinstance(value, Between):
        return f"{value.low} or more" if value.high >= NEVER else f"{value.low} to {value.high}"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value) if value != "" else "nothing"


def value_as_json(value: Value, kind: ValueType) -> Any:
    """A fact for the answer: a date as ISO text, None for what has not happened, bounds for what is not known."""
    if type(value) is Items:
        return len(value.items) if value.complete else {"at_least": len(value.items)}
    if kind is DATE:
        if type(value) is int:
            return None if value == NEVER else day_as_text(value)
        if isinstance(value, Between):
            high = None if value.high == NEVER else day_as_text(value.high)
            return {"from": day_as_text(value.low), "to": high}
    if isinstance(value, Between):
        return {"from": value.low, "to": None if value.high >= NEVER else value.high}
    if value is None:
        return "unknown"
    return list(value) if isinstance(value, tuple) else value
