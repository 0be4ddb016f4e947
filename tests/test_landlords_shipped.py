"""The two plugins of the repository, read from their folders: what they promise, and that it fits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from code_engine.calendar import england
from code_engine.case.vocabulary import VOCABULARY
from code_engine.landlord.assembly import Candidate, assemble
from code_engine.landlord.landlords import Landlord, Landlords, SkippedPlugin
from code_engine.landlord.policy import Policy
from code_engine.landlord.profile import Profile
from code_engine.landlord.reading import read_model
from code_engine.landlord_program import build_landlord_program, compile_code
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets

PLUGINS = Path(__file__).resolve().parents[1] / "plugins"
DAY = date(2025, 6, 2)


@pytest.fixture(scope="module")
def landlords() -> Landlords:
    """Both landlords in their group."""
    candidates = []
    for name in ("red_kite", "twenty11"):
        _, profile = read_model(PLUGINS / name / "landlord.yaml", Profile)
        candidates.append(Candidate(profile, PLUGINS / name, SkippedPlugin(name, name, "", "")))
    return assemble(candidates, [], [])


def policy_of(landlord: Landlord) -> Policy:
    """The policy in force on the day of these tests."""
    policy = landlord.policy_on(DAY)
    assert policy is not None
    return policy


def test_nothing_is_wrong_with_any_file_of_either_landlord(landlords: Landlords) -> None:
    assert landlords.ids() == ("code-only", "red_kite", "twenty11")
    assert landlords.skipped == ()
    assert [problem for name in landlords.ids() for problem in landlords.get(name).problems()] == []


def test_every_promise_is_a_rule_that_the_engine_understands(landlords: Landlords) -> None:
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    landlord = landlords.get("twenty11")
    code = compile_code(ruleset, VOCABULARY)
    program = build_landlord_program(landlord, policy_of(landlord), code, VOCABULARY, england())
    assert len({rule.rule.id for rule in program.rules}) == len(program.rules) == 17


def test_every_promise_gives_its_reason_for_each_status_it_can_have(landlords: Landlords) -> None:
    for rule in policy_of(landlords.get("red_kite")).rules:
        reasons = rule.entry.reasons
        assert reasons.met, rule.entry.id
        assert reasons.breached, rule.entry.id
        assert reasons.not_applicable, rule.entry.id
        if rule.entry.deadline is not None:
            assert reasons.pending, rule.entry.id


@pytest.mark.parametrize(
    ("setting", "value", "unit"),
    [
        ("stage_1.acknowledge", 2, "working_days"),
        ("stage_1.scope", 5, "working_days"),
        ("stage_1.respond", 10, "working_days"),
        ("stage_1.extend", 10, "working_days"),
        ("stage_2.acknowledge", 2, "working_days"),
        ("stage_2.scope", 5, "working_days"),
        ("stage_2.respond", 20, "working_days"),
        ("stage_2.extend", 20, "working_days"),
        ("complaint.time_limit", 12, "months"),
        ("quick_resolution.resolve", 2, "working_days"),
    ],
)
def test_the_limits_are_those_of_the_published_self_assessments(
    landlords: Landlords, setting: str, value: int, unit: str
) -> None:
    for name in ("red_kite", "twenty11"):
        found = policy_of(landlords.get(name)).settings[setting]
        assert (found.value, found.unit, found.landlord) == (value, unit, "red_kite")


def test_the_subsidiary_makes_every_promise_of_its_group_and_no_other(landlords: Landlords) -> None:
    own, groups = policy_of(landlords.get("twenty11")), policy_of(landlords.get("red_kite"))
    assert own.rules == groups.rules
    assert (own.landlord, own.version) == ("twenty11", "2024-04-01")


def test_before_the_current_policies_only_the_subsidiary_has_one_on_record(landlords: Landlords) -> None:
    before = landlords.get("twenty11").policy_on(date(2024, 3, 31))
    assert before is not None
    assert (before.version, before.held) == ("2021-04-01", False)
    assert landlords.get("red_kite").policy_on(date(2024, 3, 31)) is None
    assert policy_of(landlords.get("twenty11")).start == date(2024, 4, 1)


def test_the_two_landlords_differ_in_what_follows_from_a_late_final_response(landlords: Landlords) -> None:
    rules = {name: {rule.id for rule in landlords.get(name).consequences} for name in ("red_kite", "twenty11")}
    assert rules["red_kite"] < rules["twenty11"]
    assert rules["twenty11"] - rules["red_kite"] == {"tell-member-responsible-of-late-final-response"}


def test_both_landlords_speak_of_tenants_and_each_gives_only_its_own_web_pages(landlords: Landlords) -> None:
    red_kite, twenty11 = landlords.get("red_kite").profile, landlords.get("twenty11").profile
    assert red_kite.terms == twenty11.terms
    assert twenty11.terms.resident == "tenant"
    assert twenty11.terms.complaints_officer == "Feedback team"
    assert "twenty11" in str(twenty11.contacts.website)
    assert red_kite.contacts.complaints_page is None
    assert red_kite.branding != twenty11.branding
