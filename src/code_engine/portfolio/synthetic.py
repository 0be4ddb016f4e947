"""A year of invented complaints for trying things out and for measuring speed: as uneven as a real one, and seeded.

Every case is drawn from a generator of its own, so that the thousandth is the same whether or not the others are
made. Nobody in it exists. What is drawn how often is written down in docs/portfolio.md; none of it is a statistic of
any landlord.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from code_engine.calendar import DAY_0, WorkingCalendar, england

Event = dict[str, Any]

BY_MONTH: Final = (12, 10, 9, 8, 7, 6, 6, 6, 7, 9, 11, 9)
"""How often complaints come in January to December: more in winter, when things leak and freeze."""

CATEGORIES: Final = (
    ("repairs", 42),
    ("damp_and_mould", 14),
    ("staff_and_service", 12),
    ("antisocial_behaviour", 10),
    ("service_charges", 8),
    ("planned_works", 6),
    ("lettings", 4),
    ("grounds_and_cleaning", 4),
)
_GROUNDS = (("out_of_time", 4), ("legal_proceedings", 2), ("previously_considered", 3), ("insurance claim", 1))
_PARTS = ("stage", "definition", "decision", "reasons", "remedy", "outstanding_actions", "escalation")
_HANDLERS = ("A. Handler", "B. Handler", "C. Handler", "D. Handler", "E. Handler")
_REVIEWERS = ("V. Reviewer", "W. Reviewer", "X. Reviewer")
_CHANNELS = (("telephone", 40), ("email", 35), ("online", 15), ("letter", 6), ("in_person", 4))


@dataclass(frozen=True, slots=True)
class SyntheticYear:
    """What to draw: complaints received in these days, of these landlords in turn by chance."""

    first: date
    last: date
    landlords: Sequence[str]
    seed: int


def synthetic_cases(number: int, year: SyntheticYear) -> Iterator[dict[str, Any]]:
    """So many cases as they stand in case files, in the order of their references."""
    for place in range(1, number + 1):
        yield synthetic_case(place, year)


def synthetic_case(place: int, year: SyntheticYear) -> dict[str, Any]:
    """The case of that number."""
    draw = Random(f"{year.seed}/{place}")
    received = _received(draw, year)
    handler = draw.choice(_HANDLERS)
    events = list(_events(draw, received, handler, england()))
    category = _weighted(draw, CATEGORIES)
    case: dict[str, Any] = {
        "reference": f"S-{year.first.year}-{place:07}",
        "landlord": draw.choice(list(year.landlords)),
        "handler": handler,
        "matter": {
            "category": category,
            "occurred_on": (received - timedelta(days=draw.randrange(5, 200))).isoformat(),
        },
        "events": events,
    }
    if draw.random() < 0.9:
        case["resident"] = {"vulnerable": draw.random() < 0.22}
    return case


def _received(draw: Random, year: SyntheticYear) -> date:
    """A day of the period; a day of a busy month, or a working day, is likelier than another."""
    calendar = england()
    days = (year.last - year.first).days + 1
    while True:
        day = year.first + timedelta(days=draw.randrange(days))
        weight = BY_MONTH[day.month - 1] * (1.0 if calendar.is_working_day(day.toordinal()) else 0.15)
        if draw.random() * max(BY_MONTH) < weight:
            return day


def _events(draw: Random, received: date, handler: str, calendar: WorkingCalendar) -> Iterator[Event]:
    yield _event("complaint_received", received, channel=_weighted(draw, _CHANNELS))
    if draw.random() < 0.03:
        yield _refusal(draw, "refused", _after(calendar, received, draw.randrange(1, 8)))
        return
    acknowledged = _after(calendar, received, _days(draw, usual=(1, 5), late=(6, 12), share_late=0.09))
    if draw.random() < 0.03:
        yield _event("withdrawn", acknowledged, by="resident")
        return
    yield from _opening(draw, 1, received, acknowledged, calendar)
    answered = yield from _answer(draw, 1, acknowledged, handler, calendar)
    if answered is None or draw.random() > 0.16:
        yield from _end(draw, answered, calendar)
        return
    asked = answered + timedelta(days=draw.randrange(1, 40))
    yield _event("escalation_requested", asked, channel=_weighted(draw, _CHANNELS))
    if draw.random() < 0.02:
        yield _refusal(draw, "escalation_refused", _after(calendar, asked, draw.randrange(1, 6)))
        return
    acknowledged = _after(calendar, asked, _days(draw, usual=(1, 5), late=(6, 10), share_late=0.12))
    yield from _opening(draw, 2, asked, acknowledged, calendar)
    answered = yield from _answer(draw, 2, acknowledged, draw.choice(_REVIEWERS), calendar)
    yield from _end(draw, answered, calendar)


def _opening(draw: Random, stage: int, asked: date, acknowledged: date, calendar: WorkingCalendar) -> Iterator[Event]:
    """Logged, acknowledged and defined; now and then one of them is lost."""
    yield _event("logged", _after(calendar, asked, draw.randrange(0, 3)), stage=stage)
    if draw.random() > 0.02:
        yield _event("acknowledged", acknowledged, stage=stage, responsibility_stated=draw.random() < 0.9)
    if draw.random() > 0.06:
        defined = _after(calendar, acknowledged, draw.choice((0, 0, 0, 1, 2)))
        yield _event("defined", defined, stage=stage, understanding="As told", outcomes_sought="Put right")


def _answer(
    draw: Random, stage: int, acknowledged: date, person: str, calendar: WorkingCalendar
) -> Generator[Event, None, date | None]:
    """The response, late or extended or lost; the day it went out comes back."""
    limit = 10 * stage
    due = _after(calendar, acknowledged, limit)
    kind = _weighted(draw, (("in time", 70), ("extended", 15), ("late", 11), ("lost", 4)))
    if kind == "lost":
        return None
    sent = _after(calendar, acknowledged, draw.randrange(max(2, limit - 7), limit + 1))
    if kind == "late":
        sent = _after(calendar, due, 1 + int(draw.expovariate(1 / 8)))
    if kind == "extended":
        told = _after(calendar, due, draw.choice((-3, -2, -1, -1, 0, 0, 0, 2)))
        until = _after(calendar, due, draw.choice((5, 10, 10, limit, limit + 5)))
        details = {"reasons": "Waiting for a survey"} if draw.random() > 0.1 else {}
        given = draw.random() > 0.15
        yield _event(
            "extension_notified",
            told,
            stage=stage,
            new_due_on=until.isoformat(),
            ombudsman_contact_given=given,
            **details,
        )
        sent = _after(calendar, until, draw.choice((-4, -2, -1, 0, 0, 0, 3)))
    parts = [part for part in _PARTS if draw.random() > 0.02]
    decision = _weighted(draw, (("upheld", 45), ("partly_upheld", 25), ("not_upheld", 30)))
    yield _event(
        "response_issued",
        sent,
        stage=stage,
        written=True,
        contains=parts,
        decision=decision,
        considered_by=[person],
        ombudsman_information_included=draw.random() < 0.95,
    )
    return sent


def _end(draw: Random, answered: date | None, calendar: WorkingCalendar) -> Iterator[Event]:
    if answered is None:
        return
    if draw.random() < 0.55:
        day = _after(calendar, answered, draw.randrange(1, 15))
        yield _event(
            "learning_considered", day, beyond_this_case=True, outcome="none" if draw.random() < 0.6 else "Reviewed"
        )
    if draw.random() < 0.8:
        yield _event("closed", _after(calendar, answered, draw.randrange(5, 30)), because="answered")


def _refusal(draw: Random, kind: str, day: date) -> Event:
    sent = draw.random() < 0.8
    ground = _weighted(draw, _GROUNDS)
    return _event(kind, day, ground=ground, reasons_sent=sent, ombudsman_right_sent=sent, evidence=["letter"])


def _event(kind: str, day: date, **details: Any) -> Event:
    return {"type": kind, "date": day.isoformat(), **details}


def _days(draw: Random, usual: tuple[int, int], late: tuple[int, int], share_late: float) -> int:
    low, high = late if draw.random() < share_late else usual
    return draw.randrange(low, high + 1)


def _after(calendar: WorkingCalendar, day: date, days: int) -> date:
    """The day so many working days later, the next working day for none, or a working day a few days before."""
    number = day.toordinal()
    if days < 0:
        earlier = number + days
        while not calendar.is_working_day(earlier):
            earlier -= 1
        return date.fromordinal(earlier)
    return date.fromordinal(calendar.due(calendar.next_working_day(number), days, DAY_0))


def _weighted(draw: Random, options: Sequence[tuple[str, int]]) -> str:
    return draw.choices([name for name, _ in options], [weight for _, weight in options])[0]
