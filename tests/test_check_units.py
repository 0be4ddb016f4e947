"""Calendar days in a landlord's own policy, where the Code counts working days, are told with their place."""

from __future__ import annotations

from code_engine.checks.units import unit_problems
from policy_building import draft, shipped_code

CALENDAR = """\
clauses:
  "4":
    text: We answer within fourteen days.
    settings:
      stage_1.respond: {value: 14, unit: calendar_days}
"""


def problems(text: str) -> list[str]:
    """What the check says about a policy."""
    return [str(problem) for problem in unit_problems([draft(text)], [shipped_code()])]


def test_a_setting_in_calendar_days_is_told_with_its_place_the_provision_and_what_to_do() -> None:
    (problem,) = problems(CALENDAR)
    assert problem.startswith("draft.yaml:5:42: the setting `stage_1.respond` is counted in calendar days")
    assert "provision 6.3 of the Code counts working days" in problem
    assert "`unit: working_days`" in problem
    assert "`departures:` of 6.3" in problem


def test_working_days_are_no_problem() -> None:
    assert problems(CALENDAR.replace("calendar_days", "working_days")) == []


def test_a_departure_that_is_admitted_is_no_problem() -> None:
    admitted = "departures:\n  '6.3': {reason: Our system counts so., complies_from: 2027-01-01}\n"
    assert problems(CALENDAR + admitted) == []


def test_a_departure_at_another_provision_admits_nothing() -> None:
    assert len(problems(CALENDAR + "departures:\n  '6.2': {reason: Our system counts so.}\n")) == 1


def test_the_times_to_define_and_to_log_are_limited_by_the_time_to_acknowledge() -> None:
    text = (
        "settings:\n  stage_1.scope: {value: 5, unit: calendar_days}\n  stage_2.log: {value: 5, unit: calendar_days}\n"
    )
    first, second = problems(text)
    assert "provision 6.2" in first
    assert "provision 6.11" in second


def test_a_time_the_code_does_not_give_may_be_in_calendar_days() -> None:
    wait = "settings: {ombudsman.wait: {value: 56, unit: calendar_days}}"
    limit = "settings: {escalation.time_limit: {value: 28, unit: calendar_days}}"
    assert problems(wait) == problems(limit) == []


def test_a_policy_that_was_over_before_the_code_began_is_left_as_it_was() -> None:
    over = CALENDAR + "policy: {in_force: {to: 2021-03-31}}\n"
    assert problems(over) == []


def test_a_policy_of_several_landlords_is_told_once() -> None:
    assert len(list(unit_problems([draft(CALENDAR), draft(CALENDAR)], [shipped_code()]))) == 1
