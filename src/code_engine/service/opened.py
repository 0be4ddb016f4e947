"""A store with everything the service does in it, opened in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text

from code_engine.engine import Engine
from code_engine.service.cases.stored import StoredCases
from code_engine.service.cases.tick import Ticked, is_due, tick
from code_engine.service.decision_log.log import DecisionLog
from code_engine.service.feeds.calendar_feeds import CalendarFeeds
from code_engine.service.keys.keyring import Keyring
from code_engine.service.outbox.delivering import Deliverer, Sender, Sent
from code_engine.service.outbox.sending import send
from code_engine.service.outbox.webhooks import Webhooks
from code_engine.service.ports import Clock
from code_engine.service.store.connection import Database
from code_engine.service.store.master_key import MasterKey
from code_engine.service.store.opening import open_database
from code_engine.service.store.refusals import Refusals


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """The parts of a store, each by the protocol it fulfils in ports.py, and what is done in it from time to time."""

    database: Database
    clock: Clock
    engine: Callable[[], Engine]
    keys: Keyring
    audit: Refusals
    cases: StoredCases
    log: DecisionLog
    webhooks: Webhooks
    feeds: CalendarFeeds

    def ready(self) -> None:
        """Return where the store answers. Raises StoreError where it does not."""
        with self.database.reading() as connection:
            connection.execute(text("SELECT 1"))

    def tick_if_due(self) -> Ticked | None:
        """The tick of today, unless it was finished already. Raises StoreError."""
        today = self.clock.today()
        return tick(self.database, self.engine(), today, self.clock.now) if is_due(self.database, today) else None

    def deliver(self, sender: Sender = send) -> Sent:
        """Send every change that is due. Raises StoreError."""
        return Deliverer(self.database, self.clock, sender).deliver_due()

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()


def open_store(
    address: str,
    clock: Clock,
    engine: Callable[[], Engine],
    *,
    create: bool = True,
    master: MasterKey | None = None,
) -> OpenedStore:
    """Open the store at an address (a file, or `postgresql://…`), bringing its tables up to date.

    `engine` is asked for the engine each time one is needed; `master` is the master key of the store. Raises
    StoreError; call `require_store` of extra.py before importing this module, where the extra `service` may not be
    installed.
    """
    database = open_database(address, at=clock.now(), create=create, master=master)
    return OpenedStore(
        database=database,
        clock=clock,
        engine=engine,
        keys=Keyring(database, clock),
        audit=Refusals(database, clock),
        cases=StoredCases(database, clock, engine),
        log=DecisionLog(database, clock),
        webhooks=Webhooks(database, clock),
        feeds=CalendarFeeds(database, clock),
    )
