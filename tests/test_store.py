"""The store: its address, its tables and migrations, its transactions, and what cannot be undone in it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from code_engine.service.store.address import read_address
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import StoreBusyError, StoreError
from code_engine.service.store.migrations import MIGRATIONS
from code_engine.service.store.opening import migrate, open_database
from code_engine.service.store.sealing import new_key, seal, unseal
from code_engine.service.store.subjects import ensure_subject, find_subject, forget
from code_engine.service.store.tables import CASE_EVENTS, LOG_ENTRIES, METADATA, SCHEMA_VERSIONS, SUBJECTS
from stores import KINDS, START, store_address


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    for address in store_address(request.param, tmp_path):
        opened = open_database(address, at=START)
        yield opened
        opened.close()


# Addresses


@pytest.mark.parametrize("given", ["cases.sqlite", "sqlite:///cases.sqlite"])
def test_a_file_is_named_with_or_without_its_scheme(given: str) -> None:
    address = read_address(given)
    assert (address.file, address.url) == (Path("cases.sqlite"), "sqlite:///cases.sqlite")


def test_an_absolute_file_keeps_its_slash() -> None:
    assert read_address("sqlite:////var/cases.sqlite").file == Path("/var/cases.sqlite")


def test_a_password_is_never_shown() -> None:
    address = read_address("postgres://ann:secret@db.example/cases")
    assert address.url == "postgresql+psycopg://ann:secret@db.example/cases"
    assert address.shown == "postgresql://ann:***@db.example/cases"


@pytest.mark.parametrize("given", ["", ":memory:", "sqlite://", "sqlite:///", "mysql://db/cases", "postgresqll://db/c"])
def test_what_is_no_store_is_refused(given: str) -> None:
    with pytest.raises(StoreError):
        read_address(given)


def test_a_misspelt_kind_of_store_gets_a_suggestion() -> None:
    with pytest.raises(StoreError, match="did you mean `postgresql`"):
        read_address("postgresqll://db/cases")


def test_a_store_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        open_database(str(tmp_path / "none.sqlite"), at=START, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_another_file_are_not_stores(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear Sam Example, " * 500)
    with pytest.raises(StoreError, match="is a folder"):
        open_database(str(tmp_path), at=START)
    with pytest.raises(StoreError, match="is not a store"):
        open_database(str(other), at=START)
    assert other.read_text().startswith("Dear Sam")


# Migrations


def test_the_tables_are_those_of_the_migrations(database: Database) -> None:
    with database.reading() as connection:
        inspected = inspect(connection)
        assert set(inspected.get_table_names()) == set(METADATA.tables)
        for name, table in METADATA.tables.items():
            columns = {column["name"]: column["nullable"] for column in inspected.get_columns(name)}
            assert set(columns) == {column.name for column in table.columns}, name
            for column in table.columns:
                if not column.primary_key:
                    assert columns[column.name] == column.nullable, f"{name}.{column.name}"
            keys = inspected.get_pk_constraint(name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key.columns], name


def test_migrations_are_numbered_without_a_gap_and_recorded(database: Database) -> None:
    numbers = [migration.number for migration in MIGRATIONS]
    assert numbers == list(range(1, len(MIGRATIONS) + 1))
    with database.reading() as connection:
        recorded = connection.execute(select(SCHEMA_VERSIONS.c.number, SCHEMA_VERSIONS.c.applied_at)).all()
    assert [row.number for row in recorded] == numbers
    assert {moment_of(row.applied_at) for row in recorded} == {START}
    assert migrate(database, START) == ()


def test_a_store_of_a_later_version_is_refused(database: Database) -> None:
    with database.writing() as connection:
        row = {"number": len(MIGRATIONS) + 1, "title": "of the future", "applied_at": moment_text(START)}
        connection.execute(insert(SCHEMA_VERSIONS).values(row))
    with pytest.raises(StoreError, match="later version"):
        migrate(database, START)


@pytest.mark.parametrize("kind", KINDS)
def test_many_who_open_a_new_store_at_once_all_find_it_ready(kind: str, tmp_path: Path) -> None:
    for address in store_address(kind, tmp_path):
        failures: list[Exception] = []

        def opens(address: str = address, failures: list[Exception] = failures) -> None:
            try:
                open_database(address, at=START).close()
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=opens) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []


def test_tables_of_sqlite_are_strict(tmp_path: Path) -> None:
    open_database(str(tmp_path / "s.sqlite"), at=START).close()
    connection = sqlite3.connect(tmp_path / "s.sqlite")
    flags = connection.execute("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'").fetchall()
    connection.close()
    assert {strict for _, strict in flags} == {1}


# Transactions


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fails() -> None:
        with database.writing() as connection:
            ensure_subject(connection, "twenty11", "A", START)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with database.reading() as connection:
        assert find_subject(connection, "twenty11", "A") is None


@pytest.mark.parametrize("table", [CASE_EVENTS, LOG_ENTRIES])
def test_events_and_entries_of_the_log_are_never_changed_or_removed(database: Database, table: object) -> None:
    event = {"subject": "s", "sequence": 1, "kind": "event", "recorded_at": "x", "content": b"x"}
    entry = {**event, "landlord": "l", "entry": "{}", "previous": "", "hash": ""}
    with database.writing() as connection:
        ensure_subject(connection, "l", "r", START)
        event["subject"] = entry["subject"] = connection.execute(select(SUBJECTS.c.id)).scalar_one()
        connection.execute(insert(CASE_EVENTS).values(event))
        entry.pop("content")
        connection.execute(insert(LOG_ENTRIES).values(entry))
    chosen = CASE_EVENTS if table is CASE_EVENTS else LOG_ENTRIES
    with pytest.raises((StoreError, IntegrityError), match="never changed"), database.writing() as connection:
        connection.execute(update(chosen).values(kind="other"))
    with pytest.raises((StoreError, IntegrityError), match="never changed"), database.writing() as connection:
        connection.execute(delete(chosen))
    with database.reading() as connection:
        assert connection.execute(select(chosen.c.kind)).scalar_one() == "event"


def test_a_locked_store_says_that_it_is_busy(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "s.sqlite"), at=START)
    other = sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with database.reading() as connection:
        connection.execute(text("PRAGMA busy_timeout=1"))
    with pytest.raises(StoreBusyError, match="busy"), database.writing():
        raise AssertionError("the store was not locked")
    other.close()
    database.close()


_FORKING = """
import os, sys
from datetime import UTC, datetime
from code_engine.service.store.opening import open_database
from code_engine.service.store.subjects import ensure_subject, find_subject
at = datetime(2025, 6, 2, tzinfo=UTC)
database = open_database(sys.argv[1], at=at)
def add(reference):
    with database.writing() as connection:
        ensure_subject(connection, "twenty11", reference, at)
add("A")
child = os.fork()
if child == 0:
    for number in range(20):
        add(f"C{number}")
    os._exit(0)
for number in range(20):
    add(f"P{number}")
assert os.waitpid(child, 0)[1] == 0
with database.reading() as connection:
    names = ["A", *(f"{who}{number}" for who in "CP" for number in range(20))]
    assert all(find_subject(connection, "twenty11", name) for name in names)
print("all there")
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_process_that_was_forked_uses_connections_of_its_own(kind: str, tmp_path: Path) -> None:
    for address in store_address(kind, tmp_path):
        command = [sys.executable, "-c", _FORKING, address]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert result.stdout == "all there\n", result.stderr


def test_two_who_make_the_same_subject_at_once_get_the_same(database: Database) -> None:
    found: list[str] = []

    def makes() -> None:
        with database.writing() as connection:
            found.append(ensure_subject(connection, "twenty11", "A", START).id)

    threads = [threading.Thread(target=makes) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


# Sealing


def test_what_is_sealed_opens_with_its_key_at_its_place_only() -> None:
    key, value = new_key(), {"name": "Sam Example", "days": [1, 2]}
    sealed = seal(key, value, "case_events:s:1")
    assert unseal(key, sealed, "case_events:s:1") == value
    assert b"Sam" not in sealed
    assert seal(key, value, "case_events:s:1") != sealed
    for other, content, place in (
        (new_key(), sealed, "case_events:s:1"),
        (key, sealed, "case_events:s:2"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "case_events:s:1"),
        (key, b"", "case_events:s:1"),
    ):
        with pytest.raises(StoreError, match="changed or moved"):
            unseal(other, content, place)


def test_a_subject_that_is_forgotten_has_neither_key_nor_reference(database: Database) -> None:
    with database.writing() as connection:
        subject = ensure_subject(connection, "twenty11", "T11-1", START)
        ensure_subject(connection, "twenty11", "T11-2", START)
    with database.writing() as connection:
        forget(connection, subject.id, START)
    with database.reading() as connection:
        assert find_subject(connection, "twenty11", "T11-1") is None
        assert find_subject(connection, "twenty11", "T11-2") is not None
        rows = connection.execute(select(SUBJECTS.c.reference).order_by(SUBJECTS.c.reference)).scalars().all()
    assert set(rows) == {None, "T11-2"}


def test_a_key_that_was_erased_is_not_left_in_the_file(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "s.sqlite"), at=START)
    with database.writing() as connection:
        subject = ensure_subject(connection, "twenty11", "T11-1", START)
    with database.writing() as connection:
        forget(connection, subject.id, START)
    database.empty_journal()
    database.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert subject.key not in content
    assert b"T11-1" not in content
