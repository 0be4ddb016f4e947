"""Frames: tables of one grain with all the columns asked for, put together from what the plan says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from code_engine.portfolio.columnar.calendar_table import DAY
from code_engine.portfolio.columnar.cells import Cell, Row
from code_engine.portfolio.columnar.grains import CASE, INNER, ORDER, fields_of, grain_of
from code_engine.portfolio.columnar.planning import (
    CASE_PREFIX,
    ITEM_PREFIX,
    CaseColumn,
    Computed,
    ItemColumn,
    LookedUp,
    Paired,
    Plan,
    own_needs,
)

Table = Any
"""An Ibis table; Ibis does not declare the types of what its methods give."""

Emit = Callable[[str, Table], Table]
"""Makes a table of an expression under a name, and gives it back to be read by that name."""


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
            table = self._joined(table, grain, cases.select(CASE, *of_case) if of_case else None, paired, cases)
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

    def _joined(self, rows: Table, grain: str, of_case: Table | None, paired: Iterable[str], cases: Table) -> Table:
        """Rows with columns of their case, and with what was gathered from other rows; one chain of joins."""
        names = list(rows.columns)
        found = rows
        if of_case is not None:
            names += [column for column in of_case.columns if column != CASE]
            of_case = of_case.rename(of_case=CASE)
            found = found.inner_join(of_case, rows[CASE] == of_case["of_case"])
        identity = (CASE, *grain_of(grain).identity)
        tables = self._tables_of_pairs(grain, list(paired), cases)
        for place, (table, columns) in enumerate(tables):
            keys = {f"key_{place}_{column}": table[column] for column in identity}
            other = table.select(**keys, **{name: table[name] for name in columns})
            same = [rows[column] == other[f"key_{place}_{column}"] for column in identity]
            found = found.left_join(other, same)
            names += columns
        return found.select(*names)

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
        right = right.select(
            **{f"{INNER}{name}": right[name] for name in right.columns if not name.startswith(CASE_PREFIX)}
        )
        keys = ((CASE, f"{INNER}{CASE}"), *((here, f"{INNER}{there}") for here, there in alike))
        both = left.inner_join(right, [left[here] == right[there] for here, there in keys])
        both = both.select(*left.columns, *right.columns)
        row = self._rows.of(both)
        values = {name: aggregate(pair.how, row.of(pair.value)) for name, pair in zip(names, pairs, strict=True)}
        return self._emit(f"{grain}_from_{pairs[0].grain}", both.group_by([CASE, *identity]).aggregate(**values))

    def _with_own(self, table: Table, columns: Mapping[str, Any]) -> Table:
        """A table with columns computed from its own or looked up in the calendar, in the order of their need."""
        open_columns = dict(columns)
        while open_columns:
            ready = {name: each for name, each in open_columns.items() if not open_columns.keys() & own_needs(each)}
            table = with_columns(table, ready, self._calendar, self._rows, table.columns)
            for name in ready:
                del open_columns[name]
        return table


class Rows:
    """Makes rows of tables; columns that are written out where they are read are put in on the way."""

    def __init__(self, inlined: Mapping[str, Cell], *, casts_truth: bool) -> None:
        self._inlined, self._casts_truth = inlined, casts_truth

    def of(self, table: Table) -> Row:
        """The row of a table."""

        def read(name: str) -> Any:
            inlined = self._inlined.get(name)
            return table[name] if inlined is None else row.of(inlined)

        row = Row(read, casts_truth=self._casts_truth)
        return row


def with_columns(
    table: Table, columns: Mapping[str, ItemColumn | CaseColumn], calendar: Table, rows: Rows, kept: Iterable[str]
) -> Table:
    """A table with more columns, none of which rests on another of them, and those of its own that are kept."""
    row, wanted = rows.of(table), frozenset(kept)
    values = {name: table[name] for name in table.columns if name == CASE or name in wanted}
    lookups: dict[str, list[str]] = {}
    days: dict[str, Cell] = {}
    for name, made in columns.items():
        if isinstance(made, Computed):
            values[name] = row.of(made.cell).cast(made.kind)
        elif isinstance(made, LookedUp):
            lookups.setdefault(made.day.key, []).append(name)
            days[made.day.key] = made.day
    found = list(values)
    for place, key in enumerate(lookups):
        values[f"day_{place}"] = row.of(days[key]).cast("int32")
    table = table.select(**values)
    return _looked_up(table, found, list(lookups.values()), columns, calendar) if lookups else table


def _looked_up(
    table: Table, own: list[str], by_day: list[list[str]], columns: Mapping[str, Any], calendar: Table
) -> Table:
    """A table with columns of the calendar on its days, one join for each day, all in one chain."""
    found = table
    for place, names in enumerate(by_day):
        wanted = {name: calendar[columns[name].calendar_column] for name in names}
        days = calendar.select(calendar[DAY].name(f"found_{place}"), **wanted)
        found = found.left_join(days, table[f"day_{place}"] == days[f"found_{place}"])
    return found.select(*own, *(name for names in by_day for name in names))


def joined_to_cases(cases: Table, others: Iterable[Table], kept: Iterable[str]) -> Table:
    """Cases with what was gathered for them, null where nothing was, and the columns of their own that are kept."""
    found, wanted = cases, frozenset(kept)
    names = [name for name in cases.columns if name == CASE or name in wanted]
    for place, other in enumerate(others):
        own = [column for column in other.columns if column != CASE]
        other = other.select(other[CASE].name(f"key_{place}"), *own)
        found = found.left_join(other, cases[CASE] == other[f"key_{place}"])
        names += own
    return found.select(*names)


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
