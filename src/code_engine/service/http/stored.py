"""Routes about stored cases: events in, what changed out; the case, its evaluation and its deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from code_engine.case.load import parse_case
from code_engine.deadlines.due import DueDuties, Window, due_duties
from code_engine.errors import CaseError, CodeEngineError
from code_engine.evaluation.evaluation import Evaluation
from code_engine.service.http.access import Access, MayRead, MayWrite
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.evaluating import IdempotencyKey
from code_engine.service.http.pointed import pointed
from code_engine.service.http.problem_details import ProblemError, invalid, invalid_field, invalid_parameter
from code_engine.service.http.questions import Options, Question, asked_in, refuse_many_events
from code_engine.service.http.reference import day_in
from code_engine.service.http.request_body import JSON_TYPE, json_of, read_body
from code_engine.service.http.running import of_store
from code_engine.service.http.sent_places import as_sent
from code_engine.service.http.stored_answers import (
    AppendAnswer,
    AppendRequest,
    RecordRequest,
    StoredCases,
    StoredKnown,
    StoredWhole,
)
from code_engine.service.ports import EVERY_LANDLORD, Appended, StoredCase

router = APIRouter(tags=["Stored cases"])

Reference = Annotated[str, Path(description="The reference of the case.", max_length=200)]
OfLandlord = Annotated[str | None, Query(description="Whose case it is; that of the key if left out.", max_length=100)]
AsOf = Annotated[str | None, Query(description="The day, 2025-07-15; today in London if left out.")]
NO_CASE = "No case of that reference is within reach of this key."


@router.post(
    "/v1/cases/{reference:path}/events",
    operation_id="AppendEvents",
    summary="Add events to a stored case, and learn what changed",
    response_model=AppendAnswer,
    responses=refusals(400, 401, 403, 404, 408, 413, 415, 422, 429, 503),
    openapi_extra=body_of(AppendRequest),
)
async def append(
    request: Request, access: MayWrite, reference: Reference, idempotency_key: IdempotencyKey = None
) -> AppendAnswer:
    """What is acknowledged is on the disk. With an Idempotency-Key a request that comes again adds nothing."""
    body = await read_body(request, access.running.limits)
    work = partial(appended, access, reference, body, idempotency_key)
    done = await access.run(work)
    if access.running.background is not None and done.changes:
        access.running.background.wake()
    case = done.case
    changes = [dict(change) for change in done.changes]
    return AppendAnswer(
        landlord=case.landlord,
        reference=case.reference,
        version=case.version,
        repeated=done.repeated,
        changes=changes,
    )


@router.get(
    "/v1/cases",
    operation_id="ListCases",
    summary="The stored cases within reach of the key",
    response_model=StoredCases,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def cases(access: MayRead, landlord: OfLandlord = None) -> StoredCases:
    """By landlord and reference."""

    def listed() -> StoredCases:
        found = of_store(access.running.cases).of(access.reach.owned(landlord))
        return StoredCases(cases=[_known(each) for each in found])

    return await access.run(listed)


@router.get(
    "/v1/cases/{reference:path}/evaluation",
    operation_id="EvaluateStoredCase",
    summary="Where a stored case stands on every provision",
    response_model=Evaluation,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def evaluation(
    access: MayRead, reference: Reference, landlord: OfLandlord = None, as_of: AsOf = None
) -> Response:
    """The same bytes as where the case is sent."""

    def evaluated() -> Response:
        found = stored_case(access, reference, landlord)
        asked = RecordRequest(as_of=day_in("as_of", as_of))
        text = question_about(access, found, asked).evaluated(access.running.engine).to_json()
        return Response(text, media_type=JSON_TYPE)

    return await access.run(evaluated)


@router.get(
    "/v1/cases/{reference:path}",
    operation_id="GetCase",
    summary="A stored case, whole",
    response_model=StoredWhole,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def case(access: MayRead, reference: Reference, landlord: OfLandlord = None) -> StoredWhole:
    """With the keys of a case file, as it was put together from what was added."""
    found = await access.run(partial(stored_case, access, reference, landlord))
    return StoredWhole(
        landlord=found.landlord, reference=found.reference, version=found.version, case=dict(found.document)
    )


@router.get(
    "/v1/deadlines",
    operation_id="ListStoredDeadlines",
    summary="What of the stored cases is due in a window of days",
    response_model=DueDuties,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def deadlines(
    access: MayRead,
    landlord: OfLandlord = None,
    start: Annotated[str | None, Query(alias="from", description="Only what is due on this day or later.")] = None,
    end: Annotated[str | None, Query(alias="to", description="Only what is due on this day or earlier.")] = None,
    handler: Annotated[str | None, Query(description="Only cases that this person handles.", max_length=200)] = None,
    as_of: AsOf = None,
) -> Response:
    """Open duties, soonest first, those overdue included. A case that cannot be evaluated on that day has none."""

    def listed() -> Response:
        window = Window(day_in("from", start), day_in("to", end))
        wanted = RecordRequest(as_of=day_in("as_of", as_of))
        found = duties_of(access, access.reach.owned(landlord), handler, window, wanted)
        return Response(found.to_json(), media_type=JSON_TYPE)

    return await access.run(listed)


def duties_of(
    access: Access, landlords: tuple[str, ...], handler: str | None, window: Window, asked: RecordRequest
) -> DueDuties:
    """The duties of the stored cases of some landlords, of one handler where one is named."""
    as_of = asked.as_of or access.running.clock.today()
    engine = access.running.engine

    def answers() -> Iterator[Any]:
        for stored in of_store(access.running.cases).of(landlords):
            if handler is None or stored.document.get("handler") == handler:
                question = question_about(access, stored, asked)
                try:
                    yield question.case, question.evaluated(engine)
                except ProblemError:
                    continue  # Nothing has happened yet on that day, or no version of the Code was in force.

    return due_duties(answers(), as_of, window)


def appended(access: Access, reference: str, body: bytes, idempotency_key: str | None) -> Appended:
    """Add what a body holds to a case. Raises ProblemError."""
    data = json_of(body)
    _, asked = asked_in(data, AppendRequest)
    refuse_many_events(data, access.running.limits, "#/events")
    landlord = access.reach.owner(asked.landlord, "#/landlord")
    kept = of_store(access.running.cases).get(landlord, reference)
    if kept is not None and len(kept.document.get("events", ())) >= access.running.limits.events:
        raise invalid_field("this case has as many events as are taken", "#/events", "check that they are its own")
    try:
        return of_store(access.running.cases).append(
            landlord,
            reference,
            header=asked.header,
            events=asked.events,
            key=access.caller.key,
            idempotency=idempotency_key,
        )
    except CaseError as error:
        raise invalid(as_sent(error), "#") from None


def stored_case(access: Access, reference: str, landlord: str | None) -> StoredCase:
    """A stored case. Raises ProblemError, the same for one that is not there and one that is somebody else's."""
    reach = access.reach
    wanted = landlord or access.caller.landlord
    if wanted == EVERY_LANDLORD:
        raise invalid_parameter("say whose case it is: this caller belongs to no one landlord", "landlord")
    # What is not within reach is looked for all the same, under a name nobody has: it must take as long.
    found = of_store(access.running.cases).get(wanted if reach.owns(wanted) else "", reference)
    if found is None:
        raise ProblemError("not-found", NO_CASE, audited=True)
    return found


def question_about(access: Access, stored: StoredCase, asked: Options) -> Question:
    """The question about a stored case. Raises ProblemError where it is out of reach for another landlord's policy."""
    landlord = asked.landlord or stored.landlord
    access.reach.require(landlord, "#/landlord")
    try:
        case = parse_case(stored.document)
    except CodeEngineError:
        raise ProblemError("no-store", "The stored case cannot be read by this version.") from None
    as_of = asked.as_of or access.running.clock.today()
    return Question(case, landlord, as_of, asked.counting, asked.ruleset, pointed({}))


def _known(stored: StoredCase) -> StoredKnown:
    return StoredKnown(landlord=stored.landlord, reference=stored.reference, version=stored.version)
