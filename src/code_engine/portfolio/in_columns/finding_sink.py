"""Tables of findings into files: text in parts that a later run can go on with, Parquet in one piece.

Parts of text are put together by copying bytes. Parts of Parquet would all have to be written a second time, which
takes longer than the rules do; a run into Parquet that is interrupted begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from code_engine.portfolio.checkpoint import Progress
from code_engine.portfolio.finding_files import finding_schema, join_parts, plain_cell
from code_engine.portfolio.finding_rows import COLUMNS, STATUS_OF_CODE
from code_engine.portfolio.optional import needed
from code_engine.portfolio.run import findings_part

_WORDS = ("reference", "landlord", "provision", "rule", "layer")


class ParquetSink:
    """One Parquet file for all batches."""

    resumable = False

    def __init__(self, folder: Path) -> None:
        self._arrow = needed("pyarrow", "writing Parquet")
        self._parquet = needed("pyarrow.parquet", "writing Parquet")
        self._path = folder / "findings"
        self._schema = self._with_dictionaries(finding_schema(self._arrow))
        # Without the types of Arrow in it, a reader gets words as words and not as dictionaries.
        self._writer = self._parquet.ParquetWriter(self._path, self._schema, compression="zstd", store_schema=False)

    def write(self, _: int, tables: Iterable[Any]) -> None:
        """Add the findings of a batch."""
        for table in tables:
            if table.num_rows:
                self._writer.write_table(table.cast(self._schema))

    def finish(self, out: Path, _: Progress) -> None:
        """Close the file and put it in its place."""
        self._writer.add_key_value_metadata(self._schema.metadata)
        self._writer.close()
        self._path.replace(out)

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def _with_dictionaries(self, schema: Any) -> Any:
        words = self._arrow.dictionary(self._arrow.int32(), self._arrow.string())
        fields = [field.with_type(words) if field.name in _WORDS else field for field in schema]
        return self._arrow.schema(fields, metadata=schema.metadata)


class TextSink:
    """Parts of CSV, or of lines of JSON."""

    resumable = True

    def __init__(self, folder: Path, form: str) -> None:
        self._folder, self._form = folder, form
        self._connection: Any = needed("duckdb", "evaluating in columns").connect()

    def write(self, number: int, tables: Iterable[Any]) -> None:
        """Write the findings of a batch as a part, whole or not at all."""
        part = findings_part(self._folder, number)
        beside, piece = part.with_name(f"{part.name}.new"), part.with_name(f"{part.name}.piece")
        with beside.open("wb") as file:
            for table in tables:
                if self._form == "csv":
                    self._copy(table, piece)
                    file.write(piece.read_bytes())
                else:
                    file.write(_json_lines(table))
        piece.unlink(missing_ok=True)
        beside.replace(part)

    def finish(self, out: Path, progress: Progress) -> None:
        """Put the parts together."""
        parts = [findings_part(self._folder, number) for number in range(progress.parts)]
        join_parts(parts, out, self._form)

    def close(self) -> None:
        """Let go of what writes."""
        self._connection.close()

    def _copy(self, table: Any, path: Path) -> None:
        """Write a table as CSV by DuckDB, many times faster than Python does."""
        self._connection.register("findings", _in_words(table))
        name = str(path).replace("'", "''")
        self._connection.execute(f"COPY findings TO '{name}' (FORMAT csv, HEADER false)")
        self._connection.unregister("findings")


def _in_words(table: Any) -> Any:
    """Statuses in words, and no text that a spreadsheet takes for a formula."""
    arrow = needed("pyarrow", "evaluating in columns")
    words = arrow.array([STATUS_OF_CODE[code].value for code in range(len(STATUS_OF_CODE))])
    statuses = [arrow.DictionaryArray.from_arrays(chunk.cast("int8"), words) for chunk in table["status"].chunks]
    status_type = arrow.dictionary(arrow.int8(), arrow.string())
    place = table.column_names.index("status")
    table = table.set_column(place, "status", arrow.chunked_array(statuses, status_type))
    for name in ("reference", "landlord"):
        column = table[name]
        if not arrow.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        chunks = [
            arrow.DictionaryArray.from_arrays(
                chunk.indices, arrow.array([plain_cell(text) for text in chunk.dictionary.to_pylist()], arrow.string())
            )
            for chunk in column.chunks
        ]
        kind = arrow.dictionary(chunks[0].indices.type, arrow.string()) if chunks else column.type
        table = table.set_column(table.column_names.index(name), name, arrow.chunked_array(chunks, kind))
    return table


def _json_lines(table: Any) -> bytes:
    """A line of JSON for each finding, as the row-by-row run writes it."""
    columns = [table[name].to_pylist() for name in COLUMNS]
    columns[COLUMNS.index("status")] = [STATUS_OF_CODE[code].value for code in table["status"].to_pylist()]
    lines = (
        json.dumps(dict(zip(COLUMNS, cells, strict=True)), ensure_ascii=False, default=date.isoformat)
        for cells in zip(*columns, strict=True)
    )
    return "".join(f"{line}\n" for line in lines).encode()
