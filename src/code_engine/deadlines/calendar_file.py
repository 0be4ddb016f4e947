"""Duties as a calendar (iCalendar, RFC 5545), so that they stand in Outlook beside everything else.

An entry lasts the whole day on which the duty is due. Its UID is made from the case, the rule and the item, never from
a date, so that a deadline that moves is moved in the reader's calendar instead of standing there twice. There is no
clock: DTSTAMP is the start of the day as of which the cases were looked at.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from code_engine.deadlines.due import DueDuties, DueDuty
from code_engine.errors import MissingExtraError, Problem
from code_engine.evaluation.evaluation import Status
from code_engine.version import VERSION

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_REFRESH: Final = timedelta(hours=6)


def calendar_of(duties: DueDuties, name: str) -> bytes:
    """The duties as the bytes of a calendar file called `name`: lines folded, ends of lines as RFC 5545 wants them.

    Raises MissingExtraError where the library is not installed.
    """
    if find_spec("icalendar") is None:
        message = "a calendar needs `icalendar`, which is not installed"
        raise MissingExtraError(Problem(message, None, "install it with: pip install 'code-engine[service]'"))
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", f"-//code-engine//code-engine {VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library would write a property it does not know as it is, line breaks included.
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    stamp = datetime.combine(duties.as_of, time(0), UTC)
    for uid, duty in with_uids(duties.deadlines):
        calendar.add_component(_entry(uid, duty, stamp))
    found: bytes = calendar.to_ical()
    return found


def with_uids(duties: Iterable[DueDuty]) -> Iterator[tuple[str, DueDuty]]:
    """Each duty with its UID; duties that nothing but their date tells apart are numbered in their order."""
    seen: Counter[str] = Counter()
    for duty in duties:
        named = "\n".join((duty.landlord, duty.reference, duty.layer, duty.rule, duty.item or ""))
        seen[named] += 1
        text = named if seen[named] == 1 else f"{named}\n{seen[named]}"
        yield f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@code-engine", duty


def _entry(uid: str, duty: DueDuty, stamp: datetime) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", duty.due_on)
    entry.add("dtend", duty.due_on + timedelta(days=1))
    entry.add("summary", _clean(_summary(duty)))
    entry.add("description", _clean(_description(duty)))
    entry.add("categories", [f"Provision {duty.provision}"])
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED")
    return entry


def _summary(duty: DueDuty) -> str:
    overdue = "OVERDUE " if duty.outstanding and duty.status is Status.BREACHED else ""
    promise = " (own promise)" if duty.layer == "policy" else ""
    return f"{overdue}{duty.reference}: {duty.title}{promise}"


def _description(duty: DueDuty) -> str:
    lines = [f"Provision {duty.provision}, {duty.status.value.replace('_', ' ')}."]
    if duty.working_days_left is not None:
        lines.append(f"Working days left: {duty.working_days_left}.")
    if duty.working_days_late:
        lines.append(f"Working days late: {duty.working_days_late}.")
    if duty.original_due_on is not None:
        lines.append(f"Due on {duty.original_due_on} before it was extended.")
    if duty.done_on is not None:
        lines.append(f"Done on {duty.done_on}.")
    if duty.item is not None:
        lines.append(f"Which: {duty.item}")
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Without control characters, which RFC 5545 allows nowhere; a line break is written as `\\n`."""
    return "".join(character for character in text if character == "\n" or character.isprintable())
