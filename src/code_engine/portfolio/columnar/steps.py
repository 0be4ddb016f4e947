"""Steps: the plan as a list of tables to make, each from those before it, on any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from code_engine.portfolio.columnar.cells import Cell
from code_engine.portfolio.columnar.frames import Frames, Table, aggregate, joined_to_cases, with_columns
from code_engine.portfolio.columnar.grains import CASE
from code_engine.portfolio.columnar.layout import CASE_COLUMNS, CASES
from code_engine.portfolio.columnar.planning import CASE_PREFIX, Aggregated, CaseColumn, Plan, own_needs
from code_engine.portfolio.columnar.seen_tables import SeenTables


@dataclass(frozen=True, slots=True)
class Step:
    """A table (or view) to make: its name, and the Ibis expression over tables made before."""

    name: str
    expression: Any
    view: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the answer."""

    cell: Cell
    kind: str


class StepBuilder:
    """Turns a plan into steps that end in the table of answers."""

    def __init__(self, plan: Plan, outputs: Mapping[str, Output], calendar_columns: Iterable[str]) -> None:
        import ibis

        self._plan, self._outputs = plan, outputs
        self._calendar = ibis.table(dict.fromkeys(calendar_columns, "int32"), name="calendar")
        self._seen = SeenTables()
        self._frames = Frames(plan, self._seen.grain, self._calendar, self._emit)
        self._steps: list[Step] = []
        self._all_live: set[str] = set()
        self._live = self._live_by_level()

    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which they are made."""
        raw = self._raw_columns()
        self._steps += [Step(name, table) for name, table in self._seen.tables(raw)]
        cases = self._emit("cases_before", self._first_level(), view=True)
        for level in range(max(self._plan.levels.values()) + 1):
            table = self._level(level, cases)
            cases = self._emit(f"cases_{level}", table.select(CASE, *sorted(self._live[level])))
        answers = {name: each.cell.build(cases.__getitem__).cast(each.kind) for name, each in self._outputs.items()}
        self._emit("answered", cases.select(CASE, **answers))
        return tuple(self._steps)

    def _first_level(self) -> Table:
        import ibis

        table = ibis.table(dict(CASE_COLUMNS), name=CASES)
        return table.select(CASE, **{f"{CASE_PREFIX}{name}": table[name] for name in CASE_COLUMNS if name != CASE})

    def _of_level(self, level: int) -> dict[str, CaseColumn]:
        columns = self._plan.case_columns
        return {name: made for name, made in columns.items() if self._plan.levels[name] == level and self._used(name)}

    def _used(self, name: str) -> bool:
        return name in self._all_live

    def _level(self, level: int, cases: Table) -> Table:
        """The table of cases of a level: aggregates over items joined to it, then what follows from them."""
        made = self._of_level(level)
        by_grain: dict[str, dict[str, Aggregated]] = {}
        for name, each in made.items():
            if isinstance(each, Aggregated):
                by_grain.setdefault(each.grain, {})[name] = each
        gathered = [self._gathered(level, grain, each, cases) for grain, each in sorted(by_grain.items())]
        table = joined_to_cases(cases, gathered) if gathered else cases
        table = self._emit(f"cases_{level}_0", table, view=True)
        return self._with_ranks(
            level, table, {name: each for name, each in made.items() if not isinstance(each, Aggregated)}
        )

    def _gathered(self, level: int, grain: str, aggregates: Mapping[str, Aggregated], cases: Table) -> Table:
        needed = {need for each in aggregates.values() for need in each.value.needs}
        frame = self._frames.frame(grain, needed, cases)
        values = {name: aggregate(each.how, each.value.build(frame.__getitem__)) for name, each in aggregates.items()}
        return self._emit(f"{grain}_{level}", frame.group_by(CASE).aggregate(**values))

    def _with_ranks(self, level: int, table: Table, made: Mapping[str, CaseColumn]) -> Table:
        """Columns that follow from others of their row, a view for each rank of them; what is read no more goes."""
        open_columns = dict(made)
        rank = 0
        while open_columns:
            ready = {name: each for name, each in open_columns.items() if not open_columns.keys() & own_needs(each)}
            found = with_columns(table, ready, self._calendar)
            for name in ready:
                del open_columns[name]
            read = self._live[level].union(*(own_needs(each) for each in open_columns.values()))
            kept = [name for name in found.columns if name == CASE or name in read]
            rank += 1
            table = self._emit(f"cases_{level}_{rank}", found.select(*kept), view=True)
        return table

    def _emit(self, name: str, expression: Table, *, view: bool = False) -> Table:
        import ibis

        taken = {step.name for step in self._steps}
        while name in taken:
            name += "_more"
        self._steps.append(Step(name, expression, view))
        return ibis.table(expression.schema(), name=name)

    def _live_by_level(self) -> list[frozenset[str]]:
        """The columns of the case each level has to keep: those that a later one, or the answer, reads."""
        levels = self._plan.levels
        top = max(levels.values())
        kept: list[set[str]] = [set() for _ in range(top + 1)]
        open_columns = [(need, top + 1) for output in self._outputs.values() for need in output.cell.needs]
        while open_columns:
            name, reader = open_columns.pop()
            for level in range(levels[name], reader):
                kept[level].add(name)
            if name in self._all_live:
                continue
            self._all_live.add(name)
            made = self._plan.case_columns.get(name)
            if made is not None:
                open_columns += [(need, levels[name]) for need in self._reads(made)]
        return [frozenset(names) for names in kept]

    def _reads(self, made: CaseColumn) -> frozenset[str]:
        if isinstance(made, Aggregated):
            return self._plan.case_needs(made.grain, made.value.needs)
        return own_needs(made)

    def _raw_columns(self) -> dict[str, frozenset[str]]:
        """By grain, the columns of its table that any frame reads."""
        found: dict[str, set[str]] = {}
        for name, made in self._plan.case_columns.items():
            if isinstance(made, Aggregated) and self._used(name):
                found.setdefault(made.grain, set())
                for grain, columns in self._frames.raw_columns(made.grain, made.value.needs).items():
                    found.setdefault(grain, set()).update(columns)
        return {grain: frozenset(columns) for grain, columns in sorted(found.items())}
