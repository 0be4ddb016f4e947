"""Steps: the plan as a list of tables to make, each from those before it, on any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from code_engine.portfolio.columnar.cells import Cell
from code_engine.portfolio.columnar.frames import (
    Frames,
    Rows,
    Table,
    aggregate,
    joined_to_cases,
    of_their_event,
    with_columns,
)
from code_engine.portfolio.columnar.grains import CASE
from code_engine.portfolio.columnar.layout import CASE_COLUMNS, CASES
from code_engine.portfolio.columnar.live_columns import LiveColumns
from code_engine.portfolio.columnar.planning import CASE_PREFIX, Aggregated, CaseColumn, Plan
from code_engine.portfolio.columnar.seen_tables import SeenTables


@dataclass(frozen=True, slots=True)
class Step:
    """A table (or view) to make: its name, and the Ibis expression over tables made before."""

    name: str
    expression: Any
    view: bool = False


class StepBuilder:
    """Turns a plan into steps that end in the table of answers."""

    def __init__(
        self,
        plan: Plan,
        outputs: Mapping[str, Cell],
        calendar_columns: Iterable[str],
        *,
        casts_truth: bool = False,
    ) -> None:
        import ibis

        self._plan, self._outputs = plan, outputs
        self._live = LiveColumns(plan, outputs.values())
        self._calendar = ibis.table(dict.fromkeys(calendar_columns, "int32"), name="calendar")
        self._seen = SeenTables()
        self._rows = Rows(self._live.inlined, casts_truth=casts_truth)
        self._frames = Frames(plan, self._seen.grain, self._calendar, self._rows, self._emit)
        self._steps: list[Step] = []

    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which they are made."""
        self._steps += [Step(name, table) for name, table in self._seen.tables(self._raw_columns())]
        cases = self._emit("cases_before", self._first_level(), view=True)
        levels = []
        for level in range(max(self._plan.levels.values()) + 1):
            cases = self._emit(f"cases_{level}", self._level(level, cases))
            levels.append(cases)
        self._emit("answered", self._answered(levels))
        return tuple(self._steps)

    def _first_level(self) -> Table:
        import ibis

        table = ibis.table(dict(CASE_COLUMNS), name=CASES)
        return table.select(CASE, **{f"{CASE_PREFIX}{name}": table[name] for name in CASE_COLUMNS if name != CASE})

    def _answered(self, levels: Sequence[Table]) -> Table:
        """The columns of the answer, each from the table of the level it is worked out at."""
        names = {name: cell.key for name, cell in self._outputs.items()}
        found = first = levels[0]
        values = {}
        for place, table in enumerate(levels):
            here = {name: key for name, key in names.items() if self._plan.levels[key] == place}
            if here and place:
                table = table.select(table[CASE].name(f"of_{place}"), *dict.fromkeys(here.values()))
                found = found.inner_join(table, first[CASE] == table[f"of_{place}"])
            values |= {name: table[key] for name, key in here.items()}
        return found.select(CASE, **{name: values[name] for name in names})

    def _of_level(self, level: int) -> dict[str, CaseColumn]:
        columns = self._plan.case_columns
        return {name: columns[name] for name in columns if self._plan.levels[name] == level and name in self._live.made}

    def _level(self, level: int, cases: Table) -> Table:
        """The table of cases of a level: aggregates over items joined to it, then what follows from them."""
        made = self._of_level(level)
        by_grain: dict[str, dict[str, Aggregated]] = {}
        for name, each in made.items():
            if isinstance(each, Aggregated):
                by_grain.setdefault(each.grain, {})[name] = each
        gathered = [self._gathered(level, grain, each, cases) for grain, each in sorted(by_grain.items())]
        open_columns = {name: each for name, each in made.items() if not isinstance(each, Aggregated)}
        table = joined_to_cases(cases, gathered, self._read(level, open_columns)) if gathered else cases
        return self._with_ranks(level, self._emit(f"cases_{level}_0", table, view=True), open_columns)

    def _gathered(self, level: int, grain: str, aggregates: Mapping[str, Aggregated], cases: Table) -> Table:
        needed = {need for each in aggregates.values() for need in each.value.needs}
        frame = self._frames.frame(grain, needed, cases)
        row = self._rows.of(frame)
        values = {name: aggregate(each.how, row.of(each.value)) for name, each in aggregates.items()}
        return self._emit(f"{grain}_{level}", frame.group_by(CASE).aggregate(**values))

    def _with_ranks(self, level: int, table: Table, made: Mapping[str, CaseColumn]) -> Table:
        """Columns that follow from others of their row, a view for each rank of them; what is read no more goes."""
        open_columns = dict(made)
        rank = 0
        while open_columns:
            ready = {n: each for n, each in open_columns.items() if not open_columns.keys() & self._live.needs(each)}
            for name in ready:
                del open_columns[name]
            table = with_columns(table, ready, self._calendar, self._rows, self._read(level, open_columns))
            rank += 1
            if open_columns:
                table = self._emit(f"cases_{level}_{rank}", table, view=True)
        return table

    def _read(self, level: int, open_columns: Mapping[str, CaseColumn]) -> frozenset[str]:
        """The columns of the case that are read after a rank: by those still open, or after the level."""
        return self._live.after(level).union(*(self._live.needs(each) for each in open_columns.values()))

    def _emit(self, name: str, expression: Table, *, view: bool = False) -> Table:
        import ibis

        taken = {step.name for step in self._steps}
        while name in taken:
            name += "_more"
        self._steps.append(Step(name, expression, view))
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
