"""The tick: what the passing of time alone changed, and the tidying that comes with a new day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.service.cases.document import assemble, read_whole
from code_engine.service.cases.looking import look
from code_engine.service.cases.stored import read_parts
from code_engine.service.decision_log.erasing import apply_retention
from code_engine.service.outbox.dead_letters import forget_settled
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import StoreError
from code_engine.service.store.idempotency import DAYS_REMEMBERED, forget_repeats
from code_engine.service.store.marks import mark, marked_on
from code_engine.service.store.refusals import forget_refusals
from code_engine.service.store.subjects import subject_by_id
from code_engine.service.store.tables import CASES

NAME: Final = "tick"
DAYS_OF_OUTBOX: Final = 30
DAYS_OF_REFUSALS: Final = 365
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick found. `unanswered` cases could not be evaluated: all of it lies ahead, or the landlord is gone."""

    day: date
    looked_at: int
    changes: int
    unanswered: int
    erased: tuple[str, ...]


@dataclass(slots=True)
class _Counts:
    looked_at: int = 0
    changes: int = 0
    unanswered: int = 0


def tick(database: Database, engine: Engine, day: date, now: Callable[[], datetime]) -> Ticked:
    """Look at every case that was not looked at on that day or later, and tell what changed.

    It may be called as often as one likes, at once by several processes, and again after a crash: a case that was
    looked at is not looked at again, so nothing is told twice. Raises StoreError where the store fails.
    """
    counts = _Counts()
    after = ("", "")
    while (reached := _some(database, engine, day, now(), after, counts)) is not None:
        after = reached
    erased = apply_retention(database, asked_by=NAME, at=now())
    with database.writing() as connection:
        forget_repeats(connection, now() - timedelta(days=DAYS_REMEMBERED))
        forget_refusals(connection, now() - timedelta(days=DAYS_OF_REFUSALS))
        mark(connection, NAME, day, now())
    forget_settled(database, now() - timedelta(days=DAYS_OF_OUTBOX))
    return Ticked(day, counts.looked_at, counts.changes, counts.unanswered, erased)


def is_due(database: Database, day: date) -> bool:
    """Whether no tick was finished for that day yet."""
    with database.reading() as connection:
        last = marked_on(connection, NAME)
    return last is None or last < day


def _some(
    database: Database, engine: Engine, day: date, at: datetime, after: tuple[str, str], counts: _Counts
) -> tuple[str, str] | None:
    """Look at the next cases in one transaction; gives the last of them, None where there are no more."""
    not_looked_at = or_(CASES.c.looked_on.is_(None), CASES.c.looked_on < day.isoformat())
    behind = or_(CASES.c.landlord > after[0], and_(CASES.c.landlord == after[0], CASES.c.subject > after[1]))
    wanted = select(CASES.c.landlord, CASES.c.subject).where(not_looked_at, behind)
    with database.writing() as connection:
        rows = connection.execute(wanted.order_by(CASES.c.landlord, CASES.c.subject).limit(_AT_ONCE)).all()
        for row in rows:
            _one(connection, engine, row.subject, day, at, counts)
    return (rows[-1].landlord, rows[-1].subject) if rows else None


def _one(connection: Connection, engine: Engine, identity: str, day: date, at: datetime, counts: _Counts) -> None:
    subject = subject_by_id(connection, identity, lock=True)
    if subject is None or not _still_wanted(connection, identity, day):
        return
    counts.looked_at += 1
    parts = read_parts(connection, subject)
    try:
        case = read_whole(assemble(subject.landlord, subject.reference, parts), 0)
        looked = look(connection, engine, subject, case, day, at)
    except StoreError:
        raise
    except CodeEngineError:
        # A landlord that is not installed any more, or whose files have a mistake, must not keep the others waiting.
        counts.unanswered += 1
        return
    counts.changes += len(looked.changes)
    counts.unanswered += not looked.answered


def _still_wanted(connection: Connection, identity: str, day: date) -> bool:
    """Whether nobody else looked at the case while it was waited for."""
    row = connection.execute(select(CASES.c.looked_on).where(CASES.c.subject == identity)).one_or_none()
    return row is not None and (row.looked_on is None or row.looked_on < day.isoformat())
