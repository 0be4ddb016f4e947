"""Small builders for tests about many cases: tables in files, cases from invented years, naive counting."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.portfolio.case_record import case_record
from code_engine.portfolio.evaluating import EvaluatedCase
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.measured_case import MeasuredCase, measured
from code_engine.portfolio.measures.year_measures import Scope
from code_engine.portfolio.sources.reading import open_cases
from code_engine.portfolio.sources.rejects import CaseRead
from code_engine.portfolio.synthetic import SyntheticYear, synthetic_cases

YEAR = Period("2024-25", date(2024, 4, 1), date(2025, 3, 31))
AS_OF = date(2025, 6, 30)
LANDLORDS = ("red_kite", "twenty11")
BOTH = Scope("both", "Both", frozenset(LANDLORDS), 5_000)


@cache
def engine() -> Engine:
    """One engine for all tests: it never changes."""
    return Engine.from_plugins()


def synthetic_year(seed: int = 1) -> SyntheticYear:
    """The year of the tests."""
    return SyntheticYear(YEAR.first, YEAR.last, LANDLORDS, seed)


@cache
def evaluated_year(number: int = 250) -> tuple[EvaluatedCase, ...]:
    """Invented cases of a year, evaluated."""
    found = []
    for data in synthetic_cases(number, synthetic_year()):
        case = Case.model_validate(data)
        evaluation = engine().evaluate(case, as_of=AS_OF)
        found.append(EvaluatedCase(case, case_record(case, AS_OF, case.landlord), evaluation))
    return tuple(found)


@cache
def measured_year(number: int = 250) -> tuple[MeasuredCase, ...]:
    """The same cases as measures count them."""
    return tuple(measured(each.record, each.findings()) for each in evaluated_year(number))


def write_csv(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file of these rows, the first with the headings."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_workbook(path: Path, rows: Iterable[Sequence[Any]], sheet: str = "Complaints") -> Path:
    """A workbook with one sheet of these rows."""
    book = import_module("openpyxl").Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def write_parquet(path: Path, columns: Mapping[str, Sequence[Any]]) -> Path:
    """A Parquet file of these columns."""
    table = import_module("pyarrow").table({name: list(values) for name, values in columns.items()})
    import_module("pyarrow.parquet").write_table(table, path)
    return path


def write_lines(path: Path, cases: Iterable[Mapping[str, Any]]) -> Path:
    """A file with a case a line."""
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def write_mapping(folder: Path, text: str) -> Path:
    """A mapping of a test."""
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def read_all(source: Path, mapping: Path | None = None) -> list[CaseRead]:
    """Everything that comes out of a source."""
    return list(open_cases(source, mapping).cases())


def taken(found: Iterable[CaseRead]) -> list[str]:
    """The references of the cases that were taken."""
    return [each.case.reference for each in found if each.case is not None]


def reasons(found: Iterable[CaseRead]) -> list[str]:
    """Why rows were rejected."""
    return [reject.reason for each in found for reject in each.rejects]


SMALL_MAPPING = """
mapping:
  layout: case_per_row
  landlord: twenty11
  dates: DD/MM/YYYY
columns:
  Case Ref: {to: reference}
  Received: {to: complaint.received_on}
  Stage 1 Ack Sent: {to: stage_1.acknowledged_on}
  Responded: {to: stage_1.responded_on}
  Outcome: {to: stage_1.decision, values: {Part upheld: partly_upheld}}
  Category: {to: matter.category, values: {ASB: antisocial_behaviour}}
  Vulnerable: {to: resident.vulnerable}
  Tenant: {to: resident.name}
"""
SMALL_HEADINGS = (
    "Case Ref",
    "Received",
    "Stage 1 Ack Sent",
    "Responded",
    "Outcome",
    "Category",
    "Vulnerable",
    "Tenant",
)
SMALL_ROW = ("A-1", "02/06/2025", "04/06/2025", "13/06/2025", "Part upheld", "ASB", "Yes", "Sam Example")
