"""What officers are told to do in whole cases: the actions and letters of the installed engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from case_building import a_case, event
from code_engine.evaluation.evaluation import Action, Evaluation, Letter
from event_sequences import CODE, PARTS, shared_engine

RECEIVED = event("complaint_received", "2025-06-02")
ACKNOWLEDGED = event("acknowledged", "2025-06-04", stage=1, responsibility_stated=True)
OPENED = [
    RECEIVED,
    ACKNOWLEDGED,
    event("defined", "2025-06-04", stage=1, understanding="A leak", outcomes_sought="A repair", points=["leak"]),
    event("logged", "2025-06-04", stage=1),
]
COMPLETE: dict[str, Any] = {
    "stage": 1,
    "contains": PARTS,
    "considered_by": ["A. Handler"],
    "points_addressed": ["leak"],
    "reasons_given": True,
}
RESPONDED = event("response_issued", "2025-06-17", **COMPLETE)
AT_STAGE_2 = [
    *OPENED,
    RESPONDED,
    event("escalation_requested", "2025-06-20"),
    event("acknowledged", "2025-06-23", stage=2, responsibility_stated=True),
    event("defined", "2025-06-23", stage=2, understanding="A leak", outcomes_sought="A repair", points=["leak"]),
    event("logged", "2025-06-23", stage=2),
]
REFUSED = event(
    "refused",
    "2025-06-04",
    ground="legal_proceedings",
    claim_filed=True,
    claim_filed_on="2025-05-01",
    evidence=["claim form"],
    individual_note="Considered.",
)


def evaluated(as_of: str, *events: dict[str, Any], **header: Any) -> Evaluation:
    case = a_case(*events, **{"record": "complete", **header})
    return shared_engine().evaluate(case, as_of=date.fromisoformat(as_of), ruleset=CODE)


def action(found: Evaluation, consequence: str) -> Action:
    (entry,) = [entry for entry in found.actions if entry.consequence == consequence]
    return entry


def actions(found: Evaluation) -> set[str]:
    return {entry.consequence for entry in found.actions}


def letters(found: Evaluation, kind: str) -> list[Letter]:
    return [entry for entry in found.letters if entry.kind == kind]


def a_notice(stage: int, day: str, new_due_on: str, **details: Any) -> dict[str, Any]:
    return event("extension_notified", day, stage=stage, new_due_on=new_due_on, reasons="Surveyor away", **details)


EXTENDED = [
    (1, OPENED, "2025-06-12", "2025-07-01", date(2025, 6, 18)),
    (2, AT_STAGE_2, "2025-07-10", "2025-08-01", date(2025, 7, 21)),
]


@pytest.mark.parametrize(("stage", "before", "on", "new_due_on", "due"), EXTENDED)
def test_a_notice_without_the_ombudsman_is_to_be_sent_again_by_the_date_it_did_not_move(
    stage: int, before: list[dict[str, Any]], on: str, new_due_on: str, due: date
) -> None:
    found = evaluated(on, *before, a_notice(stage, on, new_due_on, ombudsman_contact_given=False))
    again = action(found, f"send-the-stage-{stage}-extension-notice-again")
    assert again.by == due
    assert "does not count yet" in again.text
    (letter,) = letters(found, "extension")
    assert (letter.stage, letter.by) == (stage, due)
    assert actions(found).isdisjoint(
        {
            f"keep-the-extended-stage-{stage}-date",
            f"make-good-the-stage-{stage}-extension-notice",
            f"send-ombudsman-details-for-stage-{stage}-extension",
        }
    )


@pytest.mark.parametrize(("stage", "before", "on", "new_due_on", "due"), EXTENDED)
def test_a_complete_notice_moves_the_date_that_is_planned_for(
    stage: int, before: list[dict[str, Any]], on: str, new_due_on: str, due: date
) -> None:
    found = evaluated(on, *before, a_notice(stage, on, new_due_on, ombudsman_contact_given=True))
    planned = action(found, f"keep-the-extended-stage-{stage}-date")
    assert planned.by == date.fromisoformat(new_due_on) > due
    assert f"send-the-stage-{stage}-extension-notice-again" not in actions(found)
    assert letters(found, "extension") == []


@pytest.mark.parametrize(("stage", "before", "on", "new_due_on", "due"), EXTENDED)
def test_a_complete_notice_after_an_incomplete_one_moves_the_date_the_officer_is_given(
    stage: int, before: list[dict[str, Any]], on: str, new_due_on: str, due: date
) -> None:
    notices = [a_notice(stage, on, new_due_on, ombudsman_contact_given=given) for given in (False, True)]
    found = evaluated(on, *before, *notices)
    again = action(found, f"send-the-stage-{stage}-extension-notice-again")
    assert again.by == date.fromisoformat(new_due_on) > due
    assert "Unless a complete one has followed" in again.text


@pytest.mark.parametrize(("stage", "before", "on", "new_due_on"), [entry[:4] for entry in EXTENDED])
def test_a_notice_that_did_not_count_is_too_late_to_repeat_once_the_date_has_passed(
    stage: int, before: list[dict[str, Any]], on: str, new_due_on: str
) -> None:
    incomplete = event("extension_notified", on, stage=stage, new_due_on=new_due_on, reasons="")
    found = evaluated("2025-08-15", *before, incomplete | {"ombudsman_contact_given": False})
    assert letters(found, "extension") == []
    assert actions(found) >= {
        f"make-good-the-stage-{stage}-extension-notice",
        f"send-ombudsman-details-for-stage-{stage}-extension",
        f"too-late-to-extend-stage-{stage}",
    }


def a_refused_request(**details: Any) -> list[dict[str, Any]]:
    refusal = event(
        "escalation_refused",
        "2025-06-24",
        ground="legal_proceedings",
        claim_filed=True,
        claim_filed_on="2025-06-20",
        evidence=["claim form"],
        individual_note="Considered.",
    )
    return [*OPENED, RESPONDED, event("escalation_requested", "2025-06-20"), refusal | details]


@pytest.mark.parametrize(("reasons", "right"), [(True, False), (False, True), (False, False)])
def test_a_valid_refusal_of_stage_2_is_explained_in_a_letter(reasons: bool, right: bool) -> None:
    found = evaluated("2025-06-25", *a_refused_request(reasons_sent=reasons, ombudsman_right_sent=right))
    (letter,) = letters(found, "escalation_refused")
    assert letter.consequence == "send-the-notice-of-refused-escalation"
    assert letter.by == date(2025, 6, 27)


def test_a_refusal_of_stage_2_that_was_explained_needs_no_letter() -> None:
    found = evaluated("2025-06-25", *a_refused_request(reasons_sent=True, ombudsman_right_sent=True))
    assert letters(found, "escalation_refused") == []


def test_an_invalid_refusal_of_stage_2_gives_one_letter_only() -> None:
    details = {
        "ground": "legal_proceedings",
        "claim_filed": False,
        "reasons_sent": False,
        "ombudsman_right_sent": False,
    }
    found = evaluated("2025-06-25", *a_refused_request(**details))
    (letter,) = letters(found, "escalation_refused")
    assert letter.consequence == "give-reasons-for-refusing-escalation"


def test_a_refusal_of_stage_2_on_an_own_ground_judged_unfair_is_to_be_given_up() -> None:
    refused = a_refused_request(ground="No new evidence", reasons_sent=True, ombudsman_right_sent=True)
    unfair, fair = ({"5.11": {"value": value, "by": "B. Reviewer"}} for value in (False, True))
    reconsider = "reconsider-the-own-ground-for-refusing-escalation"
    assert action(evaluated("2025-06-25", *refused, answers=unfair), reconsider).by == date(2025, 6, 27)
    assert reconsider not in actions(evaluated("2025-06-25", *refused, answers=fair))


def test_a_refusal_notice_sent_again_complete_needs_no_further_notice() -> None:
    first = REFUSED | {"reasons_sent": True, "ombudsman_right_sent": False}
    again = REFUSED | {"date": "2025-06-12", "reasons_sent": True, "ombudsman_right_sent": True}
    assert action(evaluated("2025-06-13", RECEIVED, first), "send-refusal-notice").overdue
    found = evaluated("2025-06-13", RECEIVED, first, again)
    finding = found.finding("refusal-notice-complete")
    assert (finding.status.value, finding.outstanding) == ("breached", False)
    assert letters(found, "complaint_not_accepted") == []


def test_a_complete_notice_of_an_earlier_refusal_does_not_explain_a_later_one() -> None:
    first = REFUSED | {"reasons_sent": True, "ombudsman_right_sent": True}
    later = REFUSED | {"date": "2025-06-12", "reasons_sent": False, "ombudsman_right_sent": False}
    found = evaluated("2025-06-13", RECEIVED, first, event("accepted", "2025-06-06"), later)
    assert action(found, "send-refusal-notice").overdue


INCOMPLETE = [
    RECEIVED,
    event("acknowledged", "2025-06-04", stage=1, responsibility_stated=False),
    event("defined", "2025-06-04", stage=1, understanding="", outcomes_sought="", unclear=True),
    event("logged", "2025-06-04", stage=1),
]
COMPLETING = {"complete-stage-1-definition", "state-responsibility-at-stage-1", "ask-what-is-unclear-at-stage-1"}
REFUSED_LATE = REFUSED | {"date": "2025-06-13", "reasons_sent": True, "ombudsman_right_sent": True}


@pytest.mark.parametrize("ending", [REFUSED_LATE, event("withdrawn", "2025-06-13")])
def test_nothing_is_completed_at_stage_1_once_the_complaint_is_refused_or_withdrawn(ending: dict[str, Any]) -> None:
    assert actions(evaluated("2025-06-12", *INCOMPLETE)) >= COMPLETING
    assert actions(evaluated("2025-06-16", *INCOMPLETE, ending)).isdisjoint(COMPLETING)


def test_a_complaint_accepted_again_is_completed_after_all() -> None:
    again = event("accepted", "2025-06-16")
    assert actions(evaluated("2025-06-17", *INCOMPLETE, REFUSED_LATE, again)) >= COMPLETING


def test_a_complaint_answered_in_full_is_not_acknowledged_afterwards() -> None:
    found = evaluated("2025-06-20", RECEIVED, RESPONDED)
    assert found.finding("stage-1-acknowledged-in-time").status.value == "breached"
    opening = {"send-stage-1-acknowledgement", "send-stage-1-definition", "log-stage-1"}
    assert actions(found).isdisjoint(opening)
    assert actions(evaluated("2025-06-20", RECEIVED)) >= opening


def test_an_appeal_answered_in_full_is_not_acknowledged_afterwards() -> None:
    answered = event("response_issued", "2025-07-14", **COMPLETE | {"stage": 2})
    request = event("escalation_requested", "2025-06-20")
    opening = {"send-stage-2-acknowledgement", "send-stage-2-definition", "log-stage-2"}
    assert actions(evaluated("2025-07-15", *OPENED, RESPONDED, request, answered)).isdisjoint(opening)
    assert actions(evaluated("2025-07-15", *OPENED, RESPONDED, request)) >= opening


def test_a_refusal_on_an_own_ground_judged_unfair_is_to_be_given_up_or_put_right() -> None:
    refused = REFUSED | {"ground": "Too busy", "reasons_sent": True, "ombudsman_right_sent": True}
    answers = {"2.2.other-ground": {"value": False, "by": "B. Reviewer", "date": "2025-06-05"}}
    decide = action(evaluated("2025-06-16", RECEIVED, refused, answers=answers), "decide-the-refusal-again")
    assert decide.text.startswith("Accept the complaint, or find a valid ground")
    assert (decide.by, decide.overdue) == (date(2025, 6, 9), True)
    accepted = evaluated("2025-06-16", RECEIVED, refused, event("accepted", "2025-06-10"), answers=answers)
    assert "decide-the-refusal-again" not in actions(accepted)


def test_stage_2_given_to_the_person_of_stage_1_goes_to_somebody_else_while_it_is_open() -> None:
    same = event("assigned", "2025-06-23", stage=2, person="A. Handler")
    other = event("assigned", "2025-06-23", stage=2, person="B. Reviewer")
    found = evaluated("2025-06-24", *AT_STAGE_2, same)
    assert action(found, "give-stage-2-to-somebody-else").by == date(2025, 7, 21)
    for later in ([other], [same, event("response_issued", "2025-06-24", **COMPLETE | {"stage": 2})]):
        assert "give-stage-2-to-somebody-else" not in actions(evaluated("2025-06-24", *AT_STAGE_2, *later))


def test_a_conflict_recorded_when_stage_2_changes_hands_settles_who_considers_it() -> None:
    first = event("assigned", "2025-06-23", stage=2, person="A. Handler", conflict_declared=True, measure="Replaced")
    second = event("assigned", "2025-06-24", stage=2, person="B. Reviewer", conflict_declared=False)
    assert "give-stage-2-to-somebody-else" not in actions(evaluated("2025-06-24", *AT_STAGE_2, first, second))


def test_a_direction_by_the_ombudsman_is_obeyed_by_its_date() -> None:
    refused = REFUSED | {"reasons_sent": True, "ombudsman_right_sent": True}
    directed = event("ombudsman_directed", "2025-06-16", to_accept=True)
    found = evaluated("2025-06-17", RECEIVED, refused, directed)
    assert action(found, "obey-the-ombudsmans-direction").by == date(2025, 6, 23)
    taken_on = evaluated("2025-06-18", RECEIVED, refused, directed, event("accepted", "2025-06-17"))
    assert "obey-the-ombudsmans-direction" not in actions(taken_on)


@pytest.mark.parametrize(("stage", "before", "day"), [(1, OPENED, "2025-06-16"), (2, AT_STAGE_2, "2025-07-14")])
def test_a_point_or_reason_left_out_of_a_response_is_made_good_in_one_letter(
    stage: int, before: list[dict[str, Any]], day: str
) -> None:
    answer = COMPLETE | {"stage": stage}
    points, reasons = (
        f"answer-the-missing-points-of-stage-{stage}",
        f"give-the-reasons-for-the-decisions-of-stage-{stage}",
    )

    def after(**details: Any) -> Evaluation:
        return evaluated(day, *before, event("response_issued", day, **answer | details))

    (letter,) = letters(after(points_addressed=[]), f"stage_{stage}_response")
    assert (letter.consequence, letter.stage) == (points, stage)
    (letter,) = letters(after(reasons_given=False), f"stage_{stage}_response")
    assert letter.consequence == reasons
    incomplete = after(points_addressed=[], reasons_given=False, contains=["stage"])
    (letter,) = letters(incomplete, f"stage_{stage}_response")
    assert letter.consequence == f"complete-the-stage-{stage}-response"
    assert f"answer-the-missing-points-while-completing-stage-{stage}" in actions(incomplete)
    assert actions(after()).isdisjoint({points, reasons})


def test_a_point_left_out_at_stage_1_is_answered_in_the_final_response_once_that_is_asked_for() -> None:
    left_out = event("response_issued", "2025-06-17", **COMPLETE | {"points_addressed": []})
    request = event("escalation_requested", "2025-06-20")
    refusal = a_refused_request(reasons_sent=True, ombudsman_right_sent=True)[-1]
    supplement, final = "answer-the-missing-points-of-stage-1", "answer-the-missing-points-of-stage-1-at-stage-2"
    for events, expected in (
        ([left_out], {supplement}),
        ([left_out, request], {final}),
        ([left_out, request, refusal], {supplement}),
    ):
        found = actions(evaluated("2025-06-25", *OPENED, *events))
        assert found & {supplement, final} == expected


@pytest.mark.parametrize(("stage", "before"), [(1, OPENED), (2, AT_STAGE_2)])
def test_a_declared_conflict_of_interest_is_dealt_with_before_the_response(
    stage: int, before: list[dict[str, Any]]
) -> None:
    def given_to(**details: Any) -> set[str]:
        handler = event("assigned", "2025-06-23", stage=stage, person="C. Senior", conflict_declared=True, **details)
        return actions(evaluated("2025-06-24", *before, handler))

    expected = f"deal-with-the-conflict-of-interest-at-stage-{stage}"
    assert expected in given_to(measure="")
    assert expected not in given_to(measure="Supervised by B. Reviewer")


def test_a_restriction_that_was_not_weighed_or_shuts_the_resident_out_is_put_right() -> None:
    restriction = event(
        "restriction_imposed",
        "2025-06-05",
        what="Letters only",
        evidence=["call notes"],
        review_due="2025-12-05",
        proportionality="",
        equality_considered=False,
        complaint_route_open=False,
    )
    found = evaluated("2025-06-06", *OPENED, restriction)
    assert actions(found) >= {"weigh-the-restriction", "open-the-way-to-complain"}
    assert len(letters(found, "contact_restriction")) == 1
    weighed = {"proportionality": "Nothing milder helps", "equality_considered": True, "complaint_route_open": True}
    good = evaluated("2025-06-06", *OPENED, restriction | weighed)
    assert actions(good).isdisjoint({"weigh-the-restriction", "open-the-way-to-complain"})


@pytest.mark.parametrize("set_out", [True, False])
def test_a_response_that_finds_fault_without_saying_what_is_done_is_followed_up(set_out: bool) -> None:
    upheld = {"decision": "upheld", "failings_acknowledged": True, "actions_set_out": set_out}
    found = evaluated("2025-06-17", *OPENED, RESPONDED | upheld)
    assert ("set-out-what-is-done-about-the-fault" in actions(found)) is not set_out


def test_an_appeal_in_a_withdrawn_complaint_goes_to_no_senior_leader() -> None:
    def sent_up(*events: dict[str, Any]) -> set[str]:
        found = evaluated("2025-06-25", *AT_STAGE_2, *events, landlord="red_kite")
        return {entry.consequence for entry in found.escalations}

    assert "give-appeal-to-senior-leader" in sent_up()
    assert "give-appeal-to-senior-leader" not in sent_up(event("withdrawn", "2025-06-24"))


@pytest.mark.parametrize("landlord", ["red_kite", "twenty11"])
def test_the_landlords_own_promises_have_actions_with_their_own_dates(landlord: str) -> None:
    found = evaluated("2024-12-27", event("complaint_received", "2024-12-24"), landlord=landlord)
    promise, code = action(found, "keep-the-promise-to-acknowledge"), action(found, "send-stage-1-acknowledgement")
    assert (promise.layer, promise.by) == ("policy", date(2024, 12, 30))
    assert (code.layer, code.by) == ("code", date(2025, 1, 3))
    assert promise.text.startswith("Promised in the Feedback Policy")
    assert actions(found) >= {"keep-the-promise-to-scope", "keep-the-promise-to-respond"}


def test_a_promise_overdue_stays_an_action_until_it_is_kept() -> None:
    found = evaluated("2025-06-06", RECEIVED, landlord="twenty11")
    assert action(found, "keep-the-promise-to-acknowledge").overdue
    kept = evaluated("2025-06-06", *OPENED, landlord="twenty11")
    assert actions(kept).isdisjoint({"keep-the-promise-to-acknowledge", "keep-the-promise-to-scope"})


def test_the_promises_about_an_appeal_have_actions_until_it_is_answered_or_withdrawn() -> None:
    promises = {
        "keep-the-promise-to-acknowledge-the-appeal",
        "keep-the-promise-to-scope-the-appeal",
        "keep-the-promise-to-respond-to-the-appeal",
    }
    asked = [*OPENED, RESPONDED, event("escalation_requested", "2025-06-20")]
    assert actions(evaluated("2025-07-30", *asked, landlord="twenty11")) >= promises
    for end in (
        event("withdrawn", "2025-07-29"),
        event("response_issued", "2025-07-29", **COMPLETE | {"stage": 2}),
    ):
        assert actions(evaluated("2025-07-30", *asked, end, landlord="twenty11")).isdisjoint(promises)


@pytest.mark.parametrize(("stage", "before", "on", "new_due_on"), [entry[:4] for entry in EXTENDED])
def test_the_ombudsmans_details_are_promised_in_every_extension_letter_even_to_those_who_agree(
    stage: int, before: list[dict[str, Any]], on: str, new_due_on: str
) -> None:
    notice = a_notice(stage, on, new_due_on, ombudsman_contact_given=False, resident_agreed=True)
    found = evaluated(on, *before, notice, landlord="twenty11")
    conditional, always = (
        found.finding(f"promise-stage-{stage}-extension-{name}", layer="policy")
        for name in ("letter", "ombudsman-contact")
    )
    assert (conditional.status.value, always.status.value) == ("met", "breached")
    assert always.provision == ("6.5" if stage == 1 else "6.16")


def test_a_promise_overdue_when_the_complaint_ended_says_so() -> None:
    found = evaluated("2025-06-20", RECEIVED, event("withdrawn", "2025-06-16"), landlord="twenty11")
    reason = found.finding("promise-stage-1-acknowledged", layer="policy").reason
    assert reason.endswith("none had been sent when the complaint ended.")
