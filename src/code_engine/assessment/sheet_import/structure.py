"""What marks the structure of a self-assessment: headings of columns and sections, provision numbers, page marks.

None of it is the Code's own text: a column is known by its heading, a requirement by where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from code_engine.assessment.sheet_import.pieces import has_words, one_line


class Column(StrEnum):
    """The five columns of the form."""

    PROVISION = "provision"
    REQUIREMENT = "requirement"
    COMPLY = "comply"
    EVIDENCE = "evidence"
    COMMENTARY = "commentary"


ALL_COLUMNS: tuple[Column | None, ...] = tuple(Column)

# The first that fits: "Code requirement" and "Evidence of compliance" have words of two columns.
_HEADINGS = (
    (Column.EVIDENCE, re.compile(r"\bevidence\b")),
    (Column.COMMENTARY, re.compile(r"\b(comment|commentary|comments|explanations?|notes)\b")),
    (Column.COMPLY, re.compile(r"\bcompl(y|ies|ied|iance|iant)\b|\byes ?/ ?no\b")),
    (Column.REQUIREMENT, re.compile(r"\brequirements?\b")),
    (Column.PROVISION, re.compile(r"\b(provision|code|clause|paragraph|ref|reference|number|no)\b")),
)
_LONGEST_HEADING = 8
_FEWEST_HEADINGS = 3
_HEADINGS_IN_A_LINE = re.compile(
    r"^\W*code provision\W+code requirement\W+.*\bcompl.*\bevidence\b(?:\W+comment\w*)?(?:\W+explanation)?\W*$",
    re.IGNORECASE,
)
_SECTION = re.compile(r"#*\s*\W*section\s+\d+\b(?!\.)", re.IGNORECASE)
_PART = re.compile(r"#*\s*\W*(stage|part|section|appendix|annex)\s+\w+\b", re.IGNORECASE)
_LONGEST_PART = 14
_PAGE_MARK = re.compile(r"\W*page\s+\d+(\s+(of|/)\s+\d+)?\W*", re.IGNORECASE)

_NUMBER = r"(?:provision\s+|code\s+)?(\d{1,2}\.\d{1,2})(?![\d.]*\d)"
_EDGE = r"[\s\"'(\[*#]*"
_LONE_NUMBER = re.compile(rf"{_EDGE}{_NUMBER}\.?\W*(?:\(?cont\w*\.?\)?)?\W*", re.IGNORECASE)
_LEADING_NUMBER = re.compile(rf"{_EDGE}{_NUMBER}[.:)]?\s+(?=\S)", re.IGNORECASE)


def column_of(heading: str) -> Column | None:
    """The column a heading stands for; None where it is none of them, or too long to be a heading."""
    words = one_line(heading).lower()
    if not words or len(words.split()) > _LONGEST_HEADING:
        return None
    return next((column for column, form in _HEADINGS if form.search(words)), None)


def columns_of(cells: Sequence[str]) -> tuple[Column | None, ...] | None:
    """The column of each cell of a row of headings; None where the row is not one.

    A heading that is none of the five, or a second one of the same column, is None.
    """
    if not cells or number_in(cells[0]) is not None:
        return None
    if any(len(one_line(cell).split()) > _LONGEST_HEADING for cell in cells):
        return None
    found: list[Column | None] = []
    for cell in cells:
        column = column_of(cell)
        found.append(None if column in found else column)
    return tuple(found) if sum(column is not None for column in found) >= _FEWEST_HEADINGS else None


def are_all_headings(text: str) -> bool:
    """Whether one line holds the headings of the whole table."""
    return bool(_HEADINGS_IN_A_LINE.match(one_line(text)))


def is_section(text: str) -> bool:
    """Whether a line is the heading of a section of the Code."""
    line = one_line(text)
    return bool(_SECTION.match(line)) and _is_short(line)


def is_part(text: str) -> bool:
    """Whether a line could be the heading of a part, such as `Stage 1`; it is one before headings of a table."""
    line = one_line(text)
    return bool(_PART.match(line)) and _is_short(line)


def is_page_mark(text: str) -> bool:
    """Whether a line only counts pages."""
    return bool(_PAGE_MARK.fullmatch(one_line(text)))


def is_empty(text: str) -> bool:
    """Whether a cell or line says nothing: no letter and no number."""
    return not has_words(text)


def number_in(text: str) -> str | None:
    """The provision number that is all a cell or line holds; a note that the row is continued may follow."""
    found = _LONE_NUMBER.fullmatch(one_line(text))
    return found[1] if found else None


def number_before(text: str) -> tuple[str, str] | None:
    """The provision number a text begins with, and the text behind it; None where it begins with none."""
    found = _LEADING_NUMBER.match(text)
    return (found[1], text[found.end() :]) if found else None


def _is_short(line: str) -> bool:
    return len(line.split()) <= _LONGEST_PART and not line.endswith(".")
