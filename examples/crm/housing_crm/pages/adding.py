"""Adding an event, correcting one, a new case, and its details; and saying what changed.

Calls: GET /v1/schema/case for the form, POST /v1/changes for what would change, POST /v1/cases/{reference}/events.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.responses import Response

from housing_crm.changed import Changed, in_words
from housing_crm.desk import Desk, known_type
from housing_crm.entered import EVENT, shown, shown_in, values_in
from housing_crm.guard import Form, first, submitted
from housing_crm.mistakes import Mistakes, mistakes_in
from housing_crm.pages.worklist import AtDesk
from housing_crm.schema_fields import EventType
from housing_crm.service import ServiceError
from housing_crm.words import path_of

router = APIRouter()

Sent = Annotated[Form, Depends(submitted)]
OfType = Annotated[str, Query(alias="type")]
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Steps of the complaint": (
        *("complaint_received", "acknowledged", "defined", "logged", "response_issued", "extension_notified"),
        *("escalation_requested", "withdrawn", "closed"),
    ),
    "News and contact": ("contact", "update_sent", "update_interval_agreed", "clarification_asked", "issue_raised"),
    "Who and what": ("assigned", "accepted", "triaged", "evidence_considered", "answer_known"),
    "Remedies and actions": ("remedy_offered", "remedy_completed", "action_agreed", "action_completed"),
    "Adjustments and restrictions": (
        *("adjustment_agreed", "adjustment_reviewed", "restriction_imposed", "restriction_reviewed"),
    ),
    "Refusals": ("refused", "escalation_refused"),
}
"""How the kinds of events are laid out; one that is new to this CRM stands under "Other"."""
RECORD_AS: Final[Mapping[str, tuple[str, int | None]]] = {
    "acknowledgement": ("acknowledged", 1),
    "definition": ("defined", 1),
    "stage_1_response": ("response_issued", 1),
    "stage_2_acknowledgement": ("acknowledged", 2),
    "stage_2_definition": ("defined", 2),
    "stage_2_response": ("response_issued", 2),
    "extension": ("extension_notified", None),
    "progress_update": ("update_sent", None),
    "remedy_completed": ("remedy_completed", None),
}
"""Which event goes on record when a letter has been sent, and at which stage."""


@dataclass(frozen=True)
class Filled:
    """A form of an event as it is shown: what stands in it, what is wrong, and what it would change."""

    values: Mapping[str, Sequence[str]]
    once: str
    corrects: str = ""
    mistakes: Mistakes = field(default_factory=Mistakes)
    preview: tuple[Changed, ...] | None = None


@router.get("/add/{landlord}/{reference:path}")
def add(
    desk: AtDesk, landlord: str, reference: str, of_type: OfType = "", stage: str = "", corrects: str = ""
) -> Response:
    """What happened? First the kind of event, then its form, filled where another event is to be corrected."""
    stored = desk.case(landlord, reference)
    if not of_type:
        return desk.page(
            "choose.html.j2",
            case=stored,
            landlord=landlord,
            as_of=desk.as_of,
            groups=_groups(desk.crm.event_types),
            expected=_expected(desk, landlord, reference),
        )
    kind = known_type(desk.crm, of_type)
    today = _day_of(desk, stored)
    values: Mapping[str, Sequence[str]] = {f"{EVENT}date": [today], f"{EVENT}stage": [stage]}
    if corrects:
        # A correction counts from the day it was put on record: until then the earlier entry stands.
        values = {**shown(_event(stored, corrects), kind.fields, EVENT), f"{EVENT}recorded_on": [today]}
    return _form(desk, stored, kind, Filled(values, secrets.token_urlsafe(24), corrects))


@router.post("/add/{landlord}/{reference:path}")
def added(desk: AtDesk, form: Sent, landlord: str, reference: str, of_type: OfType) -> Response:
    """Take the event, or say what it would change."""
    stored = desk.case(landlord, reference)
    kind = known_type(desk.crm, of_type)
    once, corrects = first(form, "once"), first(form, "corrects")
    event = {"type": kind.name, **values_in(form, kind.fields, EVENT), "id": f"crm-{secrets.token_hex(4)}"}
    if corrects:
        event["corrects"] = corrects
    filled = Filled(shown_in(form), once, corrects)
    try:
        if "preview" in form:
            body = as_known(desk, {"case": stored, "events": [event]})
            found = in_words(desk.service.post("changes", body=body)["changes"])
            return _form(desk, stored, kind, Filled(filled.values, once, corrects, preview=found))
        words = f"{kind.label} is on record."
        return desk.away(told_after(desk, landlord, reference, {}, [event], once, words))
    except ServiceError as error:
        if not error.errors and error.status != 422:
            raise
        known = frozenset(f"{EVENT}{each.name}" for each in kind.fields)
        mistakes = mistakes_in(error, {"#/events/0/": EVENT}, known)
        return _form(desk, stored, kind, Filled(filled.values, once, corrects, mistakes), 422)


def told_after(
    desk: Desk,
    landlord: str,
    reference: str,
    header: Mapping[str, Any],
    events: Sequence[Mapping[str, Any]],
    once: str,
    words: str,
) -> str:
    """Add to a case, and keep what changed for the page to go to, whose path is given back. Raises ServiceError.

    The service tells what changed until today. Somebody who looks as of another day is told what changed for that day.
    """
    added = {"landlord": landlord, "header": header, "events": events}
    then = None
    if desk.as_of is not None:
        stored = desk.case(landlord, reference)
        body = as_known(desk, {"case": stored, "header": header, "events": events})
        try:
            then = desk.service.post("changes", body=body)["changes"]
        except ServiceError:
            then = []  # It had not begun on that day; what is wrong with the event is said when it is added.
    answer = desk.service.post("cases", reference, "events", body=added, once=once or None)
    name = secrets.token_urlsafe(9)
    desk.crm.told.keep(name, {"words": words, "changes": answer["changes"] if then is None else then})
    return f"{path_of('case', {'landlord': landlord, 'reference': reference})}?told={name}"


def as_known(desk: Desk, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body with the day that is looked as of, where it is not today."""
    return {**body, **({"as_of": desk.as_of} if desk.as_of else {})}


def _form(desk: Desk, stored: Mapping[str, Any], kind: EventType, filled: Filled, status: int = 200) -> Response:
    return desk.page(
        "add.html.j2",
        status,
        case=stored,
        landlord=stored["landlord"],
        as_of=desk.as_of,
        kind=kind,
        filled=filled,
        labels={f"{EVENT}{each.name}": each.label for each in kind.fields},
    )


def _day_of(desk: Desk, stored: Mapping[str, Any]) -> str:
    """The day that is looked as of. Which day it is today only the service knows; nothing where it cannot say."""
    if desk.as_of is not None:
        return desk.as_of
    try:
        return str(desk.evaluation(stored["landlord"], stored["reference"])["as_of"])
    except ServiceError:
        return ""


def _expected(desk: Desk, landlord: str, reference: str) -> list[tuple[EventType, int | None]]:
    """What goes on record when the letters that are due have been sent, with its stage."""
    try:
        letters = desk.service.get("cases", reference, "letters", landlord=landlord, as_of=desk.as_of)
    except ServiceError:
        return []  # The case had not begun on that day.
    found = []
    for letter in letters:
        name, stage = RECORD_AS.get(letter["kind"], ("", None))
        if name in desk.crm.event_types:
            found.append((desk.crm.event_types[name], stage or letter["stage"]))
    return found


def _groups(types: Mapping[str, EventType]) -> dict[str, list[EventType]]:
    placed = {name for names in GROUPS.values() for name in names}
    groups = {title: [types[name] for name in names if name in types] for title, names in GROUPS.items()}
    groups["Other"] = [kind for name, kind in types.items() if name not in placed]
    return {title: found for title, found in groups.items() if found}


def _event(stored: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The event of that id. Raises HTTPException (404) where the case has none."""
    for event in stored["events"]:
        if event.get("id") == name:
            found: Mapping[str, Any] = event
            return found
    raise HTTPException(404, "This case has no such event.")
