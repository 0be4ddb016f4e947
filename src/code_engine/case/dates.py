"""Days in a case file: ISO text in, `datetime.date` out, moments turned into the day in London.

Only ISO text is taken (`2025-06-02`, or a date-time with a zone), never a number, which might be seconds,
days or a year. Callers in Python may pass `datetime.date` and zoned `datetime.datetime`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from code_engine.case.mistakes import mistake
from code_engine.errors import quoted

EARLIEST_DAY = date(1990, 1, 1)
LATEST_DAY = date(2069, 12, 31)
"""The days for which working days can be counted; a date outside them is a slip of the pen."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_LONDON = ZoneInfo("Europe/London")
_WRITE_A_DATE = "write it as year-month-day: 2025-06-02"
_DAY_SCHEMA: JsonSchemaValue = {
    "anyOf": [
        {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {"type": "string", "format": "date-time"},
    ]
}


def parse_day(value: object) -> date:
    """The day a value stands for: ISO text, a date, or a moment with a zone (its day in Europe/London).

    Raises `PydanticCustomError`, a `ValueError`, for anything else and for a day outside 1990 to 2069.
    """
    if isinstance(value, str):
        day = _day_of_text(value)
    elif isinstance(value, datetime):
        day = _london_day(value)
    elif isinstance(value, date):
        day = value
    else:
        raise _not_a_day(value)
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise mistake(
            "day_out_of_range",
            f"the date {quoted(value)} lies outside {EARLIEST_DAY} to {LATEST_DAY}",
            "check the year",
        )
    return day


def parse_detail_day(value: object) -> date | Literal[""] | None:
    """As `parse_day`; None stays None (not known), and an empty text stays (there is no such date)."""
    if value is None or value == "":
        return value
    return parse_day(value)


def _day_of_text(text: str) -> date:
    is_day = _ISO_DAY.fullmatch(text)
    if not is_day and not _ISO_MOMENT.fullmatch(text):
        raise mistake("day_not_iso", f"{quoted(text)} is not a date", _WRITE_A_DATE)
    try:
        found = date.fromisoformat(text) if is_day else datetime.fromisoformat(text.upper())
    except ValueError:
        message = f"there is no day {quoted(text)} in the calendar"
        raise mistake("day_not_in_calendar", message, "check month, day and time") from None
    return _london_day(found) if isinstance(found, datetime) else found


def _london_day(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise mistake(
            "moment_without_zone",
            f"the date-time {quoted(moment.isoformat())} has no time zone",
            "add one (2025-06-02T09:30+01:00, or Z for UTC), or give the date alone",
        )
    if not EARLIEST_DAY.year <= moment.year <= LATEST_DAY.year + 1:
        return moment.date()  # out of range either way; a zone could carry it out of what dates can hold
    return moment.astimezone(_LONDON).date()


def _not_a_day(value: object) -> PydanticCustomError:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return mistake("day_as_number", f"a date cannot be the number {quoted(value)}", _WRITE_A_DATE)
    kind = "nothing" if value is None else type(value).__name__
    return mistake("day_not_text", f"a date is written as text, not {kind}", _WRITE_A_DATE)


class _DayRule:
    """Tells pydantic to take a day by `parse_day` and how to describe it in a JSON Schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_day)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(_DAY_SCHEMA)


class _DetailDayRule(_DayRule):
    """As `_DayRule`, and takes an empty text (no such date) and null (not known)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_detail_day)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [*_DAY_SCHEMA["anyOf"], {"const": ""}, {"type": "null"}]}


Day = Annotated[date, _DayRule()]
"""A day that is always there."""

DetailDay = Annotated[date | Literal[""] | None, _DetailDayRule()]
"""A day told about an event: None where it is not known, an empty text where there is known to be none."""
