"""Cases as rows of the tables that the columnar rules read; the way in for tests, examples and small portfolios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from code_engine.case.declarations import DetailKind
from code_engine.case.event import Event
from code_engine.case.model import Case
from code_engine.case.values import NEVER
from code_engine.portfolio.columnar.layout import (
    ANSWERS,
    CASES,
    DAYS,
    EVENTS,
    ORDER_STEP,
    TEXTS,
    details_of,
    tables,
)

Rows = dict[str, dict[str, list[Any]]]

_LISTS_OF_HEADER: Final = ("disabilities_disclosed", "adjustments_requested")


def case_tables(cases: Iterable[tuple[Case, date]], first_number: int = 0) -> Rows:
    """The tables of cases, each with the day it is looked at; cases are numbered from `first_number` in order.

    Every table is a mapping of columns to lists; `arrow_tables` makes tables of them.
    """
    rows: Rows = {name: {column: [] for column in columns} for name, columns in tables().items()}
    for number, (case, as_of) in enumerate(cases, start=first_number):
        _add(rows[CASES], _header(number, case, as_of))
        for field, value in _header_texts(case):
            _add(rows[TEXTS], {"case_number": number, "event_order": 0, "field": field, "value": value})
        superseded = _superseded(case)
        places = {id(event): place for place, event in enumerate(case.events, start=1)}
        for event in case.events:
            _add_event(rows, number, event, places[id(event)], superseded.get(event.id or ""))
        for key, answer in sorted(case.answers.items()):
            given = answer.date.toordinal() if answer.date is not None else 0
            found = {"case_number": number, "question": key, "value": int(answer.value), "answered_on": given}
            _add(rows[ANSWERS], found)
    return rows


def arrow_tables(rows: Rows) -> dict[str, Any]:
    """The rows as Arrow tables, with the types of the layout."""
    import pyarrow as arrow

    types = {
        "string": arrow.string(),
        "int8": arrow.int8(),
        "int32": arrow.int32(),
        "int64": arrow.int64(),
    }
    return {
        name: arrow.table(
            [arrow.array(rows[name][column], types[kind]) for column, kind in columns.items()], names=list(columns)
        )
        for name, columns in tables().items()
    }


def _add(table: dict[str, list[Any]], row: Mapping[str, Any]) -> None:
    for column, values in table.items():
        values.append(row.get(column))


def _header(number: int, case: Case, as_of: date) -> dict[str, Any]:
    resident, matter, representative = case.resident, case.matter, case.representative
    return {
        "case_number": number,
        "reference": case.reference,
        "landlord": case.landlord,
        "as_of": as_of.toordinal(),
        "complete": int(case.record == "complete"),
        "has_representative": int(representative is not None),
        "representative": representative.name if representative is not None else None,
        "vulnerable": _flag(resident.vulnerable if resident else None),
        "at_risk": _flag(resident.at_risk if resident else None),
        "disabilities_disclosed": _size(resident.disabilities_disclosed if resident else None),
        "adjustments_requested": _size(resident.adjustments_requested if resident else None),
        "category": matter.category if matter else None,
        "occurred_on": _day(matter.occurred_on if matter else None),
        "became_aware_on": _day(matter.became_aware_on if matter else None),
    }


def _header_texts(case: Case) -> Iterator[tuple[str, str]]:
    for field in _LISTS_OF_HEADER:
        texts = getattr(case.resident, field) if case.resident is not None else None
        for value in dict.fromkeys(texts or ()):
            yield field, value


def _superseded(case: Case) -> dict[str, int]:
    """By id of a corrected event, the first day from which it counts no more."""
    found: dict[str, int] = {}
    for recorded, replaced in case.corrections:
        found[replaced] = min(recorded, found.get(replaced, NEVER))
    return found


def _add_event(rows: Rows, number: int, event: Event, place: int, superseded: int | None) -> None:
    day = event.date.toordinal()
    order = day * ORDER_STEP + place
    row: dict[str, Any] = {
        "case_number": number,
        "event_order": order,
        "type": event.type,
        "happened_on": day,
        "seen_from": max(day, event.recorded_on.toordinal()) if event.recorded_on is not None else day,
        "superseded_from": superseded,
        "stage": event.stage,
    }
    for field, (column, kind) in details_of(event.type).items():
        value = getattr(event, field)
        if kind is DetailKind.FLAG:
            row[column] = _flag(value)
        elif kind is DetailKind.DATE:
            row[column] = _day(value)
        elif kind is DetailKind.TEXTS:
            row[column] = _size(value)
            for each in dict.fromkeys(value or ()):
                found = {"case_number": number, "event_order": order, "field": column, "value": each}
                _add(rows[TEXTS], found)
        elif kind is DetailKind.DATES:
            _add_days(rows, row, column, value)
        else:
            row[column] = value
            if field == "person" and value:
                _add(rows[TEXTS], {"case_number": number, "event_order": order, "field": column, "value": value})
    # By position, because a type of event has few of all the details there are.
    for column, values in rows[EVENTS].items():
        values.append(row.get(column))


def _add_days(rows: Rows, row: dict[str, Any], column: str, days: tuple[date, ...] | None) -> None:
    if days is None:
        return
    numbers = sorted({day.toordinal() for day in days})
    row[f"{column}first"], row[f"{column}last"] = (numbers[0], numbers[-1]) if numbers else (NEVER, NEVER)
    if row["type"] == "update_interval_agreed":
        for day in numbers:
            _add(
                rows[DAYS],
                {"case_number": row["case_number"], "event_order": row["event_order"], "day": day},
            )


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _size(texts: tuple[str, ...] | None) -> int | None:
    return None if texts is None else len(set(texts))


def _day(value: date | str | None) -> int | None:
    if value is None:
        return None
    return value.toordinal() if isinstance(value, date) else NEVER
