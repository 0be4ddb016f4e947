"""A row of an export, whatever file it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """The cells of a row in the order of the columns. `fault` says why it cannot be read, None where it can."""

    number: int
    cells: tuple[object, ...]
    fault: str | None = None


class TableParts(NamedTuple):
    """What each kind of file gives: columns, rows, and the delimiter where there is one."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    delimiter: str | None = None


def fitted(number: int, cells: tuple[object, ...], columns: int) -> Row:
    """A row with as many cells as there are columns: missing ones at the end are empty, further ones a fault."""
    if len(cells) > columns:
        fault = f"the row has {len(cells)} cells and there are {columns} columns"
        return Row(number, cells[:columns], fault)
    return Row(number, cells + (None,) * (columns - len(cells)))
