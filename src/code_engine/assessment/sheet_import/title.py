"""The title of a published self-assessment: its year, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from code_engine.assessment.sheet_import.pieces import Line, Piece, TableRow, TakenApart, one_line
from code_engine.assessment.sheet_import.structure import (
    are_all_headings,
    column_of,
    columns_of,
    is_empty,
    is_page_mark,
    is_section,
    number_before,
    number_in,
)
from code_engine.assessment.typography import DASHES, QUOTES, plain
from code_engine.assessment.years import without_years, year_in

_TITLE = re.compile(r"self[\s-]*assessment|^\W*appendix\b", re.IGNORECASE)
_LONGEST_TITLE = 20
_NOT_A_NAME = re.compile(
    r"\b(appendix\s+\w\b|appendix|housing ombudsman('s)?|complaints?|handling|code|self[\s-]*assessment|form|annual"
    r"|against|of|for|by|the|and|in|with|year|compliance|statutory|published|20\d\d)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above the form; `lines` are the pieces taken for the title, `above` all that stands there."""

    text: str | None
    year: str | None
    landlord_name: str | None
    lines: tuple[Line, ...]
    above: tuple[Piece, ...]


def title_of(document: TakenApart) -> Title:
    """Read the title from what stands above the first row of headings, or above the first provision."""
    above = document.pieces[: _first_of_the_form(document.pieces)]
    lines = tuple(piece for piece in above if isinstance(piece, Line) and _is_title(piece.text))
    said = list(dict.fromkeys(one_line(line.text).strip("#* ") for line in lines))
    if not said and document.title is not None and _is_title(document.title):
        said = [one_line(document.title)]
    text = " ".join(said) or None
    return Title(text, year_in(text) if text else None, _name_in(said), lines, above)


def _is_title(text: str) -> bool:
    line = one_line(text)
    if not line or len(line.split()) > _LONGEST_TITLE or line.endswith(".") or is_section(_without_bullet(line)):
        return False
    return bool(_TITLE.search(line)) or year_in(line) is not None


def _without_bullet(line: str) -> str:
    """A page's links to its sections are a list."""
    return line.removeprefix("- ")


def _first_of_the_form(pieces: Sequence[Piece]) -> int:
    """Where the form begins: its first headings, else its first provision; the end where it has neither."""
    headings = next((place for place, piece in enumerate(pieces) if _are_headings(pieces, place, piece)), None)
    numbers = next((place for place, piece in enumerate(pieces) if _is_numbered(piece)), len(pieces))
    return min(numbers, headings) if headings is not None else numbers


def _are_headings(pieces: Sequence[Piece], place: int, piece: Piece) -> bool:
    if isinstance(piece, TableRow):
        return columns_of(piece.cells) is not None
    if are_all_headings(piece.text):
        return True
    next_three = pieces[place : place + 3]
    named = [column_of(each.text) for each in next_three if isinstance(each, Line)]
    return len(named) == 3 and None not in named and len(set(named)) == 3


def _is_numbered(piece: Piece) -> bool:
    text = piece.cells[0] if isinstance(piece, TableRow) and piece.cells else getattr(piece, "text", "")
    return number_in(text) is not None or number_before(text) is not None


def _name_in(lines: Iterable[str]) -> str | None:
    """What is left of a title without its year and the words every such title has, if it can be a name."""
    for line in lines:
        left = " ".join(_NOT_A_NAME.sub(" ", plain(without_years(line))).split())
        name = left.strip(f" :,|()/.{DASHES}{QUOTES}")
        words = name.split()
        if words and len(words) <= _LONGEST_NAME and all(word[0].isupper() or word[0].isdigit() for word in words):
            return name
    return None


def says_something(piece: Piece) -> bool:
    """Whether a piece above the form has to be listed: it is no heading, page mark or empty line."""
    if isinstance(piece, TableRow):
        return any(not is_empty(cell) for cell in piece.cells)
    return not (is_empty(piece.text) or is_page_mark(piece.text) or is_section(piece.text))
