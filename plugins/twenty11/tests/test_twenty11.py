"""Twenty11 as installed, with its group: what is its own and what it takes over."""

from __future__ import annotations

from datetime import date

from code_engine.conformance import LandlordConformance
from code_engine.landlord.plugins import load_plugins


class TestTwenty11(LandlordConformance):
    """What every landlord of code-engine proves about itself."""

    landlord = "twenty11"


def test_the_installed_plugin_brings_twenty11_below_red_kite_and_is_without_fault() -> None:
    landlords = load_plugins()
    twenty11 = landlords.get("twenty11")
    assert twenty11.parent is landlords.get("red_kite")
    assert twenty11.problems() == ()
    assert "code-engine-twenty11" in {plugin.distribution for plugin in landlords.loaded}


def test_every_value_of_the_policy_is_the_groups() -> None:
    policy = load_plugins().get("twenty11").policy_on(date(2025, 6, 2))
    assert policy is not None
    assert policy.landlord == "twenty11"
    assert {setting.landlord for setting in policy.settings.values()} == {"red_kite"}


def test_a_late_final_response_is_told_to_the_member_responsible_for_complaints() -> None:
    rules = {rule.id: rule for rule in load_plugins().get("twenty11").consequences}
    rule = rules["tell-member-responsible-of-late-final-response"]
    assert rule.landlord == "twenty11"
    notice = rule.consequence.then.notice
    assert notice is not None
    assert notice.to == "Board Member Responsible for Complaints"
