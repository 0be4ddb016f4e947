"""The same steps as the SQL of other engines: they compile, keep the dialect's rules, and do not change unnoticed."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from code_engine.portfolio.columnar.layers import layers_of
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import Statement, statements
from event_sequences import shared_engine

SNAPSHOTS: Final = Path(__file__).resolve().parent / "columnar_sql"
RULES: Final = MappingProxyType(
    {
        "a deadline": "stage-1-acknowledged-in-time",
        "a deadline with extensions": "stage-1-response-in-time",
        "a duty of each item": "restriction-reviewed",
        "a judgement": "other-refusal-ground-fair",
        "a condition turned round, which may not be known": "no-extra-named-stage",
    }
)
"""A rule of each kind, whose SQL a person can still read."""

SHOWN: Final = ("mssql", "snowflake")
_SHOWN_TABLES = ("cases_", "restriction_imposed", "answered")
WAREHOUSES: Final = (*SHOWN, "databricks", "bigquery")


@cache
def program_of(rule: str) -> ColumnarProgram:
    """The program of a single rule."""
    (ruleset,) = shared_engine().catalogue
    layers = layers_of(shared_engine(), ruleset, ["code-only"])
    return ColumnarProgram(replace(layers, code=tuple(each for each in layers.code if each.id == rule)))


@cache
def compiled(rule: str, dialect: str) -> tuple[Statement, ...]:
    return tuple(statements(program_of(rule), dialect, pretty=True))


def shown(rule: str, dialect: str) -> str:
    """The last tables, where due dates and statuses are worked out; those before only gather events."""
    wanted = [each for each in compiled(rule, dialect) if each.name.startswith(_SHOWN_TABLES)]
    return "\n\n".join(f"-- {each.name}\n{each.sql}" for each in wanted) + "\n"


@pytest.mark.parametrize("dialect", SHOWN)
@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_sql_of_a_warehouse_is_the_snapshot(rule: str, dialect: str) -> None:
    """After a change that is meant, write the files anew with tools/write_columnar_snapshots.py and read them."""
    assert shown(rule, dialect) == (SNAPSHOTS / f"{dialect}-{rule}.sql").read_text(encoding="utf-8")


def test_no_snapshot_is_left_from_a_rule_that_is_not_shown() -> None:
    expected = {f"{dialect}-{rule}.sql" for dialect in SHOWN for rule in RULES.values()}
    assert {path.name for path in SNAPSHOTS.iterdir()} == expected


def test_each_kind_of_rule_is_of_that_kind() -> None:
    assert [len(program_of(rule).rules) for rule in RULES.values()] == [1] * len(RULES)
    (deadline,) = program_of(RULES["a deadline with extensions"]).rules
    assert deadline.with_extension is not None
    assert any("answer_rows" in each.sql for each in compiled(RULES["a judgement"], "mssql"))


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark", *WAREHOUSES])
def test_every_step_compiles_for_every_engine(dialect: str) -> None:
    for rule in RULES.values():
        assert [each.name for each in compiled(rule, dialect)] == [step.name for step in program_of(rule).steps]


@pytest.mark.parametrize("dialect", WAREHOUSES)
def test_all_rules_and_their_labels_compile_for_every_warehouse(dialect: str) -> None:
    (ruleset,) = shared_engine().catalogue
    program = _whole(ruleset.identity)
    found = statements(program, dialect)
    assert [each.name for each in found] == [step.name for step in program.steps]
    assert all(each.sql.startswith(("SELECT", "WITH")) for each in found)


@cache
def _whole(identity: str) -> ColumnarProgram:
    engine, landlords = shared_engine(), ["code-only", "red_kite", "twenty11"]
    return ColumnarProgram.of(engine, engine.catalogue.named(identity), landlords, labels=True)


def test_sql_server_never_gets_a_truth_value_as_a_column() -> None:
    """SQL Server has none; Ibis would turn one into a case that makes what is not known false."""
    for rule in RULES.values():
        for each in compiled(rule, "mssql"):
            assert "THEN TRUE" not in each.sql
            assert re.search(r"\bIIF\(", each.sql) is None, each.name
