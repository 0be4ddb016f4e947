"""Reading what a client sends: bounded in size and time, JSON as strict as any file of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request

from code_engine.documents.json_text import parse_json
from code_engine.errors import DocumentError, quoted
from code_engine.service.http.limits import MEBIBYTE, Limits
from code_engine.service.http.problem_details import FieldError, ProblemError, malformed

JSON_TYPE = "application/json"
LINES_TYPE = "application/x-ndjson"


async def read_body(request: Request, limits: Limits) -> bytes:
    """The whole body of a JSON request.

    Raises ProblemError: another content type (415), more bytes than allowed (413), too slow (408).
    """
    return (await read_any(request, (JSON_TYPE,), limits))[1]


async def read_any(request: Request, wanted: Sequence[str], limits: Limits) -> tuple[str, bytes]:
    """The whole body of a request of one of some content types, and which it is. Raises as `read_body`."""
    given = require_type(request, *wanted)
    refuse_announced(request, limits.body_bytes)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > limits.body_bytes:
                    raise too_large(limits.body_bytes)
                pieces.append(piece)
    except TimeoutError:
        raise ProblemError("too-slow", f"It has {limits.body_seconds:g} seconds.", headers=_CLOSE) from None
    except ClientDisconnect:
        raise ProblemError("malformed-body", "The connection ended before the body did.") from None
    return given, b"".join(pieces)


def require_type(request: Request, *wanted: str) -> str:
    """The type of the body without its parameters. Raises ProblemError where it is none of those wanted."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in wanted:
        found = f"found {quoted(given)}" if given else "none was given"
        names = " or ".join(map(quoted, wanted))
        error = FieldError(detail=f"expected {names}, {found}", parameter="Content-Type")
        raise ProblemError("wrong-content-type", errors=[error])
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        error = FieldError(detail="send the body as it is, not compressed", parameter="Content-Encoding")
        raise ProblemError("wrong-content-type", errors=[error])
    return given


def refuse_announced(request: Request, most: int) -> None:
    """Raises ProblemError where the client itself says that it sends too much."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise too_large(most)


def too_large(most: int) -> ProblemError:
    """The problem of a body that is larger than allowed."""
    return ProblemError("too-large", f"At most {most / MEBIBYTE:g} MiB are taken.")


def json_of(body: bytes) -> Any:
    """The data of a JSON text.

    Raises ProblemError with line and column: not UTF-8, not JSON, a key given twice, nested too deeply.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        found = FieldError(detail="this is not UTF-8", line=line, column=column, hint="send the text as UTF-8")
        raise ProblemError("malformed-body", errors=[found]) from None
    if not text.strip():
        found = FieldError(detail="the body is empty", hint='send {"case": {…}, "as_of": "2025-07-15"}')
        raise ProblemError("malformed-body", errors=[found])
    try:
        return parse_json(text, "body")[0]
    except DocumentError as error:
        raise malformed(error) from None


# Nothing more is awaited from this client. Elsewhere the server reads the rest of the body and drops it: a connection
# that is closed while its client still sends may be reset before the client has read why.
_CLOSE = {"Connection": "close"}
