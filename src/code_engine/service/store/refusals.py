"""Access that was refused, written down: when, by which key, where and why. Nothing about a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from code_engine.service.ports import Clock
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.tables import REFUSALS

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused access; `key` is the public name of a key, None where there was none or it was not known."""

    refused_at: datetime
    key: str | None
    method: str
    route: str
    reason: str


class Refusals:
    """The refused accesses of a store; fulfils the `Audit` of ports.py."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def refused(self, *, key: str | None, method: str, route: str, reason: str) -> None:
        """Write an entry."""
        row = {"api_key": key, "method": method[:_LONGEST], "route": route[:_LONGEST], "reason": reason[:_LONGEST]}
        with self._database.writing() as connection:
            connection.execute(insert(REFUSALS).values(refused_at=moment_text(self._clock.now()), **row))

    def latest(self, limit: int = 100) -> Sequence[Refusal]:
        """The latest entries, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(REFUSALS).order_by(REFUSALS.c.number.desc()).limit(limit)).all()
        return [Refusal(moment_of(row.refused_at), row.api_key, row.method, row.route, row.reason) for row in rows]


def forget_refusals(connection: Connection, before: datetime) -> int:
    """Remove entries older than a moment, and say how many."""
    return connection.execute(delete(REFUSALS).where(REFUSALS.c.refused_at < moment_text(before))).rowcount
