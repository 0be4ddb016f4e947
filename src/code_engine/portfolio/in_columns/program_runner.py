"""A program on an engine: made ready once, run as often as there are batches of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from code_engine.calendar import Counting
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.running import DuckDBRun
from code_engine.portfolio.columnar.statement_cache import kept_statements
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine
from code_engine.portfolio.optional import needed


class ProgramRunner:
    """Runs a program over the tables `cases`, `events`, `texts`, `days` and `answers_given` of an engine."""

    def __init__(self, engine: ColumnEngine, program: ColumnarProgram) -> None:
        self.engine, self.program = engine, program
        self._run = DuckDBRun(program, engine.connection) if isinstance(engine, DuckDBEngine) else None
        self._statements = [] if self._run is not None else kept_statements(program, engine.dialect)
        if self._run is None:
            arrow = needed("pyarrow", "evaluating in columns")
            rows = program.calendar_rows
            engine.put("calendar", arrow.table({name: arrow.array(days, arrow.int32()) for name, days in rows.items()}))

    def answers(self, tables: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """The answers in the order of the cases, as tables of some thousand rows.

        `tables` are put into the engine first, where they are given.
        """
        for name, table in (tables or {}).items():
            self.engine.put(name, table)
        if self._run is not None:
            yield self._run.answers({})
            return
        for each in self._statements:
            # Never as a view: other engines than DuckDB take far longer to think about a query of views within views.
            self.engine.make(each.name, each.sql)
        yield from self.engine.batches("SELECT * FROM answered ORDER BY case_number")


def program_for(
    engine: Engine, landlords: Iterable[str], counting: str, *, labels: bool = False, forced: str | None = None
) -> ColumnarProgram | None:
    """The program of the newest ruleset, or the one `forced`, for those of the landlords that columns can answer.

    A landlord is left out whose policy does not load, who brings rulesets of its own, or one of whose promises cannot
    be said in columns: its cases are then left to the Python engine. None where a rule of the Code itself cannot.
    Raises RulesetError where there is no such ruleset beside those that landlords bring.
    """
    newest = max(engine.catalogue, key=lambda each: each.in_force_from)
    ruleset = newest if forced is None else engine.catalogue.named(forced)

    def program_of(names: Iterable[str]) -> ColumnarProgram:
        convention = Counting(counting)
        return ColumnarProgram.of(engine, ruleset, names, convention, labels=labels, forced=forced is not None)

    chosen = [name for name in landlords if _plain(engine, name)]
    program = program_of(chosen)
    left = {rule.landlord for rule in program.not_compiled}
    if None in left:
        return None
    if left:
        return program_of([name for name in chosen if name not in left])
    return program


def _plain(engine: Engine, name: str) -> bool:
    try:
        landlord = engine.landlords.get(name)
        return bool(landlord.policies is not None) and not landlord.rulesets
    except CodeEngineError:
        return False
