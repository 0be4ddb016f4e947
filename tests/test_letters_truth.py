"""Each sentence of a letter is true of its case: what is late, what was answered before, what is done or ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli_running import one_line
from code_engine.case.model import Case
from code_engine.errors import CodeEngineError
from code_engine.letters.situation import Options
from code_engine.letters.text import text_of
from code_engine.letters.urgency import Order
from code_engine.letters.values import tidy
from letter_building import case, engine, items_of, landlord_in, refused, write

RECEIVED = {"type": "complaint_received", "date": "2025-06-02", "unclear": False}
ACKNOWLEDGED = {"type": "acknowledged", "date": "2025-06-04", "stage": 1, "responsibility_stated": True}
LOGGED = {"type": "logged", "date": "2025-06-02", "stage": 1}
DEFINED = {
    "type": "defined",
    "date": "2025-06-06",
    "stage": 1,
    "understanding": "The roof leaks.",
    "outcomes_sought": "A dry kitchen.",
    "points": ["roof", "kitchen"],
    "unclear": False,
}
OPEN: tuple[dict[str, Any], ...] = (RECEIVED, ACKNOWLEDGED, LOGGED, DEFINED)
MINE = {"responsible_for": "the roof", "not_responsible_for": "none"}
ANSWER = {
    "decision": "upheld",
    "decision_reasons": "Nobody came.",
    "answers": "roof: It is mended.; kitchen: It will be painted.",
    "references": "none",
    "failings": "Nobody came to look.",
    "remedies": "none",
    "actions": "none",
}
ASKED = {"type": "escalation_requested", "date": "2025-06-20"}
ANSWERED = {"type": "response_issued", "date": "2025-06-16", "stage": 1, "written": True, "decision": "upheld"}
LATE = "It is late, and we are sorry."


def said(of: Case, kind: str, day: date, **given: str) -> str:
    """The text of a letter on one line."""
    return one_line(text_of(write(of, kind, day, **given)))


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in ANSWER.items() if name not in names}


# Letters that are late

PROMISED = {"definition_expected_on": "2025-06-11", "response_expected_on": "2025-06-20"}
IN_TIME = [
    ("acknowledgement", (RECEIVED,), date(2025, 6, 4), MINE),
    ("definition", OPEN[:3], date(2025, 6, 9), {"understanding": "It leaks.", "outcomes_sought": "A dry kitchen."}),
    ("stage_1_response", OPEN, date(2025, 6, 18), ANSWER),
    ("stage_2_acknowledgement", (*OPEN, ANSWERED, ASKED), date(2025, 6, 24), MINE),
    ("stage_2_definition", (*OPEN, ANSWERED, ASKED), date(2025, 6, 27), {}),
    ("stage_2_response", (*OPEN, ANSWERED, ASKED), date(2025, 7, 25), ANSWER),
]
"""Each on the last day on which it is in time, by the Code and by the promises of Twenty11."""


def filled(kind: str, given: dict[str, str]) -> dict[str, str]:
    if kind == "stage_2_definition":
        return {
            "understanding": "It leaks.",
            "outcomes_sought": "A dry kitchen.",
            "escalation_reasons": "none",
            "questions": "none",
        }
    if kind == "stage_2_response":
        return {**given, "understanding": "It leaks.", "outcomes_sought": "A dry kitchen."}
    return given


@pytest.mark.parametrize(("kind", "events", "last", "given"), IN_TIME)
def test_a_letter_on_its_last_day_is_not_called_late(
    kind: str, events: tuple[dict[str, Any], ...], last: date, given: dict[str, str]
) -> None:
    assert "sorry that you" not in said(case(*events), kind, last, **filled(kind, given))
    assert LATE not in said(case(*events), kind, last, **filled(kind, given))


@pytest.mark.parametrize(("kind", "events", "last", "given"), IN_TIME)
def test_a_letter_after_its_last_day_says_when_it_was_due_and_is_sorry(
    kind: str, events: tuple[dict[str, Any], ...], last: date, given: dict[str, str]
) -> None:
    then = date.fromordinal(last.toordinal() + 1)
    text = said(case(*events), kind, then, **filled(kind, given))
    assert f"by {last:%A} {last.day} {last:%B} {last.year}. {LATE}" in text


def test_an_answer_within_an_extension_is_not_late() -> None:
    notice = {
        "type": "extension_notified",
        "date": "2025-06-13",
        "stage": 1,
        "new_due_on": "2025-07-02",
        "reasons": "The roofer is ill.",
        "ombudsman_contact_given": True,
    }
    of = case(*OPEN, notice, landlord="code-only")
    assert LATE not in said(of, "stage_1_response", date(2025, 7, 2), **ANSWER)
    assert f"by Wednesday 2 July 2025. {LATE}" in said(of, "stage_1_response", date(2025, 7, 3), **ANSWER)


def test_an_extension_after_the_due_day_does_not_make_an_answer_timely() -> None:
    notice = {"type": "extension_notified", "date": "2025-06-20", "stage": 1, "new_due_on": "2025-07-02"}
    text = said(case(*OPEN, notice), "stage_1_response", date(2025, 7, 2), **ANSWER)
    assert f"by Wednesday 18 June 2025. {LATE}" in text


def test_an_acknowledgement_that_was_sent_before_is_not_late_a_second_time() -> None:
    text = said(case(*OPEN), "acknowledgement", date(2025, 6, 16), **MINE)
    assert LATE not in text
    assert "On Friday 6 June 2025 we sent you our scope." in text


def test_an_automatic_reply_does_not_make_an_acknowledgement_timely() -> None:
    of = case(RECEIVED, {"type": "acknowledged", "date": "2025-06-02", "stage": 1, "automatic": True})
    assert f"by Wednesday 4 June 2025. {LATE}" in said(of, "acknowledgement", date(2025, 6, 5), **MINE)


def test_an_answer_that_is_still_owed_is_not_promised_for_a_day_that_has_passed() -> None:
    text = said(
        case(RECEIVED),
        "acknowledgement",
        date(2025, 7, 7),
        **MINE,
        definition_expected_on="2025-07-08",
        response_expected_on="2025-07-14",
    )
    assert "You should have had our answer by Monday 23 June 2025." in text
    assert "By Monday 14 July 2025 we will send you our answer" in text


def test_a_template_cannot_leave_out_that_a_letter_is_late(tmp_path: Path) -> None:
    text = (
        '{% extends "acknowledgement.html.j2" %}{% block received %}'
        "<p>{{ complaint_received_on|day }} {{ matter }}</p>{% endblock %}"
    )
    oak = landlord_in(tmp_path, {"letters/acknowledgement.html.j2": text})
    order, of = Order("acknowledgement", given={**MINE, **PROMISED}), case(RECEIVED, landlord="oak")
    assert oak.write(of, Options(date(2025, 6, 9)), replace(order, given=MINE)).kind == "acknowledgement"
    with pytest.raises(CodeEngineError, match=r"received \(6\.2\) does not say late_since"):
        oak.write(of, Options(date(2025, 6, 10)), order)


def test_a_review_that_came_late_says_so() -> None:
    imposed = {
        "type": "restriction_imposed",
        "date": "2025-06-10",
        "what": "You ring us on Tuesdays.",
        "review_due": "2025-07-10",
    }
    reviewed = {"type": "restriction_reviewed", "date": "2025-07-14", "outcome": "It is lifted."}
    given = {
        "restriction": "as-recorded",
        "review_outcome": "as-recorded",
        "review_proportionality": "There is no need any more.",
        "way_to_complain": "In any way you like.",
        "next_review_due_on": "none",
    }
    late = said(case(RECEIVED, imposed, reviewed), "restriction_review", date(2025, 7, 15), **given)
    assert "We should have done so by Thursday 10 July 2025." in late
    in_time = case(RECEIVED, imposed, {**reviewed, "date": "2025-07-10"})
    assert "We should have" not in said(in_time, "restriction_review", date(2025, 7, 15), **given)


# What was promised or said before


def test_a_remedy_that_is_done_or_late_is_told_so() -> None:
    def offered(name: str, what: str, by_when: str) -> dict[str, Any]:
        return {
            "type": "remedy_offered",
            "date": "2025-06-10",
            "stage": 1,
            "remedy": name,
            "what": what,
            "by_when": by_when,
        }

    done = {"type": "remedy_completed", "date": "2025-06-13", "remedy": "A"}
    offers = (
        offered("A", "Paint", "2025-06-12"),
        offered("B", "Pay", "2025-06-13"),
        offered("C", "Call", "2025-07-01"),
    )
    of = case(*OPEN, *offers, done)
    remedy = items_of(write(of, "stage_1_response", date(2025, 6, 16), **without("remedies")))["remedy"]
    assert "Paint: done on Friday 13 June 2025." in remedy
    assert f"Pay. It was to be done by Friday 13 June 2025. {LATE}" in remedy
    assert "Call, by Tuesday 1 July 2025." in remedy
    told = items_of(write(of, "remedy_completed", date(2025, 6, 16)))
    assert "It should have been done by Thursday 12 June 2025. We are sorry that it was late." in told["remedy"]
    assert "Call, by Tuesday 1 July 2025." in told["outstanding_actions"]
    assert f"Pay. It was to be done by Friday 13 June 2025. {LATE}" in told["outstanding_actions"]


def test_a_new_offer_cannot_lie_in_the_past() -> None:
    given = {**ANSWER, "remedies": "75 pounds by 2025-06-10"}
    told = refused(case(*OPEN), "stage_1_response", date(2025, 6, 16), **given)
    assert "remedies promises something by `2025-06-10`, before the day of the letter" in told


def test_nothing_is_left_to_be_done_only_beside_what_is_offered() -> None:
    given = {**ANSWER, "remedies": "75 pounds by 2025-07-10"}
    made = write(case(*OPEN), "stage_1_response", date(2025, 6, 16), **given)
    assert "None: beside what we offer above, nothing is left" in items_of(made)["outstanding_actions"]


def test_that_there_is_no_remedy_is_said_with_regard_to_what_went_wrong() -> None:
    day = date(2025, 6, 16)
    upheld = items_of(write(case(*OPEN), "stage_1_response", day, **ANSWER))["remedy"]
    assert upheld == "None: beside saying sorry, we do not offer anything more."
    fair = {**ANSWER, "decision": "not_upheld", "failings": "none"}
    assert (
        "we did not find anything that we have to put right"
        in items_of(write(case(*OPEN), "stage_1_response", day, **fair))["remedy"]
    )


def test_stage_2_speaks_of_a_first_answer_only_where_there_was_one() -> None:
    answered, unanswered = case(*OPEN, ANSWERED, ASKED), case(*OPEN, ASKED)
    day = date(2025, 6, 23)
    assert "our answer of Monday 16 June 2025 did not settle" in said(answered, "stage_2_acknowledgement", day, **MINE)
    text = said(unanswered, "stage_2_acknowledgement", day, **MINE)
    assert "On Friday 20 June 2025 you asked us to take your complaint further." in text
    assert "first answer" not in text


def test_an_update_claims_no_promise_of_updates_that_nobody_made() -> None:
    given = {"progress": "The roofer came.", "actions": "none", "update_interval": "Every Friday."}
    assert "promised" not in said(case(*OPEN), "progress_update", date(2025, 6, 10), **given)


def test_while_the_answer_is_owed_it_is_still_to_be_done() -> None:
    given = {"progress": "The roofer came.", "actions": "none", "update_interval": "weekly"}
    waiting = items_of(write(case(*OPEN), "progress_update", date(2025, 6, 10), **given))
    assert waiting["outstanding_actions"] == "None: beside our answer, nothing is left to be done."
    assert "Weekly" in waiting["updates"]
    answered = items_of(write(case(*OPEN, ANSWERED), "progress_update", date(2025, 6, 18), **given))
    assert answered["outstanding_actions"] == "None: nothing is left to be done."


def test_an_extension_claims_no_earlier_promise_of_a_day() -> None:
    given = {"extension_reasons": "The roofer is ill.", "update_interval": "Every Friday.", "new_due_on": "2025-07-02"}
    text = said(case(*OPEN), "extension", date(2025, 6, 13), **given)
    assert "Our answer is due by Wednesday 18 June 2025." in text
    assert "had said" not in text


def test_a_survey_without_dissatisfaction_gets_no_letter_about_it() -> None:
    answer = {"type": "survey_response", "date": "2025-06-02", "kind": "satisfaction_survey", "contactable": True}
    told = refused(case({**answer, "dissatisfied": False}), "survey_follow_up", date(2025, 6, 3))
    assert "the record does not say that the answer of 2025-06-02 shows dissatisfaction" in told
    assert "does not say that the answer" in refused(case(answer), "survey_follow_up", date(2025, 6, 3))


def test_a_restriction_that_already_holds_is_not_told_as_ahead() -> None:
    imposed = {
        "type": "restriction_imposed",
        "date": "2025-06-10",
        "what": "You ring us on Tuesdays.",
        "evidence": ["our call log"],
        "proportionality": "You can write at any time.",
        "equality_considered": True,
        "complaint_route_open": True,
        "review_due": "2025-09-10",
    }
    notes = ("restriction", "restriction_evidence", "proportionality")
    given = {**dict.fromkeys(notes, "as-recorded"), "way_to_complain": "Write to us."}
    of = case(RECEIVED, imposed)
    assert "From Tuesday 10 June 2025 we are changing" in said(of, "contact_restriction", date(2025, 6, 10), **given)
    assert "Since Tuesday 10 June 2025 we have changed" in said(of, "contact_restriction", date(2025, 6, 11), **given)


def test_that_the_way_to_complain_is_open_is_not_told_where_it_is_not() -> None:
    imposed = {
        "type": "restriction_imposed",
        "date": "2025-06-10",
        "what": "No contact.",
        "complaint_route_open": False,
    }
    told = refused(case(RECEIVED, imposed), "contact_restriction", date(2025, 6, 10), way_to_complain="In writing.")
    assert "how_to_complain cannot be stated (5.15, " in told


# An answer, or a definition, that left something out


def test_an_answer_that_left_a_point_out_is_given_again_as_letters_due_asks() -> None:
    of = case(*OPEN, {**ANSWERED, "points_addressed": ["roof"]})
    day = date(2025, 6, 20)
    assert "stage_1_response" in {letter.kind for letter in engine().evaluate(of, as_of=day).letters}
    stage = items_of(write(of, "stage_1_response", day, **without("decision")))["stage"]
    assert "We gave you an answer on Monday 16 June 2025. It left something out, and we are sorry." in stage
    assert LATE not in stage


def test_what_a_definition_left_out_can_be_given_in_the_next_one() -> None:
    of = case(*OPEN[:3], {**DEFINED, "outcomes_sought": ""})
    given = {"outcomes_sought": "A dry kitchen."}
    assert "A dry kitchen." in items_of(write(of, "definition", date(2025, 6, 9), **given))["outcomes"]


# Issues raised later (6.8)


def raised(**details: Any) -> dict[str, Any]:
    return {"type": "issue_raised", "date": "2025-06-10", "stage": 1, "text": "the noisy lift", **details}


def test_an_issue_that_is_not_taken_in_is_told_with_what_happens_to_it() -> None:
    apart = raised(incorporated=False, logged_as_new_complaint="L-2")
    item = items_of(write(case(*OPEN, apart), "stage_1_response", date(2025, 6, 16), **ANSWER))["later_issues"]
    assert "The noisy lift: We have recorded this as a complaint of its own. Its reference is L-2." in item
    assert "None" not in item


@pytest.mark.parametrize("details", [{}, {"logged_as_new_complaint": ""}])
def test_what_happens_to_an_issue_is_asked_where_the_record_does_not_say(details: dict[str, str]) -> None:
    of = case(*OPEN, raised(incorporated=False, **details))
    told = refused(of, "stage_1_response", date(2025, 6, 16), **ANSWER)
    assert "separate_issues is lacking (6.8, " in told
    given = {**ANSWER, "separate_issues": "the noisy lift: We will look into it as a new complaint."}
    made = write(of, "stage_1_response", date(2025, 6, 16), **given)
    assert "The noisy lift: We will look into it" in items_of(made)["later_issues"]


def test_an_issue_raised_since_the_first_answer_is_told_in_the_final_one() -> None:
    later = {**raised(incorporated=False, logged_as_new_complaint="L-2"), "date": "2025-06-25", "stage": 2}
    defined = {**DEFINED, "date": "2025-06-27", "stage": 2}
    of = case(*OPEN, ANSWERED, ASKED, defined, later)
    assert "The noisy lift" in items_of(write(of, "stage_2_response", date(2025, 7, 4), **ANSWER))["points"]
    before = case(*OPEN, raised(incorporated=True), ANSWERED, ASKED, defined)
    assert "lift" not in said(before, "stage_2_response", date(2025, 7, 4), **ANSWER)


# Residents as they are


def test_a_language_is_offered_only_where_it_is_another() -> None:
    def language(name: str) -> str:
        resident = {"name": "Sam Rivers", "language": name}
        return said(case(RECEIVED, resident=resident), "acknowledgement", date(2025, 6, 4), **MINE)

    assert "You prefer Polish. If you would like to have this letter in it" in language("Polish")
    assert "You prefer another language." in language("pl")
    assert "You prefer" not in language("English")
    assert "You prefer" not in language("en-GB")


def test_what_was_only_asked_for_is_not_told_as_agreed() -> None:
    resident = {"name": "Sam Rivers", "adjustments_requested": ["letters, not calls"], "preferred_channel": "in_person"}
    text = said(case(RECEIVED, resident=resident), "acknowledgement", date(2025, 6, 4), **MINE)
    assert "You asked for this: letters, not calls." in text
    assert "You like to hear from us in person." in text


def test_twenty_points_are_answered_each() -> None:
    points = [f"window {number}" for number in range(1, 21)]
    answers = "; ".join(f"{point}: It is mended." for point in points)
    of = case(*OPEN[:3], {**DEFINED, "points": points})
    item = items_of(write(of, "stage_1_response", date(2025, 6, 16), **{**ANSWER, "answers": answers}))["points"]
    assert item.count("It is mended.") == 20
    assert tidy("Window 20: It is mended.") in item
