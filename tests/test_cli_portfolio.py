"""The commands about many cases: what they print, what they write, and how they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli_running import assert_plain, one_line, refused, run
from code_engine.cli.portfolio import group
from code_engine.cli.portfolio.progress import ProgressLine, progress_words
from code_engine.errors import MissingExtraError
from code_engine.portfolio.optional import needed
from letter_pdf import NEEDS_PANGO
from portfolio_building import SMALL_HEADINGS, SMALL_MAPPING, SMALL_ROW, write_csv, write_mapping

YEAR = ("--year", "2024-25", "--as-of", "2025-06-30")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cases") / "cases.ndjson"
    assert run("portfolio", "generate", "--cases", "36", "--out", str(path)).exit_code == 0
    return str(path)


def said(*arguments: str) -> str:
    result = run("portfolio", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_command_of_the_group_can_be_asked_for_help() -> None:
    for name in group.COMMANDS:
        assert "Usage:" in said(name, "--help")


def test_generating_the_same_seed_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in ("ndjson", "csv", "parquet"):
        contents = []
        for name in ("a", "b"):
            path = tmp_path / f"{name}.{form}"
            said("generate", "--cases", "5", "--seed", "3", "--landlord", "twenty11", "--out", str(path))
            contents.append(path.read_bytes())
        assert contents[0] == contents[1]


def test_evaluating_says_numbers_that_add_up(cases: str, tmp_path: Path) -> None:
    out = tmp_path / "findings.csv"
    text = said("evaluate", cases, "--as-of", "2025-06-30", "--out", str(out))
    assert "cases: 36 read = 36 evaluated + 0 rejected" in text
    assert out.is_file()
    assert (tmp_path / "findings.rejects.csv").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findings.csv", "findings.rejects.csv"]


def test_a_folder_that_is_there_gets_the_findings_under_their_own_name(cases: str, tmp_path: Path) -> None:
    said("evaluate", cases, "--as-of", "2025-06-30", "--out", str(tmp_path), "--format", "parquet")
    assert (tmp_path / "findings.parquet").is_file()


def test_evaluating_for_the_code_alone_leaves_the_promises_out(cases: str, tmp_path: Path) -> None:
    out = tmp_path / "findings.ndjson"
    said("evaluate", cases, "--as-of", "2025-06-30", "--landlord", "code-only", "--out", str(out))
    layers = {json.loads(line)["layer"] for line in out.read_text(encoding="utf-8").splitlines()}
    assert layers == {"code"}


def test_measures_are_told_for_each_landlord_and_for_the_group(cases: str) -> None:
    text = said("measures", cases, *YEAR, "--homes", "twenty11=300", "--homes", "red_kite=6000")
    assert_plain(text)
    for name in ("Red Kite, 2024-25", "Twenty11, 2024-25", "Red Kite and its subsidiaries, 2024-25"):
        assert name in text
    assert "6,300" in text


def test_the_figure_that_was_chosen_is_marked(cases: str) -> None:
    text = said("measures", cases, *YEAR, "--denominator", "responded", "--without-extensions")
    assert "without extensions, of complaints responded (chosen)" in text
    assert "extensions do not count as in time" in one_line(text)


def test_measures_name_cases_only_where_they_are_asked_to(cases: str) -> None:
    for form in ("text", "json", "csv"):
        assert "S-2024-" not in said("measures", cases, *YEAR, "--format", form)
        assert "S-2024-" in said("measures", cases, *YEAR, "--format", form, "--references")


def test_what_is_due_is_told_by_landlord_and_handler(cases: str) -> None:
    text = said("due", "--within", "5", "--cases", cases, "--as-of", "2025-03-31")
    assert text.startswith("Due within 5 working days of Mon 31 March 2025\n")
    data = json.loads(said("due", "--cases", cases, "--as-of", "2025-03-31", "--format", "json"))
    assert all(item["reference"] in text for item in data)
    lines = said("due", "--cases", cases, "--as-of", "2025-03-31", "--format", "csv").splitlines()
    assert len(lines) == len(data) + 1


def test_measures_and_duties_can_be_those_of_one_landlord(cases: str) -> None:
    text = said("measures", cases, *YEAR, "--landlord", "twenty11")
    assert text.startswith("Twenty11, 2024-25")
    assert "Red Kite" not in text
    arguments = ("due", "--cases", cases, "--as-of", "2024-09-02", "--within", "20", "--format", "json")
    every, own = (json.loads(said(*arguments, *more)) for more in ((), ("--landlord", "twenty11")))
    assert {item["landlord"] for item in every} == {"red_kite", "twenty11"}
    assert own == [item for item in every if item["landlord"] == "twenty11"]


def test_two_landlords_are_compared_figure_by_figure(cases: str) -> None:
    text = said("compare", "red_kite", "twenty11", "--cases", cases, *YEAR)
    assert "CH02 stage 1" in text
    data = json.loads(said("compare", "red_kite", "twenty11", "--cases", cases, *YEAR, "--format", "json"))
    assert {"red_kite", "twenty11", "difference"} <= set(data[0])
    assert (
        said("compare", "red_kite", "twenty11", "--cases", cases, *YEAR, "--format", "csv").count("\n") == len(data) + 1
    )


def test_the_impact_of_a_draft_is_told_rule_by_rule(cases: str, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("policy: {title: Nothing in it, source: invented}\n", encoding="utf-8")
    arguments = ("impact", "--policy", str(draft), "--landlord", "red_kite", "--cases", cases, "--as-of", "2025-06-30")
    text = said(*arguments)
    assert "no such rule" in text
    data = json.loads(said(*arguments, "--format", "json"))
    assert f"{len(data['affected'])} cases of {data['compared']} would have another answer" in text
    for each in data["rules"]:
        assert sum(each["before"].values()) <= data["compared"]
    changed = said(*arguments, "--format", "csv").splitlines()
    assert changed[0] == "layer,provision,rule,before,after,cases,references"
    assert len(changed) == len(data["changes"]) + 1


def test_a_report_is_written_with_its_figures(cases: str, tmp_path: Path) -> None:
    out, figures, references = (tmp_path / name for name in ("report.html", "figures.csv", "references.csv"))
    result = run(
        *("portfolio", "report", "--landlord", "twenty11", "--cases", cases, *YEAR, "--out", str(out)),
        *("--figures", str(figures), "--references", str(references)),
    )
    assert result.exit_code == 0, result.output
    assert "still to be written: `governing_body` (8.2)" in result.stderr
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "S-2024-" not in figures.read_text(encoding="utf-8")
    assert "S-2024-" in references.read_text(encoding="utf-8")


def test_reports_and_packs_are_what_the_ending_of_their_file_says(cases: str, tmp_path: Path) -> None:
    starts = {"html": b"<!DOCTYPE html>", "docx": b"PK\x03\x04"}
    for ending, start in starts.items():
        report, pack = tmp_path / f"report.{ending}", tmp_path / f"pack.{ending}"
        said("report", "--landlord", "red_kite", "--group", "--cases", cases, *YEAR, "--out", str(report))
        said("board-pack", "--landlord", "red_kite", "--month", "2025-03", "--cases", cases, "--out", str(pack))
        assert report.read_bytes().startswith(start)
        assert pack.read_bytes().startswith(start)
    assert "Red Kite and its subsidiaries" in (tmp_path / "report.html").read_text(encoding="utf-8")


@NEEDS_PANGO
def test_a_report_can_be_a_pdf(cases: str, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    said("board-pack", "--landlord", "twenty11", "--month", "2025-03", "--cases", cases, "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")


def test_a_document_of_an_unknown_kind_is_refused_before_the_cases_are_read(tmp_path: Path) -> None:
    for command in (("report", *YEAR), ("board-pack", "--month", "2025-03")):
        arguments = ("portfolio", *command, "--landlord", "twenty11", "--cases", "nowhere.csv")
        message = refused(*arguments, "--out", str(tmp_path / "report.doc"))
        assert "does not say which kind of document it is" in message
        assert "did you mean `.docx`" in message
        assert "end in .html, .pdf, .docx" in refused(*arguments, "--out", str(tmp_path / "report"))


def test_a_report_for_a_group_has_texts_of_its_own(cases: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts.yaml"
    texts.write_text("report: {introduction: Of the whole group.}\n", encoding="utf-8")
    arguments = ("report", "--landlord", "red_kite", "--group", "--cases", cases, *YEAR, "--narrative", str(texts))
    assert "Of the whole group." in said(*arguments)


def test_a_monthly_pack_is_written(cases: str, tmp_path: Path) -> None:
    out = tmp_path / "pack.html"
    said("board-pack", "--landlord", "twenty11", "--month", "2025-03", "--cases", cases, "--out", str(out))
    assert "March 2025" in out.read_text(encoding="utf-8")
    arguments = ("portfolio", "board-pack", "--landlord", "twenty11", "--cases", cases)
    assert "is not a month" in refused(*arguments, "--month", "March")
    assert "add --landlord ID" in refused("portfolio", "board-pack", "--cases", cases, "--month", "2025-03")


def test_a_mapping_is_proposed_and_used(tmp_path: Path) -> None:
    row = [*SMALL_ROW]
    row[1] = "13/06/2025"
    row[2] = row[3] = "16/06/2025"
    source = write_csv(tmp_path / "export.csv", [(*SMALL_HEADINGS, "Colour"), (*row, "red")])
    mapping = tmp_path / "mapping.yaml"
    result = run("portfolio", "map", str(source), "--landlord", "twenty11", "--out", str(mapping))
    assert "columns placed" in result.stderr
    assert "Colour: its heading does not say what it is" in result.stderr
    text = said(
        *("evaluate", str(source), "--mapping", str(mapping), "--as-of", "2025-06-30"), "--out", str(tmp_path / "f.csv")
    )
    assert "cases: 1 read = 1 evaluated + 0 rejected" in text


# Refusals


def test_a_year_nobody_knows_is_refused(cases: str) -> None:
    assert "2024-25" in refused("portfolio", "measures", cases, "--year", "last")


@pytest.mark.parametrize("homes", ["twenty11", "twenty11=", "=5", "twenty11=-3", "twenty11=many", "twenty11=0"])
def test_homes_that_are_no_number_of_a_landlord_are_refused(homes: str, cases: str) -> None:
    assert "write LANDLORD=NUMBER" in refused("portfolio", "measures", cases, *YEAR, "--homes", homes)


def test_a_landlord_nobody_knows_is_refused(cases: str, tmp_path: Path) -> None:
    assert "did you mean" in refused("portfolio", "measures", cases, *YEAR, "--homes", "twenty12=3")
    assert "did you mean" in refused("portfolio", "compare", "red_kit", "twenty11", "--cases", cases, *YEAR)
    assert "did you mean" in refused("portfolio", "report", "--landlord", "twenty12", "--cases", cases, *YEAR)
    out = str(tmp_path / "f.csv")
    assert "did you mean" in refused("portfolio", "evaluate", cases, "--landlord", "twenty12", "--out", out)
    assert list(tmp_path.iterdir()) == []


def test_a_version_of_the_code_that_nobody_has_is_refused_before_anything_is_read(cases: str, tmp_path: Path) -> None:
    out = str(tmp_path / "f.csv")
    said_of_it = refused("portfolio", "evaluate", cases, "--ruleset", "housing-ombudsman-code@1999-01-01", "--out", out)
    assert "1999-01-01" in said_of_it
    assert list(tmp_path.iterdir()) == []


def test_a_report_needs_a_landlord_and_says_so(cases: str) -> None:
    assert "add --landlord ID" in refused("portfolio", "report", "--cases", cases, *YEAR)


def test_an_output_whose_ending_says_nothing_is_refused(cases: str, tmp_path: Path) -> None:
    assert "does not say the format" in refused("portfolio", "evaluate", cases, "--out", str(tmp_path / "findings"))
    assert "the folder for this file does not exist" in refused(
        "portfolio", "evaluate", cases, "--out", str(tmp_path / "none" / "findings.csv")
    )
    assert "end in .ndjson, .csv or .parquet" in refused("portfolio", "generate", "--out", str(tmp_path / "a.xlsx"))


def test_a_source_without_a_case_is_refused_and_says_why(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [SMALL_HEADINGS, ("A", "never", *SMALL_ROW[2:])])
    mapping = write_mapping(tmp_path, SMALL_MAPPING)
    message = refused("portfolio", "measures", str(source), "--mapping", str(mapping), *YEAR)
    assert "1 rows read, 0 taken, 1 rejected" in message
    assert "no case of it could be evaluated" in message


def test_a_library_that_is_not_installed_is_named_with_what_to_install() -> None:
    with pytest.raises(MissingExtraError, match="reading a dream needs the library `nolibraryofthisname`") as caught:
        needed("nolibraryofthisname.part", "reading a dream")
    assert "pip install code-engine[portfolio]" in str(caught.value)


# Progress


def test_progress_is_a_bar_where_the_number_of_cases_is_known() -> None:
    assert progress_words(50, 100, 2.0) == "[############............] 50 of 100 cases  25 a second"
    assert progress_words(1_500, None, 3.0) == "1,500 cases  500 a second"


def test_no_progress_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine(3) as line:
        line.show(1)
    assert capsys.readouterr().err == ""


def test_the_heavy_libraries_are_not_loaded_for_files_that_need_none(cases: str) -> None:
    script = (
        "import sys; from pathlib import Path; from code_engine.portfolio.sources.reading import open_cases; "
        f"list(open_cases(Path({cases!r})).cases()); "
        "print([name for name in ('pyarrow', 'openpyxl', 'duckdb', 'ibis') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
