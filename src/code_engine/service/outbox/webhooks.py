"""Webhooks: to which address a landlord's changes are sent."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import insert, select, update

from code_engine.errors import Problem, quoted
from code_engine.service.outbox.posting import DROPPED, WAITING
from code_engine.service.outbox.signing import new_secret
from code_engine.service.ports import Clock
from code_engine.service.store.canonical import moment_of, moment_text
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.tables import DELIVERIES, WEBHOOKS
from code_engine.service.store.wrapping import wrap_secret

_NAME_BYTES = 6


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook; the secret with which its messages are signed is not shown again."""

    id: str
    landlord: str
    address: str
    created_at: datetime
    removed_at: datetime | None


class Webhooks:
    """The webhooks of a store. That of a group is told of its children's cases too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, landlord: str, address: str) -> tuple[Webhook, str]:
        """Send a landlord's changes to an address from now on; gives the webhook and its secret.

        Raises StoreError for an address that is not https (http is taken on this machine only).
        """
        check_address(address)
        webhook = Webhook(secrets.token_hex(_NAME_BYTES), landlord, address, self._clock.now(), None)
        secret = new_secret()
        with self._database.writing() as connection:
            connection.execute(
                insert(WEBHOOKS).values(
                    id=webhook.id,
                    landlord=landlord,
                    address=address,
                    secret=wrap_secret(connection, secret, webhook.id),
                    created_at=moment_text(webhook.created_at),
                )
            )
        return webhook, secret

    def remove(self, identity: str) -> None:
        """Send nothing there any more, not even what is waiting. Raises NotStoredError where there is none."""
        now = moment_text(self._clock.now())
        with self._database.writing() as connection:
            statement = update(WEBHOOKS).where(WEBHOOKS.c.id == identity, WEBHOOKS.c.removed_at.is_(None))
            if not connection.execute(statement.values(removed_at=now)).rowcount:
                message = f"{quoted(identity)} is not the name of a webhook"
                raise NotStoredError(Problem(message, None, "`webhooks list` shows which there are"))
            connection.execute(
                update(DELIVERIES)
                .where(DELIVERIES.c.webhook == identity, DELIVERIES.c.state == WAITING)
                .values(state=DROPPED, problem="the webhook was removed", settled_at=now, leased_until=None)
            )

    def all(self, landlords: Collection[str] | None = None) -> tuple[Webhook, ...]:
        """The webhooks of these landlords, or of all, the oldest first, without those that were removed."""
        wanted = select(WEBHOOKS).where(WEBHOOKS.c.removed_at.is_(None)).order_by(WEBHOOKS.c.created_at, WEBHOOKS.c.id)
        if landlords is not None:
            wanted = wanted.where(WEBHOOKS.c.landlord.in_(landlords))
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Webhook(row.id, row.landlord, row.address, moment_of(row.created_at), None) for row in rows)


def check_address(address: str) -> None:
    """Raise StoreError for an address to which changes must not be sent."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if not host or parts.scheme not in ("https", "http") or parts.username is not None or len(address) > 2_000:
        message = f"{quoted(address)} is not an address to send to"
        raise StoreError(Problem(message, None, "write https://HOST/PATH, without a name and password in it"))
    if parts.scheme == "http" and not _is_this_machine(host):
        raise StoreError(Problem("changes are about people: they are sent encrypted", None, "write https://…"))


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
