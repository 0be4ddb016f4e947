"""All measures of a year for one landlord or one group, from its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from code_engine.portfolio.measures.cohort import Cohort, Period, cohort
from code_engine.portfolio.measures.equality import SMALLEST, EqualityView, equality_view
from code_engine.portfolio.measures.measured_case import MeasuredCase
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.satisfaction import (
    AnsweredInTime,
    Choice,
    ComplaintsPerHome,
    answered_in_time,
    complaints_per_home,
)
from code_engine.portfolio.measures.themes import (
    Extensions,
    Group,
    ProvisionFound,
    categories,
    escalation,
    extensions,
    learning,
    outcomes,
    provisions,
    refusals,
    repeat_causes,
)
from code_engine.portfolio.measures.timeliness import Month, Step, months, steps


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases are counted: one landlord, or a group with all landlords in it. `homes` None where not known.

    `beside` are the landlords whose figures a reader may hold beside these: all of the same group. What is hidden
    here must not be worked out from theirs.
    """

    id: str
    name: str
    landlords: frozenset[str]
    homes: int | None = None
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class YearMeasures:
    """Every measure. Where there is one for each stage, the first is of stage 1."""

    scope: Scope
    period: Period
    as_of: date
    choice: Choice
    cohorts: tuple[Cohort, Cohort]
    per_home: tuple[ComplaintsPerHome, ComplaintsPerHome]
    in_time: tuple[AnsweredInTime, AnsweredInTime]
    months: tuple[tuple[Month, ...], tuple[Month, ...]]
    steps: tuple[Step, ...]
    provisions: tuple[ProvisionFound, ...]
    refusals: tuple[tuple[Group, ...], tuple[Group, ...]]
    categories: tuple[Group, ...]
    outcomes: tuple[tuple[Group, ...], tuple[Group, ...]]
    escalation: Share
    extensions: tuple[Extensions, Extensions]
    repeat_causes: tuple[Group, ...]
    learning: Share
    equality: EqualityView


def year_measures(
    cases: Sequence[MeasuredCase],
    scope: Scope,
    period: Period,
    as_of: date,
    choice: Choice = Choice(),  # noqa: B008 - it never changes
    smallest: int = SMALLEST,
) -> YearMeasures:
    """Count. Breaches are those of every complaint received or taken to stage 2 in the period."""
    own = [case for case in cases if case.record.landlord in scope.landlords]
    first, second = cohort(own, period, 1), cohort(own, period, 2)
    in_year = [case for case in own if any(period.has(stage.asked_on) for stage in case.record.stages)]
    return YearMeasures(
        scope=scope,
        period=period,
        as_of=as_of,
        choice=choice,
        cohorts=(first, second),
        per_home=(complaints_per_home(first, scope.homes), complaints_per_home(second, scope.homes)),
        in_time=(answered_in_time(first), answered_in_time(second)),
        months=(months(first, period), months(second, period)),
        steps=(*steps(first), *steps(second)),
        provisions=provisions(in_year),
        refusals=(refusals(own, period, 1), refusals(own, period, 2)),
        categories=categories(first),
        outcomes=(outcomes(first), outcomes(second)),
        escalation=escalation(first),
        extensions=(extensions(first), extensions(second)),
        repeat_causes=repeat_causes(first),
        learning=learning(first),
        equality=equality_view(_by_landlord(cases, scope, period), scope.landlords, smallest),
    )


def _by_landlord(cases: Sequence[MeasuredCase], scope: Scope, period: Period) -> dict[str, tuple[MeasuredCase, ...]]:
    """The complaints of stage 1 of each landlord of the scope and beside it."""
    found: dict[str, list[MeasuredCase]] = {landlord: [] for landlord in sorted(scope.landlords | scope.beside)}
    for case in cases:
        if case.record.landlord in found:
            found[case.record.landlord].append(case)
    return {landlord: cohort(own, period, 1).cases for landlord, own in found.items()}
