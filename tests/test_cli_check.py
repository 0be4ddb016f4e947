"""`code-engine check` and `code-engine test`: what is wrong is told with its place, and fails."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli_running import EXAMPLES, ROOT, RULESET, SMALL, assert_plain, done, refused, run

SCENARIO = """
scenarios:
  - name: Acknowledged on the last day
    provisions: ["6.2"]
    as_of: 2025-07-01
    case:
      reference: S-1
      landlord: code-only
      events:
        - {type: complaint_received, date: 2025-06-02}
        - {type: acknowledged, stage: 1, date: 2025-06-09}
        - {type: defined, stage: 1, date: 2025-06-09}
        - {type: logged, stage: 1, date: 2025-06-09}
    expect:
      - {rule: stage-1-acknowledged-in-time, status: met, due_on: 2025-06-09}
"""
LANDLORD = "id: oak\nname: Oak Homes\ncontacts: {website: https://oak.example}\n"
POLICY = """
policy: {title: Complaints, version: "2024-04-01", in_force: {from: 2024-04-01}, source: Invented}
settings:
  stage_1.respond: {value: 8, unit: working_days, meaning: Time to answer}
rules:
  "6.3":
    - id: promise-answer
      title: Answered in eight working days
      applies: stage_1.reached
      deadline: {clock: complaint.received_on, within: policy.stage_1.respond, done: stage_1.responded_on}
"""


@pytest.fixture
def ruleset(tmp_path: Path) -> Path:
    """A copy of the shipped ruleset, without its scenarios, to spoil."""
    folder = tmp_path / "code" / "2024-04-01"
    shutil.copytree(RULESET, folder, ignore=shutil.ignore_patterns("scenarios"))
    return folder


@pytest.fixture
def oak(tmp_path: Path) -> Path:
    """A landlord that is not installed."""
    return written(tmp_path / "oak", {"landlord.yaml": LANDLORD, "policies/2024-04-01.yaml": POLICY})


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def spoiled(path: Path, old: str, new: str) -> None:
    """Change a file; what is changed must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def failed(*arguments: str) -> str:
    """What is printed by a check or test that must fail."""
    result = run(*arguments)
    assert result.exit_code == 1, result.output
    assert result.stderr == ""
    return result.stdout


def test_everything_installed_is_checked_and_without_fault() -> None:
    text = done("check")
    assert_plain(text)
    assert "checked ruleset housing-ombudsman-code@2024-04-01: 72 provisions, " in text
    for landlord in ("code-only", "red_kite", "twenty11"):
        assert f"checked landlord {landlord}\n" in text
    assert text.endswith("no problems\n")


def test_the_folders_of_the_repository_are_found_below_a_folder() -> None:
    text = done("check", str(ROOT / "rulesets"), str(ROOT / "plugins"), str(ROOT / "examples"))
    assert "checked ruleset housing-ombudsman-code@2024-04-01" in text
    assert "checked landlord twenty11\n" in text
    assert f"checked {len(EXAMPLES)} cases\n" in text


def test_a_bare_ruleset_is_checked(ruleset: Path) -> None:
    assert "checked ruleset housing-ombudsman-code@2024-04-01" in done("check", str(ruleset))


def test_a_file_of_a_ruleset_stands_for_the_whole(ruleset: Path) -> None:
    assert done("check", str(ruleset / "parameters.yaml")) == done("check", str(ruleset))


def test_mistakes_in_conditions_are_told_with_file_line_and_column(ruleset: Path) -> None:
    file = ruleset / "6-complaints-stages.yaml"
    spoiled(file, "stage_1.responded_on", "stage_1.respond_on")
    text = failed("check", str(ruleset))
    assert f"{file}:" in text
    assert "stage_1.responded_on" in text
    assert re.search(r"\n[1-9][0-9]* problems?\n$", text)


def test_a_consequence_of_a_rule_there_is_not_is_a_problem(ruleset: Path) -> None:
    file = ruleset / "consequences.yaml"
    spoiled(file, "rule: stage-1-acknowledged-in-time", "rule: stage-1-acknowledgd-in-time")
    text = failed("check", str(ruleset))
    assert "`stage-1-acknowledgd-in-time`" in text
    assert f"{file}:" in text


def test_a_bare_landlord_is_checked(oak: Path) -> None:
    assert "checked landlord oak\n" in done("check", str(oak))
    assert done("check", str(oak / "landlord.yaml")) == done("check", str(oak))
    assert done("check", str(oak / "policies" / "2024-04-01.yaml")) == done("check", str(oak))


def test_a_subsidiary_is_checked_below_its_installed_group(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "elm", {"landlord.yaml": "id: elm\nname: Elm Homes\nparent: red_kite\nsends_letters: false\n"}
    )
    assert "checked landlord elm\n" in done("check", str(folder))


def test_an_unknown_group_is_told_with_its_place(tmp_path: Path) -> None:
    folder = written(tmp_path / "elm", {"landlord.yaml": "id: elm\nname: Elm Homes\nparent: red_kit\n"})
    text = failed("check", str(folder))
    assert f"{folder / 'landlord.yaml'}:3:9: unknown landlord `red_kit`\n  did you mean `red_kite`?" in text


def test_the_rules_of_a_policy_are_compiled(oak: Path) -> None:
    file = oak / "policies" / "2024-04-01.yaml"
    spoiled(file, "done: stage_1.responded_on", "done: stage_1.answered_on")
    text = failed("check", str(oak))
    assert f"{file}:" in text
    assert "`stage_1.answered_on`" in text


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("landlord.yaml", "name:", "nmae:", "unknown key `nmae`"),
        ("policies/2024-04-01.yaml", "unit: working_days", "unit: fortnights", "`fortnights`"),
        ("policies/2024-04-01.yaml", '"6.3"', '"6.33"', "there is no provision `6.33`"),
    ],
)
def test_mistakes_in_a_landlords_files_are_told(oak: Path, file: str, old: str, new: str, said: str) -> None:
    spoiled(oak / file, old, new)
    text = failed("check", str(oak))
    assert f"{oak / file}:" in text
    assert said in text


def test_a_case_is_checked_for_shape_landlord_and_questions(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(SMALL)
    assert "checked 1 case\n" in done("check", str(case))
    case.write_text(SMALL.replace("code-only", "twenty1"))
    assert f"{case}:3:11: unknown landlord `twenty1`\n  did you mean `twenty11`?" in failed("check", str(case))
    case.write_text(SMALL + "answers:\n  5.8.aa: {value: true}\n")
    assert f"{case}:7:3: no rule asks the question `5.8.aa`\n  did you mean `5.8.a`?" in failed("check", str(case))
    case.write_text(SMALL.replace("date: 2025", "date: 20255"))
    assert f"{case}:5:" in failed("check", str(case))


def test_a_question_of_a_landlords_own_is_known(oak: Path, tmp_path: Path) -> None:
    spoiled(
        oak / "policies" / "2024-04-01.yaml",
        "      deadline: {clock: complaint.received_on, within: policy.stage_1.respond, done: stage_1.responded_on}\n",
        "      judgement: {id: oak.kind, question: Was the answer kind?, asked_of: the handler}\n",
    )
    (oak / "facts.yaml").write_text(
        "facts:\n  oak.visited: {meaning: Somebody went there, question: Did anybody go there?}\n"
    )
    answers = "answers:\n  oak.kind: {value: true}\n  oak.visited: {value: false}\n"
    text = failed("check", str(oak), str(written(tmp_path / "cases", {"a.yaml": SMALL + answers})))
    assert "no rule asks the question `oak.kind`" in text
    of_oak = SMALL.replace("code-only", "oak") + answers
    done("check", str(oak), str(written(tmp_path / "cases", {"a.yaml": of_oak})))


def test_all_files_of_a_folder_are_looked_at(tmp_path: Path) -> None:
    files = {"a.yaml": SMALL, "b.yaml": "colour: red\n", "c.json": "{", "d.yaml": SCENARIO, "e.txt": "no"}
    folder = written(tmp_path / "mixed", files)
    text = failed("check", str(folder))
    assert f"{folder / 'b.yaml'}:1:1: this is neither a case nor scenarios" in text
    assert f"{folder / 'c.json'}:1:" in text
    assert "checked 1 case\n" in text
    assert "checked 1 scenario in 1 file\n" in text
    assert text.endswith("\n2 problems\n")


def test_scenarios_are_checked_for_shape_case_and_provisions(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(SCENARIO.replace('["6.2"]', '["6.22"]').replace("reference: S-1", "refrence: S-1"))
    text = failed("check", str(file))
    assert f"{file}:4:18: there is no provision `6.22`\n  did you mean `6.2`?" in text
    assert f"{file}:7:7: unknown key `refrence`" in text
    assert text.index("`6.22`") < text.index("`refrence`")
    file.write_text(SCENARIO.replace("expect:", "expects:"))
    assert "unknown key `expects`" in failed("check", str(file))


def test_what_is_not_there_is_bad_input(tmp_path: Path) -> None:
    for command in ("check", "test"):
        assert "no-such-folder: there is no such file or folder" in refused(command, "no-such-folder")
        assert "there is nothing to check in this folder" in refused(command, str(tmp_path))


def test_scenarios_that_hold_pass_and_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(SCENARIO)
    assert done("test", str(file)) == "1 scenario in 1 file: passed\n"


def test_a_scenario_that_does_not_hold_is_told_with_its_line_and_differences(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(SCENARIO.replace("status: met", "status: breached"))
    text = failed("test", str(file))
    assert text.startswith(
        f"{file}:3:11: FAILED Acknowledged on the last day\n  stage-1-acknowledged-in-time: status is met"
    )
    assert text.endswith("1 scenario in 1 file: 1 failed\n")


def test_the_scenarios_beside_an_edited_copy_of_a_ruleset_use_the_copy(ruleset: Path) -> None:
    written(ruleset, {"scenarios/late.yaml": SCENARIO})
    parameters = ruleset / "parameters.yaml"
    done("test", str(ruleset))
    text = parameters.read_text(encoding="utf-8")
    start = text.index("stage_1.acknowledge:")
    parameters.write_text(text[:start] + text[start:].replace("value: 5", "value: 3", 1), encoding="utf-8")
    for path in (ruleset, ruleset / "scenarios" / "late.yaml"):
        assert "due_on is 2025-06-05, expected 2025-06-09" in " ".join(failed("test", str(path)).split())


def test_the_scenarios_of_a_landlord_are_run_for_it(oak: Path) -> None:
    of_oak = SCENARIO.replace("landlord: code-only", "landlord: oak").replace(
        "{rule: stage-1-acknowledged-in-time, status: met, due_on: 2025-06-09}",
        "{rule: promise-answer, layer: policy, status: breached, due_on: 2025-06-12}",
    )
    written(oak, {"scenarios/promise.yaml": of_oak})
    assert done("test", str(oak)) == "1 scenario in 1 file: passed\n"
    assert "checked 1 scenario in 1 file\n" in done("check", str(oak))


def test_coverage_shows_what_was_reached_and_what_never_decided(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(SCENARIO)
    text = done("test", str(file), "--coverage")
    assert_plain(text)
    assert "COVERAGE OF housing-ombudsman-code@2024-04-01" in text
    row = next(line for line in text.splitlines() if line.startswith("6.2 "))
    assert row.split()[:3] == ["6.2", "yes", "-"]
    assert "conditions that never decided anything" in text


def test_a_scenario_file_that_is_none_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text("scenarios: 3\n")
    assert f"{file}:1:12:" in refused("test", str(file))
    file.write_text(SMALL)
    assert "there are no scenarios" in refused("test", str(file))
    file.write_text("colour: red\n")
    assert "neither a case nor scenarios" in refused("test", str(file))


def test_scenarios_of_a_ruleset_that_does_not_load_are_not_run(ruleset: Path) -> None:
    written(ruleset, {"scenarios/late.yaml": SCENARIO})
    spoiled(ruleset / "ruleset.yaml", "parameters.yaml", "parameter.yaml")
    assert "there is no file `parameter.yaml`" in refused("test", str(ruleset))


def test_unknown_options_are_refused() -> None:
    assert "did you mean `--coverage`?" in refused("test", "--coverge")
    assert "there is no option `--strict`" in refused("check", "--strict")


SHEET = """
assessment: {year: "2024-25", source: Invented}
rows:
  "4.1": {comply: true, answers: {"4.1.liaison": false}}
  "6.2": {comply: true}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"6.2"', '"6.21"', "2024-25.yaml:5:3: there is no provision `6.21` in this Code"),
        ("4.1.liaison", "4.1.liason", "2024-25.yaml:4:3: provision `4.1` does not ask the question `4.1.liason`"),
        ("comply: true}\n", "complies: true}\n", "did you mean `comply`?"),
        ('"2024-25"', '"2025-26"', "the year `2025-26` does not match the file name `2024-25.yaml`"),
    ],
)
def test_mistakes_in_a_self_assessment_are_told_with_their_place(oak: Path, old: str, new: str, said: str) -> None:
    file = written(oak, {"assessment/2024-25.yaml": SHEET}) / "assessment" / "2024-25.yaml"
    assert "checked landlord oak\n" in done("check", str(file))
    spoiled(file, old, new)
    text = failed("check", str(oak))
    assert said in text
    assert "\n1 problem\n" in text


def test_a_self_assessment_of_no_year_and_one_that_cannot_be_read_do_not_hide_each_other(oak: Path) -> None:
    older = SHEET.replace("2024-25", "2023-24")
    written(oak, {"assessment/2023-24.yaml": older + "x: 1\n", "assessment/2024-25.yaml": SHEET + "y: 1\n"})
    text = failed("check", str(oak))
    assert "unknown key `x`" in text
    assert "unknown key `y`" in text
    written(oak, {"assessment/2024.yaml": SHEET})
    assert "the file name `2024.yaml` is not a year of assessment" in failed("check", str(oak))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            'answers: {"5.2.ofer": {value: true, by: Jo Reed, date: 2024-05-01}}\n',
            "no rule about policies asks `5.2.ofer`",
        ),
        ('departures: {"6.33": {reason: Short of staff}}\n', "there is no provision `6.33` in this Code"),
    ],
)
def test_a_policy_that_answers_or_departs_from_what_there_is_not_is_told(oak: Path, more: str, said: str) -> None:
    file = oak / "policies" / "2024-04-01.yaml"
    file.write_text(POLICY + more, encoding="utf-8")
    text = failed("check", str(oak))
    assert said in text
    assert f"{file}:{len(POLICY.splitlines()) + 1}:" in text
