"""Changes that no receiver took: listed, and sent once more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from code_engine.errors import Problem, quoted
from code_engine.service.outbox.posting import DEAD, DELIVERED, DROPPED, WAITING
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError
from code_engine.service.store.tables import DELIVERIES, OUTBOX, WEBHOOKS


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A change that was given up; `id` is `EVENT-WEBHOOK`."""

    id: str
    landlord: str
    address: str
    attempts: int
    problem: str
    given_up_at: datetime


def dead_letters(database: Database, landlords: Collection[str] | None = None) -> tuple[DeadLetter, ...]:
    """What the webhooks of these landlords, or all, did not take, in the order in which it was to be sent."""
    wanted = (
        select(DELIVERIES, OUTBOX.c.landlord, WEBHOOKS.c.address)
        .join(OUTBOX, OUTBOX.c.number == DELIVERIES.c.event)
        .join(WEBHOOKS, WEBHOOKS.c.id == DELIVERIES.c.webhook)
        .where(DELIVERIES.c.state == DEAD)
        .order_by(DELIVERIES.c.event, DELIVERIES.c.webhook)
    )
    if landlords is not None:
        wanted = wanted.where(WEBHOOKS.c.landlord.in_(landlords))
    with database.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(
        DeadLetter(
            id=f"{row.event}-{row.webhook}",
            landlord=row.landlord,
            address=row.address,
            attempts=row.attempts,
            problem=row.problem or "",
            given_up_at=moment_of(row.settled_at),
        )
        for row in rows
    )


def send_again(database: Database, identity: str | None, at: datetime, landlords: Collection[str] | None = None) -> int:
    """Let one dead letter, or all of them, be sent again from the beginning; says how many.

    With `landlords` only what is for their webhooks.

    Raises NotStoredError where there is no such dead letter.
    """
    statement = update(DELIVERIES).where(DELIVERIES.c.state == DEAD)
    if landlords is not None:
        theirs = select(WEBHOOKS.c.id).where(WEBHOOKS.c.landlord.in_(landlords))
        statement = statement.where(DELIVERIES.c.webhook.in_(theirs))
    if identity is not None:
        event, _, webhook = identity.partition("-")
        number = int(event) if event.isascii() and event.isdecimal() and len(event) <= 18 else 0
        statement = statement.where(DELIVERIES.c.event == number, DELIVERIES.c.webhook == webhook)
    values = {"state": WAITING, "attempts": 0, "due_at": moment_text(at), "settled_at": None, "problem": None}
    with database.writing() as connection:
        count = connection.execute(statement.values(**values)).rowcount
    if identity is not None and not count:
        message = f"{quoted(identity)} is not the name of a dead letter"
        raise NotStoredError(Problem(message, None, "`webhooks dead` shows which there are"))
    return count


def forget_settled(database: Database, before: datetime) -> int:
    """Remove changes that were delivered or dropped before a moment, and say how many deliveries that were."""
    settled = DELIVERIES.c.state.in_((DELIVERED, DROPPED)) & (DELIVERIES.c.settled_at < moment_text(before))
    with database.writing() as connection:
        count = connection.execute(delete(DELIVERIES).where(settled)).rowcount
        unsent = select(DELIVERIES.c.event).where(DELIVERIES.c.event == OUTBOX.c.number).exists()
        connection.execute(delete(OUTBOX).where(~unsent))
    return count
