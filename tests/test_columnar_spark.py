"""Spark gives the findings of the engine too; needs pyspark and Java, which `make spark` has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli_running import run
from code_engine.portfolio.addresses import ENGINES, address_of
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.opening import open_engine
from code_engine.portfolio.in_columns.program_runner import ProgramRunner
from columnar_differences import compared
from event_sequences import question_keys, shared_engine
from finding_comparison import differences, findings_in
from random_portfolios import random_cases

LANDLORDS = ["code-only", "red_kite", "twenty11"]

pytestmark = [
    pytest.mark.skipif(
        find_spec("pyspark") is None or shutil.which("java") is None,
        reason="pyspark or Java is not installed here; `make spark` installs pyspark and runs these tests",
    ),
    # Spark speaks of versions of pandas, which nothing here uses.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def spark() -> Iterator[ColumnEngine]:
    engine = open_engine(address_of("pyspark://", ENGINES))
    yield engine
    engine.close()


def test_spark_gives_the_findings_of_the_engine(spark: ColumnEngine) -> None:
    engine = shared_engine()
    (ruleset,) = engine.catalogue
    program = ColumnarProgram.of(engine, ruleset, LANDLORDS)
    cases = list(random_cases(8, 200, list(question_keys()), LANDLORDS))
    runner = ProgramRunner(spark, program)
    answers = [row for table in runner.answers(arrow_tables(case_tables(cases))) for row in table.to_pylist()]
    comparison = compared(engine, program, cases, answers)
    assert comparison.differences == []
    assert comparison.statuses > 15_000


def test_a_parquet_file_is_evaluated_by_spark(tmp_path: Path) -> None:
    source = tmp_path / "year.parquet"
    assert run("portfolio", "generate", "--cases", "40", "--out", str(source)).exit_code == 0
    outs = [tmp_path / "left.csv", tmp_path / "right.csv"]
    for engine, out in zip(("cases", "pyspark"), outs, strict=True):
        done = run("portfolio", "evaluate", str(source), "--engine", engine, "--as-of", "2025-06-30", "--out", str(out))
        assert done.exit_code == 0, done.output
    assert differences(*(findings_in(out) for out in outs)) == []
