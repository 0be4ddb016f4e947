"""`code-engine self-assessment import` and `diff`, and the group that takes a landlord for a command."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from cli_running import one_line
from code_engine.assessment.sheet_file import SheetFile
from code_engine.cli.application import Application
from code_engine.cli.landlord_first import LandlordFirstGroup
from code_engine.cli.settings import Settings
from code_engine.documents import parse_document, read_document
from sheet_documents import SMALL, Printed, lined, page, tabbed, word_file

PROGRAM = Application(
    name="code-engine", commands_at={"self-assessment": "code_engine.cli.self_assessment:self_assessment"}
)
"""The command alone, so that nothing here depends on what else the program can do."""


def run(*arguments: str, program: click.Command = PROGRAM) -> Result:
    """The command line run in this process."""
    return CliRunner().invoke(program, list(arguments), obj=Settings())


def done(*arguments: str) -> str:
    """What a run prints that must end well."""
    result = run("self-assessment", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    """What is said by a run that must end as bad input and print nothing else."""
    result = run("self-assessment", *arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    """A published document of four rows."""
    path = tmp_path / "oak.txt"
    path.write_text(tabbed(SMALL), encoding="utf-8")
    return str(path)


def test_an_import_prints_yaml_and_says_on_standard_error_what_was_read(sheet: str) -> None:
    result = run("self-assessment", "import", sheet)
    assert result.exit_code == 0
    content = SheetFile.model_validate(parse_document(result.stdout, "oak.yaml").data)
    assert content.assessment.year == "2024-25"
    assert [(provision, row.comply) for provision, row in content.rows.items()] == [
        ("1.2", True),
        ("1.3", True),
        ("1.4", False),
        ("2.1", True),
    ]
    assert "4 of 72 provisions read from oak.txt" in result.stderr
    assert "no row found for 1.5, 1.6, 2.2" in result.stderr


def test_what_was_not_placed_stands_on_standard_error_and_in_the_yaml(tmp_path: Path) -> None:
    path = tmp_path / "oak.txt"
    path.write_text(lined(SMALL), encoding="utf-8")
    result = run("self-assessment", "import", str(path))
    for stream in (result.stdout, result.stderr):
        assert "not placed: line 1: above the form: Sign in\n" in stream


def test_an_import_into_a_file_is_the_same_and_leaves_standard_output_empty(sheet: str, tmp_path: Path) -> None:
    out = tmp_path / "2024-25.yaml"
    assert done("import", sheet, "--out", str(out)) == ""
    assert out.read_text(encoding="utf-8") == done("import", sheet)


def test_an_import_into_a_repository_names_the_schema_for_editors(sheet: str, tmp_path: Path) -> None:
    folder = tmp_path / "plugins" / "oak" / "assessment"
    folder.mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "assessment.json").write_text("{}")
    done("import", sheet, "--out", str(folder / "2024-25.yaml"))
    first = (folder / "2024-25.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/assessment.json"


def test_the_year_of_an_option_goes_before_that_of_the_title(sheet: str) -> None:
    assert 'year: "2025-26"' in done("import", sheet, "--year", "2025/26")


def test_a_document_of_a_year_before_the_code_is_read_by_the_first_code_there_is(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(tabbed(SMALL, title="Self-assessment 2021/22"), encoding="utf-8")
    assert 'year: "2021-22"' in done("import", str(path))


def test_a_document_without_a_year_asks_for_one_and_writes_nothing(tmp_path: Path) -> None:
    path, out = tmp_path / "oak.txt", tmp_path / "out.yaml"
    path.write_text(tabbed(SMALL, title="Self-assessment"), encoding="utf-8")
    said = refused("import", str(path), "--out", str(out))
    assert "its title names no year" in said
    assert "--year 2024-25" in said
    assert not out.exists()
    done("import", str(path), "--out", str(out), "--year", "2024-25")
    assert read_document(out).data["assessment"]["year"] == "2024-25"


def test_a_landlord_given_with_an_import_stands_in_its_source(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(lined(SMALL), encoding="utf-8")
    assert "(Twenty11)" in done("import", str(path), "--landlord", "twenty11")
    assert "did you mean `twenty11`" in refused("import", str(path), "--landlord", "twenty12")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "none.docx"), "none.docx: there is no such file"),
        (("import", "none.txt", "--year", "2024"), "`2024` is not a year of assessment; write the two years"),
        (("diff", "twenty11", "none.yaml"), "none.yaml"),
        (("diff", "twenty12", "red_kite"), "did you mean `twenty11`"),
        (("diff", "code-only", "twenty11"), "`code-only` has no self-assessment"),
        (("diff", "code-only@2024/25", "twenty11"), "`code-only` has no self-assessment"),
        (("diff", "twenty11"), "missing argument"),
        (("imprt", "x"), "did you mean `import`"),
    ],
)
def test_bad_usage_and_bad_input_end_in_one_message(arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(*arguments)


def test_a_word_file_that_is_not_one_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(b"PK\x03\x04 not really")
    said = refused("import", str(path), "--year", "2024-25")
    assert "form.docx: this is not a Word document" in said
    assert "save it as .docx" in said


def test_published_documents_of_different_kinds_and_our_yaml_are_compared_alike(sheet: str, tmp_path: Path) -> None:
    other = [Printed("1.2", evidence=("Our poster has the wording.", "It was looked at in May.")), *SMALL[1:]]
    (tmp_path / "other.html").write_text(page(other), encoding="utf-8")
    (tmp_path / "other.docx").write_bytes(word_file(other))
    done("import", str(tmp_path / "other.html"), "--out", str(tmp_path / "other.yaml"))
    for name in ("other.html", "other.docx", "other.yaml"):
        text = one_line(done("diff", sheet, str(tmp_path / name)))
        assert "4 rows compared. No difference in any position. WORDING: 1 row 1.2 evidence" in text
        assert "a: Our [leaflet] has the wording." in text
        assert "b: Our [poster] has the wording." in text


def test_a_difference_in_position_ends_with_one_only_where_asked(sheet: str, tmp_path: Path) -> None:
    other = [Printed("1.2", comply="No", evidence=SMALL[0].evidence), *SMALL[1:]]
    (tmp_path / "other.txt").write_text(tabbed(other), encoding="utf-8")
    pair = (sheet, str(tmp_path / "other.txt"))
    done("diff", *pair)
    assert run("self-assessment", "diff", *pair, "--fail-on", "position").exit_code == 1
    done("diff", *pair, "--fail-on", "wording")
    data = json.loads(done("diff", *pair, "--format", "json"))
    assert data["positions"] == [{"provision": "1.2", "a": True, "b": False, "missing_in": None}]


def landlord_program() -> Application:
    """A program whose group hands a landlord to a command that echoes what it was given."""
    program = Application(name="code-engine", commands_at={})
    group = LandlordFirstGroup(name="self-assessment")

    @group.command("import")
    @click.argument("file")
    def import_file(file: str) -> None:
        click.echo(f"import {file}")

    @group.for_a_landlord
    @click.command("landlord")
    @click.argument("landlord")
    @click.option("--year")
    def of_landlord(landlord: str, year: str | None) -> None:
        click.echo(f"{landlord} {year}")

    program.get_command = lambda ctx, cmd_name: group  # type: ignore[method-assign]  # noqa: ARG005
    return program


def test_a_landlord_and_a_command_can_both_be_the_first_word() -> None:
    program = landlord_program()
    assert run("self-assessment", "twenty11", "--year", "2024-25", program=program).stdout == "twenty11 2024-25\n"
    assert run("self-assessment", "import", "file.txt", program=program).stdout == "import file.txt\n"


@pytest.mark.parametrize(
    ("word", "said"), [("imprt", "`import`"), ("twenty1", "`twenty11`"), ("x", "landlords: code-")]
)
def test_a_word_that_is_neither_gets_a_suggestion_from_both(word: str, said: str) -> None:
    result = run("self-assessment", word, program=landlord_program())
    assert result.exit_code == 2
    assert f"there is no landlord and no command `{word}`" in result.stderr
    assert said in result.stderr
