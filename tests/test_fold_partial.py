"""Partial records: what is not there may have happened, so days are bounds and flags are unknown."""

from __future__ import annotations

from typing import Any

import pytest

from case_building import day, event, facts_of
from code_engine.case.events import EVENT_TYPES
from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.case.vocabulary import VOCABULARY

RECEIVED = event("complaint_received", "2025-06-02")
RESPONSE = event("response_issued", "2025-07-01", stage=1)
ESCALATED = event("escalation_requested", "2025-07-10")


def partial(*events: dict[str, Any], absent: tuple[str, ...] = ()) -> dict[str, Value]:
    """The facts of a partial record."""
    return facts_of(*events, record="partial", absent=list(absent))


def test_an_acknowledgement_not_on_record_may_have_been_any_day_since_the_receipt() -> None:
    facts = partial(RECEIVED)
    assert facts["stage_1.acknowledged_on"] == Between(day("2025-06-02"), NEVER)
    assert facts["stage_1.acknowledged"] is None
    assert facts["stage_1.acknowledgements"] == Items((), complete=False)


def test_a_response_does_not_prove_or_bound_an_acknowledgement() -> None:
    facts = partial(RECEIVED, RESPONSE)
    assert facts["stage_1.acknowledged_on"] == Between(day("2025-06-02"), NEVER)
    assert facts["stage_1.acknowledged"] is None


def test_what_is_named_absent_has_not_happened() -> None:
    facts = partial(RECEIVED, absent=("acknowledged", "extension_notified"))
    assert facts["stage_1.acknowledged_on"] == NEVER
    assert facts["stage_1.acknowledged"] is False
    assert facts["stage_2.extended"] is False
    assert facts["stage_1.extensions"] == Items(())
    assert facts["stage_1.defined"] is None


def test_what_is_there_and_named_absent_is_all_there_is() -> None:
    notice = event("extension_notified", "2025-06-16", stage=1)
    listed = partial(RECEIVED, notice, absent=("extension_notified",))["stage_1.extensions"]
    unlisted = partial(RECEIVED, notice)["stage_1.extensions"]
    assert isinstance(listed, Items)
    assert isinstance(unlisted, Items)
    assert (listed.complete, len(listed.items)) == (True, 1)
    assert (unlisted.complete, len(unlisted.items)) == (False, 1)


def test_an_automatic_reply_leaves_the_acknowledgement_open() -> None:
    facts = partial(RECEIVED, event("acknowledged", "2025-06-02", stage=1, automatic=True))
    assert facts["stage_1.acknowledged_on"] == Between(day("2025-06-02"), NEVER)


def test_a_receipt_not_on_record_leaves_everything_open() -> None:
    facts = partial(event("contact", "2025-06-02"))
    assert facts["complaint.received_on"] == Between(day("1990-01-01"), NEVER)
    assert facts["complaint.received"] is None
    assert facts["complaint.accepted"] is None
    assert facts["stage_1.reached"] is None


def test_a_receipt_named_absent_did_not_happen() -> None:
    facts = partial(event("contact", "2025-06-02"), absent=("complaint_received",))
    assert facts["complaint.received_on"] == NEVER
    assert facts["complaint.accepted"] is False


def test_events_of_stage_2_happened_after_the_request() -> None:
    facts = partial(RECEIVED, ESCALATED)
    assert facts["stage_2.acknowledged_on"] == Between(day("2025-07-10"), NEVER)
    assert facts["escalation.refused_on"] == Between(day("2025-07-10"), NEVER)
    assert facts["stage_2.reached"] is None
    assert facts["escalation.opened"] is None


def test_a_request_not_on_record_may_have_been_made() -> None:
    facts = partial(RECEIVED)
    assert facts["escalation.requested_on"] == Between(day("2025-06-02"), NEVER)
    assert facts["escalation.requested"] is None
    assert facts["stage_2.acknowledged_on"] == Between(day("2025-06-02"), NEVER)


def test_a_request_named_absent_leaves_stage_2_unreached() -> None:
    facts = partial(RECEIVED, absent=("escalation_requested",))
    assert facts["escalation.requested"] is False
    assert facts["stage_2.reached"] is False


def test_a_complaint_is_accepted_where_it_went_on_and_unknown_where_not() -> None:
    refused = event("refused", "2025-06-05")
    assert partial(RECEIVED)["complaint.accepted"] is None
    assert partial(RECEIVED, absent=("refused",))["complaint.accepted"] is True
    assert partial(RECEIVED, RESPONSE)["complaint.accepted"] is True
    assert partial(RECEIVED, refused)["complaint.accepted"] is None
    assert partial(RECEIVED, refused, absent=("accepted",))["complaint.accepted"] is False
    assert partial(RECEIVED, refused, RESPONSE)["complaint.accepted"] is True


def test_a_withdrawal_may_have_been_made_since_the_receipt() -> None:
    facts = partial(RECEIVED)
    assert facts["complaint.withdrawn_on"] == Between(day("2025-06-02"), NEVER)
    assert facts["complaint.withdrawn"] is None
    assert partial(RECEIVED, absent=("withdrawn",))["complaint.withdrawn"] is False


def test_a_complaint_taken_up_again_may_have_been_withdrawn_again() -> None:
    facts = partial(RECEIVED, event("withdrawn", "2025-06-20"), event("accepted", "2025-06-25"))
    assert facts["complaint.withdrawn_on"] == Between(day("2025-06-25"), NEVER)
    assert facts["complaint.withdrawn"] is None


def test_information_on_the_ombudsman_may_have_come_before_the_letter_on_record_that_gave_it() -> None:
    told = event("response_issued", "2025-08-05", stage=2, ombudsman_information_included=True)
    facts = partial(RECEIVED, told)
    assert facts["ombudsman.information_given_on"] == Between(day("1990-01-01"), day("2025-08-05"))


def test_where_nothing_else_can_have_told_about_the_ombudsman_the_day_is_that_of_the_letter() -> None:
    answers = [
        event("response_issued", "2025-06-16", stage=1, ombudsman_information_included=False),
        event("response_issued", "2025-08-05", stage=2, ombudsman_information_included=True),
    ]
    absent = ("ombudsman_information_given", "refused", "escalation_refused", "extension_notified")
    facts = partial(RECEIVED, *answers, absent=absent)
    assert facts["ombudsman.information_given_on"] == day("2025-08-05")


def test_information_on_the_ombudsman_may_have_come_with_any_letter_not_on_record() -> None:
    facts = partial(RECEIVED, event("refused", "2025-06-05", ombudsman_right_sent=False))
    assert facts["ombudsman.information_given_on"] == Between(day("1990-01-01"), NEVER)


def test_lists_of_people_and_points_are_unknown() -> None:
    facts = partial(RECEIVED)
    assert facts["stage_1.considered_by"] is None
    assert facts["stage_1.points_defined"] is None
    known = partial(event("assigned", "2025-06-03", person="A. Handler"))
    assert known["stage_1.considered_by"] == ("A. Handler",)


@pytest.mark.parametrize("name", sorted(VOCABULARY.facts))
def test_naming_every_type_absent_leaves_nothing_of_the_events_unknown(name: str) -> None:
    fact = VOCABULARY.facts[name]
    value = partial(event("contact", "2025-06-02", kind="thanks"), absent=tuple(EVENT_TYPES))[name]
    if fact.events:
        assert value == (NEVER if fact.type is ValueType.DATE else () if fact.type is ValueType.TEXTS else False)


@pytest.mark.parametrize("name", sorted(VOCABULARY.collections))
def test_a_collection_of_a_partial_record_may_have_more_items(name: str) -> None:
    found = partial(RECEIVED, event("contact", "2025-06-02"))[name]
    assert isinstance(found, Items)
    assert not found.complete
