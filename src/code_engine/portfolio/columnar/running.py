"""Running a columnar program on DuckDB, embedded; other engines take the same steps as their own SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import Statement, statements
from code_engine.portfolio.columnar.statement_cache import kept_statements

__all__ = ["DuckDBRun", "Statement", "folded", "read_last_by", "statements"]

WORKING: Final = "columnar_working"
"""A database in memory beside that of the connection, for the tables of the steps; it gives back its memory at once."""

_OUT_OF_ORDER: Final = (
    "SELECT count(*) FROM (SELECT case_number < lag(case_number) OVER () AS earlier FROM {}) WHERE earlier"
)

_KEPT_OPTIMIZERS: Final = frozenset(
    {"cte_inlining", "unused_columns", "column_lifetime", "expression_rewriter", "common_subexpressions"}
)
"""What is left of DuckDB's optimizer for the wide tables of cases, whose queries it takes longer over than they run."""


class DuckDBRun:
    """A program made ready on one DuckDB connection; run it as often as there are batches of cases.

    `working` names the database of its tables: another one for each connection of one and the same DuckDB.
    """

    def __init__(self, program: ColumnarProgram, connection: Any = None, working: str = WORKING) -> None:
        import duckdb

        self.program, self._working = program, working
        self.connection: Any = connection if connection is not None else duckdb.connect()
        found = kept_statements(program, "duckdb")
        self._tables, self._last = folded(found[:-1]), found[-1]
        self._read_last_by = read_last_by([*self._tables, self._last])
        self._statements: dict[str, Any] = {}
        self._make_ready()
        optimizers = [row[0] for row in self.connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()]
        self._without = ",".join(name for name in optimizers if name not in _KEPT_OPTIMIZERS)

    def answers(self, sources: Mapping[str, Any]) -> Any:
        """The table of answers for tables of cases, events, texts, days and answers, as Arrow, by the cases' numbers.

        A source is an Arrow table, or anything else DuckDB can register under a name.
        """
        self.evaluate(sources)
        return self.connection.sql('SELECT * FROM "answered"').to_arrow_table()

    def evaluate(self, sources: Mapping[str, Any]) -> None:
        """Answer the cases of these tables; the view `answered` holds what was found until the next call."""
        for name, table in sources.items():
            self.connection.register(name, table)
        run = self.connection.execute
        there = {row[0] for row in run("SELECT DISTINCT type FROM events").fetchall()}
        there |= {row[0] for row in run("SELECT DISTINCT field FROM texts").fetchall()}
        before = run("SELECT current_setting('disabled_optimizers')").fetchone()[0]
        empty: set[str] = set()
        try:
            for each in self._tables:
                nothing_read = bool(each.reads_only) and there.isdisjoint(each.reads_only)
                if nothing_read or not empty.isdisjoint(each.rows_of):
                    empty.add(each.name)
                    self._make_empty(each)
                    continue
                run(f"SET disabled_optimizers = '{self._without if _is_wide(each) else before}'")
                run(self._parsed(each))
                if each.name.startswith("cases_"):
                    self._put_in_order(each)
                for name in self._read_last_by.get(each.name, ()):
                    run(f'DROP TABLE {self._working}."{name}"')
        finally:
            run(f"SET disabled_optimizers = '{before}'")
        run(f'CREATE OR REPLACE VIEW {self._working}."{self._last.name}" AS {self._last.sql}')

    def _parsed(self, each: Statement) -> Any:
        """The statement that makes a table; read by DuckDB once, which is a third of its planning."""
        if each.name not in self._statements:
            sql = f'CREATE OR REPLACE TABLE {self._working}."{each.name}" AS {each.sql}'
            (self._statements[each.name],) = self.connection.extract_statements(sql)
        return self._statements[each.name]

    def _make_empty(self, each: Statement) -> None:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in each.columns)
        self.connection.execute(f'CREATE OR REPLACE TABLE {self._working}."{each.name}" ({columns})')

    def _put_in_order(self, each: Statement) -> None:
        """Sort a table of cases that is out of order: they are joined row by row, which takes hardly any time.

        They come in order from cases in order, unless several threads make them, or they do not fit into memory.
        """
        run, name = self.connection.execute, f'{self._working}."{each.name}"'
        if run(_OUT_OF_ORDER.format(name)).fetchone()[0]:
            run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name} ORDER BY case_number")

    def _make_ready(self) -> None:
        """The database of the tables, and the calendar in it."""
        import pyarrow as arrow

        run = self.connection.execute
        here, schema = run("SELECT current_database(), current_schema()").fetchone()
        run(f"ATTACH IF NOT EXISTS ':memory:' AS {self._working}")
        run(f"SET search_path = '{here}.{schema},{self._working}.main'")
        rows = self.program.calendar_rows
        table = arrow.table({name: arrow.array(values, arrow.int32()) for name, values in rows.items()})
        self.connection.register("calendar_rows", table)
        run(f"CREATE OR REPLACE TABLE {self._working}.calendar AS SELECT * FROM calendar_rows")
        self.connection.unregister("calendar_rows")


def folded(found: Sequence[Statement]) -> list[Statement]:
    """Views written into the query of the table that reads them: a view of views is looked through again each time."""
    made: list[Statement] = []
    views: list[Statement] = []
    for each in found:
        if each.view:
            views.append(each)
            continue
        sql = each.sql
        if views:
            named = ", ".join(f'"{view.name}" AS NOT MATERIALIZED ({view.sql})' for view in views)
            sql = f"WITH {named} SELECT * FROM ({sql})"
        made.append(Statement(each.name, sql, False, each.columns, each.rows_of, each.reads_only))
        views = []
    return made


def read_last_by(found: Sequence[Statement]) -> dict[str, list[str]]:
    """By name of a table, those made before it that no later one reads."""
    last: dict[str, str] = {}
    for each in found:
        for name in last:
            if f'"{name}"' in each.sql:
                last[name] = each.name
        last[each.name] = each.name
    by_reader: dict[str, list[str]] = {}
    for name, reader in last.items():
        if name != reader:
            by_reader.setdefault(reader, []).append(name)
    return by_reader


def _is_wide(each: Statement) -> bool:
    """Whether it is a table of cases made from others; the first are narrow, and choose their cases from a source."""
    return each.name.startswith("cases_") and not each.name.startswith("cases_0")
