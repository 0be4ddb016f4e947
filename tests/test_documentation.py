"""The documentation keeps up with the program: nothing undocumented, nothing invented, every example runs."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel

import code_engine.errors
from code_engine import Engine
from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.self_assessment_answers import Comply
from code_engine.assessment.self_assessment_of import self_assessment_of
from code_engine.assessment.sheet_file import SheetFile
from code_engine.assessment.standards_file import StandardsFile
from code_engine.case.event import Event
from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.case.vocabulary import VOCABULARY
from code_engine.cli import endings
from code_engine.cli.application import application
from code_engine.cli.landlord_first import LandlordFirstGroup
from code_engine.errors import CodeEngineError
from code_engine.evaluation.evaluation import Evaluation, Label, Status
from code_engine.evaluation.explanation import Explanation
from code_engine.landlord import hooks
from code_engine.landlord.additions import ConsequencesFile, FactsFile
from code_engine.landlord.plugins import load_entry_points
from code_engine.landlord.policy import merge
from code_engine.landlord.policy_file import PolicyFile
from code_engine.landlord.policy_version import DRAFT, read_draft
from code_engine.landlord.profile import Profile
from code_engine.letters.letter_models import LettersFile
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from code_engine.ruleset.consequence_models import ConsequenceFile, LetterKind
from code_engine.ruleset.functions import FUNCTIONS, LOOPS
from code_engine.ruleset.language import parse
from code_engine.ruleset.loader import load_ruleset, scope_of
from code_engine.ruleset.models import RulesetHeader, RulesetPart
from code_engine.scenarios.models import ScenarioFile
from code_engine.scenarios.run import run
from generate_documentation import DOCS, generated

ROOT = DOCS.parent
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
RULESET = shipped_rulesets() / "housing-ombudsman-code" / "2024-04-01"
ROOTS: tuple[type[BaseModel], ...] = (
    Case,
    RulesetHeader,
    RulesetPart,
    ConsequenceFile,
    ConsequencesFile,
    FactsFile,
    Profile,
    PolicyFile,
    SheetFile,
    StandardsFile,
    LettersFile,
    ScenarioFile,
    Evaluation,
    Explanation,
)
"""The models of every file a person writes and of every answer a program reads."""

SMALL_CASE = {
    "reference": "A",
    "landlord": "code-only",
    "events": [{"type": "complaint_received", "date": "2025-06-02"}],
}

_MARK = re.compile(r"<!-- (?P<kind>[a-z]+)(?:: (?P<name>[^>]+?))? -->")
_FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HERE = re.compile(r"(?<![\w.:/-])/(?:work|tmp|home|root|Users|private|mnt|opt)\b")


@dataclass(frozen=True)
class Marked:
    """Something in a page that a comment before it names: a table or a fenced block."""

    page: Path
    kind: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.kind}:{self.name}"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def marked(kind: str) -> tuple[Marked, ...]:
    """All of one kind in all pages."""
    found = []
    for page in PAGES:
        text = read(page)
        for mark in _MARK.finditer(text):
            if mark["kind"] == kind:
                rest = text[mark.end() :].lstrip("\n")
                fence = _FENCE.match(rest)
                rows = tuple(_rows(rest)) if rest.startswith("|") else ()
                found.append(Marked(page, kind, mark["name"] or "", rows, fence["text"] if fence else ""))
    return tuple(found)


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    """The rows of the table at the start of a text, without its headings."""
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("|"):
            return
        if number > 1:
            yield tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])


def codes(cell: str) -> list[str]:
    return _CODE.findall(cell)


def first_codes(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    return [code for row in rows for code in codes(row[0])]


def keys_of(model: type[BaseModel]) -> set[str]:
    return {info.alias or name for name, info in model.model_fields.items()}


def models_below(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A model and all models its fields hold; of the events only what they share."""
    if model in seen:
        return seen
    seen.add(model)
    for info in model.model_fields.values():
        for part in _types(info.annotation):
            models_below(part, seen)
    return seen


def _types(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def model_named(path: str) -> type[BaseModel]:
    module, _, name = path.rpartition(".")
    found: type[BaseModel] = getattr(import_module(f"code_engine.{module}"), name)
    return found


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page have on a code host."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


# Keys, statuses, names


@pytest.mark.parametrize("table", marked("keys"), ids=str)
def test_a_table_of_keys_lists_exactly_the_keys_of_its_model(table: Marked) -> None:
    listed = first_codes(table.rows)
    assert sorted(listed) == sorted(keys_of(model_named(table.name)))


def test_every_model_of_a_file_or_of_an_answer_has_a_table_of_its_keys() -> None:
    described = {model_named(table.name) for table in marked("keys")}
    wanted: set[type[BaseModel]] = set()
    for root in ROOTS:
        models_below(root, wanted)
    assert {model.__name__ for model in wanted - described} == set()
    assert Event in described


def test_every_key_is_explained_in_words() -> None:
    empty = [(table.name, row[0]) for table in marked("keys") for row in table.rows if not row[-1]]
    assert empty == []


def test_every_page_with_generated_parts_says_what_the_program_says() -> None:
    outdated = [page.name for page in DOCS.glob("*.md") if generated(read(page)) != read(page)]
    assert outdated == [], "run `python tools/generate_documentation.py`"


def test_every_status_and_label_is_explained() -> None:
    text = read(DOCS / "embedding.md")
    explained = text[text.index("### Statuses and labels") : text.index("### The other parts")]
    named = {code for row in re.findall(r"^\| (`\w+`) ", explained, re.MULTILINE) for code in codes(row)}
    assert named == {*Status, *Label}


def test_every_function_and_loop_has_an_example() -> None:
    shown = {code for table in marked("conditions") for code in first_codes(table.rows)}
    assert {*FUNCTIONS, *LOOPS} <= shown


@pytest.mark.parametrize("table", marked("conditions"), ids=str)
def test_the_examples_of_conditions_are_conditions(table: Marked) -> None:
    scope = scope_of(load_ruleset(RULESET), VOCABULARY)
    for row in table.rows:
        (condition,) = codes(row[1])
        assert parse(condition, scope, expected=None).text


def test_every_kind_of_letter_is_listed() -> None:
    page = read(DOCS / "consequences.md")
    listed = page[page.index("Kinds of letter:") :].split("\n\n")[0]
    assert codes(listed) == list(get_args(LetterKind))


def test_every_error_is_listed() -> None:
    (table,) = marked("errors")
    errors = {
        name
        for name, found in vars(code_engine.errors).items()
        if isinstance(found, type) and issubclass(found, CodeEngineError) and found is not CodeEngineError
    }
    assert set(first_codes(table.rows)) == errors


def test_every_hook_is_documented_and_used_in_the_example() -> None:
    specified = [name for name, found in vars(hooks).items() if hasattr(found, f"{hooks.PROJECT}_spec")]
    page = read(DOCS / "writing-a-landlord-plugin.md")
    assert specified == ["register_landlords"]
    assert all(f"`{name}` is the only hook" in page for name in specified)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    groups = {"runtime": project["dependencies"], **project["optional-dependencies"]}
    tables = {table.name: set(first_codes(table.rows)) for table in marked("dependencies")}
    assert tables == {
        group: {re.split(r"[<>=~!\[; ]", entry)[0] for entry in entries} for group, entries in groups.items()
    }


# The command line


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    if isinstance(group, LandlordFirstGroup) and group.landlord_command is not None:
        yield " ".join(path), group.landlord_command
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def section(page: str, heading: str) -> str:
    start = page.index(f"\n## {heading}\n")
    end = page.find("\n## ", start + 1)
    return page[start : end if end > 0 else len(page)]


@pytest.mark.parametrize(("name", "command"), list(commands(application)), ids=lambda value: str(value))
def test_every_command_option_and_choice_is_documented(name: str, command: click.Command) -> None:
    page = read(DOCS / "command-line.md")
    here, shared = section(page, f"`{name}`"), section(page, "Options about a case")
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    for option in options:
        assert f"`{option.opts[0]}" in here, f"{option.opts[0]} of {name}"
        if isinstance(option.type, click.Choice):
            explained = here + (shared if option.opts[0] in shared else "")
            assert all(f"`{choice}`" in explained for choice in option.type.choices), option.opts[0]
    documented = {code.split()[0] for code in codes(here) if code.startswith("--")}
    assert documented <= {flag for option in options for flag in option.opts}
    assert ("No options of its own." in here) == (not options)


def test_the_options_before_the_command_and_every_exit_code_are_documented() -> None:
    page = read(DOCS / "command-line.md")
    before = section(page, "Options before the command")
    names = [flag for parameter in application.params for flag in parameter.opts if flag.startswith("--")]
    assert all(f"`{name}`" in before for name in (*names, "--help", "-h"))
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", section(page, "Exit codes"), re.MULTILINE)}
    known = {endings.DONE, endings.FAILED, endings.BAD_INPUT, endings.OWN_FAULT, endings.INTERRUPTED}
    assert listed == known


def test_every_schema_is_named() -> None:
    schema = dict(commands(application))["schema"]
    (argument,) = (parameter for parameter in schema.params if isinstance(parameter, click.Argument))
    assert isinstance(argument.type, click.Choice)
    here = section(read(DOCS / "command-line.md"), "`schema`")
    assert all(f"`{name}`" in here for name in argument.type.choices)


def output_of(command: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(application, command.split())
    assert result.exit_code == endings.DONE, result.output
    return [line.rstrip() for line in result.output.splitlines()]


@pytest.mark.parametrize("shown", marked("output"), ids=str)
def test_output_in_a_page_is_what_the_program_says(shown: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    said = output_of(shown.name, monkeypatch)
    place = 0
    for passage in re.split(r"^ *…$", shown.text, flags=re.MULTILINE):
        lines = passage.strip("\n").splitlines()
        starts = [at for at in range(place, len(said)) if said[at : at + len(lines)] == lines]
        assert starts, f"not said, or not in this order: {lines[:1]}"
        place = starts[0] + len(lines)


def test_the_picture_in_the_readme_is_what_the_program_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    command = "timeline examples/late-stage-1.yaml --as-of 2025-07-15 --svg -"
    drawn = output_of(command, monkeypatch)
    picture = ROOT / "docs" / "images" / "late-stage-1.svg"
    assert [line.rstrip() for line in read(picture).splitlines()] == drawn, f"draw it again: code-engine {command}"


# Examples


def test_every_yaml_block_is_an_example_that_is_run() -> None:
    for page in PAGES:
        text = read(page)
        for block in _FENCE.finditer(text):
            if block["language"] == "yaml":
                before = text[: block.start()].rstrip("\n").splitlines()[-1]
                mark = _MARK.fullmatch(before)
                assert mark is not None, f"{page.name}: no comment before {block['text'][:40]!r}"
                # test_group_walkthrough.py runs the last two.
                assert mark["kind"] in ("yaml", "file", "walk", "changed")


@pytest.mark.parametrize("example", marked("yaml"), ids=str)
def test_a_yaml_example_is_valid_and_runs(example: Marked, tmp_path: Path) -> None:
    if example.name == "case":
        case = parse_case(example.text)
        as_of = max(event.recorded_on or event.date for event in case.events)
        assert Engine.from_plugins().evaluate(case, as_of=as_of).findings
    elif example.name == "scenarios":
        file = tmp_path / "scenarios.yaml"
        file.write_text(example.text, encoding="utf-8")
        outcomes = list(run(Engine.from_plugins(), [file]))
        assert outcomes
        assert [outcome.differences for outcome in outcomes if not outcome.passed] == []
    else:
        engine = engine_with(example, tmp_path)
        case = parse_case(SMALL_CASE)
        assert engine.evaluate(case, as_of=date(2025, 6, 30)).findings


def engine_with(example: Marked, folder: Path) -> Engine:
    """An engine whose ruleset is the shipped one and a part of a page."""
    copy = folder / RULESET.parent.name / RULESET.name
    shutil.copytree(RULESET, copy)
    header = copy / "ruleset.yaml"
    header.write_text(read(header).replace("include:\n", "include:\n  - example.yaml\n", 1), encoding="utf-8")
    text = example.text
    if example.name == "rules":
        indented = "".join(f"      {line}\n" if line else "\n" for line in text.splitlines())
        text = (
            'provisions:\n  "10.1":\n    title: Example\n    gist: Example\n    kinds: [case, policy, organisation]\n'
            f"    source: Example\n    rules:\n{indented}"
        )
    (copy / "example.yaml").write_text(text, encoding="utf-8")
    return Engine.from_folders([folder])


def write_files(folder: Path, below: str) -> None:
    for file in marked("file"):
        if file.name.startswith(below):
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")


def test_the_ruleset_made_from_nothing_passes_its_scenarios(tmp_path: Path) -> None:
    write_files(tmp_path, "rulesets/")
    engine = Engine.from_folders([tmp_path / "rulesets"])
    outcomes = list(run(engine, sorted(tmp_path.rglob("scenarios/*.yaml"))))
    assert len(outcomes) == 3
    assert [outcome.differences for outcome in outcomes if not outcome.passed] == []


def test_the_landlord_made_from_nothing_loads_and_passes_its_scenarios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, "hill_homes/")
    project = tomllib.loads(read(tmp_path / "hill_homes" / "pyproject.toml"))["project"]
    ((name, module),) = project["entry-points"][hooks.PROJECT].items()
    monkeypatch.syspath_prepend(tmp_path / "hill_homes" / "src")
    landlords = load_entry_points([EntryPoint(name, module, hooks.PROJECT)], strict=True)
    engine = Engine(Catalogue.load([shipped_rulesets()]), landlords)
    folder = landlords.get("hill_homes").folder
    assert folder is not None
    outcomes = list(run(engine, sorted((folder / "scenarios").glob("*.yaml"))))
    assert [outcome.differences for outcome in outcomes] == [()]
    assert outcomes[0].evaluation is not None
    assert set(landlords.get("hill_homes").facts) == {"hill_homes.visit_offered"}
    assert landlords.get("hill_homes").consequences[0].id == "tell-head-of-complaints"
    found = self_assessment_of(engine, "hill_homes", "2024-25", date(2025, 6, 2), None)
    assert {number: found.row(number).comply for number in ("4.1", "8.1", "9.5", "4.2")} == {
        "4.1": Comply.NO,
        "8.1": Comply.YES,
        "9.5": Comply.NO,
        "4.2": Comply.ASK,
    }


def test_the_draft_of_the_policy_page_is_the_one_of_the_examples_and_has_the_grades_the_page_names() -> None:
    (table,) = (grades for grades in marked("grades") if grades.page.name == "policy-file.md")
    (shown,) = (file for file in marked("file") if file.name.startswith("drafts/"))
    example = ROOT / table.name
    assert read(example) == shown.text
    check = check_policy(merge(DRAFT, [read_draft(example)]), load_ruleset(RULESET), date(2025, 7, 15))
    named = {row[0]: codes(row[1])[0] for row in table.rows}
    assert len(named) == len(table.rows) == 10
    assert {number: check.provision(number).grade for number in named} == named


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "embedding.md"], ids=lambda page: page.name)
def test_the_python_of_a_page_runs(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = [block["text"] for block in _FENCE.finditer(read(page)) if block["language"] == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, page.name, "exec"), {})
    assert capsys.readouterr().out


# Pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for link in _LINK.finditer(_FENCE.sub("", read(page))):
        target, _, anchor = link["target"].partition("#")
        if target.startswith("https://"):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link["target"]
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), link["target"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_folder_of_somebodys_machine(page: Path) -> None:
    assert _HERE.findall(read(page)) == []


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, waiting = set(), [ROOT / "README.md", DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in _LINK.finditer(read(page)):
            file = (page.parent / link["target"].partition("#")[0]).resolve()
            if file.suffix == ".md" and file.is_file():
                waiting.append(file)
    assert set(PAGES) - reached == set()


def test_the_pages_hold_every_kind_of_thing_that_is_tested() -> None:
    kinds = ("keys", "conditions", "yaml", "file", "output", "dependencies", "errors", "generated")
    assert [kind for kind in kinds if not marked(kind)] == []
    (readme,) = (shown for shown in marked("output") if shown.page.name == "README.md")
    assert f"code-engine {readme.name}" in read(ROOT / "Makefile")


def test_every_page_names_its_reader() -> None:
    pages = (page for page in DOCS.glob("*.md") if page.name != "index.md")
    assert [page.name for page in pages if "\n*For " not in read(page)] == []


def test_every_decision_says_context_decision_and_consequences_in_few_lines() -> None:
    for number, record in enumerate(sorted((DOCS / "decisions").glob("0*.md")), start=1):
        text = read(record)
        assert text.startswith(f"# {number:04} ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
        assert 10 <= len(text.splitlines()) <= 25, record.name
