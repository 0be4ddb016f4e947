"""Findings in files: CSV and lines of JSON with statuses in words, Parquet with statuses as small numbers."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from code_engine.portfolio.finding_rows import COLUMNS, STATUS_CODES, STATUS_OF_CODE, FindingRow
from code_engine.portfolio.optional import needed

FORMATS: Final = ("csv", "ndjson", "parquet")
SUFFIXES: Final = {".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet"}
"""Endings of files, and the format each stands for."""

_STATUS_PLACE = COLUMNS.index("status")
_WORDS: Final = ["landlord", "provision", "rule", "layer"]
_MEANING = b"code_engine.statuses"


def write_part(path: Path, rows: Iterable[FindingRow], form: str) -> None:
    """Write rows to a file of their own, whole or not at all. Raises MissingExtraError for Parquet without pyarrow."""
    beside = path.with_name(path.name + ".new")
    _WRITERS[form](beside, rows)
    beside.replace(path)


def join_parts(parts: Sequence[Path], out: Path, form: str) -> None:
    """Put the parts into one file in their order, without holding more than a part in memory."""
    beside = out.with_name(f".{out.name}.new")
    try:
        if form == "parquet":
            _join_parquet(parts, beside)
        else:
            _join_texts(parts, beside, form)
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def cells_of(row: FindingRow) -> list[object]:
    """A row with its status in words."""
    cells: list[object] = list(row)
    cells[_STATUS_PLACE] = STATUS_OF_CODE[row.status].value
    return cells


def _write_csv(path: Path, rows: Iterable[FindingRow]) -> None:
    """Only what comes from a case is quoted: every other cell is one of ours, and there are a hundred rows a case."""
    with path.open("w", encoding="utf-8", newline="") as file:
        of, head = None, ""
        for row in rows:
            if (row.reference, row.landlord) != of:
                of = (row.reference, row.landlord)
                head = ",".join(map(_quoted, of))
            file.write(f"{head},{','.join(map(_csv_cell, cells_of(row)[2:]))}\n")


def _quoted(text: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([plain_cell(text)])
    return written.getvalue()


def _csv_cell(cell: object) -> str:
    if cell is None:
        return ""
    if cell is True or cell is False:
        return "true" if cell else "false"
    return str(cell)


def plain_cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_ndjson(path: Path, rows: Iterable[FindingRow]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            data = dict(zip(COLUMNS, cells_of(row), strict=True))
            file.write(json.dumps(data, ensure_ascii=False, default=date.isoformat) + "\n")


def _write_parquet(path: Path, rows: Iterable[FindingRow]) -> None:
    parquet = needed("pyarrow.parquet", "writing Parquet")
    parquet.write_table(finding_table([rows]), path, compression="zstd", use_dictionary=_WORDS)


def finding_table(cases: Iterable[Iterable[FindingRow]]) -> Any:
    """The findings of cases as an Arrow table."""
    arrow = needed("pyarrow", "writing Parquet")
    columns = list(zip(*(row for rows in cases for row in rows), strict=True)) or [()] * len(COLUMNS)
    return arrow.table([list(column) for column in columns], schema=finding_schema(arrow))


def finding_schema(arrow: Any) -> Any:
    text, flag, day, number = arrow.string(), arrow.bool_(), arrow.date32(), arrow.int32()
    kinds = {
        **dict.fromkeys(("reference", "landlord", "provision", "rule", "layer"), text),
        "status": arrow.int8(),
        **dict.fromkeys(("outstanding", "with_extension", "contested", "within_one_day"), flag),
        **dict.fromkeys(("due_on", "done_on"), day),
        **dict.fromkeys(("working_days", "working_days_late"), number),
    }
    meaning = json.dumps({str(code): status.value for status, code in STATUS_CODES.items()})
    return arrow.schema([(name, kinds[name]) for name in COLUMNS], metadata={_MEANING: meaning})


def _join_texts(parts: Sequence[Path], out: Path, form: str) -> None:
    with out.open("wb") as file:
        if form == "csv":
            file.write((",".join(COLUMNS) + "\n").encode())
        for part in parts:
            with part.open("rb") as each:
                shutil.copyfileobj(each, file, io.DEFAULT_BUFFER_SIZE * 16)


def _join_parquet(parts: Sequence[Path], out: Path) -> None:
    arrow = needed("pyarrow", "writing Parquet")
    parquet = needed("pyarrow.parquet", "writing Parquet")
    with parquet.ParquetWriter(out, finding_schema(arrow), compression="zstd") as writer:
        for part in parts:
            with parquet.ParquetFile(part) as file:
                for batch in file.iter_batches():
                    writer.write_batch(batch)


_WRITERS: Final[dict[str, Callable[[Path, Iterable[FindingRow]], None]]] = {
    "csv": _write_csv,
    "ndjson": _write_ndjson,
    "parquet": _write_parquet,
}
