"""Random cases for the tests of the whole engine: any events at all, and the course a complaint may take.

Both come as plain data, as they stand in a case file, so that every case goes through the front door.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_origin

from hypothesis import strategies as st

from code_engine.case.declarations import DetailKind, detail_kind
from code_engine.case.events import EVENT_TYPES
from code_engine.engine import Engine
from code_engine.ruleset.rules import JudgementBody

Data = dict[str, Any]
Draw = st.DrawFn

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = "housing-ombudsman-code@2024-04-01"
FIRST: Final = date(2023, 1, 1)
LAST: Final = date(2028, 12, 31)
PARTS: Final = ["stage", "definition", "decision", "reasons", "remedy", "outstanding_actions", "escalation"]
PEOPLE: Final = ["A. Handler", "B. Reviewer", "C. Senior"]
MAIN_RULES: Final = (
    "stage-1-acknowledged-in-time",
    "stage-1-response-in-time",
    "stage-2-acknowledged-in-time",
    "stage-2-response-in-time",
)

_GIVEN_BY_HAND = frozenset({"type", "date", "stage", "id", "corrects", "recorded_on"})


@cache
def shared_engine() -> Engine:
    """One engine for all tests that only read it: the shipped ruleset and the installed landlords."""
    return Engine.from_plugins(strict=True)


@cache
def question_keys() -> tuple[str, ...]:
    """The keys under which people may answer questions of judgement."""
    rules = [rule for ruleset in shared_engine().catalogue for rule in ruleset.rules()]
    return tuple(sorted({rule.body.id for rule in rules if isinstance(rule.body, JudgementBody)}))


def iso_days(first: date = FIRST, last: date = LAST) -> st.SearchStrategy[str]:
    """Days as a case file has them."""
    return st.dates(first, last).map(datetime.date.isoformat)


@cache
def _words(annotation: Any) -> st.SearchStrategy[str]:
    """The words a literal allows, or a few short ones, so that ids and grounds meet."""
    found: list[Any] = [annotation]
    while found:
        current = found.pop()
        if get_origin(current) is not None and all(isinstance(arg, str) for arg in get_args(current)):
            return st.sampled_from(get_args(current))
        found += get_args(current)
    return st.sampled_from(["", "a", "b", "out_of_time", "legal_proceedings", *PARTS[:2], *PEOPLE[:2]])


def _detail(draw: Draw, annotation: Any, days: st.SearchStrategy[str]) -> Any:
    kind = detail_kind(annotation)
    if kind is DetailKind.FLAG:
        return draw(st.booleans())
    if kind is DetailKind.NUMBER:
        return draw(st.integers(1, 2))
    if kind is DetailKind.DATE:
        return draw(days)
    if kind is DetailKind.DATES:
        return draw(st.lists(days, max_size=2))
    if kind is DetailKind.TEXTS:
        return draw(st.lists(_words(annotation), max_size=3))
    return draw(_words(annotation))


@st.composite
def any_event(draw: Draw, days: st.SearchStrategy[str]) -> Data:
    """A valid event of any type on one of the days, with some of its details."""
    event_type = draw(st.sampled_from(sorted(EVENT_TYPES)))
    fields = EVENT_TYPES[event_type].model_fields
    made: Data = {"type": event_type, "date": draw(days)}
    if fields["stage"].is_required() or draw(st.booleans()):
        made["stage"] = draw(st.integers(1, 2))
    if draw(st.integers(0, 9)) == 0:
        made["recorded_on"] = draw(days)
    names = sorted(set(fields) - _GIVEN_BY_HAND)
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=4)):
        made[name] = _detail(draw, fields[name].annotation, days)
    return made


@st.composite
def any_case(draw: Draw) -> Data:
    """A valid case of events in any order: both kinds of record, corrections, withdrawals, answers."""
    start = draw(st.dates(FIRST, LAST - timedelta(days=90)))
    near, wide = iso_days(start, start + timedelta(days=90)), iso_days()
    days = draw(st.sampled_from([near, near, near, wide]))
    events = draw(st.lists(any_event(days), min_size=1, max_size=12))
    _correct_some(draw, events, days)
    keys = draw(st.lists(st.sampled_from(question_keys()), unique=True, max_size=3))
    return {
        "reference": "T11-2025-0007",
        "landlord": draw(st.sampled_from(["code-only", "twenty11", "red_kite"])),
        "record": draw(st.sampled_from(["complete", "partial"])),
        "absent": draw(st.lists(st.sampled_from(sorted(EVENT_TYPES)), unique=True, max_size=4)),
        "resident": {"name": "Sam Example", "vulnerable": draw(st.sampled_from([None, True, False]))},
        "matter": {"category": "repairs", "occurred_on": draw(st.none() | days)},
        "answers": {key: {"value": draw(st.booleans()), "date": draw(st.none() | days)} for key in keys},
        "events": events,
    }


def _correct_some(draw: Draw, events: list[Data], days: st.SearchStrategy[str]) -> None:
    """Let a later entry of the file correct an earlier one, now and then."""
    if len(events) > 1 and draw(st.integers(0, 3)) == 0:
        events[0]["id"] = "first"
        events[-1] |= {"corrects": "first", "recorded_on": draw(days)}


def on(start: date, days: int) -> str:
    """A day so many days after another, as a case file has it."""
    return (start + timedelta(days=days)).isoformat()


@st.composite
def course_of_a_complaint(draw: Draw, first: date = date(2024, 4, 1), last: date = LAST) -> Data:
    """A complete record of a complaint as it may go: steps near their limits, some left out, some repeated.

    Every detail that a deadline reads is there, so that nothing about deadlines is unknown.
    """
    start = draw(st.dates(first, last))
    events: list[Data] = [{"type": "complaint_received", "date": start.isoformat()}]
    events += _stage(draw, 1, start, limit=10)
    if draw(st.booleans()):
        asked = start + timedelta(days=draw(st.integers(0, 60)))
        events.append({"type": "escalation_requested", "date": asked.isoformat(), "stage": 2})
        events += _stage(draw, 2, asked, limit=20)
    return {"reference": "T11-2025-0007", "landlord": "code-only", "record": "complete", "events": events}


def _stage(draw: Draw, stage: int, start: date, limit: int) -> list[Data]:
    """What is done at one stage, on days around the limits."""
    events: list[Data] = []
    for event_type in ("acknowledged", "defined", "logged"):
        days = [draw(st.integers(0, 14)) for _ in range(draw(st.sampled_from([0, 1, 1, 1, 1, 2])))]
        events += ({"type": event_type, "stage": stage, "date": on(start, days_on)} for days_on in days)
    for event in events:
        if event["type"] == "acknowledged":
            event["automatic"] = draw(st.sampled_from([False, False, False, True]))
    notices = draw(st.sampled_from([0, 0, 1, 1, 2, 3]))
    events += [notice_of_extension(draw, stage, start, limit) for _ in range(notices)]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
        sent = on(start, draw(st.integers(0, 5 * limit)))
        written = draw(st.sampled_from([True, True, True, False]))
        events.append({"type": "response_issued", "stage": stage, "date": sent, "written": written})
    return events


def notice_of_extension(draw: Draw, stage: int, start: date, limit: int) -> Data:
    """A notice of extension, good or bad, with every detail that decides whether it counts."""
    sent = draw(st.integers(0, 4 * limit))
    return {
        "type": "extension_notified",
        "stage": stage,
        "date": on(start, sent),
        "new_due_on": on(start, sent + draw(st.integers(-3, 3 * limit))),
        "reasons": draw(st.sampled_from(["The surveyor comes on Monday.", "The surveyor comes on Monday.", ""])),
        "ombudsman_contact_given": draw(st.sampled_from([True, True, True, False])),
        "good_reason_over_cap": draw(st.sampled_from(["", "", "The report comes from outside."])),
    }


@st.composite
def with_endings(draw: Draw, data: Data) -> Data:
    """The same complaint with withdrawals, refusals, directions and new starts strewn in."""
    start = date.fromisoformat(data["events"][0]["date"])
    endings: Sequence[Data] = (
        {"type": "withdrawn"},
        {"type": "refused", "ground": "out_of_time"},
        {"type": "escalation_refused", "ground": "previously_considered"},
        {"type": "accepted"},
        {"type": "ombudsman_directed", "to_accept": True},
        {"type": "complaint_received"},
        {"type": "escalation_requested", "stage": 2},
        {"type": "closed"},
    )
    chosen = draw(st.lists(st.sampled_from(endings), min_size=1, max_size=4))
    strewn = [ending | {"date": on(start, draw(st.integers(0, 120)))} for ending in chosen]
    return data | {"events": [*data["events"], *strewn]}


def holding_together(data: Data) -> Data:
    """The same case with a receipt before everything else, and a request before the first thing about stage 2.

    Events drawn at random may contradict each other: acknowledged before it was received, say. What holds of a
    complaint's course is tested on cases that could be true.
    """
    events = data["events"]
    first = min(event["date"] for event in events)
    started = [{"type": "complaint_received", "date": first}]
    later = [
        event["date"]
        for event in events
        if event.get("stage") == 2 or event["type"] in ("escalation_refused", "escalation_requested")
    ]
    if later:
        started.append({"type": "escalation_requested", "date": min(later)})
    return data | {"events": [*started, *events]}
