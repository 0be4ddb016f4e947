"""Two policies compared by what they do: wording, clause numbers, names of stages and of landlords do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cli_running import EXAMPLES, SMALL, assert_plain, one_line
from code_engine import Engine
from code_engine.assessment.case_diff import case_files, compare_cases
from code_engine.assessment.policy_choice import ChosenPolicy, choose_policy
from code_engine.assessment.policy_diff import Asked, diff_policies
from code_engine.assessment.policy_diff_answers import PolicyDiff
from code_engine.errors import CodeEngineError, DocumentError, LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.landlord.policy import Policy
from code_engine.presentation.policy_diff_text import render_diff_text
from invented_landlords import shelf_in
from policy_building import ELM, OAK, OAK_POLICY, draft, landlord_files, policies, shipped_code

TODAY = date(2025, 7, 15)
PROMISE = """\
rules:
  "6.3":
    - id: {id}
      title: {title}
      applies: {applies}
      deadline: {{clock: complaint.received_on, within: policy.stage_1.respond, done: stage_1.responded_on}}
settings: {{stage_1.respond: {{value: {days}, unit: working_days}}}}
"""


def promise(
    identity: str = "answered", title: str = "Answered", applies: str = "complaint.received", days: int = 8
) -> str:
    """A draft with one promise about the time to answer."""
    return PROMISE.format(id=identity, title=title, applies=applies, days=days)


def asked(policy: Policy, name: str = "draft.yaml") -> Asked:
    """A draft that was named on the command line."""
    return Asked(name, ChosenPolicy(policy, TODAY, None))


def between(a: str | Policy, b: str | Policy) -> PolicyDiff:
    """The difference between two drafts."""
    first, second = (draft(each) if isinstance(each, str) else each for each in (a, b))
    return diff_policies(asked(first, "a.yaml"), asked(second, "b.yaml"), shipped_code())


# Settings and statements


def test_the_same_policy_does_not_differ_from_itself_and_the_text_says_so_plainly() -> None:
    found = between(OAK_POLICY, OAK_POLICY)
    assert not found.differs
    assert "There is no difference in effect." in render_diff_text(found, colour=False)


def test_a_number_in_another_unit_is_another_number() -> None:
    found = between(
        "settings: {stage_1.respond: {value: 10, unit: working_days}}",
        "settings: {stage_1.respond: {value: 10, unit: calendar_days}}",
    )
    (setting,) = found.settings
    assert setting.a is not None
    assert setting.b is not None
    assert (setting.a.unit, setting.b.unit) == ("working_days", "calendar_days")
    said = one_line(render_diff_text(found, colour=False))
    assert "a.yaml: 10 working days b.yaml: 10 calendar days" in said


def test_a_statement_that_only_one_side_makes_is_a_difference() -> None:
    (statement,) = between("policy: {title: T}", "access: {any_way: true}").statements
    assert (statement.name, statement.a) == ("access.any_way", None)


def test_clause_numbers_texts_titles_and_meanings_make_no_difference() -> None:
    one = """\
        policy: {title: One, version: one}
        clauses:
          "1": {text: We answer soon, settings: {stage_1.respond: {value: 9, unit: working_days, meaning: Time}}}
        """
    other = "settings: {stage_1.respond: {value: 9, unit: working_days}}"
    assert not between(one, other).differs


def test_the_order_of_the_words_of_a_list_makes_no_difference() -> None:
    found = between("definition: {about: [action, lack_of_action]}", "definition: {about: [lack_of_action, action]}")
    assert not found.differs


def test_free_words_that_differ_are_put_before_a_person_and_are_no_difference_by_themselves() -> None:
    found = between("escalation: {considered_by: A head of service}", "escalation: {considered_by: A senior manager}")
    assert not found.differs
    assert [each.name for each in found.wording] == ["escalation.considered_by"]
    assert "for a person to judge" in render_diff_text(found, colour=False)


def test_free_words_against_none_at_all_are_a_difference() -> None:
    assert between("representatives: {authority: A signed form}", "representatives: {authority: ''}").differs
    assert between("access: {channels: [email]}", "access: {channels: [email, letter]}").differs


def test_capitals_and_full_stops_are_not_even_other_words() -> None:
    found = between("handling: {complaints_officer: The  Team.}", "handling: {complaints_officer: the team}")
    assert (found.differs, found.wording) == (False, ())


def test_clauses_that_contradict_each_other_differ_from_one_clear_word() -> None:
    torn = 'clauses: {"1": {text: A, access: {any_way: true}}, "2": {text: B, access: {any_way: false}}}'
    (statement,) = between(torn, "access: {any_way: true}").statements
    assert statement.a is not None
    assert statement.a.value is None


# Lists


def test_what_a_stage_is_called_makes_no_difference_but_one_stage_more_does() -> None:
    two = "stages: [{name: Investigation}, {name: Appeal}]"
    assert not between(two, "stages: [{name: One}, {name: Two, text: Ours}]").differs
    (stages,) = between(two, "stages: [{name: One}, {name: Two}, {name: Panel}]").lists
    assert (stages.a, stages.b, [entry.entry for entry in stages.entries]) == (2, 3, ["Panel"])


def test_an_exclusion_is_found_by_its_ground_whatever_its_place() -> None:
    one = "exclusions: [{ground: anonymous}, {ground: legal_proceedings, claim_filed: true, text: A}]"
    other = "exclusions: [{ground: legal_proceedings, claim_filed: false, text: B}, {ground: anonymous}]"
    (exclusions,) = between(one, other).lists
    (entry,) = exclusions.entries
    assert (entry.entry, entry.a, entry.b) == ("legal_proceedings", {"claim_filed": True}, {"claim_filed": False})


def test_two_exclusions_of_one_ground_are_matched_with_their_likes() -> None:
    one = "exclusions: [{ground: no_benefit, automatic: true}, {ground: no_benefit, automatic: false}]"
    other = "exclusions: [{ground: no_benefit, automatic: false}, {ground: no_benefit, automatic: true}]"
    assert not between(one, other).differs


def test_exclusions_on_other_grounds_are_other_words_where_only_their_text_differs() -> None:
    found = between("exclusions: [{ground: other, text: A}]", "exclusions: [{ground: other, text: B}]")
    assert not found.differs
    assert [each.name for each in found.wording] == ["exclusions: other: text"]


def test_a_route_with_another_name_and_the_same_effect_is_the_same_route() -> None:
    found = between(
        "routes_before_stage_1: [{name: Stage 0, required: true}]",
        "routes_before_stage_1: [{name: Informal step, required: true}]",
    )
    assert [each.name for each in found.wording] == ["routes_before_stage_1: Stage 0: name"]
    assert found.lists == ()


def test_a_list_stated_to_be_empty_differs_from_one_that_is_not_stated() -> None:
    (holds,) = between("holds: []", "policy: {title: T}").lists
    assert (holds.a, holds.b, holds.entries) == (0, None, ())


def test_an_entry_on_one_side_only_is_named_with_all_that_is_stated_of_it() -> None:
    (holds,) = between("holds: []", "holds: [{reason: A court case, stops_clock: true}]").lists
    (entry,) = holds.entries
    assert (entry.a, entry.b) == (None, {"reason": "A court case", "stops_clock": True})


# Promises, closure days, grades


def test_the_same_promise_under_another_id_and_title_makes_no_difference() -> None:
    other = promise("replied", "Replied to", "(complaint.received)")
    assert not between(promise(), other).differs


def test_a_promise_differs_by_its_condition_and_by_the_value_of_its_limit() -> None:
    (by_condition,) = between(promise(), promise(applies="stage_1.responded")).promises
    assert (by_condition.a, by_condition.b) == ({"applies": "complaint.received"}, {"applies": "stage_1.responded"})
    found = between(promise(), promise(days=9))
    (by_limit,) = found.promises
    assert (by_limit.a, by_limit.b) == (
        {"policy.stage_1.respond": "8 working days"},
        {"policy.stage_1.respond": "9 working days"},
    )
    assert len(found.settings) == 1


def test_a_promise_that_only_one_side_makes_is_told_as_such() -> None:
    found = between(promise(), "settings: {stage_1.respond: {value: 8, unit: working_days}}")
    assert [(each.id, each.a is None, each.b is None) for each in found.promises] == [("answered", False, True)]
    assert "b.yaml: does not make it" in one_line(render_diff_text(found, colour=False))


def test_closure_days_that_only_one_side_has_are_named() -> None:
    closures = between("closure_days: [2025-12-24, 2025-12-29]", "closure_days: [2025-12-29]").closure_days
    assert closures is not None
    assert (closures.only_a, closures.only_b) == ((date(2025, 12, 24),), ())


def test_a_provision_where_the_grade_differs_has_both_grades() -> None:
    found = between(
        "settings: {stage_1.respond: {value: 10, unit: working_days}}",
        "settings: {stage_1.respond: {value: 20, unit: working_days}}",
    )
    grades = {each.provision: (each.a.grade, each.b.grade) for each in found.grades}
    assert grades["6.3"][1] == "conflict"
    assert grades["6.3"][0] != "conflict"


@given(policy=policies())
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_policy_differs_from_itself(policy: Policy) -> None:
    found = between(policy, policy)
    assert (found.differs, found.wording, found.closure_days) == (False, (), None)


@given(a=policies(), b=policies())
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_difference_is_the_same_from_both_sides(a: Policy, b: Policy) -> None:
    one, other = between(a, b), between(b, a)
    assert one.differs == other.differs
    assert [each.name for each in one.settings] == [each.name for each in other.settings]
    assert [(each.name, each.a, each.b) for each in one.statements] == [
        (each.name, each.b, each.a) for each in other.statements
    ]
    assert [(each.provision, each.a, each.b) for each in one.grades] == [
        (each.provision, each.b, each.a) for each in other.grades
    ]
    assert {each.name for each in one.lists} == {each.name for each in other.lists}
    assert_plain(render_diff_text(one, colour=False))
    assert PolicyDiff.model_validate_json(one.to_json()) == one


# Landlords


@pytest.fixture
def landlords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Landlords]:
    """A group, its subsidiary, and a landlord of its own with the group's policy in its own name."""
    alone = OAK_POLICY.replace("Oak Homes", "Fir Homes")
    for shelf in shelf_in(tmp_path, monkeypatch):
        fir = landlord_files("fir", "Fir Homes", v2024_04_01=alone)
        shelf.put("wood", {"oak": OAK, "elm": ELM, "fir": fir})
        yield shelf.load(strict=True)


def of_landlords(landlords: Landlords, a: str, b: str) -> PolicyDiff:
    """The difference between two landlords, or versions."""
    one, other = (Asked(name, choose_policy(landlords, name, as_of=None, today=TODAY)) for name in (a, b))
    return diff_policies(one, other, shipped_code())


def test_the_name_of_the_landlord_makes_no_difference(landlords: Landlords) -> None:
    found = of_landlords(landlords, "oak", "fir")
    assert (found.differs, found.wording) == (False, ())


def test_a_subsidiary_differs_from_its_group_by_what_it_says_itself(landlords: Landlords) -> None:
    found = of_landlords(landlords, "oak", "elm")
    assert [each.name for each in found.settings] == ["stage_1.respond"]
    assert [each.name for each in found.statements] == ["access.any_way"]
    assert [each.id for each in found.promises] == ["promise-answered"]
    assert found.lists == ()


def test_two_versions_of_one_landlord_are_compared_each_on_a_day_of_its_own(landlords: Landlords) -> None:
    found = of_landlords(landlords, "elm@until-2024", "elm@2025-01-01")
    assert (found.a.as_of, found.b.as_of) == (date(2024, 12, 31), TODAY)
    (setting,) = found.settings
    assert (setting.a and setting.a.value, setting.b and setting.b.value) == (28, 8)


def test_red_kite_and_twenty11_do_not_differ_in_effect_in_2024() -> None:
    found = of_landlords(engine().landlords, "red_kite", "twenty11")
    assert not found.differs


# Cases


CASE = SMALL.replace("T-1", "T-2").replace(
    "events:", "events:\n  - {type: response_issued, stage: 1, date: 2025-06-17}"
)
"""Received on Monday 2 June 2025 and answered eleven working days later."""


def cases_in(folder: Path, **texts: str) -> Path:
    """A folder of case files."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@cache
def engine() -> Engine:
    """The engine with the installed landlords."""
    return Engine.from_plugins()


def sides(a: str, b: str) -> tuple[ChosenPolicy, ChosenPolicy]:
    """Two drafts, as they are chosen."""
    return ChosenPolicy(draft(a), TODAY, None), ChosenPolicy(draft(b), TODAY, None)


def test_a_case_that_comes_out_differently_is_told_with_both_statuses_and_due_dates(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", late=CASE, open=SMALL)
    a, b = sides(promise(days=8), promise(days=12))
    found = compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    assert (found.compared, len(found.different)) == (2, 2)
    late = found.different[0]
    (finding,) = late.findings
    assert (late.reference, finding.provision, finding.rule) == ("T-2", "6.3", "answered")
    assert finding.a is not None
    assert finding.b is not None
    assert (finding.a.status, finding.a.due_on) == ("breached", date(2025, 6, 12))
    assert (finding.b.status, finding.b.due_on) == ("met", date(2025, 6, 18))


def test_closure_days_move_a_due_date(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", late=CASE)
    a, b = sides(promise(days=8), promise(days=8) + "closure_days: [2025-06-05]\n")
    found = compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    (finding,) = found.different[0].findings
    assert (finding.a and finding.a.due_on, finding.b and finding.b.due_on) == (date(2025, 6, 12), date(2025, 6, 13))


def test_a_policy_applies_to_a_case_whenever_that_was_received(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", old=CASE.replace("2025-06", "2019-06"))
    a, b = sides(promise(days=8), promise(days=30))
    found = compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    assert [finding.rule for finding in found.different[0].findings] == ["answered"]


def test_a_promise_that_does_not_apply_to_a_case_is_like_one_that_is_not_made(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", open=SMALL)
    a, b = sides(promise(applies="stage_2.responded"), "policy: {title: T}")
    found = compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    assert (found.compared, found.different) == (1, ())


def test_a_case_that_cannot_be_read_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", broken="reference: [", later=SMALL.replace("2025-06", "2026-06"), open=SMALL)
    a, b = sides(promise(), promise())
    found = compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    assert (found.compared, found.different) == (1, ())
    assert [Path(each.file).name for each in found.not_read] == ["broken.yaml", "later.yaml"]
    assert "nothing had happened yet on 2025-07-15" in found.not_read[1].problems[0]


def test_where_no_case_can_be_read_every_mistake_is_told(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", one="reference: [", two="landlord: oak\n")
    a, b = sides(promise(), promise())
    with pytest.raises(CodeEngineError) as refused:
        compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)
    assert {Path(p.location.file).name for p in refused.value.problems if p.location} == {"one.yaml", "two.yaml"}


def test_a_promise_that_names_no_fact_is_the_policys_mistake_and_not_the_cases(tmp_path: Path) -> None:
    folder = cases_in(tmp_path / "cases", open=SMALL)
    a, b = sides(promise(), promise(applies="complaint.recieved"))
    with pytest.raises(LandlordError, match=r"did you mean `complaint\.received`"):
        compare_cases(engine(), a, b, shipped_code(), case_files(folder), TODAY)


def test_a_folder_that_is_none_or_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no such folder"):
        case_files(tmp_path / "nowhere")
    with pytest.raises(DocumentError, match="there is no case in this folder"):
        case_files(tmp_path)
    file = tmp_path / "case.yaml"
    file.write_text(SMALL, encoding="utf-8")
    with pytest.raises(DocumentError, match="this is a file, not a folder"):
        case_files(file)


def test_the_layer_of_the_code_never_differs_in_any_example() -> None:
    a = choose_policy(engine().landlords, "twenty11", as_of=None, today=TODAY)
    b = ChosenPolicy(draft("settings: {stage_1.respond: {value: 999, unit: working_days}}"), TODAY, None)
    found = compare_cases(engine(), a, b, shipped_code(), EXAMPLES, date(2026, 6, 1))
    assert found.compared == len(EXAMPLES)
