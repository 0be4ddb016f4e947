"""Invented cases in files: a case a line, or an event a row with columns that need no mapping."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from code_engine.errors import DocumentError, Location, Problem
from code_engine.portfolio.optional import needed

_HEADER = ("reference", "landlord", "handler", "resident.vulnerable", "matter.category", "matter.occurred_on")
_DETAILS = (
    *("type", "date", "stage", "channel", "ground", "reasons_sent", "ombudsman_right_sent", "evidence", "by"),
    *("responsibility_stated", "understanding", "outcomes_sought", "new_due_on", "reasons", "ombudsman_contact_given"),
    *("written", "contains", "decision", "considered_by", "ombudsman_information_included"),
    *("beyond_this_case", "outcome", "because"),
)
EVENT_COLUMNS: Final = (*_HEADER, *_DETAILS)
"""The columns of a file with an event a row."""

_BATCH = 20_000


def write_cases(cases: Iterable[dict[str, Any]], out: Path) -> int:
    """Write cases by the ending of the file, whole or not at all; returns how many events they have.

    Raises DocumentError for an ending that is not known, OSError, and MissingExtraError for Parquet without pyarrow.
    """
    writer = {".ndjson": _write_lines, ".jsonl": _write_lines, ".csv": _write_csv, ".parquet": _write_parquet}
    write = writer.get(out.suffix.lower())
    if write is None:
        raise DocumentError(
            Problem("this is no kind of file for cases", Location(str(out)), "end in .ndjson, .csv or .parquet")
        )
    beside = out.with_name(f".{out.name}.new")
    try:
        rows = write(cases, beside)
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return rows


def event_rows(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of a case as rows; the header stands in each."""
    header = {
        "reference": case["reference"],
        "landlord": case["landlord"],
        "handler": case["handler"],
        "resident.vulnerable": case.get("resident", {}).get("vulnerable"),
        "matter.category": case["matter"]["category"],
        "matter.occurred_on": case["matter"]["occurred_on"],
    }
    for event in case["events"]:
        yield {**header, **{key: ";".join(value) if isinstance(value, list) else value for key, value in event.items()}}


def _write_lines(cases: Iterable[dict[str, Any]], path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for case in cases:
            rows += len(case["events"])
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
    return rows


def _write_csv(cases: Iterable[dict[str, Any]], path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, EVENT_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for case in cases:
            for row in event_rows(case):
                rows += 1
                writer.writerow({key: _plain(value) for key, value in row.items()})
    return rows


def _plain(value: object) -> object:
    return ("true" if value else "false") if isinstance(value, bool) else value


def _write_parquet(cases: Iterable[dict[str, Any]], path: Path) -> int:
    arrow = needed("pyarrow", "writing Parquet")
    parquet = needed("pyarrow.parquet", "writing Parquet")
    flags = ("resident.vulnerable", "reasons_sent", "ombudsman_right_sent", "responsibility_stated", "written")
    more = ("ombudsman_contact_given", "ombudsman_information_included", "beyond_this_case")
    kinds = {**dict.fromkeys((*flags, *more), arrow.bool_()), "stage": arrow.int8()}
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in EVENT_COLUMNS])
    rows = 0
    stream = (row for case in cases for row in event_rows(case))
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(stream, _BATCH)):
            rows += len(batch)
            columns = [[row.get(name) for row in batch] for name in EVENT_COLUMNS]
            writer.write_table(arrow.table(columns, schema=schema))
    return rows
