"""Running a columnar program on DuckDB, embedded; other engines take the same steps as their own SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from code_engine.portfolio.columnar.program import ColumnarProgram


class DuckDBRun:
    """A program made ready on one DuckDB connection; run it as often as there are batches of cases."""

    def __init__(self, program: ColumnarProgram, connection: Any = None) -> None:
        import duckdb

        self.program = program
        self.connection = connection if connection is not None else duckdb.connect()
        self._statements = statements(program, "duckdb")
        self._calendar()

    def answers(self, sources: Mapping[str, Any]) -> Any:
        """The table of answers for tables of cases, events, texts, days and answers, as Arrow.

        A source is an Arrow table, or anything else DuckDB can register under a name.
        """
        for name, table in sources.items():
            self.connection.register(name, table)
        for statement in self._statements:
            kind = "VIEW" if statement.view else "TABLE"
            self.connection.execute(f'CREATE OR REPLACE TEMP {kind} "{statement.name}" AS {statement.sql}')
        return self.connection.sql('SELECT * FROM "answered" ORDER BY case_number').to_arrow_table()

    def _calendar(self) -> None:
        import pyarrow as arrow

        rows = self.program.calendar_rows()
        table = arrow.table({name: arrow.array(values, arrow.int32()) for name, values in rows.items()})
        self.connection.register("calendar_rows", table)
        self.connection.execute('CREATE OR REPLACE TEMP TABLE "calendar" AS SELECT * FROM calendar_rows')
        self.connection.unregister("calendar_rows")


CASTS_TRUTH: Final = frozenset({"duckdb"})
"""The dialects that make 1, 0 and null of a truth value by a cast; elsewhere it is written out as a case."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A table or view to make, and the query that makes it."""

    name: str
    sql: str
    view: bool


def statements(program: ColumnarProgram, dialect: str) -> list[Statement]:
    """Each table to make, in order, in the SQL of an engine."""
    import ibis

    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return [
            Statement(step.name, str(ibis.to_sql(step.expression, dialect=dialect)), step.view)
            for step in program.steps_for(casts_truth=dialect in CASTS_TRUTH)
        ]
    finally:
        ibis.options.sql.fuse_selects = fused
