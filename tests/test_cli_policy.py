"""`code-engine policy`: what it prints, how it ends, and what is said where something is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_running import IN_TIME, ROOT, SMALL, assert_plain, done, one_line, refused, run
from code_engine.assessment.policy_answers import Grade, PolicyCheck
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.palette import contrast
from code_engine.presentation.policy_check_outline import KINDS
from invented_landlords import Shelf, shelf_in
from policy_building import ELM, OAK, landlord_files
from test_standards_page import Parsed

EMPTY = "policy: {title: Empty}\n"
LOOSE = """\
policy: {title: "Draft <b>three</b>", version: "3"}
clauses:
  "4.1":
    text: "We answer within fourteen days & no sooner."
    settings: {stage_1.respond: {value: 14, unit: calendar_days}}
departures:
  "6.3": {reason: We are short of staff}
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A shelf with an invented group and its subsidiary, beside what is installed."""
    for each in shelf_in(tmp_path, monkeypatch):
        each.put("wood", {"oak": OAK, "elm": ELM})
        yield each


def file(folder: Path, text: str, name: str = "draft.yaml") -> str:
    """A file with that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def checked(*arguments: str) -> PolicyCheck:
    """A check as other programs read it."""
    return PolicyCheck.model_validate_json(done("policy", "check", *arguments, "--format", "json"))


# check


def test_a_draft_is_checked_in_words_with_the_worst_first(tmp_path: Path) -> None:
    text = done("policy", "check", "--policy", file(tmp_path, LOOSE))
    assert_plain(text)
    said = one_line(text)
    assert said.startswith("draft.yaml: Draft <b>three</b> 3 72 provisions, of which 51 bind a policy: 1 conflict, ")
    assert "6.3 CONFLICT: Stage 1 response (clause 4.1)" in said
    assert "Clause 4.1: We answer within fourteen days & no sooner." in said
    assert "To change: " in said
    assert "Departure admitted: We are short of staff." in said
    headings = [line for line in text.splitlines() if re.match(r"[A-Z][A-Z, ]+: ", line)]
    order = [kind.heading for kind in KINDS]
    places = [order.index(line.partition(":")[0]) for line in headings]
    assert len(places) >= 4
    assert places == sorted(places)


def test_a_draft_with_a_landlord_has_its_name_and_colours(tmp_path: Path) -> None:
    draft = file(tmp_path, LOOSE)
    assert done("policy", "check", "twenty11", "--policy", draft).startswith("Twenty11: Draft")
    page = done("policy", "check", "twenty11", "--policy", draft, "--format", "html")
    assert ".brand{background:#14505c" in page


def test_a_draft_can_be_piped_in() -> None:
    result = run("policy", "check", "--policy", "-", given=EMPTY)
    assert result.exit_code == 0
    assert "72 provisions" in result.stdout


def test_the_json_is_the_check_with_one_entry_for_each_provision(tmp_path: Path) -> None:
    text = done("policy", "check", "--policy", file(tmp_path, LOOSE), "--format", "json")
    found = json.loads(text)
    assert PolicyCheck.model_validate_json(text).to_json() == text
    assert len(found["provisions"]) == 72
    assert {"policy", "as_of", "ruleset", "notes", "provisions", "summary"} == set(found)
    entry = next(each for each in found["provisions"] if each["provision"] == "6.3")
    assert (entry["status"], entry["grade"], entry["clauses"]) == ("breached", "conflict", ["4.1"])


def test_an_installed_landlord_is_checked_as_of_a_day_and_in_a_version() -> None:
    late, old = checked("twenty11", "--as-of", "2025-01-01"), checked("twenty11@until-2021-03")
    assert (late.policy.version, old.policy.version) == ("2024-04-01", "until-2021-03")
    assert (str(late.as_of), str(old.as_of)) == ("2025-01-01", "2021-03-31")
    assert "out of force before" in old.notes[0]


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        (("conflict",), 1),
        (("weaker",), 0),
        (("weaker", "conflict"), 1),
        (("stricter,conflict",), 1),
        (("silent",), 1),
        (("stricter",), 0),
    ],
)
def test_fail_on_ends_with_1_where_a_provision_has_that_grade(
    tmp_path: Path, grades: tuple[str, ...], code: int
) -> None:
    options = [part for grade in grades for part in ("--fail-on", grade)]
    assert run("policy", "check", "--policy", file(tmp_path, LOOSE), *options).exit_code == code


def test_without_fail_on_a_conflict_ends_well(tmp_path: Path) -> None:
    done("policy", "check", "--policy", file(tmp_path, LOOSE))


def test_a_check_is_written_to_a_file_whole(tmp_path: Path) -> None:
    out = tmp_path / "check.json"
    draft = file(tmp_path, LOOSE)
    assert done("policy", "check", "--policy", draft, "--format", "json", "--out", str(out)) == ""
    assert out.read_text(encoding="utf-8") == done("policy", "check", "--policy", draft, "--format", "json")


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    draft = file(tmp_path, LOOSE)
    for form in ("text", "json", "html"):
        arguments = ("policy", "check", "--policy", draft, "--as-of", "2025-07-15", "--format", form)
        assert done(*arguments) == done(*arguments)


# The page


def test_the_page_holds_every_provision_once_in_its_section(tmp_path: Path) -> None:
    page = Parsed(done("policy", "check", "--policy", file(tmp_path, LOOSE), "--format", "html"))
    rows = [heading["id"] for heading in page.of("th") if heading.get("scope") == "row"]
    assert len(rows) == len(set(rows)) == 72
    sections = [section["id"] for section in page.of("section") if str(section.get("id", "")).startswith("section-")]
    assert sections == [f"section-{number}" for number in range(1, 10)]


def test_every_link_of_the_page_leads_somewhere_and_every_name_is_there(tmp_path: Path) -> None:
    page = Parsed(done("policy", "check", "--policy", file(tmp_path, LOOSE), "--format", "html"))
    places = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(places) == len(set(places))
    assert {str(link["href"]).removeprefix("#") for link in page.of("a")} <= set(places)
    assert {name["aria-labelledby"] for _, name in page.found if "aria-labelledby" in name} <= set(places)
    assert len(page.of("h1")) == 1


def test_the_page_says_each_grade_in_words_beside_its_colour(tmp_path: Path) -> None:
    text = done("policy", "check", "--policy", file(tmp_path, LOOSE), "--format", "html")
    assert '<span class="status breached">CONFLICT</span>' in text
    assert '<span class="status not-applicable">silent</span>' in text
    assert '<span class="status pending">SILENT, must be said</span>' in text
    assert re.findall(r'<span class="status [a-z-]+"></span>', text) == []


def test_the_page_runs_and_loads_nothing_and_takes_no_text_for_markup(tmp_path: Path) -> None:
    hostile = LOOSE.replace("short of staff", "<script>alert(1)</script>")
    text = done("policy", "check", "--policy", file(tmp_path, hostile), "--format", "html")
    page = Parsed(text)
    assert not [tag for tag, attributes in page.found if tag in ("script", "link", "img") or "src" in attributes]
    assert "Draft &lt;b&gt;three&lt;/b&gt;" in text
    assert "&lt;script&gt;" in text
    assert "default-src 'none'" in text.replace("&#x27;", "'")


@pytest.mark.parametrize("name", ["red_kite", "twenty11"])
def test_the_band_of_a_landlord_can_be_read(name: str) -> None:
    text = done("policy", "check", name, "--format", "html")
    ((ground, ink),) = re.findall(r"\.brand\{background:(#\w{6});color:(#\w{6})", text)
    assert contrast(ground, ink) >= 4.5


def test_every_grade_and_status_a_provision_can_have_has_a_kind() -> None:
    kinds = {(kind.grade, kind.status) for kind in KINDS}
    assert len(kinds) == len(KINDS) == 8
    assert {grade for grade, _ in kinds} == set(Grade)
    assert (Grade.SILENT, Status.BREACHED) in kinds


# diff


def test_red_kite_and_twenty11_do_the_same_in_2024() -> None:
    text = done("policy", "diff", "red_kite", "twenty11", "--as-of", "2024-06-01")
    assert_plain(text)
    assert "There is no difference in effect." in text
    found = json.loads(done("policy", "diff", "red_kite", "twenty11", "--format", "json"))
    assert found["differs"] is False


def test_the_older_policy_of_twenty11_differs_from_the_one_of_2024() -> None:
    text = done("policy", "diff", "twenty11@until-2021-03", "twenty11@2024-04-01")
    assert_plain(text)
    assert "HOW THEY STAND TO THE CODE" in text


@pytest.mark.usefixtures("shelf")
def test_cases_that_come_out_differently_are_named_with_both_answers(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    answered = SMALL.replace("events:", "events:\n  - {type: response_issued, stage: 1, date: 2025-06-13}")
    file(tmp_path / "cases", answered.replace("code-only", "oak"), "one.yaml")
    file(tmp_path / "cases", "reference: [", "broken.yaml")
    text = done("policy", "diff", "oak", "elm", "--as-of", "2025-07-15", "--cases", str(tmp_path / "cases"))
    assert_plain(text)
    said = one_line(text)
    assert "1 case compared; 1 would come out differently." in said
    assert "oak: met, due by Tue 17 June 2025." in said
    assert "elm: BREACHED, due by Fri 13 June 2025." not in said
    assert "elm: met, due by Fri 13 June 2025." in said
    assert "NOT COMPARED (1)" in text


@pytest.mark.usefixtures("shelf")
def test_where_no_case_can_be_read_the_run_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    file(tmp_path / "cases", "reference: [", "broken.yaml")
    said = refused("policy", "diff", "oak", "elm", "--as-of", "2025-07-15", "--cases", str(tmp_path / "cases"))
    assert "broken.yaml:" in said


def test_a_file_can_stand_on_either_side(tmp_path: Path) -> None:
    one, other = file(tmp_path, LOOSE), file(tmp_path, EMPTY, "other.yaml")
    found = json.loads(done("policy", "diff", one, other, "--format", "json"))
    assert [each["name"] for each in found["settings"]] == ["stage_1.respond"]
    assert (found["a"]["asked"], found["b"]["name"]) == (one, "other.yaml")


# What is wrong is told, at every door


DOORS = {
    "show": ("policy", "show", "{}"),
    "check": ("policy", "check", "{}"),
    "check of a draft": ("policy", "check", "--policy", "{}"),
    "diff, first": ("policy", "diff", "{}", "red_kite"),
    "diff, second": ("policy", "diff", "red_kite", "{}"),
}
MISTAKES = {
    "a misspelt key": ("definiton: {however_made: true}", ("draft.yaml:1:1", "did you mean `definition`?")),
    "a misspelt statement": ("access: {any_wey: true}", ("draft.yaml:1:", "did you mean `any_way`?")),
    "months for working days": (
        "settings: {stage_1.respond: {value: 1, unit: months}}",
        ("the setting `stage_1.respond` is counted in `months`", "`working_days` or `calendar_days`"),
    ),
    "two values for one setting": (
        'settings: {stage_1.respond: {value: 9, unit: working_days}}\nclauses: {"1": {text: Ours, settings: '
        "{stage_1.respond: {value: 8, unit: working_days}}}}",
        ("the setting `stage_1.respond` is given twice", "the first is at"),
    ),
    "a number without its unit": ("settings: {stage_1.respond: {value: 9}}", ("a number needs a `unit`",)),
    "a ground nobody knows": ("exclusions: [{ground: vexatious}]", ("draft.yaml:1:", "unacceptable_behaviour")),
    "an ending before the beginning": (
        "policy: {in_force: {from: 2025-01-01, to: 2024-01-01}}",
        ("a policy cannot end before it starts",),
    ),
    "a case": (SMALL, ("this is a case, not a policy", "code-engine evaluate")),
    "no YAML": ("policy: [", ("draft.yaml:",)),
    "nothing at all": ("", ("draft.yaml",)),
    "a list": ("- a\n- b\n", ("draft.yaml:1",)),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_draft_is_told_with_its_place_at_every_door(tmp_path: Path, door: str, mistake: str) -> None:
    text, expected = MISTAKES[mistake]
    draft = file(tmp_path, text)
    said = one_line(refused(*(part.format(draft) for part in DOORS[door])))
    assert all(part in said for part in expected), said


@pytest.mark.parametrize("door", DOORS)
def test_a_missing_file_is_told_by_its_name_at_every_door(tmp_path: Path, door: str) -> None:
    said = refused(*(part.format(tmp_path / "nowhere.yaml") for part in DOORS[door]))
    assert "nowhere.yaml" in said
    assert "no such file" in said


LANDLORD_DOORS = [door for door in DOORS if door != "check of a draft"]


@pytest.mark.parametrize("door", LANDLORD_DOORS)
def test_an_unknown_landlord_or_version_gets_a_suggestion_at_every_door(door: str) -> None:
    unknown = refused(*(part.format("twenty12") for part in DOORS[door]))
    assert "unknown landlord `twenty12`" in unknown
    assert "did you mean `twenty11`?" in unknown
    version = refused(*(part.format("twenty11@2024-04-02") for part in DOORS[door]))
    assert "the landlord `twenty11` has no policy `2024-04-02`" in version
    assert "did you mean `2024-04-01`?" in version
    assert "versions: " in refused(*(part.format("red_kite@zzz") for part in DOORS[door]))
    assert "has no policy ``" in refused(*(part.format("red_kite@") for part in DOORS[door]))


@pytest.mark.parametrize("door", LANDLORD_DOORS)
def test_a_landlord_without_a_policy_gets_one_clear_message_at_every_door(door: str) -> None:
    said = refused(*(part.format("code-only") for part in DOORS[door]))
    assert said == (
        "error: the landlord `code-only` has no policy\n  name a landlord that has one, or the file of a draft\n"
    )


@pytest.mark.parametrize("door", LANDLORD_DOORS)
def test_a_day_before_every_policy_is_told_with_the_versions_there_are(door: str) -> None:
    said = refused(*(part.format("red_kite") for part in DOORS[door]), "--as-of", "1990-01-01")
    assert "has no policy in force on 1 January 1990" in said
    assert "`2024-04-01` (from 1 April 2024)" in said


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2024-04-01", "2025-01-01"), "are in force on the same day"),
        (("2024-04-01 to 2024-11-30", "2025-01-01"), "no policy of `ash` is in force from 2024-12-01 to 2024-12-31"),
    ],
)
@pytest.mark.parametrize("door", LANDLORD_DOORS)
def test_versions_that_overlap_or_leave_a_gap_are_refused(
    shelf: Shelf, door: str, dates: tuple[str, str], expected: str
) -> None:
    texts = []
    for number, span in enumerate(dates, start=1):
        start, _, end = span.partition(" to ")
        in_force = f"{{from: {start}{f', to: {end}' if end else ''}}}"
        texts.append(f"policy: {{title: P, version: v{number}, in_force: {in_force}, source: Invented}}\n")
    files = landlord_files("ash", "Ash Homes")
    shelf.put("leaf", {"ash": {**files, "policies/v1.yaml": texts[0], "policies/v2.yaml": texts[1]}})
    said = refused(*(part.format("ash") for part in DOORS[door]), "--as-of", "2025-07-15")
    assert expected in said
    assert "v2.yaml" in said


def test_a_wrong_grade_ruleset_day_or_format_is_told(tmp_path: Path) -> None:
    draft = file(tmp_path, EMPTY)
    assert "did you mean `conflict`?" in refused("policy", "check", "--policy", draft, "--fail-on", "conflicts")
    assert "did you mean `housing-ombudsman-code@2024-04-01`?" in refused(
        "policy", "check", "--policy", draft, "--ruleset", "housing-ombudsman-code@2024-04-02"
    )
    assert "2025-13-01" in refused("policy", "check", "--policy", draft, "--as-of", "2025-13-01")
    assert "is not one of" in refused("policy", "check", "--policy", draft, "--format", "pdf")
    assert "there is no such folder" in refused("policy", "diff", "red_kite", draft, "--cases", str(tmp_path / "no"))


def test_a_check_of_nothing_and_a_draft_for_a_version_are_bad_usage(tmp_path: Path) -> None:
    assert "name a landlord, or a draft with --policy FILE" in refused("policy", "check")
    draft = file(tmp_path, EMPTY)
    assert "without a version" in refused("policy", "check", "twenty11@2024-04-01", "--policy", draft)
    assert "unknown landlord" in refused("policy", "check", "twenty12", "--policy", draft)
    assert "missing argument 'B'" in refused("policy", "diff", "red_kite")
    assert "did you mean `check`?" in refused("policy", "chek", "red_kite")


@pytest.mark.parametrize("text", [text for text, _ in MISTAKES.values()])
def test_nothing_is_written_where_something_is_wrong(tmp_path: Path, text: str) -> None:
    out = tmp_path / "check.html"
    refused("policy", "check", "--policy", file(tmp_path, text), "--format", "html", "--out", str(out))
    assert not out.exists()


def test_a_case_of_the_repository_is_recognised_as_one() -> None:
    assert "this is a case, not a policy" in refused("policy", "check", "--policy", IN_TIME)


def test_an_older_version_measured_as_asked_says_what_was_forced(tmp_path: Path) -> None:
    identity = "housing-ombudsman-code@2024-04-01"
    draft = file(tmp_path, EMPTY)
    found = checked("--policy", draft, "--as-of", "2020-01-01", "--ruleset", identity)
    assert found.notes == (f"Measured by {identity} as asked, which was not in force on 1 January 2020.",)
    unforced = checked("--policy", draft, "--as-of", "2020-01-01")
    assert "the policy is measured by the first later one" in unforced.notes[0]


def test_the_places_of_show_are_short_below_the_present_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert "plugins/red_kite/policies/2024-04-01.yaml:" in one_line(done("policy", "show", "red_kite", "--why"))
