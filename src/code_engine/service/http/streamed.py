"""Answers of many lines, sent while they are made; only so many at once, and none for a client that is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, Final

from fastapi import Response
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from code_engine.service.http.access import Access
from code_engine.service.http.pool import RETRY_AFTER
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.request_body import LINES_TYPE

LINES: Final[dict[str, Any]] = {LINES_TYPE: {"schema": {"type": "string"}}}
"""The content of such an answer in the description of the service."""

_AT_ONCE: Final = 65_536


def refuse_more_streams(access: Access) -> None:
    """Raises ProblemError where as many of these answers are being sent as may be at once."""
    running = access.running
    if running.streams >= running.limits.streams:
        detail = f"No more than {running.limits.streams} requests of many lines are answered at once."
        raise ProblemError("overloaded", detail, headers=RETRY_AFTER)


class StreamedLines(Response):
    """An answer whose lines are made while it is sent, and may be made from the request that still comes in."""

    media_type = LINES_TYPE

    def __init__(self, access: Access, lines: Callable[[Receive], AsyncIterator[bytes]]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._access = access
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send what is made, piece by piece."""
        running = self._access.running
        running.streams += 1
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for piece in self._lines(receive):
                async with asyncio.timeout(running.limits.body_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            return  # Nobody reads the answer: the connection ends without its last piece.
        finally:
            running.streams -= 1


def streamed(access: Access, lines: Iterator[str]) -> StreamedLines:
    """An answer of the lines of an iterator, which may block: it is asked on a thread, for some lines at a time.

    What goes wrong after the beginning is told by a last line with a `problem`. Raises ProblemError as above.
    """
    refuse_more_streams(access)

    async def pieces(receive: Receive) -> AsyncIterator[bytes]:
        gone = asyncio.create_task(_until_gone(receive))
        try:
            while not gone.done() and (piece := await access.run(partial(_next, lines))):
                yield piece
        except ProblemError as problem:
            yield to_json({"problem": problem.plain()}) + b"\n"
        finally:
            gone.cancel()

    return StreamedLines(access, pieces)


async def _until_gone(receive: Receive) -> None:
    """Ends when the client is gone. Before that comes what it sent, which may be a body of nothing."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _next(lines: Iterator[str]) -> bytes:
    """The next lines, together of a size worth sending; nothing where there are no more."""
    piece = bytearray()
    for line in lines:
        piece += line.encode()
        if len(piece) >= _AT_ONCE:
            break
    return bytes(piece)
