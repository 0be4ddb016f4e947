"""One row an event: rows of one reference, wherever they stand in the file, become one case.

A row that cannot be taken takes its whole case with it. A case without one of its events would be evaluated as if
that event had never happened, and the answer would be wrong without anybody seeing why.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, TypeAlias

from code_engine.case.events import EVENT_TYPES
from code_engine.errors import did_you_mean, quoted
from code_engine.portfolio.sources.assembling import RowReader, RowValues, case_read, put_header
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected
from code_engine.portfolio.sources.tables import Table

_Part: TypeAlias = tuple[int, dict[str, Any]]
"""The number of a row, and what it says."""

_STAGED = re.compile(r"stage_([12])\.([a-z_]+)")


def cases_in_event_rows(table: Table, mapping: MappingFile) -> Iterator[CaseRead]:
    """Each reference as a case, in the order in which they first appear.

    The rows are sorted by reference in a temporary file, so memory does not grow with them. Rows without a reference
    are rejected first.
    """
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as store:
        store.execute("PRAGMA journal_mode = OFF")
        store.execute("BEGIN")
        store.execute("CREATE TABLE part (owner TEXT, row INTEGER, data TEXT)")
        store.execute("CREATE TABLE owner (owner TEXT PRIMARY KEY, first INTEGER) WITHOUT ROWID")
        reader = RowReader(mapping)
        for row in table.rows():
            if row.fault is not None:
                yield rejected((row.number,), None, Reject(row.number, None, None, None, row.fault))
                continue
            found = reader.read(row.number, table.cells(row))
            reference = found.text("reference")
            if reference is None:
                yield rejected((row.number,), None, *(found.rejects or (_nameless(row.number),)))
                continue
            store.execute("INSERT OR IGNORE INTO owner VALUES (?, ?)", (reference, row.number))
            store.execute("INSERT INTO part VALUES (?, ?, ?)", (reference, row.number, json.dumps(_part(found))))
        yield from _cases(store, mapping)


def _nameless(row: int) -> Reject:
    return Reject(row, None, None, None, "the row has no reference")


def _part(found: RowValues) -> dict[str, Any]:
    """What one row says, as it is kept until all rows of its case are there."""
    header: dict[str, Any] = {}
    event: dict[str, Any] = {}
    rejects = [reject.cells()[2:] for reject in found.rejects]
    for _, target, value in found.values:
        if target.name == "type":
            name, stage = stage_and_type(str(value))
            event |= {"type": name} | ({"stage": stage} if stage is not None else {})
        elif target.part is not None or target.name in ("reference", "landlord", "handler", "record"):
            put_header(header, target, value)
        else:
            event[target.field] = value
    if not rejects:
        rejects = [("", "", reason) for reason in _faults(event)]
    return {"header": header, "event": event, "rejects": rejects}


def stage_and_type(name: str) -> tuple[str, int | None]:
    """A type of event and the stage it says, None where it says none: `stage_2.response_issued` does."""
    staged = _STAGED.fullmatch(name)
    return (staged[2], int(staged[1])) if staged else (name, None)


def _faults(event: dict[str, Any]) -> Iterator[str]:
    """Why a row is no event, before its details are looked at."""
    name = event.get("type")
    if name is None:
        yield "the row does not say what happened"
    elif name not in EVENT_TYPES:
        hint = did_you_mean(name, EVENT_TYPES)
        yield f"unknown event type {quoted(name)}" + (f"; {hint}" if hint else "")
    if "date" not in event:
        yield "the row has no date"


def _cases(store: sqlite3.Connection, mapping: MappingFile) -> Iterator[CaseRead]:
    store.execute("CREATE INDEX part_owner ON part (owner, row)")
    for (reference,) in store.execute("SELECT owner FROM owner ORDER BY first"):
        found = store.execute("SELECT row, data FROM part WHERE owner = ? ORDER BY row", (reference,)).fetchall()
        for parts in _by_landlord([(int(row), json.loads(data)) for row, data in found]):
            yield _case(reference, parts, mapping)


def _by_landlord(parts: list[_Part]) -> list[list[_Part]]:
    """Landlords may use the same references, where every row says whose it is; else one that says it speaks for all."""
    landlords = dict.fromkeys(part["header"].get("landlord") for _, part in parts)
    if None in landlords or any(part["rejects"] for _, part in parts):
        return [parts]
    return [[each for each in parts if each[1]["header"]["landlord"] == landlord] for landlord in landlords]


def _case(reference: str, parts: list[_Part], mapping: MappingFile) -> CaseRead:
    rows = tuple(row for row, _ in parts)
    faults = [
        Reject(row, reference, column or None, value or None, reason)
        for row, part in parts
        for column, value, reason in part["rejects"]
    ]
    case: dict[str, Any] = {"landlord": mapping.mapping.landlord} if mapping.mapping.landlord is not None else {}
    if mapping.mapping.record is not None:
        case["record"] = mapping.mapping.record
    for row, part in parts:
        faults.extend(_merged(case, part["header"], row, reference))
    if faults:
        return rejected(rows, reference, *faults)
    case["events"] = [_without_foreign(part["event"]) for _, part in parts]
    return case_read(rows, case, dict(enumerate(rows)))


def _merged(case: dict[str, Any], header: dict[str, Any], row: int, reference: str) -> Iterator[Reject]:
    """What the rows of a case say about it as a whole: they may leave it out, but not contradict each other."""
    for key, value in header.items():
        if isinstance(value, dict):
            yield from _merged(case.setdefault(key, {}), value, row, reference)
        elif case.setdefault(key, value) != value:
            yield Reject(row, reference, key, None, f"another row of this case says something else about {quoted(key)}")


def _without_foreign(event: dict[str, Any]) -> dict[str, Any]:
    """A column that has no meaning for this type of event is left out where it says nothing but no."""
    known = EVENT_TYPES[event["type"]].model_fields
    return {key: value for key, value in event.items() if key in known or value is not False}
