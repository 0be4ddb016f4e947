"""Grading a policy: the worst part decides, silence counts only where it must, and the Code is never loosened."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cli_running import LATE
from code_engine import Engine, load_case
from code_engine.assessment.policy_answers import Grade, PolicyCheck, ProvisionCheck
from code_engine.assessment.policy_check import check_policy
from code_engine.evaluation.evaluation import Evaluation, Status
from code_engine.landlord.policy import Policy
from policy_building import draft, invented_code, policies, rule, shipped_code

DAY = date(2025, 7, 15)
ANSWER = rule(
    "answer",
    "policy.stage_1.respond <= stage_1.respond",
    stricter="policy.stage_1.respond < stage_1.respond",
    change="Answer sooner.",
)


def checked(folder: Path, text: str, *rules: str) -> ProvisionCheck:
    """The entry of the one provision of an invented Code that has these rules, for a draft."""
    return check_policy(draft(text), invented_code(folder, Provision="---".join(rules)), DAY).provisions[0]


def respond(value: int, unit: str = "working_days") -> str:
    """A draft whose clause 4 sets the time to answer stage 1."""
    return f"clauses: {{'4': {{text: Ours, settings: {{stage_1.respond: {{value: {value}, unit: {unit}}}}}}}}}"


# One rule


@pytest.mark.parametrize(
    ("value", "grade", "status"),
    [(8, "stricter", "met"), (10, "conforms", "met"), (11, "conflict", "breached")],
)
def test_a_limit_is_stricter_equal_or_in_conflict(tmp_path: Path, value: int, grade: str, status: str) -> None:
    entry = checked(tmp_path, respond(value), ANSWER)
    assert (entry.grade, entry.status) == (grade, status)
    assert entry.clauses == ("4",)
    assert entry.change == (("Answer sooner.",) if grade == "conflict" else ())


@pytest.mark.parametrize(
    ("days", "grade"),
    [(7, "stricter"), (12, "conforms"), (13, "conflict"), (14, "conflict")],
)
def test_calendar_days_count_as_the_most_working_days_they_can_be(tmp_path: Path, days: int, grade: str) -> None:
    assert checked(tmp_path, respond(days, "calendar_days"), ANSWER).grade == grade


def test_a_breach_is_as_bad_as_its_rule_says(tmp_path: Path) -> None:
    weaker = rule("told", "policy.ombudsman.right_explained", "weaker")
    assert checked(tmp_path, "ombudsman: {right_explained: false}", weaker).grade is Grade.WEAKER


# Silence


def test_what_is_not_stated_is_silent_and_does_not_count(tmp_path: Path) -> None:
    entry = checked(tmp_path, "policy: {title: Empty}", ANSWER)
    assert (entry.grade, entry.status) == (Grade.SILENT, Status.UNDETERMINED)
    assert (entry.clauses, entry.change) == ((), ())
    assert entry.reason == "The policy does not say: title of answer."


def test_silence_counts_where_the_code_asks_the_policy_to_say_it(tmp_path: Path) -> None:
    said = rule("said", "policy.publicity.stages_described", must_be_stated="true", change="Describe them.")
    entry = checked(tmp_path, "policy: {title: Empty}", said)
    assert (entry.grade, entry.status, entry.change) == (Grade.SILENT, Status.BREACHED, ("Describe them.",))


def test_a_policy_whose_text_is_not_held_is_not_blamed_for_silence(tmp_path: Path) -> None:
    said = rule("said", "policy.publicity.stages_described", must_be_stated="true")
    ruleset = invented_code(tmp_path, Provision=said)
    check = check_policy(draft("policy: {held: false}"), ruleset, DAY)
    assert (check.provisions[0].grade, check.provisions[0].status) == (Grade.SILENT, Status.UNDETERMINED)
    assert "not held" in check.notes[0]


def test_a_rule_that_forbids_something_is_silent_without_a_word_where_nothing_is_stated(tmp_path: Path) -> None:
    forbids = rule("no-stage", "not policy.ombudsman.presented_as_stage", applies="recorded(policy.holds)")
    entry = checked(tmp_path, "policy: {title: Empty}", forbids)
    assert entry.parts == ()
    assert entry.reason == "The policy says nothing about this."


# Several rules


def test_the_worst_part_decides_and_the_others_stay_below(tmp_path: Path) -> None:
    weaker = rule("told", "policy.ombudsman.right_explained", "weaker", change="Explain it.")
    text = respond(14) + "\nombudsman: {right_explained: false}\n"
    entry = checked(tmp_path, text, weaker, ANSWER)
    assert entry.grade is Grade.CONFLICT
    assert entry.change == ("Answer sooner.",)
    assert [(part.rule, part.grade) for part in entry.parts] == [("told", "weaker"), ("answer", "conflict")]


def test_silence_that_counts_is_worse_than_an_open_question_and_better_than_a_weakness(tmp_path: Path) -> None:
    must = rule("must", "policy.publicity.on_website", must_be_stated="true")
    weak = rule("weak", "policy.ombudsman.right_explained", "weaker")
    judged = (
        "{id: judged, subject: policy, title: Judged, breach_is: weaker,"
        " judgement: {id: 6.1.clear, question: Is it clear?, asked_of: A person}}"
    )
    assert checked(tmp_path / "a", "policy: {title: E}", must, judged).grade is Grade.SILENT
    assert checked(tmp_path / "b", "ombudsman: {right_explained: false}", must, judged, weak).grade is Grade.WEAKER
    entry = checked(tmp_path / "c", "publicity: {on_website: true}", must, judged)
    assert (entry.grade, entry.status) == (Grade.JUDGEMENT, Status.UNDETERMINED)
    (part,) = (part for part in entry.parts if part.rule == "judged")
    assert (part.questions, part.answer_key) == (("Is it clear?",), "6.1.clear")


def test_silence_that_does_not_count_never_decides_where_another_part_speaks(tmp_path: Path) -> None:
    silent = rule("told", "policy.ombudsman.right_explained")
    assert checked(tmp_path, respond(10), silent, ANSWER).grade is Grade.CONFORMS
    assert checked(tmp_path, respond(9), silent, ANSWER).grade is Grade.STRICTER


def test_a_question_that_a_person_has_answered_is_met_or_breached(tmp_path: Path) -> None:
    judged = (
        "{id: judged, subject: policy, title: Judged, breach_is: weaker,"
        " judgement: {id: 6.1.clear, question: Is it clear?, asked_of: A person}}"
    )
    answers = {
        value: checked(tmp_path / str(value), f"answers: {{6.1.clear: {{value: {value}}}}}", judged).grade
        for value in ("true", "false")
    }
    assert answers == {"true": Grade.CONFORMS, "false": Grade.WEAKER}


def test_an_answer_to_no_question_is_not_used_and_is_told(tmp_path: Path) -> None:
    judged = (
        "{id: judged, subject: policy, title: Judged, breach_is: weaker,"
        " judgement: {id: 6.1.clear, question: Is it clear?, asked_of: A person}}"
    )
    ruleset = invented_code(tmp_path, Provision=judged)
    check = check_policy(draft("answers: {6.1.claer: {value: true}}"), ruleset, DAY)
    assert check.notes == ("The answer `6.1.claer` belongs to no question and was not used; did you mean `6.1.clear`?",)
    assert check.provisions[0].grade is Grade.JUDGEMENT


# Clauses


def test_two_clauses_that_contradict_each_other_need_a_persons_judgement_and_are_both_cited(tmp_path: Path) -> None:
    told = rule("told", "policy.ombudsman.right_explained")
    text = """\
        clauses:
          "3": {text: Told, ombudsman: {right_explained: true}}
          "9": {text: Not told, ombudsman: {right_explained: false}}
        """
    entry = checked(tmp_path, text, told)
    assert (entry.grade, entry.status, entry.clauses) == (Grade.JUDGEMENT, Status.UNDETERMINED, ("3", "9"))


def test_of_a_list_the_entries_are_cited_that_decide(tmp_path: Path) -> None:
    holds = rule(
        "no-holds",
        "not any(hold.stops_clock for hold in policy.holds)",
        applies="recorded(any(hold.stops_clock or not hold.stops_clock for hold in policy.holds))",
    )
    text = """\
        clauses:
          "5": {text: Waiting for a report, holds: [{reason: report, stops_clock: false}]}
          "6": {text: Waiting for a court, holds: [{reason: court, stops_clock: true}]}
        """
    entry = checked(tmp_path, text, holds)
    assert entry.grade is Grade.CONFLICT
    assert "6" in entry.clauses
    assert [said.text for said in entry.said if said.clause == "6"] == ["Waiting for a court"]


def test_what_stands_outside_of_clauses_is_cited_by_its_line(tmp_path: Path) -> None:
    text = "settings:\n  stage_1.respond: {value: 14, unit: working_days}\n"
    entry = checked(tmp_path, text, ANSWER)
    assert entry.clauses == ("line 2",)
    assert (entry.said[0].file, entry.said[0].line, entry.said[0].clause) == ("draft.yaml", 2, None)


def test_a_departure_that_is_admitted_stands_beside_the_grade_and_changes_nothing(tmp_path: Path) -> None:
    text = respond(14) + "\ndepartures: {'6.1': {reason: We are short of staff}, '7.7': {reason: Invented}}\n"
    ruleset = invented_code(tmp_path, Provision=ANSWER)
    check = check_policy(draft(text), ruleset, DAY)
    assert check.provisions[0].grade is Grade.CONFLICT
    assert check.provisions[0].departure == "We are short of staff"
    assert check.notes == (f"A departure is admitted at 7.7, which {ruleset.identity} does not have.",)


# The shipped Code


def test_an_empty_draft_has_all_72_provisions_and_breaks_none() -> None:
    check = check_policy(draft("policy: {title: Empty}"), shipped_code(), DAY)
    assert len(check.provisions) == 72
    assert {entry.grade for entry in check.provisions} <= {Grade.SILENT, Grade.JUDGEMENT}
    assert not any(part.grade in (Grade.CONFLICT, Grade.WEAKER) for entry in check.provisions for part in entry.parts)


def test_what_no_policy_answers_is_not_applicable_and_counted_nowhere() -> None:
    check = check_policy(draft("policy: {title: Empty}"), shipped_code(), DAY)
    unbound = [entry for entry in check.provisions if entry.status is Status.NOT_APPLICABLE]
    assert {entry.provision for entry in unbound} == {
        each.number for each in shipped_code().provisions.values() if "policy" not in each.kinds
    }
    assert sum(check.summary.values()) == 72 - len(unbound)


ORDER = (
    (Grade.CONFLICT, Status.BREACHED),
    (Grade.WEAKER, Status.BREACHED),
    (Grade.SILENT, Status.BREACHED),
    (Grade.JUDGEMENT, Status.UNDETERMINED),
    (Grade.CONFORMS, Status.MET),
    (Grade.STRICTER, Status.MET),
    (Grade.SILENT, Status.UNDETERMINED),
)


@given(policy=policies())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_policy_at_all_is_checked_with_the_worst_part_deciding(policy: Policy) -> None:
    check = check_policy(policy, shipped_code(), DAY)
    assert [entry.provision for entry in check.provisions] == list(shipped_code().provisions)
    for entry in check.provisions:
        ranks = [ORDER.index((part.grade, part.status)) for part in entry.parts]
        if ranks:
            assert ORDER.index((entry.grade, entry.status)) == min(ranks)
        assert entry.reason
        assert set(entry.clauses) <= {"1", "2", "line 1"}
    assert PolicyCheck.model_validate_json(check.to_json()) == check
    assert check_policy(policy, shipped_code(), DAY).to_json() == check.to_json()


# What a policy cannot reach


@cache
def engine() -> Engine:
    """The engine with the installed landlords."""
    return Engine.from_plugins()


def code_layer(evaluation: Evaluation) -> list[str]:
    """The findings and deadlines of the Code's own layer, as they are written."""
    findings = [finding.model_dump_json() for finding in evaluation.findings if finding.layer == "code"]
    return findings + [due.model_dump_json() for due in evaluation.deadlines if due.layer == "code"]


@cache
def untouched(landlord: str) -> list[str]:
    """The Code's layer of the example without any forced policy."""
    return code_layer(engine().evaluate(load_case(LATE), as_of=DAY, landlord=landlord))


@given(policy=policies())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_policy_states_the_codes_own_layer_is_the_same_to_the_byte(policy: Policy) -> None:
    case = load_case(LATE)
    for landlord in ("code-only", "twenty11"):
        evaluation = engine().evaluate(case, as_of=DAY, landlord=landlord, policy=policy)
        assert code_layer(evaluation) == untouched(landlord)
        assert evaluation.policy is not None
        assert evaluation.policy.digest == policy.digest


def test_a_forced_policy_decides_the_landlords_own_layer_and_is_told() -> None:
    loose = draft(
        """\
        policy: {version: loose}
        settings: {stage_1.respond: {value: 200, unit: working_days}}
        rules:
          "6.3":
            - id: promise-answered
              title: Answered in time
              applies: complaint.received
              deadline: {clock: complaint.received_on, within: policy.stage_1.respond, done: stage_1.responded_on}
        """
    )
    evaluation = engine().evaluate(load_case(LATE), as_of=DAY, landlord="code-only", policy=loose)
    assert evaluation.finding("promise-answered", "policy").status is Status.MET
    assert evaluation.finding("stage-1-response-in-time").status is Status.BREACHED
    assert "Evaluated under the policy loose of draft as asked, whenever it is in force." in evaluation.notes


def test_a_clause_that_decides_several_parts_is_cited_once() -> None:
    text = "clauses: {'6.3': {text: Half a year., exclusions: [{ground: out_of_time, counted_from: [occurrence]}], "
    text += "settings: {complaint.time_limit: {value: 6, unit: months}}}}"
    entry = check_policy(draft(text), shipped_code(), DAY).provision("2.3")
    assert len([part for part in entry.parts if part.grade is Grade.CONFLICT]) == 2
    assert entry.clauses == ("6.3",)
    assert [said.clause for said in entry.said] == ["6.3"]
