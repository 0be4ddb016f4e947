"""Every scenario beside the rules and the landlords' policies, each as a test of its own."""

from __future__ import annotations

import pytest

from code_engine.scenarios.run import Outcome, run, scenario_files
from event_sequences import shared_engine

OUTCOMES = tuple(run(shared_engine(), scenario_files(shared_engine())))


@pytest.mark.parametrize("outcome", OUTCOMES, ids=[outcome.scenario.name for outcome in OUTCOMES])
def test_the_scenario_comes_out_as_expected(outcome: Outcome) -> None:
    assert outcome.differences == (), f"{outcome.location}: {outcome.scenario.name}"


def test_every_scenario_has_a_name_of_its_own() -> None:
    names = [outcome.scenario.name for outcome in OUTCOMES]
    assert len(names) == len(set(names)) > 100
