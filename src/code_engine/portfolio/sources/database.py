"""A table of a database as an export: PostgreSQL, DuckDB and SQLite.

A database has no order of its own. Its rows are taken by reference, then by date, then by every other column, so that
the same table always gives the same cases with the same numbers of rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from code_engine.errors import DocumentError, Problem, did_you_mean, quoted
from code_engine.portfolio.addresses import Address
from code_engine.portfolio.optional import needed
from code_engine.portfolio.sources.row import Row

_FETCHED: Final = 5_000
_LONDON: Final = "AT TIME ZONE 'Europe/London'"

_POSTGRESQL: Final[Mapping[int, str]] = {
    **dict.fromkeys((16, 20, 21, 23, 25, 1082), "{}"),
    1114: "CAST({} AS date)",
    1184: f"CAST({{}} {_LONDON} AS date)",
    **dict.fromkeys((1009, 1015), "array_to_string({}, ';')"),
}
"""How a column is read, by the number of its type; every other as text."""

_DUCKDB: Final[Mapping[str, str]] = {
    **dict.fromkeys(("VARCHAR", "BOOLEAN", "DATE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT"), "{}"),
    "TIMESTAMP": "CAST({} AS DATE)",
    "VARCHAR[]": "array_to_string({}, ';')",
}


@dataclass(frozen=True, slots=True)
class DatabaseTable:
    """A table with its columns; `cells` has for each how it is read in the database's own SQL."""

    address: Address
    name: str
    columns: tuple[str, ...]
    cells: Mapping[str, str]

    def query(self, columns: Sequence[str], first: Sequence[str], names: Mapping[str, str], number: str) -> str:
        """The rows with these columns under other names, numbered in their order, in which `first` go first."""
        order = ", ".join(self.cells[column] for column in dict.fromkeys((*first, *columns)))
        shown = ", ".join(f"{self.cells[column]} AS {names[column]}" for column in columns)
        return f"SELECT row_number() OVER (ORDER BY {order}) AS {number}, {shown} FROM {self.source}"

    @property
    def source(self) -> str:
        """The table as SQL names it."""
        parts = [_quoted(part) for part in self.name.split(".")]
        return ".".join(["source", *parts] if self.address.scheme == "duckdb" else parts)

    def rows(self, columns: Sequence[str], first: Sequence[str]) -> Iterator[Row]:
        """The rows with every column of the table, numbered from 1. Raises DocumentError."""
        names = {column: f"x{place}" for place, column in enumerate(self.columns)}
        number = "row_number"
        order = ", ".join(self.cells[column] for column in dict.fromkeys((*first, *columns)))
        shown = ", ".join(f"{self.cells[column]} AS {names[column]}" for column in self.columns)
        query = f"SELECT row_number() OVER (ORDER BY {order}) AS {number}, {shown} FROM {self.source} ORDER BY {number}"
        return self._found(query)

    def sample(self, most: int) -> Iterator[Row]:
        """At most so many rows, whichever the database gives first, in an order of their own, numbered from 1.

        The database is asked for no order: it would have to read everything to find the first. Raises DocumentError.
        """
        shown = ", ".join(f"{self.cells[column]} AS x{place}" for place, column in enumerate(self.columns))
        found = self._found(f"SELECT 0, {shown} FROM {self.source} LIMIT {most}")
        cells = sorted(
            (row.cells for row in found), key=lambda each: [("" if cell is None else str(cell)) for cell in each]
        )
        return (Row(number, each) for number, each in enumerate(cells, start=1))

    def _found(self, query: str) -> Iterator[Row]:
        """The rows of a query, whose first column is their number."""
        with _connected(self.address) as connection:
            try:
                cursor = connection.cursor()
                cursor.execute(query)
                while found := cursor.fetchmany(_FETCHED):
                    for cells in found:
                        yield Row(cells[0], tuple(cells[1:]))
            except _errors(self.address) as error:
                raise _refused(self.address, "cannot be read", error) from None


def open_database_table(address: Address) -> DatabaseTable:
    """The table that an address names, or the only one there is. Raises DocumentError with what there is instead."""
    with _connected(address) as connection:
        names = _tables(connection, address)
        name = _chosen(address, names)
        table = DatabaseTable(address, name, (), {})
        try:
            cursor = connection.cursor()
            cursor.execute(f"SELECT * FROM {table.source} LIMIT 0")
        except _errors(address) as error:
            raise _refused(address, f"the table {quoted(name)} cannot be read", error) from None
        columns = {each[0]: _cell(address, each[0], each[1]) for each in cursor.description or ()}
    if not columns:
        raise DocumentError(Problem(f"the table {quoted(name)} has no columns", address.place))
    return DatabaseTable(address, name, tuple(columns), columns)


def _cell(address: Address, column: str, kind: Any) -> str:
    name = _quoted(column)
    if address.scheme == "postgresql":
        return _POSTGRESQL.get(kind, "CAST({} AS text)").format(name)
    if address.scheme == "duckdb":
        return _DUCKDB.get(str(kind), "CAST({} AS VARCHAR)").format(name)
    return name


def _chosen(address: Address, names: Sequence[str]) -> str:
    if address.table is not None:
        if address.table in names:
            return address.table
        short = [name for name in names if name.rpartition(".")[2] == address.table]
        if len(short) == 1:
            return short[0]
        hint = did_you_mean(address.table, names) or (f"tables: {', '.join(names[:12])}" if names else "it has none")
        raise DocumentError(Problem(f"there is no table {quoted(address.table)}", address.place, hint))
    if len(names) == 1:
        return names[0]
    if not names:
        raise DocumentError(Problem("this database has no tables", address.place, "check which database it is"))
    hint = f"add ?table= with one of: {', '.join(names[:12])}"
    raise DocumentError(Problem("it is not said which table has the cases", address.place, hint))


def _tables(connection: Any, address: Address) -> list[str]:
    """The tables and views that can be read; those of the schema `public` or `main` by their name alone."""
    if address.scheme == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        return sorted(name for (name,) in _all(connection, address, query))
    query = "SELECT table_schema, table_name FROM information_schema.tables WHERE "
    query += (
        "table_catalog = 'source'"
        if address.scheme == "duckdb"
        else "table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    found = _all(connection, address, query)
    return sorted(name if schema in ("public", "main") else f"{schema}.{name}" for schema, name in found)


def _all(connection: Any, address: Address, query: str) -> list[Any]:
    try:
        cursor = connection.cursor()
        cursor.execute(query)
        found: list[Any] = cursor.fetchall()
    except _errors(address) as error:
        raise _refused(address, "this is not a database", error) from None
    return found


@contextmanager
def _connected(address: Address) -> Iterator[Any]:
    """A connection that only reads, for as long as this lasts."""
    connect: Callable[[Address], Any] = {"postgresql": _postgresql, "duckdb": _duckdb, "sqlite": _sqlite}[
        address.scheme
    ]
    try:
        opened = connect(address)
    except _errors(address) as error:
        raise _refused(address, "no connection", error) from None
    with closing(opened):
        yield opened.connection if address.scheme == "duckdb" else opened


def _postgresql(address: Address) -> Any:
    return needed("psycopg", "reading from PostgreSQL", "postgresql").connect(address.text)


def _duckdb(address: Address) -> Any:
    from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine

    return DuckDBEngine(address.file)


def _sqlite(address: Address) -> Any:
    if not address.file.is_file():
        raise DocumentError(Problem("there is no such file", address.place, "check the name and the folder"))
    return sqlite3.connect(f"{address.file.absolute().as_uri()}?mode=ro", uri=True)


def _errors(address: Address) -> type[Exception]:
    if address.scheme == "sqlite":
        return sqlite3.Error
    module = needed("psycopg" if address.scheme == "postgresql" else "duckdb", "reading from a database")
    found: type[Exception] = module.Error
    return found


def _refused(address: Address, message: str, error: Exception) -> DocumentError:
    first = next(iter(str(error).strip().splitlines()), type(error).__name__).strip().rstrip(".")
    hint = "check host, port, user and database; a password may stand in the variable PGPASSWORD"
    said = f"{message}: {first[:1].lower()}{first[1:]}"
    return DocumentError(Problem(said, address.place, hint if address.scheme == "postgresql" else None))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
