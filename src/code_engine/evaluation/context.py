"""What a condition is evaluated against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from code_engine.calendar import Counting, WorkingCalendar
from code_engine.case.values import Item, Value

Variables: TypeAlias = "dict[str, Value | Item]"
"""Variables by name: a value such as `due`, or an item such as `notice`."""


class Context:
    """The facts of one case on one day, and how days are counted.

    `as_of` is a day number; the fact of that name is in `facts` too. `variables` may be changed between
    evaluations. `memo` holds the values of definitions: each is evaluated once per context, so the facts of a
    context must not change. `memo_of_facts` holds those that no working day is counted for: contexts of one
    layer that differ only in their counting convention share it (the layers differ in their parameters).
    `places` names the item a variable stands for (`notice` → `stage_1.extensions[1]`), so that missing facts
    can be reported by the place they have in the case. A context belongs to one thread.
    """

    __slots__ = ("as_of", "calendar", "counting", "facts", "memo", "memo_of_facts", "places", "variables")

    def __init__(
        self,
        facts: Mapping[str, Value],
        calendar: WorkingCalendar,
        counting: Counting,
        as_of: int,
        variables: Variables | None = None,
        places: dict[str, str] | None = None,
        memo_of_facts: dict[str, Value] | None = None,
    ) -> None:
        self.facts = facts
        self.calendar = calendar
        self.counting = counting
        self.as_of = as_of
        self.variables: Variables = {} if variables is None else variables
        self.places: dict[str, str] = {} if places is None else places
        self.memo: dict[str, Value] = {}
        self.memo_of_facts: dict[str, Value] = {} if memo_of_facts is None else memo_of_facts
