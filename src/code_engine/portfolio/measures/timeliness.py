"""How long things took, and how many were in time: by month and by step."""

from __future__ import annotations

from dataclasses import dataclass

from code_engine.evaluation.evaluation import Status
from code_engine.portfolio.measures.cohort import Cohort, Period
from code_engine.portfolio.measures.measured_case import MeasuredCase, StepFound
from code_engine.portfolio.measures.numbers import Share, nearest_rank
from code_engine.portfolio.measures.satisfaction import in_time, share_of


@dataclass(frozen=True, slots=True)
class Month:
    """The complaints of one stage made in one month. `in_time` is of those that were answered or are overdue."""

    month: str
    stage: int
    made: int
    in_time: Share
    pending: int
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step with a limit: of how many it is known how long they took, in working days as the Code counts them."""

    stage: int
    name: str
    provision: str
    timed: int
    in_time: Share
    median: int | None
    ninetieth: int | None
    longest: int | None


_PROVISIONS = {
    (1, "acknowledgement"): "6.2",
    (1, "response"): "6.3",
    (2, "acknowledgement"): "6.11",
    (2, "response"): "6.14",
}
_DECIDED = (Status.MET, Status.BREACHED)


def months(cohort: Cohort, period: Period) -> tuple[Month, ...]:
    """Every month of the period, by the day of the complaint or of the request."""
    by_month: dict[str, list[MeasuredCase]] = {month: [] for month in period.months()}
    for case in cohort.cases:
        asked = case.record.stage(cohort.stage).asked_on
        assert asked is not None
        by_month[f"{asked.year}-{asked.month:02}"].append(case)
    return tuple(_month(month, cohort.stage, cases) for month, cases in by_month.items())


def _month(month: str, stage: int, cases: list[MeasuredCase]) -> Month:
    days = [days for case in cases if (days := case.response(stage).working_days) is not None]
    decided = [case for case in cases if case.response(stage).status in _DECIDED]
    return Month(
        month=month,
        stage=stage,
        made=len(cases),
        in_time=share_of(decided, lambda case: in_time(case, stage)),
        pending=sum(case.response(stage).status is Status.PENDING for case in cases),
        median=nearest_rank(days, 50),
        ninetieth=nearest_rank(days, 90),
    )


def steps(cohort: Cohort) -> tuple[Step, Step]:
    """Acknowledgement (with definition and log, 6.2 and 6.11) and response of a stage."""
    stage = cohort.stage
    acknowledgement = _step(cohort, "acknowledgement", [case.acknowledgements[stage - 1] for case in cohort.cases])
    return acknowledgement, _step(cohort, "response", [case.response(stage) for case in cohort.cases])


def _step(cohort: Cohort, name: str, found: list[StepFound]) -> Step:
    days = [each.working_days for each in found if each.working_days is not None]
    pairs = [(case.record.reference, step) for case, step in zip(cohort.cases, found, strict=True)]
    met = tuple(reference for reference, step in pairs if step.status is Status.MET)
    missed = tuple(reference for reference, step in pairs if step.status is Status.BREACHED)
    return Step(
        stage=cohort.stage,
        name=name,
        provision=_PROVISIONS[cohort.stage, name],
        timed=len(days),
        in_time=Share(met, missed),
        median=nearest_rank(days, 50),
        ninetieth=nearest_rank(days, 90),
        longest=max(days, default=None),
    )
