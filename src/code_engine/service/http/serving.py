"""Running the application on an address, with the bounds that only the server itself can keep."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import socket
from datetime import date
from typing import Final

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from code_engine.case.load import parse_case
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, Problem, quoted
from code_engine.service.http.limits import Limits

_KEEP_ALIVE_SECONDS: Final = 30
_SHUTDOWN_SECONDS: Final = 15
_BACKLOG: Final = 256
_COLLECT_AFTER: Final = (50_000, 20, 100)
"""Objects that outlive their request before the collector looks for circles. An answer has none and goes by itself, but
has more parts than Python's own first threshold: the collector would go through it two or three times."""


class AddressError(CodeEngineError):
    """An address that cannot be listened on."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Port 0 takes a free one. Raises AddressError with the reason."""
    place = f"{host} port {port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        hint = "choose another with --host and --port; 0 takes a free port"
        raise AddressError(Problem(f"cannot listen on {quoted(place)}: {reason}", None, hint)) from None


def server_of(app: FastAPI, limits: Limits) -> uvicorn.Server:
    """A server that is ready to run on a socket that listens."""

    class Patient(H11Protocol):
        """Ends a connection on which no whole request head arrives in time: waiting costs nothing but a place."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # The server's own log of requests names whole addresses, and so cases; ours names the route.
            self.access_log = False
            self._give_up = self.loop.call_later(limits.header_seconds, self._end_if_silent)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.conn.their_state is h11.SEND_BODY:
                # The rest of a body that was refused is read and dropped, but not for ever.
                self._give_up.cancel()
                self._give_up = self.loop.call_later(limits.body_seconds, self._end_if_still_sending)

        def connection_lost(self, exc: Exception | None) -> None:
            self._give_up.cancel()
            super().connection_lost(exc)

        def _end_if_silent(self) -> None:
            # Its type says that there is always one; before the first request there is none.
            if getattr(self, "cycle", None) is None:
                self.transport.close()

        def _end_if_still_sending(self) -> None:
            if self.conn.their_state is h11.SEND_BODY and self.conn.our_state is h11.DONE:
                self.transport.close()

    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        access_log=False,
        server_header=False,
        date_header=True,
        # Nothing here asks for the address of a client.
        proxy_headers=False,
        log_config=None,
        limit_concurrency=limits.connections,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    return uvicorn.Server(config)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def warm(engine: Engine, as_of: date) -> None:
    """Build what is otherwise built at the first question, for every landlord that can be built.

    What is there then stays as long as the process, or until the rules are replaced: Python's garbage collector need
    not look at it again.
    """
    for name in engine.landlords.ids():
        event = {"type": "complaint_received", "date": as_of.isoformat()}
        try:
            engine.evaluate(parse_case({"reference": "warm", "landlord": name, "events": [event]}), as_of=as_of)
        except CodeEngineError as error:
            logging.getLogger("code_engine.service").warning("the landlord %s is not ready: %s", name, error)
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
