"""What an engine has to be able to do, so that the same rules run on it: take small tables, make tables, give rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

ArrowTable = Any
"""A `pyarrow.Table`."""

BATCH_ROWS = 20_000
"""How many rows are fetched at once, so that memory does not grow with a table."""


class ColumnEngine(Protocol):
    """An engine on one connection. Everything it makes is temporary: it is gone when the engine is closed."""

    @property
    def dialect(self) -> str:
        """The name of its SQL, as Ibis calls it."""
        ...

    @property
    def name(self) -> str:
        """What a person calls it, without any password."""
        ...

    def put(self, name: str, table: ArrowTable) -> None:
        """Make a temporary table of rows held here; one of that name is replaced."""
        ...

    def make(self, name: str, sql: str, view: bool = False) -> None:
        """Make a temporary table, or a view, of a query; one of that name is replaced."""
        ...

    def fetch(self, sql: str) -> ArrowTable:
        """The rows of a query."""
        ...

    def batches(self, sql: str) -> Iterator[ArrowTable]:
        """The rows of a query, some thousand at a time, in its order."""
        ...

    def close(self) -> None:
        """Drop what was made and let go of the connection."""
        ...


def sql_of(expression: Any, dialect: str) -> str:
    """An Ibis expression as the SQL of an engine."""
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))
