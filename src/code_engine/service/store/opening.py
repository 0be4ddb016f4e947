"""Opening a store: finding it, making it where that is wanted, and bringing its tables up to date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, inspect, select, text

from code_engine.errors import Problem
from code_engine.service.store.address import read_address
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import StoreError
from code_engine.service.store.master_key import MasterKey
from code_engine.service.store.migrations import MIGRATIONS, POSTGRESQL, SQLITE
from code_engine.service.store.tables import SCHEMA_VERSIONS
from code_engine.service.store.wrapping import agree

_LOCK_OF_MIGRATIONS = 0x636F6465
"""A number no other program on the same PostgreSQL server is likely to lock."""


def open_database(address: str, *, at: datetime, create: bool = True, master: MasterKey | None = None) -> Database:
    """The database at an address (a file, or `postgresql://…`), with all migrations applied.

    `master` is the master key by which the keys in it are wrapped; a new store takes the one that is given.
    With `create` false a file that is not there is an error instead of a new store. Raises StoreError, and
    MissingExtraError where a library is not installed.
    """
    read = read_address(address)
    if read.file is not None:
        if read.file.is_dir():
            raise StoreError(Problem(f"{read.shown} is a folder, not a store", None, "name a file in it"))
        if not read.file.exists() and not create:
            raise StoreError(Problem(f"there is no store {read.shown}", None, "check the name given as --database"))
        if not read.file.parent.is_dir():
            raise StoreError(Problem(f"the folder for the store {read.shown} does not exist", None, "create it first"))
    database = Database(read, master)
    try:
        migrate(database, at)
        with database.writing() if master is not None else database.reading() as connection:
            agree(connection, at)
    except BaseException:
        database.close()
        raise
    return database


def migrate(database: Database, at: datetime) -> tuple[int, ...]:
    """Apply the steps that are missing, each in a transaction of its own, and give their numbers.

    Raises StoreError for a store that a later version of the program has written.
    """
    with database.reading() as connection:
        if inspect(connection).has_table(SCHEMA_VERSIONS.name) and _applied(connection) == len(MIGRATIONS):
            return ()
    done = []
    while (number := _next_step(database, at)) is not None:
        done.append(number)
    return tuple(done)


def _next_step(database: Database, at: datetime) -> int | None:
    """Apply one step. Several processes may try at once: one does it, the others find it done."""
    words = SQLITE if database.is_sqlite else POSTGRESQL
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK_OF_MIGRATIONS)))
        if not inspect(connection).has_table(SCHEMA_VERSIONS.name):
            connection.execute(
                text(
                    f"CREATE TABLE schema_versions (number {words.integer} PRIMARY KEY, title TEXT NOT NULL,"
                    f" applied_at TEXT NOT NULL{words.end}"
                )
            )
        applied = _applied(connection)
        if applied > len(MIGRATIONS):
            message = f"the store {database.address.shown} was written by a later version of code-engine"
            raise StoreError(Problem(message, None, "use that version, or a later one"))
        if applied == len(MIGRATIONS):
            return None
        step = MIGRATIONS[applied]
        for statement in step.statements(words):
            connection.exec_driver_sql(statement)
        row = {"number": step.number, "title": step.title, "applied_at": moment_text(at)}
        connection.execute(insert(SCHEMA_VERSIONS).values(row))
        return step.number


def _applied(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(SCHEMA_VERSIONS.c.number), 0))).scalar_one())
