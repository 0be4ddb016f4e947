"""Lines for a terminal: wrapped to a width, indented, coloured only where asked.

Widths are counted in columns, not characters, so that names in wide scripts wrap where they should.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from code_engine.evaluation.evaluation import Status

BOLD = "\x1b[1m"
RED = "\x1b[1;31m"
YELLOW = "\x1b[33m"
CYAN = "\x1b[36m"
GREEN = "\x1b[32m"
DIM = "\x1b[2m"
RESET = "\x1b[0m"

STATUS_COLOURS: dict[Status, str] = {
    Status.BREACHED: RED,
    Status.PENDING: YELLOW,
    Status.UNDETERMINED: CYAN,
    Status.MET: GREEN,
    Status.NOT_APPLICABLE: DIM,
}

NARROWEST = 20
"""Columns below which wrapping would cut every word; a smaller width is taken as this."""


def columns(text: str) -> int:
    """How many terminal columns the text takes."""
    return sum(_character_columns(character) for character in text)


def _character_columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most `width` columns, the first of at most `first`.

    It breaks at spaces, and inside a word only where the word is longer than a line.
    """
    lines: list[str] = []
    line = ""
    room = width if first is None else first
    for word in text.split():
        for piece in _pieces(word, min(width, room)):
            if line and columns(line) + 1 + columns(piece) > room:
                lines.append(line)
                line, room = piece, width
            else:
                line = f"{line} {piece}" if line else piece
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        wide = _character_columns(character)
        if piece and used + wide > width:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + wide
    yield piece


class Page:
    """Collects lines of at most `width` columns; without `colour` no escape sequence is ever written."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = max(width, NARROWEST)
        self.colour = colour
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """A heading of the page, set off by an empty line."""
        if self._lines:
            self._lines.append("")
        for line in wrapped(text, self.width):
            self.line(line, BOLD)

    def paragraph(
        self,
        text: str,
        indent: int = 0,
        hang: int | None = None,
        *,
        lead: str = "",
        mark: str = "",
        colour: str = "",
    ) -> None:
        """Text indented by `indent` columns, its further lines by `hang`.

        `lead` stands before the text as it is, spaces included; `mark` is the words to colour.
        """
        further = indent if hang is None else hang
        lines = wrapped(text, self.width - further, self.width - indent - len(lead))
        for number, line in enumerate(lines):
            if self.colour and colour and number == 0:
                line = line.replace(mark, f"{colour}{mark}{RESET}", 1)
            self._lines.append(" " * further + line if number else " " * indent + lead + line)

    def line(self, text: str, colour: str = "") -> None:
        """One line as it is, for headings and drawings; the caller keeps it within the width."""
        self._lines.append(f"{colour}{text}{RESET}" if self.colour and colour else text)

    def text(self) -> str:
        """Everything written, ending in a newline."""
        return "\n".join(self._lines) + "\n"
