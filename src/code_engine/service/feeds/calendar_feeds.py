"""The calendar feeds of a store: make, find, list and remove them.

A calendar program can send no key, so the address itself is the secret. It opens nothing but the calendar.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select, update

from code_engine.service.keys.token import NOBODY, Token, digest, new_token, read_token, same
from code_engine.service.ports import Clock, Feed
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.tables import CALENDAR_FEEDS


class CalendarFeeds:
    """The feeds of a store; fulfils the `Feeds` of ports.py."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, landlord: str, handler: str | None) -> tuple[Feed, str]:
        """Make a feed; its secret is given here and never again. Raises StoreError where the store fails."""
        token, now = new_token(), self._clock.now()
        with self._database.writing() as connection:
            connection.execute(
                insert(CALENDAR_FEEDS).values(
                    id=token.id,
                    landlord=landlord,
                    handler=handler,
                    digest=digest(token),
                    created_at=moment_text(now),
                )
            )
        return Feed(token.id, landlord, handler, now), str(token)

    def find(self, presented: str) -> Feed | None:
        """The feed at a secret address; None for one that is unknown or removed, after the same work."""
        token = read_token(presented) or Token("", presented[:100])
        with self._database.reading() as connection:
            row = connection.execute(select(CALENDAR_FEEDS).where(CALENDAR_FEEDS.c.id == token.id)).one_or_none()
        known = same(token, NOBODY if row is None else row.digest)
        return _feed(row) if row is not None and known and row.removed_at is None else None

    def all(self, landlords: Collection[str]) -> tuple[Feed, ...]:
        """The feeds of these landlords, the oldest first, without those that were removed."""
        wanted = select(CALENDAR_FEEDS).where(
            CALENDAR_FEEDS.c.landlord.in_(landlords), CALENDAR_FEEDS.c.removed_at.is_(None)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(CALENDAR_FEEDS.c.created_at, CALENDAR_FEEDS.c.id)).all()
        return tuple(_feed(row) for row in rows)

    def remove(self, identity: str, landlords: Collection[str]) -> bool:
        """Let an address open nothing from now on; False where these landlords have no such feed."""
        statement = update(CALENDAR_FEEDS).where(
            CALENDAR_FEEDS.c.id == identity,
            CALENDAR_FEEDS.c.landlord.in_(landlords),
            CALENDAR_FEEDS.c.removed_at.is_(None),
        )
        with self._database.writing() as connection:
            return bool(connection.execute(statement.values(removed_at=moment_text(self._clock.now()))).rowcount)


def _feed(row: Any) -> Feed:
    return Feed(row.id, row.landlord, row.handler, moment_of(row.created_at))
