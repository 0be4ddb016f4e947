"""The plan: every column that has to be worked out, of cases and of items, each once and after what it needs.

A column of a case is read from the table of cases, computed from other columns, looked up in the calendar, or an
aggregate over items. A column of an item is computed, looked up, or an aggregate over other rows of the same case.
Aggregates make levels: one over items that read columns of level n is of level n + 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from code_engine.portfolio.columnar.cells import Cell, choose, column
from code_engine.portfolio.columnar.grains import CASE, INNER
from code_engine.portfolio.columnar.layout import CASE_COLUMNS

How: TypeAlias = Literal["min", "max", "sum", "distinct"]

CASE_PREFIX: Final = "c_"
ITEM_PREFIX: Final = "x_"


@dataclass(frozen=True, slots=True)
class Computed:
    """A column computed from others of its row."""

    cell: Cell
    kind: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A column of the calendar's table on a day."""

    day: Cell
    calendar_column: str


@dataclass(frozen=True, slots=True)
class Aggregated:
    """A column of a case from the rows of a grain."""

    grain: str
    how: How
    value: Cell


@dataclass(frozen=True, slots=True)
class Paired:
    """A column of an item from the rows of another grain of the same case, whose columns are read as `i_…`.

    `alike` are pairs of columns, of the item and of the other row, that must be the same.
    """

    grain: str
    how: How
    value: Cell
    alike: tuple[tuple[str, str], ...] = ()


CaseColumn: TypeAlias = Computed | LookedUp | Aggregated
ItemColumn: TypeAlias = Computed | LookedUp | Paired


class Plan:
    """Collects columns and gives the cells that read them."""

    def __init__(self) -> None:
        self.case_columns: dict[str, CaseColumn] = {}
        self.item_columns: dict[str, dict[str, ItemColumn]] = {}
        self.levels: dict[str, int] = {f"{CASE_PREFIX}{name}": 0 for name in CASE_COLUMNS}
        self._names: dict[tuple[str, str], str] = {}

    def computed(self, name: str, cell: Cell, kind: str = "int32") -> Cell:
        """Keep a cell of a case under a name."""
        if cell.key in self.levels:
            return cell
        return self._case(f"computed {kind} {cell.key}", name, lambda: Computed(cell, kind), self.level_of(cell.needs))

    def looked_up(self, name: str, day: Cell, calendar_column: str) -> Cell:
        """What the calendar says about a day of the case; null outside its table."""
        level = self.level_of(day.needs)
        return self._case(f"calendar {calendar_column} {day.key}", name, lambda: LookedUp(day, calendar_column), level)

    def aggregated(self, name: str, grain: str, how: How, value: Cell) -> Cell:
        """An aggregate over the rows of a grain; null where there is no row with a value."""
        value = _of_rows(value, CASE)
        level = 1 + self.level_of(self.case_needs(grain, value.needs))
        key = f"{how} of {grain} {value.key}"
        return self._case(key, name, lambda: Aggregated(grain, how, value), level)

    def item_computed(self, grain: str, name: str, cell: Cell, kind: str = "int32") -> Cell:
        """Keep a cell of an item under a name."""
        if cell.key in self.item_columns.get(grain, {}):
            return cell
        return self._item(grain, f"computed {cell.key}", name, lambda: Computed(cell, kind))

    def item_looked_up(self, grain: str, name: str, day: Cell, calendar_column: str) -> Cell:
        """What the calendar says about a day of an item."""
        return self._item(grain, f"calendar {calendar_column} {day.key}", name, lambda: LookedUp(day, calendar_column))

    def paired(
        self,
        grain: str,
        name: str,
        other: str,
        how: How,
        value: Cell,
        alike: tuple[tuple[str, str], ...] = (),
    ) -> Cell:
        """For each row of a grain, an aggregate over the rows of another in the same case."""
        value = _of_rows(value, f"{INNER}{CASE}")
        key = f"pair {other} {how} {value.key} {alike}"
        return self._item(grain, key, name, lambda: Paired(other, how, value, alike))

    def level_of(self, needs: Iterable[str]) -> int:
        """The level at which columns of a case are all there."""
        return max((self.levels[name] for name in needs), default=0)

    def case_needs(self, grain: str, needs: Iterable[str]) -> frozenset[str]:
        """The columns of the case that columns of an item rest on, through whatever is worked out between."""
        found: set[str] = set()
        for name in needs:
            if name.startswith(CASE_PREFIX):
                found.add(name)
            elif name.startswith(ITEM_PREFIX):
                found |= self.case_needs_of(grain, name)
        return frozenset(found)

    def case_needs_of(self, grain: str, name: str) -> frozenset[str]:
        """The columns of the case that one worked-out column of an item rests on."""
        made = self.item_columns[grain][name]
        if isinstance(made, Paired):
            own = self.case_needs(grain, (need for need in made.value.needs if not need.startswith(INNER)))
            inner = (need[len(INNER) :] for need in made.value.needs if need.startswith(INNER))
            return own | self.case_needs(made.grain, inner)
        cell = made.cell if isinstance(made, Computed) else made.day
        return self.case_needs(grain, cell.needs)

    def description(self) -> Iterator[str]:
        """Every column with all that it is made of, line by line."""
        for (grain, key), name in self._names.items():
            kind = getattr(self.item_columns[grain][name] if grain else self.case_columns[name], "kind", "")
            yield f"{grain} {name} {kind} = {key}"

    def _case(self, key: str, name: str, make: Callable[[], CaseColumn], level: int) -> Cell:
        known = self._names.get(("", key))
        if known is None:
            known = self._names["", key] = f"{CASE_PREFIX}{len(self.case_columns)}_{_short(name)}"
            self.case_columns[known] = make()
            self.levels[known] = level
        return column(known)

    def _item(self, grain: str, key: str, name: str, make: Callable[[], ItemColumn]) -> Cell:
        known = self._names.get((grain, key))
        if known is None:
            columns = self.item_columns.setdefault(grain, {})
            known = self._names[grain, key] = f"{ITEM_PREFIX}{len(columns)}_{_short(name)}"
            columns[known] = make()
        return column(known)


def own_needs(made: CaseColumn | ItemColumn) -> frozenset[str]:
    """The columns of its own row that a column reads."""
    match made:
        case Computed(cell=cell):
            return cell.needs
        case LookedUp(day=day):
            return day.needs
        case Paired(value=value, alike=alike):
            return frozenset(name for name in value.needs if not name.startswith(INNER)) | {one for one, _ in alike}
    return frozenset()


def inner(cell: Cell) -> Cell:
    """A cell of a row read as the inner row of a pair; columns of the case stay what they are."""

    def renamed(name: str) -> str:
        return name if name.startswith(CASE_PREFIX) else f"{INNER}{name}"

    against = cell.against
    return Cell(
        f"inner({cell.key})",
        frozenset(renamed(name) for name in cell.needs),
        lambda row: row.renamed(renamed).of(cell),
        None if against is None else lambda row: against(row.renamed(renamed)),
        truth=None if cell.truth is None else inner(cell.truth),
    )


def _of_rows(value: Cell, key: str) -> Cell:
    """A constant as a column of the rows it is gathered over, which is what engines gather."""
    return value if value.needs else choose((column(key).not_null(), value))


def _short(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
