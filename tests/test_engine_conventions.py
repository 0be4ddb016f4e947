"""Both ways of counting: a verdict that differs between them says so, and no other does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from code_engine import load_case
from code_engine.evaluation.evaluation import Label, Status
from event_sequences import shared_engine

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.yaml"))
DEFINITE = {Status.MET, Status.BREACHED, Status.PENDING}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_within_one_day_stands_where_the_two_conventions_disagree(path: Path) -> None:
    case, engine = load_case(path), shared_engine()
    first = min(event.date for event in case.events)
    for days in range(0, 60, 3):
        as_of = first + timedelta(days=days)
        if not any((event.recorded_on or event.date) <= as_of for event in case.events):
            continue
        here = engine.evaluate(case, as_of=as_of, counting="day-0")
        there = engine.evaluate(case, as_of=as_of, counting="inclusive")
        for one, other in zip(here.findings, there.findings, strict=True):
            if {one.status, other.status} <= DEFINITE:
                disagree = one.status is not other.status
                assert (Label.WITHIN_ONE_DAY in one.labels) is disagree, (one.rule, as_of)


def test_a_definition_still_to_come_on_its_last_day_would_be_late_by_the_other_count() -> None:
    case = load_case(next(path for path in EXAMPLES if path.stem == "late-stage-1"))
    finding = shared_engine().evaluate(case, as_of=date(2025, 6, 10)).finding("definition-complete-stage-1")
    assert finding.status is Status.PENDING
    assert finding.labels == (Label.WITHIN_ONE_DAY,)
