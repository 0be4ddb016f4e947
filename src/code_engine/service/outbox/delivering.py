"""Sending what is in the outbox: at least once, and for each case in order.

A change is only marked as delivered after its receiver took it, so a crash in between sends it again, under the same
id. Of each case and webhook only the earliest waiting change is sent; a later one waits until it is delivered or dead.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from sqlalchemy import func, or_, select, update

from code_engine.service.outbox.cloud_event import CONTENT_TYPE, cloud_event, event_name
from code_engine.service.outbox.posting import DEAD, DELIVERED, DROPPED, WAITING, place_of
from code_engine.service.outbox.signing import signed_headers
from code_engine.service.ports import Clock
from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.sealing import unseal
from code_engine.service.store.subjects import subject_by_id
from code_engine.service.store.tables import DELIVERIES, OUTBOX, WEBHOOKS
from code_engine.service.store.wrapping import unwrap_secret

PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (30, 120, 480, 1_920, 7_680, 30_720, 43_200, 43_200, 43_200)
)
"""How long to wait after each failure; after one more than these, some two days on, a change is dead."""

LEASE: Final = timedelta(minutes=2)
"""How long one worker may take over a message before another one tries. Longer than a sender waits."""

_AT_ONCE = 5
"""Messages taken over at once: even where each of them waits for an answer in vain, the lease does not run out."""

_LONGEST_PROBLEM = 300
_NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be sent."""

    address: str
    headers: dict[str, str]
    body: bytes


class Sender(Protocol):
    """Sends a message and says what came back."""

    def __call__(self, message: Outgoing) -> int:
        """The status of the answer. Raises OSError where there was none."""
        ...


@dataclass(slots=True)
class Sent:
    """What a round of sending came to."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0


class Deliverer:
    """Sends the changes of a store. Several may work at once, in several processes."""

    def __init__(self, database: Database, clock: Clock, send: Sender) -> None:
        self._database = database
        self._clock = clock
        self._send = send

    def deliver_due(self) -> Sent:
        """Send everything that is due now, one after the other, and say what came of it.

        Where a receiver does not answer at all, nothing more is sent to it in this round: the others must not wait.
        """
        sent, silent = Sent(), set[str]()
        while claimed := self._claim(silent):
            for row in claimed:
                if row.webhook in silent:
                    self._write(row, leased_until=None)
                else:
                    self._deliver(row, sent, silent)
        return sent

    def _claim(self, silent: Collection[str]) -> list[Any]:
        """The first waiting change of each case and webhook, where it is due and nobody else is at it."""
        now = self._clock.now()
        text, until = moment_text(now), moment_text(now + LEASE)
        first = (
            select(func.min(DELIVERIES.c.event).label("event"), DELIVERIES.c.webhook)
            .where(DELIVERIES.c.state == WAITING)
            .group_by(DELIVERIES.c.webhook, DELIVERIES.c.subject)
            .subquery()
        )
        free = or_(DELIVERIES.c.leased_until.is_(None), DELIVERIES.c.leased_until <= text)
        wanted = (
            select(DELIVERIES.c.event, DELIVERIES.c.webhook, DELIVERIES.c.attempts)
            .join(first, (first.c.event == DELIVERIES.c.event) & (first.c.webhook == DELIVERIES.c.webhook))
            .where(DELIVERIES.c.due_at <= text, free, DELIVERIES.c.webhook.not_in(silent))
            .order_by(DELIVERIES.c.event, DELIVERIES.c.webhook)
            .limit(_AT_ONCE)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        claimed = []
        for row in rows:
            mine = (DELIVERIES.c.event == row.event) & (DELIVERIES.c.webhook == row.webhook)
            take = update(DELIVERIES).where(mine, DELIVERIES.c.state == WAITING, free).values(leased_until=until)
            with self._database.writing() as connection:
                if connection.execute(take).rowcount:
                    claimed.append(row)
        return claimed

    def _deliver(self, row: Any, sent: Sent, silent: set[str]) -> None:
        message = self._message(row)
        if message is None:
            self._settle(row, state=DROPPED, problem="erased, or the webhook was removed")
            return
        problem = self._problem_of(message)
        if problem is not None and problem.startswith(_NO_ANSWER):
            silent.add(row.webhook)
        if problem is None:
            sent.delivered += 1
            self._settle(row, state=DELIVERED, attempts=row.attempts + 1, problem=None)
        elif row.attempts >= len(PAUSES) or problem == "answered 410":
            sent.dead += 1
            self._settle(row, state=DEAD, attempts=row.attempts + 1, problem=problem)
        else:
            sent.failed += 1
            due = moment_text(self._clock.now() + PAUSES[row.attempts])
            self._write(row, attempts=row.attempts + 1, problem=problem, due_at=due, leased_until=None)

    def _problem_of(self, message: Outgoing) -> str | None:
        """What went wrong; None where the receiver took the message."""
        try:
            status = self._send(message)
        except OSError as error:
            return f"{_NO_ANSWER}: {error.strerror or type(error).__name__}"[:_LONGEST_PROBLEM]
        return None if 200 <= status < 300 else f"answered {status}"

    def _message(self, row: Any) -> Outgoing | None:
        """The message of a delivery, signed now; None where the person was erased, or the webhook removed."""
        with self._database.reading() as connection:
            event = connection.execute(select(OUTBOX).where(OUTBOX.c.number == row.event)).one()
            hook = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == row.webhook)).one()
            subject = subject_by_id(connection, event.subject)
            secret = unwrap_secret(connection, hook.secret, hook.id)
        if subject is None or hook.removed_at is not None:
            return None
        name = event_name(event.subject, event.position)
        body = cloud_event(
            name=name,
            landlord=event.landlord,
            reference=subject.reference,
            position=event.position,
            created_at=event.created_at,
            content=unseal(subject.key, event.content, place_of(event.subject, event.position)),
        )
        headers = {"content-type": CONTENT_TYPE, **signed_headers(secret, name, self._clock.now(), body)}
        return Outgoing(hook.address, headers, body)

    def _settle(self, row: Any, **values: Any) -> None:
        self._write(row, settled_at=moment_text(self._clock.now()), leased_until=None, **values)

    def _write(self, row: Any, **values: Any) -> None:
        """Write what came of a delivery, unless it was dropped while it was under way."""
        mine = (DELIVERIES.c.event == row.event) & (DELIVERIES.c.webhook == row.webhook)
        with self._database.writing() as connection:
            connection.execute(update(DELIVERIES).where(mine, DELIVERIES.c.state == WAITING).values(**values))
