"""A new case, and the details of one: who, what, and who handles it.

Calls: GET /v1/schema/case for the forms, GET /v1/cases/{reference}, POST /v1/cases/{reference}/events.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from housing_crm.desk import Desk, not_there
from housing_crm.entered import EVENT, shown, shown_in, values_in
from housing_crm.guard import Form, first, submitted
from housing_crm.mistakes import Mistakes, mistakes_in
from housing_crm.pages.adding import told_after
from housing_crm.pages.worklist import AtDesk
from housing_crm.schema_fields import Field, parts_of
from housing_crm.service import ServiceError

router = APIRouter()

Sent = Annotated[Form, Depends(submitted)]
_RECEIVED: Final = "complaint_received"


@router.get("/new")
def new(desk: AtDesk) -> Response:
    """The form of a new case."""
    return _new_form(desk, {}, secrets.token_urlsafe(24))


@router.post("/new")
def made(desk: AtDesk, form: Sent) -> Response:
    """Make the case from its first event: that the complaint was received."""
    landlord, reference = first(form, "landlord"), first(form, "reference")
    wrong = _wrong_reference(desk, landlord, reference)
    if not wrong:
        entered = values_in(form, _first_fields(desk), EVENT)
        received = {"type": _RECEIVED, **entered, "id": f"crm-{secrets.token_hex(4)}"}
        try:
            words = "The case is on record."
            return desk.away(
                told_after(desk, landlord, reference, _header(desk, form, {}), [received], first(form, "once"), words)
            )
        except ServiceError as error:
            if not error.errors:
                raise
            wrong = _mistakes(desk, error)
    return _new_form(desk, shown_in(form), first(form, "once"), wrong, 422)


@router.get("/details/{landlord}/{reference:path}")
def details(desk: AtDesk, landlord: str, reference: str) -> Response:
    """The form of the details of a case."""
    stored = desk.case(landlord, reference)
    values: dict[str, Sequence[str]] = {"handler": [stored.get("handler") or ""]}
    for part, fields in _parts(desk).items():
        values |= shown(stored.get(part) or {}, fields, f"{part}.")
    return _details_form(desk, stored, values, secrets.token_urlsafe(24))


@router.post("/details/{landlord}/{reference:path}")
def changed(desk: AtDesk, form: Sent, landlord: str, reference: str) -> Response:
    """Replace the details of a case."""
    stored = desk.case(landlord, reference)
    try:
        header = _header(desk, form, stored)
        return desk.away(
            told_after(desk, landlord, reference, header, [], first(form, "once"), "The details are saved.")
        )
    except ServiceError as error:
        if not error.errors:
            raise
        return _details_form(desk, stored, shown_in(form), first(form, "once"), _mistakes(desk, error), 422)


def _parts(desk: Desk) -> dict[str, tuple[Field, ...]]:
    return parts_of(desk.crm.schema)


def _first_fields(desk: Desk) -> tuple[Field, ...]:
    """What is asked of the first event of a case."""
    return tuple(each for each in desk.crm.event_types[_RECEIVED].fields if each.name in ("date", "channel"))


def _labels(desk: Desk) -> dict[str, str]:
    """What the fields are called, by their names in the form."""
    named = {
        f"{part}.{each.name}": f"{part.capitalize()}: {each.label}"
        for part, fields in _parts(desk).items()
        for each in fields
    }
    first_fields = {f"{EVENT}{each.name}": each.label for each in _first_fields(desk)}
    return {**named, **first_fields, "handler": "Handler", "landlord": "Landlord", "reference": "Reference"}


def _header(desk: Desk, form: Form, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that were filled in; one that was emptied is taken away."""
    header: dict[str, Any] = {"handler": first(form, "handler") or None}
    for part, fields in _parts(desk).items():
        header[part] = values_in(form, fields, f"{part}.") or None
    return {name: value for name, value in header.items() if value is not None or stored.get(name) is not None}


def _mistakes(desk: Desk, error: ServiceError) -> Mistakes:
    places = {f"#/header/{part}/": f"{part}." for part in _parts(desk)}
    names = {f"{part}.{each.name}" for part, fields in _parts(desk).items() for each in fields}
    names |= {f"{EVENT}{each.name}" for each in _first_fields(desk)}
    places |= {"#/header/": "", "#/events/0/": EVENT, "#/": ""}
    return mistakes_in(error, places, frozenset({*names, "handler", "landlord", "reference"}))


def _wrong_reference(desk: Desk, landlord: str, reference: str) -> Mistakes:
    """What is wrong before the service is asked to make the case: it would add to one that is there."""
    if not reference:
        return Mistakes({"reference": ["Give the case a reference."]})
    try:
        desk.case(landlord, reference)
    except ServiceError as error:
        if not_there(error):
            return Mistakes()
        raise
    return Mistakes({"reference": ["There is a case of this reference already. Choose another, or add events to it."]})


def _new_form(
    desk: Desk, values: Mapping[str, Sequence[str]], once: str, mistakes: Mistakes | None = None, status: int = 200
) -> Response:
    return desk.page(
        "new.html.j2",
        status,
        as_of=desk.as_of,
        first_fields=_first_fields(desk),
        parts=_parts(desk),
        values=values,
        labels=_labels(desk),
        once=once,
        mistakes=mistakes or Mistakes(),
    )


def _details_form(
    desk: Desk,
    stored: Mapping[str, Any],
    values: Mapping[str, Sequence[str]],
    once: str,
    mistakes: Mistakes | None = None,
    status: int = 200,
) -> Response:
    return desk.page(
        "details.html.j2",
        status,
        case=stored,
        landlord=stored["landlord"],
        as_of=desk.as_of,
        parts=_parts(desk),
        values=values,
        labels=_labels(desk),
        once=once,
        mistakes=mistakes or Mistakes(),
    )
