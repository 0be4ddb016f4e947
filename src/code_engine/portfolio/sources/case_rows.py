"""One row a case: columns of days and details become the events of a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from code_engine.case.declarations import DetailKind
from code_engine.case.events import EVENT_TYPES
from code_engine.portfolio.sources.assembling import RowReader, RowValues, case_read, put_header
from code_engine.portfolio.sources.cells import CellValue
from code_engine.portfolio.sources.mapping_file import MappingFile
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected
from code_engine.portfolio.sources.tables import Table
from code_engine.portfolio.sources.targets import Target

_EventPlace = tuple[str, int | None, int]


def cases_in_rows(table: Table, mapping: MappingFile) -> Iterator[CaseRead]:
    """Each row as a case."""
    reader = RowReader(mapping)
    for row in table.rows():
        if row.fault is not None:
            yield rejected((row.number,), None, Reject(row.number, None, None, None, row.fault))
            continue
        yield _case(reader.read(row.number, table.cells(row)), mapping)


def _case(found: RowValues, mapping: MappingFile) -> CaseRead:
    reference = found.text("reference")
    if found.rejects:
        return rejected((found.row,), reference, *found.rejects)
    case: dict[str, Any] = {}
    if mapping.mapping.landlord is not None:
        case["landlord"] = mapping.mapping.landlord
    if mapping.mapping.record is not None:
        case["record"] = mapping.mapping.record
    events: dict[_EventPlace, dict[str, Any]] = {}
    columns: dict[_EventPlace, tuple[str, Target]] = {}
    for column, target, value in found.values:
        if target.event is None:
            put_header(case, target, value)
            continue
        place = (target.event, target.stage, target.place)
        _put_detail(events.setdefault(place, {}), target, value)
        columns.setdefault(place, (column, target))
    for place, details in events.items():
        if "date" not in details:
            column, target = columns[place]
            reason = f"the day of the {EVENT_TYPES[place[0]].label} is not given, so {target.field} belongs to nothing"
            return rejected((found.row,), reference, Reject(found.row, reference, column, None, reason))
    case["events"] = [_event(place, details) for place, details in events.items()]
    return case_read((found.row,), case)


def _put_detail(details: dict[str, Any], target: Target, value: CellValue) -> None:
    details[target.field] = value if target.kind is not DetailKind.DATES or isinstance(value, list) else [value]


def _event(place: _EventPlace, details: dict[str, Any]) -> dict[str, Any]:
    event_type, stage, _ = place
    return {"type": event_type, **({"stage": stage} if stage is not None else {}), **details}
