"""Spark, here in local mode: everything it reads lies in Parquet files, and so does all it makes.

Rows held in memory are never handed to it as such: it would take what is not known in a column of whole numbers for a
number. A table that is made is written down, or each later one would work out all before it once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from code_engine.errors import DocumentError, Problem
from code_engine.portfolio.addresses import Address
from code_engine.portfolio.engines.column_engine import BATCH_ROWS, ArrowTable
from code_engine.portfolio.optional import needed

_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "Europe/London",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.codegen.wholeStage": "false",
}
"""For one machine. Queries with thousands of columns are not compiled: that takes longer than running them."""


class SparkEngine:
    """A session of Spark, and a folder for its tables."""

    dialect = "pyspark"
    name = "Spark"

    def __init__(self, address: Address) -> None:
        sql = needed("pyspark.sql", "evaluating with Spark", "spark")
        self._folder = TemporaryDirectory(prefix="code-engine-")
        master = f"spark://{address.path}" if address.path else "local[*]"
        builder = sql.SparkSession.builder.master(master).appName("code-engine")
        for key, value in {**_SETTINGS, "spark.sql.warehouse.dir": self._folder.name}.items():
            builder = builder.config(key, value)
        try:
            self.session: Any = builder.getOrCreate()
        except Exception as error:
            hint = "Spark needs Java 17 or newer; set JAVA_HOME"
            problem = Problem(f"Spark does not start: {type(error).__name__}", address.place, hint)
            raise DocumentError(problem) from None
        self.session.sparkContext.setLogLevel("ERROR")
        self._files = 0

    def put(self, name: str, table: ArrowTable) -> None:
        """Make a table of rows held here, through a file."""
        path = self._new_file(name)
        needed("pyarrow.parquet", "evaluating with Spark").write_table(table, path)
        self.read(name, path)

    def read(self, name: str, path: Path, place: str | None = None) -> None:
        """Make a Parquet file known as a table; `place` is a further column, the place of a row in the file from 0."""
        found = self.session.read.parquet(str(path))
        if place is not None:
            # Only the reader of the file knows it; through a view there is no asking for it.
            found = found.selectExpr("*", f"_metadata.row_index AS {place}")
        found.createOrReplaceTempView(name)

    def make(self, name: str, sql: str, view: bool = False) -> None:
        """Make a table of a query in a file of its own, or a view."""
        found = self.session.sql(sql)
        if view:
            found.createOrReplaceTempView(name)
            return
        path = self._new_file(name)
        found.write.parquet(str(path))
        self.read(name, path)

    def fetch(self, sql: str) -> ArrowTable:
        """The rows of a query."""
        return self.session.sql(sql).toArrow()

    def batches(self, sql: str) -> Iterator[ArrowTable]:
        """The rows of a query, some thousand at a time."""
        found = self.fetch(sql)
        for first in range(0, max(found.num_rows, 1), BATCH_ROWS):
            yield found.slice(first, BATCH_ROWS)

    def close(self) -> None:
        """Stop the session and delete its files."""
        self.session.stop()
        self._folder.cleanup()

    def _new_file(self, name: str) -> Path:
        self._files += 1
        return Path(self._folder.name) / f"{self._files:05}-{name}.parquet"
