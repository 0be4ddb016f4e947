"""What every way of bringing cases into columns gives: batches of answers, and the cases that need the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from code_engine.portfolio.sources.rejects import CaseRead

NumberedRead = tuple[int, CaseRead]
"""What was read, and the number by which it stands in the order of the source."""


@dataclass(slots=True)
class CaseBatch:
    """Some cases: the answers of the columns, and for the others what the row reader read.

    `answers` is a table with a case a row, in the order of `case_number`; `row_counts` says from how many rows each
    of them came. `read` reads those that the columns leave.
    """

    answers: Any
    row_counts: Sequence[int]
    read: Callable[[Sequence[int]], Iterator[NumberedRead]]
    others: list[NumberedRead] = field(default_factory=list)
