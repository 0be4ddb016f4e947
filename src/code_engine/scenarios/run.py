"""Running scenarios: each is a case or a policy, evaluated for real and compared with what it expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from code_engine.assessment.policy_answers import PolicyCheck
from code_engine.case.model import Case
from code_engine.documents import Document, problems_from, read_document
from code_engine.engine import Engine
from code_engine.errors import (
    CaseError,
    CodeEngineError,
    Location,
    NoRulesetInForceError,
    RulesetError,
    did_you_mean,
    quoted,
)
from code_engine.evaluation.evaluation import Evaluation, Finding
from code_engine.scenarios.models import Expectation, PolicyScenario, Scenario, ScenarioFile
from code_engine.scenarios.policy_run import checked_policy, policy_differences

_COMPARED = ("status", "due_on", "done_on", "outstanding", "working_days", "working_days_late")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario went: its evaluation or policy check where there is one, and every difference as a sentence."""

    scenario: Scenario | PolicyScenario
    location: Location
    evaluation: Evaluation | None
    differences: tuple[str, ...]
    check: PolicyCheck | None = None

    @property
    def passed(self) -> bool:
        """Whether everything expected was found."""
        return not self.differences


def scenario_files(engine: Engine) -> tuple[Path, ...]:
    """The scenario files that stand beside the loaded rulesets and in the folders of the landlords."""
    folders = [Path(ruleset.path) for ruleset in engine.catalogue]
    folders += [
        landlord.folder
        for name in engine.landlords.ids()
        if (landlord := engine.landlords.get(name)).folder is not None
    ]
    return tuple(path for folder in folders for path in sorted((folder / "scenarios").glob("*.yaml")))


def run(engine: Engine, files: Iterable[Path]) -> Iterator[Outcome]:
    """Run every scenario of the files.

    Raises DocumentError, RulesetError, CaseError or LandlordError for a file that is not one.
    """
    for path in files:
        document = read_document(path)
        try:
            content = ScenarioFile.model_validate(document.data)
        except ValidationError as error:
            raise RulesetError(*problems_from(document, error, ScenarioFile)) from None
        for index, scenario in enumerate(content.scenarios):
            if isinstance(scenario, PolicyScenario):
                yield _policy_outcome(engine, document, index, scenario)
            else:
                yield _outcome(engine, document, index, scenario)


def _policy_outcome(engine: Engine, document: Document, index: int, scenario: PolicyScenario) -> Outcome:
    place = ("scenarios", index)
    location = document.location((*place, "name"))
    try:
        check = checked_policy(engine, document, place, scenario)
    except (NoRulesetInForceError, RulesetError) as error:
        return Outcome(scenario, location, None, (f"could not be checked: {error}",))
    ruleset = engine.catalogue.named(f"{check.ruleset.id}@{check.ruleset.version}")
    differences = [text for expected in scenario.expect for text in policy_differences(check, expected, ruleset)]
    return Outcome(scenario, location, None, tuple(differences), check)


def _outcome(engine: Engine, document: Document, index: int, scenario: Scenario) -> Outcome:
    place = ("scenarios", index)
    location = document.location((*place, "name"))
    try:
        case = Case.model_validate(scenario.case)
    except ValidationError as error:
        raise CaseError(*problems_from(document, error, Case, (*place, "case"))) from None
    try:
        evaluation = engine.evaluate(case, as_of=scenario.as_of, counting=scenario.counting, ruleset=scenario.ruleset)
    except CodeEngineError as error:
        return Outcome(scenario, location, None, (f"could not be evaluated: {error}",))
    differences = [difference for expected in scenario.expect for difference in _differences(evaluation, expected)]
    return Outcome(scenario, location, evaluation, tuple(differences))


def _differences(evaluation: Evaluation, expected: Expectation) -> Iterator[str]:
    try:
        finding = evaluation.finding(expected.rule, expected.layer)
    except KeyError:
        hint = did_you_mean(expected.rule, [finding.rule for finding in evaluation.findings])
        yield f"there is no rule {quoted(expected.rule)} in layer {expected.layer}; {hint or 'check its id'}"
        return
    for key in _COMPARED:
        wanted = getattr(expected, key)
        found = getattr(finding, key)
        if wanted is not None and found != wanted:
            yield f"{finding.rule}: {key} is {found}, expected {wanted} ({finding.reason})"
    yield from _word_differences(finding, expected)


def _word_differences(finding: Finding, expected: Expectation) -> Iterator[str]:
    if expected.labels is not None and set(expected.labels) != set(finding.labels):
        found = ", ".join(finding.labels) or "none"
        yield f"{finding.rule}: labels are {found}, expected {', '.join(expected.labels) or 'none'}"
    if expected.reason_contains is not None and expected.reason_contains not in finding.reason:
        wanted = quoted(expected.reason_contains)
        yield f"{finding.rule}: the reason is {quoted(finding.reason)}, expected it to say {wanted}"
    if expected.missing_contains is not None and expected.missing_contains not in finding.missing:
        found = ", ".join(finding.missing) or "nothing"
        yield f"{finding.rule}: missing is {found}, expected {expected.missing_contains}"
