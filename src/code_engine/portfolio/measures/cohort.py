"""Which cases count in a year: complaints received in it at stage 1, requests made in it at stage 2."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from code_engine.portfolio.measures.measured_case import MeasuredCase


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a year of reporting, both included."""

    name: str
    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def months(self) -> tuple[str, ...]:
        """Its months as `2024-04`, in order."""
        found = []
        year, month = self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            found.append(f"{year}-{month:02}")
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The complaints of one stage in a period. The others are not counted, and listed with the reason.

    `unsettled`: what is on record does not say whether the complaint reached the stage. `undated`: the stage was
    begun in the period, and the day of the complaint or of the request, by which it is counted, is not on record.
    """

    stage: int
    cases: tuple[MeasuredCase, ...]
    refused: tuple[str, ...]
    unsettled: tuple[str, ...]
    undated: tuple[str, ...]

    def references(self) -> tuple[str, ...]:
        """The references of the cases that count, in order."""
        return references(self.cases)


def cohort(cases: Iterable[MeasuredCase], period: Period, stage: int) -> Cohort:
    """The complaints made in the period at stage 1, or the requests made in it at stage 2."""
    counted: list[MeasuredCase] = []
    refused: list[str] = []
    unsettled: list[str] = []
    undated: list[str] = []
    for case in cases:
        found = case.record.stage(stage)
        if found.asked_on is None and found.reached is not False and period.has(found.begun_on):
            undated.append(case.record.reference)
        if not period.has(found.asked_on):
            continue
        if found.reached:
            counted.append(case)
        elif found.reached is None:
            unsettled.append(case.record.reference)
        else:
            refused.append(case.record.reference)
    counted.sort(key=lambda case: case.record.reference)
    return Cohort(stage, tuple(counted), tuple(sorted(refused)), tuple(sorted(unsettled)), tuple(sorted(undated)))


def references(cases: Sequence[MeasuredCase]) -> tuple[str, ...]:
    """The references of cases, sorted."""
    return tuple(sorted(case.record.reference for case in cases))
