"""Three truth values and bounds: what can be concluded when not everything is known.

Truth follows Kleene: an unknown makes a result unknown only where it could change it. Dates and numbers are
whole numbers or `Between`; a comparison is decided where every pair of values within the bounds decides it
alike. Everything here is monotone: knowing more never turns one known answer into another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from code_engine.case.values import NEVER, Between, Items, Value

Truth: TypeAlias = bool | None
"""True, False, or None for unknown."""

Bounded: TypeAlias = int | Between
"""A date or number: known, or somewhere within bounds."""


def negation(value: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """And: false as soon as one is false, else unknown if one is unknown."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def disjunction(values: Iterable[Truth]) -> Truth:
    """Or: true as soon as one is true, else unknown if one is unknown."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def is_known(value: Value) -> bool:
    """Whether a value is settled: not unknown, not between bounds, not a list that may have more."""
    if isinstance(value, Between):
        return value.low == value.high
    if isinstance(value, Items):
        return value.complete
    return value is not None


def bounds(value: Bounded) -> tuple[int, int]:
    """The least and the greatest value it can have."""
    return (value.low, value.high) if isinstance(value, Between) else (value, value)


def between(low: int, high: int) -> Bounded:
    """The number itself where both bounds are the same, else a Between."""
    return low if low == high else Between(low, high)


def hull(first: Bounded, second: Bounded) -> Bounded:
    """The narrowest bounds that hold both."""
    first_low, first_high = bounds(first)
    second_low, second_high = bounds(second)
    return between(min(first_low, second_low), max(first_high, second_high))


def less(first: Bounded, second: Bounded) -> Truth:
    """first < second, as far as the bounds decide it."""
    first_low, first_high = bounds(first)
    second_low, second_high = bounds(second)
    if first_high < second_low:
        return True
    return False if first_low >= second_high else None


def at_most(first: Bounded, second: Bounded) -> Truth:
    """first <= second, as far as the bounds decide it."""
    return negation(less(second, first))


def equal(first: Bounded, second: Bounded) -> Truth:
    """first == second, as far as the bounds decide it."""
    first_low, first_high = bounds(first)
    second_low, second_high = bounds(second)
    if first_low == first_high == second_low == second_high:
        return True
    return False if first_high < second_low or second_high < first_low else None


COMPARISONS: Final[Mapping[str, Callable[[Bounded, Bounded], Truth]]] = MappingProxyType(
    {
        "==": equal,
        "!=": lambda first, second: negation(equal(first, second)),
        "<": less,
        "<=": at_most,
        ">": lambda first, second: less(second, first),
        ">=": lambda first, second: at_most(second, first),
    }
)
"""What each comparison of the language says about two dates or two numbers."""


def has_happened(day: Bounded) -> Truth:
    """Whether a date is a day at all; unknown where it may be one or NEVER."""
    low, high = bounds(day)
    if high < NEVER:
        return True
    return False if low >= NEVER else None


def plus(first: Bounded, second: Bounded) -> Bounded:
    """first + second; what has not happened stays so, whatever is added: NEVER + n = NEVER."""
    if type(first) is int and type(second) is int:
        return _sum(first, second)
    first_low, first_high = bounds(first)
    second_low, second_high = bounds(second)
    return between(_sum(first_low, second_low), _sum(first_high, second_high))


def minus(first: Bounded, second: Bounded) -> Bounded:
    """first - second; NEVER - n = NEVER, and n - NEVER lies below every number."""
    if type(first) is int and type(second) is int:
        return _sum(first, -second)
    first_low, first_high = bounds(first)
    second_low, second_high = bounds(second)
    return between(_sum(first_low, -second_high), _sum(first_high, -second_low))


def earliest(days: Iterable[Bounded]) -> Bounded:
    """The first of several dates; NEVER counts as later than every day."""
    pairs = [bounds(day) for day in days]
    return between(min(low for low, _ in pairs), min(high for _, high in pairs))


def latest(days: Iterable[Bounded]) -> Bounded:
    """The last of several dates; NEVER if one of them has not happened."""
    pairs = [bounds(day) for day in days]
    return between(max(low for low, _ in pairs), max(high for _, high in pairs))


def _sum(first: int, second: int) -> int:
    """The sum within -NEVER and NEVER, which count as endless; where both meet, NEVER is the stronger."""
    if first >= NEVER or second >= NEVER:
        return NEVER
    if first <= -NEVER or second <= -NEVER:
        return -NEVER
    return max(-NEVER, min(NEVER, first + second))
