"""Red Kite as installed: the plugin loads, and the group's promises are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from code_engine.conformance import LandlordConformance
from code_engine.landlord.plugins import load_plugins


class TestRedKite(LandlordConformance):
    """What every landlord of code-engine proves about itself."""

    landlord = "red_kite"
    # What its self-assessment for 2024/25 says the policy does; the rows themselves claim to comply.
    known_conflicts: ClassVar[Mapping[str, str]] = {
        "2.2": "legal proceedings need no filed claim; insurance claims, behaviour and lack of benefit are grounds",
        "2.3": "twelve months count from the matter only, not from the tenant learning of it",
        "5.11": "the process may be ended where it would be of no benefit",
        "6.2": "the time to acknowledge counts from the contact that confirms the complaint",
        "6.3": "the time to answer counts from scoping",
        "6.11": "the time to acknowledge an appeal counts from the contact that confirms it",
        "6.14": "the time to answer an appeal counts from scoping",
    }


def test_the_installed_plugin_brings_red_kite_and_is_without_fault() -> None:
    landlords = load_plugins()
    red_kite = landlords.get("red_kite")
    assert red_kite.name == "Red Kite"
    assert red_kite.parent is None
    assert red_kite.problems() == ()
    assert "code-engine-red-kite" in {plugin.distribution for plugin in landlords.loaded}


def test_the_policy_of_2024_is_in_force_in_2025() -> None:
    policy = load_plugins().get("red_kite").policy_on(date(2025, 6, 2))
    assert policy is not None
    assert policy.version == "2024-04-01"
    assert policy.settings["stage_1.acknowledge"].value == 2


def test_a_breach_of_a_time_limit_is_told_to_the_head_of_feedback() -> None:
    rules = {rule.id: rule.consequence for rule in load_plugins().get("red_kite").consequences}
    notice = rules["tell-head-of-feedback-of-breach"].then.notice
    assert notice is not None
    assert notice.to == "Head of Feedback"
