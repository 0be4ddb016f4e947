"""What a running service consists of; every route finds it on the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from fastapi import Request

from code_engine.embedding.live_engine import LiveEngine
from code_engine.engine import Engine
from code_engine.service.http.background import Background
from code_engine.service.http.known_callers import KnownCallers
from code_engine.service.http.letter_files import LetterFiles
from code_engine.service.http.limits import Limits
from code_engine.service.http.metrics import Metrics
from code_engine.service.http.pool import Pool
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.remembered import Remembered
from code_engine.service.ports import Audit, Cases, Clock, Feeds, Keys, Log

if TYPE_CHECKING:
    from code_engine.letters.writer import LetterWriter
    from code_engine.service.opened import OpenedStore
    from code_engine.service.outbox.webhooks import Webhooks
    from code_engine.service.store.connection import Database

Part = TypeVar("Part")


@dataclass(slots=True)
class Running:
    """The engine in use and everything around it. `keys` is None where no key is asked for.

    `engine` may be replaced while requests run: each request takes it once and keeps it.
    """

    engine: Engine
    clock: Clock
    limits: Limits = field(default_factory=Limits)
    keys: Keys | None = None
    audit: Audit | None = None
    cases: Cases | None = None
    log: Log | None = None
    feeds: Feeds | None = None
    webhooks: Webhooks | None = None
    database: Database | None = None
    ready: Callable[[], None] = lambda: None
    background: Background | None = None
    live: LiveEngine | None = None
    """What `engine` was taken from, where it may be replaced."""
    reloading: Background | None = None
    files: str | None = field(init=False, default=None)
    """The hash of the files that `engine` was made of, where it may be replaced."""
    pool: Pool = field(init=False)
    lookups: Pool = field(init=False)
    callers: KnownCallers = field(init=False)
    letters: Pool = field(init=False)
    letter_files: LetterFiles = field(init=False)
    metrics: Metrics = field(init=False)
    remembered: Remembered = field(init=False)
    streams: int = 0
    _writer: LetterWriter | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        bounds = self.limits
        if self.live is not None:
            self.files = self.live.digest
        waiting, seconds = bounds.waiting, bounds.seconds
        self.pool = Pool("evaluation", workers=bounds.workers, waiting=waiting, share=bounds.share, seconds=seconds)
        # Of its own, so that nobody's long evaluations keep others from being told who they are.
        every = bounds.lookups + waiting
        self.lookups = Pool("lookup", workers=bounds.lookups, waiting=waiting, share=every, seconds=seconds)
        self.callers = KnownCallers(self.lookups, bounds.key_seconds, self.clock.seconds)
        self.letters = Pool(
            "letters", workers=bounds.letter_workers, waiting=waiting, share=bounds.share, seconds=seconds
        )
        self.letter_files = LetterFiles(seconds)
        self.metrics = Metrics(self.clock.seconds)
        self.remembered = Remembered(self.limits, self.clock.seconds)

    def close(self) -> None:
        """Take no more work."""
        self.pool.close()
        self.lookups.close()
        self.letters.close()
        self.letter_files.close()

    def keep_in(self, store: OpenedStore, *, ask_for_keys: bool = True) -> None:
        """Answer from a store from now on; without `ask_for_keys` to everybody."""
        self.keys = store.keys if ask_for_keys else None
        self.audit, self.cases, self.log, self.ready = store.audit, store.cases, store.log, store.ready
        self.feeds, self.webhooks, self.database = store.feeds, store.webhooks, store.database

    def letter_writer(self) -> LetterWriter:
        """What makes letters by the engine in use, with the templates it has read. Needs the extra `letters`."""
        from code_engine.letters.writer import LetterWriter

        engine, found = self.engine, self._writer
        if found is None or found.engine is not engine:
            found = self._writer = LetterWriter(engine)
        return found


def of_store(part: Part | None) -> Part:
    """A part of the store. Raises ProblemError where the service runs without one."""
    if part is None:
        raise ProblemError("no-store")
    return part


def running_in(request: Request) -> Running:
    """The service that a request came to."""
    found = request.app.state.running
    assert isinstance(found, Running)
    return found
