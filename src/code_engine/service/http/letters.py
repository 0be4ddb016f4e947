"""Routes of letters: which are due, making one as a file, and verifying one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from code_engine.evaluation.evaluation import Letter
from code_engine.letters.verdict_answer import VerdictAnswer
from code_engine.service.http.access import Access, MayEvaluate, MayRead, MayWrite
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.evaluating import IdempotencyKey, answered
from code_engine.service.http.letter_making import answer_with, made, verdict_from_json, verdict_on
from code_engine.service.http.letters_asked import (
    LettersDueRequest,
    RenderLetterRequest,
    RenderStoredLetterRequest,
    VerifyLetterRequest,
)
from code_engine.service.http.questions import asked_in, question_in
from code_engine.service.http.recorded_once import (
    ENTRY_HEADER,
    RecordingKey,
    entry_before,
    letter_again,
    repeat_of,
)
from code_engine.service.http.reference import day_in
from code_engine.service.http.request_body import JSON_TYPE, json_of, read_any, read_body
from code_engine.service.http.running import of_store
from code_engine.service.http.stored import AsOf, OfLandlord, Reference, question_about, stored_case
from code_engine.service.http.stored_answers import RecordRequest
from code_engine.service.ports import LetterMade, Repeat

router = APIRouter(tags=["Letters"])

FILE_TYPES = (
    "text/html",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
)
LETTER_TYPES = FILE_TYPES[:3]
"""What a letter that is to be verified may be sent as; plain text does not carry what is needed."""

_FILE = {"schema": {"type": "string", "format": "binary"}}
_A_LETTER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The letter. The headers Letter-Receipt (a digest), Letter-Kind and Letter-Stage tell of it.",
        "content": dict.fromkeys(FILE_TYPES, _FILE),
    }
}
_VERIFY_BODY = body_of(VerifyLetterRequest)
_VERIFY_BODY["requestBody"]["content"] |= dict.fromkeys(LETTER_TYPES, _FILE)


@router.post(
    "/v1/letters/due",
    operation_id="ListLettersDue",
    summary="The letters of a case that are due, and why",
    response_model=list[Letter],
    responses=refusals(400, 401, 403, 408, 409, 413, 415, 422, 429, 503),
    openapi_extra=body_of(LettersDueRequest),
)
async def due(request: Request, access: MayEvaluate, idempotency_key: IdempotencyKey = None) -> Response:
    """Answers what `code-engine letters due --format json` prints: the most urgent first."""
    return await answered(request, access, idempotency_key, letters_due_in)


@router.post(
    "/v1/letters/render",
    operation_id="RenderLetter",
    summary="A letter from a case, as a file",
    response_class=Response,
    responses={**_A_LETTER, **refusals(400, 401, 403, 408, 413, 415, 422, 429, 501, 503)},
    openapi_extra=body_of(RenderLetterRequest),
)
async def render(request: Request, access: MayEvaluate) -> Response:
    """Where the letter would not say all that the Code asks, `lacking` lists what to give under `set`."""
    body = await read_body(request, access.running.limits)
    return await access.running.letters.run(partial(_rendered, access, body), access.caller.key)


@router.post(
    "/v1/letters/verify",
    operation_id="VerifyLetter",
    summary="Whether a letter is complete and unchanged",
    response_model=VerdictAnswer,
    responses=refusals(400, 401, 403, 408, 413, 415, 422, 429, 501, 503),
    openapi_extra=_VERIFY_BODY,
)
async def verify(
    request: Request,
    access: MayEvaluate,
    kind: Annotated[str | None, Query(description="Which letter it is, where a file has no receipt.")] = None,
    stage: Annotated[int | None, Query(description="Of which stage, where it has no receipt.", ge=1, le=2)] = None,
) -> Response:
    """The body is the file itself, or JSON with the file in base64 and the case it was made from."""
    media_type, body = await read_any(request, (JSON_TYPE, *LETTER_TYPES), access.running.limits)

    def verified() -> Response:
        if media_type == JSON_TYPE:
            verdict = verdict_from_json(access, body)
        else:
            verdict = verdict_on(access, body, "#", kind=kind, stage=stage)
        return Response(verdict.to_json(), media_type=JSON_TYPE)

    return await access.running.letters.run(verified, access.caller.key)


@router.get(
    "/v1/cases/{reference:path}/letters",
    operation_id="ListStoredLettersDue",
    summary="The letters of a stored case that are due, and why",
    response_model=list[Letter],
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def stored_due(
    access: MayRead, reference: Reference, landlord: OfLandlord = None, as_of: AsOf = None
) -> Response:
    """The most urgent first."""

    def listed() -> Response:
        found = stored_case(access, reference, landlord)
        question = question_about(access, found, RecordRequest(as_of=day_in("as_of", as_of)))
        return Response(_due_json(question.evaluated(access.running.engine)), media_type=JSON_TYPE)

    return await access.run(listed)


@router.post(
    "/v1/cases/{reference:path}/letters",
    operation_id="RenderStoredLetter",
    summary="A letter from a stored case, as a file; recorded in the decision log unless it is a draft",
    response_class=Response,
    responses={**_A_LETTER, **refusals(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 501, 503)},
    openapi_extra=body_of(RenderStoredLetterRequest),
)
async def stored_render(
    request: Request,
    access: MayWrite,
    reference: Reference,
    landlord: OfLandlord = None,
    idempotency_key: RecordingKey = None,
) -> Response:
    """As RenderLetter. The header Decision-Log-Entry names the entry, which holds the receipt.

    An Idempotency-Key concerns what is recorded; a draft is made each time.
    """
    body = await read_body(request, access.running.limits)
    repeat = repeat_of(request, access, idempotency_key, body)
    work = partial(_rendered_stored, access, reference, landlord, body, repeat)
    return await access.running.letters.run(work, access.caller.key)


def letters_due_in(access: Access, body: bytes) -> bytes:
    """The letters due in the case of a body, as JSON. Raises ProblemError."""
    document, asked = asked_in(json_of(body), LettersDueRequest)
    running = access.running
    question = question_in(document, asked, running.limits, access.reach, running.clock.today())
    return _due_json(question.evaluated(running.engine))


def _due_json(evaluation: Any) -> bytes:
    from code_engine.letters.urgency import letters_due

    return letters_due(evaluation).encode()


def _rendered(access: Access, body: bytes) -> Response:
    document, asked = asked_in(json_of(body), RenderLetterRequest)
    running = access.running
    question = question_in(document, asked, running.limits, access.reach, running.clock.today())
    letter, content = made(access, question, asked)
    return answer_with(letter, content, asked.format)


def _rendered_stored(
    access: Access, reference: str, landlord: str | None, body: bytes, repeat: Repeat | None
) -> Response:
    _, asked = asked_in(json_of(body), RenderStoredLetterRequest)
    stored = stored_case(access, reference, landlord)
    earlier = entry_before(access, repeat) if not asked.draft else None
    if earlier is not None:
        return letter_again(access, stored.landlord, earlier, asked.format)
    question = question_about(access, stored, asked)
    letter, content = made(access, question, asked)
    if asked.draft:
        return answer_with(letter, content, asked.format)
    entry = of_store(access.running.log).record(
        stored.landlord,
        reference,
        stored.document,
        question.evaluated(access.running.engine).to_json(),
        key=access.caller.key,
        letter=LetterMade(
            letter.kind, letter.stage, letter.receipt.variant, asked.format, letter.receipt.text(), content
        ),
        repeat=repeat,
    )
    if entry.repeated:
        return letter_again(access, stored.landlord, entry.id, asked.format)
    return answer_with(letter, content, asked.format, **{ENTRY_HEADER: entry.id})
