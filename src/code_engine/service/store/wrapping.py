"""Wrapping what seals: the keys of cases and the secrets of webhooks, where the store has a master key.

A store has one master key or none. Which one stands in a table by its name, so that no process writes by another: it
is looked at when a store is opened, and whenever something is wrapped.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from code_engine.errors import Problem
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.errors import StoreError
from code_engine.service.store.master_key import MASTER, MasterKey
from code_engine.service.store.tables import MASTER_KEYS, SUBJECT_KEYS, WEBHOOKS

_LOCK: Final = 0x6D61737465
"""Held while the master key changes, and shared by whoever wraps by the present one: a number few will lock."""
_MARK: Final = "wrapped:"


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many keys of cases, and secrets of webhooks, were wrapped anew."""

    cases: int
    webhooks: int


def master_of(connection: Connection) -> MasterKey | None:
    """The master key of whoever opened the store."""
    found: MasterKey | None = connection.get_execution_options().get(MASTER)
    return found


def wrap_key(connection: Connection, key: bytes, subject: str) -> bytes:
    """The key of a case as it is stored. Raises StoreError where the store has another master key by now."""
    master = _present(connection)
    return key if master is None else master.wrap(key, _of_case(subject))


def unwrap_key(connection: Connection, stored: bytes, subject: str) -> bytes:
    """The key of a case from how it is stored. Raises StoreError where the master key is another."""
    master = master_of(connection)
    return stored if master is None else master.unwrap(stored, _of_case(subject))


def wrap_secret(connection: Connection, secret: str, webhook: str) -> str:
    """The secret of a webhook as it is stored. Raises as `wrap_key`."""
    master = _present(connection)
    return secret if master is None else _marked(master, secret, webhook)


def unwrap_secret(connection: Connection, stored: str, webhook: str) -> str:
    """The secret of a webhook from how it is stored. Raises as `unwrap_key`."""
    master = master_of(connection)
    if master is None:
        return stored
    return master.unwrap(base64.b64decode(stored.removeprefix(_MARK)), _of_webhook(webhook)).decode()


def agree(connection: Connection, at: datetime) -> None:
    """See that whoever opens a store has the master key it was wrapped with; a store without a key takes the first.

    Raises StoreError: the store has another master key, it has one and none was given, or it is not wrapped yet.
    """
    _lock(connection, func.pg_advisory_xact_lock)
    given, known = master_of(connection), known_master(connection)
    if given is None and known is not None:
        hint = "give it: --master-key-file FILE, or --old-master-key-file FILE where it is to be changed"
        raise StoreError(Problem(f"the keys in this store are wrapped by the master key {known}", None, hint))
    if given is None:
        return
    if known is None and _count(connection, SUBJECT_KEYS) + _count(connection, WEBHOOKS):
        hint = "stop every process that uses it, then wrap them once with: code-engine keys rewrap"
        raise StoreError(Problem("the keys in this store are not wrapped by a master key yet", None, hint))
    if known is None:
        connection.execute(insert(MASTER_KEYS).values(name=given.name, since=moment_text(at)))
    elif known != given.name:
        message = f"the keys in this store are wrapped by the master key {known}, and {given.name} was given"
        raise StoreError(Problem(message, None, "give that one; `keys rewrap` changes it"))


def known_master(connection: Connection) -> str | None:
    """The name of the master key by which a store is wrapped; None where it is not."""
    return connection.execute(select(MASTER_KEYS.c.name)).scalar_one_or_none()


def rewrap(connection: Connection, old: MasterKey | None, new: MasterKey, at: datetime) -> Rewrapped:
    """Wrap every key and secret by another master key, within one transaction: all of them, or none.

    Raises StoreError where `old` is not the master key of the store.
    """
    _lock(connection, func.pg_advisory_xact_lock)
    known = known_master(connection)
    if known != (old.name if old is not None else None):
        message = f"the keys in this store are wrapped by {f'the master key {known}' if known else 'no master key'}"
        raise StoreError(Problem(message, None, "give that one as --old-master-key-file" if known else "leave it out"))
    found = Rewrapped(_rewrap_cases(connection, old, new), _rewrap_webhooks(connection, old, new))
    connection.execute(delete(MASTER_KEYS))
    connection.execute(insert(MASTER_KEYS).values(name=new.name, since=moment_text(at)))
    return found


def _rewrap_cases(connection: Connection, old: MasterKey | None, new: MasterKey) -> int:
    rows = connection.execute(select(SUBJECT_KEYS).with_for_update()).all()
    for row in rows:
        place = _of_case(row.subject)
        key = row.content if old is None else old.unwrap(row.content, place)
        mine = update(SUBJECT_KEYS).where(SUBJECT_KEYS.c.subject == row.subject)
        connection.execute(mine.values(content=new.wrap(key, place)))
    return len(rows)


def _rewrap_webhooks(connection: Connection, old: MasterKey | None, new: MasterKey) -> int:
    rows = connection.execute(select(WEBHOOKS.c.id, WEBHOOKS.c.secret).with_for_update()).all()
    for row in rows:
        stored = row.secret.removeprefix(_MARK)
        secret = stored if old is None else old.unwrap(base64.b64decode(stored), _of_webhook(row.id)).decode()
        mine = update(WEBHOOKS).where(WEBHOOKS.c.id == row.id)
        connection.execute(mine.values(secret=_marked(new, secret, row.id)))
    return len(rows)


def _present(connection: Connection) -> MasterKey | None:
    """The master key, where it still is that of the store: it may have been changed since the store was opened."""
    _lock(connection, func.pg_advisory_xact_lock_shared)
    master = master_of(connection)
    if known_master(connection) != (master.name if master is not None else None):
        message = "the master key of this store was changed"
        raise StoreError(Problem(message, None, "restart every process that uses it, with the new one"))
    return master


def _lock(connection: Connection, how: Any) -> None:
    """Until the transaction ends. SQLite has one writer at a time as it is."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(how(_LOCK)))


def _marked(master: MasterKey, secret: str, webhook: str) -> str:
    return _MARK + base64.b64encode(master.wrap(secret.encode(), _of_webhook(webhook))).decode()


def _of_case(subject: str) -> str:
    return f"key:{subject}"


def _of_webhook(webhook: str) -> str:
    return f"webhook:{webhook}"


def _count(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
