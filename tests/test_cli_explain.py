"""`code-engine explain` and `code-engine timeline`: one provision, one drawing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli_running import AS_OF, EXAMPLES, IN_TIME, LATE, ROOT, SMALL, assert_plain, done, one_line, refused
from code_engine import Engine, load_case
from code_engine.evaluation.explanation import Explanation

INVALID_EXTENSION = str(ROOT / "examples" / "extension-invalid.yaml")
AGAIN = str(ROOT / "examples" / "withdrawn-and-brought-again.yaml")
PARTIAL = str(ROOT / "examples" / "partial-record.yaml")


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine that the command line builds as well."""
    return Engine.from_plugins()


def test_a_late_answer_is_explained_with_its_dates_readings_and_smallest_change() -> None:
    text = done("explain", LATE, "6.3", *AS_OF)
    assert_plain(text)
    said = one_line(text)
    assert "BREACHED: Stage 1 response sent in time [stage-1-response-in-time]" in said
    assert "10 June 2025 is day 0; the next working day, 11 June 2025, is day 1." in said
    assert "Would have been in time if answered by 24 June 2025." in said
    assert "Readings of the Code:" in said
    assert "clock: stage_1.clock_start = 10 June 2025" in said
    assert "Own promise of Twenty11" in said


def test_an_extension_that_does_not_count_shows_each_of_its_conditions() -> None:
    said = one_line(done("explain", INVALID_EXTENSION, "6.3", "--as-of", "2025-12-31"))
    assert "extension notice 1 valid:" in said
    assert "notice.ombudsman_contact_given" in said


def test_what_is_not_known_is_asked_in_words() -> None:
    said = one_line(done("explain", PARTIAL, "6.2", "--as-of", "2025-12-31"))
    assert "cannot tell" in said
    assert "What is not known:" in said
    assert "?" in said


def test_bank_holidays_that_were_left_out_are_named() -> None:
    over_christmas = str(ROOT / "examples" / "over-christmas.yaml")
    said = one_line(done("explain", over_christmas, "6.3", "--as-of", "2026-03-01"))
    assert "(Christmas Day)" in said


def test_a_provision_that_no_case_answers_says_what_does() -> None:
    said = one_line(done("explain", LATE, "4.1", *AS_OF))
    assert "No rule about a single case belongs to this provision." in said
    assert "WHAT ONE CASE CANNOT ANSWER" in said


def test_an_explanation_as_json_is_the_engines_own_and_can_be_read_back(engine: Engine) -> None:
    text = done("explain", LATE, "6.3", *AS_OF, "--format", "json")
    expected = engine.explain(load_case(LATE), "6.3", as_of=date(2025, 7, 15))
    assert text == expected.to_json()
    assert Explanation.model_validate_json(text) == expected


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_provision_of_every_example_is_explained_as_it_was_found(example: Path, engine: Engine) -> None:
    case, as_of = load_case(example), date(2025, 12, 31)
    evaluation = engine.evaluate(case, as_of=as_of)
    earlier = {finding.rule for finding in evaluation.findings if finding.reason.startswith("Before the withdrawal")}
    for provision in {finding.provision for finding in evaluation.findings}:
        for rule in engine.explain(case, provision, as_of=as_of).rules:
            if rule.finding.rule not in earlier:
                assert rule.finding == evaluation.finding(rule.finding.rule, rule.finding.layer)


def test_of_a_complaint_brought_again_the_present_round_is_explained() -> None:
    text = done("explain", AGAIN, "6.2", "--as-of", "2025-12-31")
    assert "withdrawn and brought again" in one_line(text)


def test_explaining_takes_the_options_of_evaluating() -> None:
    options = ("--landlord", "code-only", "--counting", "inclusive", "--ruleset", "housing-ombudsman-code@2024-04-01")
    found = json.loads(done("explain", LATE, "6.3", *AS_OF, *options, "--format", "json"))
    assert found["counting"] == "inclusive"
    assert found["policy"] is None
    assert found["ruleset"]["forced"] is True
    assert any("as asked" in note for note in found["notes"])
    assert {rule["finding"]["layer"] for rule in found["rules"]} == {"code"}


def test_a_provision_there_is_not_is_told_with_a_suggestion() -> None:
    said = refused("explain", LATE, "6.33", *AS_OF)
    assert "there is no provision `6.33`" in said
    assert "did you mean `6.3`?" in said
    assert "rules list" in refused("explain", LATE, "acknowledging", *AS_OF)


def test_explaining_without_a_provision_or_with_a_wrong_format_is_bad_usage() -> None:
    assert "missing argument 'PROVISION'" in refused("explain", LATE)
    assert "--format: `html` is not one of text, json" in refused("explain", LATE, "6.3", "--format", "html")


@pytest.mark.parametrize("command", [("explain", "6.3"), ("timeline",)], ids=["explain", "timeline"])
def test_wrong_input_is_refused_as_by_evaluate(command: tuple[str, ...]) -> None:
    name, *further = command
    assert "there is no such file" in refused(name, "no-such-case.yaml", *further)
    assert "this file is empty" in refused(name, "-", *further, given="")
    assert "unknown key `landlrd`" in refused(name, "-", *further, given=SMALL.replace("landlord", "landlrd"))
    assert "is not a date" in refused(name, LATE, *further, "--as-of", "July")
    assert "did you mean `twenty11`?" in refused(name, LATE, *further, *AS_OF, "--landlord", "twenty1")
    assert "there is no ruleset `code@1`" in refused(name, LATE, *further, *AS_OF, "--ruleset", "code@1")
    before = SMALL.replace("2025-06-02", "2023-06-02")
    assert "--ruleset" in refused(name, "-", *further, *AS_OF, given=before)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_drawn_in_eighty_columns(example: Path) -> None:
    text = done("timeline", str(example), "--as-of", "2025-12-31")
    assert_plain(text)
    assert text.startswith("Timeline of ")


def test_the_drawing_goes_to_a_file_as_svg(tmp_path: Path) -> None:
    out = tmp_path / "case.svg"
    assert done("timeline", LATE, *AS_OF, "--svg", str(out)) == ""
    root = ElementTree.fromstring(out.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert done("timeline", LATE, *AS_OF, "--svg", "-") == out.read_text(encoding="utf-8")


def test_a_drawing_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "this is a folder" in refused("timeline", LATE, *AS_OF, "--svg", str(tmp_path))


def test_an_answer_in_time_needs_no_change() -> None:
    assert "What would change it" not in done("explain", IN_TIME, "6.3", *AS_OF)
