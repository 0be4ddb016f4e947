"""`code-engine rules`: the list of provisions, and one of them with all that decides it."""

from __future__ import annotations

import json

import pytest

from cli_running import assert_plain, done, one_line, refused, run
from code_engine import Engine
from code_engine.presentation.rules_outline import shown
from code_engine.presentation.rules_text import render_provision

PROVISIONS_IN_SECTIONS = {1: 5, 2: 5, 3: 7, 4: 3, 5: 15, 6: 20, 7: 4, 8: 5, 9: 8}


def test_the_list_has_all_seventy_two_provisions_in_their_sections() -> None:
    text = done("rules", "list")
    assert_plain(text)
    assert text.endswith("\n72 provisions.\n")
    found = json.loads(done("rules", "list", "--format", "json"))
    counted = dict.fromkeys(PROVISIONS_IN_SECTIONS, 0)
    for provision in found:
        counted[provision["section"]] += 1
        assert f"\n  {provision['provision']:<6}{provision['title'].split()[0]}" in text
    assert counted == PROVISIONS_IN_SECTIONS


def test_provisions_are_listed_in_their_order_and_not_as_text() -> None:
    found = [each["provision"] for each in json.loads(done("rules", "list", "--section", "6", "--format", "json"))]
    assert found == [f"6.{number}" for number in range(1, 21)]


@pytest.mark.parametrize("kind", ["case", "policy", "organisation", "portfolio"])
def test_the_list_can_be_narrowed_to_a_kind_of_evidence(kind: str) -> None:
    found = json.loads(done("rules", "list", "--kind", kind, "--format", "json"))
    assert found
    assert all(kind in provision["kinds"] for provision in found)
    assert len(found) < 72


def test_kinds_given_twice_are_joined() -> None:
    both = json.loads(done("rules", "list", "--kind", "case", "--kind", "organisation", "--format", "json"))
    assert all({"case", "organisation"} & set(provision["kinds"]) for provision in both)
    only_case = json.loads(done("rules", "list", "--kind", "case", "--format", "json"))
    assert len(both) > len(only_case)


def test_a_provision_is_shown_with_rules_numbers_readings_and_what_answers_the_rest() -> None:
    text = done("rules", "show", "6.3")
    assert_plain(text)
    said = one_line(text)
    for part in (
        "6.3 Stage 1 response",
        "RULE stage-1-response-in-time",
        "within: 10 working days (stage_1.respond)",
        "extension valid: notice.on <= due",
        "stage_1.respond: 10 working days.",
        "stage_1.clock_start: ",
        "CONTESTED: response-clock",
        "[first-acknowledgement, decides]",
        "WHAT ONE CASE CANNOT ANSWER",
    ):
        assert part in said


def test_a_question_for_a_person_names_who_is_asked_and_the_key_of_the_answer() -> None:
    said = one_line(done("rules", "show", "5.8"))
    assert "A person answers: " in said
    assert "Asked of: " in said
    assert "In the case file: answers, `5.8.a`." in said


def test_every_provision_can_be_shown_in_eighty_columns() -> None:
    ruleset = Engine.from_plugins().catalogue.named("housing-ombudsman-code@2024-04-01")
    for provision in ruleset.provisions.values():
        text = render_provision(shown(ruleset, provision), colour=False)
        assert_plain(text)
        assert text.startswith(f"{provision.number} ")
        assert all(f"RULE {rule.id}" in text for rule in ruleset.rules_of(provision.number))


def test_a_provision_as_json_has_the_same_parts() -> None:
    found = json.loads(done("rules", "show", "6.3", "--format", "json"))
    assert found["ruleset"] == "housing-ombudsman-code@2024-04-01"
    assert {part["name"] for part in found["rules"][0]["parts"]} >= {"applies", "within", "done", "extension cap"}
    assert "stage_1.respond" in {parameter["name"] for parameter in found["parameters"]}
    assert [reading["decides"] for reading in found["contested"][0]["readings"]].count(True) == 1


def test_a_version_and_a_landlord_can_be_named() -> None:
    identity = "housing-ombudsman-code@2024-04-01"
    of_today = done("rules", "show", "6.3")
    assert done("rules", "show", "6.3", "--ruleset", identity) == of_today
    assert done("rules", "show", "6.3", "--landlord", "red_kite") == of_today
    assert done("rules", "list", "--ruleset", identity, "--landlord", "red_kite") == done("rules", "list")


def test_what_does_not_exist_is_told_with_a_suggestion() -> None:
    assert "did you mean `7.1`?" in refused("rules", "show", "72.1")
    assert "sections: 1, 2, 3, 4, 5, 6, 7, 8, 9" in refused("rules", "list", "--section", "10")
    assert "--kind: `cases` is not one of" in refused("rules", "list", "--kind", "cases")
    assert "'x' is not a valid integer" in refused("rules", "list", "--section", "x")
    assert "did you mean `housing-ombudsman-code@2024-04-01`?" in refused(
        "rules", "list", "--ruleset", "housing-ombudsmen-code@2024-04-01"
    )
    assert "unknown landlord `blue_kite`" in refused("rules", "show", "6.3", "--landlord", "blue_kite")
    assert "missing argument 'PROVISION'" in refused("rules", "show")
    assert "did you mean `show`?" in refused("rules", "shwo", "6.3")


def test_without_a_command_the_help_is_shown_as_bad_usage() -> None:
    result = run("rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: code-engine rules" in result.stderr
