"""Putting changes into the outbox, in the transaction that made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from code_engine.service.cases.changes import Change
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.sealing import seal
from code_engine.service.store.subjects import Subject
from code_engine.service.store.tables import DELIVERIES, OUTBOX, WEBHOOKS

WAITING, DELIVERED, DEAD, DROPPED = "waiting", "delivered", "dead", "dropped"
"""The states of a delivery."""


def post(
    connection: Connection,
    subject: Subject,
    landlords: Sequence[str],
    changes: Sequence[Change],
    *,
    first: int,
    as_of: date,
    at: datetime,
) -> None:
    """Put changes of a case into the outbox for every webhook of its landlord and the groups above it.

    `first` is the number of the first of them among all changes of the case. Where nobody listens nothing is kept.
    """
    wanted = select(WEBHOOKS.c.id).where(WEBHOOKS.c.landlord.in_(landlords), WEBHOOKS.c.removed_at.is_(None))
    webhooks = connection.execute(wanted.order_by(WEBHOOKS.c.id)).scalars().all() if changes else []
    if not webhooks:
        return
    now = moment_text(at)
    for position, change in enumerate(changes, start=first):
        content = {"as_of": as_of.isoformat(), **change.as_data()}
        event = connection.execute(
            insert(OUTBOX)
            .values(
                subject=subject.id,
                landlord=subject.landlord,
                position=position,
                created_at=now,
                content=seal(subject.key, content, place_of(subject.id, position)),
            )
            .returning(OUTBOX.c.number)
        ).scalar_one()
        connection.execute(
            insert(DELIVERIES),
            [
                {
                    "event": event,
                    "webhook": webhook,
                    "subject": subject.id,
                    "state": WAITING,
                    "attempts": 0,
                    "due_at": now,
                }
                for webhook in webhooks
            ],
        )


def place_of(subject: str, position: int) -> str:
    """The place to which a change in the outbox is bound."""
    return f"outbox:{subject}:{position}"
