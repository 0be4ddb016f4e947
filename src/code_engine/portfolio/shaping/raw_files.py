"""CSV and Parquet files with an event a row, read into DuckDB at once; what is irregular is read line by line instead.

A CSV file is read by DuckDB where its rows are what its heading says and nothing in it could be counted in two ways.
Else the reader of the row-by-row run goes through it, which is slower and knows every oddity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from code_engine.portfolio.engines.duckdb_engine import DuckDBEngine
from code_engine.portfolio.optional import needed
from code_engine.portfolio.shaping.raw_rows import ROW, RawRows, column_names
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.row import Row
from code_engine.portfolio.sources.tables import Table

RAW: Final = "raw_rows"
_BLOCK: Final = 1 << 24
_LINES: Final = re.compile(rb"\n\r?\n|\r(?!\n)|\x00")
"""Empty lines, which count as rows, ends of lines as on old Macs, and bytes that end a text early."""

_BATCH: Final = 20_000


@dataclass(slots=True)
class RawFile:
    """A file in DuckDB: its rows, and those that could not be read as rows."""

    rows: RawRows
    faults: list[Row] = field(default_factory=list)


def read_raw(engine: DuckDBEngine, table: Table, mapping: MappingFile) -> RawFile | None:
    """Read a file with an event a row; None for a kind of file or of cell that only the row reader knows.

    Raises DocumentError as the row reader does, where the file cannot be read on.
    """
    names = column_names(tuple(column for column in mapping.columns))
    if table.path.suffix.lower() == ".parquet":
        return _parquet(engine, table, names) if plain_parquet(table, mapping) else None
    if table.delimiter is None:
        return None
    try:
        if not _regular(table.path, mapping):
            return _line_by_line(engine, table, names)
        return _delimited(engine, table, names)
    except needed("duckdb", "evaluating in columns").Error:
        return _line_by_line(engine, table, names)


def plain_parquet(table: Table, mapping: MappingFile) -> bool:
    """Whether an engine reads every mapped column of a Parquet file as the row reader does."""
    schema = needed("pyarrow.parquet", "reading Parquet").read_schema(table.path)
    return all(_is_plain(schema.field(column).type) for column in mapping.columns)


def _parquet(engine: DuckDBEngine, table: Table, names: dict[str, str]) -> RawFile:
    import ibis

    path = str(table.path).replace("'", "''")
    columns = ", ".join(f"{_quoted(column)} AS {name}" for column, name in names.items())
    query = f"SELECT file_row_number + 1 AS {ROW}, {columns} FROM read_parquet('{path}', file_row_number = true)"
    engine.make(RAW, query, view=True)
    empty = engine.fetch(f"SELECT * FROM {RAW} LIMIT 0")
    return RawFile(RawRows(RAW, ibis.schema(ibis.Schema.from_pyarrow(empty.schema)), names))


def _is_plain(kind: Any) -> bool:
    """Whether cells of this type are what the row reader has, and are grouped by engines as they are there."""
    types = needed("pyarrow", "reading Parquet").types
    if types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return bool(types.is_string(kind.value_type) or types.is_large_string(kind.value_type))
    tests: tuple[Callable[[Any], bool], ...] = (types.is_string, types.is_large_string, types.is_boolean)
    return any(test(kind) for test in (*tests, types.is_integer, types.is_date32))


def _regular(path: Path, mapping: MappingFile) -> bool:
    """Whether a file is UTF-8 with lines that every reader counts alike."""
    header = mapping.mapping
    if header.heading_row != 1 or header.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        return False
    before = b""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return False
        file.seek(0)
        while block := file.read(_BLOCK):
            # The end of the block before is looked at again: what is searched for may lie across.
            looked_at = before + block
            if b"\n\n" in looked_at or b"\r" in looked_at or b"\x00" in looked_at:
                ends = looked_at.rstrip(b"\r\n") if file.tell() == path.stat().st_size else looked_at[:-1]
                if _LINES.search(ends):
                    return False
            before = block[-2:]
    return True


def _delimited(engine: DuckDBEngine, table: Table, names: dict[str, str]) -> RawFile:
    import ibis

    every = {f"c{place}": "VARCHAR" for place in range(len(table.columns))}
    cells = {column: f"c{place}" for place, column in enumerate(table.columns) if column in names}
    path, delimiter = (str(part).replace("'", "''") for part in (table.path, table.delimiter))
    form = f"delim = '{delimiter}', quote = '\"', escape = '\"', auto_detect = false, null_padding = false"
    form = f"{form}, strict_mode = true, columns = {every}"
    engine.make("file_rows", f"SELECT * FROM read_csv('{path}', header = false, skip = 1, {form})")
    columns = ", ".join(f"{cells[column]} AS {name}" for column, name in names.items())
    told = f"coalesce({', '.join(every)}) IS NOT NULL"
    engine.make(RAW, f"SELECT rowid + 2 AS {ROW}, {columns} FROM file_rows WHERE {told}", view=True)
    schema = {ROW: "int64"} | dict.fromkeys(names.values(), "string")
    return RawFile(RawRows(RAW, ibis.schema(schema), names))


def _line_by_line(engine: DuckDBEngine, table: Table, names: dict[str, str]) -> RawFile:
    """The rows as the row reader gives them."""
    import ibis

    arrow = needed("pyarrow", "evaluating in columns")
    places = {name: table.columns.index(column) for column, name in names.items()}
    schema = arrow.schema([(ROW, arrow.int64()), *((name, arrow.string()) for name in names.values())])
    faults: list[Row] = []
    engine.put(RAW, schema.empty_table())
    good = _without_faults(table.rows(), faults)
    while batch := list(islice(good, _BATCH)):
        columns = [
            [row.number for row in batch],
            *([row.cells[place] or None for row in batch] for place in places.values()),
        ]
        engine.add(RAW, arrow.table(columns, schema=schema))
    return RawFile(RawRows(RAW, ibis.Schema.from_pyarrow(schema), names), faults)


def _without_faults(rows: Iterator[Row], faults: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row.fault is None:
            yield row
        else:
            faults.append(row)


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
