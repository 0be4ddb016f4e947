"""One case: where it stands, what to do next, deadlines, findings, questions, timeline; and answers to questions.

Calls: GET /v1/cases/{reference}, its evaluation and letters, GET /v1/worklist, GET /v1/log, POST /v1/explain,
POST /v1/cases/{reference}/events with answers in its header, POST /v1/cases/{reference}/evaluations.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import Response

from housing_crm.changed import in_words
from housing_crm.desk import Desk, not_there
from housing_crm.guard import Form, first, submitted
from housing_crm.pages.adding import RECORD_AS, as_known, told_after
from housing_crm.pages.worklist import AtDesk
from housing_crm.schema_fields import parts_of
from housing_crm.service import ServiceError
from housing_crm.words import LABELS, STATUSES, path_of

router = APIRouter()

Sent = Annotated[Form, Depends(submitted)]
_ANSWER: Final = "answers."


@router.get("/case/{landlord}/{reference:path}")
def case(desk: AtDesk, landlord: str, reference: str, told: str = "") -> Response:
    """The page of a case; `told` names what changed by the form that led here."""
    stored = desk.case(landlord, reference)
    evaluation, why_not = _evaluated(desk, landlord, reference)
    news = desk.crm.told.find(told)
    return desk.page(
        "case.html.j2",
        case=stored,
        landlord=landlord,
        as_of=evaluation["as_of"] if evaluation else desk.as_of,
        standing=_standing(desk, landlord, reference) if evaluation else None,
        why_not=why_not,
        found=evaluation,
        letters=desk.service.get("cases", reference, "letters", landlord=landlord, as_of=desk.as_of)
        if evaluation
        else [],
        duties=_duties(evaluation),
        groups=_findings(evaluation),
        questions=_questions(evaluation),
        events=sorted(enumerate(stored["events"]), key=lambda each: each[1]["date"][:10]),
        about=_about(desk, stored),
        types=desk.crm.event_types,
        record_as=RECORD_AS,
        label_words=LABELS,
        once=secrets.token_urlsafe(24),
        news=news,
        news_changes=in_words(news["changes"], (evaluation or {}).get("findings", ())) if news else (),
    )


@router.get("/why/{landlord}/{reference:path}")
def why(desk: AtDesk, landlord: str, reference: str, provision: str) -> Response:
    """Why a provision is met or not, and what would change it."""
    stored = desk.case(landlord, reference)
    body = as_known(desk, {"case": stored, "provision": provision})
    explained = desk.service.post("explain", body=body)
    return desk.page(
        "why.html.j2", case=stored, landlord=landlord, as_of=explained["as_of"], found=explained, statuses=STATUSES
    )


@router.post("/answer/{landlord}/{reference:path}")
def answer(desk: AtDesk, form: Sent, landlord: str, reference: str) -> Response:
    """Take an answer to a question of judgement."""
    value = {"yes": True, "no": False}.get(first(form, "value"))
    question = first(form, "question")
    if value is None or not question:
        raise HTTPException(400, "Say yes or no.")
    given: dict[str, Any] = {"value": value}
    for name in ("by", "date", "note"):
        if first(form, name):
            given[name] = first(form, name)
    header = {"answers": {question: given}}
    path = told_after(desk, landlord, reference, header, [], first(form, "once"), "Your answer is on record.")
    return desk.away(path)


@router.get("/log/{landlord}/{reference:path}")
def log(desk: AtDesk, landlord: str, reference: str) -> Response:
    """What was recorded of this case in the decision log."""
    stored = desk.case(landlord, reference)
    entries = desk.service.get("log", landlord=landlord, reference=reference, limit="1000")["entries"]
    return desk.page("log.html.j2", case=stored, landlord=landlord, as_of=desk.as_of, entries=entries[::-1])


@router.post("/log/{landlord}/{reference:path}")
def record(desk: AtDesk, form: Sent, landlord: str, reference: str) -> Response:  # noqa: ARG001 - a form it must be
    """Record in the decision log how the case stands."""
    body = as_known(desk, {})
    desk.service.answer("POST", ("cases", reference, "evaluations"), {"landlord": landlord}, body)
    return desk.away(path_of("log", {"landlord": landlord, "reference": reference}))


@router.get("/entry/{entry:path}")
def entry(desk: AtDesk, entry: str) -> Response:
    """An evaluation as it was recorded, byte for byte."""
    found = desk.service.answer("GET", ("log", entry))
    return Response(found.content, media_type=found.media_type)


def _evaluated(desk: Desk, landlord: str, reference: str) -> tuple[Mapping[str, Any] | None, str]:
    """The evaluation; none, and why, where the case had not begun on that day."""
    try:
        return desk.evaluation(landlord, reference), ""
    except ServiceError as error:
        if not_there(error) or not error.errors:
            raise
        return None, error.errors[0].detail


def _standing(desk: Desk, landlord: str, reference: str) -> str | None:
    """Where it stands in a line, as the list says it."""
    cases = desk.listed(landlord=landlord, reference=reference)
    return next((each["standing"] for each in cases if each["reference"] == reference), None)


def _about(desk: Desk, stored: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Who and what, each value with its label, in the order of the forms."""
    return [
        (part.capitalize() if field.name == "name" else field.label, (stored.get(part) or {})[field.name])
        for part, fields in parts_of(desk.crm.schema).items()
        for field in fields
        if (stored.get(part) or {}).get(field.name) is not None
    ]


def _duties(evaluation: Mapping[str, Any] | None) -> dict[str, list[Mapping[str, Any]]]:
    """Deadlines that are open, and those that are over, by date."""
    found = sorted(evaluation["deadlines"] if evaluation else [], key=lambda each: str(each["due_on"]))
    still = [each for each in found if each["outstanding"] or each["status"] == "pending"]
    return {"open": still, "over": [each for each in found if each not in still]}


def _findings(evaluation: Mapping[str, Any] | None) -> list[tuple[str, str, Sequence[Mapping[str, Any]]]]:
    """The findings by status: its name, its words, and the findings, undone ones first."""
    findings = evaluation["findings"] if evaluation else []
    groups = [(name, words, [each for each in findings if each["status"] == name]) for name, words in STATUSES.items()]
    return [
        (name, words, sorted(found, key=lambda each: not each["outstanding"])) for name, words, found in groups if found
    ]


def _questions(evaluation: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What is missing, each with the id under which it is answered; empty for a detail of an event."""
    return [
        {**each, "id": each["fact"].removeprefix(_ANSWER) if each["fact"].startswith(_ANSWER) else ""}
        for each in (evaluation["missing"] if evaluation else [])
    ]
