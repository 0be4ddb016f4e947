"""`portfolio evaluate --engine`: the same findings, rejects and numbers from columns as case by case."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from cli_running import one_line, refused, run
from code_engine.portfolio.finding_files import finding_schema
from code_engine.portfolio.finding_rows import STATUS_OF_CODE
from code_engine.portfolio.in_columns.evaluate import MANY_ROWS, has_many_events
from event_sequences import question_keys
from finding_comparison import differences, findings_in
from portfolio_building import write_lines, write_parquet
from random_portfolios import random_cases

AS_OF = ("--as-of", "2025-06-30")
LANDLORDS = ["code-only", "red_kite", "twenty11"]


def evaluated(source: Path, engine: str, out: Path, options: tuple[str, ...] = AS_OF) -> str:
    """What a run says of its numbers, without the names of the files."""
    result = run("portfolio", "evaluate", str(source), "--engine", engine, *options, "--out", str(out))
    assert result.exit_code == 0, result.output
    return result.stdout.replace(str(out.parent), "").replace(out.stem, "findings")


def test_an_export_gives_the_same_findings_and_rejects_by_both_engines(tmp_path: Path) -> None:
    source = tmp_path / "year.csv"
    assert run("portfolio", "generate", "--cases", "120", "--out", str(source)).exit_code == 0
    with source.open("a", encoding="utf-8") as file:
        file.write("S-2024-0000007,red_kite,,,,,acknowledgd,2025-01-02" + "," * 21 + "\n")
        file.write(",red_kite,,,,,logged,2025-01-02,1" + "," * 20 + "\n")
        file.write("LATER,red_kite,,,,,complaint_received,2025-07-02" + "," * 21 + "\n")
        file.write("OTHER,nobody,,,,,complaint_received,2025-01-02" + "," * 21 + "\n")
        file.write("EARLY,red_kite,,,,,complaint_received,2011-01-03" + "," * 21 + "\n")
    by_case, in_columns = tmp_path / "left.csv", tmp_path / "right.csv"
    assert evaluated(source, "cases", by_case) == evaluated(source, "duckdb", in_columns)
    assert differences(findings_in(by_case), findings_in(in_columns)) == []
    rejects = [(tmp_path / f"{name}.rejects.csv").read_text(encoding="utf-8") for name in ("left", "right")]
    assert rejects[0] == rejects[1]
    assert len(rejects[0].splitlines()) > 5
    labels = {(row["contested"], row["within_one_day"]) for row in findings_in(in_columns)}
    assert labels == {("", "")}


def test_labels_that_are_asked_for_are_those_of_the_engine(tmp_path: Path) -> None:
    source = tmp_path / "year.csv"
    assert run("portfolio", "generate", "--cases", "120", "--out", str(source)).exit_code == 0
    by_case, in_columns = tmp_path / "left.csv", tmp_path / "right.csv"
    asked = (*AS_OF, "--labels")
    assert evaluated(source, "cases", by_case, asked) == evaluated(source, "duckdb", in_columns, asked)
    assert differences(findings_in(by_case), findings_in(in_columns), labels=True) == []
    labels = {(row["contested"], row["within_one_day"]) for row in findings_in(in_columns)}
    assert labels >= {("false", "false"), ("true", "false"), ("false", "true")}


def test_random_cases_give_the_same_findings_by_both_engines(tmp_path: Path) -> None:
    """As lines of JSON, which the row reader reads; those that columns leave are answered by the Python engine."""
    cases = random_cases(3, 300, list(question_keys()), LANDLORDS)
    source = write_lines(
        tmp_path / "cases.ndjson", (case.model_dump(mode="json", exclude_none=True) for case, _ in cases)
    )
    as_of = ("--as-of", "2026-09-30")
    by_case, in_columns = tmp_path / "left.csv", tmp_path / "right.csv"
    assert evaluated(source, "cases", by_case, as_of) == evaluated(source, "duckdb", in_columns, as_of)
    assert differences(findings_in(by_case), findings_in(in_columns)) == []
    labels = {row["contested"] for row in findings_in(in_columns)}
    assert labels > {""}, "no case was left to the Python engine"


def test_parquet_and_lines_hold_what_csv_holds(tmp_path: Path) -> None:
    source = tmp_path / "year.parquet"
    made = run("portfolio", "generate", "--cases", "12", "--landlord", "red_kite", "--out", str(source))
    assert made.exit_code == 0
    outs = {form: tmp_path / f"findings.{form}" for form in ("csv", "ndjson", "parquet")}
    numbers = {tuple(evaluated(source, "duckdb", out).splitlines()[:2]) for out in outs.values()}
    assert len(numbers) == 1
    expected = findings_in(outs["csv"])
    lines = [json.loads(line) for line in outs["ndjson"].read_text(encoding="utf-8").splitlines()]
    table = import_module("pyarrow.parquet").read_table(outs["parquet"])
    rows = table.to_pylist()
    assert [_as_text(line) for line in lines] == expected
    assert [_as_text({**row, "status": STATUS_OF_CODE[row["status"]].value}) for row in rows] == expected
    schema = finding_schema(import_module("pyarrow"))
    assert table.schema.equals(schema)
    assert table.schema.metadata == schema.metadata


def _as_text(row: dict[str, object]) -> dict[str, str]:
    return {
        name: "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
        for name, cell in row.items()
    }


def test_only_large_exports_of_events_are_evaluated_in_columns_unasked(tmp_path: Path) -> None:
    def export(rows: int, name: str, columns: int = 3) -> str:
        cells = {"reference": ["A"] * rows, "type": ["logged"] * rows, "date": ["2025-01-02"] * rows}
        path = write_parquet(tmp_path / name, dict(list(cells.items())[:columns]))
        return str(path)

    assert has_many_events(export(MANY_ROWS, "many.parquet"), None, None)
    assert not has_many_events(export(MANY_ROWS - 1, "few.parquet"), None, None)
    assert not has_many_events(export(MANY_ROWS, "cases.parquet", 1), None, None)
    assert not has_many_events(str(tmp_path), None, None)


def test_a_forced_ruleset_answers_complaints_from_before_it_the_same_by_both_engines(tmp_path: Path) -> None:
    source = tmp_path / "year.csv"
    made = run("portfolio", "generate", "--cases", "60", "--year", "2023-24", "--out", str(source))
    assert made.exit_code == 0
    for options in (AS_OF, (*AS_OF, "--ruleset", "housing-ombudsman-code@2024-04-01")):
        by_case, in_columns = tmp_path / "left.csv", tmp_path / "right.csv"
        said = evaluated(source, "cases", by_case, options)
        assert evaluated(source, "duckdb", in_columns, options) == said
        assert differences(findings_in(by_case), findings_in(in_columns)) == []
        assert ("60 read = 60 evaluated" in said) is ("--ruleset" in options)


@pytest.mark.parametrize("asked", [(), ("--labels",)])
def test_a_note_says_that_columns_were_chosen_and_that_labels_are_empty(
    asked: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("code_engine.portfolio.in_columns.evaluate.MANY_ROWS", 10)
    source, out = tmp_path / "year.parquet", tmp_path / "findings.csv"
    assert run("portfolio", "generate", "--cases", "4", "--out", str(source)).exit_code == 0
    result = run("portfolio", "evaluate", str(source), *AS_OF, *asked, "--out", str(out))
    assert result.exit_code == 0
    assert "note: evaluated in columns, because there are many cases" in result.stderr
    assert ("are empty unless `--labels` is given" in result.stderr) is not bool(asked)
    assert ({row["contested"] for row in findings_in(out)} == {""}) is not bool(asked)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--engine", "duckbd"), "did you mean `duckdb`?"),
        (("--engine", "oracle://host/db"), "`oracle` is no kind of database that is known here"),
        (("--engine", "duckdb", "--ruleset", "housing-ombudsman-code@2042-04-01"), "there is no ruleset"),
    ],
)
def test_an_engine_that_cannot_be_is_refused(arguments: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "cases.ndjson", [])
    assert expected in one_line(
        refused("portfolio", "evaluate", str(source), *arguments, "--out", str(tmp_path / "x.csv"))
    )
