"""How dates are written in an export: a form in words such as `DD/MM/YYYY`, always stated, never guessed.

3/4/2025 is a day in March or in April. Which one is said by the mapping; where it says nothing, only
year-month-day is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from pydantic_core import PydanticCustomError

from code_engine.case.dates import parse_day
from code_engine.errors import quoted

ISO: Final = "YYYY-MM-DD"
EXCEL: Final = "excel"
EXCEL_1904: Final = "excel-1904"
ASK: Final = "ASK"
"""What a proposal writes where a person has to choose; a mapping that still has it is refused."""

_TEXT_FORMS = (
    ISO,
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD.MM.YYYY",
    "YYYY/MM/DD",
    "YYYYMMDD",
    "DD/MM/YY",
    "MM/DD/YY",
    "DD MMM YYYY",
    "DD-MMM-YYYY",
    "DD-MMM-YY",
    "MMM DD, YYYY",
)
FORMS: Final = (*_TEXT_FORMS, EXCEL, EXCEL_1904)
"""Every form there is. A time may follow the day and is left aside."""

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_PIECES = (
    ("YYYY", r"(?P<year>\d{4})"),
    ("YY", r"(?P<short>\d{2})"),
    ("MMM", r"(?P<name>[A-Za-z]{3,9})"),
    ("MM", r"(?P<month>\d{1,2})"),
    ("DD", r"(?P<day>\d{1,2})"),
)
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
_EPOCHS = {EXCEL: date(1899, 12, 30), EXCEL_1904: date(1904, 1, 1)}
_CENTURY = 2000


class NotADateError(ValueError):
    """A cell that is no day in any of the forms stated for it; the message says which were looked for."""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Forms that all fit every value seen, although they mean different days."""

    forms: tuple[str, ...]


def day_in(value: object, forms: Sequence[str]) -> date:
    """The day that a cell stands for, by the forms stated for its column.

    A cell that is a date already stays; a number is a day only for `excel` and `excel-1904`; a moment with a zone
    is its day in London. Raises NotADateError.
    """
    if isinstance(value, datetime):
        return _checked(value if value.tzinfo is not None else value.date(), value)
    if isinstance(value, date):
        return _checked(value, value)
    if isinstance(value, bool):
        raise NotADateError(f"{quoted(value)} is not a date")
    serial = next((form for form in forms if form in _EPOCHS), None)
    if isinstance(value, int | float):
        return _checked(_of_serial(value, serial), value)
    text = str(value).strip()
    for form in forms:
        if form not in _EPOCHS:
            found = _of_text(text, form)
            if found is not None:
                return _checked(found, value)
    if serial is not None and re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        return _checked(_of_serial(float(text), serial), value)
    if ISO in forms and re.match(r"\d{4}-\d{2}-\d{2}[Tt]", text):
        return _checked(text, value)
    raise NotADateError(f"{quoted(text)} is not a date written {' or '.join(forms)}")


def forms_that_fit(values: Iterable[str]) -> tuple[str, ...]:
    """The forms by which every one of the texts is a day; none where one of them is not a day in any form."""
    left = list(_TEXT_FORMS)
    for value in values:
        left = [form for form in left if _fits(value, form)]
        if not left:
            break
    return tuple(left)


def contradict(forms: Sequence[str]) -> bool:
    """Whether two of the forms would read one text as two different days."""
    probe = {form: form.replace("YYYY", "2025").replace("YY", "25") for form in forms if form not in _EPOCHS}
    for form, text in probe.items():
        written = text.replace("MMM", "Apr").replace("DD", "03").replace("MM", "04")
        days = {_of_text(written, other) for other in probe if _of_text(written, other) is not None}
        if len(days) > 1:
            return True
        assert form in FORMS
    return False


def _fits(value: str, form: str) -> bool:
    try:
        return _of_text(value.strip(), form) is not None
    except NotADateError:
        return False


@cache
def _pattern(form: str) -> re.Pattern[str]:
    if form == "YYYYMMDD":
        return re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _TIME)
    pattern = re.escape(form).replace(r"\ ", " ")
    for word, expression in _PIECES:
        # What has been replaced holds no run of capitals, so a shorter piece never matches inside of it.
        pattern = re.sub(rf"(?<![A-Z]){word}(?![A-Z])", expression.replace("\\", "\\\\"), pattern, count=1)
    return re.compile(pattern + _TIME)


def _of_text(text: str, form: str) -> date | None:
    """The day in that form; None where the text is not in it or the calendar has no such day."""
    match = _pattern(form).fullmatch(text)
    if match is None:
        return None
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else _CENTURY + int(found["short"])
    month = _MONTHS.get(found["name"][:3].lower(), 0) if found.get("name") else int(found["month"])
    try:
        return date(year, month, int(found["day"]))
    except ValueError:
        return None


def _of_serial(value: float, form: str | None) -> date:
    if form is None:
        raise NotADateError(f"{quoted(value)} is a number; if spreadsheet days are meant, say `dates: {EXCEL}`")
    try:
        return _EPOCHS[form] + timedelta(days=int(value))
    except (OverflowError, ValueError):
        raise NotADateError(f"{quoted(value)} is no day of a spreadsheet") from None


def _checked(day: object, written: object) -> date:
    """The day itself where working days can be counted around it."""
    try:
        return parse_day(day)
    except PydanticCustomError as error:
        hint = (error.context or {}).get("hint")
        raise NotADateError(f"{error.message()}; {hint}" if hint else f"{quoted(written)} is not a date") from None
