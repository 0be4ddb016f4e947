"""The year of a self-assessment, written `2024-25`, and the other ways in which documents write it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictStr

from code_engine.assessment.typography import DASHES
from code_engine.case.mistakes import mistake
from code_engine.errors import quoted

# 2024-25, 2024/25, 2024/2025, 2024 to 2025; not 2024-25-01 and not a part of a longer number.
_YEARS = rf"(?<![\d/-])(20\d\d)\s*(?:[/{re.escape(DASHES)}]|to)\s*((?:20)?\d\d)(?![\d/-])"
_ANYWHERE = re.compile(_YEARS)
_HOW = "write the two years: 2024-25"

YEAR_FORM = re.compile(r"20\d\d-\d\d")
"""How a year is written in a file and in its name."""


def year_in(text: str) -> str | None:
    """The first year of assessment that a text names, as `2024-25`; None where it names none."""
    for found in _ANYWHERE.finditer(text):
        year = _joined(found[1], found[2])
        if year is not None:
            return year
    return None


def without_years(text: str) -> str:
    """The text with every year of assessment taken out."""
    return _ANYWHERE.sub(" ", text)


def parse_year(value: Any) -> str:
    """A year as a person wrote it (`2024-25`, `2024/25`, `2024/2025`), in the form `2024-25`.

    Raises `PydanticCustomError`, a `ValueError`, for anything that is not two years in a row.
    """
    found = _ANYWHERE.fullmatch(value.strip()) if isinstance(value, str) else None
    year = _joined(found[1], found[2]) if found else None
    if year is None:
        raise mistake("not_a_year", f"{quoted(value)} is not a year of assessment", _HOW)
    return year


def _strictly_written(value: Any) -> Any:
    """In a file there is one way to write it, which is also the name of the file."""
    if isinstance(value, str) and parse_year(value) != value:
        raise mistake("not_a_year", f"{quoted(value)} is not in the form of the file's name", _HOW)
    return value


def first_calendar_year(year: str) -> int:
    """The calendar year in which a year of assessment begins: 2024 for `2024-25`."""
    return int(year[:4])


def _joined(first: str, second: str) -> str | None:
    follows = int(first) + 1
    return f"{first}-{follows % 100:02d}" if int(second[-2:]) == follows % 100 and len(second) in (2, 4) else None


Year = Annotated[
    StrictStr,
    BeforeValidator(_strictly_written),
    Field(
        pattern=f"^{YEAR_FORM.pattern}$",
        description="The year assessed, from April to March: 2024-25.",
        examples=["2024-25"],
    ),
]
