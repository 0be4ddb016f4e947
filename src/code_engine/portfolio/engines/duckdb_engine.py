"""DuckDB, inside this program: the default for columns, and the one that reads files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from code_engine.errors import DocumentError, Location, Problem
from code_engine.portfolio.engines.column_engine import BATCH_ROWS, ArrowTable
from code_engine.portfolio.optional import needed


class DuckDBEngine:
    """A database in memory that moves to a folder of its own on disk where memory does not suffice."""

    dialect = "duckdb"
    name = "DuckDB"

    def __init__(self, file: Path | None = None) -> None:
        """`file` is a database that is read, and not written to."""
        duckdb = needed("duckdb", "evaluating in columns")
        self._folder = TemporaryDirectory(prefix="code-engine-")
        # What does not fit into memory is written out there, so that a year may be larger than memory.
        self.connection: Any = duckdb.connect(config={"temp_directory": self._folder.name})
        if file is not None:
            self.attach(file)

    def put(self, name: str, table: ArrowTable) -> None:
        """Make a temporary table of rows held here."""
        self.connection.register("rows_given", table)
        try:
            self.make(name, "SELECT * FROM rows_given")
        finally:
            self.connection.unregister("rows_given")

    def attach(self, file: Path) -> None:
        """Make the tables of a database readable under the name `source`. Raises DocumentError where it is none."""
        duckdb = needed("duckdb", "evaluating in columns")
        if not file.is_file():
            raise DocumentError(Problem("there is no such file", Location(str(file)), "check the name and the folder"))
        name = str(file).replace("'", "''")
        try:
            self.connection.execute(f"ATTACH '{name}' AS source (READ_ONLY)")
        except duckdb.Error:
            raise DocumentError(Problem("this is not a database of DuckDB", Location(str(file)))) from None

    def add(self, name: str, table: ArrowTable) -> None:
        """Add rows held here to a table that is there."""
        self.connection.register("rows_given", table)
        self.connection.execute(f'INSERT INTO "{name}" SELECT * FROM rows_given')
        self.connection.unregister("rows_given")

    def make(self, name: str, sql: str, view: bool = False) -> None:
        """Make a temporary table, or a view, of a query."""
        self.connection.execute(f'CREATE OR REPLACE TEMP {"VIEW" if view else "TABLE"} "{name}" AS {sql}')

    def fetch(self, sql: str) -> ArrowTable:
        """The rows of a query."""
        return self.connection.sql(sql).to_arrow_table()

    def batches(self, sql: str) -> Iterator[ArrowTable]:
        """The rows of a query, some thousand at a time."""
        arrow = needed("pyarrow", "evaluating in columns")
        for batch in self.connection.sql(sql).to_arrow_reader(BATCH_ROWS):
            yield arrow.Table.from_batches([batch])

    def close(self) -> None:
        """Drop everything."""
        self.connection.close()
        self._folder.cleanup()
