"""Read a published self-assessment, whatever its layout, into rows: provision, Yes or No, evidence, commentary.

A document is taken apart into rows of tables and lines of text (file_pieces.py), its title is read
(title.py), and every piece is placed in a row or listed as not placed (from_table.py, from_lines.py). Which
provisions there are is told by the caller, from the ruleset: nothing here holds a sentence of the Code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from code_engine.assessment.sheet_import.file_pieces import take_apart
from code_engine.assessment.sheet_import.from_lines import LinePlacing
from code_engine.assessment.sheet_import.from_table import TablePlacing
from code_engine.assessment.sheet_import.ledger import Ledger
from code_engine.assessment.sheet_import.pieces import Line, Piece, TableRow, TakenApart, cell_text, has_words, one_line
from code_engine.assessment.sheet_import.result import Doubt, ImportedRow, ImportedSheet, NotPlaced, Placed
from code_engine.assessment.sheet_import.structure import is_section, number_before, number_in
from code_engine.assessment.sheet_import.title import Title, says_something, title_of
from code_engine.errors import DocumentError, Location, Problem

__all__ = [
    "Doubt",
    "ImportedRow",
    "ImportedSheet",
    "NotPlaced",
    "Placed",
    "TakenApart",
    "Title",
    "place",
    "take_apart",
    "title_of",
]

_ABOVE = "above the form"


def place(document: TakenApart, provisions: Sequence[str]) -> ImportedSheet:
    """Place everything in a document; `provisions` are the numbers of the Code in their order.

    Raises DocumentError where not one row with an answer is found: it is no self-assessment.
    """
    title = title_of(document)
    ledger = Ledger(provisions)
    for remark in document.remarks:
        ledger.doubt(document.name, remark)
    _account_for_what_stands_above(title, ledger)
    form = [piece for piece in document.pieces[len(title.above) :] if not _repeats(piece, title, ledger)]
    if any(_is_row(piece, provisions) for piece in form):
        TablePlacing(ledger).place(form)
    else:
        LinePlacing(ledger).place(form)
    placed = ledger.closed()
    if all(row.comply is None for row in placed.rows.values()):
        hint = "a row has the number of a provision, such as 1.2, and Yes or No"
        raise DocumentError(Problem("no row of a self-assessment was found in it", Location(document.name), hint))
    missing = tuple(provision for provision in provisions if provision not in placed.rows)
    return ImportedSheet(document.name, title.text, title.year, title.landlord_name, placed, missing)


def _account_for_what_stands_above(title: Title, ledger: Ledger) -> None:
    taken = {id(line) for line in title.lines}
    for piece in title.above:
        if id(piece) in taken:
            ledger.layout("lines of the title")
        elif not says_something(piece):
            ledger.layout("headings")
        else:
            text = piece.text if isinstance(piece, Line) else " / ".join(filter(has_words, map(cell_text, piece.cells)))
            ledger.not_placed(piece.place, text, _ABOVE)


def _repeats(piece: Piece, title: Title, ledger: Ledger) -> bool:
    """Whether a line only repeats one above the form, as the header of a page does inside a row.

    The title is counted; another line is listed, because evidence might be the same words.
    """
    if not isinstance(piece, Line) or not has_words(piece.text):
        return False
    text = one_line(piece.text)
    if text in {one_line(line.text) for line in title.lines}:
        ledger.layout("page marks")
        return True
    if text in {one_line(line.text) for line in title.above if isinstance(line, Line) and not is_section(line.text)}:
        ledger.not_placed(piece.place, text, "it repeats a line above the form")
        return True
    return False


def _is_row(piece: Piece, provisions: Sequence[str]) -> bool:
    """Whether a piece is a row of the form: one of its first cells holds the number of a provision."""
    if not isinstance(piece, TableRow):
        return False
    cells = piece.cells[:2]
    numbers = Counter(number_in(cell) or (number_before(cell_text(cell)) or ("", ""))[0] for cell in cells)
    return any(number in provisions for number in numbers) and sum(has_words(cell) for cell in piece.cells) > 1
