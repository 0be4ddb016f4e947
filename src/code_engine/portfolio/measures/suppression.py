"""Which counts of small groups are hidden, so that none can be worked out from the totals and the other counts.

A table has a row for each landlord and one for their group, and a column for each group of residents. A reader has
the total of each row, which is published elsewhere, and can take the landlords' rows from the group's. So a count that
is hidden is hidden together with another one in its row and in its column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

Cell: TypeAlias = tuple[str, str]
"""A row and a column by name."""

_TWO: Final = 2


class Counted(NamedTuple):
    """How many count, of how many; `whole` is None for a number that is not part of a known whole."""

    count: int
    whole: int | None = None

    @property
    def anybody(self) -> bool:
        """Whether there is anybody who could count."""
        return bool(self.count if self.whole is None else self.whole)


Rows: TypeAlias = Mapping[str, Mapping[str, Counted]]


def hidden_cells(
    rows: Rows, sums: Mapping[str, Collection[str]], smallest: int, besides: Iterable[Cell] = ()
) -> frozenset[Cell]:
    """The cells that must not be shown.

    `sums` names the rows that are the sum of other rows. A count is small where it, or what is left of its whole, is
    above nothing and below `smallest`; `besides`, whose wholes are hidden, are hidden whatever their size. What the published total of a row
    says by itself hides nobody and is shown: where all of a row are in one column, and where none or all of them count.
    """
    may_hide = _left_open(rows, sums)
    found = {(row, column) for row, column in may_hide if _small(rows[row][column], smallest)}
    found |= set(besides)
    changed = True
    while changed:
        further = {cell for cell in _further(rows, sums, found, may_hide) if cell is not None}
        changed = bool(further)
        found |= further
    return frozenset(found)


def _left_open(rows: Rows, sums: Mapping[str, Collection[str]]) -> set[Cell]:
    """The cells that totals alone do not give away."""
    found = {(row, column) for row, cells in rows.items() for column, cell in cells.items() if cell.anybody}
    before = -1
    while len(found) != before:
        before = len(found)
        for row, cells in rows.items():
            own = [(row, column) for column in cells if (row, column) in found]
            if len(own) < _TWO or not _leaves_open([cells[column] for _, column in own]):
                found.difference_update(own)
        for row, parts in sums.items():
            for column in rows[row]:
                line = [cell for cell in ((each, column) for each in (row, *parts)) if cell in found]
                if len(line) == 1:
                    found.difference_update(line)
    return found


def _leaves_open(cells: Collection[Counted]) -> bool:
    """Whether cells of which the sum is known could be others: neither none nor all of them count."""
    count = sum(cell.count for cell in cells)
    whole = None if any(cell.whole is None for cell in cells) else sum(cell.whole or 0 for cell in cells)
    return count > 0 and (whole is None or count < whole)


def _small(cell: Counted, smallest: int) -> bool:
    return 0 < cell.count < smallest or (cell.whole is not None and 0 < cell.whole - cell.count < smallest)


def _further(
    rows: Rows, sums: Mapping[str, Collection[str]], found: Collection[Cell], may_hide: Collection[Cell]
) -> Iterator[Cell | None]:
    """What has to be hidden with what is: one more of each line from which a hidden cell could be worked out."""
    for row, cells in rows.items():
        line = [(row, column) for column in cells]
        hidden = [cell for cell in line if cell in found]
        if hidden and (len(hidden) < _TWO or not _leaves_open([rows[row][column] for _, column in hidden])):
            rest = [cell for cell in line if cell in may_hide and cell not in found]
            yield min(rest, key=lambda cell: (rows[cell[0]][cell[1]].count, line.index(cell)), default=None)
    for row, parts in sums.items():
        for column in rows[row]:
            # A sum goes before what it adds up: hiding it takes less from a reader.
            line = [(row, column), *((part, column) for part in parts)]
            parts_hidden = [rows[part][column] for part in parts if (part, column) in found]
            told = line[0] not in found and parts_hidden and not _leaves_open(parts_hidden)
            if told or sum(cell in found for cell in line) == 1:
                yield next((cell for cell in line if cell in may_hide and cell not in found), None)
