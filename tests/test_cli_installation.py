"""`landlords`, `plugins`, `doctor` and `schema`: what is there, what is not, and why."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cli_running import AS_OF, LATE, RULESET, assert_plain, done, one_line, refused, run
from code_engine.checks.stock import Stock
from code_engine.cli.doctor import chainer_words, difference_lines, ruleset_lines, version_words
from code_engine.cli.landlords import plugin_lines
from code_engine.landlord.landlords import Landlords
from code_engine.presentation.terminal import Page
from code_engine.schemas import SCHEMAS, schema_text
from code_engine.version import VERSION


@pytest.fixture
def broken_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed plugin that cannot be imported; gives its name."""
    metadata = tmp_path / "broken_oak-0.3.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-oak\nVersion: 0.3\n")
    (metadata / "entry_points.txt").write_text("[code_engine]\noak = a_module_that_is_not_there\n")
    monkeypatch.syspath_prepend(tmp_path)
    return "oak"


def test_the_landlords_are_listed_with_group_policy_and_plugin() -> None:
    text = done("landlords")
    assert_plain(text)
    assert "twenty11: Twenty11\n  Group: red_kite (Red Kite)\n" in text
    assert "  Policy 2024-04-01: from 2024-04-01; " in text
    assert "code-only: The Code alone" in text
    assert "  From: code-engine-twenty11 0.1.0\n" in text
    assert "NOT AVAILABLE" not in text


def test_the_plugins_are_listed_with_their_landlords() -> None:
    text = done("plugins")
    assert_plain(text)
    assert "red_kite: code-engine-red-kite 0.1.0\n  Landlords: red_kite\n" in text


@pytest.mark.parametrize("command", ["landlords", "plugins", "doctor"])
def test_a_broken_plugin_is_listed_with_its_reason_and_the_others_work(command: str, broken_plugin: str) -> None:
    text = done(command)
    assert f"plugin `{broken_plugin}` (broken-oak 0.3): ModuleNotFoundError" in one_line(text)
    assert "twenty11" in text


def test_a_broken_plugin_fails_the_check(broken_plugin: str) -> None:
    result = run("check")
    assert result.exit_code == 1
    assert f"plugin `{broken_plugin}` (broken-oak 0.3): ModuleNotFoundError" in result.stdout


def test_a_broken_plugin_does_not_stop_the_case_of_another_landlord(broken_plugin: str) -> None:
    done("evaluate", LATE, *AS_OF)
    assert f"the landlord `{broken_plugin}` is not available" in refused("evaluate", LATE, *AS_OF, "--landlord", "oak")


@pytest.mark.parametrize(
    "command", [("evaluate", LATE), ("landlords",), ("plugins",), ("doctor",), ("check",), ("test",), ("rules", "list")]
)
def test_strict_plugins_makes_a_broken_plugin_fatal(command: tuple[str, ...], broken_plugin: str) -> None:
    assert f"plugin `{broken_plugin}`" in refused("--strict-plugins", *command)


def test_strict_plugins_changes_nothing_where_all_is_well() -> None:
    assert done("--strict-plugins", "evaluate", LATE, *AS_OF) == done("evaluate", LATE, *AS_OF)


def test_doctor_names_versions_chainer_calendar_rulesets_and_environment() -> None:
    text = done("doctor")
    assert_plain(text)
    said = one_line(text)
    for part in (
        f"code-engine {VERSION}",
        f"pydantic {version('pydantic')}",
        "FORWARD CHAINER durable_rules",
        "England, 1990-01-01 to 2069-12-31; announced until ",
        "housing-ombudsman-code@2024-04-01: in force from 2024-04-01 sha256:",
        "red_kite: code-engine-red-kite",
        "Today in London: ",
        "not a terminal, so without colour and in 80 columns",
        "Nothing is left out.",
    ):
        assert part in said


def test_doctor_fails_only_where_it_is_strict(broken_plugin: str) -> None:
    assert "LEFT OUT OR BROKEN: 1" in done("doctor")
    assert broken_plugin in run("doctor", "--strict").stdout
    assert run("doctor", "--strict").exit_code == 1


def test_doctor_is_content_with_this_installation() -> None:
    assert run("doctor", "--strict").exit_code == 0


def test_doctor_says_which_chainer_runs_and_why() -> None:
    assert chainer_words("2.0.28", None) == "durable_rules 2.0.28: it can be imported, so it runs."
    assert chainer_words(None, "no compiler") == "Our own, because durable_rules cannot be used: no compiler"


def test_doctor_lists_every_day_on_which_the_library_differs() -> None:
    assert difference_lines([]) == ["The installed holidays library agrees with every day."]
    assert difference_lines(["2030-06-04: one", "2030-06-05: two"])[1:] == ["2030-06-04: one", "2030-06-05: two"]


def test_doctor_says_what_is_not_installed() -> None:
    assert version_words("a-package-that-is-not-there") == "a-package-that-is-not-there: not installed"


def test_a_ruleset_that_does_not_load_is_listed_with_its_mistake(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text("id: code\nversion: 1\n")
    stock = Stock(Landlords({}))
    assert stock.add_ruleset(tmp_path) is None
    page = Page(80, colour=False)
    ruleset_lines(page, stock)
    assert f"{tmp_path / 'ruleset.yaml'}:2:10:" in page.text()


def test_without_plugins_that_is_said() -> None:
    page = Page(80, colour=False)
    plugin_lines(page, Landlords({}))
    assert page.text() == "No plugin is loaded; only the landlord code-only is there.\n"


@pytest.fixture
def oak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed plugin with a landlord; gives the landlord's folder."""
    package = tmp_path / "a_landlord_called_oak"
    (package / "policies").mkdir(parents=True)
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom code_engine.landlord.hooks import hookimpl\n\n"
        "@hookimpl\ndef register_landlords():\n    return [Path(__file__).resolve().parent]\n"
    )
    (package / "landlord.yaml").write_text("id: oak\nname: Oak Homes\ncontacts: {website: https://oak.example}\n")
    metadata = tmp_path / "oak_plugin-0.4.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: oak-plugin\nVersion: 0.4\n")
    (metadata / "entry_points.txt").write_text("[code_engine]\noak = a_landlord_called_oak\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, package.name, raising=False)
    return package


def test_a_landlord_without_a_policy_is_listed_as_such(oak: Path) -> None:
    assert "oak: Oak Homes\n  Policy: none, the Code alone.\n  From: oak-plugin 0.4\n" in done("landlords")
    (oak / "policies" / "old.yaml").write_text(
        "policy: {title: Old, version: old, in_force: {to: 2024-03-31}, source: Invented}\n"
    )
    assert "  Policy old: from a day not known to 2024-03-31; Old\n" in done("landlords")


def test_a_landlord_whose_policy_cannot_be_read_is_listed_with_the_mistake(oak: Path) -> None:
    (oak / "policies" / "old.yaml").write_text("policy: 3\n")
    assert f"Its policies cannot be read:\n    {oak / 'policies' / 'old.yaml'}:1:9:" in done("landlords")
    result = run("check")
    assert result.exit_code == 1
    assert f"{oak / 'policies' / 'old.yaml'}:1:9:" in result.stdout


def test_doctor_lists_a_policy_or_consequence_that_names_an_unknown_fact(oak: Path) -> None:
    (oak / "policies" / "new.yaml").write_text(
        "policy: {title: New, version: new, in_force: {from: 2024-04-01}, source: Invented}\n"
        'rules:\n  "6.2":\n    - {id: promise, title: A promise, applies: complaint.was_nice, require: "True"}\n'
    )
    text = done("doctor")
    assert "MISTAKES IN POLICIES AND CONSEQUENCES\n" in text
    assert "unknown name `complaint.was_nice`" in one_line(text)
    assert "LEFT OUT OR BROKEN: 1" in text
    (oak / "policies" / "new.yaml").unlink()
    (oak / "consequences.yaml").write_text(
        "consequences:\n  - {id: tell, when: {all: [{fact: complaint.was_nice, is: true}]}, "
        "then: {notice: {to: A, text: B}}, because: ['6.2']}\n"
    )
    assert "complaint.was_nice" in done("doctor")
    assert run("doctor", "--strict").exit_code == 1


def test_a_landlords_own_ruleset_is_checked_with_it_and_shown_for_it(oak: Path, tmp_path: Path) -> None:
    folder = oak / "rulesets" / "oak-code" / "1"
    shutil.copytree(RULESET, folder, ignore=shutil.ignore_patterns("scenarios"))
    header = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    header = header.replace("id: housing-ombudsman-code", "id: oak-code").replace(
        'version: "2024-04-01"', 'version: "1"'
    )
    (folder / "ruleset.yaml").write_text(header, encoding="utf-8")
    done("check", str(oak))
    shown = done("rules", "show", "6.3", "--landlord", "oak", "--ruleset", "oak-code@1")
    assert "Ruleset: oak-code@1" in shown
    assert "there is no ruleset `oak-code@1`" in refused("rules", "show", "6.3", "--ruleset", "oak-code@1")
    lines, out = tmp_path / "cases.ndjson", tmp_path / "findings.csv"
    lines.write_text("{}\n", encoding="utf-8")
    asked = ("--engine", "duckdb", "--ruleset", "oak-code@1", "--out", str(out))
    told = refused("portfolio", "evaluate", str(lines), *asked)
    assert "a landlord's own ruleset is evaluated case by case" in told
    (folder / "parameters.yaml").unlink()
    result = run("check")
    assert result.exit_code == 1
    assert "there is no file `parameters.yaml`" in result.stdout


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed_or_written(name: str, tmp_path: Path) -> None:
    text = done("schema", name)
    assert text == schema_text(name)
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    done("schema", name, "--out", str(tmp_path / "schema.json"))
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == text


def test_a_schema_there_is_not_is_told_with_a_suggestion(tmp_path: Path) -> None:
    assert "did you mean `case`?" in refused("schema", "cases")
    assert "missing argument 'NAME'" in refused("schema")
    assert "this is a folder" in refused("schema", "case", "--out", str(tmp_path))


def test_listing_commands_take_no_arguments() -> None:
    for command in ("landlords", "plugins", "doctor"):
        assert "unexpected extra argument" in refused(command, "red_kite")
