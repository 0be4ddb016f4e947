"""A letter: its preview, what it lacks as a form, and the file to send.

Calls: POST /v1/letters/render for the preview and for what is lacking, which records nothing; POST
/v1/cases/{reference}/letters for the file, which is recorded in the decision log.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import Response

from housing_crm.desk import Desk
from housing_crm.guard import Form, first, submitted
from housing_crm.pages.adding import RECORD_AS, as_known
from housing_crm.pages.worklist import AtDesk
from housing_crm.service import ServiceError

router = APIRouter()

Sent = Annotated[Form, Depends(submitted)]
FORMATS: Final = {"pdf": "PDF", "docx": "Word", "text": "plain text", "html": "web page"}
_FIELD: Final = "set:"
_PLACE: Final = "#/set/"
_STATUSES_OF_MISTAKES: Final = (422,)
_LETTER_HEADERS: Final = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "frame-ancestors 'self'; base-uri 'none'"
    )
}
"""A letter brings its own styles, and may do nothing else: no script, no form, nothing from elsewhere."""


@dataclass(frozen=True)
class Tried:
    """A letter that was tried out: its page, or why there is none; what it lacks; and what cannot be mended here."""

    preview: str | None
    lacking: tuple[Mapping[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    at: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether it may be sent."""
        return not self.lacking and not self.problems and not self.at


@router.get("/letter/{landlord}/{reference:path}")
def letter(desk: AtDesk, landlord: str, reference: str, kind: str, stage: str = "") -> Response:
    """The letter as far as the case goes."""
    return _page(desk, desk.case(landlord, reference), _order(kind, stage), {})


@router.post("/letter/{landlord}/{reference:path}")
def filled(desk: AtDesk, form: Sent, landlord: str, reference: str, kind: str, stage: str = "") -> Response:
    """The letter with what was given; as a file where one was asked for and nothing is lacking."""
    stored = desk.case(landlord, reference)
    order, given = _order(kind, stage), _given(form)
    wanted = first(form, "format")
    if wanted not in FORMATS:
        return _page(desk, stored, order, given)
    body = as_known(desk, {**order, "set": _in(given), "format": wanted})
    try:
        made = desk.service.answer("POST", ("cases", reference, "letters"), {"landlord": landlord}, body)
    except ServiceError as error:
        if error.status not in _STATUSES_OF_MISTAKES:
            raise
        return _page(desk, stored, order, given, error)
    named = {"Content-Disposition": made.headers.get("content-disposition", "attachment")}
    return Response(made.content, media_type=made.media_type, headers=named)


@router.get("/preview/{name}")
def preview(desk: AtDesk, name: str) -> Response:
    """The page of a letter that was tried out, for the frame."""
    kept = desk.crm.told.find(name)
    if kept is None or "letter" not in kept:
        raise HTTPException(404, "This preview is gone. Open the letter again.")
    return Response(kept["letter"], media_type="text/html; charset=utf-8", headers=_LETTER_HEADERS)


def _page(
    desk: Desk,
    stored: Mapping[str, Any],
    order: Mapping[str, Any],
    given: Mapping[str, str],
    refused: ServiceError | None = None,
) -> Response:
    """The letter and its form. A file that was `refused` may lack more than the preview: paper needs an address."""
    tried = _tried(desk, stored, order, given, refused)
    asked = {each["field"]: each for each in tried.lacking}
    names = [*asked, *(name for name in given if name not in asked)]
    fields = [_field(name, given.get(name, ""), asked.get(name)) for name in names]
    return desk.page(
        "letter.html.j2",
        200 if refused is None else 422,
        case=stored,
        landlord=stored["landlord"],
        as_of=desk.as_of,
        order=order,
        stage=order.get("stage"),
        tried=tried,
        fields=fields,
        formats=FORMATS,
        record_as=RECORD_AS.get(order["kind"]),
    )


def _field(name: str, value: str, about: Mapping[str, str] | None) -> dict[str, Any]:
    """A field of the form: how it is asked, and how its answer is written."""
    takes = about["takes"] if about is not None else ""
    return {
        "name": _FIELD + name,
        "field": name,
        "value": value,
        "about": about,
        "is_day": takes.startswith("a date"),
        "choices": re.findall(r"\w+upheld|upheld", takes),
        "written": _written(takes),
    }


def _written(takes: str) -> str:
    """How a list is written in a form: one a line."""
    if not takes.startswith("a list"):
        return ""
    form = takes.removeprefix("a list").removesuffix(", with ; between").removeprefix(" of ")
    return f"One a line, each as {form}." if form else "One a line."


def _tried(
    desk: Desk,
    stored: Mapping[str, Any],
    order: Mapping[str, Any],
    given: Mapping[str, str],
    refused: ServiceError | None,
) -> Tried:
    """Try the letter as it would be sent; where it may not be sent, as a draft with its gaps marked."""
    body = as_known(desk, {"case": stored, **order, "set": _in(given), "format": "html"})
    if refused is None:
        try:
            return Tried(_kept(desk, body))
        except ServiceError as error:
            if error.status not in _STATUSES_OF_MISTAKES:
                raise
            refused = error
    tried = Tried(None, refused.lacking, *_mistakes(refused))
    try:
        return replace(tried, preview=_kept(desk, {**body, "draft": True}))
    except ServiceError:
        return tried if not tried.complete else replace(tried, problems=(refused.title,))


def _kept(desk: Desk, body: Mapping[str, Any]) -> str:
    """Have a letter made and keep its page for the frame: the name it is kept under."""
    content = desk.service.answer("POST", ("letters", "render"), None, body).content
    name = secrets.token_urlsafe(9)
    desk.crm.told.keep(name, {"letter": content})
    return name


def _mistakes(error: ServiceError) -> tuple[tuple[str, ...], dict[str, str]]:
    """What is wrong with the letter as a whole, and what is wrong with a field that was given."""
    problems, at = [], {}
    for each in error.errors:
        words = each.detail[:1].upper() + each.detail[1:] + (f": {each.hint}." if each.hint else ".")
        if each.pointer.startswith(_PLACE):
            at[each.pointer.removeprefix(_PLACE)] = words
        else:
            problems.append(words)
    return tuple(problems), at


def _order(kind: str, stage: str) -> dict[str, Any]:
    return {"kind": kind, **({"stage": int(stage)} if stage in ("1", "2") else {})}


def _given(form: Form) -> dict[str, str]:
    """What was given for each field of the letter."""
    return {
        name.removeprefix(_FIELD): first(form, name) for name in form if name.startswith(_FIELD) and first(form, name)
    }


def _in(given: Mapping[str, str]) -> dict[str, str]:
    """As the service takes it: where a text has lines, they are items of a list or paragraphs."""
    return {name: text.replace("\r\n", "\n") for name, text in given.items()}
