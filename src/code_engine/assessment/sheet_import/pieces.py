"""What every kind of document is taken apart into: rows of a table, and lines of text, in their order."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from code_engine.assessment.typography import DASHES

BLANK = "\xa0"
"""The space that does not break: in a published page it is what an empty cell of a form leaves behind."""

_ORDINARY_SPACE = " \t\r\n\f\v"
_BLOCK_TAG = re.compile(r"</?(?:p|div|ul|ol|table|tbody|tr|t[dh]|h[1-6]|br)\b[^<>]*>", re.IGNORECASE)
_ITEM_TAG = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6});")
_BULLET = re.compile(r"\s*[•◦▪‣●]\s*")
_DASH_ITEM = re.compile(rf"(?m)^\s*[{re.escape(DASHES)}*o]\s+(?=\S)")
_INVISIBLE = frozenset("\ufeff\u200b\u2060\u00ad")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; `place` says where it stood, in words."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph outside tables; `apart` tells whether a gap stands before it."""

    place: str
    text: str
    apart: bool = True

    @property
    def is_blank(self) -> bool:
        """Whether it is the mark of an empty cell and nothing else."""
        return BLANK in self.text and not self.text.strip()

    @property
    def ends_blank(self) -> bool:
        """Whether an empty cell follows on the same line."""
        return self.text.rstrip(_ORDINARY_SPACE).endswith(BLANK)


Piece: TypeAlias = TableRow | Line


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A document as pieces; `name` is that of its file, `title` the one kept outside its text, if any."""

    name: str
    pieces: tuple[Piece, ...]
    title: str | None = None
    remarks: tuple[str, ...] = ()


def cell_text(raw: str) -> str:
    """A cell's text: one line a paragraph, list items behind `- `, no tags, single spaces, nothing unprintable.

    Tags are taken out because some published documents print them.
    """
    text = raw
    if _TAG.search(text) or _ENTITY.search(text):
        text = html.unescape(_TAG.sub("", _ITEM_TAG.sub("\n- ", _BLOCK_TAG.sub("\n", text))))
    text = _BULLET.sub("\n- ", text)
    lines = (" ".join(_printable(line).split()) for line in _DASH_ITEM.sub("- ", text).split("\n"))
    return "\n".join(line for line in lines if has_words(line))


def one_line(raw: str) -> str:
    """The text of a cell or line on one line."""
    return " ".join(cell_text(raw).split())


def has_words(text: str) -> bool:
    """Whether there is a letter or a number in it; a dash or a full stop alone says nothing."""
    return any(character.isalnum() for character in text)


def continued(parts: Sequence[str]) -> str:
    """Parts of one cell as one text: where a part stops in the middle of a sentence, the next goes on with it."""
    text = ""
    for part in filter(None, parts):
        ends = not text or text.endswith((".", "!", "?", ":", ";")) or part.startswith("- ")
        text = f"{text}\n{part}".lstrip("\n") if ends else f"{text} {part}"
    return text


def _printable(line: str) -> str:
    return "".join(
        " " if character.isspace() else character
        for character in line
        if character.isspace()
        or (unicodedata.category(character) not in ("Cc", "Cs", "Cn") and character not in _INVISIBLE)
    )
