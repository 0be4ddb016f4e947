"""What an explanation says: how days were counted, what each notice came to, which questions are open."""

from __future__ import annotations

from datetime import date

import pytest

from case_building import a_case, event
from code_engine.calendar import Counting, england
from code_engine.case.model import Case
from code_engine.errors import RulesetError
from code_engine.evaluation.counting_words import counted_days
from code_engine.evaluation.explanation import ConditionExplained, Explanation, RuleExplained
from event_sequences import shared_engine

RECEIVED = event("complaint_received", "2025-12-22")
ACKNOWLEDGED = event("acknowledged", "2025-12-23", stage=1)


def explained(case: Case, provision: str, as_of: str = "2026-02-01", counting: str = "day-0") -> Explanation:
    return shared_engine().explain(case, provision, as_of=date.fromisoformat(as_of), counting=counting)


def rule_of(explanation: Explanation, rule: str) -> RuleExplained:
    return next(each for each in explanation.rules if each.finding.rule == rule)


def test_the_days_of_a_limit_over_christmas_can_be_counted_again() -> None:
    found = rule_of(explained(a_case(RECEIVED, ACKNOWLEDGED), "6.3"), "stage-1-response-in-time")
    assert found.dates == (
        "The clock starts: 23 December 2025.",
        "The limit is 10 working days (stage_1.respond).",
        "23 December 2025 is day 0; the next working day, 24 December 2025, is day 1.",
        "9 January 2026 is day 10, 10 working days on; weekends are not counted.",
        "Bank holidays not counted: 25 December 2025 (Christmas Day), 26 December 2025 (Boxing Day), "
        "1 January 2026 (New Year's Day).",
        "Due: 9 January 2026.",
        "Done: not yet done.",
    )


def test_counting_inclusively_starts_with_the_day_itself() -> None:
    found = rule_of(explained(a_case(RECEIVED, ACKNOWLEDGED), "6.3", counting="inclusive"), "stage-1-response-in-time")
    assert found.dates[2:4] == (
        "Counting is inclusive: 23 December 2025 is day 1.",
        "8 January 2026 is day 10, 10 working days on; weekends are not counted.",
    )


def test_a_limit_from_a_weekend_starts_on_the_next_working_day_either_way() -> None:
    saturday, friday = date(2025, 6, 7).toordinal(), date(2025, 6, 13).toordinal()
    first = [next(counted_days(england(), saturday, friday, counting)) for counting in Counting]
    assert first == [
        "7 June 2025 is day 0; the next working day, 9 June 2025, is day 1.",
        "Counting is inclusive: 9 June 2025 is day 1.",
    ]


def test_a_landlords_own_closure_days_are_named_where_they_were_left_out() -> None:
    closed = england().with_closures([date(2025, 12, 24), date(2025, 12, 27)], "closed at Christmas")
    lines = list(counted_days(closed, date(2025, 12, 23).toordinal(), date(2025, 12, 29).toordinal(), Counting.DAY_0))
    assert lines[0] == "23 December 2025 is day 0; the next working day, 29 December 2025, is day 1."
    assert lines[-1] == "The landlord's own closure days, not counted in its own promise: 24 December 2025."


@pytest.mark.parametrize(
    ("details", "verdict"),
    [
        ({"reasons": "Scaffolding", "ombudsman_contact_given": True}, "valid"),
        ({"reasons": "", "ombudsman_contact_given": True}, "not valid"),
        ({"reasons": "Scaffolding"}, "cannot be told"),
    ],
)
def test_each_notice_of_extension_says_what_it_came_to(details: dict[str, object], verdict: str) -> None:
    told = event("extension_notified", "2026-01-05", stage=1, new_due_on="2026-01-16", **details)
    dates = rule_of(explained(a_case(RECEIVED, ACKNOWLEDGED, told), "6.3"), "stage-1-response-in-time").dates
    assert (
        "Extension notice 1: new due date 16 January 2026; to be told by 9 January 2026, at the latest until "
        f"23 January 2026 without a good reason: {verdict}."
    ) in dates
    assert ("Due after extension: 16 January 2026." in dates) is (verdict == "valid")


def test_an_unknown_date_is_said_as_bounds_and_asked_for() -> None:
    case = a_case(RECEIVED, event("response_issued", "2026-01-12", stage=1), record="partial", absent=["withdrawn"])
    found = rule_of(explained(case, "6.3"), "stage-1-response-in-time")
    assert found.dates[0] == "The clock starts: between 22 December 2025 and 31 December 2025."
    assert "Due: between 8 January 2026 and 15 January 2026." in found.dates
    assert found.finding.missing == ("stage_1.acknowledged_on", "stage_1.extensions")
    assert found.questions[0] == "When was the stage 1 acknowledgement sent?"


def test_a_clock_that_has_not_started_is_said_so() -> None:
    case = a_case(RECEIVED, event("response_issued", "2026-01-12", stage=1))
    found = rule_of(explained(case, "7.3"), "remedy-completed")
    assert found.dates == ()
    literal = [
        reading
        for reading in rule_of(explained(case, "6.3"), "stage-1-response-in-time").finding.readings
        if reading.reading == "literal-acknowledgement"
    ]
    assert literal[0].reason == "On this reading the clock has not started."


def test_the_dates_of_each_remedy_are_told_apart() -> None:
    case = a_case(
        RECEIVED,
        event("remedy_offered", "2026-01-05", remedy="repair", by_when="2026-01-16"),
        event("remedy_offered", "2026-01-05", remedy="payment", by_when="2026-01-20"),
        event("remedy_completed", "2026-01-14", remedy="repair"),
    )
    assert rule_of(explained(case, "7.3"), "remedy-completed").dates == (
        "remedy 1: Due: 16 January 2026.",
        "remedy 1: Done: 14 January 2026.",
        "remedy 2: Due: 20 January 2026.",
        "remedy 2: Done: not yet done.",
    )


def every_part(condition: ConditionExplained) -> list[ConditionExplained]:
    return [condition, *(part for child in condition.parts for part in every_part(child))]


def test_every_condition_shows_the_facts_it_saw() -> None:
    case = a_case(RECEIVED, event("refused", "2025-12-23", ground="out_of_time", ombudsman_right_sent=False))
    found = rule_of(explained(case, "2.4"), "refusal-notice-complete")
    seen = {
        fact.name: fact.value for condition in found.conditions for part in every_part(condition) for fact in part.facts
    }
    assert seen["refusals[1].reasons_sent"] == "not known"
    assert seen["refusals[1].ombudsman_right_sent"] == "no"


def test_a_question_of_judgement_is_told_with_the_key_of_its_answer() -> None:
    case = a_case(RECEIVED, ACKNOWLEDGED, event("answer_known", "2026-01-02", stage=1))
    answered = a_case(
        RECEIVED,
        ACKNOWLEDGED,
        event("answer_known", "2026-01-02", stage=1),
        event("response_issued", "2026-01-08", stage=1),
    )
    waiting = rule_of(explained(case, "6.6", "2026-01-03"), "stage-1-response-when-known")
    asked = rule_of(explained(answered, "6.6"), "stage-1-response-when-known")
    assert [found.finding.status.value for found in (waiting, asked)] == ["pending", "undetermined"]
    assert asked.dates == (
        "A person answers: The answer was known before the stage 1 response went out. Was it sent promptly all the "
        "same? (answers: `6.6`)",
    )


def test_a_contested_question_is_set_out_with_every_reading() -> None:
    contested = explained(a_case(RECEIVED), "6.3").contested
    assert contested[0] == "On which day does the time for answering a stage begin to run?"
    assert len(contested) == 4
    assert "(this reading decides)" in contested[1]
    assert explained(a_case(RECEIVED), "6.2").contested == ()


def test_an_unknown_provision_is_told_with_a_suggestion() -> None:
    with pytest.raises(RulesetError, match=r"6\.33"):
        explained(a_case(RECEIVED), "6.33")


def test_an_explanation_reads_back_as_it_was() -> None:
    found = explained(a_case(RECEIVED, ACKNOWLEDGED), "6.3")
    assert Explanation.model_validate_json(found.to_json()) == found


def test_a_complaint_brought_again_is_explained_from_its_new_receipt() -> None:
    again = a_case(
        event("complaint_received", "2025-11-03"),
        event("withdrawn", "2025-11-05"),
        event("complaint_received", "2025-12-22"),
    )
    found = explained(again, "6.2")
    assert "The complaint was withdrawn and brought again; its clocks run from the new receipt." in found.notes
    assert rule_of(found, "stage-1-acknowledged-in-time").dates[0] == "The clock starts: 22 December 2025."
