"""Everything in force with its origin: who set it, in which version and clause, where, and what it lies over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cli_running import assert_plain, done, one_line
from code_engine.assessment.policy_choice import ChosenPolicy, choose_draft, choose_policy, choose_ruleset
from code_engine.assessment.policy_view import view_policy
from code_engine.assessment.policy_view_answers import PolicyView, SettingShown
from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.landlord.policy import Policy
from code_engine.presentation.policy_view_text import render_view_text
from code_engine.ruleset.catalogue import Catalogue
from invented_landlords import Shelf, shelf_in
from policy_building import ELM, OAK, draft, policies, shipped_code

TODAY = date(2025, 7, 15)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A shelf with a group and its subsidiary."""
    for each in shelf_in(tmp_path, monkeypatch):
        each.put("wood", {"oak": OAK, "elm": ELM})
        yield each


@pytest.fixture
def group(shelf: Shelf) -> Landlords:
    """The group and its subsidiary."""
    return shelf.load(strict=True)


def view_of(landlords: Landlords, asked: str, as_of: date | None = None) -> PolicyView:
    """What is in force for a landlord, beside the shipped Code."""
    chosen = choose_policy(landlords, asked, as_of=as_of, today=TODAY)
    return view_policy(chosen, *choose_ruleset(Catalogue([shipped_code()]), chosen, None))


def setting(view: PolicyView, name: str) -> SettingShown:
    """One setting of a view."""
    (found,) = (each for each in view.settings if each.name == name)
    return found


# What lies over what


def test_the_numbers_of_the_code_come_with_unit_provision_and_direction(group: Landlords) -> None:
    numbers = {each.name: each for each in view_of(group, "oak").code}
    assert len(numbers) == 8
    shown = numbers["stage_1.respond"]
    assert (shown.value, shown.unit, shown.provision, shown.direction) == (10, "working_days", "6.3", "tighten_down")


def test_a_setting_of_a_subsidiary_lies_over_its_groups_and_that_over_the_code(group: Landlords) -> None:
    shown = setting(view_of(group, "elm"), "stage_1.respond")
    assert (shown.value, shown.unit, shown.against_code) == (8, "working_days", "tighter")
    assert (shown.origin.layer, shown.origin.name, shown.origin.version) == ("landlord", "Elm Homes", "2025-01-01")
    assert (shown.origin.clause, shown.origin.line) == ("7", 10)
    assert (shown.origin.in_force_from, shown.origin.in_force_to) == (date(2025, 1, 1), None)
    (oak,), (code,) = (each.origins for each in shown.below)
    assert (oak.layer, oak.name, oak.clause) == ("group", "Oak Homes", "2.1")
    assert (code.layer, code.version, code.clause) == ("code", "2024-04-01", None)
    assert [(each.value, each.unit) for each in shown.below] == [(10, "working_days"), (10, "working_days")]


def test_what_a_subsidiary_leaves_out_is_its_groups_and_says_so(group: Landlords) -> None:
    shown = setting(view_of(group, "elm"), "stage_1.acknowledge")
    assert (shown.origin.layer, shown.origin.landlord, shown.against_code) == ("group", "oak", "tighter")
    assert [each.origins[0].layer for each in shown.below] == ["code"]


def test_the_same_landlord_on_another_day_has_another_version(group: Landlords) -> None:
    view = view_of(group, "elm", date(2024, 6, 1))
    shown = setting(view, "stage_1.respond")
    assert (view.policy.version, shown.value, shown.unit, shown.against_code) == (
        "until-2024",
        28,
        "calendar_days",
        "looser",
    )


def test_a_statement_that_replaces_the_groups_shows_what_it_replaced(group: Landlords) -> None:
    (access,) = (each for each in view_of(group, "elm").statements if each.subject == "access")
    statements = {each.name: each for each in access.statements}
    replaced = statements["access.any_way"]
    assert (replaced.value, replaced.origins[0].clause) == (False, "7")
    assert [(each.value, each.origins[0].clause) for each in replaced.below] == [(True, "3.1")]
    assert statements["access.channels"].origins[0].name == "Oak Homes"


def test_lists_promises_closure_days_and_departures_are_there_with_their_origin(group: Landlords) -> None:
    view = view_of(group, "elm")
    lists = {each.name: each for each in view.lists}
    assert [len(lists[name].entries) for name in ("stages", "routes_before_stage_1", "exclusions")] == [2, 0, 1]
    assert lists["routes_before_stage_1"].origins[0].clause == "2.2"
    assert lists["exclusions"].entries[0].values["ground"] == "legal_proceedings"
    (promise,) = view.promises
    assert (promise.id, promise.origin.landlord, promise.provision) == ("promise-answered", "oak", "6.3")
    assert view.closure_days is not None
    assert view.closure_days.days == (date(2025, 6, 5),)
    (departure,) = view.departures
    assert (departure.provision, departure.complies_from) == ("6.3", date(2026, 1, 1))


def test_clauses_that_contradict_each_other_have_no_value_and_both_are_named() -> None:
    policy = draft(
        """\
        clauses:
          "1": {text: Any way, access: {any_way: true}}
          "2": {text: In writing, access: {any_way: false}}
        """
    )
    view = view_policy(ChosenPolicy(policy, TODAY, None), shipped_code())
    (shown,) = view.statements[0].statements
    assert shown.value is None
    assert [origin.clause for origin in shown.origins] == ["1", "2"]
    assert "clauses contradict each other" in text_of(view)


# Which policy, which day


def test_a_version_that_is_over_is_looked_at_on_its_last_day(group: Landlords) -> None:
    chosen = choose_policy(group, "elm@until-2024", as_of=None, today=TODAY)
    assert (chosen.as_of, chosen.policy.version) == (date(2024, 12, 31), "until-2024")


def test_a_version_in_force_is_looked_at_today_and_one_to_come_on_its_first_day(group: Landlords) -> None:
    assert choose_policy(group, "elm@2025-01-01", as_of=None, today=TODAY).as_of == TODAY
    early = choose_policy(group, "elm@2025-01-01", as_of=None, today=date(2024, 12, 1))
    assert (early.as_of, early.policy.version) == (date(2025, 1, 1), "2025-01-01")


def test_a_day_outside_of_a_version_is_refused_with_its_dates(group: Landlords) -> None:
    with pytest.raises(LandlordError) as refused:
        choose_policy(group, "elm@until-2024", as_of=TODAY, today=TODAY)
    assert "was not in force on 15 July 2025" in str(refused.value)
    assert "it is in force until 31 December 2024" in str(refused.value)


def test_a_subsidiary_without_a_policy_of_its_own_has_the_versions_of_its_group(shelf: Shelf) -> None:
    shelf.put("leaf", {"ash": {"landlord.yaml": "id: ash\nname: Ash Homes\nparent: oak\n"}})
    chosen = choose_policy(shelf.load(strict=True), "ash@2024-04-01", as_of=None, today=TODAY)
    assert (chosen.policy.landlord, chosen.policy.version, chosen.name) == ("ash", "2024-04-01", "Ash Homes")


def test_before_the_first_version_of_the_code_the_first_later_one_measures_with_a_note(group: Landlords) -> None:
    early, late = (
        choose_ruleset(Catalogue([shipped_code()]), choose_policy(group, "elm", as_of=day, today=TODAY), None)
        for day in (date(2023, 1, 1), date(2024, 6, 1))
    )
    assert early[0] is late[0] is shipped_code()
    assert late[1] == ()
    assert early[1] == (
        "No version of the Code held here was in force on 1 January 2023; the policy is measured by the first later "
        "one, housing-ombudsman-code@2024-04-01.",
    )


def test_a_draft_stands_alone_even_where_a_landlord_lends_its_name(tmp_path: Path, group: Landlords) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text("settings: {stage_1.respond: {value: 9, unit: working_days}}\n", encoding="utf-8")
    chosen = choose_draft(str(file), group.get("elm"), as_of=None, today=TODAY)
    assert (chosen.name, chosen.policy.landlord, list(chosen.policy.settings)) == (
        "Elm Homes",
        "elm",
        ["stage_1.respond"],
    )


# As text and as JSON


def text_of(view: PolicyView, why: bool = False) -> str:
    """The view as text, every place by its line alone."""
    return render_view_text(view, why=why, place=lambda place: f"line {place.line}", colour=False)


def test_the_text_names_the_value_its_owner_and_its_standing_to_the_code(group: Landlords) -> None:
    said = one_line(text_of(view_of(group, "elm")))
    assert "Elm Homes: Complaints Policy of Elm 2025-01-01" in said
    assert "stage_1.respond: 8 working days [Elm Homes, clause 7; tighter than the Code]" in said
    assert "stage_1.acknowledge: 3 working days [Oak Homes, clause 2.1; tighter than the Code]" in said
    assert "ROUTES BEFORE STAGE 1 (0) Stated to be none. [Oak Homes, clause 2.2]" in said
    assert "ground: legal proceedings; claim filed: yes; authority: the manager [Oak Homes, clause 4.1]" in said
    assert "6.3 We are short of staff. It complies from Thu 1 January 2026. [Oak Homes]" in said
    assert "line 10" not in said


def test_why_adds_version_clause_place_dates_and_what_lies_below(group: Landlords) -> None:
    said = one_line(text_of(view_of(group, "elm"), why=True))
    assert "Set by: Elm Homes, version 2025-01-01, clause 7, in force from 1 January 2025; line 10" in said
    assert (
        "Lies over: 10 working days (group Oak Homes, version 2024-04-01, clause 2.1, in force from 1 April 2024; "
        "line 11)" in said
    )
    assert (
        "Lies over: 10 working days (the Code, version 2024-04-01, in force from 1 April 2024, provision 6.3)" in said
    )


def test_a_looser_value_is_said_in_capitals(group: Landlords) -> None:
    assert "LOOSER THAN THE CODE" in text_of(view_of(group, "elm@until-2024"))


@given(policy=policies())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_policy_can_be_shown_in_eighty_columns_and_read_back(policy: Policy) -> None:
    view = view_policy(ChosenPolicy(policy, TODAY, None), shipped_code())
    for why in (False, True):
        assert_plain(text_of(view, why))
    assert PolicyView.model_validate_json(view.to_json()) == view
    assert len(view.settings) == len(policy.settings)
    assert sum(len(subject.statements) for subject in view.statements) == len(policy.statements)


@pytest.mark.parametrize("name", ["red_kite", "twenty11", "twenty11@until-2021-03"])
@pytest.mark.parametrize("why", [(), ("--why",)])
def test_the_shipped_policies_are_shown_in_eighty_columns(name: str, why: tuple[str, ...]) -> None:
    assert_plain(done("policy", "show", name, *why))


@pytest.mark.usefixtures("shelf")
def test_the_json_is_the_view() -> None:
    found = json.loads(done("policy", "show", "elm", "--as-of", "2025-07-15", "--format", "json"))
    assert found["policy"]["layers"][0]["landlord"] == "oak"
    assert [each["name"] for each in found["settings"]] == ["stage_1.acknowledge", "stage_1.respond"]
    assert found["settings"][1]["origin"]["file"].endswith("elm/policies/2025-01-01.yaml")
