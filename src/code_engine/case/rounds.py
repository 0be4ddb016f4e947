"""A complaint brought again after it was withdrawn: the events fall into rounds, each judged on its own."""

from __future__ import annotations

from datetime import date

from code_engine.case.event import Event
from code_engine.case.model import Case
from code_engine.case.seen import visible

TAKEN_UP_AGAIN = frozenset({"accepted", "complaint_received", "escalation_requested", "response_issued"})
"""Types of events that show that a withdrawn complaint went on after all."""

_LEADING_UP = frozenset({"contact", "service_request_received", "work_stopped", "survey_response"})
"""Types of events that, after a withdrawal, belong to the complaint they led to."""


def rounds(case: Case, as_of: date) -> tuple[tuple[Event, ...], ...]:
    """The events seen on a day, split where a complaint came in on a later day than a standing withdrawal.

    An earlier round ends with its withdrawal and what only winds it up; contacts and service requests after
    that belong to the next round. There is always at least one; the last is the complaint as it stands.
    """
    events, _ = visible(case, as_of.toordinal())
    found: list[tuple[Event, ...]] = []
    start: list[Event] = []
    leading_up: list[Event] = []
    withdrawn_on: date | None = None
    for event in events:
        if event.type == "withdrawn":
            withdrawn_on = withdrawn_on or event.date
        elif withdrawn_on is not None and event.type in TAKEN_UP_AGAIN:
            if event.type == "complaint_received" and event.date > withdrawn_on:
                found.append(tuple(start))
                start, leading_up = leading_up, []
            withdrawn_on = None
            start += leading_up
            leading_up = []
        if withdrawn_on is not None and event.type in _LEADING_UP:
            leading_up.append(event)
        else:
            start.append(event)
    return (*found, tuple(start + leading_up))
