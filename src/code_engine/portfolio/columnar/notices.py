"""Notices of extension in columns: they depend on one another in the order they were sent, so each has its own.

A table cannot go on for ever, so a case has room for `MOST_NOTICES` at a stage; one with more is left to the Python
engine and listed.
"""

from __future__ import annotations

from typing import Final

from code_engine.portfolio.columnar.cells import ONE, ZERO, Cell, both_of, choose, column, known_or, number
from code_engine.portfolio.columnar.conditions import Conditions
from code_engine.portfolio.columnar.grains import ORDER, rows_of_collection
from code_engine.portfolio.columnar.planning import Plan, inner
from code_engine.portfolio.columnar.scope import NotCompiled, Scope
from code_engine.portfolio.columnar.truths import Bounded, Compiled, Flag, Words, as_code, of_code

MOST_NOTICES: Final = 2
"""How many notices at one stage have columns of their own."""

LIMITED_TO: Final = "extension_notified"


class NoticeColumns:
    """The attributes of the notices of one collection, by their place."""

    def __init__(self, plan: Plan, conditions: Conditions, collection: str) -> None:
        rows = rows_of_collection(collection)
        if rows.grain != LIMITED_TO or rows.belongs is None:
            raise NotCompiled(f"notices of extension from `{collection}`")
        self._plan, self._conditions, self._name = plan, conditions, collection
        self._grain, self._belongs = rows.grain, rows.belongs
        self._number = known_or(
            plan.paired(rows.grain, f"place_{collection}", rows.grain, "sum", self._before()), ZERO
        ).plus(ONE)

    @property
    def places(self) -> range:
        """The places that have columns."""
        return range(1, MOST_NOTICES + 1)

    def too_many(self) -> Cell:
        """Whether a case has more notices than there is room for."""
        count = self._plan.aggregated(f"count_{self._name}", self._grain, "sum", choose((self._belongs, ONE)))
        return number(MOST_NOTICES).less(known_or(count, ZERO))

    def there(self, place: int) -> Flag:
        """Whether there is a notice at a place."""
        found = self._plan.aggregated(f"there_{place}", self._grain, "max", self._only(place, ONE))
        return Flag(known_or(found, ZERO).same(ONE), known=True)

    def scope(self, place: int, due: Bounded, limit: Bounded) -> Scope:
        """The scope in which conditions read the notice at a place."""
        return Scope(items={"notice": lambda name: self._attribute(place, name)}, values={"due": due, "limit": limit})

    def _attribute(self, place: int, name: str) -> Compiled:
        value = self._conditions.attributes(self._grain)(name)
        label = f"notice_{place}_{name}"
        if isinstance(value, Flag):
            return of_code(self._read(label, place, as_code(value)))
        if isinstance(value, Words):
            return Words(self._read(label, place, value.cell))
        if isinstance(value, Bounded):
            low = known_or(self._read(label, place, value.low), ZERO)
            return Bounded(low, low if value.exact else known_or(self._read(label, place, value.high), ZERO))
        raise NotCompiled(f"the list `{name}` of a notice")

    def _read(self, label: str, place: int, value: Cell) -> Cell:
        return self._plan.aggregated(label, self._grain, "max", self._only(place, value))

    def _only(self, place: int, value: Cell) -> Cell:
        return choose((both_of((self._belongs, self._number.same(number(place)))), value))

    def _before(self) -> Cell:
        earlier = both_of((inner(self._belongs), inner(column(ORDER)).less(column(ORDER))))
        return choose((earlier, inner(ONE)), otherwise=inner(ZERO))
