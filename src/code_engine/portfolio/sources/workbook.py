"""Sheets of Excel workbooks, read row by row; what a formula says is the value it had when the workbook was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from code_engine.errors import DocumentError, Location, Problem, did_you_mean, quoted
from code_engine.portfolio.optional import needed
from code_engine.portfolio.sources.row import Row, TableParts, fitted

_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def read_workbook(path: Path, sheet: str | None, heading_row: int) -> TableParts:
    """The columns and rows of one sheet, the first where none is named.

    Raises DocumentError where it is no workbook or has no such sheet, MissingExtraError without openpyxl.
    """
    columns: tuple[str, ...] = ()
    for number, cells in _rows(path, sheet):
        if number == heading_row:
            columns = tuple("" if cell is None else str(cell).strip() for cell in cells)
            break
    while columns and not columns[-1]:
        columns = columns[:-1]

    def rows() -> Iterator[Row]:
        for number, cells in _rows(path, sheet):
            if number > heading_row:
                while cells and cells[-1] is None:
                    cells = cells[:-1]
                if cells:
                    yield _checked(fitted(number, cells, len(columns)))

    return TableParts(columns, rows)


def _checked(row: Row) -> Row:
    error = next((cell for cell in row.cells if cell in _ERRORS), None)
    return row if error is None else Row(row.number, row.cells, f"a formula of this row says {quoted(error)}")


def _rows(path: Path, name: str | None) -> Iterator[tuple[int, tuple[object, ...]]]:
    openpyxl = needed("openpyxl", "reading a workbook")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a broken archive fails in whichever way the part does that is read first
        hint = "open it in Excel and save it again as .xlsx"
        problem = Problem(f"this is not a workbook: {type(error).__name__}", Location(str(path)), hint)
        raise DocumentError(problem) from None
    try:
        sheet = _sheet(path, book, name)
        # What a writer noted as the size of the sheet is often wrong, and rows beyond it would be lost.
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    finally:
        book.close()


def _sheet(path: Path, book: Any, name: str | None) -> Any:
    names = [sheet.title for sheet in book.worksheets]
    if name is None:
        return book.worksheets[0]
    if name not in names:
        hint = did_you_mean(name, names) or f"sheets: {', '.join(map(quoted, names))}"
        raise DocumentError(Problem(f"there is no sheet {quoted(name)}", Location(str(path)), hint))
    return book[name]
