"""`code-engine evaluate`: every option, what goes to which stream, and how it ends."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from cli_running import AS_OF, EXAMPLES, IN_TIME, LATE, SMALL, assert_plain, done, one_line, refused, run
from code_engine import Engine, load_case
from code_engine.cli.today import today


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine that the command line builds as well."""
    return Engine.from_plugins()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_readable_in_eighty_columns_without_colour(example: Path) -> None:
    text = done("evaluate", str(example), "--as-of", "2025-12-31")
    assert_plain(text)
    assert load_case(example).reference in text


@pytest.mark.parametrize("example", [IN_TIME, LATE], ids=["in-time", "late"])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_explained_answer_says_more(example: str, form: str) -> None:
    short = done("evaluate", example, *AS_OF, "--format", form)
    long = done("evaluate", example, *AS_OF, "--format", form, "--explain")
    assert long != short
    if form == "text":
        assert_plain(long)
        assert "Conditions:" in long


def test_json_is_the_engines_own_to_the_byte(engine: Engine) -> None:
    result = run("evaluate", LATE, *AS_OF, "--format", "json")
    expected = engine.evaluate(load_case(LATE), as_of=date(2025, 7, 15)).to_json()
    assert result.stdout_bytes == expected.encode()


def test_html_is_one_page_with_the_timeline_and_the_landlords_name() -> None:
    page = done("evaluate", LATE, *AS_OF, "--format", "html")
    assert page.startswith("<!DOCTYPE html>")
    assert "<svg" in page
    assert "Twenty11" in page


def test_markdown_begins_with_a_heading() -> None:
    assert done("evaluate", LATE, *AS_OF, "--format", "markdown").startswith("# ")


def test_the_day_is_today_in_london_unless_given() -> None:
    found = json.loads(done("evaluate", LATE, "--format", "json"))
    assert found["as_of"] in {today().isoformat(), date.fromordinal(today().toordinal() - 1).isoformat()}


def test_a_case_can_come_from_standard_input_as_yaml_or_json() -> None:
    of_yaml = done("evaluate", "-", *AS_OF, "--format", "json", given=SMALL)
    data = {
        "reference": "T-1",
        "landlord": "code-only",
        "events": [{"type": "complaint_received", "date": "2025-06-02"}],
    }
    of_json = done("evaluate", "-", *AS_OF, "--format", "json", given=json.dumps(data))
    assert of_json == of_yaml


def test_another_landlord_and_convention_and_a_forced_version_are_said_in_the_answer() -> None:
    identity = "housing-ombudsman-code@2024-04-01"
    options = ("--landlord", "code-only", "--counting", "inclusive", "--ruleset", identity)
    found = json.loads(done("evaluate", LATE, *AS_OF, *options, "--format", "json"))
    assert found["case"]["landlord"] == "code-only"
    assert found["counting"] == "inclusive"
    assert found["ruleset"]["forced"] is True
    assert found["policy"] is None


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-on", "breached"), 1),
        (("--fail-on", "pending,breached"), 1),
        (("--fail-on", "undetermined", "--fail-on", "breached"), 1),
        (("--fail-on", "not_applicable"), 1),
        ((), 0),
    ],
)
def test_the_exit_code_is_one_where_a_finding_has_a_status_asked_for(options: tuple[str, ...], code: int) -> None:
    result = run("evaluate", LATE, *AS_OF, *options)
    assert result.exit_code == code
    assert result.stdout == done("evaluate", LATE, *AS_OF)
    assert result.stderr == ""


def test_a_status_that_no_finding_has_does_not_fail() -> None:
    assert run("evaluate", "-", "--as-of", "2025-06-03", "--fail-on", "breached", given=SMALL).exit_code == 0


def test_a_broken_promise_of_the_landlord_counts_for_fail_on_as_well() -> None:
    promised_sooner = SMALL.replace("code-only", "twenty11")
    as_of = ("--as-of", "2025-06-06")
    assert run("evaluate", "-", *as_of, "--fail-on", "breached", given=SMALL).exit_code == 0
    assert run("evaluate", "-", *as_of, "--fail-on", "breached", given=promised_sooner).exit_code == 1


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_out_writes_to_the_file_what_would_be_printed(form: str, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    assert done("evaluate", LATE, *AS_OF, "--format", form, "--out", str(out)) == ""
    assert out.read_text(encoding="utf-8") == done("evaluate", LATE, *AS_OF, "--format", form)
    assert list(tmp_path.iterdir()) == [out]


def test_out_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    out = tmp_path / "answer.txt"
    out.write_text("before")
    out.chmod(0o640)
    done("evaluate", LATE, *AS_OF, "--out", str(out))
    assert out.read_text(encoding="utf-8").startswith("Complaint T11-2025-0107")
    assert out.stat().st_mode & 0o777 == 0o640


def test_out_writes_through_a_link_and_into_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("before")
    link.symlink_to(target)
    done("evaluate", LATE, *AS_OF, "--out", str(link))
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("Complaint")
    done("evaluate", LATE, *AS_OF, "--out", "/dev/null")
    assert not Path("/dev/null").is_file()


def test_a_dash_as_out_is_standard_output() -> None:
    assert done("evaluate", LATE, *AS_OF, "--out", "-") == done("evaluate", LATE, *AS_OF)


def test_where_the_answer_cannot_be_written_it_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    folder = refused("evaluate", LATE, *AS_OF, "--out", str(tmp_path))
    missing = refused("evaluate", LATE, *AS_OF, "--out", str(tmp_path / "no" / "answer.txt"))
    too_long = refused("evaluate", LATE, *AS_OF, "--out", str(tmp_path / ("a" * 300)))
    assert "this is a folder" in folder
    assert "does not exist" in missing
    assert "cannot be written" in too_long
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_is_wrong_leaves_the_file_of_before(tmp_path: Path) -> None:
    out = tmp_path / "answer.txt"
    out.write_text("before")
    refused("evaluate", "-", "--out", str(out), given="reference: T-1\n")
    assert out.read_text() == "before"


def test_a_missing_file_a_folder_and_empty_input_are_each_one_message(tmp_path: Path) -> None:
    assert "there is no such file" in refused("evaluate", "no-such-case.yaml")
    assert "this is a folder" in refused("evaluate", str(tmp_path))
    assert "<stdin>: this file is empty" in refused("evaluate", "-", given="")


def test_a_misspelt_key_is_told_with_its_place_and_a_suggestion(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(SMALL.replace("reference", "refrence"))
    said = refused("evaluate", str(case))
    assert f"{case}:2:1: unknown key `refrence`\n  did you mean `reference`?" in said


def test_a_file_below_the_present_folder_is_named_by_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LATE, tmp_path / "case.yaml")
    monkeypatch.chdir(tmp_path)
    said = refused("evaluate", str(tmp_path / "case.yaml"), "--as-of", "2000-01-01")
    assert said.startswith("error: case.yaml: nothing had happened yet")


def test_a_date_in_another_format_is_refused_with_what_to_write() -> None:
    said = refused("evaluate", LATE, "--as-of", "15/07/2025")
    assert "`15/07/2025` is not a date" in said
    assert "year-month-day" in said
    assert "there is no day `2025-02-30`" in refused("evaluate", LATE, "--as-of", "2025-02-30")


def test_an_unknown_landlord_is_told_with_a_suggestion() -> None:
    said = refused("evaluate", LATE, *AS_OF, "--landlord", "twenty12")
    assert said == "error: unknown landlord `twenty12`\n  did you mean `twenty11`?\n"


def test_an_unknown_landlord_of_a_case_is_told_with_its_line(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(SMALL.replace("code-only", "red_kit"))
    assert f"{case}:3:11: unknown landlord `red_kit`\n  did you mean `red_kite`?" in refused("evaluate", str(case))


def test_an_unknown_version_is_told_with_a_suggestion() -> None:
    said = refused("evaluate", LATE, *AS_OF, "--ruleset", "housing-ombudsman-code@2024-04-02")
    assert "did you mean `housing-ombudsman-code@2024-04-01`?" in said


def test_a_complaint_from_before_the_code_names_the_option_that_forces_a_version(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(SMALL.replace("2025-06-02", "2024-03-28"))
    said = refused("evaluate", str(case), *AS_OF)
    assert said.startswith(f"error: {case}: no version")
    assert "--ruleset housing-ombudsman-code@2024-04-01" in said
    forced = done("evaluate", str(case), *AS_OF, "--ruleset", "housing-ombudsman-code@2024-04-01")
    assert "which was not in force on" in one_line(forced)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("breech", "`breech` is not a status; did you mean `breached`?"),
        ("met,", "`` is not a status"),
        ("", "`` is not a status"),
        ("red", "use met, breached, pending, undetermined, not_applicable"),
    ],
)
def test_what_is_not_a_status_is_refused(given: str, said: str) -> None:
    assert said in refused("evaluate", LATE, "--fail-on", given)


def test_wrong_choices_are_refused_with_a_suggestion() -> None:
    assert "--format: `jsn` is not one of text, json, markdown, html\n  did you mean `json`?" in refused(
        "evaluate", LATE, "--format", "jsn"
    )
    assert "--counting: `day0` is not one of day-0, inclusive\n  did you mean `day-0`?" in refused(
        "evaluate", LATE, "--counting", "day0"
    )


def test_a_day_before_anything_happened_is_refused_with_the_day_to_use() -> None:
    said = refused("evaluate", LATE, "--as-of", "2025-01-01")
    assert "nothing had happened yet on 2025-01-01" in said
    assert "evaluate as of 2025-05-12 or later" in said
