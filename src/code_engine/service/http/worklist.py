"""The route of a caseworker's list: the stored cases, each with what is due next, soonest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from code_engine.deadlines.due import is_open
from code_engine.evaluation.evaluation import Answer, Deadline, Evaluation
from code_engine.presentation.standing import standing_line
from code_engine.service.http.access import Access, MayRead
from code_engine.service.http.described import refusals
from code_engine.service.http.problem_details import ProblemError, invalid_parameter
from code_engine.service.http.reference import day_in
from code_engine.service.http.request_body import JSON_TYPE
from code_engine.service.http.running import of_store
from code_engine.service.http.stored import AsOf, OfLandlord, question_about
from code_engine.service.http.stored_answers import RecordRequest
from code_engine.service.http.worklist_place import Place, place_in
from code_engine.service.ports import StoredCase

router = APIRouter(tags=["Stored cases"])


class ListedCase(Answer):
    """A stored case in a list for people: who and what, where it stands, and what is due next."""

    landlord: str
    reference: str
    version: int
    handler: str | None
    resident: str | None = Field(description="The resident's name.")
    matter: str | None = Field(description="The matter in a sentence.")
    standing: str | None = Field(description="Where it stands, in a line; null where it had not begun on that day.")
    next: Deadline | None = Field(description="The open duty that is due first, overdue ones included.")
    overdue: int = Field(description="Duties that are overdue and not done.")
    open: int = Field(description="Duties that are open, those overdue included.")
    letters: int = Field(description="Letters that are due.")
    undetermined: int = Field(description="Findings that cannot be told yet.")


class Worklist(Answer):
    """Stored cases by what is due next, soonest first; those with nothing open are last."""

    as_of: date
    total: int = Field(description="The cases that were asked for, on all pages.")
    handlers: tuple[str, ...] = Field(description="Who handles these landlords' cases, whoever was asked for.")
    next: str | None = Field(description="To be sent as `after` for the cases that follow; null where none does.")
    cases: tuple[ListedCase, ...]


@router.get(
    "/v1/worklist",
    operation_id="ListWork",
    summary="The stored cases with what is due next, soonest first",
    response_model=Worklist,
    responses=refusals(401, 403, 404, 422, 429, 503),
)
async def worklist(
    access: MayRead,
    landlord: OfLandlord = None,
    handler: Annotated[str | None, Query(description="Only cases that this person handles.", max_length=200)] = None,
    reference: Annotated[
        str | None, Query(description="Only cases with this in their reference, in any case.", max_length=200)
    ] = None,
    as_of: AsOf = None,
    after: Annotated[str | None, Query(description="Go on behind this: the `next` of a page.", max_length=4000)] = None,
    limit: Annotated[int, Query(description="At most so many cases.", ge=1, le=500)] = 100,
) -> Response:
    """A case that had not begun on that day is listed without a standing.

    The order is that of how each case stood when it was last looked at on that day, by an event or the daily tick;
    only a case that was not is evaluated to be put into its place. What is said of the cases on the page is always
    evaluated. A case that changes between two pages may stand on both or on neither.
    """

    def listed() -> Response:
        place = place_in(after) if after is not None else None
        day = day_in("as_of", as_of) or (place.day if place is not None else access.running.clock.today())
        if place is not None and place.day != day:
            raise invalid_parameter("this is the next of a list as of another day", "after")
        everything = list(of_store(access.running.cases).of(access.reach.owned(landlord)))
        wanted = (reference or "").casefold()
        answer = _page(
            access,
            [each for each in everything if wanted in each.reference.casefold() and _handled(each, handler)],
            RecordRequest(as_of=day),
            place,
            limit,
            tuple(sorted({str(each.document["handler"]) for each in everything if each.document.get("handler")})),
        )
        return Response(answer.model_dump_json(indent=2) + "\n", media_type=JSON_TYPE)

    return await access.run(listed)


def _page(
    access: Access,
    found: Sequence[StoredCase],
    asked: RecordRequest,
    after: Place | None,
    limit: int,
    handlers: tuple[str, ...],
) -> Worklist:
    """The cases behind a place, so many, each evaluated; and where the list goes on."""
    day = asked.as_of
    assert day is not None
    landlords = sorted({each.landlord for each in found})
    known = of_store(access.running.cases).first_due(landlords, day)
    placed = {_place(access, each, asked, day, known): each for each in found}
    ordered = sorted(
        (each for each in placed if after is None or each.order > after.order), key=lambda each: each.order
    )
    shown = ordered[:limit]
    return Worklist.of(
        as_of=day,
        total=len(found),
        handlers=handlers,
        next=shown[-1].text if len(ordered) > limit else None,
        cases=tuple(_listed(access, placed[each], asked) for each in shown),
    )


def _place(
    access: Access,
    stored: StoredCase,
    asked: RecordRequest,
    day: date,
    known: Mapping[tuple[str, str], date | None],
) -> Place:
    name = (stored.landlord, stored.reference)
    if name in known:
        return Place(day, known[name], *name)
    listed = _listed(access, stored, asked)
    return Place(day, listed.next.due_on if listed.next is not None else None, *name)


def _handled(stored: StoredCase, handler: str | None) -> bool:
    return handler is None or stored.document.get("handler") == handler


def _listed(access: Access, stored: StoredCase, asked: RecordRequest) -> ListedCase:
    question = question_about(access, stored, asked)
    try:
        evaluation: Evaluation | None = question.evaluated(access.running.engine)
    except ProblemError:
        evaluation = None  # Nothing has happened yet on that day, or no version of the Code was in force.
    document = stored.document
    return ListedCase.of(
        landlord=stored.landlord,
        reference=stored.reference,
        version=stored.version,
        handler=document.get("handler"),
        resident=_part(document, "resident", "name"),
        matter=_part(document, "matter", "summary"),
        **_standing(evaluation),
    )


def _standing(evaluation: Evaluation | None) -> dict[str, Any]:
    if evaluation is None:
        return {"standing": None, "next": None, "overdue": 0, "open": 0, "letters": 0, "undetermined": 0}
    still_open = [each for each in evaluation.deadlines if is_open(each)]
    return {
        "standing": standing_line(evaluation),
        "next": min(still_open, key=lambda each: each.due_on, default=None),
        "overdue": sum(each.outstanding for each in still_open),
        "open": len(still_open),
        "letters": len(evaluation.letters),
        "undetermined": evaluation.summary.undetermined,
    }


def _part(document: Any, name: str, key: str) -> str | None:
    """A text of the header; None where it is not known."""
    part = document.get(name)
    return part.get(key) or None if isinstance(part, dict) else None
