"""Drawing days and flags from items whose details may be missing: three truth values and bounds."""

from __future__ import annotations

from collections.abc import Iterable

from code_engine.case.values import NEVER, Between, Value


def first_day(days: Iterable[tuple[int, bool | None]], *, none_else: bool, low: int) -> int | Between:
    """The first day of which something is true; `days` are in order, None where it is not known of a day.

    `none_else` says that there are no days beside these; otherwise one may lie anywhere from `low`.
    """
    possible: int | None = None
    for day, truth in days:
        if truth:
            return day if possible is None or possible == day else Between(possible, day)
        if truth is None and possible is None:
            possible = day
    if not none_else:
        return Between(low, NEVER)
    return NEVER if possible is None else Between(possible, NEVER)


def any_true(truths: Iterable[bool | None], *, none_else: bool) -> bool | None:
    """Whether anything is true of these, or of others that may be there unless `none_else`."""
    unknown = not none_else
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def has_come(day: int | Between, as_of: int) -> bool | None:
    """Whether a day has come by `as_of`: NEVER has not, and bounds on both sides of it leave it open."""
    if isinstance(day, int):
        return day <= as_of
    if day.high <= as_of:
        return True
    return False if day.low > as_of else None


def same(one: Value, other: Value) -> bool | None:
    """Whether two ids are the same; an id left out may be any, an empty one is none."""
    if one == "" or other == "":
        return False
    if one is None or other is None:
        return None
    return one == other
