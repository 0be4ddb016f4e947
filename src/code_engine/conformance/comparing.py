"""Evaluating the same thing twice, and with and without a landlord, and telling where the answers part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from code_engine.case.model import Case
from code_engine.conformance.installation import Installation, example_cases
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, Problem
from code_engine.scenarios.run import Outcome, run


def scenario_files(installation: Installation) -> list[Path]:
    """The scenario files in the landlord's own folder, sorted."""
    folder = installation.landlord.folder
    return sorted((folder / "scenarios").glob("*.yaml")) if folder is not None else []


def failed_scenarios(installation: Installation) -> Iterator[Problem]:
    """One problem for each difference between a scenario of the landlord and what it expects."""
    for outcome in run(installation.engine, scenario_files(installation)):
        for difference in outcome.differences:
            yield Problem(f"{outcome.scenario.name}: {difference}", outcome.location)


def unsteady_examples(installation: Installation) -> Iterator[Problem]:
    """One problem for each example case whose evaluation differs the second time, or in another engine."""
    for path, case, as_of in example_cases():
        answers = [
            engine.evaluate(case, as_of=as_of, landlord=installation.landlord_id).to_json()
            for engine in (installation.engine, installation.engine, installation.another_engine)
        ]
        if len(set(answers)) > 1:
            yield Problem(f"the evaluation of {path.name} as of {as_of} does not come out the same twice")


def unsteady_scenarios(installation: Installation) -> Iterator[Problem]:
    """One problem for each scenario of the landlord whose evaluation differs in another engine."""
    files = scenario_files(installation)
    engines = (installation.engine, installation.another_engine)
    for one, other in zip(*(run(engine, files) for engine in engines), strict=True):
        if _bytes(one) != _bytes(other):
            yield Problem(f"{one.scenario.name}: the evaluation does not come out the same twice", one.location)


def reached_landlords(installation: Installation) -> Iterator[Problem]:
    """One problem for each landlord above or beside this one that is evaluated otherwise where this one is installed.

    Its own subsidiaries need it and are left out.
    """
    without = installation.engine_without
    for other in without.landlords.ids():
        for path, case, as_of in example_cases():
            answers = {_answer(engine, case, as_of, other) for engine in (installation.engine, without)}
            if len(answers) > 1:
                yield Problem(f"{path.name} as of {as_of} comes out differently at `{other}` without this landlord")


def _answer(engine: Engine, case: Case, as_of: date, landlord: str) -> str:
    """The evaluation, or why there is none: a landlord that can no longer be evaluated was reached as well."""
    try:
        return engine.evaluate(case, as_of=as_of, landlord=landlord).to_json()
    except CodeEngineError as error:
        return str(error)


def _bytes(outcome: Outcome) -> str | None:
    return outcome.evaluation.to_json() if outcome.evaluation is not None else None
