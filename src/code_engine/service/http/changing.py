"""The route that says what events would change, before anything is stored."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from code_engine.errors import CaseError
from code_engine.service.cases.comparing import compare
from code_engine.service.cases.document import assemble, checked_part, plain, read_whole
from code_engine.service.cases.standing import Standing, standing_of
from code_engine.service.http.access import Access, MayEvaluate
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.problem_details import ProblemError, invalid
from code_engine.service.http.questions import EvaluateRequest, Question, asked_in, question_in, refuse_many_events
from code_engine.service.http.request_body import json_of, read_body
from code_engine.service.http.sent_places import as_sent

router = APIRouter(tags=["Cases that are sent"])


class ChangesRequest(EvaluateRequest):
    """What would these events, or parts of the header, change?"""

    header: dict[str, Any] = Field({}, description="Parts of the header that would be new.")
    events: list[dict[str, Any]] = Field([], description="What would be added: events of a case file.")


class ChangesAnswer(BaseModel):
    """What would be different on that day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    changes: list[dict[str, Any]] = Field(
        description="Each with `change`, such as finding_breached, deadline_moved or letter_due."
    )


@router.post(
    "/v1/changes",
    operation_id="PreviewChanges",
    summary="What events would change, without storing anything",
    response_model=ChangesAnswer,
    responses=refusals(400, 401, 403, 408, 413, 415, 422, 429, 503),
    openapi_extra=body_of(ChangesRequest),
)
async def changes(request: Request, access: MayEvaluate) -> ChangesAnswer:
    """The same changes as those of AppendEvents. The case is looked at as of one day, before and after."""
    body = await read_body(request, access.running.limits)
    return await access.run(partial(changes_of, access, body))


def changes_of(access: Access, body: bytes) -> ChangesAnswer:
    """What the events of a body would change. Raises ProblemError."""
    running = access.running
    data = json_of(body)
    document, asked = asked_in(data, ChangesRequest)
    refuse_many_events(data, running.limits, "#/events")
    before = question_in(document, asked, running.limits, access.reach, running.clock.today())
    after = _with_additions(before, asked)
    _, found = compare(_standing(access, before), standing_of(after.evaluated(running.engine)))
    return ChangesAnswer(as_of=before.as_of, changes=[dict(change.as_data()) for change in found])


def _with_additions(before: Question, asked: ChangesRequest) -> Question:
    """The same question about the case with what would be added to it."""
    case = before.case
    kept = plain(case)
    events = kept.pop("events")
    try:
        part = checked_part(case.landlord, case.reference, asked.header, asked.events)
        whole = assemble(case.landlord, case.reference, [{"header": kept, "events": events}, part])
        grown = read_whole(whole, len(events))
    except CaseError as error:
        raise invalid(as_sent(error), "#") from None
    return Question(grown, before.landlord, before.as_of, before.counting, before.ruleset, before.place)


def _standing(access: Access, question: Question) -> Standing | None:
    """How the case stood; None where it had not begun on that day."""
    try:
        return standing_of(question.evaluated(access.running.engine))
    except ProblemError:
        return None
