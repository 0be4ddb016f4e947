"""A database and its transactions. Whatever fails inside one leaves nothing behind."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from code_engine.errors import Problem
from code_engine.service.extra import require_postgresql
from code_engine.service.store.address import Address
from code_engine.service.store.errors import StoreBusyError, StoreError, StoreFullError
from code_engine.service.store.master_key import MASTER, MasterKey

_WRITES: Final = "code_engine_writes"
_BUSY_MILLISECONDS = 5_000

_SQLITE_PRAGMAS = (
    # Readers never wait for the writer.
    "PRAGMA journal_mode=WAL",
    # A commit is on the disk before it is acknowledged, also where the power fails.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # What is deleted is overwritten: a key that was erased is not found in the file.
    "PRAGMA secure_delete=ON",
    f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}",
)
_POSTGRESQL_OPTIONS = {
    "options": f"-c lock_timeout={_BUSY_MILLISECONDS} -c statement_timeout=60000",
    # Seconds until a server that says nothing is given up.
    "connect_timeout": 10,
}


class Database:
    """Transactions on one database. May be used from several threads at once; each transaction stays in one.

    `master` is the master key by which the keys in it are wrapped.
    """

    def __init__(self, address: Address, master: MasterKey | None = None) -> None:
        self.address = address
        self._master: dict[str, Any] = {MASTER: master} if master is not None else {}
        self.is_sqlite = address.file is not None
        self._engine = _sqlite(address) if self.is_sqlite else _postgresql(address)
        _forget_in_children(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state throughout. Raises StoreError where the database fails."""
        options = self._master if self.is_sqlite else {**self._master, "isolation_level": "REPEATABLE READ"}
        with (
            self._failures_in_words(),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept when the block ends, or nothing where it fails.

        On SQLite there is one writer at a time from the beginning of the block; on PostgreSQL the statements lock
        the rows they need. Raises StoreBusyError, StoreFullError or StoreError where the database fails.
        """
        with (
            self._failures_in_words(),
            self._engine.connect().execution_options(**{_WRITES: True, **self._master}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def empty_journal(self) -> None:
        """Write the journal of SQLite into its file and empty it, so that nothing deleted is left there either."""
        if self.is_sqlite:
            with self._failures_in_words(), self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_connections(self) -> None:
        """Done in a process that was forked: it must neither use nor close its parent's connections."""
        self._engine.dispose(close=False)

    @contextmanager
    def _failures_in_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _in_words(error, self.address.shown) from error


def _forget_in_children(database: Database) -> None:
    known = weakref.ref(database)

    def forget() -> None:
        found = known()
        if found is not None:
            found.forget_connections()

    os.register_at_fork(after_in_child=forget)


def insert_if_absent(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one of the same key is there; says whether it was inserted."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(values).on_conflict_do_nothing()
    # The number of rows is not told for an insert by every driver; what comes back is.
    return connection.execute(statement.returning(*table.primary_key.columns)).first() is not None


def _sqlite(address: Address) -> Engine:
    engine = create_engine(address.url, connect_args={"check_same_thread": False})

    def connected(connection: Any, _record: object) -> None:
        # Transactions begin where we say so, not where the library guesses.
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES, False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # It touches no file and so cannot fail; the library's own way takes as long as finding a key.
            connection.connection.cursor().execute("BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _postgresql(address: Address) -> Engine:
    require_postgresql()
    return create_engine(address.url, pool_pre_ping=True, connect_args=_POSTGRESQL_OPTIONS)


def _in_words(error: DBAPIError, name: str) -> StoreError:
    """A failure of the database as an error of ours; the statement and its values are never repeated."""
    said = str(error.orig).lower()
    if "disk is full" in said or "disk i/o error" in said or "no space left" in said or "file too large" in said:
        return StoreFullError(
            Problem(f"the store {name} cannot be written: the disk is full or fails", None, "make room, then repeat")
        )
    if "locked" in said or "lock timeout" in said or "deadlock" in said or "statement timeout" in said:
        return StoreBusyError(Problem(f"the store {name} is busy", None, "repeat a little later"))
    if "append-only" in said:
        return StoreError(Problem("entries of the store are never changed or removed", None, None))
    if "readonly" in said or "read-only" in said:
        return StoreError(Problem(f"the store {name} may not be written", None, "ask for the permission"))
    if "not a database" in said or "malformed" in said:
        return StoreError(Problem(f"{name} is not a store, or it is damaged", None, "name another, or a backup"))
    reason = said.splitlines()[0][:200] if said else type(error).__name__
    return StoreError(
        Problem(f"the store {name} does not answer: {reason}", None, "check its name and whether it runs")
    )
