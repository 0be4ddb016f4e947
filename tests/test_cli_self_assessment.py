"""`code-engine self-assessment LANDLORD`: what it writes in each format, how it ends, and what every door refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from cli_running import EXAMPLES, assert_plain, done, one_line, process, refused, run
from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.assessment.sheet_file import SheetFile
from code_engine.documents import parse_document, read_document
from invented_landlords import Shelf, shelf_in
from policy_building import OAK, shipped_code

TWENTY11 = ("self-assessment", "twenty11", "--year", "2024-25")
WITHOUT_WORD = """
import sys
sys.modules["docx"] = None
from code_engine.cli.application import main
sys.argv = ["code-engine", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf of plugins beside what is installed."""
    yield from shelf_in(tmp_path, monkeypatch)


def drafted(*arguments: str) -> SelfAssessment:
    """A draft as other programs read it."""
    return SelfAssessment.model_validate_json(done("self-assessment", *arguments, "--format", "json"))


# What it writes


def test_the_draft_of_a_landlord_is_printed_as_text() -> None:
    text = done(*TWENTY11)
    assert_plain(text)
    assert text.startswith("Complaint Handling Code: self-assessment: Twenty11, 2024/25\n72 provisions: ")
    assert "6.3 No: " in text
    assert "Look at this: The landlord states Yes; the policy check says No." in text


def test_a_year_may_be_written_in_any_way_and_may_be_left_out() -> None:
    assert done("self-assessment", "twenty11", "--year", "2024/2025") == done(*TWENTY11)
    assert done("self-assessment", "twenty11") == done(*TWENTY11)


def test_json_has_72_rows_with_what_each_rests_on() -> None:
    found = drafted(*TWENTY11[1:])
    assert len(found.rows) == 72
    row = found.row("6.3")
    assert (row.comply, row.statement is not None and row.statement.comply) == (Comply.NO, True)
    assert row.policy is not None
    assert (row.policy.grade, bool(row.flags)) == ("conflict", True)


def test_the_day_decides_the_policy_and_whether_a_review_is_overdue() -> None:
    assert drafted(*TWENTY11[1:], "--as-of", "2024-04-30").as_of.isoformat() == "2024-04-30"


def test_the_cases_of_a_folder_are_counted_and_those_of_others_left_out() -> None:
    found = drafted(*TWENTY11[1:], "--cases", str(EXAMPLES[0].parent))
    assert found.cases is not None
    assert found.cases.received_in_year + found.cases.outside_the_year == len(EXAMPLES)
    assert found.cases.received_in_year >= 1
    assert any(row.cases is not None for row in found.rows)


@pytest.mark.parametrize("form", ["text", "html", "docx", "markdown", "json"])
def test_each_format_goes_into_a_file_whole_and_again_the_same(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"form.{form}"
    assert done(*TWENTY11, "--format", form, "--out", str(out)) == ""
    first = out.read_bytes()
    assert done(*TWENTY11, "--format", form, "--out", str(out)) == ""
    assert out.read_bytes() == first
    assert list(tmp_path.iterdir()) == [out]
    if form == "docx":
        assert len(docx.Document(str(out)).tables) == 10
    else:
        assert done(*TWENTY11, "--format", form) == first.decode()


@pytest.mark.parametrize(("form", "ending"), [("html", "html"), ("markdown", "md"), ("docx", "docx")])
def test_what_is_written_is_read_back_by_the_import(tmp_path: Path, form: str, ending: str) -> None:
    form_file, yaml_file = tmp_path / f"form.{ending}", tmp_path / "2024-25.yaml"
    done(*TWENTY11, "--format", form, "--out", str(form_file))
    result = run("self-assessment", "import", str(form_file), "--out", str(yaml_file))
    assert result.exit_code == 0
    assert "72 of 72 provisions read" in result.stderr
    rows = SheetFile.model_validate(read_document(yaml_file).data).rows
    said = {Comply.YES: True, Comply.NO: False, Comply.ASK: None}
    for row in drafted(*TWENTY11[1:]).rows:
        assert rows[row.provision].comply is said[row.comply]
        assert one_line(rows[row.provision].evidence or "") == one_line(" ".join(row.evidence))
    assert any(row.comply is None for row in rows.values())


def test_two_installed_landlords_differ_in_no_position_and_in_the_wording_of_one_row() -> None:
    text = one_line(done("self-assessment", "diff", "twenty11@2024-25", "red_kite@2024-25"))
    assert "72 rows compared. No difference in any position. WORDING: 1 row 3.4 evidence" in text
    assert "names of landlords: 1 row (4.1)" in text
    assert "web addresses: 3 rows (1.2, 3.4, 9.8)" in text
    assert run("self-assessment", "diff", "twenty11", "red_kite", "--fail-on", "wording").exit_code == 1
    assert run("self-assessment", "diff", "twenty11", "red_kite", "--fail-on", "position").exit_code == 0


def test_the_help_names_the_landlord_as_the_first_word() -> None:
    text = done("self-assessment", "--help")
    assert text.startswith("Usage: code-engine self-assessment [OPTIONS] LANDLORD|COMMAND")
    assert "LANDLORD  Draft the landlord's form of a year." in text
    assert done("self-assessment", "twenty11", "--help").startswith(
        "Usage: code-engine self-assessment LANDLORD [OPTIONS]\n"
    )


# What it refuses


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("twenty12", "--year", "2024-25"), "did you mean `twenty11`"),
        (("oak",), "there is no landlord and no command `oak`"),
        (("twenty11", "--year", "2024"), "`2024` is not a year of assessment; write the two years: 2024-25"),
        (("twenty11", "--year", "2024-26"), "`2024-26` is not a year of assessment"),
        (("twenty11", "--format", "pdf"), "`pdf` is not one of text, html, docx, markdown, json"),
        (("twenty11", "--format", "docs"), "did you mean `docx`"),
        (("twenty11", "--as-of", "31 March"), "`31 March`"),
        (("twenty11", "--case", "x"), "did you mean `--cases`"),
        (("twenty11", "red_kite"), "red_kite"),
        (("twenty11", "--cases", "nowhere"), "nowhere: there is no such folder"),
        (("twenty11", "--cases", __file__), "this is a file, not a folder"),
        (("red_kite", "--as-of", "2015-01-01"), "no policy of `red_kite` was in force on 2015-01-01"),
        (("--year", "2024-25", "twenty11"), "`--year` belongs behind the landlord"),
        (("--yer", "2024-25", "twenty11"), "there is no option `--yer`"),
        (("twenty11", "--format", "pdf"), "`code-engine self-assessment LANDLORD --help` shows how it is used"),
        (("code-only",), "`code-only` has no self-assessment of any year"),
        (("code-only", "--year", "2024-25"), "no policy of `code-only` was in force on 2025-03-31"),
        (("twenty11", "--format", "docx"), "a Word document is written to a file: name it with --out FILE"),
        (("twenty11", "--format", "docx", "--out", "-"), "name it with --out FILE"),
    ],
)
def test_bad_usage_and_bad_input_end_in_one_message(arguments: tuple[str, ...], said: str) -> None:
    assert said in refused("self-assessment", *arguments)


@pytest.mark.parametrize("form", ["text", "docx"])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left_behind(tmp_path: Path, form: str) -> None:
    assert "this is a folder, not a file" in refused(*TWENTY11, "--format", form, "--out", str(tmp_path))
    missing = tmp_path / "nowhere" / "form"
    assert "the folder for this file does not exist" in refused(*TWENTY11, "--format", form, "--out", str(missing))
    assert list(tmp_path.iterdir()) == []


def test_bad_input_leaves_an_older_file_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "form.docx"
    out.write_bytes(b"older")
    refused(*TWENTY11, "--cases", str(tmp_path / "nowhere"), "--format", "docx", "--out", str(out))
    assert out.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_without_cases_is_told() -> None:
    said = refused(*TWENTY11, "--cases", str(EXAMPLES[0].parents[1] / "docs" / "decisions"))
    assert "there is no case file in this folder" in said
    assert "YAML or JSON" in said


def test_mistakes_in_the_landlords_file_are_told_with_their_place(shelf: Shelf) -> None:
    sheet = 'assessment: {year: "2024-25", source: Invented}\nrows:\n  "4.22": {comply: true}\n'
    shelf.put("wood", {"oak": {**OAK, "assessment/2024-25.yaml": sheet}})
    said = refused("self-assessment", "oak")
    assert "2024-25.yaml:3:3: there is no provision `4.22` in this Code" in said


def test_a_year_without_a_file_is_a_draft_that_says_so() -> None:
    text = done("self-assessment", "twenty11", "--year", "2025-26")
    assert "Note: The landlord has no file assessment/2025-26.yaml, so it states nothing." in one_line(text)
    assert "72 provisions: 0 yes, " in text


def test_without_python_docx_a_word_file_is_one_clear_error_and_every_other_format_works(tmp_path: Path) -> None:
    out = tmp_path / "form.docx"

    def without(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_WORD, *arguments]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=60)

    told = without(*TWENTY11, "--format", "docx", "--out", str(out))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == (
        "error: writing a Word document needs python-docx\n  install it with `pip install 'code-engine[word]'`\n"
    )
    assert not out.exists()
    out.write_bytes(b"PK")
    told = without("self-assessment", "import", str(out), "--year", "2024-25")
    assert told.returncode == 2
    assert "reading a Word file needs python-docx" in told.stderr
    assert "Traceback" not in told.stderr
    assert without(*TWENTY11, "--format", "html").returncode == 0


def test_a_run_as_a_process_ends_with_its_code_and_utf_8() -> None:
    ended = process(*TWENTY11, "--format", "json", LC_ALL="C")
    assert ended.returncode == 0
    assert len(json.loads(ended.stdout.decode("utf-8"))["rows"]) == 72
    assert process(*TWENTY11, "--format", "docx").returncode == 2


def test_the_yaml_of_an_import_is_a_file_of_the_landlords_folder(tmp_path: Path, shelf: Shelf) -> None:
    form = tmp_path / "form.docx"
    done(*TWENTY11, "--format", "docx", "--out", str(form))
    text = run("self-assessment", "import", str(form)).stdout
    assert list(parse_document(text, "2024-25.yaml").data["rows"]) == list(shipped_code().provisions)
    shelf.put("wood", {"oak": {**OAK, "assessment/2024-25.yaml": text}})
    found = drafted("oak")
    assert found.summary[Comply.YES] == 0  # nobody answers for rows that were only read
    assert found.row("4.2").commentary == ("The landlord says yes without anybody who answers for it.",)
