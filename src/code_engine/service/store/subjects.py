"""Whom a record is about: a case under a random name, with the key that seals what is said about it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from code_engine.errors import CaseError, Location, Problem
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import insert_if_absent
from code_engine.service.store.sealing import new_key
from code_engine.service.store.tables import (
    CASES,
    DELIVERIES,
    IDEMPOTENCY,
    PERSONAL_PARTS,
    SUBJECT_KEYS,
    SUBJECTS,
)
from code_engine.service.store.wrapping import unwrap_key, wrap_key

_NAME_BYTES = 16
_LONGEST_REFERENCE = 500


@dataclass(frozen=True, slots=True)
class Subject:
    """A case as the store names it: at random, so that the name says nothing once the reference is erased."""

    id: str
    landlord: str
    reference: str
    key: bytes


def is_storable(text: str) -> bool:
    """Whether a text can be kept by every database: no NUL, no half of a character, and not without end."""
    return (
        "\0" not in text and len(text) <= _LONGEST_REFERENCE and not any("\ud800" <= each <= "\udfff" for each in text)
    )


def find_subject(connection: Connection, landlord: str, reference: str, *, lock: bool = False) -> Subject | None:
    """The subject of a landlord's reference; None where there is none, or no longer.

    With `lock` nobody else changes or erases it until the transaction ends.
    """
    if not (is_storable(landlord) and is_storable(reference)):
        return None
    return _found(connection, lock, SUBJECTS.c.landlord == landlord, SUBJECTS.c.reference == reference)


def subject_by_id(connection: Connection, identity: str, *, lock: bool = False) -> Subject | None:
    """The subject of a random name; None where it was erased. `lock` as for `find_subject`."""
    return _found(connection, lock, SUBJECTS.c.id == identity)


def ensure_subject(connection: Connection, landlord: str, reference: str, at: datetime) -> Subject:
    """The subject of a landlord's reference, locked; made where there is none.

    Two who make it at once get the same. Raises CaseError for a reference that cannot be kept.
    """
    if not is_storable(reference):
        message = f"this reference cannot be stored: it is longer than {_LONGEST_REFERENCE} characters, or not all text"
        raise CaseError(Problem(message, Location("reference"), "leave out what is not a character"))
    found = find_subject(connection, landlord, reference, lock=True)
    if found is not None:
        return found
    identity = secrets.token_hex(_NAME_BYTES)
    row = {"id": identity, "landlord": landlord, "reference": reference, "created_at": moment_text(at)}
    if insert_if_absent(connection, SUBJECTS, row):
        key = new_key()
        connection.execute(insert(SUBJECT_KEYS).values(subject=identity, content=wrap_key(connection, key, identity)))
        return Subject(identity, landlord, reference, key)
    found = find_subject(connection, landlord, reference, lock=True)
    assert found is not None
    return found


def _found(connection: Connection, lock: bool, *where: ColumnElement[bool]) -> Subject | None:
    wanted = (
        select(SUBJECTS.c.id, SUBJECTS.c.landlord, SUBJECTS.c.reference, SUBJECT_KEYS.c.content)
        .join(SUBJECT_KEYS, SUBJECT_KEYS.c.subject == SUBJECTS.c.id)
        .where(*where)
    )
    row = connection.execute(wanted.with_for_update(of=SUBJECTS) if lock else wanted).one_or_none()
    if row is None:
        return None
    return Subject(row.id, row.landlord, row.reference, unwrap_key(connection, row.content, row.id))


def forget(connection: Connection, subject: str, at: datetime) -> None:
    """Erase a subject: its key and reference, and every sealed part that need not stay.

    What cannot be removed (events, changes already in the outbox) stays sealed, and nothing opens it any more.
    """
    for table in (SUBJECT_KEYS, PERSONAL_PARTS, IDEMPOTENCY, CASES):
        connection.execute(delete(table).where(table.c.subject == subject))
    connection.execute(
        update(DELIVERIES)
        .where(DELIVERIES.c.subject == subject, DELIVERIES.c.state.in_(("waiting", "dead")))
        .values(state="dropped", problem="erased", settled_at=moment_text(at), leased_until=None)
    )
    connection.execute(
        update(SUBJECTS).where(SUBJECTS.c.id == subject).values(reference=None, erased_at=moment_text(at))
    )
