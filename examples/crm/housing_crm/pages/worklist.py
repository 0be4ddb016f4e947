"""The list of cases by what is due, and the day page: what is due within five working days.

Calls: GET /v1/worklist, GET /v1/deadlines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from housing_crm.desk import Desk

router = APIRouter()

WORKING_DAYS: Final = 5
_DAYS_THAT_HOLD_THEM: Final = 14
"""Five working days never take longer, Christmas and Easter included."""

AtDesk = Annotated[Desk, Depends(Desk)]


@router.get("/")
def worklist(desk: AtDesk, handler: str = "", landlord: str = "", reference: str = "", after: str = "") -> Response:
    """Every case within reach of the key, the most urgent first; so many, and a link to those that follow."""
    chosen = {"handler": handler, "landlord": landlord, "reference": reference.strip()}
    asked = {name: value or None for name, value in chosen.items()}
    found = desk.service.get("worklist", **asked, as_of=desk.as_of, after=after or None)
    same = {name: value for name, value in chosen.items() if value}
    return desk.page(
        "worklist.html.j2",
        as_of=found["as_of"],
        groups=grouped(found["cases"]),
        found=found["total"],
        shown=len(found["cases"]),
        overdue=sum(bool(case["overdue"]) for case in found["cases"]),
        handlers=found["handlers"],
        chosen=chosen,
        first=f"/?{urlencode(same)}" if after else None,
        more=f"/?{urlencode({**same, 'after': found['next']})}" if found["next"] is not None else None,
        landlord=landlord or None,
    )


@router.get("/day")
def day(desk: AtDesk, handler: str = "", landlord: str = "") -> Response:
    """What is overdue and what is due soon, by day: for the meeting in the morning, and for printing."""
    everything = desk.service.get("worklist", landlord=landlord or None, as_of=desk.as_of, limit="1")
    until = (date.fromisoformat(everything["as_of"]) + timedelta(days=_DAYS_THAT_HOLD_THEM)).isoformat()
    asked = {"landlord": landlord or None, "as_of": desk.as_of, "to": until}
    duties = [
        duty
        for duty in desk.service.get("deadlines", **asked)["deadlines"]
        if (duty["outstanding"] or _soon(duty)) and handler in ("", duty["handler"])
    ]
    soonest = takewhile(
        lambda case: case["next"] and case["next"]["due_on"] <= until, desk.listed(landlord=landlord or None)
    )
    return desk.page(
        "day.html.j2",
        as_of=everything["as_of"],
        days=_by_day(duties),
        about={(case["landlord"], case["reference"]): case for case in soonest},
        found=len(duties),
        handlers=everything["handlers"],
        chosen={"handler": handler, "landlord": landlord},
        landlord=landlord or None,
    )


def grouped(cases: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """The cases under headings, in their order: what each heading says, its short name, and its cases."""
    groups: dict[str, list[Mapping[str, Any]]] = {name: [] for name in _HEADINGS}
    for case in cases:
        groups[_group(case)].append(case)
    return [(_HEADINGS[name], name, found) for name, found in groups.items() if found]


_HEADINGS: Final = {
    "overdue": "Overdue",
    "soon": "Due within five working days",
    "later": "Due later",
    "over": "Nothing open",
    "ahead": "Not begun on this day",
}


def _group(case: Mapping[str, Any]) -> str:
    if case["standing"] is None:
        return "ahead"
    if case["next"] is None:
        return "over"
    if case["overdue"]:
        return "overdue"
    return "soon" if _soon(case["next"]) else "later"


def _soon(duty: Mapping[str, Any]) -> bool:
    left = duty["working_days_left"]
    return left is not None and left <= WORKING_DAYS


def _by_day(duties: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The duties by their day; all that are overdue come first, together."""
    days: dict[str, list[Mapping[str, Any]]] = {}
    for duty in sorted(duties, key=lambda each: not each["outstanding"]):
        days.setdefault("" if duty["outstanding"] else duty["due_on"], []).append(duty)
    return list(days.items())
