"""The decision log as the service uses it: record, list, and give an evaluation back as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, tuple_

from code_engine.errors import Problem, quoted
from code_engine.service.decision_log.chain import append, entry_id, locked_head, read_entry_id
from code_engine.service.decision_log.entry import RECORDED, Prepared, place_of, prepare, salted
from code_engine.service.ports import Clock, LetterMade, LogEntry, RecordedLetter, Repeat
from code_engine.service.store.canonical import digest_of, moment_of
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError
from code_engine.service.store.idempotency import find_repeat, remember
from code_engine.service.store.sealing import seal, seal_packed, unseal
from code_engine.service.store.subjects import Subject, ensure_subject, subject_by_id
from code_engine.service.store.tables import LOG_ENTRIES, PERSONAL_PARTS, SUBJECTS

_LISTED = select(LOG_ENTRIES, SUBJECTS.c.reference).outerjoin(SUBJECTS, SUBJECTS.c.id == LOG_ENTRIES.c.subject)


class DecisionLog:
    """The decision log of a store; fulfils the `Log` of ports.py."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        landlord: str,
        reference: str,
        case: Mapping[str, Any],
        evaluation: str,
        *,
        key: str,
        letter: LetterMade | None = None,
        repeat: Repeat | None = None,
    ) -> LogEntry:
        """Append an evaluation (its JSON) with the facts it was made from; `key` is the name of who asked.

        A letter that was made from it is recorded in the same entry. What comes again as the same `repeat` is not
        appended again: the entry of the first time is given, as repeated.

        It is on the disk when this returns. Raises CaseError where the facts are no case, StoreError where they are
        not those of the evaluation, or the store fails, RepeatedKeyError where the idempotency key came with another
        request; then nothing was recorded.
        """
        prepared = prepare(case, evaluation, key, letter)
        at = self._clock.now()
        with self._database.writing() as connection:
            # Locked first: of two of the same request, the second finds here what the first has recorded.
            subject = ensure_subject(connection, landlord, reference, at)
            earlier = _entry_before(connection, repeat) if repeat is not None else None
            if earlier is not None:
                return earlier
            entry = record_in(connection, subject, prepared, at)
            if repeat is not None:
                sealed = seal(subject.key, {"entry": entry.id}, _repeat_place(subject))
                remember(connection, repeat, subject.id, sealed, at)
            return entry

    def recorded_before(self, repeat: Repeat) -> LogEntry | None:
        """The entry that the same request appended when it came before; None where it is new, or was erased.

        Raises RepeatedKeyError where the idempotency key came with another request.
        """
        with self._database.reading() as connection:
            return _entry_before(connection, repeat)

    def entries(
        self, landlords: Sequence[str], *, reference: str | None, after: str | None, limit: int
    ) -> Sequence[LogEntry]:
        """Recorded evaluations of these landlords, by landlord and then in the order of the chain.

        `after` is the id of an entry; the list goes on behind it. The reference of a case that was erased is empty.
        Raises NotStoredError where `after` is no id.
        """
        wanted = _LISTED.where(LOG_ENTRIES.c.landlord.in_(landlords), LOG_ENTRIES.c.kind.in_(RECORDED))
        if reference is not None:
            wanted = wanted.where(SUBJECTS.c.reference == reference)
        if after is not None:
            wanted = wanted.where(
                tuple_(LOG_ENTRIES.c.landlord, LOG_ENTRIES.c.sequence) > tuple_(*read_entry_id(after))
            )
        return self._listed(wanted.order_by(LOG_ENTRIES.c.landlord, LOG_ENTRIES.c.sequence).limit(limit))

    def evaluation(self, landlords: Sequence[str], entry: str) -> str | None:
        """The evaluation of an entry as it was recorded; None where it is none of these landlords', or was erased."""
        found = self._opened(landlords, entry)
        return None if found is None else str(found[1]["evaluation"])

    def letter(self, landlords: Sequence[str], entry: str) -> RecordedLetter | None:
        """The letter of an entry; None where it has none, is none of these landlords', or was erased."""
        found = self._opened(landlords, entry)
        if found is None or "receipt" not in found[1]:
            return None
        said, personal = found
        recorded, salt = said["letter"]["file"], personal["salt"]
        return RecordedLetter(
            personal["receipt"], personal["case"], lambda content: salted(salt, digest_of(content)) == recorded
        )

    def _opened(self, landlords: Sequence[str], entry: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """What the chain says in an entry, and its sealed part."""
        try:
            landlord, sequence = read_entry_id(entry)
        except NotStoredError:
            return None
        if landlord not in landlords:
            return None
        with self._database.reading() as connection:
            personal = personal_of(connection, landlord, sequence)
            row = _row_of(connection, entry) if personal is not None else None
        return None if personal is None or row is None else (json.loads(row.entry), personal)

    def _listed(self, wanted: Select[Any]) -> Sequence[LogEntry]:
        with self._database.reading() as connection:
            return [_entry_of(row) for row in connection.execute(wanted)]


def record_in(connection: Connection, subject: Subject, prepared: Prepared, at: datetime) -> LogEntry:
    """Record an evaluation of a case within a transaction of the caller's, who has locked the case."""
    landlord = subject.landlord
    head = locked_head(connection, landlord)
    sequence = head.sequence + 1
    sealed = seal_packed(subject.key, prepared.packed, place_of(landlord, sequence))
    content = {**prepared.said, "personal": digest_of(sealed)}
    new = append(connection, head, subject.id, prepared.kind, content, at)
    connection.execute(
        insert(PERSONAL_PARTS).values(landlord=landlord, sequence=sequence, subject=subject.id, content=sealed)
    )
    return _entry(entry_id(landlord, sequence), landlord, subject.reference, content, at, new.hash)


def personal_of(connection: Connection, landlord: str, sequence: int) -> dict[str, Any] | None:
    """The sealed part of an entry, opened; None where there is no such entry, or it was erased.

    Raises StoreError where it was changed.
    """
    row = connection.execute(
        select(PERSONAL_PARTS.c.subject, PERSONAL_PARTS.c.content).where(
            PERSONAL_PARTS.c.landlord == landlord, PERSONAL_PARTS.c.sequence == sequence
        )
    ).one_or_none()
    subject = subject_by_id(connection, row.subject) if row is not None else None
    if row is None or subject is None:
        return None
    opened: dict[str, Any] = unseal(subject.key, row.content, place_of(landlord, sequence))
    return opened


def no_entry(entry: str) -> NotStoredError:
    """What is said about an entry that is not there, or was erased."""
    hint = "`log export` shows which entries there are; of an erased case only the entry itself is left"
    return NotStoredError(Problem(f"nothing can be opened for the entry {quoted(entry)}", None, hint))


def _entry_before(connection: Connection, repeat: Repeat) -> LogEntry | None:
    row = find_repeat(connection, repeat)
    subject = subject_by_id(connection, row.subject) if row is not None else None
    if row is None or subject is None:
        return None
    entry = _row_of(connection, unseal(subject.key, row.content, _repeat_place(subject))["entry"])
    return replace(_entry_of(entry), repeated=True)


def _row_of(connection: Connection, entry: str) -> Any:
    landlord, sequence = read_entry_id(entry)
    wanted = _LISTED.where(LOG_ENTRIES.c.landlord == landlord, LOG_ENTRIES.c.sequence == sequence)
    return connection.execute(wanted).one()


def _repeat_place(subject: Subject) -> str:
    return f"recorded:{subject.id}"


def _entry_of(row: Any) -> LogEntry:
    name = entry_id(row.landlord, row.sequence)
    at = moment_of(row.recorded_at)
    return _entry(name, row.landlord, row.reference or "", json.loads(row.entry), at, row.hash)


def _entry(name: str, landlord: str, reference: str, said: Mapping[str, Any], at: datetime, digest: str) -> LogEntry:
    letter = said["letter"]["kind"] if "letter" in said else None
    day = date.fromisoformat(said["as_of"])
    return LogEntry(name, landlord, reference, day, at, said["asked_by"], digest, letter)
