"""CSV and the like, read in the encoding that is stated: a wrong one is an error, never a strange letter."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Generator, Iterator
from pathlib import Path

from code_engine.errors import DocumentError, Location, Problem, quoted
from code_engine.portfolio.sources.row import Row, TableParts, fitted

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_LOOKED_AT = 4_096
_USUAL = "windows-1252"


def read_delimited(path: Path, encoding: str, delimiter: str | None, heading_row: int) -> TableParts:
    """The columns and rows of a file. The delimiter is the commonest in its heading where none is stated.

    Raises DocumentError: an unknown encoding, bytes that are none in it, a heading that is not there.
    """
    chosen = _encoding(path, encoding)
    if delimiter is None:
        heading = _line(path, chosen, heading_row)
        delimiter = max(_DELIMITERS, key=heading.count)
    lines = _lines(path, chosen, delimiter, heading_row)
    columns = next(((tuple(cell.strip() for cell in cells)) for number, cells in lines if number == heading_row), ())
    lines.close()

    def rows() -> Iterator[Row]:
        for number, cells in _lines(path, chosen, delimiter, heading_row):
            if number > heading_row and any(cell.strip() for cell in cells):
                yield _row(number, cells, len(columns))

    return TableParts(columns, rows, delimiter)


def _row(number: int, cells: list[str], columns: int) -> Row:
    row = fitted(number, tuple(cells), columns)
    if any("\0" in cell for cell in cells):
        return Row(number, row.cells, "the row holds a character that no text has (NUL)")
    if len(cells) < columns:
        # A line that was cut off could be missing anything.
        return Row(number, row.cells, f"the row has {len(cells)} cells and there are {columns} columns")
    return row


def _lines(path: Path, encoding: str, delimiter: str, heading_row: int) -> Generator[tuple[int, list[str]], None, None]:
    """Rows with the number of each, counted as a spreadsheet would."""
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                yield number, cells
    except UnicodeError:
        raise _undecodable(path, encoding) from None
    except csv.Error as error:
        hint = "check the quotation marks of this row, and `delimiter:` in the mapping"
        raise DocumentError(
            Problem(f"this row cannot be read: {error}", Location(str(path), number + 1), hint)
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    if number < heading_row:
        raise DocumentError(Problem(f"there is no row {heading_row}", Location(str(path)), "check `heading_row:`"))


def _line(path: Path, encoding: str, wanted: int) -> str:
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, line in enumerate(file, start=1):
                if number == wanted:
                    return line
    except UnicodeError:
        raise _undecodable(path, encoding) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    return ""


def _encoding(path: Path, stated: str) -> str:
    """The encoding stated, or the one that the mark at the beginning of the file says."""
    try:
        codecs.lookup(stated)
    except LookupError:
        hint = "common ones: utf-8, windows-1252, utf-16"
        raise DocumentError(Problem(f"{quoted(stated)} is no encoding", Location(str(path)), hint)) from None
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise _unreadable(path, error) from None
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), stated)


def _undecodable(path: Path, encoding: str) -> DocumentError:
    """A file in another encoding: the line of the first byte that is none in this one, and what it may be instead."""
    place, line = "", None
    with path.open("rb") as file:
        beginning = file.read(_LOOKED_AT)
        file.seek(0)
        for number, content in enumerate(file, start=1):
            try:
                content.decode(encoding)
            except UnicodeDecodeError as found:
                place, line = f": it has the byte 0x{content[found.start]:02X} here", number
                break
            except UnicodeError:
                break  # the file as a whole is in none, as UTF-16 without a mark
    wide = beginning.count(0) > len(beginning) // 4
    other = ("utf-16-le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16-be") if wide else _USUAL
    hint = f"say how it was saved: `encoding: {other}` in the mapping, `--encoding {other}` for `portfolio map`"
    return DocumentError(Problem(f"this file is not {encoding}{place}", Location(str(path), line), hint))


def _unreadable(path: Path, error: OSError) -> DocumentError:
    reason = (error.strerror or "unknown reason").lower()
    return DocumentError(Problem(f"this file cannot be read: {reason}", Location(str(path)), "check the name"))
