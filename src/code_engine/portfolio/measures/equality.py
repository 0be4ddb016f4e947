"""Whether residents who are vulnerable or asked for an adjustment fared as the others did; small numbers hidden.

A group of four people in one month of one landlord is nearly four names. Counts below the smallest number that may
be shown are hidden, and further ones where a hidden one could be worked out from totals or from the landlords beside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from code_engine.portfolio.case_record import Circumstances
from code_engine.portfolio.measures.measured_case import MeasuredCase
from code_engine.portfolio.measures.numbers import rounded
from code_engine.portfolio.measures.satisfaction import in_time
from code_engine.portfolio.measures.suppression import Counted, Rows, hidden_cells
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
        return f"{self.count} of {self.whole}" + (f" ({share}%)" if share is not None else "")


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


def equality_view(
    cases: Mapping[str, Sequence[MeasuredCase]], landlords: Collection[str], smallest: int = SMALLEST
) -> EqualityView:
    """The view over complaints of stage 1 for one landlord or several together.

    `cases` are those of each landlord of the group, since what is hidden for one could be worked out from the others.
    """
    sums = _sums(cases, landlords)
    own = next((name for name, parts in sums.items() if set(parts) == set(landlords)), next(iter(landlords)))
    groups = {
        name: {group: [case for case in found if case.record.circumstances is group] for group in Circumstances}
        for name, found in (*cases.items(), *((name, _together(cases, parts)) for name, parts in sums.items()))
    }
    # Of how many complaints there were, nothing is left over: only the number itself can be small.
    numbers: Rows = {name: {group: Counted(len(of)) for group, of in row.items()} for name, row in groups.items()}
    few = hidden_cells(numbers, sums, smallest)
    cells = [
        _cell(Circumstances(group), COMPLAINTS, counted, (own, group) not in few)
        for group, counted in numbers[own].items()
    ]
    for aspect, counts_in in ASPECTS.items():
        table: Rows = {
            name: {group: Counted(sum(map(counts_in, of)), len(of)) for group, of in row.items()}
            for name, row in groups.items()
        }
        small = hidden_cells(table, sums, smallest, few)
        cells.extend(
            _cell(Circumstances(group), aspect, counted, (own, group) not in small)
            for group, counted in table[own].items()
        )
    return EqualityView(smallest, tuple(cells))


def _sums(cases: Mapping[str, Sequence[MeasuredCase]], landlords: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The rows that are sums: all landlords of the group, and those asked for where they are some of them."""
    sums = {"*": tuple(cases)} if len(cases) > 1 else {}
    if 1 < len(landlords) < len(cases):
        sums["+"] = tuple(sorted(landlords))
    return sums


def _together(cases: Mapping[str, Sequence[MeasuredCase]], parts: Iterable[str]) -> list[MeasuredCase]:
    return [case for part in parts for case in cases[part]]


def _cell(group: Circumstances, aspect: str, counted: Counted, shown: bool) -> EqualityCell:
    return EqualityCell(
        group, aspect, counted.number, counted.number if counted.whole is None else counted.whole, shown
    )
