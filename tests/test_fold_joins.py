"""Items that later events complete: remedies, actions, reviews, service requests, updates due."""

from __future__ import annotations

from typing import Any

import pytest

from case_building import day, event, facts_of, items
from code_engine.case.values import NEVER, Between, Item, Items

OFFERED = event("remedy_offered", "2025-07-01", remedy="paint")
REQUEST = event("service_request_received", "2025-05-01", service_request="SR1")


def only(name: str, *events: dict[str, Any], **header: Any) -> Item:
    """The only item of a collection."""
    (item,) = items(facts_of(*events, **header)[name])
    return item


def test_a_remedy_is_completed_by_the_first_completion_that_names_it() -> None:
    done = event("remedy_completed", "2025-07-20", remedy="paint")
    assert only("remedies", OFFERED, done, done | {"date": "2025-07-25"})["completed_on"] == day("2025-07-20")
    assert only("remedies", OFFERED)["completed_on"] == NEVER


def test_a_remedy_is_not_completed_by_that_of_another() -> None:
    other = event("remedy_offered", "2025-07-01", remedy="payment")
    facts = facts_of(OFFERED, other, event("remedy_completed", "2025-07-20", remedy="payment"))
    assert [item["completed_on"] for item in items(facts["remedies"])] == [NEVER, day("2025-07-20")]


def test_a_completion_without_an_id_belongs_to_the_only_remedy() -> None:
    done = event("remedy_completed", "2025-07-20")
    assert only("remedies", OFFERED, done)["completed_on"] == day("2025-07-20")
    unnamed = event("remedy_offered", "2025-07-01")
    named = done | {"remedy": "paint"}
    assert only("remedies", unnamed, named)["completed_on"] == day("2025-07-20")


def test_a_completion_without_an_id_may_belong_to_any_of_several() -> None:
    other = event("remedy_offered", "2025-07-01", remedy="payment")
    facts = facts_of(OFFERED, other, event("remedy_completed", "2025-07-20"))
    assert [item["completed_on"] for item in items(facts["remedies"])] == [Between(day("2025-07-20"), NEVER)] * 2


def test_a_complaint_or_escalation_follows_a_contact_from_its_own_day_on() -> None:
    contact = event("contact", "2025-07-10", kind="dissatisfaction")
    earlier = event("complaint_received", "2025-06-02")
    assert only("contacts", earlier, contact)["complaint_raised_on"] == NEVER
    for kind, on in (("complaint_received", "2025-07-10"), ("escalation_requested", "2025-07-11")):
        assert only("contacts", earlier, contact, event(kind, on))["complaint_raised_on"] == day(on)
    partial = only("contacts", earlier, contact, record="partial")
    assert partial["complaint_raised_on"] == Between(day("2025-07-10"), NEVER)


def test_a_completion_before_the_offer_completes_nothing() -> None:
    early = event("remedy_completed", "2025-06-20", remedy="paint")
    assert only("remedies", OFFERED, early)["completed_on"] == NEVER


def test_in_a_partial_record_a_remedy_may_have_been_completed() -> None:
    assert only("remedies", OFFERED, record="partial")["completed_on"] == Between(day("2025-07-01"), NEVER)
    absent = only("remedies", OFFERED, record="partial", absent=["remedy_completed"])
    assert absent["completed_on"] == NEVER


def test_an_action_is_done_and_updated() -> None:
    facts = facts_of(
        event("action_agreed", "2025-07-01", action="roof"),
        event("action_agreed", "2025-07-01", action="fence"),
        event("update_sent", "2025-06-30"),
        event("update_sent", "2025-07-05", about="progress of everything"),
        event("update_sent", "2025-07-08", about="roof"),
        event("action_completed", "2025-07-20", action="fence"),
    )
    roof, fence = items(facts["actions"])
    assert (roof["completed_on"], roof["last_update_on"]) == (NEVER, day("2025-07-08"))
    assert (fence["completed_on"], fence["last_update_on"]) == (day("2025-07-20"), day("2025-07-05"))


def test_an_action_without_an_update_was_never_updated() -> None:
    action = event("action_agreed", "2025-07-01", action="roof")
    assert only("actions", action)["last_update_on"] == NEVER
    assert only("actions", action, record="partial")["last_update_on"] == Between(day("2025-07-01"), NEVER)


@pytest.mark.parametrize(
    ("made", "reviewed", "collection"),
    [
        ("adjustment_agreed", "adjustment_reviewed", "adjustments"),
        ("restriction_imposed", "restriction_reviewed", "restrictions"),
    ],
)
def test_adjustments_and_restrictions_know_their_first_review(made: str, reviewed: str, collection: str) -> None:
    first, second = event(made, "2025-06-01"), event(made, "2025-07-10")
    facts = facts_of(first, second, event(reviewed, "2025-06-20"), event(reviewed, "2025-07-05"))
    assert [item["first_reviewed_on"] for item in items(facts[collection])] == [day("2025-06-20"), NEVER]


def test_a_service_request_knows_the_dissatisfaction_and_the_complaint_about_it() -> None:
    cross = event("contact", "2025-05-20", kind="dissatisfaction", about="SR1")
    complaint = event("complaint_received", "2025-05-22", about="SR1")
    item = only("service_requests", REQUEST, cross, complaint)
    assert item["dissatisfied_on"] == day("2025-05-20")
    assert item["complaint_raised_on"] == day("2025-05-22")
    assert only("service_requests", REQUEST, complaint)["dissatisfied_on"] == day("2025-05-22")


def test_a_service_request_nobody_complained_about_has_neither() -> None:
    item = only("service_requests", REQUEST, event("contact", "2025-05-20", kind="thanks", about="SR1"))
    assert item["dissatisfied_on"] == NEVER
    assert item["complaint_raised_on"] == NEVER
    assert item["resident_declined"] is None
    assert item["stopped"] is False


def test_a_resident_who_was_offered_no_complaint_declined_none() -> None:
    contact = event("contact", "2025-05-20", about="SR1", choice_offered=False)
    assert only("service_requests", REQUEST, contact)["resident_declined"] is False
    assert only("service_requests", REQUEST)["resident_declined"] is False


@pytest.mark.parametrize("about", ["", "SR2"])
def test_a_complaint_about_something_else_is_not_about_the_request(about: str) -> None:
    item = only("service_requests", REQUEST, event("complaint_received", "2025-05-22", about=about))
    assert item["complaint_raised_on"] == NEVER


def test_a_complaint_that_does_not_say_what_it_grew_out_of_may_be_about_the_request() -> None:
    item = only("service_requests", REQUEST, event("complaint_received", "2025-05-22"))
    assert item["complaint_raised_on"] == Between(day("2025-05-22"), NEVER)
    assert item["dissatisfied_on"] == Between(day("2025-05-22"), NEVER)


@pytest.mark.parametrize(
    ("answer", "expected"), [("quick_resolution", True), ("none", True), ("complaint", False), (None, None)]
)
def test_a_resident_who_chose_no_complaint_declined(answer: str | None, expected: bool | None) -> None:
    contact = event("contact", "2025-05-20", about="SR1", choice_answer=answer)
    assert only("service_requests", REQUEST, contact)["resident_declined"] is expected


@pytest.mark.parametrize(("because", "expected"), [(True, True), (False, False), (None, None)])
def test_work_stopped_because_of_a_complaint_is_known(because: bool | None, expected: bool | None) -> None:
    stop = event("work_stopped", "2025-05-23", service_request="SR1", because_of_complaint=because)
    assert only("service_requests", REQUEST, stop)["stopped"] is expected


def test_in_a_partial_record_a_request_may_have_been_complained_about() -> None:
    item = only("service_requests", REQUEST, record="partial")
    assert item["dissatisfied_on"] == Between(day("2025-05-01"), NEVER)
    assert item["resident_declined"] is None
    assert item["stopped"] is None


def test_each_day_an_update_is_due_has_the_first_update_after_the_day_before_it() -> None:
    facts = facts_of(
        event(
            "update_interval_agreed",
            "2025-06-16",
            next_on=["2025-06-30", "2025-06-20"],
            agreed_with_resident=True,
        ),
        event("update_sent", "2025-06-10"),
        event("update_sent", "2025-06-20"),
        event("update_sent", "2025-06-28"),
    )
    first, second = items(facts["updates_due"])
    assert (first["due_on"], first["sent_on"]) == (day("2025-06-20"), day("2025-06-20"))
    assert (second["due_on"], second["sent_on"]) == (day("2025-06-30"), day("2025-06-28"))
    assert second["agreed_with_resident"] is True
    assert second["stage"] == 1


def test_an_update_that_came_too_late_for_one_day_is_in_time_for_the_next() -> None:
    facts = facts_of(
        event("update_interval_agreed", "2025-06-16", next_on=["2025-06-20", "2025-06-30"]),
        event("update_sent", "2025-06-24"),
    )
    assert [item["sent_on"] for item in items(facts["updates_due"])] == [day("2025-06-24")] * 2


def test_updates_never_sent_are_never() -> None:
    agreement = event("update_interval_agreed", "2025-06-16", next_on=["2025-06-20"])
    assert only("updates_due", agreement)["sent_on"] == NEVER
    assert only("updates_due", agreement, record="partial")["sent_on"] == Between(day("2025-06-16"), NEVER)


def test_an_agreement_that_leaves_its_days_out_may_have_more_updates() -> None:
    assert facts_of(event("update_interval_agreed", "2025-06-16"))["updates_due"] == Items((), complete=False)
    assert facts_of(event("update_interval_agreed", "2025-06-16", next_on=[]))["updates_due"] == Items(())
