"""Read a source once and keep of every case what its measures need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from code_engine.engine import Engine
from code_engine.portfolio.evaluating import Outcome, Question, outcomes
from code_engine.portfolio.measures.measured_case import MeasuredCase, measured
from code_engine.portfolio.sources.reading import CaseSource
from code_engine.portfolio.sources.rejects import Reject


@dataclass(frozen=True, slots=True)
class Collected:
    """The cases that were evaluated, and why others were not. `rows` were read, `rows_rejected` of them rejected."""

    cases: tuple[MeasuredCase, ...]
    rejects: tuple[Reject, ...]
    rows: int
    rows_rejected: int


def collect(
    engine: Engine, source: CaseSource, question: Question, tell: Callable[[int], None] | None = None
) -> Collected:
    """Evaluate everything for its measures. `tell` is given the number of cases read so far, after each.

    Raises DocumentError where the source cannot be read on.
    """
    return gathered(outcomes(engine, source, question), tell)


def gathered(found: Iterable[Outcome], tell: Callable[[int], None] | None = None) -> Collected:
    """What the outcomes of a source come to."""
    cases: list[MeasuredCase] = []
    rejects: list[Reject] = []
    rows, rows_rejected = 0, 0
    for number, each in enumerate(found, start=1):
        rows += len(each.rows)
        if each.evaluated is not None:
            cases.append(measured(each.evaluated.record, each.evaluated.findings()))
        else:
            rows_rejected += len(each.rows)
            rejects.extend(each.rejects)
        if tell is not None:
            tell(number)
    return Collected(tuple(cases), tuple(rejects), rows, rows_rejected)
