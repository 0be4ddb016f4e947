"""Red Kite's policy of 2024/25 as data: a clause for every row about a policy, and what those rows say."""

from __future__ import annotations

from datetime import date

import pytest

from code_engine.assessment.policy_answers import Grade
from code_engine.assessment.policy_check import check_policy
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.policy import Policy
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets

SOURCE = "self-assessment "


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The policy in force in the year of the self-assessment."""
    found = load_plugins().get("red_kite").policy_on(date(2024, 10, 1))
    assert found is not None
    return found


def test_every_provision_that_a_policy_answers_has_its_row_as_a_clause(policy: Policy) -> None:
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    answered = [SOURCE + each.number for each in ruleset.provisions.values() if "policy" in each.kinds]
    assert len(answered) == 51
    assert list(policy.layers[-1].content.clauses) == answered


def test_every_number_is_set_by_the_row_that_names_it(policy: Policy) -> None:
    assert {name: setting.clause for name, setting in policy.settings.items()} == {
        name: f"{SOURCE}{setting.provision}" for name, setting in policy.settings.items()
    }


def test_both_answers_are_counted_from_the_scoping_letter(policy: Policy) -> None:
    for stage in ("stage_1", "stage_2"):
        assert policy.statements[f"{stage}.response_starts"].value == "definition"
        assert policy.statements[f"{stage}.acknowledgement_starts"].value == "confirmation"


def test_the_two_rows_about_an_extension_letter_are_both_there(policy: Policy) -> None:
    told = policy.statements["stage_1.extension_ombudsman"]
    assert told.value == ("those_who_object", "everyone")
    assert [said.clause for said in told.said] == ["self-assessment 6.4", "self-assessment 6.5"]


def test_every_ground_for_not_accepting_a_complaint_is_listed_once(policy: Policy) -> None:
    grounds = [item.values["ground"] for item in policy.lists["exclusions"]]
    assert sorted(map(str, grounds)) == [
        "insurance_claim",
        "legal_proceedings",
        "no_benefit",
        "not_responsible",
        "out_of_time",
        "previously_considered",
        "separate_process",
        "unacceptable_behaviour",
    ]


def test_case_by_case_is_said_of_refusing_a_complaint_and_not_of_ending_one(policy: Policy) -> None:
    for item in policy.lists["exclusions"]:
        considered = item.values.get("individual_consideration")
        assert considered is (None if item.values.get("ends_process") else True), item.values["ground"]


def test_an_older_matter_is_left_out_with_authority_and_discretion_but_nothing_is_said_of_awareness(
    policy: Policy,
) -> None:
    (ground,) = [item.values for item in policy.lists["exclusions"] if item.values["ground"] == "out_of_time"]
    assert ground["counted_from"] == ("occurrence",)
    assert ground["discretion"] is True
    assert "Head of Feedback" in str(ground["authority"])


def test_the_quick_resolution_is_no_stage_and_the_tenant_chooses_it(policy: Policy) -> None:
    (route,) = policy.lists["routes_before_stage_1"]
    assert (route.values["named_stage"], route.values["required"]) == (False, False)
    assert route.values["resident_chooses"] is True


@pytest.mark.parametrize(
    "statement",
    [
        "service_requests.told_apart",
        "acceptance.ombudsman_right_given",
        "access.needs_anticipated",
        "representatives.accompaniment",
        "restrictions.covers_representatives",
        "remedies.what_and_when",
    ],
)
def test_what_no_row_says_is_not_stated(policy: Policy, statement: str) -> None:
    assert statement not in policy.statements


def test_no_two_rows_contradict_each_other(policy: Policy) -> None:
    assert [name for name, statement in policy.statements.items() if statement.contradictory] == []


def test_the_check_finds_what_the_self_assessment_answers_with_yes_all_the_same(policy: Policy) -> None:
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    checked = check_policy(policy, ruleset, date(2025, 1, 1))
    grades = {entry.provision: entry.grade for entry in checked.provisions}
    conflicts = [number for number, grade in grades.items() if grade is Grade.CONFLICT]
    assert conflicts == ["2.2", "2.3", "5.11", "6.2", "6.3", "6.11", "6.14"]
    assert grades["6.8"] is Grade.WEAKER
    assert [grades[number] for number in ("5.2", "6.5", "6.16")] == [Grade.JUDGEMENT] * 3
