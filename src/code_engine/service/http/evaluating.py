"""Routes about one case that is sent: evaluate it, or explain one provision of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.routing import APIRoute

from code_engine.evaluation.evaluation import Evaluation
from code_engine.evaluation.explanation import Explanation
from code_engine.service.http.access import Access, MayEvaluate, access_with
from code_engine.service.http.answer_bytes import bytes_of
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.questions import EvaluateRequest, ExplainRequest, asked_in, question_in
from code_engine.service.http.request_body import JSON_TYPE, json_of, read_body

_permitted = access_with("evaluate")
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="The same key and body give the same answer for a day, without being looked at again.",
        max_length=255,
    ),
]
Answering = Callable[[], Awaitable[Response]]
Work = Callable[[Access, bytes], bytes]


class _Straight(APIRoute):
    """A route that goes straight to its function where nothing but the key has to be found out beforehand.

    It does by hand what the framework does for every kind of parameter, which takes longer than looking up the key.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        ordinary = super().get_route_handler()

        async def handler(request: Request) -> Response:
            if "idempotency-key" in request.headers:
                return await ordinary(request)
            answer: Response = await self.endpoint(request, await _permitted(request))
            return answer

        return handler


router = APIRouter(tags=["Cases that are sent"], route_class=_Straight)


@router.post(
    "/v1/evaluate",
    operation_id="EvaluateCase",
    summary="Where a case stands on every provision",
    response_model=Evaluation,
    responses=refusals(400, 401, 403, 408, 409, 413, 415, 422, 429, 503),
    openapi_extra=body_of(EvaluateRequest),
)
async def evaluate(request: Request, access: MayEvaluate, idempotency_key: IdempotencyKey = None) -> Response:
    """Answers what `code-engine evaluate --format json` prints, byte for byte."""
    return await answered(request, access, idempotency_key, evaluation_of)


@router.post(
    "/v1/explain",
    operation_id="ExplainProvision",
    summary="Why a provision is met or not, and what would change it",
    response_model=Explanation,
    responses=refusals(400, 401, 403, 408, 409, 413, 415, 422, 429, 503),
    openapi_extra=body_of(ExplainRequest),
)
async def explain(request: Request, access: MayEvaluate, idempotency_key: IdempotencyKey = None) -> Response:
    """Answers what `code-engine explain CASE PROVISION --format json` prints, byte for byte."""
    return await answered(request, access, idempotency_key, explanation_of)


async def once(
    request: Request,
    access: Access,
    idempotency_key: str | None,
    body: bytes,
    answer: Callable[[], Awaitable[Response]],
) -> Response:
    """The answer to a request, or the one it got before under the same Idempotency-Key. Raises ProblemError."""
    named = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return await access.running.remembered.once(access.caller.key, idempotency_key, named + body, answer)


async def answered(request: Request, access: Access, idempotency_key: str | None, work: Work) -> Response:
    """Read the body, do the work on a thread, and answer; once for each Idempotency-Key."""
    body = await read_body(request, access.running.limits)

    async def answer() -> Response:
        return Response(await access.run(partial(work, access, body)), media_type=JSON_TYPE)

    return await once(request, access, idempotency_key, body, answer)


def evaluation_of(access: Access, body: bytes) -> bytes:
    """The evaluation that a body asks for, as JSON. Raises ProblemError."""
    return bytes_of(evaluated(access, json_of(body)))


def evaluated(access: Access, data: Any) -> Evaluation:
    """The evaluation that the data of a body asks for. Raises ProblemError."""
    running = access.running
    engine = running.engine
    document, asked = asked_in(data, EvaluateRequest)
    question = question_in(document, asked, running.limits, access.reach, running.clock.today())
    return question.evaluated(engine)


def explanation_of(access: Access, body: bytes) -> bytes:
    """The explanation that a body asks for, as JSON. Raises ProblemError."""
    running = access.running
    engine = running.engine
    document, asked = asked_in(json_of(body), ExplainRequest)
    question = question_in(document, asked, running.limits, access.reach, running.clock.today())
    return question.explained(engine, asked.provision).to_json().encode()
