"""The day somebody looks as of, and the colours of a landlord.

Calls: GET /v1/landlords.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from housing_crm.desk import DAY_COOKIE, within
from housing_crm.guard import Form, first, submitted
from housing_crm.pages.worklist import AtDesk

router = APIRouter()

_LIGHTEST: Final = 0.18
"""A ground that is darker carries white text with at least 4.5 to 1, as WCAG 2.2 asks (1.4.3)."""


@router.post("/as-of")
def as_of(desk: AtDesk, form: Annotated[Form, Depends(submitted)]) -> Response:
    """Look as of another day, or as of today again."""
    answer = desk.away(within(first(form, "here")))
    wanted = _day(first(form, "day"))
    if wanted is None or "today" in form:
        answer.delete_cookie(DAY_COOKIE)
    else:
        answer.set_cookie(DAY_COOKIE, wanted, httponly=True, samesite="strict")
    return answer


@router.get("/colours/{landlord}.css")
def colours(desk: AtDesk, landlord: str) -> Response:
    """The colours of a landlord as a style sheet; nothing where it has none that can be read."""
    look: dict[str, Any] = desk.crm.landlords.get(landlord, {}).get("branding", {})
    rules = "".join(
        f"  --{name}: {look[name]};\n" for name in ("primary", "accent") if name in look and _is_dark(look[name])
    )
    return Response(f":root {{\n{rules}}}\n", media_type="text/css")


def _is_dark(colour: str) -> bool:
    """Whether white text can be read on #rrggbb, by its relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue <= _LIGHTEST


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
