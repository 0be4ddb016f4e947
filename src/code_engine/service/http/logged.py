"""Routes of the decision log: evaluations that are recorded, and given back as they were."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from code_engine.evaluation.evaluation import Evaluation
from code_engine.service.http.access import Access, MayRead, MayWrite
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.questions import asked_in
from code_engine.service.http.recorded_once import (
    ENTRY_HEADER,
    NO_ENTRY,
    RecordingKey,
    entry_before,
    evaluation_again,
    repeat_of,
)
from code_engine.service.http.request_body import JSON_TYPE, json_of, read_body
from code_engine.service.http.running import of_store
from code_engine.service.http.stored import OfLandlord, Reference, question_about, stored_case
from code_engine.service.http.stored_answers import EntriesKnown, EntryKnown, RecordRequest
from code_engine.service.ports import LogEntry, Repeat

router = APIRouter(tags=["Decision log"])


@router.post(
    "/v1/cases/{reference:path}/evaluations",
    operation_id="RecordEvaluation",
    summary="Evaluate a stored case, and record the answer in the decision log",
    response_model=Evaluation,
    responses=refusals(400, 401, 403, 404, 408, 413, 415, 422, 429, 503),
    openapi_extra=body_of(RecordRequest),
)
async def record(
    request: Request,
    access: MayWrite,
    reference: Reference,
    landlord: OfLandlord = None,
    idempotency_key: RecordingKey = None,
) -> Response:
    """The answer is that of EvaluateCase; the header Decision-Log-Entry names the entry."""
    body = await read_body(request, access.running.limits)
    repeat = repeat_of(request, access, idempotency_key, body)
    return await access.run(partial(_recorded, access, reference, landlord, body, repeat))


@router.get(
    "/v1/log",
    operation_id="ListLogEntries",
    summary="Recorded evaluations, without anything about a person",
    response_model=EntriesKnown,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def entries(
    access: MayRead,
    landlord: OfLandlord = None,
    reference: Annotated[str | None, Query(description="Only of this case.", max_length=200)] = None,
    after: Annotated[str | None, Query(description="Go on behind this entry.", max_length=200)] = None,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=1000)] = 100,
) -> EntriesKnown:
    """By landlord, in the order of the chain."""

    def listed() -> EntriesKnown:
        owned = access.reach.owned(landlord)
        found = of_store(access.running.log).entries(owned, reference=reference, after=after, limit=limit)
        return EntriesKnown(entries=[_known(each) for each in found])

    return await access.run(listed)


@router.get(
    "/v1/log/{entry:path}",
    operation_id="GetRecordedEvaluation",
    summary="An evaluation as it was recorded, byte for byte",
    response_model=Evaluation,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def recorded(
    access: MayRead, entry: Annotated[str, Path(description="The id of the entry.", max_length=200)]
) -> Response:
    """Not found where it was erased."""

    def found() -> Response:
        evaluation = of_store(access.running.log).evaluation(access.reach.owned(None), entry)
        if evaluation is None:
            raise ProblemError("not-found", NO_ENTRY, audited=True)
        return Response(evaluation, media_type=JSON_TYPE)

    return await access.run(found)


def _recorded(access: Access, reference: str, landlord: str | None, body: bytes, repeat: Repeat | None) -> Response:
    _, asked = asked_in(json_of(body), RecordRequest)
    stored = stored_case(access, reference, landlord)
    earlier = entry_before(access, repeat)
    if earlier is not None:
        return evaluation_again(access, stored.landlord, earlier)
    text = question_about(access, stored, asked).evaluated(access.running.engine).to_json()
    log = of_store(access.running.log)
    entry = log.record(stored.landlord, reference, stored.document, text, key=access.caller.key, repeat=repeat)
    if entry.repeated:
        return evaluation_again(access, stored.landlord, entry.id)
    return Response(text, headers={ENTRY_HEADER: entry.id}, media_type=JSON_TYPE)


def _known(entry: LogEntry) -> EntryKnown:
    return EntryKnown(
        id=entry.id,
        landlord=entry.landlord,
        reference=entry.reference,
        as_of=entry.as_of,
        recorded_at=entry.recorded_at,
        key=entry.key,
        digest=entry.digest,
        letter=entry.letter,
    )
