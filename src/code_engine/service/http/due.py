"""The route about the duties of several cases that are sent: what is due in a window of days."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from code_engine.case.dates import Day
from code_engine.deadlines.due import DueDuties, Window, due_duties
from code_engine.service.http.access import Access, MayEvaluate
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.evaluating import IdempotencyKey, answered
from code_engine.service.http.problem_details import invalid_field
from code_engine.service.http.questions import Options, Question, asked_in, case_in
from code_engine.service.http.request_body import json_of

router = APIRouter(tags=["Cases that are sent"])


class DeadlinesRequest(Options):
    """What of these cases is due in a window of days?"""

    cases: list[dict[str, Any]] = Field(description="The cases, each with the keys of a case file.")
    start: Day | None = Field(None, alias="from", description="Only what is due on this day or later.")
    end: Day | None = Field(None, alias="to", description="Only what is due on this day or earlier.")
    done: bool = Field(False, description="Also duties that are done, or were missed and are over.")


@router.post(
    "/v1/deadlines",
    operation_id="ListDeadlines",
    summary="What of some cases is due in a window of days",
    response_model=DueDuties,
    responses=refusals(400, 401, 403, 408, 409, 413, 415, 422, 429, 503),
    openapi_extra=body_of(DeadlinesRequest),
)
async def deadlines(
    request: Request,
    access: MayEvaluate,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Open duties, soonest first, those overdue included."""
    return await answered(request, access, idempotency_key, duties_of)


def duties_of(access: Access, body: bytes) -> bytes:
    """The duties that a body asks for, as JSON. Raises ProblemError."""
    running = access.running
    engine, today = running.engine, running.clock.today()
    document, asked = asked_in(json_of(body), DeadlinesRequest)
    most = running.limits.cases
    if len(asked.cases) > most:
        raise invalid_field(f"{len(asked.cases):,} cases; at most {most:,} are taken", "#/cases")
    reach, as_of = access.reach, asked.as_of or today
    answers = []
    for place in range(len(asked.cases)):
        part = document.part(("cases", place))
        case = case_in(part, running.limits)
        landlord = asked.landlord or case.landlord
        reach.require(landlord, "#/landlord" if asked.landlord else f"{part.name}/landlord")
        question = Question(case, landlord, as_of, asked.counting, asked.ruleset, document)
        answers.append((case, question.evaluated(engine)))
    return due_duties(answers, as_of, Window(asked.start, asked.end, asked.done)).to_json().encode()
