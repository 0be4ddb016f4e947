"""Any other engine that Ibis reaches: Snowflake, SQL Server, Databricks, BigQuery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from code_engine.errors import DocumentError, Problem, quoted
from code_engine.portfolio.addresses import Address
from code_engine.portfolio.engines.column_engine import BATCH_ROWS, ArrowTable
from code_engine.portfolio.optional import needed


class IbisEngine:
    """An engine through the connection that Ibis has to it. Everything is made as a temporary table."""

    def __init__(self, connection: Any, name: str) -> None:
        self.connection, self.name = connection, name
        self.dialect: str = connection.name

    @classmethod
    def of(cls, address: Address) -> IbisEngine:
        """Connect to an address. Raises DocumentError where that fails, or where its library is not installed."""
        ibis = needed("ibis", "evaluating in columns")
        try:
            return cls(ibis.connect(address.text), address.shown)
        except ImportError as error:
            hint = f"install it with `pip install 'ibis-framework[{address.scheme}]'`"
            library = quoted(error.name or address.scheme)
            raise DocumentError(Problem(f"this needs the library {library}", address.place, hint)) from None
        except Exception as error:
            # Every engine has errors of its own, and their words may repeat the address with its password.
            message = f"no connection: {type(error).__name__}"
            raise DocumentError(Problem(message, address.place, "check the address and the account")) from None

    def put(self, name: str, table: ArrowTable) -> None:
        """Make a temporary table of rows held here."""
        self.connection.create_table(name, table, temp=True, overwrite=True)

    def make(self, name: str, sql: str, view: bool = False) -> None:
        """Make a temporary table of a query; views too, because not every engine has temporary ones."""
        del view
        self.connection.create_table(name, self.connection.sql(sql), temp=True, overwrite=True)

    def fetch(self, sql: str) -> ArrowTable:
        """The rows of a query."""
        return self.connection.sql(sql).to_pyarrow()

    def batches(self, sql: str) -> Iterator[ArrowTable]:
        """The rows of a query, some thousand at a time."""
        arrow = needed("pyarrow", "evaluating in columns")
        for batch in self.connection.sql(sql).to_pyarrow_batches(chunk_size=BATCH_ROWS):
            yield arrow.Table.from_batches([batch])

    def close(self) -> None:
        """Let go of the connection, and with it of all temporary tables."""
        self.connection.disconnect()
