"""Facts of the complaint: receipt, acceptance, withdrawal, closure, escalation, the Ombudsman, the header."""

from __future__ import annotations

from typing import Any

import pytest

from case_building import day, event, facts_of
from code_engine.case.values import NEVER, Between, Value

FIRST = day("1990-01-01")
RECEIVED = event("complaint_received", "2025-06-02")
LOGGED = event("logged", "2025-06-02", stage=1)
REFUSED = event("refused", "2025-06-05")
WITHDRAWN = event("withdrawn", "2025-06-20")
ESCALATED = event("escalation_requested", "2025-07-10")


def fact(name: str, *events: dict[str, Any], **header: Any) -> Value:
    """One fact of a case of these events."""
    return facts_of(*events, **header)[name]


def test_a_complaint_is_received_when_it_first_came_in() -> None:
    again = RECEIVED | {"date": "2025-06-04"}
    assert fact("complaint.received_on", again, RECEIVED) == day("2025-06-02")
    assert fact("complaint.received", again, RECEIVED) is True


@pytest.mark.parametrize(
    "later",
    [
        event("acknowledged", "2025-06-04", stage=1),
        event("acknowledged", "2025-06-04", stage=1, automatic=True),
        event("response_issued", "2025-06-04", stage=2),
        event("refused", "2025-06-04"),
        event("escalation_requested", "2025-06-04"),
    ],
)
def test_a_complaint_not_on_record_came_before_whatever_presupposes_it(later: dict[str, Any]) -> None:
    for record in ("complete", "partial"):
        assert fact("complaint.received_on", later, record=record) == Between(FIRST, day("2025-06-04"))
        assert fact("complaint.received", later, record=record) is True


def test_without_a_complaint_none_is_received_or_accepted() -> None:
    contact = event("contact", "2025-06-02")
    assert fact("complaint.received_on", contact) == NEVER
    assert fact("complaint.received", contact) is False
    assert fact("complaint.accepted", contact) is False


def test_a_complaint_that_nobody_refused_is_accepted() -> None:
    assert fact("complaint.accepted", RECEIVED) is True
    assert fact("complaint.refused", RECEIVED) is False
    assert fact("complaint.accepted_on", RECEIVED) == NEVER


def test_a_refusal_is_known_with_its_day() -> None:
    assert fact("complaint.accepted", RECEIVED, REFUSED) is False
    assert fact("complaint.refused", RECEIVED, REFUSED) is True
    assert fact("complaint.refused_on", RECEIVED, REFUSED, REFUSED | {"date": "2025-06-09"}) == day("2025-06-05")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (event("accepted", "2025-06-10"), True),
        (event("ombudsman_directed", "2025-06-10", to_accept=True), True),
        (event("ombudsman_directed", "2025-06-10", to_accept=False), False),
        (event("ombudsman_directed", "2025-06-10"), None),
        (event("acknowledged", "2025-06-10", stage=1), True),
        (event("acknowledged", "2025-06-10", stage=1, automatic=True), False),
        (event("response_issued", "2025-06-10", stage=1), True),
        (event("contact", "2025-06-10"), False),
        (event("accepted", "2025-06-04"), False),
    ],
)
def test_a_refused_complaint_is_accepted_if_it_goes_on_after_the_refusal(
    after: dict[str, Any], expected: bool | None
) -> None:
    assert fact("complaint.accepted", RECEIVED, REFUSED, after) is expected


def test_a_second_refusal_undoes_the_acceptance() -> None:
    accepted, again = event("accepted", "2025-06-10"), REFUSED | {"date": "2025-06-12"}
    facts = facts_of(RECEIVED, REFUSED, accepted, again)
    assert facts["complaint.accepted"] is False
    assert facts["complaint.accepted_on"] == day("2025-06-10")


def test_a_withdrawn_complaint_is_withdrawn_from_its_day() -> None:
    assert fact("complaint.withdrawn", RECEIVED, WITHDRAWN) is True
    assert fact("complaint.withdrawn_on", RECEIVED, WITHDRAWN, WITHDRAWN | {"date": "2025-06-25"}) == day("2025-06-20")
    assert fact("complaint.withdrawn", RECEIVED) is False


@pytest.mark.parametrize("again", ["accepted", "complaint_received", "escalation_requested", "response_issued"])
def test_a_withdrawn_complaint_that_goes_on_is_withdrawn_no_more(again: str) -> None:
    facts = facts_of(RECEIVED, WITHDRAWN, event(again, "2025-06-25", stage=1))
    assert facts["complaint.withdrawn"] is False
    assert facts["complaint.withdrawn_on"] == NEVER


def test_an_update_after_the_withdrawal_does_not_bring_it_back() -> None:
    assert fact("complaint.withdrawn", RECEIVED, WITHDRAWN, event("update_sent", "2025-06-25")) is True


def test_a_complaint_withdrawn_again_is_withdrawn_from_the_second_time() -> None:
    facts = facts_of(RECEIVED, WITHDRAWN, event("accepted", "2025-06-22"), WITHDRAWN | {"date": "2025-06-30"})
    assert facts["complaint.withdrawn_on"] == day("2025-06-30")


def test_a_closed_complaint_is_closed_until_it_is_taken_up_again() -> None:
    closed = event("closed", "2025-07-02")
    assert fact("complaint.closed_on", RECEIVED, closed) == day("2025-07-02")
    assert fact("complaint.closed", RECEIVED, closed) is True
    assert fact("complaint.closed", RECEIVED, closed, ESCALATED) is False
    assert fact("complaint.closed", RECEIVED) is False
    posted_next_day = event("response_issued", "2025-07-03", stage=1)
    assert fact("complaint.closed", RECEIVED, closed, posted_next_day) is True


def test_the_first_contact_in_dissatisfaction_counts() -> None:
    thanks = event("contact", "2025-05-20", kind="thanks")
    cross = event("contact", "2025-05-28", kind="dissatisfaction")
    assert fact("complaint.dissatisfied_on", thanks, cross, RECEIVED) == day("2025-05-28")
    assert fact("complaint.dissatisfied_on", thanks, RECEIVED) == NEVER
    assert fact("complaint.dissatisfied_on", RECEIVED) == NEVER


def test_a_contact_of_an_unknown_kind_may_have_been_the_first_in_dissatisfaction() -> None:
    unknown = event("contact", "2025-05-20")
    cross = event("contact", "2025-05-28", kind="dissatisfaction")
    assert fact("complaint.dissatisfied_on", unknown, cross) == Between(day("2025-05-20"), day("2025-05-28"))
    assert fact("complaint.dissatisfied_on", unknown) == Between(day("2025-05-20"), NEVER)


def test_stage_2_is_asked_for_with_the_first_request() -> None:
    facts = facts_of(RECEIVED, ESCALATED | {"date": "2025-07-12"}, ESCALATED)
    assert facts["escalation.requested_on"] == day("2025-07-10")
    assert facts["escalation.requested"] is True
    assert fact("escalation.requested", RECEIVED) is False


def test_stage_2_without_a_recorded_request_was_asked_for_by_its_first_event() -> None:
    opened = event("logged", "2025-07-12", stage=2)
    assert fact("escalation.requested_on", RECEIVED, opened) == Between(day("2025-06-02"), day("2025-07-12"))
    assert fact("escalation.requested", RECEIVED, opened) is True
    late_receipt = RECEIVED | {"date": "2025-07-20"}
    assert fact("escalation.requested_on", late_receipt, opened) == day("2025-07-12")


def test_stage_2_is_opened_by_anything_done_there_but_an_automatic_reply() -> None:
    assert fact("escalation.opened", ESCALATED, event("logged", "2025-07-12", stage=2)) is True
    automatic = event("acknowledged", "2025-07-10", stage=2, automatic=True)
    assert fact("escalation.opened", ESCALATED, automatic) is False
    assert fact("escalation.opened", ESCALATED, LOGGED) is False


def test_a_refusal_to_escalate_is_known_with_its_day() -> None:
    facts = facts_of(RECEIVED, ESCALATED, event("escalation_refused", "2025-07-14"))
    assert facts["escalation.refused"] is True
    assert facts["escalation.refused_on"] == day("2025-07-14")
    assert facts["complaint.refused"] is False
    assert facts["complaint.accepted"] is True


def test_the_ombudsmans_direction_to_accept_counts() -> None:
    other = event("ombudsman_directed", "2025-06-10", to_accept=False)
    direction = event("ombudsman_directed", "2025-06-12", to_accept=True)
    unknown = event("ombudsman_directed", "2025-06-11")
    assert fact("ombudsman.directed_on", other, direction) == day("2025-06-12")
    assert fact("ombudsman.directed_on", other) == NEVER
    assert fact("ombudsman.directed_on", unknown, direction) == Between(day("2025-06-11"), day("2025-06-12"))


@pytest.mark.parametrize(
    "telling",
    [
        event("ombudsman_information_given", "2025-06-10"),
        event("ombudsman_information_given", "2025-06-10", right_explained=True, how_to_engage_explained=True),
        event("refused", "2025-06-10", ombudsman_right_sent=True),
        event("escalation_refused", "2025-06-10", ombudsman_right_sent=True),
        event("extension_notified", "2025-06-10", stage=1, ombudsman_contact_given=True),
        event("response_issued", "2025-06-10", stage=1, ombudsman_information_included=True),
        event("response_issued", "2025-06-10", stage=2, contains=["escalation"]),
    ],
)
def test_each_letter_that_names_the_ombudsman_informs(telling: dict[str, Any]) -> None:
    assert fact("ombudsman.information_given_on", RECEIVED, telling) == day("2025-06-10")


@pytest.mark.parametrize(
    "silent",
    [
        event("ombudsman_information_given", "2025-06-10", how_to_engage_explained=False),
        event("refused", "2025-06-10", ombudsman_right_sent=False),
        event("extension_notified", "2025-06-10", stage=1, ombudsman_contact_given=False),
        event(
            "response_issued",
            "2025-06-10",
            stage=1,
            ombudsman_information_included=False,
            contains=["escalation"],
        ),
    ],
)
def test_a_letter_that_does_not_name_the_ombudsman_does_not_inform(silent: dict[str, Any]) -> None:
    assert fact("ombudsman.information_given_on", RECEIVED, silent) == NEVER


def test_a_letter_of_which_it_is_not_known_may_have_informed() -> None:
    notice = event("extension_notified", "2025-06-10", stage=1)
    told = event("ombudsman_information_given", "2025-06-20")
    assert fact("ombudsman.information_given_on", notice) == Between(day("2025-06-10"), NEVER)
    assert fact("ombudsman.information_given_on", notice, told) == Between(day("2025-06-10"), day("2025-06-20"))


def test_the_header_gives_the_facts_of_resident_and_matter() -> None:
    facts = facts_of(
        RECEIVED,
        resident={
            "vulnerable": True,
            "at_risk": False,
            "disabilities_disclosed": ["hearing"],
            "adjustments_requested": [],
        },
        matter={"category": "repairs", "occurred_on": "2025-05-01", "became_aware_on": "2025-05-03"},
    )
    assert facts["resident.vulnerable"] is True
    assert facts["resident.at_risk"] is False
    assert facts["resident.disabilities_disclosed"] == ("hearing",)
    assert facts["resident.adjustments_requested"] == ()
    assert facts["matter.category"] == "repairs"
    assert facts["matter.occurred_on"] == day("2025-05-01")
    assert facts["matter.became_aware_on"] == day("2025-05-03")


def test_what_the_header_leaves_out_is_unknown() -> None:
    facts = facts_of(RECEIVED)
    assert facts["resident.vulnerable"] is None
    assert facts["resident.adjustments_requested"] is None
    assert facts["matter.category"] is None


def test_what_is_complained_about_happened_before_the_complaint() -> None:
    assert fact("matter.occurred_on", RECEIVED) == Between(FIRST, day("2025-06-02"))
    assert fact("matter.became_aware_on", LOGGED) == Between(FIRST, day("2025-06-02"))
    assert fact("matter.occurred_on", event("contact", "2025-06-02")) == Between(FIRST, NEVER)


@pytest.mark.parametrize(
    ("record", "representative", "raised_by", "expected"),
    [
        ("complete", None, None, False),
        ("partial", None, None, None),
        ("partial", None, "representative", True),
        ("complete", {"name": "Robin Friend"}, None, True),
        ("complete", {"name": ""}, None, False),
        ("complete", {"authority": "letter"}, None, None),
    ],
)
def test_a_representative_is_known_from_the_header_or_the_complaint(
    record: str, representative: dict[str, str] | None, raised_by: str | None, expected: bool | None
) -> None:
    received = RECEIVED | ({"raised_by": raised_by} if raised_by else {})
    assert fact("representative.named", received, record=record, representative=representative) is expected
