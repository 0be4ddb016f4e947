"""Erasing a person from the log and the stored cases, on request or when the time to keep them is over.

What the chain holds is no longer about anybody once the key and the reference are gone; it stays as it is and can be
verified. That something was erased, and when, is an entry of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, delete, func, insert, select

from code_engine.errors import Problem, quoted
from code_engine.service.decision_log.chain import append, entry_id, locked_head
from code_engine.service.decision_log.entry import ERASURE
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.subjects import find_subject, forget, subject_by_id
from code_engine.service.store.tables import CASE_EVENTS, LOG_ENTRIES, RETENTION, SUBJECTS

Reason: TypeAlias = Literal["request", "retention"]

LONGEST_RETENTION = 36_525
"""Days; a hundred years."""


def erase(database: Database, landlord: str, reference: str, *, asked_by: str, at: datetime) -> str:
    """Erase everything said about a case of a landlord; gives the id of the entry that says so.

    Raises NotStoredError where there is no such case, or it was erased before.
    """
    with database.writing() as connection:
        subject = find_subject(connection, landlord, reference, lock=True)
        if subject is None:
            message = f"the landlord {quoted(landlord)} has nothing stored under {quoted(reference)}"
            raise NotStoredError(Problem(message, None, "check the reference, and for which landlord it is"))
        entry = _erase(connection, landlord, subject.id, "request", asked_by, at)
    database.empty_journal()
    return entry


def set_retention(database: Database, landlord: str, days: int | None) -> None:
    """Keep what is said about a person for so many days after the last that happened to a case; None for ever.

    Raises StoreError for less than a day or more than a hundred years.
    """
    if days is not None and not 1 <= days <= LONGEST_RETENTION:
        raise StoreError(Problem(f"{days} is not a number of days to keep anything", None, "give 1 day or more"))
    with database.writing() as connection:
        connection.execute(delete(RETENTION).where(RETENTION.c.landlord == landlord))
        if days is not None:
            connection.execute(insert(RETENTION).values(landlord=landlord, days=days))


def retentions(database: Database) -> dict[str, int]:
    """For how many days each landlord keeps what is said about a person; those that set nothing keep it."""
    with database.reading() as connection:
        rows = connection.execute(select(RETENTION).order_by(RETENTION.c.landlord))
        return {row.landlord: row.days for row in rows}


def apply_retention(database: Database, *, asked_by: str, at: datetime) -> tuple[str, ...]:
    """Erase every case to which nothing has happened for as long as its landlord keeps it; gives the entries."""
    erased = []
    for landlord, days in retentions(database).items():
        before = moment_text(at - timedelta(days=days))
        for subject in _quiet_since(database, landlord, before):
            with database.writing() as connection:
                # Somebody else may have erased it since it was found.
                if subject_by_id(connection, subject, lock=True) is not None:
                    erased.append(_erase(connection, landlord, subject, "retention", asked_by, at))
    if erased:
        database.empty_journal()
    return tuple(erased)


def _quiet_since(database: Database, landlord: str, before: str) -> list[str]:
    """Subjects of a landlord of which everything was recorded before a moment."""
    recorded = [
        select(func.max(table.c.recorded_at)).where(table.c.subject == SUBJECTS.c.id).scalar_subquery()
        for table in (LOG_ENTRIES, CASE_EVENTS)
    ]
    wanted = select(SUBJECTS.c.id).where(
        SUBJECTS.c.landlord == landlord,
        SUBJECTS.c.erased_at.is_(None),
        SUBJECTS.c.created_at < before,
        *(func.coalesce(last, "") < before for last in recorded),
    )
    with database.reading() as connection:
        return list(connection.execute(wanted.order_by(SUBJECTS.c.created_at, SUBJECTS.c.id)).scalars())


def _erase(connection: Connection, landlord: str, subject: str, reason: Reason, asked_by: str, at: datetime) -> str:
    head = locked_head(connection, landlord)
    new = append(connection, head, subject, ERASURE, {"reason": reason, "asked_by": asked_by}, at)
    forget(connection, subject, at)
    return entry_id(landlord, new.sequence)
