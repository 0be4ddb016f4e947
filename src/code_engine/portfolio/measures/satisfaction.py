"""The regulator's two measures about complaints, CH01 and CH02, at both stages.

CH01: complaints per 1,000 homes. CH02: the share answered within the Code's time. Sources differ about CH02 in two
points: whether a valid extension counts as within time, and whether the share is of the complaints made or of those
answered. All four figures are given, and the one that was chosen is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from code_engine.evaluation.evaluation import Status
from code_engine.portfolio.measures.cohort import Cohort, references
from code_engine.portfolio.measures.measured_case import MeasuredCase
from code_engine.portfolio.measures.numbers import Share, rounded

Denominator = Literal["made", "responded"]
DENOMINATORS: Final[tuple[Denominator, ...]] = get_args(Denominator)
HOMES_UNIT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the four figures of CH02 is the one reported."""

    denominator: Denominator = "made"
    extensions: bool = True

    def in_words(self) -> str:
        """The choice as a reader is told of it."""
        of = "complaints made in the year" if self.denominator == "made" else "complaints answered"
        how = "valid extensions count as in time" if self.extensions else "extensions do not count as in time"
        return f"of {of}; {how}"


@dataclass(frozen=True, slots=True)
class ComplaintsPerHome:
    """CH01 at one stage. `homes` is None where nobody has said how many there are; then there is no rate."""

    stage: int
    references: tuple[str, ...]
    homes: int | None

    @property
    def numerator(self) -> int:
        """How many complaints."""
        return len(self.references)

    @property
    def rate(self) -> Decimal | None:
        """Complaints per 1,000 homes."""
        return rounded(HOMES_UNIT, self.numerator, self.homes) if self.homes is not None else None


@dataclass(frozen=True, slots=True)
class AnsweredInTime:
    """CH02 at one stage: the four figures, and the cases that need a word.

    `withdrawn` ended before an answer was due, and belong to no figure. `pending` are not due yet and `unsettled`
    cannot be told from the record: both are in the denominator of complaints made, and in no numerator.
    """

    stage: int
    shares: dict[tuple[Denominator, bool], Share]
    withdrawn: tuple[str, ...]
    pending: tuple[str, ...]
    unsettled: tuple[str, ...]

    def share(self, choice: Choice) -> Share:
        """The figure chosen."""
        return self.shares[choice.denominator, choice.extensions]


def complaints_per_home(cohort: Cohort, homes: int | None) -> ComplaintsPerHome:
    """CH01 of a stage."""
    return ComplaintsPerHome(cohort.stage, cohort.references(), homes)


def answered_in_time(cohort: Cohort) -> AnsweredInTime:
    """CH02 of a stage, by the Code's own layer."""
    stage = cohort.stage
    due = [case for case in cohort.cases if case.response(stage).status is not Status.NOT_APPLICABLE]
    wholes: dict[Denominator, list[MeasuredCase]] = {
        "made": due,
        "responded": [case for case in due if case.record.stage(stage).responded_on is not None],
    }
    return AnsweredInTime(
        stage=stage,
        shares={
            (denominator, extensions): _share(wholes[denominator], stage, extensions)
            for denominator in DENOMINATORS
            for extensions in (True, False)
        },
        withdrawn=_with_status(cohort, Status.NOT_APPLICABLE),
        pending=_with_status(cohort, Status.PENDING),
        unsettled=_with_status(cohort, Status.UNDETERMINED),
    )


def _share(cases: list[MeasuredCase], stage: int, extensions: bool) -> Share:
    return share_of(cases, lambda case: in_time(case, stage, extensions))


def in_time(case: MeasuredCase, stage: int, extensions: bool = True) -> bool:
    """Whether the answer of a stage came in time, by a valid extension where these count."""
    found = case.response(stage)
    return found.status is Status.MET and (extensions or not found.with_extension)


def share_of(cases: list[MeasuredCase], counts: Callable[[MeasuredCase], bool]) -> Share:
    """The share of cases that count."""
    counted = [case for case in cases if counts(case)]
    rest = [case for case in cases if not counts(case)]
    return Share(references(counted), references(rest))


def _with_status(cohort: Cohort, status: Status) -> tuple[str, ...]:
    return references([case for case in cohort.cases if case.response(cohort.stage).status is status])
