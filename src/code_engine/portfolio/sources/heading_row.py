"""What a file for which a mapping is to be proposed may be instead: cases already, or a table with a title above it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from code_engine.errors import DocumentError, Location, Problem
from code_engine.portfolio.sources.header_words import case_target, event_target
from code_engine.portfolio.sources.tables import JSON_LINES, Table, TableOptions, open_table

_ROWS_TRIED: Final = 12
_ENOUGH: Final = 2


def refuse_cases(table: Table) -> None:
    """Raise DocumentError for lines that are cases already, which need no mapping."""
    if table.path.suffix.lower() in JSON_LINES and {"reference", "events"} <= set(table.columns):
        problem = Problem(
            "each line of this is a case already, which needs no mapping",
            Location(str(table.path)),
            "give it to `code-engine portfolio evaluate` or `portfolio measures` as it is",
        )
        raise DocumentError(problem)


def likely_heading_row(path: Path, options: TableOptions) -> int | None:
    """The row of the first dozen with the most headings that say what they are; None where no row has several."""
    placed = {number: _placed(path, replace(options, heading_row=number)) for number in range(1, _ROWS_TRIED + 1)}
    best = max(placed, key=lambda number: (placed[number], -number))
    return best if placed[best] >= _ENOUGH and best != options.heading_row else None


def _placed(path: Path, options: TableOptions) -> int:
    try:
        columns = open_table(path, options).columns
    except DocumentError:
        return 0
    return sum(case_target(name) is not None or event_target(name) is not None for name in columns if name)
