"""What several clauses of a policy say of one thing: put together, contradicted, cited in order, and shown in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli_running import done, one_line
from code_engine.assessment.policy_answers import Grade, PartCheck, PolicyCheck
from code_engine.assessment.policy_check import check_policy
from code_engine.landlord.policy import Policy
from code_engine.presentation.policy_check_outline import clauses_words
from code_engine.presentation.policy_words import layers_words, policy_heading
from policy_building import draft, shipped_code

DAY = date(2025, 7, 15)


def checked(policy: Policy) -> PolicyCheck:
    """A draft against the Code of 2024."""
    return check_policy(policy, shipped_code(), DAY)


def part(policy: Policy, rule: str) -> PartCheck:
    """How a draft stands to one rule."""
    return next(each for entry in checked(policy).provisions for each in entry.parts if each.rule == rule)


def file(folder: Path, text: str, name: str = "draft.yaml") -> str:
    """A file with that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


# One thing in several clauses


def test_one_ground_in_two_clauses_is_one_exclusion_with_what_both_state() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: A, exclusions: [{ground: out_of_time, counted_from: [occurrence], authority: A manager}]}
          "2": {text: B, exclusions: [{ground: out_of_time, counted_from: [awareness], discretion: true}]}
        """
    )
    (item,) = policy.lists["exclusions"]
    assert item.values["counted_from"] == ("occurrence", "awareness")
    assert item.values["discretion"] is True
    assert (item.said.clause, [said.clause for said in item.also]) == ("1", ["2"])


def test_what_two_clauses_contradict_each_other_about_is_not_known_and_kept() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: A, exclusions: [{ground: legal_proceedings, claim_filed: true}]}
          "2": {text: B, exclusions: [{ground: legal_proceedings, claim_filed: false}]}
          "3": {text: C, exclusions: [{ground: legal_proceedings, claim_filed: true}]}
        """
    )
    (item,) = policy.lists["exclusions"]
    assert "claim_filed" not in item.values
    assert item.differing == {"claim_filed": (True, False)}


@pytest.mark.parametrize(
    "entries",
    [
        '"1": {text: A, exclusions: [{ground: legal_proceedings}, {ground: legal_proceedings, claim_filed: true}]}',
        '"1": {text: A, exclusions: [{ground: other}]}\n  "2": {text: B, exclusions: [{ground: other}]}',
        '"1": {text: A, exclusions: [{text: Rents}]}\n  "2": {text: B, exclusions: [{text: Sales}]}',
    ],
    ids=["beside each other", "a ground of its own", "no ground"],
)
def test_what_is_not_plainly_one_thing_stays_two(entries: str) -> None:
    assert len(draft(f"clauses:\n  {entries}\n").lists["exclusions"]) == 2


def test_a_number_that_two_clauses_state_alike_is_one_and_both_are_cited() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: A, settings: {stage_1.respond: {value: 10, unit: working_days}}}
          "2": {text: B, settings: {stage_1.respond: {value: 10, unit: working_days}}}
        """
    )
    found = part(policy, "policy-stage-1-response-limit")
    assert (found.grade, found.clauses) == (Grade.CONFORMS, ("1", "2"))


# Contradictions


def test_a_contradiction_about_a_ground_is_shown_and_is_a_difference(tmp_path: Path) -> None:
    clause = '"{0}": {{text: Ours, exclusions: [{{ground: legal_proceedings, claim_filed: {1}}}]}}'
    both = file(tmp_path, f"clauses:\n  {clause.format(1, 'true')}\n  {clause.format(2, 'false')}\n", "both.yaml")
    none = file(tmp_path, "clauses: {'1': {text: Ours, exclusions: [{ground: legal_proceedings}]}}", "none.yaml")
    assert "claim filed: clauses contradict each other" in one_line(done("policy", "show", both))
    assert "claim filed: clauses contradict each other" in one_line(done("policy", "diff", none, both))


def test_a_contradiction_matters_only_where_the_rule_answers_differently() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: A, stage_1: {response_starts: assignment}}
          "2": {text: B, stage_1: {response_starts: other}}
        """
    )
    found = part(policy, "policy-stage-1-response-clock")
    assert (found.grade, found.clauses) == (Grade.CONFLICT, ("1", "2"))


def test_a_contradiction_that_matters_needs_judgement_with_the_question_and_no_change() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: A, definition: {dissatisfaction: true, however_made: true}}
          "2": {text: B, definition: {however_made: false}}
        """
    )
    found = part(policy, "policy-definition-however-made")
    assert (found.grade, found.change) == (Grade.JUDGEMENT, None)
    assert "leaves out" not in found.reason
    assert found.questions == ("Does the definition cover dissatisfaction however it is expressed?",)


# Citations


def test_clauses_are_cited_in_the_order_of_the_policy() -> None:
    policy = draft(
        """\
        clauses:
          "9": {text: A, stages: [{name: Stage 1}]}
          "6.10": {text: B, stages: [{name: Stage 2}]}
          "2": {text: C, routes_before_stage_1: [{name: Stage 0, named_stage: true}]}
        """
    )
    assert part(policy, "policy-two-stages").clauses == ("9", "6.10", "2")
    assert checked(policy).provision("5.3").clauses == ("9", "6.10", "2")


def test_lines_that_follow_each_other_are_told_as_one_range() -> None:
    assert clauses_words(("line 7", "line 3", "line 5", "line 6")) == "lines 3, 5\u20137"
    assert clauses_words(("4.1", "line 3")) == "clause 4.1, line 3"


def test_a_list_that_is_stated_to_be_empty_is_cited_unless_another_clause_fills_it() -> None:
    text = 'clauses:\n  "1": {text: None., routes_before_stage_1: []}\n'
    assert part(draft(text), "policy-no-stage-before-stage-1").clauses == ("1",)
    filled = text + '  "2": {text: One., routes_before_stage_1: [{name: Stage 0, named_stage: true}]}\n'
    assert part(draft(filled), "policy-no-stage-before-stage-1").clauses == ("2",)


def test_an_entry_outside_of_clauses_is_shown_with_its_own_text(tmp_path: Path) -> None:
    text = "exclusions:\n  - {ground: no_benefit, text: looking into it would change nothing}\n"
    said = one_line(done("policy", "check", "--policy", file(tmp_path, text)))
    assert "Line 2: looking into it would change nothing " in said


def test_the_words_of_a_clause_are_shown_as_they_stand(tmp_path: Path) -> None:
    text = 'clauses: {"2": {text: "iPads are lent out", access: {channels: [web form]}}}'
    assert "Clause 2: iPads are lent out " in one_line(done("policy", "check", "--policy", file(tmp_path, text)))


# What to do


OPTIONAL = """\
routes_before_stage_1: [{name: Quick Fix, resident_chooses: true, required: false}]
settings: {stage_1.respond: {value: 8, unit: working_days}}
ombudsman: {at_any_time: false}
"""


def test_after_a_question_the_change_is_only_for_the_answer_no(tmp_path: Path) -> None:
    draft_file = file(tmp_path, OPTIONAL)
    said = one_line(done("policy", "check", "--policy", draft_file))
    question = said.partition("5.2 needs judgement: ")[2].partition(" CONFORMS")[0].partition(" STRICTER: ")[0]
    assert "To answer: " in question
    assert "If not: Say beside the offer" in question
    assert "To change: " not in question
    assert "<b>If not: </b>" in done("policy", "check", "--policy", draft_file, "--format", "html")


def test_what_is_stricter_is_told_with_its_reason(tmp_path: Path) -> None:
    both = "stage_1: {response_starts: acknowledgement}\nsettings: {stage_1.respond: {value: 8, unit: working_days}}\n"
    for text in (OPTIONAL, both):
        said = one_line(done("policy", "check", "--policy", file(tmp_path, text)))
        assert "Stage 1 is answered within 8 working days; the Code allows ten working days." in said
    page = done("policy", "check", "--policy", file(tmp_path, both), "--format", "html")
    assert "<b>Stricter: </b>Stage 1 is answered within 8 working days" in page


def test_what_there_is_to_act_on_cites_its_clauses_on_the_page(tmp_path: Path) -> None:
    text = 'clauses: {"7.2": {text: Ours, ombudsman: {at_any_time: false}}}'
    page = done("policy", "check", "--policy", file(tmp_path, text), "--format", "html")
    to_act_on = page.partition('id="act-on"')[2].partition("</section>")[0]
    assert "(clause 7.2)" in to_act_on


# What a policy is called


@pytest.mark.parametrize(
    ("header", "heading", "layers"),
    [
        ("{title: Complaints Policy v7, version: v7}", "Elm: Complaints Policy v7", "a draft, version v7"),
        ("{title: Complaints Policy, version: v7}", "Elm: Complaints Policy v7", "a draft, version v7"),
        ("{title: Complaints Policy}", "Elm: Complaints Policy draft", "a draft"),
    ],
)
def test_a_version_and_a_draft_are_named_once(header: str, heading: str, layers: str) -> None:
    policy = checked(draft(f"policy: {header}")).policy
    assert (policy_heading("Elm", policy), layers_words(policy)) == (heading, layers)


# Two policies compared


def test_entries_of_one_key_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    a = file(tmp_path, "exclusions: []", "a.yaml")
    several = "[{ground: separate_process, text: Neighbour noise}, {ground: separate_process, text: Lettings}]"
    b = file(tmp_path, f"exclusions: {several}", "b.yaml")
    said = one_line(done("policy", "diff", a, b))
    assert "separate process: Neighbour noise:" in said
    assert "separate process: Lettings:" in said


def test_grades_that_matter_come_first_and_the_others_are_counted(tmp_path: Path) -> None:
    a = file(tmp_path, "policy: {title: A}", "a.yaml")
    told = "surveys: {respondents_told: true}\nescalation: {different_person: false}\nombudsman: {at_any_time: false}\n"
    b = file(tmp_path, told, "b.yaml")
    grades = done("policy", "diff", a, b).partition("HOW THEY STAND")[2]
    said = one_line(grades)
    assert said.index("6.13 ") < said.index("3.7 ") < said.index(" silent, ")
    assert "conforms (1): 1.6." in said
