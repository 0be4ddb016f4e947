"""Running scenarios: every kind of difference is found, and coverage counts what decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine import Engine
from code_engine.errors import CaseError, RulesetError
from code_engine.evaluation.evaluation import Status
from code_engine.scenarios.coverage import Coverage
from code_engine.scenarios.run import Outcome, run

IDENTITY = "housing-ombudsman-code@2024-04-01"
HEAD = """
scenarios:
  - name: Acknowledged two days late
    provisions: ["6.2"]
    as_of: {as_of}
    case:
      reference: S-1
      landlord: code-only
      events:
        - {{type: complaint_received, date: 2025-06-02}}
        - {{type: acknowledged, stage: 1, date: 2025-06-11}}
        - {{type: defined, stage: 1, date: 2025-06-09}}
        - {{type: logged, stage: 1, date: 2025-06-09}}
    expect:
      - {expected}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine with the shipped ruleset."""
    return Engine.from_plugins()


def outcome(engine: Engine, folder: Path, expected: str, as_of: str = "2025-07-01") -> Outcome:
    """How the scenario above goes with that expectation."""
    file = folder / "scenarios.yaml"
    file.write_text(HEAD.format(as_of=as_of, expected=expected))
    (only,) = run(engine, [file])
    return only


def test_a_scenario_may_name_the_version_it_is_about(engine: Engine, tmp_path: Path) -> None:
    text = HEAD.replace("2025-06", "2023-06").format(as_of="2023-07-03", expected="status: breached")
    expected = "{rule: stage-1-acknowledged-in-time, status: breached}"
    text = text.replace("- status: breached", f"- {expected}")
    file = tmp_path / "scenarios.yaml"
    file.write_text(text)
    (without,) = run(engine, [file])
    assert "no version of housing-ombudsman-code" in without.differences[0]
    file.write_text(text.replace("    as_of:", f"    ruleset: {IDENTITY}\n    as_of:"))
    (named,) = run(engine, [file])
    assert named.differences == ()


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("status: met", "status is breached, expected met"),
        ("status: breached, due_on: 2025-06-10", "due_on is 2025-06-09, expected 2025-06-10"),
        ("status: breached, done_on: 2025-06-12", "done_on is 2025-06-11, expected 2025-06-12"),
        ("status: breached, outstanding: true", "outstanding is False, expected True"),
        ("status: breached, working_days_late: 3", "working_days_late is 2, expected 3"),
        ("status: breached, labels: [contested]", "labels are none, expected contested"),
        ("status: breached, reason_contains: in time", "expected it to say `in time`"),
        ("status: breached, missing_contains: resident.vulnerable", "missing is nothing, expected resident.vulnerable"),
    ],
)
def test_each_difference_is_told_in_words(engine: Engine, tmp_path: Path, expected: str, difference: str) -> None:
    found = outcome(engine, tmp_path, f"{{rule: stage-1-acknowledged-in-time, {expected}}}")
    assert not found.passed
    assert len(found.differences) == 1
    assert difference in found.differences[0]
    assert (found.location.line, found.location.column) == (3, 11)


def test_what_is_not_expected_is_not_looked_at(engine: Engine, tmp_path: Path) -> None:
    assert outcome(engine, tmp_path, "{rule: stage-1-acknowledged-in-time, status: breached}").passed


def test_a_misspelt_rule_is_told_with_a_suggestion(engine: Engine, tmp_path: Path) -> None:
    found = outcome(engine, tmp_path, "{rule: stage-1-acknowledgd-in-time, status: breached}")
    assert "did you mean `stage-1-acknowledged-in-time`?" in found.differences[0]


def test_a_case_that_cannot_be_evaluated_fails_its_scenario(engine: Engine, tmp_path: Path) -> None:
    found = outcome(engine, tmp_path, "{rule: stage-1-acknowledged-in-time, status: met}", as_of="2025-01-01")
    assert found.evaluation is None
    assert found.differences[0].startswith("could not be evaluated: nothing had happened yet")


def test_a_file_or_case_of_another_shape_is_an_error_with_its_place(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "scenarios.yaml"
    file.write_text("scenarios: []\n")
    with pytest.raises(RulesetError, match=r"scenarios\.yaml:1:12: .*must not be empty"):
        list(run(engine, [file]))
    file.write_text(HEAD.format(as_of="2025-07-01", expected="{rule: a, status: met}").replace("landlord", "landlrd"))
    with pytest.raises(CaseError, match=r"scenarios\.yaml:8:7: unknown key `landlrd`"):
        list(run(engine, [file]))


def test_coverage_counts_statuses_and_what_decided(engine: Engine, tmp_path: Path) -> None:
    coverage = Coverage(engine.catalogue.named(IDENTITY))
    before = len(coverage.idle())
    found = outcome(engine, tmp_path, "{rule: stage-1-acknowledged-in-time, status: breached}").evaluation
    assert found is not None
    coverage.add(found)
    assert coverage.reached["6.2"] >= {Status.BREACHED}
    assert coverage.rules_reached["stage-1-acknowledged-in-time"] == {Status.BREACHED}
    assert dict(coverage.table())["6.2"][list(Status).index(Status.BREACHED)]
    assert len(coverage.idle()) < before


def test_answers_of_another_ruleset_are_not_counted(engine: Engine, tmp_path: Path) -> None:
    coverage = Coverage(engine.catalogue.named(IDENTITY))
    found = outcome(engine, tmp_path, "{rule: stage-1-acknowledged-in-time, status: breached}").evaluation
    assert found is not None
    other = found.model_copy(update={"ruleset": found.ruleset.model_copy(update={"digest": "sha256:0"})})
    coverage.add(other)
    assert coverage.reached == {}
