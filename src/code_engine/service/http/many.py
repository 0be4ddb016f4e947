"""The route that evaluates many cases: a line of JSON for each, in and out, answered while they come in.

What a client sends is read ahead, up to a limit, while answers go out: a client that sends everything before it reads
anything must not come to a standstill.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json
from starlette.types import Receive

from code_engine.service.http.access import Access, MayEvaluate
from code_engine.service.http.described import refusals
from code_engine.service.http.evaluating import evaluated
from code_engine.service.http.lines import Lines
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.request_body import LINES_TYPE, json_of, refuse_announced, require_type
from code_engine.service.http.streamed import LINES, StreamedLines, refuse_more_streams

router = APIRouter(tags=["Cases that are sent"])

_PAUSE: Final = 0.05
_FULL: Final = ("overloaded", "too-many-requests")


@router.post(
    "/v1/evaluate-many",
    operation_id="EvaluateManyCases",
    summary="Where each of many cases stands, a line for each",
    response_class=Response,
    responses={
        200: {
            "description": "A line for each line, in order: `line` with `evaluation` or with `problem`.",
            "content": LINES,
        },
        **refusals(401, 403, 413, 415, 429, 503),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "Each line is the body of one EvaluateCase. A bad line does not stop the rest.",
            "content": LINES,
        }
    },
)
async def evaluate_many(request: Request, access: MayEvaluate) -> Response:
    """Answers while lines come in; an empty line is passed over, and counted."""
    running = access.running
    require_type(request, LINES_TYPE)
    refuse_announced(request, running.limits.stream_bytes)
    refuse_more_streams(access)
    return StreamedLines(access, partial(_answers, access))


async def _answers(access: Access, receive: Receive) -> AsyncIterator[bytes]:
    metrics = access.running.metrics
    async with Lines(receive, access.running.limits) as lines:
        async for number, line in lines:
            try:
                if isinstance(line, ProblemError):
                    raise line
                yield await _when_there_is_room(access, number, line)
                metrics.line("answered")
            except ProblemError as problem:
                metrics.line("refused")
                yield to_json({"line": number, "problem": problem.plain()}) + b"\n"


async def _when_there_is_room(access: Access, number: int, line: bytes) -> bytes:
    """The answer to a line; one that finds the threads taken waits, because the client has nobody to ask again."""
    running = access.running
    for _ in range(int(running.limits.seconds / _PAUSE)):
        try:
            return await access.run(partial(_answer, access, number, line))
        except ProblemError as problem:
            if problem.kind not in _FULL:
                raise
            await asyncio.sleep(_PAUSE)
    raise ProblemError("overloaded", "Send this line again later.")


def _answer(access: Access, number: int, line: bytes) -> bytes:
    evaluation = evaluated(access, json_of(line))
    return f'{{"line":{number},"evaluation":{evaluation.model_dump_json()}}}\n'.encode()
