"""Routes of calendars: a feed of deadlines at a secret address, for a landlord, a group or one handler."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from code_engine.deadlines.calendar_file import MEDIA_TYPE, calendar_of
from code_engine.deadlines.due import Window
from code_engine.service.http.access import Access, MayManage
from code_engine.service.http.described import body_of, refusals
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.questions import asked_in
from code_engine.service.http.reference_answers import Known
from code_engine.service.http.request_body import json_of, read_body
from code_engine.service.http.running import Running, of_store, running_in
from code_engine.service.http.stored import duties_of
from code_engine.service.http.stored_answers import RecordRequest
from code_engine.service.ports import Caller, Feed

router = APIRouter(tags=["Calendars"])

_NO_CALENDAR = "There is no calendar at this address."


class CalendarRequest(BaseModel):
    """For whom a calendar is to be made."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    landlord: str | None = Field(None, description="A landlord or group; that of the key if left out.")
    handler: str | None = Field(
        None, min_length=1, max_length=200, description="Only cases that this person handles, as the cases name them."
    )


class CalendarKnown(Known):
    """A calendar; its address is not shown again."""

    id: str
    landlord: str
    handler: str | None
    created_at: datetime


class CalendarMade(CalendarKnown):
    """A calendar that was just made."""

    address: str = Field(description="The secret part of its address, behind the host. It is shown only here.")


class CalendarsKnown(Known):
    """Calendars, the oldest first."""

    calendars: list[CalendarKnown]


@router.post(
    "/v1/calendars",
    operation_id="CreateCalendar",
    summary="Make a calendar at a secret address",
    response_model=CalendarMade,
    responses=refusals(400, 401, 403, 408, 413, 415, 422, 429, 503),
    openapi_extra=body_of(CalendarRequest),
)
async def create(request: Request, access: MayManage) -> CalendarMade:
    """Whoever knows the address sees the deadlines, and nothing else."""
    body = await read_body(request, access.running.limits)

    def made() -> CalendarMade:
        _, asked = asked_in(json_of(body), CalendarRequest)
        landlord = access.reach.owner(asked.landlord, "#/landlord")
        feed, secret = of_store(access.running.feeds).create(landlord, asked.handler)
        return CalendarMade(**_plain(feed), address=f"/v1/calendars/{secret}.ics")

    return await access.run(made)


@router.get(
    "/v1/calendars",
    operation_id="ListCalendars",
    summary="The calendars within reach of the key",
    response_model=CalendarsKnown,
    responses=refusals(401, 403, 429, 503),
)
async def calendars(access: MayManage) -> CalendarsKnown:
    """Without their addresses."""

    def listed() -> CalendarsKnown:
        found = of_store(access.running.feeds).all(access.reach.owned(None))
        return CalendarsKnown(calendars=[CalendarKnown(**_plain(each)) for each in found])

    return await access.run(listed)


@router.delete(
    "/v1/calendars/{calendar}",
    operation_id="RemoveCalendar",
    summary="Let the address of a calendar open nothing any more",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def remove(
    access: MayManage, calendar: Annotated[str, Path(description="The id of the calendar.", max_length=100)]
) -> Response:
    """At once and for good."""

    def removed() -> Response:
        if not of_store(access.running.feeds).remove(calendar, access.reach.owned(None)):
            raise ProblemError("not-found", "No calendar of that name is within reach of this key.", audited=True)
        return Response(status_code=204)

    return await access.run(removed)


@router.get(
    "/v1/calendars/{secret}.ics",
    operation_id="GetCalendar",
    summary="The open deadlines as a calendar (RFC 5545)",
    response_class=Response,
    responses={
        200: {"description": "A calendar.", "content": {"text/calendar": {"schema": {"type": "string"}}}},
        **refusals(404, 422, 429, 503),
    },
)
async def calendar(
    request: Request, secret: Annotated[str, Path(description="The secret of the address.", max_length=200)]
) -> Response:
    """For Outlook and others, which ask again from time to time. It names cases by reference, and no resident."""
    running = running_in(request)
    feed = await running.lookups.run(lambda: of_store(running.feeds).find(secret), "calendars")
    if feed is None:
        raise ProblemError("not-found", _NO_CALENDAR, audited=True)
    request.state.caller = f"calendar-{feed.id}"
    content = await running.pool.run(partial(_content, running, feed), f"calendar-{feed.id}")
    return Response(content, media_type=MEDIA_TYPE)


def _content(running: Running, feed: Feed) -> bytes:
    access = Access(running, Caller(feed.id, feed.landlord, frozenset()))
    landlord = running.engine.landlords.by_id.get(feed.landlord)
    if landlord is None:
        raise ProblemError("not-found", _NO_CALENDAR)
    duties = duties_of(access, access.reach.owned(None), feed.handler, Window(), RecordRequest())
    name = f"Deadlines of {landlord.name}" + (f", {feed.handler}" if feed.handler is not None else "")
    return calendar_of(duties, name)


def _plain(feed: Feed) -> dict[str, object]:
    return {"id": feed.id, "landlord": feed.landlord, "handler": feed.handler, "created_at": feed.created_at}
