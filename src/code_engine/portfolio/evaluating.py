"""Evaluate the cases of a source one after another with the engine for single cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.evaluation.evaluation import Evaluation
from code_engine.portfolio.case_record import CaseRecord, case_record
from code_engine.portfolio.finding_rows import FindingRow, finding_rows
from code_engine.portfolio.sources.reading import CaseSource
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every case: as of which day, for whom where not for its own landlord, by which ruleset."""

    as_of: date
    landlord: str | None = None
    ruleset: str | None = None
    counting: str = "day-0"


@dataclass(frozen=True, slots=True)
class EvaluatedCase:
    """A case with everything that is said about it."""

    case: Case
    record: CaseRecord
    evaluation: Evaluation

    def findings(self) -> Iterator[FindingRow]:
        """Its findings as rows."""
        return finding_rows(self.evaluation)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the rows of one case: evaluated, or rejected with the reasons."""

    rows: tuple[int, ...]
    evaluated: EvaluatedCase | None
    rejects: tuple[Reject, ...] = ()


def outcomes(engine: Engine, source: CaseSource, question: Question, skip: int = 0) -> Iterator[Outcome]:
    """Evaluate every case but the first `skip`; what cannot be evaluated is rejected, and the rest goes on.

    Raises DocumentError where the source cannot be read on.
    """
    for place, read in enumerate(source.cases()):
        if place >= skip:
            yield outcome(engine, read, question)


def outcome(engine: Engine, read: CaseRead, question: Question) -> Outcome:
    """Evaluate one case that was read."""
    if read.case is None:
        return Outcome(read.rows, None, read.rejects)
    case = read.case
    try:
        evaluation = engine.evaluate(
            case,
            as_of=question.as_of,
            counting=question.counting,
            ruleset=question.ruleset,
            landlord=question.landlord,
        )
    except CodeEngineError as error:
        reason = error.problems[0].message
        again = rejected(read.rows, case.reference, Reject(read.rows[0], case.reference, None, None, reason))
        return Outcome(read.rows, None, again.rejects)
    record = case_record(case, question.as_of, evaluation.case.landlord)
    return Outcome(read.rows, EvaluatedCase(case, record, evaluation))
