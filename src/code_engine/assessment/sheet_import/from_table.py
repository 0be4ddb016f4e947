"""Place the rows of a document whose form is a table.

A row begins where the column of provisions holds a number. A row of the table without a number goes on with
the row above: a page ended inside it, and each cell continues below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from code_engine.assessment.sheet_import.answers import answer_in
from code_engine.assessment.sheet_import.ledger import Ledger
from code_engine.assessment.sheet_import.pieces import Line, Piece, TableRow, cell_text, continued, one_line
from code_engine.assessment.sheet_import.structure import (
    ALL_COLUMNS,
    Column,
    columns_of,
    is_empty,
    is_page_mark,
    is_part,
    is_section,
    number_before,
    number_in,
)

_HEADING, _HEADINGS, _DASHES, _PAGES = "headings", "rows of headings", "rows or lines without a word", "page marks"


@dataclass(slots=True)
class _Draft:
    """A row that is still open: the parts of each of its cells."""

    provision: str
    place: str
    parts: dict[Column, list[str]] = field(default_factory=dict)

    def add(self, column: Column, text: str) -> None:
        self.parts.setdefault(column, []).append(text)

    def whole(self, column: Column) -> str:
        return continued(self.parts.get(column, []))


class TablePlacing:
    """Places pieces one after another into a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._columns = ALL_COLUMNS
        self._headings: tuple[str, ...] = ()
        self._draft: _Draft | None = None

    def place(self, pieces: Iterable[Piece]) -> None:
        """Place all pieces, and close the last row."""
        for piece in pieces:
            if isinstance(piece, Line):
                self._line(piece)
            else:
                self._row(piece)
        self._close()

    def _line(self, line: Line) -> None:
        if is_empty(line.text):
            if line.text.strip():
                self._ledger.layout(_DASHES)
        elif is_page_mark(line.text):
            self._ledger.layout(_PAGES)
        elif is_section(line.text) or is_part(line.text):
            self._ledger.layout(_HEADING)
            self._close()
        else:
            self._ledger.not_placed(line.place, line.text, "outside the table")

    def _row(self, row: TableRow) -> None:
        columns = columns_of(row.cells)
        if columns is not None:
            self._columns, self._headings = columns, tuple(one_line(cell) for cell in row.cells)
            self._ledger.layout(_HEADINGS)
        elif all(is_empty(cell) for cell in row.cells):
            self._ledger.layout(_DASHES)
        else:
            self._content(row)

    def _content(self, row: TableRow) -> None:
        first = self._first_column()
        cells = list(row.cells)
        lead = cells[first] if first < len(cells) else ""
        provision, rest = number_in(lead), ""
        if provision is None and (begins := number_before(cell_text(lead))) is not None:
            provision, rest = begins
        said = [cell for cell in cells if not is_empty(cell)]
        if provision is not None:
            self._begin(provision, row.place, cells, rest, first)
        elif is_empty(lead) and self._draft is not None:
            self._fill(self._draft, cells, row.place)
        elif len(said) == 1 and (is_section(said[0]) or is_part(said[0])):
            self._ledger.layout(_HEADING)
            self._close()
        else:
            self._ledger.not_placed(row.place, " / ".join(map(one_line, said)), "a row without a provision number")

    def _begin(self, provision: str, place: str, cells: list[str], rest: str, first: int) -> None:
        draft = self._draft
        cells[first] = ""
        same = draft is not None and draft.provision == provision
        if not same or any(answer_in(cell) is not None for cell in cells):
            self._close()
            draft = _Draft(provision, place)
        assert draft is not None
        self._draft = draft
        if rest:
            draft.add(Column.REQUIREMENT, rest)
        self._fill(draft, cells, place)

    def _fill(self, draft: _Draft, cells: list[str], place: str) -> None:
        columns = self._columns_for(cells)
        for index, raw in enumerate(cells):
            text = cell_text(raw)
            column = columns[index] if index < len(columns) else None
            if not text:
                continue
            if column is not None:
                draft.add(column, text)
            else:
                self._ledger.not_placed(place, text, f"{self._unknown(index)}, beside provision {draft.provision}")

    def _columns_for(self, cells: list[str]) -> tuple[Column | None, ...]:
        """The columns of a row: those of the headings, moved where a cell before the answer is left out."""
        columns = self._columns
        answer = columns.index(Column.COMPLY) if Column.COMPLY in columns else None
        if answer is None or (
            answer < len(cells) and (is_empty(cells[answer]) or answer_in(cells[answer]) is not None)
        ):
            return columns
        at = next((index for index, cell in enumerate(cells[:answer]) if answer_in(cell) is not None), None)
        if at is None:
            return columns
        return (*columns[:at], *columns[answer:])

    def _first_column(self) -> int:
        return self._columns.index(Column.PROVISION) if Column.PROVISION in self._columns else 0

    def _unknown(self, index: int) -> str:
        name = self._headings[index] if index < len(self._headings) else ""
        return f"in the column {name}" if name else "in a column without a heading"

    def _close(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._ledger.row(
            draft.provision,
            draft.place,
            draft.whole(Column.REQUIREMENT),
            draft.whole(Column.COMPLY),
            draft.whole(Column.EVIDENCE),
            draft.whole(Column.COMMENTARY),
        )
