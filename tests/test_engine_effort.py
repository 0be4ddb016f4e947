"""How the work of an evaluation grows with the length of a case: counted in calls of functions, not in seconds."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from types import FrameType
from typing import Any

import pytest

from case_building import a_case, event
from code_engine.case.model import Case
from event_sequences import CODE, shared_engine

RECEIVED = date(2025, 6, 2)


def a_long_case(kinds: tuple[str, ...], length: int, **details: Any) -> Case:
    """A complaint with many events of these kinds, of which nothing is known but the day."""
    events = [
        event(kinds[number % len(kinds)], (RECEIVED + timedelta(days=1 + number % 200)).isoformat(), **details)
        for number in range(length)
    ]
    return a_case(event("complaint_received", RECEIVED.isoformat()), *events, record="partial")


def calls_for(case: Case) -> int:
    """How many functions of Python one evaluation calls."""
    found = 0

    def count(_frame: FrameType, what: str, _argument: object) -> None:
        nonlocal found
        found += what == "call"

    sys.setprofile(count)
    try:
        shared_engine().evaluate(case, as_of=date(2026, 3, 1), ruleset=CODE)
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize(
    ("kinds", "details"),
    [
        (("extension_notified",), {"stage": 1}),
        (("extension_notified", "response_issued"), {"stage": 2}),
        (("remedy_offered", "remedy_completed"), {}),
        (("action_agreed", "update_sent"), {}),
        (("restriction_imposed", "restriction_reviewed"), {}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_four_times_the_events_are_not_much_more_than_four_times_the_work(
    kinds: tuple[str, ...], details: dict[str, Any]
) -> None:
    shared_engine().evaluate(a_long_case(kinds, 4, **details), as_of=date(2026, 3, 1), ruleset=CODE)
    few, many = (calls_for(a_long_case(kinds, length, **details)) for length in (60, 240))
    assert few < many < 6 * few
