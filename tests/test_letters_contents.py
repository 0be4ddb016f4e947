"""What a letter says: from the case, from what is given, and never what is not known or not certain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from code_engine.errors import CodeEngineError
from code_engine.letters.requirements import KINDS
from code_engine.letters.samples import samples
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order, chosen
from letter_building import case, drafted, engine, items_of, letter, refused, sample, write, writer

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
WORDED = {"understanding": "The roof leaks.", "outcomes_sought": "A dry kitchen."}
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


def test_everything_that_is_lacking_is_asked_for_by_name_in_one_list() -> None:
    told = refused(case(RECEIVED), "stage_1_response", date(2025, 6, 10))
    for name in ("understanding", "outcomes_sought", "decision", "decision_reasons", "answers", "remedies", "actions"):
        assert f"--set {name}=" in told
    assert "6.9 e, what is offered to put things right" in told
    assert told.count("decision_reasons is lacking") == 1


def test_a_letter_is_made_once_everything_is_given() -> None:
    made = write(case(*OPEN), "stage_1_response", date(2025, 6, 16), **ANSWER)
    items = items_of(made)
    assert items["remedy"].startswith("None")
    assert items["outstanding_actions"].startswith("None")
    assert "It is mended." in items["points"]


def test_an_acknowledgement_promises_the_day_that_will_be_due_once_it_has_gone_out() -> None:
    made = write(case(RECEIVED, landlord="code-only"), "acknowledgement", date(2025, 6, 3), **MINE)
    assert "By Tuesday 17 June 2025 we will send you our answer" in items_of(made)["next_steps"]


def test_of_the_code_and_the_landlords_own_promise_the_earlier_day_is_promised() -> None:
    made = write(
        case(RECEIVED, ACKNOWLEDGED), "definition", date(2025, 6, 9), understanding="x y z", outcomes_sought="xyz"
    )
    assert "by Wednesday 18 June 2025" in items_of(made)["next_steps"]


def test_a_day_that_has_passed_is_not_promised_but_asked_for() -> None:
    told = refused(case(RECEIVED), "acknowledgement", date(2025, 7, 7), **MINE)
    assert "response_expected_on is lacking" in told
    given = {**MINE, "response_expected_on": "2025-07-14", "definition_expected_on": "2025-07-08"}
    made = write(case(RECEIVED), "acknowledgement", date(2025, 7, 7), **given)
    assert "You should have had our answer by Monday 23 June 2025" in items_of(made)["next_steps"]


def test_a_promise_of_a_day_before_the_letter_is_refused() -> None:
    given = {**MINE, "response_expected_on": "2025-07-01", "definition_expected_on": "2025-07-08"}
    told = refused(case(RECEIVED), "acknowledgement", date(2025, 7, 7), **given)
    assert "response_expected_on is `2025-07-01`, before the day of the letter" in told


def test_a_fact_of_the_case_cannot_be_set_otherwise() -> None:
    told = refused(case(RECEIVED), "acknowledgement", date(2025, 6, 3), **MINE, complaint_received_on="2025-06-01")
    assert "complaint_received_on is `2025-06-02` in the case, not `2025-06-01`" in told


def test_a_fact_that_the_case_has_may_be_repeated() -> None:
    made = write(case(RECEIVED), "acknowledgement", date(2025, 6, 3), **MINE, complaint_received_on="2025-06-02")
    assert "Monday 2 June 2025" in items_of(made)["received"]


def test_an_unknown_field_is_told_with_a_suggestion() -> None:
    told = refused(case(RECEIVED), "acknowledgement", date(2025, 6, 3), responsible="x")
    assert "there is no field `responsible`\n  did you mean `responsible_for`?" in told


def test_a_field_of_another_letter_is_told() -> None:
    assert "the letter has no use for `decision`" in refused(
        case(RECEIVED), "acknowledgement", date(2025, 6, 3), decision="upheld"
    )


def test_a_point_of_the_definition_without_an_answer_is_named() -> None:
    told = refused(case(*OPEN), "stage_1_response", date(2025, 6, 16), **{**ANSWER, "answers": "roof: Mended."})
    assert "answers says nothing about `kitchen`" in told


def test_what_the_record_says_is_none_is_said_as_none_where_the_code_allows_it() -> None:
    made = write(case(*OPEN), "definition", date(2025, 6, 6))
    assert "We have no questions" in items_of(made)["questions"]


def test_what_is_known_to_be_nothing_is_refused_where_the_letter_has_to_say_it() -> None:
    told = refused(case(RECEIVED, {**DEFINED, "outcomes_sought": ""}), "definition", date(2025, 6, 6))
    assert "outcomes_sought is lacking" in told
    assert "the record says that there is none" in told


def test_an_action_whose_day_has_passed_is_called_late() -> None:
    agreed = {"type": "action_agreed", "date": "2025-06-10", "action": "A", "what": "Mend it", "due_on": "2025-06-13"}
    given = {name: value for name, value in ANSWER.items() if name != "actions"}
    made = write(case(*OPEN, agreed), "stage_1_response", date(2025, 6, 16), **given)
    late = "Mend it. It was to be done by Friday 13 June 2025. It is late, and we are sorry."
    assert late in items_of(made)["outstanding_actions"]
    done = {"type": "action_completed", "date": "2025-06-12", "action": "A"}
    made = write(case(*OPEN, agreed, done), "stage_1_response", date(2025, 6, 16), **given)
    assert items_of(made)["outstanding_actions"].startswith("None")


def test_whether_anything_is_unclear_is_asked_where_nobody_has_said() -> None:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    told = refused(case(received), "definition", date(2025, 6, 3), understanding="x y z", outcomes_sought="x y z")
    assert "questions is lacking" in told


def raised(**details: Any) -> dict[str, Any]:
    return {"type": "issue_raised", "date": "2025-06-10", "stage": 1, "text": "The gutter.", **details}


def test_issues_taken_into_the_complaint_are_answered_with_it() -> None:
    made = write(case(*OPEN, raised(incorporated=True)), "stage_1_response", date(2025, 6, 16), **ANSWER)
    assert "The gutter" in items_of(made)["later_issues"]


def test_whether_a_later_issue_belongs_to_the_answer_is_asked_where_it_is_not_known() -> None:
    assert "later_issues is lacking" in refused(case(*OPEN, raised()), "stage_1_response", date(2025, 6, 16), **ANSWER)


def test_questions_that_wait_for_an_answer_are_asked_again() -> None:
    asked = {"type": "clarification_asked", "date": "2025-06-05", "stage": 1, "question": "Which room?"}
    made = write(case(*OPEN, asked), "definition", date(2025, 6, 6))
    assert items_of(made)["questions"].startswith("Which room?")
    made = write(case(*OPEN, {**asked, "answered_on": "2025-06-06"}), "definition", date(2025, 6, 6))
    assert "We have no questions" in items_of(made)["questions"]


def test_a_promise_without_its_day_is_asked_for() -> None:
    agreed = {"type": "action_agreed", "date": "2025-06-10", "action": "A", "what": "Mend it"}
    given = {name: value for name, value in ANSWER.items() if name != "actions"}
    assert "actions is lacking" in refused(case(*OPEN, agreed), "stage_1_response", date(2025, 6, 16), **given)


# Statements that are not certain


REFUSED = {
    "type": "refused",
    "date": "2025-06-04",
    "ground": "out_of_time",
    "evidence": ["letter"],
    "individual_note": "Nothing kept them from writing sooner.",
    "blanket_rule": False,
}


def test_a_ground_that_is_not_certain_is_not_stated() -> None:
    told = refused(case(RECEIVED, REFUSED), "complaint_not_accepted", date(2025, 6, 5), refusal_reasons="Too old.")
    assert "decision cannot be stated (2.4, that the complaint is not accepted): it is not certain." in told


def test_a_ground_that_the_code_does_not_allow_is_not_stated() -> None:
    matter = {"summary": "A fence", "occurred_on": "2025-05-01", "became_aware_on": "2025-05-01"}
    told = refused(
        case(RECEIVED, REFUSED, matter=matter), "complaint_not_accepted", date(2025, 6, 5), refusal_reasons="Too old."
    )
    assert "the Code does not allow it" in told


def test_a_letter_about_a_refusal_needs_a_refusal_on_record() -> None:
    given = {"ground": "it is old", "refusal_reasons": "Too old.", "individual_note": "Nothing."}
    told = refused(case(RECEIVED), "complaint_not_accepted", date(2025, 6, 5), **given)
    assert "the case has no refusal" in told


def test_a_remedy_is_not_called_complete_before_it_is_on_record() -> None:
    offered = {
        "type": "remedy_offered",
        "date": "2025-06-16",
        "stage": 1,
        "remedy": "R",
        "what": "Paint",
        "by_when": "2025-06-30",
    }
    told = refused(
        case(*OPEN, offered),
        "remedy_completed",
        date(2025, 6, 20),
        completed_remedies="Paint on 2025-06-19",
    )
    assert "the case has no completion of a remedy" in told


LONGER = {"extension_reasons": "The roofer is ill.", "update_interval": "Every Friday."}


def test_an_extension_within_the_limit_is_notified_with_the_ombudsmans_details() -> None:
    made = write(case(*OPEN), "extension", date(2025, 6, 13), **LONGER, new_due_on="2025-07-02")
    items = items_of(made)
    assert "Wednesday 18 June 2025" in items["new_date"]
    assert "Wednesday 2 July 2025" in items["new_date"]
    assert "0300 111 3000" in items["ombudsman"]


def test_an_extension_beyond_the_limit_needs_a_good_reason() -> None:
    told = refused(case(*OPEN), "extension", date(2025, 6, 13), **LONGER, new_due_on="2025-07-03")
    assert "new_date cannot be stated (6.4, " in told
    reason = {"good_reason_over_cap": "The scaffold was stolen."}
    made = write(case(*OPEN), "extension", date(2025, 6, 13), **LONGER, **reason, new_due_on="2025-07-03")
    assert "The scaffold was stolen." in items_of(made)["reasons"]


def test_an_extension_to_no_later_day_is_refused() -> None:
    told = refused(case(*OPEN), "extension", date(2025, 6, 13), **LONGER, new_due_on="2025-06-18")
    assert "the Code does not allow it" in told


def test_an_extension_after_the_due_day_is_refused() -> None:
    told = refused(case(*OPEN), "extension", date(2025, 6, 19), **LONGER, new_due_on="2025-06-30")
    assert "notified only after the due date" in told


def test_an_extension_names_the_provision_of_its_stage() -> None:
    assert 'data-provision="6.15"' in letter("extension-stage-2").html
    assert 'data-provision="6.16"' in letter("extension-stage-2").html
    assert 'data-provision="6.4"' in letter("extension-stage-1").html


def test_a_notice_recorded_on_the_day_of_its_letter_is_the_letter_itself() -> None:
    notice = {
        "type": "extension_notified",
        "date": "2025-06-13",
        "stage": 1,
        "new_due_on": "2025-07-02",
        "reasons": "The roofer is ill.",
        "ombudsman_contact_given": True,
    }
    given = {"update_interval": "Every Friday.", "extension_reasons": "as-recorded"}
    made = write(case(*OPEN, notice), "extension", date(2025, 6, 13), **given)
    assert "by Wednesday 18 June 2025" in items_of(made)["new_date"]


# Drafts, and which letter


def test_a_draft_shows_what_is_lacking_as_gaps_and_lists_it() -> None:
    made = drafted(case(RECEIVED), "stage_1_response", date(2025, 6, 10))
    assert 'data-gap="decision"' in made.html
    assert "Draft, not to be sent." in made.html
    assert made.receipt.draft
    assert any("decision is lacking" in note for note in made.notes)


@pytest.mark.parametrize("name", [each.name for each in samples()])
def test_a_draft_can_be_had_of_every_letter(name: str) -> None:
    made = letter(name, draft=True)
    assert made.receipt.draft
    assert "&lt;mark" not in made.html


def test_in_a_draft_what_is_known_and_not_certain_is_a_gap_that_shows_it() -> None:
    made = drafted(case(RECEIVED, REFUSED), "complaint_not_accepted", date(2025, 6, 5))
    assert "[to be checked: 2 June 2025]" in made.html
    assert any("it is not certain" in note for note in made.notes)


def test_without_a_kind_the_letter_most_due_is_chosen() -> None:
    evaluation = engine().evaluate(case(RECEIVED), as_of=date(2025, 6, 3))
    assert chosen(evaluation, Order()) == ("acknowledgement", 1)


def test_an_extension_is_not_chosen_before_the_answer_itself() -> None:
    evaluation = engine().evaluate(case(*OPEN), as_of=date(2025, 6, 9))
    assert chosen(evaluation, Order()) == ("stage_1_response", 1)


def test_a_case_without_a_letter_due_says_so() -> None:
    withdrawn = {"type": "withdrawn", "date": "2025-06-03", "by": "resident"}
    with pytest.raises(CodeEngineError, match="no letter is due in this case"):
        writer().write(case(RECEIVED, withdrawn), Options(date(2025, 6, 4)))


def test_an_unknown_kind_is_told_with_a_suggestion() -> None:
    assert "did you mean `definition`?" in refused(case(RECEIVED), "defintion", date(2025, 6, 3))


def test_the_handler_of_stage_1_does_not_sign_for_stage_2() -> None:
    assert "Robin Field" not in letter("stage_2_acknowledgement").html
    assert "Jo Marsh" in letter("stage_2_response").html


def test_adjustments_language_and_channel_are_shown() -> None:
    assert "We write to you and do not ring you" in letter("stage_1_response").html
    assert "You prefer <bdi>Welsh</bdi>" in letter("complaint_not_accepted").html


@pytest.mark.parametrize(
    ("name", "variant"),
    [("escalation_refused", "large-print"), ("contact_restriction", "easy-read"), ("acknowledgement", "standard")],
)
def test_the_adjustments_on_record_choose_the_form(name: str, variant: str) -> None:
    assert letter(name).receipt.variant == variant
    assert f'<body class="{variant}">' in letter(name).html


def test_a_form_that_is_asked_for_is_taken() -> None:
    assert letter("acknowledgement", variant="large-print").receipt.variant == "large-print"


def test_samples_are_there_for_every_kind() -> None:
    assert {each.kind for each in samples()} == set(KINDS)
    assert sample("extension-stage-1").stage == 1
