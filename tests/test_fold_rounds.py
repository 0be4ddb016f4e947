"""A withdrawn complaint that is brought again is judged in rounds; one that is taken up again goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings

from case_building import a_case, any_case, day, event
from code_engine.case.fold import fold, rounds
from code_engine.case.model import Case
from code_engine.case.values import NEVER

END = date(2025, 12, 31)
RECEIVED = event("complaint_received", "2025-06-02")
ACKNOWLEDGED = event("acknowledged", "2025-06-04", stage=1)
WITHDRAWN = event("withdrawn", "2025-06-10")
AGAIN = event("complaint_received", "2025-07-01")


def kinds(*events: dict[str, Any], as_of: date = END) -> list[list[str]]:
    """The types of events of each round."""
    return [[found.type for found in part] for part in rounds(a_case(*events), as_of)]


def test_a_complaint_that_was_never_withdrawn_is_one_round() -> None:
    assert kinds(RECEIVED, ACKNOWLEDGED, AGAIN) == [["complaint_received", "acknowledged", "complaint_received"]]


def test_a_complaint_brought_again_after_its_withdrawal_is_a_second_round() -> None:
    assert kinds(AGAIN, RECEIVED, ACKNOWLEDGED, WITHDRAWN) == [
        ["complaint_received", "acknowledged", "withdrawn"],
        ["complaint_received"],
    ]


def test_a_withdrawn_complaint_that_was_accepted_again_goes_on_in_its_round() -> None:
    reopened = event("accepted", "2025-06-12")
    assert len(kinds(RECEIVED, WITHDRAWN, reopened)) == 1
    assert len(kinds(RECEIVED, WITHDRAWN, reopened, AGAIN)) == 1


def test_a_complaint_of_the_same_day_as_the_withdrawal_is_no_new_round() -> None:
    assert len(kinds(RECEIVED, WITHDRAWN, RECEIVED | {"date": "2025-06-10"})) == 1


def test_contacts_between_belong_to_the_new_round_and_the_winding_up_to_the_old() -> None:
    assert kinds(
        RECEIVED,
        WITHDRAWN,
        event("closed", "2025-06-11"),
        event("contact", "2025-06-25"),
        event("learning_considered", "2025-06-26"),
        AGAIN,
    ) == [
        ["complaint_received", "withdrawn", "closed", "learning_considered"],
        ["contact", "complaint_received"],
    ]


def test_contacts_after_a_withdrawal_that_stands_stay_in_the_round() -> None:
    contact = event("contact", "2025-06-25")
    assert kinds(RECEIVED, WITHDRAWN, contact) == [["complaint_received", "withdrawn", "contact"]]
    reopened = event("response_issued", "2025-06-30", stage=1)
    assert kinds(RECEIVED, WITHDRAWN, contact, reopened) == [
        ["complaint_received", "withdrawn", "contact", "response_issued"]
    ]


def test_a_round_still_to_come_is_not_seen() -> None:
    assert len(kinds(RECEIVED, WITHDRAWN, AGAIN, as_of=date(2025, 6, 30))) == 1
    assert kinds(RECEIVED, as_of=date(2025, 6, 1)) == [[]]


def test_a_complaint_withdrawn_twice_has_three_rounds() -> None:
    third = [event("withdrawn", "2025-07-05"), event("complaint_received", "2025-07-09")]
    assert len(kinds(RECEIVED, WITHDRAWN, AGAIN, *third)) == 3


def test_each_round_has_facts_of_its_own() -> None:
    case = a_case(RECEIVED, ACKNOWLEDGED, WITHDRAWN, AGAIN)
    first, second = (fold(case, END, part).facts for part in rounds(case, END))
    assert first["complaint.withdrawn_on"] == day("2025-06-10")
    assert first["stage_1.acknowledged_on"] == day("2025-06-04")
    assert second["complaint.withdrawn"] is False
    assert second["complaint.received_on"] == day("2025-07-01")
    assert second["stage_1.acknowledged_on"] == NEVER


def test_a_fold_of_the_whole_case_sees_the_complaint_as_taken_up_again() -> None:
    folded = fold(a_case(RECEIVED, WITHDRAWN, AGAIN), END)
    assert folded.facts["complaint.withdrawn"] is False
    assert folded.facts["complaint.received_on"] == day("2025-06-02")


@settings(max_examples=100, deadline=None)
@given(any_case())
def test_rounds_hold_every_event_seen_once(data: dict[str, Any]) -> None:
    case = Case.model_validate(data)
    split = [found for part in rounds(case, END) for found in part]
    seen = fold(case, END).events_seen
    assert sorted(map(id, split)) == sorted(map(id, seen))
    assert all(fold(case, END, part).events_seen == part for part in rounds(case, END))
