"""The tables a portfolio is read from: one row a case, one row an event, lists of texts and of days beside them.

Days are day numbers (`date.toordinal()`), flags 1, 0 or null, texts as they are; null is "not known" everywhere. A day
that is known not to be is `NEVER`. The order of events is kept as one number, so that no engine has to sort.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Final

from code_engine.case.declarations import UNFOLDED_FIELDS, DetailKind, detail_kind
from code_engine.case.events import EVENT_TYPES

ORDER_STEP: Final = 100_000
"""How many events a case may have on one day: an event's order is its day times this, and its place in the file."""

CASES, EVENTS, TEXTS, DAYS, ANSWERS = "cases", "events", "texts", "days", "answers_given"

CASE_COLUMNS: Final = MappingProxyType(
    {
        "case_number": "int64",
        "reference": "string",
        "landlord": "string",
        "as_of": "int32",
        "complete": "int8",
        "representative": "string",
        "has_representative": "int8",
        "vulnerable": "int8",
        "at_risk": "int8",
        "disabilities_disclosed": "int32",
        "adjustments_requested": "int32",
        "category": "string",
        "occurred_on": "int32",
        "became_aware_on": "int32",
    }
)
"""One row a case. A list is here as how many texts it has; the texts are in `texts` at order 0."""

TEXT_COLUMNS: Final = MappingProxyType(
    {"case_number": "int64", "event_order": "int64", "field": "string", "value": "string"}
)
"""One row for each text of a list, each once; and for the person of an assignment, who is one of a list of people."""

DAY_COLUMNS: Final = MappingProxyType({"case_number": "int64", "event_order": "int64", "day": "int32"})
"""One row for each day on which an update is due (`next_on`), each once."""

ANSWER_COLUMNS: Final = MappingProxyType(
    {"case_number": "int64", "question": "string", "value": "int8", "answered_on": "int32"}
)
"""One row for each answer a person gave."""

_OF_EVERY_EVENT: Final = MappingProxyType(
    {
        "case_number": "int64",
        "event_order": "int64",
        "type": "string",
        "happened_on": "int32",
        "seen_from": "int32",
        "superseded_from": "int32",
        "stage": "int32",
    }
)

_SQL_TYPES: Final = MappingProxyType(
    {
        DetailKind.FLAG: "int8",
        DetailKind.DATE: "int32",
        DetailKind.NUMBER: "int32",
        DetailKind.TEXT: "string",
        DetailKind.TEXTS: "int32",
    }
)
"""How a detail is kept; a list of texts as how many it has."""


@cache
def details_of(event_type: str) -> dict[str, tuple[str, DetailKind]]:
    """By field of a type of event, the column it is kept in and its kind; `stage` and dates are not among them."""
    return {
        name: (column_of(event_type, name), detail_kind(info.annotation))
        for name, info in EVENT_TYPES[event_type].model_fields.items()
        if name not in UNFOLDED_FIELDS and name not in ("stage", "recorded_on", "note")
    }


def column_of(event_type: str, field: str) -> str:
    """The column of a field; a triage names a third party where a receipt only says that there was one."""
    return "third_party_name" if (event_type, field) == ("triaged", "third_party") else f"{field}_"


@cache
def event_columns() -> dict[str, str]:
    """The columns of the table of events with their types: those of every event, then every detail by name."""
    columns = dict(_OF_EVERY_EVENT)
    for event_type in EVENT_TYPES:
        for column, kind in details_of(event_type).values():
            if kind is DetailKind.DATES:
                columns |= {f"{column}first": "int32", f"{column}last": "int32"}
            else:
                columns[column] = _SQL_TYPES[kind]
    return columns


def tables() -> dict[str, dict[str, str]]:
    """Every table by name, with its columns and their types."""
    return {
        CASES: dict(CASE_COLUMNS),
        EVENTS: event_columns(),
        TEXTS: dict(TEXT_COLUMNS),
        DAYS: dict(DAY_COLUMNS),
        ANSWERS: dict(ANSWER_COLUMNS),
    }
