"""The rows of a table in a database, or of a file that lies with an engine, as that engine reads them in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from code_engine.errors import DocumentError, Problem
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.spark_engine import SparkEngine
from code_engine.portfolio.shaping.raw_files import RAW
from code_engine.portfolio.shaping.raw_rows import ROW, RawRows, column_names
from code_engine.portfolio.sources.database import DatabaseTable
from code_engine.portfolio.sources.tables import Table

_PLACE: Final = "code_engine_place_in_file"
"""A name that no column of an export has."""


def raw_of_table(engine: ColumnEngine, table: DatabaseTable, columns: Sequence[str], first: Sequence[str]) -> RawRows:
    """The mapped columns of a table in the engine's own database, numbered there. Raises DocumentError."""
    names = column_names(tuple(columns))
    try:
        engine.make(RAW, table.query(columns, first, names, ROW))
    except Exception as error:
        # Each database has errors of its own; what they say of a query is of no use to a reader.
        message = f"the table cannot be read in place: {type(error).__name__}"
        hint = "the user needs the right to read it and to make temporary tables"
        raise DocumentError(Problem(message, table.address.place, hint)) from None
    return _raw(engine, names)


def raw_of_parquet(engine: SparkEngine, table: Table, columns: Sequence[str]) -> RawRows:
    """A Parquet file that Spark reads itself."""
    names = column_names(tuple(columns))
    engine.read("parquet_rows", table.path, _PLACE)
    shown = ", ".join(f"`{column.replace('`', '``')}` AS {name}" for column, name in names.items())
    engine.make(RAW, f"SELECT {_PLACE} + 1 AS {ROW}, {shown} FROM parquet_rows")
    return _raw(engine, names)


def moved(source: ColumnEngine, raw: RawRows, target: ColumnEngine) -> RawRows:
    """The same rows in another engine."""
    target.put(RAW, source.fetch(f"SELECT * FROM {raw.table}"))
    return raw


def _raw(engine: ColumnEngine, names: dict[str, str]) -> RawRows:
    import ibis

    empty: Any = engine.fetch(f"SELECT * FROM {RAW} LIMIT 0")
    return RawRows(RAW, ibis.Schema.from_pyarrow(empty.schema), names)
