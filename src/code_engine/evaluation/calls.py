"""What the functions of the condition language do; their signatures stand in `ruleset/functions.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from code_engine.case.values import NEVER, Between, Items, Value
from code_engine.evaluation import days, truth
from code_engine.evaluation.closures import Closure
from code_engine.evaluation.context import Context


def call(function: str, arguments: Sequence[Closure]) -> Closure:
    """The closure of a call; the number and types of the arguments were checked when it was parsed."""
    return _BUILDERS[function](arguments)


def _working_days(arguments: Sequence[Closure]) -> Closure:
    start, end = arguments
    return lambda context: days.working_days(context.calendar, context.counting, start(context), end(context))


def _working_days_after(arguments: Sequence[Closure]) -> Closure:
    start, number = arguments
    return lambda context: days.working_days_after(context.calendar, context.counting, start(context), number(context))


def _months_after(arguments: Sequence[Closure]) -> Closure:
    start, number = arguments
    return lambda context: days.months_after(start(context), number(context))


def _earliest(arguments: Sequence[Closure]) -> Closure:
    return _first_of(tuple(arguments), min, truth.earliest)


def _latest(arguments: Sequence[Closure]) -> Closure:
    return _first_of(tuple(arguments), max, truth.latest)


def _first_of(
    parts: tuple[Closure, ...],
    exact: Callable[[list[Any]], int],
    by_bounds: Callable[[list[Any]], truth.Bounded],
) -> Closure:
    """One of several dates; those that are known need no bounds."""

    def choose(context: Context) -> truth.Bounded:
        found = [part(context) for part in parts]
        for day in found:
            if type(day) is not int:
                return by_bounds(found)
        return exact(found)

    return choose


def _given(arguments: Sequence[Closure]) -> Closure:
    (operand,) = arguments
    return lambda context: given(operand(context))


def _recorded(arguments: Sequence[Closure]) -> Closure:
    (operand,) = arguments

    def recorded(context: Context) -> bool:
        value = operand(context)
        return value if isinstance(value, bool) else given(value) is True

    return recorded


def recorded_flag(operand: Closure) -> Closure:
    """`recorded` of a flag: known to be true."""
    return lambda context: operand(context) is True


def recorded_collection(name: str) -> Closure:
    """`recorded` of a collection: the record shows at least one."""

    def recorded(context: Context) -> bool:
        found: Items = context.facts[name]  # type: ignore[assignment]
        return bool(found.items)

    return recorded


def _disjoint(arguments: Sequence[Closure]) -> Closure:
    left, right = arguments

    def disjoint(context: Context) -> truth.Truth:
        first, second = left(context), right(context)
        if first == () or second == ():
            return True
        return None if first is None or second is None else set(first).isdisjoint(second)

    return disjoint


def _covers(arguments: Sequence[Closure]) -> Closure:
    left, right = arguments

    def covers(context: Context) -> truth.Truth:
        whole, part = left(context), right(context)
        if part == ():
            return True
        return None if whole is None or part is None else set(whole).issuperset(part)

    return covers


def given(value: Value) -> truth.Truth:
    """Whether a text, list or collection is not empty, or a date has happened."""
    if isinstance(value, Items):
        return True if value.items else (False if value.complete else None)
    if isinstance(value, Between):
        return truth.has_happened(value)
    if isinstance(value, int):
        return value < NEVER
    return None if value is None else bool(value)


_BUILDERS: Final[Mapping[str, Callable[[Sequence[Closure]], Closure]]] = MappingProxyType(
    {
        "working_days": _working_days,
        "working_days_after": _working_days_after,
        "months_after": _months_after,
        "earliest": _earliest,
        "latest": _latest,
        "given": _given,
        "recorded": _recorded,
        "disjoint": _disjoint,
        "covers": _covers,
    }
)
