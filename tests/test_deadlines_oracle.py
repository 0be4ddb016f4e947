"""The four main deadlines against an oracle that counts day by day on a calendar of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from code_engine.case.model import Case
from code_engine.evaluation.evaluation import Evaluation, Finding, Label, Status
from event_sequences import CODE, course_of_a_complaint, on, shared_engine
from naive_deadlines import Duty, Oracle, end_of_limit, is_working_day, working_days_between, working_days_late

Data = dict[str, Any]
slow_to_draw = (HealthCheck.too_slow, HealthCheck.data_too_large)


def evaluated(data: Data, as_of: date, counting: str = "day-0") -> Evaluation:
    return shared_engine().evaluate(Case.model_validate(data), as_of=as_of, counting=counting, ruleset=CODE)


def duties(data: Data, as_of: date, counting: str) -> dict[str, Duty]:
    oracle = Oracle(data, as_of, counting)
    return {
        "stage-1-acknowledged-in-time": oracle.acknowledged(1),
        "stage-1-response-in-time": oracle.responded(1),
        "stage-2-acknowledged-in-time": oracle.acknowledged(2),
        "stage-2-response-in-time": oracle.responded(2),
    }


def agrees(finding: Finding, duty: Duty, as_of: date) -> None:
    """The finding says of the duty what the oracle says, in status, dates and days."""
    assert (finding.status.value, finding.due_on, finding.done_on) == (duty.status, duty.due, duty.done)
    assert (Label.MET_WITH_EXTENSION in finding.labels) is duty.extended
    assert duty.due is not None or finding.status is Status.NOT_APPLICABLE
    if finding.status is Status.BREACHED and duty.due is not None:
        assert finding.working_days_late == working_days_late(duty.due, duty.done or as_of)
    if finding.status is Status.PENDING and duty.due is not None:
        assert finding.working_days_left == working_days_between(as_of, duty.due)
    assert finding.status is not Status.MET or finding.working_days_late == 0


@settings(max_examples=500, deadline=None, suppress_health_check=slow_to_draw)
@given(course_of_a_complaint(), st.integers(0, 150), st.sampled_from(["day-0", "day-0", "inclusive"]))
def test_status_dates_and_days_late_are_those_of_counting_day_by_day(data: Data, days: int, counting: str) -> None:
    as_of = date.fromisoformat(data["events"][0]["date"]) + timedelta(days=days)
    evaluation = evaluated(data, as_of, counting)
    for rule, duty in duties(data, as_of, counting).items():
        agrees(evaluation.finding(rule), duty, as_of)


@settings(max_examples=250, deadline=None, suppress_health_check=slow_to_draw)
@given(course_of_a_complaint(), st.integers(0, 60), st.integers(0, 60))
def test_a_withdrawal_ends_what_is_not_due_and_excuses_nothing_that_is_overdue(
    data: Data, withdrawn: int, days: int
) -> None:
    start = date.fromisoformat(data["events"][0]["date"])
    ended = {"type": "withdrawn", "date": on(start, withdrawn)}
    # What is done after a withdrawal would take the complaint up again; that is told elsewhere.
    before = [event for event in data["events"] if event["date"] < ended["date"]]
    assume(before)
    data = data | {"events": [*before, ended]}
    as_of = start + timedelta(days=withdrawn + days)
    evaluation = evaluated(data, as_of)
    for rule, duty in duties(data, as_of, "day-0").items():
        finding = evaluation.finding(rule)
        assert finding.status.value == duty.status
        assert not finding.outstanding


@settings(max_examples=250, deadline=None, suppress_health_check=slow_to_draw)
@given(course_of_a_complaint(), st.integers(0, 150))
def test_within_one_day_says_that_the_two_ways_of_counting_disagree(data: Data, days: int) -> None:
    as_of = date.fromisoformat(data["events"][0]["date"]) + timedelta(days=days)
    one, other = evaluated(data, as_of), evaluated(data, as_of, "inclusive")
    for rule in duties(data, as_of, "day-0"):
        first, second = one.finding(rule), other.finding(rule)
        flips = first.status is not second.status
        assert (Label.WITHIN_ONE_DAY in first.labels) is flips
        assert (Label.WITHIN_ONE_DAY in second.labels) is flips


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2032, 12, 31)), st.integers(1, 30))
def test_counting_inclusively_ends_a_limit_one_working_day_earlier_only_from_a_working_day(
    start: date, limit: int
) -> None:
    inclusive, from_day_0 = end_of_limit(start, limit, "inclusive"), end_of_limit(start, limit)
    data = {
        "reference": "T11-2025-0007",
        "landlord": "code-only",
        "events": [{"type": "complaint_received", "date": start.isoformat()}],
    }
    as_of = start
    due = {
        counting: evaluated(data, as_of, counting).finding("stage-1-acknowledged-in-time").due_on
        for counting in ("day-0", "inclusive")
    }
    assert due == {"day-0": end_of_limit(start, 5), "inclusive": end_of_limit(start, 5, "inclusive")}
    assert working_days_between(inclusive, from_day_0) == (1 if is_working_day(start) else 0)


@pytest.mark.parametrize("limit", [5, 10, 20])
def test_the_oracle_itself_knows_the_christmas_of_2024(limit: int) -> None:
    expected = {5: date(2024, 12, 31), 10: date(2025, 1, 8), 20: date(2025, 1, 22)}
    assert end_of_limit(date(2024, 12, 20), limit) == expected[limit]
