"""Whether residents who are vulnerable or asked for an adjustment fared as the others did; small numbers hidden.

A group of four people in one month of one landlord is nearly four names. Counts below the smallest number that may
be shown are hidden, and one more where the hidden one could be worked out from the total.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from code_engine.portfolio.case_record import Circumstances
from code_engine.portfolio.measures.cohort import Cohort
from code_engine.portfolio.measures.measured_case import MeasuredCase
from code_engine.portfolio.measures.numbers import hidden, rounded
from code_engine.portfolio.measures.satisfaction import in_time
from code_engine.portfolio.measures.themes import upheld, went_to_stage_2

SMALLEST: Final = 5
"""Counts from one to four are not shown unless a landlord asks for another limit."""

COMPLAINTS: Final = "complaints"
"""The aspect that says how many there were."""

ASPECTS: Final[dict[str, Callable[[MeasuredCase], bool]]] = {
    "answered in time at stage 1": lambda case: in_time(case, 1),
    "went to stage 2": went_to_stage_2,
    "upheld in whole or in part": upheld,
}


@dataclass(frozen=True, slots=True)
class EqualityCell:
    """One count of one group. `shown` is False where it is too small to be told; then it must not be written."""

    group: Circumstances
    aspect: str
    count: int
    whole: int
    shown: bool

    def in_words(self) -> str:
        """The count with its share, or that it is hidden."""
        if not self.shown:
            return "hidden"
        share = rounded(100, self.count, self.whole)
        return f"{self.count} of {self.whole}" + (f" ({share} %)" if share is not None else "")


@dataclass(frozen=True, slots=True)
class EqualityView:
    """Every group by every aspect; first, as the aspect `complaints`, how many there were."""

    smallest: int
    cells: tuple[EqualityCell, ...]

    def cell(self, group: Circumstances, aspect: str) -> EqualityCell:
        """One cell. Raises KeyError where there is none."""
        for cell in self.cells:
            if cell.group == group and cell.aspect == aspect:
                return cell
        raise KeyError((group, aspect))


def equality_view(cohort: Cohort, smallest: int = SMALLEST) -> EqualityView:
    """The view over the complaints of stage 1."""
    groups = {group: [case for case in cohort.cases if case.record.circumstances is group] for group in Circumstances}
    wholes = {group: len(cases) for group, cases in groups.items()}
    # Of how many complaints there were, nothing is left over: only the number itself can be small.
    few = hidden(wholes, wholes, smallest)
    cells = [EqualityCell(group, COMPLAINTS, count, count, group not in few) for group, count in wholes.items()]
    for aspect, counts_in in ASPECTS.items():
        counts = {group: sum(map(counts_in, cases)) for group, cases in groups.items()}
        small = hidden(counts, wholes, smallest) | few
        cells.extend(
            EqualityCell(group, aspect, count, wholes[group], group not in small) for group, count in counts.items()
        )
    return EqualityView(smallest, tuple(cells))
