"""An export as a table: the names of its columns, and its rows one after another, numbered as the source does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from code_engine.errors import DocumentError, Location, Problem, quoted
from code_engine.portfolio.sources.delimited import read_delimited
from code_engine.portfolio.sources.json_lines import read_json_rows
from code_engine.portfolio.sources.parquet import read_parquet
from code_engine.portfolio.sources.row import Row, TableParts
from code_engine.portfolio.sources.workbook import read_workbook

DELIMITED = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
PARQUET = (".parquet",)
JSON_LINES = (".ndjson", ".jsonl")
SUFFIXES = (*DELIMITED, *WORKBOOKS, *PARQUET, *JSON_LINES)
_MARKS = (
    (b"PK\x03\x04", WORKBOOKS, "a workbook or another zip archive", "let its name end in .xlsx if it is a workbook"),
    (b"\xd0\xcf\x11\xe0", (), "an old Excel workbook", "open it in Excel and save it as .xlsx"),
    (b"PAR1", PARQUET, "a Parquet file", "let its name end in .parquet"),
)
"""First bytes of files, the endings that are right for them, what they are, and what to do."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a file is read, as far as its kind has such a choice."""

    encoding: str = "utf-8"
    delimiter: str | None = None
    sheet: str | None = None
    heading_row: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be gone through any number of times."""

    path: Path
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    delimiter: str | None = None

    def cells(self, row: Row) -> Mapping[str, object]:
        """The cells of a row by the names of their columns."""
        return dict(zip(self.columns, row.cells, strict=True))


def open_table(path: Path, options: TableOptions) -> Table:
    """Open an export by its ending. Raises DocumentError where it cannot be read or has no columns.

    The rows raise DocumentError too, where something further down cannot be read.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        hint = "name a file in it; a folder of case files needs no mapping"
        raise DocumentError(Problem("this is a folder, not an export", Location(str(path)), hint))
    if not path.exists():
        raise DocumentError(Problem("there is no such file", Location(str(path)), "check the name and the folder"))
    if path.stat().st_size == 0:
        raise DocumentError(Problem("this file is empty", Location(str(path)), "export it again"))
    _refuse_other_kind(path, suffix)
    parts = _parts(path, suffix, options)
    _refuse_bad_columns(path, parts.columns)
    return Table(path, parts.columns, parts.rows, parts.delimiter)


def _refuse_other_kind(path: Path, suffix: str) -> None:
    """Raise DocumentError where the first bytes say that the file is of another kind than its ending says."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, kinds, what, advice in _MARKS:
        if start.startswith(mark) and suffix in SUFFIXES and suffix not in kinds:
            raise DocumentError(Problem(f"this is {what}, not {suffix}", Location(str(path)), advice))


def _parts(path: Path, suffix: str, options: TableOptions) -> TableParts:
    if suffix in DELIMITED:
        return read_delimited(path, options.encoding, options.delimiter, options.heading_row)
    if suffix in WORKBOOKS:
        return read_workbook(path, options.sheet, options.heading_row)
    if suffix in PARQUET:
        return read_parquet(path)
    if suffix in JSON_LINES:
        return read_json_rows(path)
    known = ", ".join(SUFFIXES)
    hint = f"endings that are known: {known}; for `.xls` and others, save it as one of these"
    raise DocumentError(Problem(f"{quoted(suffix or path.name)} is no kind of export", Location(str(path)), hint))


def _refuse_bad_columns(path: Path, columns: tuple[str, ...]) -> None:
    place = Location(str(path))
    if not any(columns):
        raise DocumentError(Problem("there are no names of columns", place, "say in which row: `heading_row: 3`"))
    seen: set[str] = set()
    for name in columns:
        if name and name in seen:
            raise DocumentError(Problem(f"two columns are called {quoted(name)}", place, "rename one of them"))
        seen.add(name)
