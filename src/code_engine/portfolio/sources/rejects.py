"""What could not be taken from a source: which row, which column, and why; never a personal value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from code_engine.case.model import Case

MASK: Final = "(not shown: personal)"
"""What stands in place of a value that may be about a person."""

_LONGEST_VALUE = 80

REJECT_COLUMNS: Final = ("row", "reference", "column", "value", "reason")
"""The columns of the file of rejects."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a row was not evaluated. `row` counts from 1 as the source does, its heading included where it has one.

    Of a folder the row is the place of the file among those read, and the column its name.
    """

    row: int
    reference: str | None
    column: str | None
    value: str | None
    reason: str

    def cells(self) -> tuple[str, ...]:
        """As a row of the file of rejects."""
        return (str(self.row), self.reference or "", self.column or "", self.value or "", self.reason)


@dataclass(frozen=True, slots=True)
class CaseRead:
    """What came of the rows of one case: the case itself, or the reasons why there is none.

    `rows` are the rows it was written in, each of which counts as read.
    """

    rows: tuple[int, ...]
    case: Case | None
    rejects: tuple[Reject, ...] = ()


def shown_value(value: object, personal: bool) -> str | None:
    """A value as the file of rejects shows it: masked where it may be personal, shortened where it is long."""
    if value is None:
        return None
    if personal:
        return MASK
    text = str(value).replace("\n", " ")
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def rejected(rows: tuple[int, ...], reference: str | None, *found: Reject) -> CaseRead:
    """A case that was not taken. Every one of its rows is accounted for: those without a mistake name the one with."""
    faulty = {reject.row for reject in found}
    first = min(faulty, default=rows[0])
    others = (
        Reject(row, reference, None, None, f"another row of this case, {first}, cannot be taken")
        for row in rows
        if row not in faulty
    )
    return CaseRead(rows, None, tuple(sorted((*found, *others), key=lambda reject: reject.row)))
