"""The keys of a store: make, find, list, replace and revoke them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, bindparam, insert, select, update

from code_engine.errors import Problem, did_you_mean, quoted
from code_engine.service.keys.token import NOBODY, Token, digest, new_token, read_token, same
from code_engine.service.ports import SCOPES, Caller, Clock, Scope
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.tables import API_KEYS

_LONGEST_LABEL = 100
# Every request asks for it: put together once, finding a key takes half as long.
_OF_NAME = select(API_KEYS).where(API_KEYS.c.id == bindparam("name"))


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What is known of a key; never the key."""

    id: str
    landlord: str
    scopes: tuple[Scope, ...]
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    replaced_by: str | None

    def valid_at(self, moment: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return (self.revoked_at is None or moment < self.revoked_at) and (
            self.expires_at is None or moment < self.expires_at
        )


class Keyring:
    """The keys of a store; fulfils the `Keys` of ports.py.

    A key belongs to one landlord. That of a group sees its children too: the service asks for that by `landlord`.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, presented: str) -> Caller | None:
        """Whose key it is; None for one that is unknown, expired or revoked.

        What is no key at all is also looked for and compared, so that the time tells nothing.
        """
        token = read_token(presented) or Token("", presented[:100])
        with self._database.reading() as connection:
            row = connection.execute(_OF_NAME, {"name": token.id}).one_or_none()
        known = same(token, NOBODY if row is None else row.digest)
        if row is None or not known:
            return None
        entry = _entry(row)
        if not entry.valid_at(self._clock.now()):
            return None
        return Caller(entry.id, entry.landlord, frozenset(entry.scopes))

    def create(
        self, landlord: str, scopes: Collection[str], *, label: str = "", expires_at: datetime | None = None
    ) -> Token:
        """Make a key. It is given here and never again.

        Raises StoreError for an unknown scope, none at all, an end in the past, or a label too long.
        """
        granted = read_scopes(scopes)
        if expires_at is not None and expires_at <= self._clock.now():
            raise StoreError(Problem("this key would have expired already", None, "give a later day, or none"))
        if len(label) > _LONGEST_LABEL:
            raise StoreError(Problem(f"the label is longer than {_LONGEST_LABEL} characters", None, "shorten it"))
        with self._database.writing() as connection:
            return self._insert(connection, landlord, granted, label, expires_at)

    def rotate(self, identity: str, *, overlap: timedelta = timedelta()) -> Token:
        """Replace a key by a new one with the same rights; the old one opens nothing more once `overlap` is over.

        Raises NotStoredError where there is no such key, or it is no longer valid.
        """
        now = self._clock.now()
        with self._database.writing() as connection:
            old = self._valid(connection, identity)
            token = self._insert(connection, old.landlord, old.scopes, old.label, old.expires_at)
            connection.execute(
                update(API_KEYS)
                .where(API_KEYS.c.id == identity)
                .values(revoked_at=moment_text(now + overlap), replaced_by=token.id)
            )
        return token

    def revoke(self, identity: str) -> None:
        """Let a key open nothing from now on. Raises NotStoredError where there is none, or it is not valid."""
        with self._database.writing() as connection:
            self._valid(connection, identity)
            connection.execute(
                update(API_KEYS).where(API_KEYS.c.id == identity).values(revoked_at=moment_text(self._clock.now()))
            )

    def all(self, landlords: Collection[str] | None = None) -> tuple[KeyEntry, ...]:
        """The keys of these landlords, or of all, the oldest first; the revoked ones too."""
        wanted = select(API_KEYS).order_by(API_KEYS.c.created_at, API_KEYS.c.id)
        if landlords is not None:
            wanted = wanted.where(API_KEYS.c.landlord.in_(landlords))
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(wanted))

    def _valid(self, connection: Connection, identity: str) -> KeyEntry:
        wanted = select(API_KEYS).where(API_KEYS.c.id == identity).with_for_update()
        row = connection.execute(wanted).one_or_none()
        entry = _entry(row) if row is not None else None
        if entry is None or not entry.valid_at(self._clock.now()):
            what = "is not" if entry is None else "is no longer valid as"
            message = f"{quoted(identity)} {what} the name of a key"
            raise NotStoredError(Problem(message, None, "`keys list` shows which keys there are"))
        return entry

    def _insert(
        self,
        connection: Connection,
        landlord: str,
        scopes: tuple[Scope, ...],
        label: str,
        expires_at: datetime | None,
    ) -> Token:
        token = new_token()
        connection.execute(
            insert(API_KEYS).values(
                id=token.id,
                landlord=landlord,
                scopes=",".join(scopes),
                label=label,
                digest=digest(token),
                created_at=moment_text(self._clock.now()),
                expires_at=moment_text(expires_at) if expires_at is not None else None,
            )
        )
        return token


def read_scopes(names: Collection[str]) -> tuple[Scope, ...]:
    """The scopes that words name, each once and in a fixed order. Raises StoreError for another word, or none."""
    for name in sorted(names):
        if name not in SCOPES:
            hint = did_you_mean(name, SCOPES) or f"scopes: {', '.join(SCOPES)}"
            raise StoreError(Problem(f"{quoted(name)} is not a scope", None, hint))
    if not names:
        raise StoreError(Problem("a key without a scope opens nothing", None, f"scopes: {', '.join(SCOPES)}"))
    return tuple(scope for scope in SCOPES if scope in names)


def _entry(row: Any) -> KeyEntry:
    return KeyEntry(
        id=row.id,
        landlord=row.landlord,
        scopes=cast("tuple[Scope, ...]", tuple(row.scopes.split(","))),
        label=row.label,
        created_at=moment_of(row.created_at),
        expires_at=_moment(row.expires_at),
        revoked_at=_moment(row.revoked_at),
        replaced_by=row.replaced_by,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_of(text)
