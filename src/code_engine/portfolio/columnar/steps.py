"""Steps: the plan as a list of tables to make, each from those before it, on any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from code_engine.portfolio.columnar.frames import Frames, aggregate, of_their_event
from code_engine.portfolio.columnar.grains import CASE
from code_engine.portfolio.columnar.layout import CASE_COLUMNS, CASES
from code_engine.portfolio.columnar.live_columns import LiveColumns, Output
from code_engine.portfolio.columnar.planning import CASE_PREFIX, Aggregated, CaseColumn, Plan
from code_engine.portfolio.columnar.relations import Table
from code_engine.portfolio.columnar.row_columns import Rows, joined_to_cases, together, with_columns
from code_engine.portfolio.columnar.seen_tables import SeenTables, seen


@dataclass(frozen=True, slots=True)
class Step:
    """A table (or view) to make: its name, and the Ibis expression over tables made before.

    Without a row in one of the tables of `rows_of` it has none either. `reads_only` are the only types of event, or
    fields of texts, it has rows of; where there are none of these, it has none.
    """

    name: str
    expression: Any
    view: bool = False
    rows_of: tuple[str, ...] = ()
    reads_only: tuple[str, ...] = ()


class StepBuilder:
    """Turns a plan into steps that end in the table of answers."""

    def __init__(
        self,
        plan: Plan,
        outputs: Mapping[str, Output],
        calendar_columns: Iterable[str],
        *,
        casts_truth: bool = False,
        in_order: bool = False,
    ) -> None:
        import ibis

        self._plan, self._outputs = plan, outputs
        self._in_order = in_order
        self._live = LiveColumns(plan, outputs.values())
        self._calendar = ibis.table(dict.fromkeys(calendar_columns, "int32"), name="calendar")
        self._seen = SeenTables()
        self._rows = Rows(self._live.inlined, casts_truth=casts_truth)
        self._frames = Frames(plan, self._seen.grain, self._calendar, self._rows, self._emit)
        self._steps: list[Step] = []
        self._of_group: dict[str, list[Table]] = {}
        self._gathered_here: list[Table] = []

    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which they are made."""
        self._steps += self._seen_steps()
        cases = self._emit("cases_before", self._first_level(), view=True)
        levels = []
        for level in range(max(self._plan.levels.values()) + 1):
            made = self._of_level(level)
            cases = self._emit(f"cases_{level}", self._level(level, cases, made))
            levels += [cases, *self._groups(level, cases, made)]
        self._emit("answered", self._answered(levels))
        return tuple(self._steps)

    def _seen_steps(self) -> list[Step]:
        made = self._seen.tables(self._raw_columns())
        return [Step(name, table, reads_only=self._seen.reads_only(name)) for name, table in made]

    def _first_level(self) -> Table:
        import ibis

        table = ibis.table(dict(CASE_COLUMNS), name=CASES)
        return table.select(CASE, **{f"{CASE_PREFIX}{name}": table[name] for name in CASE_COLUMNS if name != CASE})

    def _answered(self, levels: Sequence[Table]) -> Table:
        """The columns of the answer, each from the table it is worked out in, or the first that has it."""
        found = self._together(levels, {each.column for each in self._outputs.values()})
        return found.select(CASE, **{name: found[each.column] for name, each in self._outputs.items()})

    def _together(self, tables: Sequence[Table], columns: Iterable[str]) -> Table:
        return together(tables, columns, in_order=self._in_order)

    def _of_level(self, level: int) -> dict[str, CaseColumn]:
        levels, live = self._plan.levels, self._live
        made = live.made - live.inlined.keys()
        return {name: each for name, each in self._plan.case_columns.items() if levels[name] == level and name in made}

    def _level(self, level: int, cases: Table, made: Mapping[str, CaseColumn]) -> Table:
        """The table of cases of a level: aggregates over items joined to it, then what follows from them."""
        by_grain: dict[str, dict[str, Aggregated]] = {}
        for name, each in made.items():
            if isinstance(each, Aggregated):
                by_grain.setdefault(each.grain, {})[name] = each
        self._gathered_here = [self._gathered(level, grain, each, cases) for grain, each in sorted(by_grain.items())]
        of_groups = self._live.group_of
        later = self._live.after(level).union(*(self._live.needs(made[name]) for name in made if name in of_groups))
        open_columns = {n: each for n, each in _not_gathered(made).items() if n not in of_groups}
        table = joined_to_cases(cases, self._gathered_here, self._read(later, open_columns), made.keys() - of_groups)
        return self._with_ranks(f"cases_{level}", self._emit(f"cases_{level}_0", table, view=True), open_columns, later)

    def _groups(self, level: int, cases: Table, made: Mapping[str, CaseColumn]) -> list[Table]:
        """What only the rules of one group rest on, a table for each group: narrow ones take far less time."""
        found = []
        for group in sorted({self._live.group_of[name] for name in made if name in self._live.group_of}):
            own = {name: each for name, each in made.items() if self._live.group_of.get(name) == group}
            name, made_before = f"cases_{level}_{group}", self._of_group.setdefault(group, [])
            read = self._read(self._live.after(level) & own.keys(), _not_gathered(own))
            table = joined_to_cases(self._together([cases, *made_before], read), self._gathered_here, read, own.keys())
            table = self._with_ranks(name, table, _not_gathered(own), self._live.after(level) & own.keys())
            found.append(self._emit(name, table))
            made_before.append(found[-1])
        return found

    def _gathered(self, level: int, grain: str, aggregates: Mapping[str, Aggregated], cases: Table) -> Table:
        needed = {need for each in aggregates.values() for need in each.value.needs}
        frame = self._frames.frame(grain, needed, cases)
        row = self._rows.of(frame)
        values = {name: aggregate(each.how, row.of(each.value)) for name, each in aggregates.items()}
        return self._emit(f"{grain}_{level}", frame.group_by(CASE).aggregate(**values), rows_of=(seen(grain),))

    def _with_ranks(self, name: str, table: Table, made: Mapping[str, CaseColumn], later: frozenset[str]) -> Table:
        """Columns that follow from others of their row, a view for each rank of them; what is read no more goes."""
        open_columns = dict(made)
        rank = 0
        while open_columns:
            ready = {n: each for n, each in open_columns.items() if not open_columns.keys() & self._live.needs(each)}
            for each in ready:
                del open_columns[each]
            table = with_columns(table, ready, self._calendar, self._rows, self._read(later, open_columns))
            rank += 1
            if open_columns:
                table = self._emit(f"{name}_{rank}", table, view=True)
        return table

    def _read(self, later: frozenset[str], open_columns: Mapping[str, CaseColumn]) -> frozenset[str]:
        """The columns of the case that are read after a rank: by those still open, or later."""
        return later.union(*(self._live.needs(each) for each in open_columns.values()))

    def _emit(self, name: str, expression: Table, *, view: bool = False, rows_of: tuple[str, ...] = ()) -> Table:
        import ibis

        taken = {step.name for step in self._steps}
        while name in taken:
            name += "_more"
        self._steps.append(Step(name, expression, view, rows_of))
        return ibis.table(expression.schema(), name=name)

    def _raw_columns(self) -> dict[str, frozenset[str]]:
        """By grain, the columns of its table that any frame reads."""
        found: dict[str, set[str]] = {}
        for name, made in self._plan.case_columns.items():
            if isinstance(made, Aggregated) and name in self._live.made:
                found.setdefault(made.grain, set()).update(of_their_event(made.grain))
                for grain, columns in self._frames.raw_columns(made.grain, made.value.needs).items():
                    found.setdefault(grain, set()).update(columns)
        return {grain: frozenset(columns) for grain, columns in sorted(found.items())}


def _not_gathered(made: Mapping[str, CaseColumn]) -> dict[str, CaseColumn]:
    return {name: each for name, each in made.items() if not isinstance(each, Aggregated)}
