"""Place the rows of a document that has one cell to a line or paragraph, as a page copied out of a browser has.

A row begins at its provision number. The requirement goes up to the answer, the evidence from there on. An
empty cell has left a space that does not break, so one at the end of a row stands for its empty commentary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from code_engine.assessment.sheet_import.ledger import Ledger
from code_engine.assessment.sheet_import.line_row import place_row
from code_engine.assessment.sheet_import.pieces import Line, Piece
from code_engine.assessment.sheet_import.structure import (
    are_all_headings,
    column_of,
    is_empty,
    is_page_mark,
    is_part,
    is_section,
    number_before,
    number_in,
)

_OUTSIDE = "outside every row"


@dataclass(slots=True)
class _Open:
    """A row that is still open, and whether an empty cell has ended it."""

    provision: str
    place: str
    lines: list[Line] = field(default_factory=list)
    ended: bool = False

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.ended = line.ends_blank


class LinePlacing:
    """Places pieces one after another into a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._open: _Open | None = None
        self._closed: list[_Open] = []

    def place(self, pieces: Sequence[Piece]) -> None:
        """Place all pieces, and close the last row."""
        lines = [line for piece in pieces for line in _as_lines(piece)]
        headings = _headings_in(lines)
        for index, line in enumerate(lines):
            if index in headings:
                self._ledger.layout("headings")
                self._close()
            elif is_page_mark(line.text):
                self._ledger.layout("page marks")
            else:
                self._line(line)
        self._close()
        self._place_rows()

    def _line(self, line: Line) -> None:
        begun = self._begun(line)
        if begun is not None:
            provision, rest = begun
            self._close()
            self._open = _Open(provision, line.place)
            self._open.add(Line(line.place, rest, apart=True))
        elif self._open is not None:
            self._open.add(line)
        elif is_empty(line.text):
            if line.text.strip():
                self._ledger.layout("rows or lines without a word")
        else:
            self._ledger.not_placed(line.place, line.text, _OUTSIDE)

    def _begun(self, line: Line) -> tuple[str, str] | None:
        """The provision whose row begins with a line, and the rest of the line.

        A number alone begins a row. One with text behind it may be a reference inside evidence, so it begins a
        row only where the row above has ended, or where it is the provision that comes next.
        """
        alone = number_in(line.text)
        if alone is not None:
            return alone, ""
        begins = number_before(line.text)
        if begins is None or not self._ledger.knows(begins[0]):
            return None
        above = self._open
        expected = above is None or above.ended or self._ledger.follows(begins[0], above.provision)
        taken = {row.provision for row in (*self._closed, *([above] if above is not None else []))}
        return begins if expected and begins[0] not in taken else None

    def _close(self) -> None:
        if self._open is not None:
            self._closed.append(self._open)
        self._open = None

    def _place_rows(self) -> None:
        ended = sum(row.ended for row in self._closed)
        marked = ended * 2 > len(self._closed)
        if self._closed and not ended:
            place = self._closed[0].place
            self._ledger.doubt(
                place, "nothing marks where evidence ends and commentary begins: all is taken as evidence"
            )
        for number, row in enumerate(self._closed, start=1):
            # The last row of a file often lacks the mark, because white space at the end was cut off.
            unmarked = marked and not row.ended and number < len(self._closed)
            place_row(self._ledger, row.provision, row.place, row.lines, unmarked=unmarked)


def _as_lines(piece: Piece) -> Iterable[Line]:
    if isinstance(piece, Line):
        return (piece,)
    return tuple(Line(piece.place, cell) for cell in piece.cells if cell)


def _headings_in(lines: Sequence[Line]) -> set[int]:
    """The indexes of the headings of columns, and of the sections and parts above them."""
    found = {index for index, line in enumerate(lines) if is_section(line.text) or are_all_headings(line.text)}
    index = 0
    while index < len(lines):
        end = _end_of_headings(lines, index)
        found.update(range(index, end))
        index = max(end, index + 1)
    for index in range(len(lines) - 2, -1, -1):
        following = next((place for place in range(index + 1, len(lines)) if lines[place].text.strip()), None)
        if following in found and is_part(lines[index].text):
            found.add(index)
    return found


def _end_of_headings(lines: Sequence[Line], start: int) -> int:
    """Where a run of headings of different columns ends; `start` where fewer than three stand there."""
    seen: list[object] = []
    for index in range(start, len(lines)):
        column = column_of(lines[index].text)
        if column is None or column in seen or number_in(lines[index].text) is not None:
            break
        seen.append(column)
    return start + len(seen) if len(seen) >= 3 else start
