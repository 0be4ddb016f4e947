"""Requests that were taken, by the idempotency key they came with, so that one that comes again is not taken twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from code_engine.errors import Problem
from code_engine.service.ports import Repeat
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import insert_if_absent
from code_engine.service.store.errors import RepeatedKeyError
from code_engine.service.store.tables import IDEMPOTENCY

DAYS_REMEMBERED: Final = 7
"""How long a request may come again; clients give up long before."""


def find_repeat(connection: Connection, repeat: Repeat) -> Any:
    """The row of the same request, taken before; None where it is new.

    Raises RepeatedKeyError where the key came with another request.
    """
    row = connection.execute(
        select(IDEMPOTENCY).where(IDEMPOTENCY.c.owner == repeat.owner, IDEMPOTENCY.c.token == repeat.token)
    ).one_or_none()
    if row is not None and row.request != repeat.request:
        raise _used_before()
    return row


def remember(connection: Connection, repeat: Repeat, subject: str, sealed: bytes, at: datetime) -> None:
    """Keep the answer to a request, sealed with the key of the case it is about.

    The case is locked by the caller, so the same request cannot be taken by somebody else meanwhile. Raises
    RepeatedKeyError where one about another case was, under the same key.
    """
    row = {
        "owner": repeat.owner,
        "token": repeat.token,
        "request": repeat.request,
        "created_at": moment_text(at),
        "subject": subject,
        "content": sealed,
    }
    if not insert_if_absent(connection, IDEMPOTENCY, row):
        raise _used_before()


def forget_repeats(connection: Connection, before: datetime) -> int:
    """Forget requests taken before a moment, and say how many."""
    statement = delete(IDEMPOTENCY).where(IDEMPOTENCY.c.created_at < moment_text(before))
    return connection.execute(statement).rowcount


def _used_before() -> RepeatedKeyError:
    return RepeatedKeyError(
        Problem("this idempotency key was used for another request", None, "use a new one for each request")
    )
