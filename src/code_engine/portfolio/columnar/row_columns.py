"""Columns worked out from others of their row, or looked up in the calendar, and tables put side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from code_engine.portfolio.columnar.calendar_table import DAY
from code_engine.portfolio.columnar.cells import Cell, Row
from code_engine.portfolio.columnar.grains import CASE
from code_engine.portfolio.columnar.planning import CaseColumn, Computed, ItemColumn, LookedUp
from code_engine.portfolio.columnar.relations import Joined, Table, joined, selected


class Rows:
    """Makes rows of tables; columns that are written out where they are read are put in on the way."""

    def __init__(self, inlined: Mapping[str, Cell], *, casts_truth: bool) -> None:
        self._inlined, self._casts_truth = inlined, casts_truth

    def of(self, table: Table) -> Row:
        """The row of a table."""
        return Row(lambda name: table[name], casts_truth=self._casts_truth, inlined=self._inlined)


def with_columns(
    table: Table, columns: Mapping[str, ItemColumn | CaseColumn], calendar: Table, rows: Rows, kept: Iterable[str]
) -> Table:
    """A table with more columns, none of which rests on another of them, and those of its own that are kept."""
    row, wanted = rows.of(table), frozenset(kept)
    values = {name: table[name] for name in table.columns if name == CASE or name in wanted}
    lookups: dict[str, dict[str, str]] = {}
    days: dict[str, Cell] = {}
    for name, made in columns.items():
        if isinstance(made, Computed):
            values[name] = row.of(made.cell).cast(made.kind)
        elif isinstance(made, LookedUp):
            lookups.setdefault(made.day.key, {})[name] = made.calendar_column
            days[made.day.key] = made.day
    own = list(values)
    others = []
    for place, (key, wanted_of_day) in enumerate(lookups.items()):
        values[f"day_{place}"] = row.of(days[key]).cast("int32")
        others.append(Joined(calendar, [(f"day_{place}", DAY)], wanted_of_day))
    table = selected(table, values)
    # One chain of joins: engines take many joins, but not queries nested as deep.
    return joined(table, own, others) if others else table


def together(tables: Iterable[Table], columns: Iterable[str], *, in_order: bool) -> Table:
    """Columns of tables that have a row for each case, each from the first that has it.

    `in_order` says that their rows stand in one and the same order, so that nothing has to be looked for.
    """
    missing = set(columns)
    parts = []
    for table in tables:
        here = sorted(missing.intersection(table.columns))
        missing.difference_update(here)
        parts.append((table, here))
    (first, own), *rest = parts
    same = [] if in_order else [(CASE, CASE)]
    how: Literal["positional", "inner"] = "positional" if in_order else "inner"
    others = [Joined(table, same, {name: name for name in here}, how) for table, here in rest if here]
    return joined(first, [CASE, *own], others)


def joined_to_cases(cases: Table, others: Iterable[Table], kept: Iterable[str], gathered: Collection[str]) -> Table:
    """Cases with some of what was gathered for them, null where nothing was, and their own columns that are kept."""
    wanted = frozenset(kept)
    names = [name for name in cases.columns if name == CASE or name in wanted]
    found = []
    for other in others:
        columns = {name: name for name in other.columns if name in gathered}
        if columns:
            found.append(Joined(other, [(CASE, CASE)], columns))
    return joined(cases, names, found)
