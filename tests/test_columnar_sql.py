"""The same steps as the SQL of other engines: they compile, keep the dialect's rules, and do not change unnoticed."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from code_engine.portfolio.columnar.layers import layers_of
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import Statement, statements
from event_sequences import shared_engine

SNAPSHOTS = Path(__file__).resolve().parent / "columnar_sql"
RULE = "stage-1-acknowledged-in-time"


@cache
def one_rule() -> ColumnarProgram:
    """The program of a single deadline, whose SQL a person can still read."""
    (ruleset,) = shared_engine().catalogue
    layers = layers_of(shared_engine(), ruleset, ["code-only"])
    return ColumnarProgram(replace(layers, code=tuple(rule for rule in layers.code if rule.id == RULE)))


@cache
def compiled(dialect: str) -> tuple[Statement, ...]:
    return tuple(statements(one_rule(), dialect, pretty=True))


def shown(found: tuple[Statement, ...]) -> str:
    """The last tables, where due dates and statuses are worked out; those before only gather events."""
    return "\n\n".join(f"-- {each.name}\n{each.sql}" for each in found if each.name.startswith(("cases_", "answered")))


@pytest.mark.parametrize("dialect", ["mssql", "snowflake"])
def test_the_sql_of_a_warehouse_is_the_snapshot(dialect: str) -> None:
    """After a change that is meant, write the file anew with tools/write_columnar_snapshots.py and read it."""
    expected = (SNAPSHOTS / f"{dialect}.sql").read_text(encoding="utf-8")
    assert shown(compiled(dialect)) + "\n" == expected


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "mssql", "snowflake", "databricks"])
def test_every_step_compiles_for_every_engine(dialect: str) -> None:
    assert [each.name for each in compiled(dialect)] == [step.name for step in one_rule().steps]


def test_sql_server_never_gets_a_truth_value_as_a_column() -> None:
    """SQL Server has none; Ibis would turn one into a case that makes what is not known false."""
    for each in compiled("mssql"):
        assert "THEN TRUE" not in each.sql
        assert re.search(r"\bIIF\(", each.sql) is None, each.name
