"""PostgreSQL gives the findings of the engine too; needs an installed server, which is started for this test alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli_running import refused, run
from code_engine.portfolio.addresses import ENGINES, address_of
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.engines.opening import open_engine
from code_engine.portfolio.in_columns.program_runner import ProgramRunner
from columnar_differences import compared
from event_sequences import question_keys, shared_engine
from finding_comparison import differences, findings_in
from postgresql_running import address_of_server, needs_postgresql, running_server
from random_portfolios import random_cases

LANDLORDS = ["code-only", "red_kite", "twenty11"]
AS_OF = ("--as-of", "2025-06-30")

pytestmark = needs_postgresql


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as folder:
        yield address_of_server(folder)


def test_postgresql_gives_the_findings_of_the_engine(server: str) -> None:
    engine = shared_engine()
    (ruleset,) = engine.catalogue
    program = ColumnarProgram.of(engine, ruleset, LANDLORDS, labels=True)
    cases = list(random_cases(5, 300, list(question_keys()), LANDLORDS))
    postgresql = open_engine(address_of(server, ENGINES))
    try:
        runner = ProgramRunner(postgresql, program)
        answers = [row for table in runner.answers(arrow_tables(case_tables(cases))) for row in table.to_pylist()]
    finally:
        postgresql.close()
    comparison = compared(engine, program, cases, answers)
    assert comparison.differences == []
    assert comparison.statuses > 25_000
    assert min(comparison.labelled[name] for name in ("contested", "within one day")) > 10


def _load(server: str, table: str, export: Path) -> None:
    """An export as a table of the server, with types of its own for days, flags and stages."""
    kinds = {"date": "date", "resident.vulnerable": "boolean", "stage": "smallint", "new_due_on": "timestamp"}
    with export.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    connection: Any = import_module("psycopg").connect(server, autocommit=True)
    with connection:
        columns = ", ".join(f'"{name}" {kinds.get(name, "text")}' for name in heading)
        connection.execute(f"CREATE TABLE {table} ({columns})")
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([cell or None for cell in row])


def test_a_table_is_evaluated_where_it_lies(server: str, tmp_path: Path) -> None:
    export = tmp_path / "year.csv"
    assert run("portfolio", "generate", "--cases", "60", "--out", str(export)).exit_code == 0
    with export.open("a", encoding="utf-8") as file:
        file.write("BAD-1,red_kite,,,,,acknowledged,2025-01-02" + "," * 21 + "\n")
    _load(server, "complaints", export)
    found: list[tuple[list[dict[str, str]], str]] = []
    for engine in ("cases", server):
        out = tmp_path / f"{len(found)}.csv"
        result = run(
            "portfolio", "evaluate", f"{server}&table=complaints", "--engine", engine, *AS_OF, "--out", str(out)
        )
        assert result.exit_code == 0, result.output
        assert "cases: 61 read = 60 evaluated + 1 rejected" in result.stdout
        found.append((findings_in(out), out.with_name(f"{out.stem}.rejects.csv").read_text(encoding="utf-8")))
    assert differences(found[0][0], found[1][0]) == []
    assert found[0][1] == found[1][1]


def test_a_wrong_table_is_told_with_the_one_that_may_be_meant(server: str, tmp_path: Path) -> None:
    connection: Any = import_module("psycopg").connect(server, autocommit=True)
    with connection:
        connection.execute("CREATE TABLE IF NOT EXISTS case_events (reference text)")
    told = refused("portfolio", "evaluate", f"{server}&table=case_event", "--out", str(tmp_path / "x.csv"))
    assert "there is no table `case_event`" in told
    assert "did you mean `case_events`?" in told


def test_a_source_without_a_case_is_told_without_its_password(server: str) -> None:
    connection: Any = import_module("psycopg").connect(server, autocommit=True)
    with connection:
        connection.execute("CREATE TABLE IF NOT EXISTS nothing (reference text, type text, date text)")
    address = server.replace("tester@", "tester:tell-nobody@") + "&table=nothing"
    told = refused("portfolio", "measures", address, "--year", "2024-25")
    assert "no case of it could be evaluated" in told
    assert "tell-nobody" not in told


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    address = "postgresql://sam:tell-nobody@localhost:1/complaints?table=events&sslpassword=hidden"
    for engine in ("cases", "duckdb"):
        told = refused("portfolio", "evaluate", address, "--engine", engine, "--out", str(tmp_path / "x.csv"))
        assert "tell-nobody" not in told
        assert "hidden" not in told
        assert "postgresql://sam:***@localhost:1/complaints" in told
