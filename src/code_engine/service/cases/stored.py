"""The cases of a store: events appended in one transaction with what changed by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.service.cases.changes import in_order
from code_engine.service.cases.document import assemble, checked_part, plain, read_whole
from code_engine.service.cases.looking import first_due, look
from code_engine.service.ports import Appended, Clock, Repeat, StoredCase
from code_engine.service.store.canonical import canonical, digest_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.idempotency import find_repeat, remember
from code_engine.service.store.sealing import seal, unseal
from code_engine.service.store.subjects import Subject, ensure_subject, find_subject, subject_by_id
from code_engine.service.store.tables import CASE_EVENTS, CASES, SUBJECTS

_AT_ONCE = 200


class StoredCases:
    """The cases of a store; fulfils the `Cases` of ports.py.

    `engine` is asked for the engine each time, so that a newer one takes over between two calls.
    """

    def __init__(self, database: Database, clock: Clock, engine: Callable[[], Engine]) -> None:
        self._database = database
        self._clock = clock
        self._engine = engine

    def get(self, landlord: str, reference: str) -> StoredCase | None:
        """The case, None where that landlord has none of that reference."""
        with self._database.reading() as connection:
            subject = find_subject(connection, landlord, reference)
            return None if subject is None else stored_case(connection, subject)

    def of(self, landlords: Sequence[str]) -> Iterator[StoredCase]:
        """Every case of these landlords, by landlord and reference; read a few at a time."""
        for landlord in sorted(set(landlords)):
            after = ""
            while True:
                page = self._page(landlord, after)
                yield from page
                if len(page) < _AT_ONCE:
                    break
                after = page[-1].reference

    def first_due(self, landlords: Sequence[str], day: date) -> Mapping[tuple[str, str], date | None]:
        """When the first open duty is due, by landlord and reference, of each case last looked at on that day."""
        with self._database.reading() as connection:
            return first_due(connection, landlords, day)

    def append(
        self,
        landlord: str,
        reference: str,
        *,
        header: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
        key: str,
        idempotency: str | None = None,
    ) -> Appended:
        """Add events and parts of the header; a new case is made. It is on the disk when this returns.

        Raises CaseError where the whole is no valid case, LandlordError for an unknown landlord, RepeatedKeyError
        where the idempotency key was used for something else, StoreError where the store fails. Then nothing was
        added and nothing told.
        """
        part = checked_part(landlord, reference, header, events)
        engine, at, today = self._engine(), self._clock.now(), self._clock.today()
        engine.landlords.get(landlord)
        repeat = Repeat(key, idempotency, _fingerprint(landlord, reference, part)) if idempotency is not None else None
        with self._database.writing() as connection:
            subject = ensure_subject(connection, landlord, reference, at)
            earlier = find_repeat(connection, repeat) if repeat is not None else None
            if earlier is not None:
                answer = unseal(subject.key, earlier.content, _repeat_place(subject))
                before = tuple(map(in_order, answer["changes"]))
                return Appended(_as_of_version(connection, subject, answer["version"]), True, before)
            case, stored = _append(connection, subject, part, at)
            changes = self._told(connection, engine, subject, case, today, at)
            if repeat is not None:
                answer = {"version": stored.version, "changes": changes}
                remember(connection, repeat, subject.id, seal(subject.key, answer, _repeat_place(subject)), at)
        return Appended(stored, False, changes)

    def _told(
        self, connection: Connection, engine: Engine, subject: Subject, case: Case, today: date, at: datetime
    ) -> tuple[Mapping[str, Any], ...]:
        looked = look(connection, engine, subject, case, today, at)
        return tuple(change.as_data() for change in looked.changes)

    def _page(self, landlord: str, after: str) -> list[StoredCase]:
        wanted = (
            select(SUBJECTS.c.id)
            .join(CASES, CASES.c.subject == SUBJECTS.c.id)
            .where(SUBJECTS.c.landlord == landlord, SUBJECTS.c.reference > after)
            .order_by(SUBJECTS.c.reference)
            .limit(_AT_ONCE)
        )
        with self._database.reading() as connection:
            found = (subject_by_id(connection, each) for each in connection.execute(wanted).scalars().all())
            cases = (stored_case(connection, subject) for subject in found if subject is not None)
            return [case for case in cases if case is not None]


def stored_case(connection: Connection, subject: Subject) -> StoredCase | None:
    """The case of a subject; None where none was stored (an evaluation of it may be in the log all the same)."""
    parts = read_parts(connection, subject)
    if not parts:
        return None
    document = assemble(subject.landlord, subject.reference, parts)
    return StoredCase(subject.landlord, subject.reference, len(parts), document)


def read_parts(connection: Connection, subject: Subject) -> list[Mapping[str, Any]]:
    """What was appended to a case, in order."""
    rows = connection.execute(
        select(CASE_EVENTS.c.sequence, CASE_EVENTS.c.content)
        .where(CASE_EVENTS.c.subject == subject.id)
        .order_by(CASE_EVENTS.c.sequence)
    )
    return [unseal(subject.key, row.content, _place(subject, row.sequence)) for row in rows]


def _append(connection: Connection, subject: Subject, part: dict[str, Any], at: datetime) -> tuple[Case, StoredCase]:
    """Append one part behind those that are there; the whole must be a valid case."""
    earlier = read_parts(connection, subject)
    stored = sum(len(each["events"]) for each in earlier)
    case = read_whole(assemble(subject.landlord, subject.reference, [*earlier, part]), stored)
    document, version = plain(case), len(earlier) + 1
    kept = {"header": _kept_header(document, part["header"]), "events": document["events"][stored:]}
    connection.execute(
        insert(CASE_EVENTS).values(
            subject=subject.id,
            sequence=version,
            kind="appended",
            recorded_at=moment_text(at),
            content=seal(subject.key, kept, _place(subject, version)),
        )
    )
    if version == 1:
        connection.execute(insert(CASES).values(subject=subject.id, landlord=subject.landlord, version=1))
    else:
        connection.execute(update(CASES).where(CASES.c.subject == subject.id).values(version=version))
    whole = assemble(subject.landlord, subject.reference, [*earlier, kept])
    return case, StoredCase(subject.landlord, subject.reference, version, whole)


def _kept_header(document: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the header that were given, as they stand in the checked document; none means taken away."""
    kept = {name: document.get(name) for name in given}
    if isinstance(given.get("answers"), Mapping):
        kept["answers"] = {name: document["answers"][name] for name in given["answers"]}
    return kept


def _as_of_version(connection: Connection, subject: Subject, version: int) -> StoredCase:
    document = assemble(subject.landlord, subject.reference, read_parts(connection, subject)[:version])
    return StoredCase(subject.landlord, subject.reference, version, document)


def _fingerprint(landlord: str, reference: str, part: Mapping[str, Any]) -> str:
    """What tells one request from another: dates given as such are taken as their text."""
    return digest_of(canonical([landlord, reference, _texts(part)]).encode())


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _texts(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _place(subject: Subject, sequence: int) -> str:
    return f"events:{subject.id}:{sequence}"


def _repeat_place(subject: Subject) -> str:
    return f"repeat:{subject.id}"
