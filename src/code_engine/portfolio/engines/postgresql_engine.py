"""PostgreSQL: the rules run where the data is, in temporary tables of one connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from code_engine.errors import DocumentError, Problem
from code_engine.portfolio.addresses import Address
from code_engine.portfolio.engines.column_engine import BATCH_ROWS, ArrowTable
from code_engine.portfolio.optional import needed

_SETTINGS: Final = ("jit = off", "join_collapse_limit = 1", "from_collapse_limit = 1")
"""Its compiler of queries and its search for an order of joins take longer here than the queries."""

_TYPES: Final = {16: "bool_", 20: "int64", 21: "int16", 23: "int32", 1082: "date32"}
"""Types of PostgreSQL by their numbers, and those of Arrow; every other is read as text."""


class PostgreSQLEngine:
    """A connection to one database. Reading a table and making temporary ones is all it needs to be allowed."""

    dialect = "postgres"

    def __init__(self, address: Address) -> None:
        psycopg = needed("psycopg", "evaluating in PostgreSQL", "postgresql")
        self.name = address.shown
        try:
            self.connection: Any = psycopg.connect(address.text, autocommit=True)
            for setting in _SETTINGS:
                self.connection.execute(f"SET {setting}")
        except psycopg.Error as error:
            raise DocumentError(Problem(f"no connection: {said(error)}", address.place, _CHECK)) from None

    def put(self, name: str, table: ArrowTable) -> None:
        """Make a temporary table of rows held here."""
        columns = ", ".join(f'"{field.name}" {_declared(field.type)}' for field in table.schema)
        self._drop(name)
        self.connection.execute(f'CREATE TEMP TABLE "{name}" ({columns})')
        with self.connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
            for batch in table.to_batches(BATCH_ROWS):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)
        self.connection.execute(f'ANALYZE "{name}"')

    def make(self, name: str, sql: str, view: bool = False) -> None:
        """Make a temporary table, or a view, of a query."""
        self._drop(name)
        self.connection.execute(f'CREATE TEMP {"VIEW" if view else "TABLE"} "{name}" AS {sql}')
        if not view:
            # Without figures of its own tables PostgreSQL joins them by nested loops.
            self.connection.execute(f'ANALYZE "{name}"')

    def fetch(self, sql: str) -> ArrowTable:
        """The rows of a query."""
        cursor = self.connection.execute(sql)
        return _table(cursor.description, cursor.fetchall())

    def batches(self, sql: str) -> Iterator[ArrowTable]:
        """The rows of a query, some thousand at a time."""
        with self.connection.transaction(), self.connection.cursor(name="batches") as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(BATCH_ROWS):
                yield _table(cursor.description, rows)

    def close(self) -> None:
        """Let go of the connection, and with it of all temporary tables."""
        self.connection.close()

    def _drop(self, name: str) -> None:
        kinds = self.connection.execute(
            "SELECT relkind FROM pg_class WHERE relname = %s AND relnamespace = pg_my_temp_schema()", (name,)
        ).fetchall()
        for (kind,) in kinds:
            what = "VIEW" if kind in ("v", b"v") else "TABLE"
            self.connection.execute(f'DROP {what} pg_temp."{name}" CASCADE')


_CHECK: Final = "check host, port, user and database; a password may stand in the variable PGPASSWORD"


def said(error: Exception) -> str:
    """What the database said, in one line that ends without a stop."""
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return first.strip().rstrip(".")


def _declared(kind: Any) -> str:
    types = needed("pyarrow", "evaluating in columns").types
    if types.is_boolean(kind):
        return "boolean"
    if types.is_int8(kind) or types.is_int16(kind):
        return "smallint"
    if types.is_int32(kind):
        return "integer"
    if types.is_integer(kind):
        return "bigint"
    return "date" if types.is_date(kind) else "text"


def _table(description: Sequence[Any], rows: Sequence[Sequence[Any]]) -> ArrowTable:
    arrow = needed("pyarrow", "evaluating in columns")
    fields = [(each.name, getattr(arrow, _TYPES.get(each.type_code, "string"))()) for each in description]
    cells = list(zip(*rows, strict=True)) or [()] * len(fields)
    columns = [_array(arrow, column, kind) for column, (_, kind) in zip(cells, fields, strict=True)]
    return arrow.table(columns, schema=arrow.schema(fields))


def _array(arrow: Any, cells: Sequence[Any], kind: Any) -> Any:
    """Numbers without a fixed size, such as sums, come as decimals and are whole here."""
    if kind == arrow.string():
        cells = [cell if cell is None else str(cell) for cell in cells]
    return arrow.array(cells, kind)
