"""What SQLite and PostgreSQL call differently in a definition of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The types of columns, the end of a table's definition, and how a table is made append-only."""

    integer: str
    bytes: str
    counted: str
    end: str
    append_only: Callable[[str], tuple[str, ...]]


def _in_sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("update", "delete")
    )


def _in_postgresql(table: str) -> tuple[str, ...]:
    return (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    )


SQLITE = Words("INTEGER", "BLOB", "INTEGER PRIMARY KEY AUTOINCREMENT", ") STRICT", _in_sqlite)
POSTGRESQL = Words("BIGINT", "BYTEA", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", ")", _in_postgresql)
