"""Faults that the properties found once, each as the smallest case that showed it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from case_building import a_case, day, event, facts_of
from code_engine import CodeEngineError, Engine
from code_engine.case.model import Case
from code_engine.case.values import Between
from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from event_sequences import CODE, shared_engine

RECEIVED = event("complaint_received", "2025-06-02")


def evaluated(case: Case, as_of: str, **options: Any) -> Evaluation:
    return shared_engine().evaluate(case, as_of=date.fromisoformat(as_of), **{"ruleset": CODE, **options})


def finding(case: Case, rule: str, as_of: str) -> Finding:
    return evaluated(case, as_of).finding(rule)


@pytest.mark.parametrize(("landlord", "version"), [("twenty11", "2021-04-01"), ("red_kite", None)])
def test_a_landlords_consequences_stay_silent_on_days_its_policy_promised_nothing_that_is_known(
    landlord: str, version: str | None
) -> None:
    case = a_case(event("complaint_received", "2023-06-02"), landlord=landlord)
    found = evaluated(case, "2023-08-01")
    assert (found.policy.version if found.policy is not None else None) == version
    assert any("is not held" in note for note in found.notes) == (version is not None)
    assert found.finding("stage-1-acknowledged-in-time").status is Status.BREACHED
    assert {letter.layer for letter in found.letters} == {"code"}


def test_the_keys_of_an_answer_stand_in_the_order_of_their_declaration() -> None:
    found = evaluated(a_case(RECEIVED, landlord="twenty11"), "2025-08-01")
    parts = [*found.findings, *found.deadlines, *found.actions, *found.letters, *found.notices, *found.escalations]
    assert {type(part).__name__ for part in parts} >= {"Finding", "Deadline", "Action", "Letter", "Notice"}
    for part in parts:
        assert list(vars(part)) == list(type(part).model_fields), type(part).__name__


def test_a_complaint_refused_long_after_its_acknowledgement_was_due_stays_overdue() -> None:
    case = a_case(RECEIVED, event("refused", "2025-07-01", ground="legal_proceedings", claim_filed=True))
    before, after = (finding(case, "stage-1-acknowledged-in-time", as_of) for as_of in ("2025-06-30", "2025-07-01"))
    assert (before.status, before.outstanding) == (Status.BREACHED, True)
    assert (after.status, after.outstanding) == (Status.BREACHED, False)


def test_a_second_refusal_does_not_excuse_what_was_overdue_after_the_first_was_given_up() -> None:
    case = a_case(
        RECEIVED,
        event("refused", "2025-06-03", ground="out_of_time"),
        event("accepted", "2025-06-04"),
        event("refused", "2025-07-01", ground="out_of_time"),
    )
    for as_of in ("2025-06-30", "2025-07-01", "2025-08-01"):
        assert finding(case, "stage-1-acknowledged-in-time", as_of).status is Status.BREACHED


REFUSED = event("refused", "2025-06-03", ground="out_of_time")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ([], day("2025-06-03")),
        ([event("accepted", "2025-06-10")], day("2025-07-01")),
        ([event("ombudsman_directed", "2025-06-10", to_accept=True)], day("2025-07-01")),
        ([event("ombudsman_directed", "2025-06-10", to_accept=False)], day("2025-06-03")),
        ([event("ombudsman_directed", "2025-06-10")], Between(day("2025-06-03"), day("2025-07-01"))),
        ([event("logged", "2025-06-10", stage=1)], day("2025-07-01")),
        ([event("contact", "2025-06-10")], day("2025-06-03")),
    ],
)
def test_the_refusal_that_counts_is_the_first_one_since_the_complaint_was_gone_on_with(
    between: list[dict[str, Any]], expected: int | Between
) -> None:
    facts = facts_of(RECEIVED, REFUSED, *between, event("refused", "2025-07-01", ground="out_of_time"))
    assert facts["complaint.refused_on"] == expected


def test_the_refusal_of_stage_2_that_counts_is_told_apart_from_what_is_done_at_stage_1() -> None:
    facts = facts_of(
        RECEIVED,
        event("escalation_requested", "2025-07-01"),
        event("escalation_refused", "2025-07-02", ground="out_of_time"),
        event("logged", "2025-07-03", stage=1),
        event("escalation_refused", "2025-07-04", ground="out_of_time"),
    )
    assert facts["escalation.refused_on"] == day("2025-07-02")


def test_an_unknown_direction_stays_unknown_whatever_else_happens() -> None:
    """A direction of which it is not known what it said is not made a no by an event that says nothing about it."""
    unknown = [REFUSED, event("ombudsman_directed", "2025-06-10")]
    assert facts_of(RECEIVED, *unknown)["complaint.accepted"] is None
    later = event("acknowledged", "2025-06-20", stage=1, automatic=True)
    assert facts_of(RECEIVED, *unknown, later)["complaint.accepted"] is None


def test_a_late_refusal_of_stage_2_stays_late_when_stage_2_is_opened_after_all() -> None:
    case = a_case(
        RECEIVED,
        event("escalation_requested", "2025-07-01"),
        event("escalation_refused", "2025-07-10", ground="out_of_time", claim_filed=True),
        event("acknowledged", "2025-07-15", stage=2),
    )
    for as_of in ("2025-07-10", "2025-07-15"):
        assert finding(case, "escalation-refusal-in-time", as_of).status is Status.BREACHED


def test_information_that_was_overdue_stays_so_when_the_complaint_is_refused() -> None:
    case = a_case(
        RECEIVED,
        event("response_issued", "2025-06-10", stage=1, ombudsman_information_included=False),
        event("refused", "2025-07-01", ground="out_of_time", ombudsman_right_sent=False),
    )
    for as_of in ("2025-06-20", "2025-07-01"):
        assert finding(case, "ombudsman-information-given", as_of).status is Status.BREACHED


EXTENDED_TWICE = event(
    "extension_notified",
    "2025-06-25",
    stage=1,
    new_due_on="2025-07-02",
    reasons="Scaffolding",
    ombudsman_contact_given=True,
)


def test_a_notice_after_the_first_due_date_may_have_followed_one_that_is_not_on_record() -> None:
    known = [RECEIVED, event("acknowledged", "2025-06-04", stage=1), EXTENDED_TWICE]
    whole = finding(a_case(*known), "stage-1-extension-in-time", "2025-06-26")
    assert whole.status is Status.BREACHED
    part = finding(a_case(*known, record="partial"), "stage-1-extension-in-time", "2025-06-26")
    assert (part.status, part.missing) == (Status.UNDETERMINED, ("stage_1.extensions",))


def test_a_notice_of_which_it_is_unknown_when_it_was_due_asks_for_the_dates_behind_that() -> None:
    case = a_case(RECEIVED, EXTENDED_TWICE, record="partial", absent=["extension_notified"])
    found = finding(case, "stage-1-extension-in-time", "2025-06-26")
    assert found.status is Status.BREACHED  # however late the acknowledgement, the due date was 23 June at the latest
    earlier = a_case(RECEIVED, EXTENDED_TWICE | {"date": "2025-06-18"}, record="partial", absent=["extension_notified"])
    open_ = finding(earlier, "stage-1-extension-in-time", "2025-06-26")
    assert (open_.status, open_.missing) == (Status.UNDETERMINED, ("stage_1.acknowledged_on",))


def test_a_second_notice_asks_for_what_is_unknown_about_the_first_one_too() -> None:
    first = EXTENDED_TWICE | {"date": "2025-06-18", "new_due_on": "2025-06-24", "reasons": None}
    second = EXTENDED_TWICE | {"date": "2025-06-23"}
    found = finding(
        a_case(RECEIVED, event("acknowledged", "2025-06-04", stage=1), first, second),
        "stage-1-extension-in-time",
        "2025-06-26",
    )
    assert (found.status, found.missing) == (Status.UNDETERMINED, ("stage_1.extensions[1].reasons",))


def test_a_check_of_notices_names_the_dates_behind_the_due_date_among_its_facts() -> None:
    found = finding(
        a_case(RECEIVED, event("acknowledged", "2025-06-04", stage=1), EXTENDED_TWICE),
        "stage-1-extension-in-time",
        "2025-06-26",
    )
    assert found.facts["stage_1.acknowledged_on"] == "2025-06-04"
    assert found.facts["complaint.received_on"] == "2025-06-02"


def test_a_duty_that_may_have_been_overdue_when_it_ended_asks_for_the_dates_that_tell() -> None:
    """Nobody knows when the complaint came; accepted and withdrawn on one day, it may have been overdue by then."""
    case = a_case(event("accepted", "2025-06-02"), event("withdrawn", "2025-06-02"))
    found = finding(case, "stage-1-acknowledged-in-time", "2025-08-01")
    assert (found.status, found.missing) == (Status.UNDETERMINED, ("complaint.received_on",))


def test_what_failed_before_a_withdrawal_stays_failed_when_the_complaint_is_brought_again() -> None:
    case = a_case(
        RECEIVED,
        event("withdrawn", "2025-06-20"),
        event("complaint_received", "2025-07-01"),
        *(event(step, "2025-07-02", stage=1) for step in ("acknowledged", "defined", "logged")),
    )
    found = finding(case, "stage-1-acknowledged-in-time", "2025-07-03")
    assert (found.status, found.outstanding) == (Status.BREACHED, False)
    assert found.reason.startswith("Before the withdrawal on 20 June 2025: ")
    kept = finding(case, "stage-1-response-in-time", "2025-07-03")
    assert (kept.status, kept.due_on) == (Status.PENDING, date(2025, 7, 16))


def test_the_first_of_two_rounds_that_failed_is_the_one_that_is_told() -> None:
    case = a_case(
        RECEIVED,
        event("withdrawn", "2025-06-20"),
        event("complaint_received", "2025-07-01"),
        event("withdrawn", "2025-07-20"),
        event("complaint_received", "2025-08-01"),
    )
    found = finding(case, "stage-1-acknowledged-in-time", "2025-08-04")
    assert (found.status, found.reason[:37]) == (Status.BREACHED, "Before the withdrawal on 20 June 2025")


def test_a_complaint_brought_again_has_its_present_duties_beside_the_earlier_breach() -> None:
    case = a_case(
        event("complaint_received", "2025-06-02"),
        event("acknowledged", "2025-06-04", stage=1),
        event("defined", "2025-06-04", stage=1),
        event("logged", "2025-06-04", stage=1),
        event("withdrawn", "2025-06-20"),
        event("complaint_received", "2025-06-23"),
    )
    evaluation = shared_engine().evaluate(case, as_of=date(2025, 6, 24), landlord="code-only")
    found = evaluation.finding("stage-1-response-in-time")
    assert found.status is Status.BREACHED
    assert "Since it was brought again: The stage 1 response is due by 14 July 2025" in found.reason
    assert date(2025, 7, 14) in {action.by for action in evaluation.actions}
    assert "stage_1_response" in {letter.kind for letter in evaluation.letters}


def test_an_event_of_a_stage_before_the_receipt_is_noted() -> None:
    case = a_case(event("complaint_received", "2025-06-02"), event("acknowledged", "2025-05-04", stage=1))
    evaluation = shared_engine().evaluate(case, as_of=date(2025, 6, 4), landlord="code-only")
    assert any("Dated before the complaint was received" in note for note in evaluation.notes)
    assert evaluation.finding("stage-1-response-in-time").due_on == date(2025, 6, 16)


def test_a_complaint_that_was_taken_but_never_recorded_as_received_is_noted() -> None:
    case = a_case(event("contact", "2025-06-02", kind="dissatisfaction", complaint_taken=True))
    notes = shared_engine().evaluate(case, as_of=date(2025, 9, 1), landlord="code-only").notes
    assert any(note.startswith("A complaint was taken on 2 June 2025, but") for note in notes)


def test_an_answer_to_no_question_is_noted_with_a_suggestion() -> None:
    case = a_case(event("complaint_received", "2025-06-02"), answers={"5.8.aa": {"value": True}})
    notes = shared_engine().evaluate(case, as_of=date(2025, 6, 4), landlord="code-only").notes
    assert "The answer `5.8.aa` belongs to no question and was not used; did you mean `5.8.a`?" in notes


@pytest.mark.parametrize("as_of", ["2025-07-15", None, 20250715, datetime(2025, 7, 15, 12, 0, tzinfo=UTC)])
def test_what_is_no_date_is_refused_as_a_day_to_evaluate(as_of: Any) -> None:
    with pytest.raises(CodeEngineError, match="as_of is a date, not"):
        shared_engine().evaluate(a_case(event("complaint_received", "2025-06-02")), as_of=as_of)


def test_what_is_no_case_is_refused_with_the_way_to_read_one() -> None:
    case: Any = {"reference": "X"}
    with pytest.raises(CodeEngineError, match="parse_case"):
        shared_engine().evaluate(case, as_of=date(2025, 7, 15))


def test_an_engine_cannot_be_given_other_landlords() -> None:
    engine: Any = shared_engine()
    with pytest.raises(AttributeError):
        engine.landlords = None


def test_a_strict_engine_builds_every_landlord() -> None:
    engine = Engine.from_plugins(strict=True)
    assert set(engine.landlords.ids()) >= {"code-only", "red_kite", "twenty11"}
