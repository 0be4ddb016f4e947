"""Sending a message over HTTP with what Python brings: to the address that was looked at, and to no other.

The name of the host is looked up once, what it leads to is checked, and that very address is connected to; a name that
leads elsewhere a moment later leads nowhere. Over TLS the certificate must be that of the name. No redirect is
followed, no proxy is asked, and of the answer only the status is read.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import SplitResult, urlsplit

from code_engine.service.outbox.delivering import Outgoing
from code_engine.service.outbox.places import IpNetwork, is_open_to
from code_engine.service.outbox.webhooks import check_address
from code_engine.version import VERSION

SECONDS_TO_ANSWER: Final = 15
_SECONDS_TO_CONNECT: Final = 5
_MOST_TRIED: Final = 3
_PORTS: Final = {"https": 443, "http": 80}

Resolve = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host as numbers, in the order to try them. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class HttpSender:
    """Sends messages to addresses that are everybody's, and to those of the networks that are allowed."""

    def __init__(
        self,
        allowed: Sequence[IpNetwork] = (),
        *,
        resolve: Resolve = look_up,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve
        self._context = context

    def __call__(self, message: Outgoing) -> int:
        """Post a message and give the status of the answer.

        Raises OSError where none came in time, or the host leads to an address that is not allowed.
        """
        check_address(message.address)
        parts = urlsplit(message.address)
        try:
            connection = _Connection(self._connected(parts), parts.hostname or "", SECONDS_TO_ANSWER)
        except ValueError:
            raise OSError(0, "its host cannot be looked up") from None
        # A receiver that sends a byte from time to time must not hold up the others.
        watch = threading.Timer(SECONDS_TO_ANSWER, connection.end)
        watch.daemon = True
        watch.start()
        try:
            return self._posted(connection, parts, message)
        except ssl.SSLError as error:
            raise OSError(0, getattr(error, "verify_message", None) or f"no answer over TLS: {error.reason}") from None
        except (HTTPException, ValueError) as error:
            raise OSError(0, f"no answer in HTTP: {type(error).__name__}") from None
        finally:
            watch.cancel()
            connection.close()

    def _connected(self, parts: SplitResult) -> socket.socket:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        numbers = self._resolve(host, port)
        if not numbers or not all(is_open_to(each, self._allowed) for each in numbers):
            raise OSError(0, "its host leads inside the network, where nothing is sent")
        *others, last = numbers[:_MOST_TRIED]
        for number in others:
            try:
                return socket.create_connection((number, port), _SECONDS_TO_CONNECT)
            except OSError:
                continue
        return socket.create_connection((last, port), _SECONDS_TO_CONNECT)

    def _posted(self, connection: _Connection, parts: SplitResult, message: Outgoing) -> int:
        if parts.scheme == "https":
            connection.secure(self._context or ssl.create_default_context())
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"host": parts.netloc, "user-agent": f"code-engine/{VERSION}", **message.headers}
        connection.request("POST", target, message.body, headers)
        return int(connection.getresponse().status)


class _Connection(HTTPConnection):
    """A connection over a socket that is there already."""

    def __init__(self, connected: socket.socket, host: str, seconds: float) -> None:
        super().__init__(host, timeout=seconds)
        self.sock = connected
        self.sock.settimeout(seconds)

    def secure(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def connect(self) -> None:
        raise OSError(0, "the connection ended")

    def end(self) -> None:
        """Break it off, from another thread."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            return


send: Final = HttpSender()
"""What sends where nothing else is allowed."""
