"""The whole answer for a set of cases: in columns what can be, from the Python engine what is left to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.running import DuckDBRun
from code_engine.portfolio.finding_rows import finding_rows


class ColumnarFinding(NamedTuple):
    """The answer to one rule for one case, as `FindingRow`.

    `contested` and `within_one_day` are None where the program was compiled without labels.
    """

    reference: str
    landlord: str
    provision: str
    rule: str
    layer: str
    status: int
    outstanding: bool
    with_extension: bool
    contested: bool | None
    within_one_day: bool | None
    due_on: date | None
    done_on: date | None
    working_days: int | None
    working_days_late: int | None


def all_findings(engine: Engine, run: DuckDBRun, cases: Sequence[tuple[Case, date]]) -> Iterator[ColumnarFinding]:
    """Every finding of every case, case by case in their order.

    Cases and rules that are not compiled are evaluated by the engine. Raises as `Engine.evaluate` for these.
    """
    answers = run.answers(arrow_tables(case_tables(cases))).to_pylist()
    for (case, as_of), answer in zip(cases, answers, strict=True):
        if answer["left"]:
            yield from _of_engine(engine, run.program, case, as_of)
        else:
            yield from findings_of(run.program, answer)
            if run.program.not_compiled:
                left = {(rule.layer, rule.rule) for rule in run.program.not_compiled}
                found = _of_engine(engine, run.program, case, as_of)
                yield from (finding for finding in found if (finding.layer, finding.rule) in left)


def findings_of(program: ColumnarProgram, answer: Mapping[str, Any]) -> Iterator[ColumnarFinding]:
    """The findings in one row of the table `answered`, in the order of the rules; none for a case that is left."""
    if answer["left"]:
        return
    for rule in program.rules:
        status = answer[rule.status]
        if status is not None:
            yield ColumnarFinding(
                answer["reference"],
                answer["landlord"],
                rule.provision,
                rule.rule,
                rule.layer,
                status,
                answer[rule.outstanding] == 1,
                rule.with_extension is not None and answer[rule.with_extension] == 1,
                _label(program, answer, rule.contested),
                _label(program, answer, rule.within_one_day),
                _day(answer, rule.due),
                _day(answer, rule.done),
                answer[rule.days] if rule.days is not None else None,
                answer[rule.late] if rule.late is not None else None,
            )


def _of_engine(engine: Engine, program: ColumnarProgram, case: Case, as_of: date) -> Iterator[ColumnarFinding]:
    for row in finding_rows(engine.evaluate(case, as_of=as_of, counting=program.counting.value)):
        yield ColumnarFinding(*row)


def _label(program: ColumnarProgram, answer: Mapping[str, Any], column: str | None) -> bool | None:
    return column is not None and answer[column] == 1 if program.labels else None


def _day(answer: Mapping[str, Any], column: str | None) -> date | None:
    number = answer[column] if column is not None else None
    return None if number is None else date.fromordinal(number)
