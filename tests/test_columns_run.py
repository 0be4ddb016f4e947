"""A run in columns by batches: going on after an interruption, and the order of what columns leave to the engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from code_engine.portfolio.checkpoint import Progress
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine
from code_engine.portfolio.engines.opening import engine_address
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.in_columns.column_run import ColumnRun
from code_engine.portfolio.in_columns.evaluate import evaluate_in_columns
from code_engine.portfolio.in_columns.program_runner import ProgramRunner, program_for
from code_engine.portfolio.in_columns.read_cases import ReadCases
from code_engine.portfolio.run import Destination, Run, run
from code_engine.portfolio.sources.reading import open_cases
from code_engine.portfolio.synthetic import synthetic_cases
from finding_comparison import differences, findings_in
from portfolio_building import AS_OF, engine, synthetic_year, write_lines

NUMBER = 14
QUESTION = Question(AS_OF)


@cache
def program() -> ColumnarProgram:
    found = program_for(engine(), ["red_kite"], "day-0")
    assert found is not None
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Cases of two landlords, of which one is compiled, a partial record, and a line that is no case."""
    cases = [dict(case) for case in synthetic_cases(NUMBER, synthetic_year())]
    cases[5]["record"] = "partial"
    path = write_lines(tmp_path / "cases.ndjson", cases)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:7], "{}", *lines[7:]]) + "\n", encoding="utf-8")
    return path


def in_columns(source: Path, out: Path, stop_after: int | None = None, batch_size: int = 6) -> Run:
    """A run by batches of a few cases; interrupted after so many of them, where that is given."""
    opened = DuckDBEngine()
    done: list[int] = []

    def tell(progress: Progress) -> None:
        done.append(progress.cases_read)
        if len(done) == stop_after:
            raise KeyboardInterrupt

    try:
        asked = ColumnRun(engine(), ProgramRunner(opened, program()), QUESTION, destination(out))
        return asked.run(ReadCases(open_cases(source), QUESTION), "the same", tell, batch_size)
    finally:
        opened.close()


def destination(out: Path) -> Destination:
    return Destination(out, out.with_suffix(".rejects.csv"), "csv")


def test_what_columns_leave_stands_where_it_does_by_case(source: Path, tmp_path: Path) -> None:
    by_case, columns = destination(tmp_path / "left.csv"), destination(tmp_path / "right.csv")
    expected = run(engine(), open_cases(source), QUESTION, by_case)
    found = in_columns(source, columns.findings)
    assert differences(findings_in(by_case.findings), findings_in(columns.findings)) == []
    assert by_case.rejects.read_bytes() == columns.rejects.read_bytes()
    assert found.progress.cases_read == expected.progress.cases_read == NUMBER + 1
    assert found.progress.statuses == expected.progress.statuses
    assert (found.progress.cases_rejected, found.progress.rows_rejected) == (1, 1)


def test_an_interrupted_run_goes_on_after_its_last_batch(source: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    in_columns(source, whole)
    with pytest.raises(KeyboardInterrupt):
        in_columns(source, parts, stop_after=1)
    assert not parts.exists()
    done = in_columns(source, parts)
    assert done.taken_up_after == 6
    assert parts.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_run_with_labels_does_not_go_on_after_one_without(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.csv"
    notes: list[str] = []

    def evaluated(labels: bool, stop: bool = False) -> Run:
        def tell(_progress: Progress) -> None:
            if stop:
                raise KeyboardInterrupt

        address = engine_address("duckdb")
        assert address is not None
        return evaluate_in_columns(
            engine(), str(source), None, QUESTION, destination(out), address, notes.append, tell, 6, labels=labels
        )

    with pytest.raises(KeyboardInterrupt):
        evaluated(labels=False, stop=True)
    with pytest.raises(KeyboardInterrupt):
        evaluated(labels=True, stop=True)
    done = evaluated(labels=True)
    assert done.taken_up_after == 6
    assert done.progress.cases_read == NUMBER + 1
    assert "" not in {row["contested"] for row in findings_in(out)}
