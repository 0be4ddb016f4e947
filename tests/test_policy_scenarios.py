"""Scenarios about policies: what is compared, what is refused, what is counted, and what the Code's rules reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine import Engine
from code_engine.assessment.policy_answers import Grade
from code_engine.errors import CodeEngineError, LandlordError, RulesetError
from code_engine.presentation.coverage_text import render_coverage
from code_engine.scenarios.coverage import Coverage
from code_engine.scenarios.run import Outcome, run, scenario_files
from event_sequences import shared_engine

IDENTITY = "housing-ombudsman-code@2024-04-01"
TEXT = """
scenarios:
  - name: Six months and nothing more
    provisions: ["2.3"]
    {more}
    policy:
      clauses:
        "7.2":
          text: We look back half a year.
          settings: {{complaint.time_limit: {{value: 6, unit: months}}}}
    expect:
      - {expected}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine with the shipped ruleset."""
    return shared_engine()


def outcome(engine: Engine, folder: Path, expected: str, more: str = "ruleset: " + IDENTITY) -> Outcome:
    """How the scenario above goes with that expectation."""
    file = folder / "scenarios.yaml"
    file.write_text(TEXT.format(expected=expected, more=more), encoding="utf-8")
    (only,) = run(engine, [file])
    return only


def refused(engine: Engine, folder: Path, text: str) -> list[str]:
    """What is wrong with a file of scenarios, without the file's name."""
    file = folder / "scenarios.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CodeEngineError) as caught:
        list(run(engine, [file]))
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


LIMIT = "policy-time-limit-twelve-months"


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        (f"{{rule: {LIMIT}, grade: weaker}}", "grade is conflict, expected weaker"),
        (f"{{rule: {LIMIT}, status: met}}", "status is breached, expected met"),
        (f"{{rule: {LIMIT}, grade: conflict, clauses: ['7.3']}}", "the clauses cited are 7.2, expected 7.3"),
        (f"{{rule: {LIMIT}, grade: conflict, clauses: []}}", "the clauses cited are 7.2, expected none"),
        (f"{{rule: {LIMIT}, grade: conflict, reason_contains: a year}}", "expected it to say `a year`"),
        (f"{{rule: {LIMIT}, grade: conflict, change_contains: a year}}", "the change is `Take complaints on"),
        ('{provision: "2.3", grade: conforms}', "2.3: grade is conflict, expected conforms"),
        ('{provision: "2.33", grade: conforms}', "there is no provision `2.33`; did you mean `2.3`?"),
        ("{rule: policy-time-limit-twelve-month, grade: conflict}", f"did you mean `{LIMIT}`?"),
        ("{rule: stage-1-response-in-time, status: met}", "there is no rule about policies"),
        ("{rule: policy-no-cost-to-complain, grade: conflict}", "it does not apply to this policy, expected conflict"),
        ("{rule: policy-no-cost-to-complain, status: met}", "it does not apply to this policy, expected met"),
    ],
)
def test_each_difference_of_a_policy_is_told_in_words(
    engine: Engine, tmp_path: Path, expected: str, difference: str
) -> None:
    found = outcome(engine, tmp_path, expected)
    assert not found.passed
    assert len(found.differences) == 1
    assert difference in found.differences[0]
    assert (found.location.line, found.location.column) == (3, 11)


@pytest.mark.parametrize(
    "expected",
    [
        f"{{rule: {LIMIT}, grade: conflict, status: breached, clauses: ['7.2'], reason_contains: 6 months}}",
        '{provision: "2.3", grade: conflict, change_contains: twelve months}',
        "{rule: policy-no-cost-to-complain, status: not_applicable}",
        '{provision: "9.5", status: not_applicable}',
    ],
)
def test_what_is_found_as_expected_makes_no_difference(engine: Engine, tmp_path: Path, expected: str) -> None:
    found = outcome(engine, tmp_path, expected)
    assert found.differences == ()
    assert found.check is not None
    assert found.evaluation is None


def test_without_a_day_the_check_is_dated_on_the_first_day_of_the_latest_code(engine: Engine, tmp_path: Path) -> None:
    found = outcome(engine, tmp_path, f"{{rule: {LIMIT}, grade: conflict}}", more="as_of: 2025-03-01")
    assert found.check is not None
    assert found.check.as_of.isoformat() == "2025-03-01"
    without = outcome(engine, tmp_path, f"{{rule: {LIMIT}, grade: conflict}}", more="")
    assert without.check is not None
    assert without.check.as_of.isoformat() == "2024-04-01"


def test_a_day_without_a_code_and_an_unknown_version_fail_their_scenario(engine: Engine, tmp_path: Path) -> None:
    early = outcome(engine, tmp_path, f"{{rule: {LIMIT}, grade: conflict}}", more="as_of: 2019-03-01")
    assert early.differences[0].startswith("could not be checked: no version of housing-ombudsman-code")
    unknown = outcome(engine, tmp_path, f"{{rule: {LIMIT}, grade: conflict}}", more="ruleset: a@b")
    assert unknown.differences[0].startswith("could not be checked: there is no ruleset `a@b`")
    assert unknown.check is None


def test_a_policy_that_is_none_is_an_error_with_its_place(engine: Engine, tmp_path: Path) -> None:
    expected = f"{{rule: {LIMIT}, grade: conflict}}"
    text = TEXT.format(expected=expected, more="").replace("text: We", "txt: We")
    assert refused(engine, tmp_path, text) == [
        "9:11: the key `text` is missing\n  add `text: …`",
        "9:11: unknown key `txt`\n  did you mean `text`?",
    ]
    text = TEXT.format(expected=expected, more="").replace("unit: months", "unit: working_days")
    (problem,) = refused(engine, tmp_path, text)
    assert problem.startswith("10:61: the setting `complaint.time_limit` is counted in `working_days`")


def test_a_mistake_in_a_policy_is_a_landlords_and_one_in_a_scenario_the_rulesets(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "scenarios.yaml"
    file.write_text(TEXT.format(expected=f"{{rule: {LIMIT}, grade: conflict}}", more="").replace("text:", "txt:"))
    with pytest.raises(LandlordError):
        list(run(engine, [file]))
    file.write_text(TEXT.format(expected="{rule: a, grade: bad}", more=""))
    with pytest.raises(RulesetError, match="not one of the words allowed here"):
        list(run(engine, [file]))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("policy:", "polcy:", "a scenario has either `case` or `policy`"),
        ("policy:", "case: {}\n    policy:", "a scenario has either `case` or `policy`"),
        ("grade: conflict", "reason_contains: x", "an expectation has a `grade` or a `status`"),
        ("rule: ", "rle: ", "unknown key `rle`\n  did you mean `rule`?"),
        (f"rule: {LIMIT}", "status: met", "an expectation has either `rule` or `provision`"),
        ("{rule: ", '{provision: "2.3", rule: ', "an expectation has either `rule` or `provision`"),
        ("as_of: 2025-01-01", "counting: day-0", "unknown key `counting`"),
    ],
)
def test_a_scenario_that_is_wrong_says_what_is_wrong_and_nothing_else(
    engine: Engine, tmp_path: Path, before: str, after: str, message: str
) -> None:
    text = TEXT.format(expected=f"{{rule: {LIMIT}, grade: conflict}}", more="as_of: 2025-01-01")
    (problem,) = refused(engine, tmp_path, text.replace(before, after))
    assert message in problem


def test_coverage_counts_the_grades_of_a_check_but_only_of_this_ruleset(engine: Engine, tmp_path: Path) -> None:
    coverage = Coverage(engine.catalogue.named(IDENTITY))
    check = outcome(engine, tmp_path, f"{{rule: {LIMIT}, grade: conflict}}").check
    assert check is not None
    other = check.model_copy(update={"ruleset": check.ruleset.model_copy(update={"digest": "sha256:0"})})
    coverage.add_check(other)
    assert coverage.graded == {}
    coverage.add_check(check)
    assert coverage.rules_graded[LIMIT] == {Grade.CONFLICT}
    assert dict(coverage.grades())["2.3"][list(Grade).index(Grade.CONFLICT)]
    assert not dict(coverage.grades())["2.4"][list(Grade).index(Grade.CONFLICT)]
    text = render_coverage(coverage, colour=False)
    assert "RULES ABOUT POLICIES" in text
    assert "\n2.3   yes " in text


def test_without_a_check_coverage_has_no_table_of_grades(engine: Engine) -> None:
    assert "RULES ABOUT POLICIES" not in render_coverage(Coverage(engine.catalogue.named(IDENTITY)), colour=False)


@pytest.fixture(scope="module")
def reached(engine: Engine) -> Coverage:
    """What all scenarios about policies reach together."""
    coverage = Coverage(engine.catalogue.named(IDENTITY))
    for found in run(engine, [file for file in scenario_files(engine) if file.name.startswith("policy-")]):
        assert found.check is not None
        coverage.add_check(found.check)
    return coverage


def test_every_rule_about_policies_is_breached_by_a_scenario_or_asks_that_something_is_stated(
    reached: Coverage,
) -> None:
    for rule in reached.ruleset.rules("policy"):
        grades = reached.rules_graded.get(rule.id, set())
        assert rule.grading is not None
        assert Grade(rule.grading.breach_is) in grades or (rule.grading.must_be_stated and Grade.SILENT in grades), (
            rule.id
        )


def test_every_rule_that_can_be_met_is_met_by_a_scenario(reached: Coverage) -> None:
    """A rule without a sentence for `met` forbids something, and appears only where a policy does it."""
    for rule in reached.ruleset.rules("policy"):
        if "met" in rule.reasons:
            assert reached.rules_graded.get(rule.id, set()) & {Grade.CONFORMS, Grade.STRICTER}, rule.id


def test_all_fifty_one_provisions_about_policies_have_rules_and_a_scenario(reached: Coverage) -> None:
    about = [number for number, found in reached.ruleset.provisions.items() if "policy" in found.kinds]
    assert len(about) == 51
    assert [number for number, _ in reached.grades()] == about
    assert set(reached.graded) == set(about)


def test_every_rule_about_policies_says_what_to_change(reached: Coverage) -> None:
    without = [rule.id for rule in reached.ruleset.rules("policy") if rule.grading and not rule.grading.change]
    assert without == []
    assert all(rule.id.startswith("policy-") for rule in reached.ruleset.rules("policy"))
