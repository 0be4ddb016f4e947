"""Cases from the rows of an export that lie in an engine: shaped there, answered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from code_engine.portfolio.engines.column_engine import ColumnEngine
from code_engine.portfolio.in_columns.case_batch import CaseBatch, NumberedRead
from code_engine.portfolio.in_columns.program_runner import ProgramRunner
from code_engine.portfolio.shaping.raw_rows import ROW, RawRows
from code_engine.portfolio.shaping.shaping import ShapedSize, Shaping
from code_engine.portfolio.sources.event_rows import cases_in_event_rows
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.rejects import CaseRead
from code_engine.portfolio.sources.row import Row
from code_engine.portfolio.sources.tables import Table

_TABLES: Final[Mapping[str, str]] = {
    "cases": "all_cases",
    "events": "all_events",
    "texts": "every_text",
    "days": "all_days",
    "answers_given": "all_answers",
}


class ShapedCases:
    """The cases of rows in an engine; `faults` are rows that could not be read as such."""

    def __init__(
        self, engine: ColumnEngine, shaping: Shaping, mapping: MappingFile, raw: RawRows, faults: Sequence[Row] = ()
    ) -> None:
        self._engine, self._shaping, self._mapping, self._raw = engine, shaping, mapping, raw
        self._faults = faults
        self.size: ShapedSize = shaping.run()

    def landlords(self) -> list[str]:
        """Whose cases they are."""
        return self._shaping.landlords()

    def rejected_rows(self) -> Iterator[CaseRead]:
        """The rows that belong to no case: without a reference, or not to be read."""
        if not self.size.rows_without and not self._faults:
            return
        rows = [*self._rows(self._shaping.nameless_rows()), *self._faults]
        yield from self._read(sorted(rows, key=lambda row: row.number))

    def batches(self, runner: ProgramRunner, size: int, skip: int = 0) -> Iterator[CaseBatch]:
        """The cases from number `skip` on, at most so many at once."""
        for first in range(skip, self.size.references, size):
            last = first + size
            for name, source in _TABLES.items():
                test = f"case_number >= {first} AND case_number < {last}"
                self._engine.make(name, f"SELECT * FROM {source} WHERE {test}", view=True)
            yield self._batch(runner, first, last)

    def _batch(self, runner: ProgramRunner, first: int, last: int) -> CaseBatch:
        arrow_tables = list(runner.answers())
        query = "SELECT row_count FROM cases ORDER BY case_number"
        counts = self._engine.fetch(query).column(0).to_pylist()
        doubtful = self._shaping.doubtful_numbers(first, last)
        answers = _joined(arrow_tables)
        return CaseBatch(answers, counts, self.read_cases, list(self.read_cases(sorted(doubtful))))

    def read_cases(self, numbers: Sequence[int]) -> Iterator[NumberedRead]:
        """The cases of references with these numbers, as the row reader reads them."""
        found = self._shaping.rows_of(list(numbers))
        owner = {row[ROW]: row["case_number"] for row in found}
        for read in self._read(self._rows(found)):
            yield owner[read.rows[0]], read

    def _rows(self, found: Sequence[Mapping[str, Any]]) -> list[Row]:
        return [Row(row[ROW], tuple(row[name] for name in self._raw.columns.values())) for row in found]

    def _read(self, rows: Sequence[Row]) -> Iterator[CaseRead]:
        table = Table(Path(self._raw.table), tuple(self._raw.columns), lambda: iter(rows))
        return cases_in_event_rows(table, self._mapping)


def _joined(tables: list[Any]) -> Any:
    import pyarrow

    return tables[0] if len(tables) == 1 else pyarrow.concat_tables(tables)
