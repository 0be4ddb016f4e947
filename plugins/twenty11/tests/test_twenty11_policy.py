"""Twenty11's policy of 2024/25: its own places and name, and in effect its group's policy."""

from __future__ import annotations

from datetime import date

from code_engine.assessment.policy_check import check_policy
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.policy import Policy
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets

DAY = date(2024, 10, 1)


def policy_of(landlord: str) -> Policy:
    """The policy in force in the year of the self-assessments."""
    policy = load_plugins().get(landlord).policy_on(DAY)
    assert policy is not None
    return policy


def test_it_states_the_same_as_its_group_in_every_point() -> None:
    own, group = policy_of("twenty11"), policy_of("red_kite")
    assert {name: each.value for name, each in own.statements.items()} == {
        name: each.value for name, each in group.statements.items()
    }
    assert own.lists == group.lists
    assert own.settings == group.settings


def test_only_the_place_of_the_policy_and_the_team_are_its_own_words() -> None:
    own = {name for name, each in policy_of("twenty11").statements.items() if each.said[-1].landlord == "twenty11"}
    assert own == {"publicity.on_website", "handling.complaints_officer", "handling.ombudsman_liaison"}


def test_the_check_grades_it_as_its_group_at_every_provision() -> None:
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    own, group = (
        [(entry.provision, entry.grade, entry.status) for entry in check_policy(policy, ruleset, DAY).provisions]
        for policy in (policy_of("twenty11"), policy_of("red_kite"))
    )
    assert own == group
