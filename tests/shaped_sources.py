"""The two ways of reading an export with an event a row, held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from code_engine.portfolio.columnar.case_tables import case_tables
from code_engine.portfolio.columnar.layout import tables
from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.in_columns.shaped_cases import ShapedCases
from code_engine.portfolio.shaping.raw_files import read_raw
from code_engine.portfolio.shaping.shaping import Shaping
from code_engine.portfolio.sources.reading import mapped_file, open_cases
from code_engine.portfolio.sources.rejects import CaseRead

QUESTION = Question(date(2025, 6, 30))
_MADE = {"cases": "all_cases", "events": "all_events", "texts": "every_text", "days": "all_days"}

Rows = dict[str, list[tuple[Any, ...]]]


class BothWays:
    """A file read by the row reader, and shaped in an engine."""

    def __init__(self, path: Path, mapping: Path | None = None, question: Question = QUESTION) -> None:
        self.reads = list(open_cases(path, mapping, question.landlord).cases())
        chosen, table, _ = mapped_file(path, mapping, question.landlord)
        self.question = question
        engine = DuckDBEngine()
        try:
            raw = read_raw(engine, table, chosen)
            assert raw is not None
            shaping = Shaping(engine, chosen, raw.rows, question)
            cases = ShapedCases(engine, shaping, chosen, raw.rows, raw.faults)
            self.rejected = list(cases.rejected_rows())
            self.doubtful = _doubtful(cases, sorted(shaping.doubtful_numbers(0, cases.size.references)))
            self.shaped = _by_reference({name: _rows(engine, made) for name, made in _MADE.items()})
            self.landlords = shaping.landlords()
        finally:
            engine.close()

    def asked(self) -> list[CaseRead]:
        """What the row reader was asked to read."""
        return [*self.rejected, *(read for reads in self.doubtful.values() for read in reads)]

    def assert_the_same(self) -> None:
        """Every case is read by both alike, or the row reader is asked."""
        asked, shaped = self.asked(), self.shaped
        others = [read for read in self.reads if read.case is None or read.case.reference not in shaped]
        assert sorted(asked, key=_place) == sorted(others, key=_place)
        taken = [read.case for read in self.reads if read.case is not None and read.case.reference in shaped]
        assert len(taken) == len(shaped)
        expected = case_tables([(case, self.question.as_of) for case in taken])
        rows = {
            name: [dict(zip(columns, row, strict=True)) for row in zip(*expected[name].values(), strict=True)]
            for name, columns in tables().items()
            if name in _MADE
        }
        assert shaped == _by_reference(rows)


def _doubtful(cases: ShapedCases, numbers: list[int]) -> dict[int, list[CaseRead]]:
    """What the row reader is asked about, by the numbers of the references."""
    found: dict[int, list[CaseRead]] = {number: [] for number in numbers}
    for number, read in cases.read_cases(numbers):
        found[number].append(read)
    return found


def _place(read: CaseRead) -> tuple[int, ...]:
    return read.rows


def _rows(engine: ColumnEngine, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine.fetch(f"SELECT * FROM {name}").to_pylist()
    return found


def _by_reference(found: Mapping[str, list[dict[str, Any]]]) -> dict[str, Rows]:
    """Rows without the number of their case; the place of an event is its order among those of its case."""
    names = {row["case_number"]: row["reference"] for row in found["cases"]}
    orders: dict[int, list[int]] = {number: [0] for number in names}
    for row in found["events"]:
        orders.get(row["case_number"], []).append(row["event_order"])
    places = {number: {order: place for place, order in enumerate(sorted(each))} for number, each in orders.items()}
    made: dict[str, Rows] = {reference: {} for reference in names.values()}
    for name, rows in found.items():
        columns = [column for column in tables()[name] if column not in ("case_number", "event_order")]
        for row in rows:
            number = row["case_number"]
            if number in names:
                place = places[number].get(row.get("event_order", 0), -1)
                made[names[number]].setdefault(name, []).append((place, *(row[column] for column in columns)))
    return {
        reference: {name: sorted(rows, key=repr) for name, rows in by_name.items()}
        for reference, by_name in made.items()
    }
