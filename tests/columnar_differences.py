"""Holding the columnar rules against the engine: the same cases through both, every difference named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.documents import read_document
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.program import LEFT, ColumnarProgram
from code_engine.portfolio.columnar.rule_columns import RuleColumns
from code_engine.portfolio.columnar.running import DuckDBRun
from code_engine.portfolio.finding_rows import FindingRow, finding_rows
from code_engine.scenarios.models import Scenario, ScenarioFile
from code_engine.scenarios.run import scenario_files
from event_sequences import ROOT, shared_engine

Looked = tuple[Case, date]


@dataclass
class Comparison:
    """What was compared, and what differed."""

    cases: int = 0
    left: Counter[str] = field(default_factory=Counter)
    statuses: int = 0
    days: int = 0
    labels: int = 0
    labelled: Counter[str] = field(default_factory=Counter)
    by_status: Counter[int] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Add the counts of another."""
        self.cases += other.cases
        self.left += other.left
        self.statuses += other.statuses
        self.days += other.days
        self.labels += other.labels
        self.labelled += other.labelled
        self.by_status += other.by_status
        self.differences += other.differences


def compare(engine: Engine, run: DuckDBRun, cases: Sequence[Looked]) -> Comparison:
    """Evaluate cases by both; cases that are left to the engine are counted by the reason."""
    answers = run.answers(arrow_tables(case_tables(cases))).to_pylist()
    return compared(engine, run.program, cases, answers)


def compared(
    engine: Engine, program: ColumnarProgram, cases: Sequence[Looked], answers: Iterable[dict[str, Any]]
) -> Comparison:
    """The answers of some columnar engine against those of the Python engine."""
    found = Comparison()
    for (case, as_of), answer in zip(cases, answers, strict=True):
        assert answer["reference"] == case.reference
        found.cases += 1
        if answer["left"]:
            found.left[LEFT[answer["left"]]] += 1
            continue
        try:
            evaluation = engine.evaluate(case, as_of=as_of, counting=program.counting.value)
        except CodeEngineError as error:
            found.differences.append(f"{case.reference}: the engine refuses it: {error}")
            continue
        rows: dict[tuple[str, str], FindingRow] = {(row.layer, row.rule): row for row in finding_rows(evaluation)}
        _compare_case(found, program, case, as_of, answer, rows)
    return found


def _compare_case(
    found: Comparison,
    program: ColumnarProgram,
    case: Case,
    as_of: date,
    answer: dict[str, Any],
    rows: dict[tuple[str, str], FindingRow],
) -> None:
    seen = 0
    for rule in program.rules:
        status = answer[rule.status]
        row = rows.get((rule.layer, rule.rule))
        if rule.landlord is not None and rule.landlord != case.landlord:
            assert status is None
            continue
        if status is None or row is None:
            if status is not None or (row is not None and not _elsewhere(program, rule.rule, rule.layer, answer)):
                found.differences.append(f"{case.reference} {rule.rule}: {status} here, {row} there")
            continue
        seen += 1
        found.statuses += 1
        found.by_status[status] += 1
        where = f"{case.reference} as of {as_of} {rule.rule} ({rule.layer})"
        if status != row.status:
            found.differences.append(f"{where}: status {status} here, {row.status} there")
            continue
        for label, column, expected in (
            ("outstanding", rule.outstanding, int(row.outstanding)),
            ("with extension", rule.with_extension, int(row.with_extension)),
            ("due", rule.due, _day(row.due_on)),
            ("done", rule.done, _day(row.done_on)),
            ("working days", rule.days, row.working_days),
            ("late", rule.late, row.working_days_late),
        ):
            if column is not None:
                found.days += 1
                if answer[column] != expected:
                    found.differences.append(f"{where}: {label} {answer[column]} here, {expected} there")
        if program.labels:
            _compare_labels(found, where, answer, rule, row)
    expected_rows = sum(1 for layer, rule in rows if not _left_out(program, layer, rule))
    if seen != expected_rows:
        found.differences.append(f"{case.reference}: {seen} findings here, {expected_rows} there")


def _compare_labels(found: Comparison, where: str, answer: dict[str, Any], rule: RuleColumns, row: FindingRow) -> None:
    """A rule without a column for a label never has it."""
    for label, column, expected in (
        ("contested", rule.contested, row.contested),
        ("within one day", rule.within_one_day, row.within_one_day),
    ):
        here = column is not None and answer[column] == 1
        found.labels += 1
        found.labelled[label] += expected
        if here != expected:
            found.differences.append(f"{where}: {label} {here} here, {expected} there")


def _elsewhere(program: ColumnarProgram, rule: str, layer: str, answer: dict[str, Any]) -> bool:
    """Whether a promise of the same name stands in another policy, which is the one that answered."""
    return any(each.rule == rule and each.layer == layer and answer[each.status] is not None for each in program.rules)


def _left_out(program: ColumnarProgram, layer: str, rule: str) -> bool:
    return any(each.rule == rule and each.layer == layer for each in program.not_compiled)


def _day(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None


def example_cases() -> Iterator[Looked]:
    """Every example, on the last day of its record and on a later one."""
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        case = load_case(path)
        for day in (max(event.recorded_on or event.date for event in case.events), date(2026, 6, 30)):
            yield case, day


def scenario_cases() -> Iterator[Looked]:
    """The cases of all scenarios that a ruleset in force answers."""
    for path in scenario_files(shared_engine()):
        for scenario in ScenarioFile.model_validate(read_document(path).data).scenarios:
            if isinstance(scenario, Scenario) and scenario.ruleset is None:
                yield Case.model_validate(scenario.case), scenario.as_of
