"""A table for a terminal: columns as wide as they have to be, the widest text column cut where it does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from code_engine.presentation.terminal import Page, columns, wrapped
from code_engine.presentation.words import clean

_GAP = "  "
_NARROWEST = 8


def write_table(
    page: Page, headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
) -> None:
    """Write a table onto the page; the columns at the places `numbers` stand to the right."""
    if not rows:
        return
    table = [[clean(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(columns(row[place]) for row in table) for place in range(len(headings))]
    _fit(widths, page.width - len(_GAP) * (len(headings) - 1), frozenset(numbers))
    for row in table:
        cells = [wrapped(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            page.line(_GAP.join(_padded(part, widths[at], at in numbers) for at, part in enumerate(parts)).rstrip())


def _fit(widths: list[int], room: int, numbers: frozenset[int]) -> None:
    """Narrow the widest column of words until the table fits, as far as it can."""
    while sum(widths) > room:
        widest = max((at for at in range(len(widths)) if at not in numbers), key=lambda at: widths[at], default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            return
        widths[widest] -= 1


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * max(width - columns(text), 0)
    return space + text if right else text + space
