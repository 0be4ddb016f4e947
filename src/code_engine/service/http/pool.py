"""Work is done on a few threads behind a short queue: whoever comes when it is full is told so at once."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from code_engine.service.http.problem_details import ProblemError

Result = TypeVar("Result")

RETRY_AFTER: Final = {"Retry-After": "1"}


class Pool:
    """Threads with a bounded queue, of which no key may take more than its share."""

    def __init__(self, name: str, *, workers: int, waiting: int, share: int, seconds: float) -> None:
        self._room = workers + waiting
        self._share = share
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(workers, name)
        self._guard = threading.Lock()
        self._inside: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """How many pieces of work are waiting or running."""
        with self._guard:
            return self._inside.total()

    async def run(self, work: Callable[[], Result], key: str) -> Result:
        """Do a piece of work for a key and give its result, or raise what it raised.

        Raises ProblemError: the key has its share inside (429), the queue is full, or it took too long (503).
        """
        self._enter(key)
        try:
            job = self._threads.submit(work)
        except BaseException:
            self._leave(key)
            raise
        # Its place is free when the thread is, which after a time-out may be later than the answer.
        job.add_done_callback(lambda _: self._leave(key))
        return await self._awaited(job)

    def close(self) -> None:
        """Take no more work, and forget what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _awaited(self, job: Future[Result]) -> Result:
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(job)
        except TimeoutError:
            detail = f"It was given up after {self._seconds:g} seconds."
            raise ProblemError("took-too-long", detail, headers=RETRY_AFTER) from None

    def _enter(self, key: str) -> None:
        with self._guard:
            if self._inside.total() >= self._room:
                raise ProblemError("overloaded", "Try again in a second.", headers=RETRY_AFTER)
            if self._inside[key] >= self._share:
                detail = f"No more than {self._share} are answered at once."
                raise ProblemError("too-many-requests", detail, headers=RETRY_AFTER)
            self._inside[key] += 1

    def _leave(self, key: str) -> None:
        with self._guard:
            self._inside[key] -= 1
            if not self._inside[key]:
                del self._inside[key]
