"""The lines of a request's body, read ahead while earlier ones are answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self, TypeAlias

from starlette.types import Receive

from code_engine.service.http.limits import MEBIBYTE, Limits
from code_engine.service.http.problem_details import ProblemError

Line: TypeAlias = tuple[int, bytes | ProblemError]
"""The number of a line from 1, and its text or what is wrong with it."""


class Lines:
    """Reads in a task of its own; what is held is bounded by the limit of the whole body."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._waiting: asyncio.Queue[Line | None] = asyncio.Queue()
        self._rest = bytearray()
        self._skipping = False
        self._number = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.cancel()

    async def __aiter__(self) -> AsyncIterator[Line]:
        while (line := await self._waiting.get()) is not None:
            yield line

    async def _read(self) -> None:
        try:
            await self._read_all()
        except TimeoutError:
            self._refuse(ProblemError("too-slow", f"{self._limits.body_seconds:g} seconds passed without a byte."))
        finally:
            self._waiting.put_nowait(None)

    async def _read_all(self) -> None:
        size, more = 0, True
        while more:
            async with asyncio.timeout(self._limits.body_seconds):
                message = await self._receive()
            if message["type"] == "http.disconnect":
                return
            piece = message.get("body", b"")
            size += len(piece)
            if size > self._limits.stream_bytes:
                most = self._limits.stream_bytes / MEBIBYTE
                self._refuse(ProblemError("too-large", f"At most {most:g} MiB are taken in one request."))
                return
            self._take(piece)
            more = message.get("more_body", False)
        if self._rest or self._skipping:
            self._take(b"\n")

    def _take(self, piece: bytes) -> None:
        """Split off every line that is complete."""
        *ended, rest = piece.split(b"\n")
        for end in ended:
            self._extend(end)
            self._end_of_line()
        self._extend(rest)

    def _extend(self, piece: bytes) -> None:
        if self._skipping:
            return
        self._rest += piece
        if len(self._rest) > self._limits.body_bytes:
            self._skipping = True
            self._rest.clear()

    def _end_of_line(self) -> None:
        if self._skipping:
            self._skipping = False
            most = self._limits.body_bytes / MEBIBYTE
            self._refuse(ProblemError("too-large", f"At most {most:g} MiB are taken in one line."))
            return
        line = bytes(self._rest)
        self._rest.clear()
        self._number += 1
        if line.strip():
            self._waiting.put_nowait((self._number, line))

    def _refuse(self, problem: ProblemError) -> None:
        self._number += 1
        self._waiting.put_nowait((self._number, problem))
