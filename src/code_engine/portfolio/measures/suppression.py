"""Which counts of small groups are hidden, so that none can be worked out from the totals and the other counts.

A table has a row for each landlord and one for their group, and a column for each group of residents. A reader has
the total of each row, which is published elsewhere, and can take the landlords' rows from the group's. So it is tried
what such a reader can conclude, and more is hidden until nothing hidden can be concluded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = tuple[str, str]
"""A row and a column by name."""


class Counted(NamedTuple):
    """How many count, of how many; `whole` is None for a number that is not part of a known whole."""

    number: int
    whole: int | None = None


Rows: TypeAlias = Mapping[str, Mapping[str, Counted]]
Bounds: TypeAlias = dict[Cell, tuple[int, int]]
Line: TypeAlias = tuple[list[Cell], Cell | int]
"""Cells, and what they add up to: a number that is published, or another cell."""


def hidden_cells(
    rows: Rows, sums: Mapping[str, Collection[str]], smallest: int, besides: Iterable[Cell] = ()
) -> frozenset[Cell]:
    """The cells that must not be shown.

    `sums` names the rows that are the sum of other rows. A count is small where it, or what is left of its whole, is
    above nothing and below `smallest`; `besides`, whose wholes are hidden, are hidden whatever their size. What
    follows from the published totals alone is shown, since hiding it would hide nothing: where all of a row are in one
    column, and where none or all of them count.
    """
    lines = [*_lines(rows, sums)]
    every = {(row, column) for row, cells in rows.items() for column in cells}
    found = set(besides)
    unknown = _unknown(rows, lines, every) - found
    found |= {(row, column) for row, column in unknown if _small(rows[row][column], smallest)}
    while known := found - _unknown(rows, lines, found):
        more = _one_more(rows, lines, known, unknown - found)
        if more is None:
            break
        found.add(more)
    return frozenset(found)


def _lines(rows: Rows, sums: Mapping[str, Collection[str]]) -> Iterator[Line]:
    for row, cells in rows.items():
        yield [(row, column) for column in cells], sum(cell.number for cell in cells.values())
    for row, parts in sums.items():
        for column in rows[row]:
            yield [(part, column) for part in parts], (row, column)


def _small(cell: Counted, smallest: int) -> bool:
    return 0 < cell.number < smallest or (cell.whole is not None and 0 < cell.whole - cell.number < smallest)


def _unknown(rows: Rows, lines: Iterable[Line], hidden: Collection[Cell]) -> set[Cell]:
    """The hidden cells that a reader of all others cannot work out."""
    bounds: Bounds = {}
    for row, cells in rows.items():
        total = sum(cell.number for cell in cells.values())
        for column, cell in cells.items():
            most = total if cell.whole is None else cell.whole
            bounds[row, column] = (0, most) if (row, column) in hidden else (cell.number, cell.number)
    narrowed = True
    while narrowed:
        narrowed = any(_narrow(bounds, cells, total) for cells, total in lines)
    return {cell for cell in hidden if bounds[cell][0] < bounds[cell][1]}


def _narrow(bounds: Bounds, cells: list[Cell], total: Cell | int) -> bool:
    """Take from each bound what the others of its line do not allow; whether anything changed."""
    least, most = (total, total) if isinstance(total, int) else bounds[total]
    lowest, highest = (sum(bounds[cell][side] for cell in cells) for side in (0, 1))
    changed = False
    for cell in cells:
        low, high = bounds[cell]
        new = max(low, least - highest + high), min(high, most - lowest + low)
        changed = changed or new != (low, high)
        bounds[cell] = new
    if not isinstance(total, int):
        new = max(least, lowest), min(most, highest)
        changed = changed or new != bounds[total]
        bounds[total] = new
    return changed


def _one_more(rows: Rows, lines: Iterable[Line], known: Collection[Cell], shown: Collection[Cell]) -> Cell | None:
    """The cell to hide next: a sum before its parts, and the smallest of those that say the most about a known one."""
    touching: set[Cell] = set()
    for cells, total in lines:
        line = cells if isinstance(total, int) else [*cells, total]
        if any(cell in known for cell in line):
            if not isinstance(total, int) and total in shown:
                return total
            touching.update(cell for cell in line if cell in shown)

    def order(cell: Cell) -> tuple[bool, int, Cell]:
        count = rows[cell[0]][cell[1]].number
        return count == 0, count, cell  # hiding that nobody is there hides little

    return min(touching or shown, key=order, default=None)
