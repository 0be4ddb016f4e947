"""The engine that an address or a name means, opened."""

from __future__ import annotations

from code_engine.errors import DocumentError, Problem, did_you_mean, quoted
from code_engine.portfolio.addresses import ENGINES, Address, address_of, is_address
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine

BY_CASE = "cases"
"""The engine for single cases: row by row, with reasons and labels."""

IN_COLUMNS = "duckdb"
"""The columns, by DuckDB inside this program."""


def engine_address(name: str) -> Address | None:
    """The address of an engine, None for the engine for single cases. Raises DocumentError for anything else."""
    if name == BY_CASE:
        return None
    if is_address(name):
        return address_of(name, ENGINES)
    if name in (IN_COLUMNS, "pyspark"):
        return address_of(f"{name}://", ENGINES)
    known = (BY_CASE, IN_COLUMNS, "pyspark")
    hint = (
        did_you_mean(name, known) or f"write {', '.join(known)}, or an address such as postgresql://USER@HOST/DATABASE"
    )
    raise DocumentError(Problem(f"{quoted(name)} is no engine", None, hint))


def open_engine(address: Address) -> ColumnEngine:
    """Connect to an engine. Raises DocumentError where that fails, MissingExtraError where a library is missing."""
    if address.scheme == "duckdb":
        return DuckDBEngine(address.file if address.path else None)
    if address.scheme == "postgresql":
        from code_engine.portfolio.engines.postgresql_engine import PostgreSQLEngine

        return PostgreSQLEngine(address)
    if address.scheme == "pyspark":
        from code_engine.portfolio.engines.spark_engine import SparkEngine

        return SparkEngine(address)
    from code_engine.portfolio.engines.ibis_engine import IbisEngine

    return IbisEngine.of(address)
