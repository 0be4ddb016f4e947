"""Facts of the stages: first days, who considered, points, collections."""

from __future__ import annotations

import pytest

from case_building import day, event, facts_of, items
from code_engine.case.values import NEVER, Between, Items

RECEIVED = event("complaint_received", "2025-06-02")
ESCALATED = event("escalation_requested", "2025-07-10")


@pytest.mark.parametrize(
    ("event_type", "fact"),
    [
        ("acknowledged", "acknowledged"),
        ("defined", "defined"),
        ("logged", "logged"),
        ("assigned", "assigned"),
        ("response_issued", "responded"),
    ],
)
@pytest.mark.parametrize("stage", [1, 2])
def test_the_first_event_of_its_kind_at_a_stage_gives_the_day(event_type: str, fact: str, stage: int) -> None:
    facts = facts_of(
        RECEIVED,
        event(event_type, "2025-06-06", stage=stage),
        event(event_type, "2025-06-04", stage=stage),
    )
    other = 3 - stage
    assert facts[f"stage_{stage}.{fact}_on"] == day("2025-06-04")
    assert facts[f"stage_{stage}.{fact}"] is True
    assert facts[f"stage_{other}.{fact}_on"] == NEVER
    assert facts[f"stage_{other}.{fact}"] is False


def test_the_day_the_answer_was_known() -> None:
    facts = facts_of(RECEIVED, event("answer_known", "2025-06-10"), ESCALATED, event("answer_known", "2025-07-20"))
    assert facts["stage_1.answer_known_on"] == day("2025-06-10")
    assert facts["stage_2.answer_known_on"] == day("2025-07-20")


def test_an_automatic_reply_is_no_acknowledgement() -> None:
    automatic = event("acknowledged", "2025-06-02", stage=1, automatic=True)
    facts = facts_of(RECEIVED, automatic)
    assert facts["stage_1.acknowledged_on"] == NEVER
    assert facts["stage_1.acknowledged"] is False
    assert len(items(facts["stage_1.acknowledgements"])) == 1


def test_after_an_automatic_reply_the_first_acknowledgement_of_a_person_counts() -> None:
    facts = facts_of(
        RECEIVED,
        event("acknowledged", "2025-06-02", stage=1, automatic=True),
        event("acknowledged", "2025-06-05", stage=1, automatic=False),
        event("acknowledged", "2025-06-06", stage=1),
    )
    assert facts["stage_1.acknowledged_on"] == day("2025-06-05")


def test_a_spoken_response_does_not_end_a_stage() -> None:
    spoken = event("response_issued", "2025-06-10", stage=1, written=False, points_addressed=["leak"])
    facts = facts_of(RECEIVED, spoken)
    assert facts["stage_1.responded"] is False
    assert facts["stage_1.points_addressed"] == ()
    assert len(items(facts["stage_1.responses"])) == 1
    written = event("response_issued", "2025-06-12", stage=1)
    assert facts_of(RECEIVED, spoken, written)["stage_1.responded_on"] == day("2025-06-12")


def test_several_extensions_stand_in_order_and_by_stage() -> None:
    facts = facts_of(
        event("extension_notified", "2025-06-20", stage=1, new_due_on="2025-07-02"),
        event("extension_notified", "2025-06-16", stage=1, new_due_on="2025-06-25"),
        event("extension_notified", "2025-08-01", stage=2),
    )
    assert facts["stage_1.extended"] is True
    assert facts["stage_2.extended"] is True
    assert [item["new_due_on"] for item in items(facts["stage_1.extensions"])] == [
        day("2025-06-25"),
        day("2025-07-02"),
    ]
    assert [item["on"] for item in items(facts["stage_2.extensions"])] == [day("2025-08-01")]
    assert len(items(facts["extensions"])) == 3


def test_a_stage_without_an_extension_is_not_extended() -> None:
    assert facts_of(RECEIVED)["stage_1.extended"] is False


def test_a_date_left_out_is_unknown_and_an_empty_one_is_never() -> None:
    left_out = event("extension_notified", "2025-06-16", stage=1)
    facts = facts_of(left_out, left_out | {"new_due_on": ""})
    unknown, none = [item["new_due_on"] for item in items(facts["extensions"])]
    assert isinstance(unknown, Between)
    assert unknown.high == NEVER
    assert none == NEVER


def test_lists_of_days_become_their_ends() -> None:
    facts = facts_of(
        event("update_interval_agreed", "2025-06-16", next_on=["2025-06-30", "2025-06-20"]),
        event("update_interval_agreed", "2025-06-17", next_on=[]),
        event("update_interval_agreed", "2025-06-18"),
    )
    some, none, unknown = items(facts["update_agreements"])
    assert (some["next_on_first"], some["next_on_last"]) == (day("2025-06-20"), day("2025-06-30"))
    assert (none["next_on_first"], none["next_on_last"]) == (NEVER, NEVER)
    assert isinstance(unknown["next_on_last"], Between)


def test_points_of_several_definitions_are_put_together() -> None:
    facts = facts_of(
        event("defined", "2025-06-05", stage=1, points=["leak", "delay"]),
        event("defined", "2025-06-09", stage=1, points=["delay", "manners"]),
    )
    assert facts["stage_1.points_defined"] == ("leak", "delay", "manners")


def test_points_are_unknown_where_a_definition_leaves_them_out() -> None:
    facts = facts_of(event("defined", "2025-06-05", stage=1, points=["leak"]), event("defined", "2025-06-09", stage=1))
    assert facts["stage_1.points_defined"] is None


def test_no_definition_lists_no_points() -> None:
    assert facts_of(RECEIVED)["stage_1.points_defined"] == ()


def test_points_addressed_are_those_of_the_written_responses() -> None:
    facts = facts_of(event("response_issued", "2025-06-12", stage=1, points_addressed=["leak"]))
    assert facts["stage_1.points_addressed"] == ("leak",)
    assert facts["stage_2.points_addressed"] == ()
    assert facts_of(event("response_issued", "2025-06-12", stage=1))["stage_1.points_addressed"] is None


def test_who_considered_it_are_the_handlers_and_those_who_decided() -> None:
    facts = facts_of(
        event("assigned", "2025-06-03", person="A. Handler"),
        event("response_issued", "2025-06-12", stage=1, considered_by=["A. Handler", "C. Lead"]),
    )
    assert facts["stage_1.considered_by"] == ("A. Handler", "C. Lead")


def test_a_handler_with_a_conflict_who_was_replaced_did_not_consider_it() -> None:
    facts = facts_of(
        event("assigned", "2025-06-03", person="A. Handler", conflict_declared=True, measure="reassigned"),
        event("assigned", "2025-06-04", person="B. Handler"),
    )
    assert facts["stage_1.considered_by"] == ("B. Handler",)


def test_a_handler_with_a_conflict_who_stayed_did_consider_it() -> None:
    facts = facts_of(event("assigned", "2025-06-03", person="A. Handler", conflict_declared=True))
    assert facts["stage_1.considered_by"] == ("A. Handler",)


def test_a_response_that_names_nobody_is_taken_to_come_from_the_handler() -> None:
    facts = facts_of(
        event("assigned", "2025-06-03", person="A. Handler"), event("response_issued", "2025-06-12", stage=1)
    )
    assert facts["stage_1.considered_by"] == ("A. Handler",)


def test_who_considered_it_is_unknown_where_nobody_is_named() -> None:
    assert facts_of(event("response_issued", "2025-06-12", stage=1))["stage_1.considered_by"] is None
    assert facts_of(event("assigned", "2025-06-03"))["stage_1.considered_by"] is None


def test_nobody_considered_what_was_neither_assigned_nor_answered() -> None:
    assert facts_of(RECEIVED)["stage_1.considered_by"] == ()


def test_stage_1_is_reached_by_a_complaint_that_was_not_refused() -> None:
    assert facts_of(RECEIVED)["stage_1.reached"] is True
    assert facts_of(event("contact", "2025-06-02"))["stage_1.reached"] is False


def test_a_complaint_logged_and_then_refused_does_not_reach_stage_1() -> None:
    logged = event("logged", "2025-06-02", stage=1)
    assert facts_of(RECEIVED, logged, event("refused", "2025-06-03"))["stage_1.reached"] is False


def test_stage_2_is_reached_by_a_request_that_was_not_refused() -> None:
    refused = event("escalation_refused", "2025-07-12")
    assert facts_of(RECEIVED, ESCALATED)["stage_2.reached"] is True
    assert facts_of(RECEIVED)["stage_2.reached"] is False
    assert facts_of(RECEIVED, ESCALATED, refused)["stage_2.reached"] is False


def test_stage_2_is_reached_when_it_is_opened_after_a_refusal() -> None:
    refused = event("escalation_refused", "2025-07-12")
    opened = event("acknowledged", "2025-07-20", stage=2)
    assert facts_of(RECEIVED, ESCALATED, refused, opened)["stage_2.reached"] is True
    stage_1_event = event("logged", "2025-07-20", stage=1)
    assert facts_of(RECEIVED, ESCALATED, refused, stage_1_event)["stage_2.reached"] is False


def test_collections_of_a_stage_hold_the_same_items_as_those_of_the_case() -> None:
    facts = facts_of(event("issue_raised", "2025-06-10", text="mould"), ESCALATED, event("issue_raised", "2025-07-11"))
    assert items(facts["stage_1.issues"]) + items(facts["stage_2.issues"]) == items(facts["issues"])
    assert facts["stage_1.evidence"] == Items(())
