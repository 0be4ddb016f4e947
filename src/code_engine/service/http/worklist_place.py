"""The place of a case in a caseworker's list, and the opaque text by which a list goes on behind it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date

from code_engine.service.http.problem_details import invalid_parameter


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in the list as of a day: by what is due first, then landlord and reference."""

    day: date
    due_on: date | None
    landlord: str
    reference: str

    @property
    def order(self) -> tuple[date, str, str]:
        """What places are sorted by; a case with nothing open comes after all others."""
        return (self.due_on or date.max, self.landlord, self.reference)

    @property
    def text(self) -> str:
        """The place as a text that can stand in an address."""
        due_on = self.due_on.isoformat() if self.due_on is not None else None
        parts = json.dumps([self.day.isoformat(), due_on, self.landlord, self.reference], separators=(",", ":"))
        return base64.urlsafe_b64encode(parts.encode()).decode()


def place_in(text: str) -> Place:
    """The place that a text stands for. Raises ProblemError for any other text."""
    try:
        day, due_on, landlord, reference = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
        if not (isinstance(landlord, str) and isinstance(reference, str)):
            raise ValueError
        first = date.fromisoformat(due_on) if due_on is not None else None
        return Place(date.fromisoformat(day), first, landlord, reference)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        hint = "send the `next` of the page before, as it is"
        raise invalid_parameter("this is not where a list goes on", "after", hint) from None
