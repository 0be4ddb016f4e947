"""What keeps other pages of a browser out: the name it was asked under, a token in each form, strict headers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer that does not set its own. No script is allowed at all: there is none."""

COOKIE: Final = "crm_visit"
TOKEN: Final = "token"
_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_LONGEST_FORM: Final = 256 * 1024
_MOST_FIELDS: Final = 500

Form = dict[str, list[str]]


class Guard:
    """The outermost part of the CRM."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that names this machine; another name may be a stranger's that leads here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if _name_of(host) not in _HOSTS:
            refused = PlainTextResponse("This page answers on this machine only.", 400)
            await refused(scope, receive, careful)
            return
        await self._app(scope, receive, careful)


def visit_of(request: Request) -> str:
    """The random name of a browser; a new one where it has none."""
    known = request.cookies.get(COOKIE, "")
    return known if len(known) == 43 and known.isascii() else secrets.token_urlsafe(32)


def token_for(secret: bytes, visit: str) -> str:
    """What every form of that browser carries; no other page can know it."""
    return hmac.new(secret, visit.encode(), hashlib.sha256).hexdigest()


async def submitted(request: Request) -> Form:
    """The fields of a form that this CRM gave to this browser. Raises HTTPException (403) for any other."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LONGEST_FORM:
            raise HTTPException(413, "This form is too long.")
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400, "This form cannot be read.") from None
    fields: Form = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    expected = token_for(request.app.state.crm.secret, request.cookies.get(COOKIE, ""))
    given = fields.pop(TOKEN, [""])[0]
    if not hmac.compare_digest(given.encode(), expected.encode()) or not _from_here(request):
        raise HTTPException(403, "This form did not come from a page of this browser. Open it again, and send it then.")
    return fields


def first(form: Form, name: str) -> str:
    """What stands in a field, without the spaces around it; nothing where it is not there."""
    return form.get(name, [""])[0].strip()


def _from_here(request: Request) -> bool:
    """Whether the browser says that the form stood on a page of this address, where it says anything."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _name_of(host: str) -> str:
    """The name without the port: `[::1]:8000`, `localhost:8000`."""
    end = host.find("]") + 1
    return host[:end] if end else host.partition(":")[0]
