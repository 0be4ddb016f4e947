"""The engine for a program with an event loop: evaluations run on a few threads, and the loop goes on meanwhile.

Python runs one thread at a time, so more threads answer no more cases a second; they only keep a long evaluation from
holding up the loop and short ones. Whoever needs more starts several processes.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from types import TracebackType
from typing import Protocol, Self, TypeVar

from code_engine.calendar import Counting
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.evaluation.evaluation import Evaluation
from code_engine.evaluation.explanation import Explanation
from code_engine.forking import renew_in_children
from code_engine.landlord.policy import Policy

Result = TypeVar("Result")


class HasEngine(Protocol):
    """What knows which engine is to be used now, such as a LiveEngine."""

    @property
    def engine(self) -> Engine:
        """The engine in use."""
        ...


class AsyncEngine:
    """An engine whose answers are awaited.

    One object may be used from several loops and, after a fork, in each process; each piece of work takes the engine
    that is in use when it begins. Work whose caller is cancelled is not begun; what has begun ends by itself, because
    a thread cannot be stopped, and its result is dropped.
    """

    def __init__(self, engine: Engine | HasEngine, *, threads: int = 2) -> None:
        if threads < 1:
            raise ValueError("at least one thread is needed")
        self._source = engine
        self._number = threads
        self._closed = False
        self._start_threads()
        renew_in_children(self, AsyncEngine._start_threads)

    @property
    def engine(self) -> Engine:
        """The engine in use now."""
        return self._source if isinstance(self._source, Engine) else self._source.engine

    async def evaluate(
        self,
        case: Case,
        *,
        as_of: date,
        counting: str = Counting.DAY_0,
        ruleset: str | None = None,
        landlord: str | None = None,
        policy: Policy | None = None,
    ) -> Evaluation:
        """As `Engine.evaluate`, with the same errors."""
        options = {"counting": counting, "ruleset": ruleset, "landlord": landlord, "policy": policy}
        return await self.run(lambda engine: engine.evaluate(case, as_of=as_of, **options))  # type: ignore[arg-type]

    async def explain(
        self,
        case: Case,
        provision: str,
        *,
        as_of: date,
        counting: str = Counting.DAY_0,
        ruleset: str | None = None,
        landlord: str | None = None,
    ) -> Explanation:
        """As `Engine.explain`, with the same errors."""
        options = {"counting": counting, "ruleset": ruleset, "landlord": landlord}
        return await self.run(
            lambda engine: engine.explain(case, provision, as_of=as_of, **options)  # type: ignore[arg-type]
        )

    async def run(self, work: Callable[[Engine], Result]) -> Result:
        """Do anything with the engine on a thread: read the case, evaluate it and write the answer in one go.

        Raises what the work raises, and RuntimeError once this object is closed.
        """
        if self._closed:
            raise RuntimeError("this AsyncEngine is closed")
        context = contextvars.copy_context()
        job = self._threads.submit(context.run, lambda: work(self.engine))
        # Cancelling the one cancels the other, as long as it waits.
        return await asyncio.wrap_future(job)

    async def aclose(self) -> None:
        """Take no more work, forget what waits (its callers are cancelled), and await what runs."""
        self._closed = True
        close = partial(self._threads.shutdown, wait=True, cancel_futures=True)
        await asyncio.to_thread(close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _start_threads(self) -> None:
        """Threads start when there is work for them; those of a parent do not live on in a forked child."""
        self._threads = ThreadPoolExecutor(self._number, "code-engine")
