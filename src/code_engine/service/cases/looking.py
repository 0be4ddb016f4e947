"""Looking at a stored case: evaluating it, saying what changed, and putting the changes into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CalendarError, CaseError, NoRulesetInForceError
from code_engine.service.cases.changes import Change
from code_engine.service.cases.comparing import compare
from code_engine.service.cases.standing import Standing, standing_from, standing_of
from code_engine.service.outbox.posting import post
from code_engine.service.store.sealing import seal, unseal
from code_engine.service.store.subjects import Subject
from code_engine.service.store.tables import CASES, SUBJECT_KEYS, SUBJECTS
from code_engine.service.store.wrapping import unwrap_key

_NO_ANSWER = (CaseError, NoRulesetInForceError, CalendarError)
"""What keeps a valid case from being evaluated today: all of it lies ahead, or no version of the Code was in force."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to; `answered` is false where the case cannot be evaluated today."""

    changes: tuple[Change, ...]
    answered: bool


def look(connection: Connection, engine: Engine, subject: Subject, case: Case, as_of: date, at: datetime) -> Looked:
    """Evaluate a case and tell what changed since the last look, all within the caller's transaction.

    A day that lies before the last look changes nothing: what was told then is not taken back.
    """
    row = connection.execute(select(CASES.c.looked_on, CASES.c.standing).where(CASES.c.subject == subject.id)).one()
    day = as_of.isoformat()
    if row.looked_on is not None and row.looked_on > day:
        return Looked((), True)
    before = _stood(subject.key, row.standing, subject.id) if row.standing is not None else None
    try:
        now = standing_of(engine.evaluate(case, as_of=as_of))
    except _NO_ANSWER:
        connection.execute(update(CASES).where(CASES.c.subject == subject.id).values(looked_on=day))
        return Looked((), False)
    kept, changes = compare(before, now)
    sealed = seal(subject.key, kept.as_data(), _place(subject.id))
    connection.execute(update(CASES).where(CASES.c.subject == subject.id).values(looked_on=day, standing=sealed))
    landlords = [each.id for each in engine.landlords.get(case.landlord).lineage]
    post(connection, subject, landlords, changes, first=kept.told - len(changes) + 1, as_of=as_of, at=at)
    return Looked(changes, True)


def first_due(connection: Connection, landlords: Sequence[str], day: date) -> dict[tuple[str, str], date | None]:
    """When the first open duty is due, by landlord and reference, of each case last looked at on that day.

    None where nothing is open. How a case stood on another day does not tell.
    """
    wanted = (
        select(SUBJECTS.c.id, SUBJECTS.c.landlord, SUBJECTS.c.reference, SUBJECT_KEYS.c.content, CASES.c.standing)
        .join(CASES, CASES.c.subject == SUBJECTS.c.id)
        .join(SUBJECT_KEYS, SUBJECT_KEYS.c.subject == SUBJECTS.c.id)
        .where(CASES.c.landlord.in_(landlords), CASES.c.looked_on == day.isoformat())
    )
    found: dict[tuple[str, str], date | None] = {}
    for row in connection.execute(wanted).all():
        deadlines = []
        if row.standing is not None:
            deadlines = list(
                _stood(unwrap_key(connection, row.content, row.id), row.standing, row.id).deadlines.values()
            )
        found[row.landlord, row.reference] = min(
            (each.due_on for each in deadlines if each.open or each.outstanding), default=None
        )
    return found


def _stood(key: bytes, sealed: bytes, subject: str) -> Standing:
    return standing_from(unseal(key, sealed, _place(subject)))


def _place(subject: str) -> str:
    return f"standing:{subject}"
