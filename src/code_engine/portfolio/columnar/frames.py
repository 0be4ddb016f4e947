"""Frames: tables of one grain with all the columns asked for, put together from what the plan says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from code_engine.portfolio.columnar.grains import CASE, INNER, ORDER, fields_of, grain_of
from code_engine.portfolio.columnar.planning import (
    CASE_PREFIX,
    ITEM_PREFIX,
    Paired,
    Plan,
    own_needs,
)
from code_engine.portfolio.columnar.relations import Joined, Table, joined
from code_engine.portfolio.columnar.row_columns import Rows, with_columns
from code_engine.portfolio.columnar.seen_tables import seen


class Emit(Protocol):
    """Makes a table of an expression under a name, and gives it back to be read by that name."""

    def __call__(self, name: str, expression: Table, *, rows_of: tuple[str, ...]) -> Table:
        """Without a row in one of the tables of `rows_of` it has none either."""
        ...


class Frames:
    """Builds frames from the tables of the grains, the table of cases of a level, and the calendar.

    Pairs of rows are gathered into tables of their own, each once; a frame joins them.
    """

    def __init__(
        self, plan: Plan, grain_table: Callable[[str], Table], calendar: Table, rows: Rows, emit: Emit
    ) -> None:
        self._plan, self._grain_table, self._calendar, self._emit = plan, grain_table, calendar, emit
        self._rows = rows
        self._pairs: dict[tuple[str, str], Table] = {}

    def frame(self, grain: str, needed: Iterable[str], cases: Table) -> Table:
        """The rows of a grain with the columns needed; those of the case come from a table of cases."""
        made = self._plan.item_columns.get(grain, {})
        wanted = self._closure(grain, needed)
        identity = grain_of(grain).identity
        raw = sorted(name for name in wanted if name != CASE and not name.startswith((CASE_PREFIX, ITEM_PREFIX)))
        table = self._grain_table(grain).select(CASE, *dict.fromkeys((*identity, *raw)))
        of_case = sorted(name for name in wanted if name.startswith(CASE_PREFIX))
        paired = [name for name in made if name in wanted and isinstance(made[name], Paired)]
        if of_case or paired:
            table = self._joined(table, grain, of_case, paired, cases)
        return self._with_own(table, {name: made[name] for name in made if name in wanted and name not in paired})

    def raw_columns(self, grain: str, needed: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """By grain, the columns of its table that a frame reads, those of pairs included."""
        found: dict[str, set[str]] = {grain: set()}
        done: set[tuple[str, str]] = set()
        todo = [(grain, name) for name in needed]
        while todo:
            place = todo.pop()
            here, name = place
            if place in done or name.startswith(CASE_PREFIX):
                continue
            done.add(place)
            if not name.startswith(ITEM_PREFIX):
                found.setdefault(here, set()).add(name)
                continue
            made = self._plan.item_columns[here][name]
            todo += [(here, need) for need in own_needs(made)]
            if isinstance(made, Paired):
                found.setdefault(made.grain, set())
                todo += [(made.grain, need) for need in _inner_needs(made)]
                if ORDER not in {there for _, there in made.alike}:
                    found[made.grain] |= of_their_event(made.grain)
        return {name: frozenset(columns) for name, columns in found.items()}

    def _closure(self, grain: str, needed: Iterable[str]) -> frozenset[str]:
        """The columns needed and those of the same row they rest on; what a pair rests on is in its own table."""
        made = self._plan.item_columns.get(grain, {})
        found: set[str] = set()
        open_names = list(needed)
        while open_names:
            name = open_names.pop()
            if name not in found:
                found.add(name)
                column = made.get(name)
                if column is not None and not isinstance(column, Paired):
                    open_names += own_needs(column)
        return frozenset(found)

    def _joined(self, rows: Table, grain: str, of_case: Sequence[str], paired: Iterable[str], cases: Table) -> Table:
        """Rows with columns of their case, and with what was gathered from other rows; one chain of joins."""
        others = [Joined(cases, [(CASE, CASE)], {name: name for name in of_case}, "inner")] if of_case else []
        same = [(name, name) for name in (CASE, *grain_of(grain).identity)]
        for table, columns in self._tables_of_pairs(grain, list(paired), cases):
            others.append(Joined(table, same, {name: name for name in columns}))
        return joined(rows, rows.columns, others)

    def _tables_of_pairs(self, grain: str, paired: list[str], cases: Table) -> list[tuple[Table, list[str]]]:
        """The tables that hold gathered columns; those not made yet are made, as many as possible at once."""
        made = self._plan.item_columns.get(grain, {})
        groups: dict[tuple[str, object, int], list[str]] = {}
        for name in paired:
            each = made[name]
            assert isinstance(each, Paired)
            if (grain, name) not in self._pairs:
                groups.setdefault((each.grain, each.alike, self._depth(grain, name)), []).append(name)
        for names in groups.values():
            table = self._gathered(grain, names, cases)
            self._pairs |= dict.fromkeys(((grain, name) for name in names), table)
        found: dict[int, tuple[Table, list[str]]] = {}
        for name in paired:
            table = self._pairs[grain, name]
            found.setdefault(id(table), (table, []))[1].append(name)
        return list(found.values())

    def _depth(self, grain: str, name: str) -> int:
        """How many pairs deep a gathered column rests on others."""
        column = self._plan.item_columns.get(grain, {}).get(name)
        if column is None:
            return 0
        depths = [self._depth(grain, need) for need in own_needs(column)]
        if isinstance(column, Paired):
            depths += [self._depth(column.grain, need) for need in _inner_needs(column)]
            return 1 + max(depths, default=0)
        return max(depths, default=0)

    def _gathered(self, grain: str, names: list[str], cases: Table) -> Table:
        """A table with columns gathered for each row of a grain from other rows of its case."""
        columns = [self._plan.item_columns[grain][name] for name in names]
        pairs = [column for column in columns if isinstance(column, Paired)]
        alike, identity = pairs[0].alike, grain_of(grain).identity
        inner = {need for pair in pairs for need in _inner_needs(pair)}
        own = {need for pair in pairs for need in own_needs(pair)}
        left = self.frame(grain, own, cases)
        right = self.frame(pairs[0].grain, inner, cases)
        # Columns of the case are on the outer row already.
        of_right = {f"{INNER}{name}": name for name in right.columns if not name.startswith(CASE_PREFIX)}
        both = joined(left, left.columns, [Joined(right, [(CASE, CASE), *alike], of_right, "inner")])
        row = self._rows.of(both)
        values = {name: aggregate(pair.how, row.of(pair.value)) for name, pair in zip(names, pairs, strict=True)}
        found = both.group_by([CASE, *identity]).aggregate(**values)
        return self._emit(f"{grain}_from_{pairs[0].grain}", found, rows_of=(seen(grain), seen(pairs[0].grain)))

    def _with_own(self, table: Table, columns: Mapping[str, Any]) -> Table:
        """A table with columns computed from its own or looked up in the calendar, in the order of their need."""
        open_columns = dict(columns)
        while open_columns:
            ready = {name: each for name, each in open_columns.items() if not open_columns.keys() & own_needs(each)}
            table = with_columns(table, ready, self._calendar, self._rows, table.columns)
            for name in ready:
                del open_columns[name]
        return table


def of_their_event(grain: str) -> frozenset[str]:
    """What rows of texts have to have of their event, so that those of events not seen are left out."""
    return frozenset({"type"}) if fields_of(grain) else frozenset()


def aggregate(how: str, value: Any) -> Any:
    """An aggregate by its name."""
    if how == "distinct":
        return value.nunique()
    return getattr(value, how)()


def _inner_needs(made: Paired) -> list[str]:
    """The columns of the other row that a pair reads."""
    inner = [name.removeprefix(INNER) for name in made.value.needs if name.startswith(INNER)]
    return [*inner, *(there for _, there in made.alike)]
