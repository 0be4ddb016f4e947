"""Around every request: headers that keep browsers careful, a number for the log, counts, and no stack trace."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from code_engine.service.http.access import route_of
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.running import Running

LOG: Final = logging.getLogger("code_engine.service")

HEADERS: Final[Sequence[tuple[bytes, bytes]]] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""On every answer; no header of CORS is among them, so no page of another origin may read one."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Guard:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, running: Running) -> None:
        self._app = app
        self._running = running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens inside."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope, send, secrets.token_hex(8))
        seconds = self._running.clock.seconds
        started = seconds()
        try:
            await self._app(scope, receive, request.send)
        except Exception as error:
            _log_fault(error, request.id)
            if not request.status:
                await ProblemError("own-fault", f"Its number in the log is {request.id}.").response()(
                    scope, receive, request.send
                )
        finally:
            self._note(request, seconds() - started)

    def _note(self, request: _Request, seconds: float) -> None:
        scope = request.scope
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self._running.metrics.answered(method, route, request.status, seconds)
        key = scope.get("state", {}).get("caller", "-")
        LOG.info("%s %s %s %d %.1f ms key %s", request.id, method, route, request.status, seconds * 1e3, key)


class _Request:
    """One request: its number, and the status that was sent, 0 before any was."""

    def __init__(self, scope: Scope, send: Send, number: str) -> None:
        self.scope = scope
        self.id = number
        self.status = 0
        self._send = send

    async def send(self, message: Message) -> None:
        """Send on; the head of the answer gets the headers of every answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = {name.lower() for name, _ in message["headers"]}
            further = [header for header in HEADERS if header[0] not in own]
            numbered = (b"x-request-id", self.id.encode())
            message = {**message, "headers": [*message["headers"], *further, numbered]}
        await self._send(message)


def _log_fault(error: Exception, number: str) -> None:
    """Where it happened and what kind it was; its message may quote a case, so it stays out of the log."""
    places = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("%s fault: %s\n%s", number, type(error).__name__, places.rstrip())
