"""One cell of an export as a value of a case: words translated, dates read by their form, flags told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from code_engine.case.declarations import DetailKind
from code_engine.errors import did_you_mean, quoted
from code_engine.portfolio.sources.date_forms import NotADateError, day_in
from code_engine.portfolio.sources.mapping_file import ColumnEntry
from code_engine.portfolio.sources.targets import Target

CellValue = str | bool | int | list[str]
"""What goes into a case as a program has it: days as ISO text."""

_FLAGS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


class BadCellError(ValueError):
    """A cell that cannot be what its column is mapped to; the message says why."""


def value_of(
    cell: object, target: Target, entry: ColumnEntry, forms: Sequence[str], empty: Sequence[str]
) -> CellValue | None:
    """The value of a cell for one target, None where the cell says nothing.

    A word listed under `values` is taken as what it stands for. Raises BadCellError.
    """
    if cell is None:
        return None
    if isinstance(cell, list | tuple):
        return [str(part) for part in cell]
    text = _text(cell)
    if not text or text in empty:
        return None
    translated = _translated(text, entry.values)
    if translated is None and text in entry.values:
        return None
    if translated == "":
        # The mapping says that this word means: known to be nothing.
        return [] if target.kind in (DetailKind.TEXTS, DetailKind.DATES) else ""
    if target.kind in (DetailKind.DATE, DetailKind.DATES):
        return _days(cell if translated is None else translated, target, entry, forms)
    given = text if translated is None else translated
    if target.kind is DetailKind.FLAG:
        return _flag(cell if isinstance(cell, bool) else given)
    if target.kind is DetailKind.NUMBER:
        return _number(str(given))
    if target.kind is DetailKind.TEXTS:
        parts = [part.strip() for part in str(given).split(entry.separator)]
        return [_word(str(entry.values.get(part, part)), target) for part in parts if part]
    return _word(str(given), target)


def _text(cell: object) -> str:
    """A cell as text. A whole number that a spreadsheet holds as 7.0 is 7."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def _translated(text: str, values: Mapping[str, str | bool | None]) -> str | bool | None:
    """What the mapping says a word stands for: as it is written, else without regard to capitals."""
    if text in values:
        return values[text]
    folded = text.casefold()
    return next((meaning for word, meaning in values.items() if word.casefold() == folded), None)


def _days(cell: object, target: Target, entry: ColumnEntry, forms: Sequence[str]) -> CellValue:
    try:
        if target.kind is DetailKind.DATES and isinstance(cell, str):
            parts = (part.strip() for part in cell.split(entry.separator))
            return [day_in(part, forms).isoformat() for part in parts if part]
        return day_in(cell, forms).isoformat()
    except NotADateError as error:
        raise BadCellError(str(error)) from None


def _flag(given: object) -> bool:
    if isinstance(given, bool):
        return given
    known = _FLAGS.get(str(given).casefold())
    if known is None:
        raise BadCellError(f"{quoted(given)} is neither yes nor no; say under `values` what it stands for")
    return known


def _number(text: str) -> int:
    if not text.isdecimal():
        raise BadCellError(f"{quoted(text)} is not a whole number")
    return int(text)


def _word(text: str, target: Target) -> str:
    if target.choices and text not in target.choices:
        folded = text.casefold().replace(" ", "_")
        if folded in target.choices:
            return folded
        hint = did_you_mean(folded, target.choices) or f"allowed: {', '.join(target.choices[:12])}"
        raise BadCellError(f"{quoted(text)} is not one of the words allowed here; {hint}")
    return text
