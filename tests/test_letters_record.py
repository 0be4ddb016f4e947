"""A letter agrees with the record: what it may not overturn, when it comes too late, and what would not be true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from code_engine.letters.letter import Letter
from code_engine.letters.variant import variant_for
from letter_building import case, drafted, items_of, refused, write

RECEIVED = {"type": "complaint_received", "date": "2025-06-02", "unclear": False}
ACKNOWLEDGED = {"type": "acknowledged", "date": "2025-06-04", "stage": 1, "responsibility_stated": True}
DEFINED = {
    "type": "defined",
    "date": "2025-06-06",
    "stage": 1,
    "understanding": "The roof leaks.",
    "outcomes_sought": "A dry kitchen.",
    "points": ["roof", "roof: the gutter"],
    "unclear": False,
}
OPEN: tuple[dict[str, Any], ...] = (RECEIVED, ACKNOWLEDGED, DEFINED)
ANSWERED = {"type": "response_issued", "date": "2025-06-16", "stage": 1, "written": True, "decision": "upheld"}
ASKED = {"type": "escalation_requested", "date": "2025-06-20", "reasons": "It still leaks."}
MINE = {"responsible_for": "the roof", "not_responsible_for": "none"}
NEWS = {"progress": "The roofer came.", "actions": "none", "update_interval": "Every Friday."}
ANSWER = {
    "decision": "upheld",
    "decision_reasons": "Nobody came.",
    "answers": "roof: It is mended.; roof: the gutter: It is cleared.",
    "references": "none",
    "failings": "Nobody came.",
    "remedies": "none",
    "actions": "none",
}
DAY = date(2025, 6, 16)


def given(**changes: str) -> dict[str, str]:
    return {**ANSWER, **changes}


# What is on record


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("decision", "not_upheld"),
        ("understanding", "The door sticks."),
        ("outcomes_sought", "A new door."),
        ("points", "door"),
        ("remedies", "none"),
        ("actions", "none"),
        ("references", "our Gutter Policy"),
        ("adjustments", "none"),
    ],
)
def test_what_the_case_records_cannot_be_set_otherwise(name: str, value: str) -> None:
    events = (
        *OPEN,
        {"type": "remedy_offered", "date": "2025-06-16", "stage": 1, "what": "75 pounds", "by_when": "2025-07-01"},
        {"type": "action_agreed", "date": "2025-06-16", "what": "Mend it", "due_on": "2025-07-01"},
        {"type": "adjustment_agreed", "date": "2025-06-16", "what": "Large print"},
        {**ANSWERED, "references": ["our Repairs Policy"]},
    )
    kept = {name: text for name, text in ANSWER.items() if name in ("decision_reasons", "answers", "failings")}
    said = refused(case(*events), "stage_1_response", DAY, **{**kept, name: value})
    assert f"{name} is `" in said
    assert "in the case, not `" in said


def test_a_due_day_cannot_be_set_otherwise() -> None:
    given_day = {"response_due_on": "2025-06-30", "questions": "none"}
    assert "response_due_on is `2025-06-18` in the case" in refused(case(*OPEN), "definition", DAY, **given_day)


def test_that_the_answer_has_gone_out_is_not_said_before_it_is_on_record() -> None:
    told = refused(case(*OPEN), "progress_update", DAY, **NEWS, answer_expected_on="none")
    assert "answer_expected_on cannot be none: no answer is on record" in told
    made = write(case(*OPEN, ANSWERED), "progress_update", date(2025, 6, 18), **NEWS, answer_expected_on="none")
    assert items_of(made)["answer_date"]


def test_a_promise_later_than_the_code_allows_needs_an_extension() -> None:
    told = refused(case(*OPEN), "progress_update", date(2025, 6, 10), **NEWS, answer_expected_on="2025-07-11")
    assert "answer_expected_on is `2025-07-11`, and by the Code it is due on 2025-06-18" in told
    assert "that needs an extension" in told


def test_once_the_day_of_the_code_has_passed_a_later_one_is_promised() -> None:
    made = write(case(*OPEN), "progress_update", date(2025, 6, 20), **NEWS, answer_expected_on="2025-06-27")
    assert "Friday 27 June 2025" in items_of(made)["answer_date"]


def test_an_extension_that_was_notified_allows_its_day() -> None:
    notice = {
        "type": "extension_notified",
        "date": "2025-06-13",
        "stage": 1,
        "new_due_on": "2025-07-02",
        "reasons": "The roofer is ill.",
        "ombudsman_contact_given": True,
    }
    made = write(case(*OPEN, notice), "progress_update", DAY, **NEWS, answer_expected_on="2025-07-02")
    assert "Wednesday 2 July 2025" in items_of(made)["answer_date"]


@pytest.mark.parametrize("decision", ["upheld", "partly_upheld"])
def test_a_complaint_that_is_upheld_has_a_failing(decision: str) -> None:
    told = refused(case(*OPEN), "stage_1_response", DAY, **given(decision=decision, failings="none"))
    assert f"failings cannot be none: the decision is `{decision}`" in told


def test_a_complaint_that_is_not_upheld_has_no_failing() -> None:
    told = refused(case(*OPEN), "stage_1_response", DAY, **given(decision="not_upheld"))
    assert "failings names something that went wrong, and the decision is `not_upheld`" in told
    made = write(case(*OPEN), "stage_1_response", DAY, **given(decision="not_upheld", failings="none"))
    assert items_of(made)["failings"].startswith("None")


def test_failings_that_the_response_acknowledges_are_not_denied() -> None:
    answered = {**ANSWERED, "failings_acknowledged": True, "decision": "not_upheld"}
    told = refused(case(*OPEN, answered), "stage_1_response", DAY, **given(decision="not_upheld", failings="none"))
    assert "failings cannot be none: the response of 2025-06-16 acknowledges some" in told


# Letters out of place


@pytest.mark.parametrize("kind", ["stage_1_response", "extension", "progress_update"])
def test_a_letter_about_a_complaint_that_is_not_there_is_refused(kind: str) -> None:
    assert "the case has no complaint" in refused(case({"type": "contact", "date": "2025-06-02"}), kind, DAY)


def test_a_letter_of_stage_2_needs_the_request_for_it() -> None:
    assert "the case has no request for stage 2" in refused(case(*OPEN), "stage_2_response", DAY)


OVER = [
    ({"type": "refused", "date": "2025-06-09", "ground": "out_of_time"}, "refusal"),
    ({"type": "withdrawn", "date": "2025-06-09", "by": "resident"}, "withdrawal"),
    ({"type": "closed", "date": "2025-06-09"}, "closure"),
]


@pytest.mark.parametrize(("event", "label"), OVER)
@pytest.mark.parametrize("kind", ["acknowledgement", "definition", "extension", "stage_1_response"])
def test_nothing_is_sent_about_a_complaint_that_is_over(kind: str, event: dict[str, Any], label: str) -> None:
    assert f"the letter comes too late: a {label} is on record since 2025-06-09" in refused(
        case(*OPEN, event), kind, date(2025, 6, 11)
    )


@pytest.mark.parametrize(("event", "label"), OVER)
def test_a_complaint_that_was_taken_up_again_is_answered(event: dict[str, Any], label: str) -> None:
    again = {"type": "accepted", "date": "2025-06-10"}
    made = write(case(*OPEN, event, again), "stage_1_response", DAY, **ANSWER)
    assert made.kind == "stage_1_response", label


@pytest.mark.parametrize("kind", ["acknowledgement", "definition", "extension", "stage_1_response"])
def test_a_stage_that_has_its_answer_gets_no_letter_before_it(kind: str) -> None:
    told = refused(case(*OPEN, ANSWERED), kind, date(2025, 6, 17))
    assert "a response is on record since 2025-06-16" in told


def test_an_answer_given_in_words_only_does_not_end_the_stage() -> None:
    spoken = {**ANSWERED, "written": False}
    assert write(case(*OPEN, spoken), "stage_1_response", date(2025, 6, 17), **ANSWER).kind == "stage_1_response"


def test_a_draft_of_a_letter_that_comes_too_late_says_so() -> None:
    made = drafted(case(*OPEN, ANSWERED), "definition", date(2025, 6, 17))
    assert any("comes too late" in note for note in made.notes)


# Somebody else at stage 2


def looked_at_by(*people: str) -> Letter | str:
    """The acknowledgement of stage 2 where stage 1 was considered by Robin, and stage 2 by these."""
    answered = {**ANSWERED, "considered_by": ["Robin Field"]} if people else ANSWERED
    person = people[0] if people else "Jo Marsh"
    assigned = {"type": "assigned", "date": "2025-06-20", "stage": 2, "person": person, "conflict_declared": False}
    of = case(*OPEN, answered, ASKED, assigned)
    if person == "Robin Field":
        return refused(of, "stage_2_acknowledgement", date(2025, 6, 23), **MINE)
    return write(of, "stage_2_acknowledgement", date(2025, 6, 23), **MINE)


def test_that_somebody_else_looks_at_it_is_said_where_it_is_known() -> None:
    made = looked_at_by("Jo Marsh")
    assert isinstance(made, Letter)
    assert "Somebody who had no part in stage 1" in made.html


def test_that_somebody_else_looks_at_it_is_left_out_where_it_is_not_known() -> None:
    made = looked_at_by()
    assert isinstance(made, Letter)
    assert "had no part" not in made.html


def test_that_somebody_else_looks_at_it_is_refused_where_it_is_the_same_person() -> None:
    told = looked_at_by("Robin Field")
    assert isinstance(told, str)
    assert "next_steps cannot be stated" in told


# Points, and the form


def test_a_point_with_a_colon_is_matched_whole() -> None:
    points = items_of(write(case(*OPEN), "stage_1_response", DAY, **ANSWER))["points"]
    assert "Roof: It is mended." in points
    assert "Roof: the gutter: It is cleared." in points


def test_an_answer_to_a_point_that_does_not_exist_is_refused() -> None:
    told = refused(case(*OPEN), "stage_1_response", DAY, **given(answers=ANSWER["answers"] + "; rof: Yes."))
    assert "answers speaks of `rof`, which is no point of the definition" in told
    assert "did you mean `roof`?" in told


def test_large_print_that_was_asked_for_is_kept_where_something_else_was_agreed() -> None:
    agreed = {"type": "adjustment_agreed", "date": "2025-06-03", "what": "We write and do not ring"}
    resident = {"name": "Sam Rivers", "adjustments_requested": ["large print"]}
    made = write(case(*OPEN, agreed, resident=resident), "stage_1_response", DAY, **ANSWER)
    assert made.receipt.variant == "large-print"


@pytest.mark.parametrize(
    ("adjustments", "variant"),
    [
        (["large print not needed"], "standard"),
        (["no large print, please"], "standard"),
        (["does not want large print"], "standard"),
        (["large print", "large print is no longer needed"], "standard"),
        (["easy read not wanted, but large print"], "large-print"),
        (["cannot read small type, needs large print"], "large-print"),
        (["no telephone calls; easy read"], "easy-read"),
    ],
)
def test_a_form_that_is_not_needed_is_not_chosen(adjustments: list[str], variant: str) -> None:
    assert variant_for(adjustments) == variant
