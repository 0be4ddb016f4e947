"""Many random cases from a seed, fast: for holding the columnar rules against the engine on thousands of cases.

Hypothesis finds small counterexamples; this finds rare ones by sheer number. Every case goes through the front door.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, Final, get_args, get_origin

from code_engine.case.declarations import DetailKind, detail_kind
from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case

Data = dict[str, Any]

PARTS: Final = ["stage", "definition", "decision", "reasons", "remedy", "outstanding_actions", "escalation"]
WORDS: Final = ["", "a", "b", "out_of_time", "legal_proceedings", "previously_considered", "stage_2", "ombudsman"]
PEOPLE: Final = ["A. Handler", "B. Reviewer", "C. Senior", ""]
_BY_HAND: Final = {"type", "date", "stage", "id", "corrects", "recorded_on", "note"}
_TYPES: Final = sorted(EVENT_TYPES)


def random_cases(seed: int, count: int, questions: list[str], landlords: list[str]) -> Iterator[tuple[Case, date]]:
    """So many valid cases, each with the day it is looked at."""
    chance = Random(seed)
    for place in range(count):
        start = date(2024, 4, 1) + timedelta(days=chance.randrange(900))
        events = chance.choice([_any_events, _course, _course_and_more])(chance, start)
        # Seldom anything but a complete record: the others are left to the engine anyway.
        record = "partial" if chance.random() < 0.02 else "complete"
        asked = chance.sample(questions, chance.choice([0, 0, 1, 3]))
        data: Data = {
            "reference": f"R-{seed}-{place}",
            "landlord": chance.choice(landlords),
            "record": record,
            "events": events,
            "resident": {
                "vulnerable": chance.choice([None, True, False]),
                "disabilities_disclosed": chance.choice([None, [], ["hearing"]]),
                "adjustments_requested": chance.choice([None, [], ["large print"]]),
            },
            "representative": chance.choice([None, None, {"name": ""}, {"name": "B. Friend"}, {}]),
            "matter": {
                "category": "repairs",
                "occurred_on": _maybe(chance, start, -500, 10),
                "became_aware_on": _maybe(chance, start, -500, 10),
            },
            "answers": {key: _answer(chance, start) for key in asked},
        }
        as_of = start + timedelta(days=chance.choice([0, 3, 8, 20, 60, 200, chance.randrange(300)]))
        as_of = max(as_of, min(_seen_from(event) for event in events))
        yield Case.model_validate(data), as_of


def _seen_from(event: Data) -> date:
    return max(date.fromisoformat(event[name]) for name in ("date", "recorded_on") if name in event)


def _day(chance: Random, start: date, first: int, last: int) -> str:
    return (start + timedelta(days=chance.randint(first, last))).isoformat()


def _maybe(chance: Random, start: date, first: int, last: int) -> str | None:
    return None if chance.random() < 0.4 else _day(chance, start, first, last)


def _answer(chance: Random, start: date) -> Data:
    return {"value": chance.random() < 0.5, "date": _maybe(chance, start, 0, 60)}


def _words(annotation: Any, name: str) -> list[str]:
    found: list[Any] = [annotation]
    while found:
        current = found.pop()
        if get_origin(current) is not None and all(isinstance(each, str) for each in get_args(current)):
            return list(get_args(current))
        found += get_args(current)
    return PEOPLE if name in ("person", "considered_by") else WORDS


_FIELDS: Final = {
    event_type: {
        name: (detail_kind(info.annotation), _words(info.annotation, name))
        for name, info in EVENT_TYPES[event_type].model_fields.items()
        if name not in _BY_HAND
    }
    for event_type in _TYPES
}


def _detail(chance: Random, start: date, kind: DetailKind, words: list[str]) -> Any:
    match kind:
        case DetailKind.FLAG:
            return chance.random() < 0.6
        case DetailKind.NUMBER:
            return chance.choice([0, 1, 2])
        case DetailKind.DATE:
            return "" if chance.random() < 0.1 else _day(chance, start, -5, 80)
        case DetailKind.DATES:
            return [_day(chance, start, 0, 60) for _ in range(chance.choice([0, 1, 2, 3]))]
        case DetailKind.TEXTS:
            if words == PARTS:
                return PARTS if chance.random() < 0.4 else chance.sample(PARTS, chance.randrange(8))
            return [chance.choice(words) for _ in range(chance.randrange(3))]
    return chance.choice(words)


def _event(chance: Random, start: date, event_type: str, day: str, **given: Any) -> Data:
    """An event with some of its details; given details stand."""
    made: Data = {"type": event_type, "date": day}
    fields = _FIELDS[event_type]
    share = chance.choice([0.0, 0.3, 0.6, 1.0])
    for name, (kind, words) in fields.items():
        if chance.random() < share:
            made[name] = _detail(chance, start, kind, words)
    if EVENT_TYPES[event_type].model_fields["stage"].is_required() or chance.random() < 0.4:
        made["stage"] = chance.choice([1, 1, 2])
    if chance.random() < 0.05:
        made["recorded_on"] = _day(chance, start, 0, 90)
    return made | given


def _any_events(chance: Random, start: date) -> list[Data]:
    return [
        _event(chance, start, chance.choice(_TYPES), _day(chance, start, 0, chance.choice([10, 40, 90])))
        for _ in range(chance.randint(1, 12))
    ]


def _course(chance: Random, start: date) -> list[Data]:
    """A complaint as it may go: steps near their limits, some left out, some twice."""
    events = [_event(chance, start, "complaint_received", start.isoformat())]
    events += _stage(chance, start, start, 1, 10)
    if chance.random() < 0.6:
        asked = start + timedelta(days=chance.randrange(60))
        events.append(_event(chance, start, "escalation_requested", asked.isoformat()))
        events += _stage(chance, start, asked, 2, 20)
    return events


def _stage(chance: Random, start: date, begun: date, stage: int, limit: int) -> list[Data]:
    events: list[Data] = []

    def add(event_type: str, times: list[int], last: int) -> None:
        events.extend(
            _event(chance, start, event_type, _day(chance, begun, 0, last), stage=stage)
            for _ in range(chance.choice(times))
        )

    for event_type in ("acknowledged", "defined", "logged"):
        add(event_type, [0, 1, 1, 1, 2], 12)
    add("triaged", [0, 0, 1], 8)
    add("assigned", [0, 1, 1, 2], 15)
    add("extension_notified", [0, 0, 1, 2, 3, 5], 4 * limit)
    add("update_interval_agreed", [0, 0, 0, 1, 2], 3 * limit)
    add("update_sent", [0, 0, 1, 3], 4 * limit)
    add("response_issued", [0, 1, 1, 2], 4 * limit)
    for event in events:
        if event["type"] == "extension_notified" and chance.random() < 0.7:
            event |= {"reasons": "The surveyor comes on Monday.", "ombudsman_contact_given": True}
            event["new_due_on"] = _day(chance, date.fromisoformat(event["date"]), -2, 2 * limit)
    return events


def _course_and_more(chance: Random, start: date) -> list[Data]:
    """The same with anything else strewn in: endings, refusals, remedies, contacts."""
    strewn = ["withdrawn", "refused", "escalation_refused", "accepted", "ombudsman_directed", "closed", *_TYPES]
    more = [
        _event(chance, start, chance.choice(strewn), _day(chance, start, 0, 120)) for _ in range(chance.randint(1, 6))
    ]
    events = _course(chance, start) + more
    chance.shuffle(events)
    if len(events) > 1 and chance.random() < 0.1:
        events[0]["id"] = "first"
        events[-1] |= {"corrects": "first", "recorded_on": _day(chance, start, 0, 60)}
    return events
