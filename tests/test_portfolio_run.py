"""A run over a source: numbers that add up, files that hold all findings, and going on after an interruption."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from code_engine.case.model import Case
from code_engine.portfolio.checkpoint import Progress
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.finding_files import FORMATS
from code_engine.portfolio.finding_rows import COLUMNS, STATUS_CODES, STATUS_OF_CODE, finding_rows
from code_engine.portfolio.run import Destination, Run, run
from code_engine.portfolio.sources.reading import open_cases
from code_engine.portfolio.synthetic import synthetic_cases
from portfolio_building import AS_OF, engine, synthetic_year, write_lines

NUMBER = 25
QUESTION = Question(AS_OF)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Good cases, and one that is none."""
    path = write_lines(tmp_path / "cases.ndjson", synthetic_cases(NUMBER, synthetic_year()))
    with path.open("a", encoding="utf-8") as file:
        file.write("{}\n")
    return path


def destination(folder: Path, form: str = "csv") -> Destination:
    return Destination(folder / f"findings.{form}", folder / "rejects.csv", form)


def ran(source: Path, where: Destination, question: Question = QUESTION, part_size: int = 4) -> Run:
    return run(engine(), open_cases(source), question, where, part_size=part_size)


def expected(form: str) -> Iterator[list[str]]:
    """The findings as the engine gives them one case at a time, status in words or as a number."""
    for data in synthetic_cases(NUMBER, synthetic_year()):
        for row in finding_rows(engine().evaluate(Case.model_validate(data), as_of=AS_OF)):
            status = str(row.status) if form == "parquet" else STATUS_OF_CODE[row.status].value
            yield [_text(cell) for cell in row._replace(status=0)][:5] + [status] + [_text(cell) for cell in row[6:]]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def found_in(path: Path, form: str) -> list[list[str]]:
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        assert tuple(heading) == COLUMNS
        return rows
    if form == "ndjson":
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [[_text(line[column]) for column in COLUMNS] for line in lines]
    table = import_module("pyarrow.parquet").read_table(path)
    return [[_text(line[column]) for column in COLUMNS] for line in table.to_pylist()]


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_holds_every_finding_that_the_engine_gives(form: str, source: Path, tmp_path: Path) -> None:
    where = destination(tmp_path, form)
    done = ran(source, where)
    assert found_in(where.findings, form) == list(expected(form))
    assert done.progress.findings == sum(done.progress.statuses.values()) == len(list(expected(form)))


def test_what_was_read_was_evaluated_or_rejected(source: Path, tmp_path: Path) -> None:
    where = destination(tmp_path)
    progress = ran(source, where).progress
    assert (progress.cases_read, progress.cases_evaluated, progress.cases_rejected) == (NUMBER + 1, NUMBER, 1)
    assert progress.rows_read == progress.rows_evaluated + progress.rows_rejected
    rejects = where.rejects.read_text(encoding="utf-8").splitlines()
    assert rejects[0] == "row,reference,column,value,reason"
    assert {line.split(",")[0] for line in rejects[1:]} == {str(NUMBER + 1)}


def test_a_case_that_cannot_be_evaluated_is_rejected_with_the_reason(tmp_path: Path) -> None:
    event = {"type": "complaint_received", "date": "2025-06-02"}
    early = {"reference": "A", "landlord": "code-only", "events": [event | {"date": "2020-06-02"}]}
    later = {"reference": "B", "landlord": "code-only", "events": [event | {"date": "2026-06-02"}]}
    nobody = {"reference": "C", "landlord": "twenty12", "events": [event]}
    source = write_lines(tmp_path / "cases.ndjson", [early, later, nobody])
    where = destination(tmp_path)
    assert ran(source, where).progress.cases_rejected == 3
    said = where.rejects.read_text(encoding="utf-8")
    assert "nothing had happened yet on 2025-06-30" in said
    assert "twenty12" in said
    assert "2020-06-02" in said


class Stopped(BaseException):
    """What interrupts a run in these tests."""


@pytest.mark.parametrize("form", FORMATS)
def test_an_interrupted_run_goes_on_and_ends_as_if_nothing_had_been(form: str, source: Path, tmp_path: Path) -> None:
    whole = destination(tmp_path / "whole", form)
    broken = destination(tmp_path / "broken", form)
    for where in (whole, broken):
        where.findings.parent.mkdir()
    ran(source, whole)

    def stop(progress: Progress) -> None:
        if progress.cases_read >= 12:
            raise Stopped

    with pytest.raises(Stopped):
        run(engine(), open_cases(source), QUESTION, broken, tell=stop, part_size=4)
    assert not broken.findings.exists()
    done = ran(source, broken)
    assert done.taken_up_after == 12
    assert broken.findings.read_bytes() == whole.findings.read_bytes()
    assert broken.rejects.read_bytes() == whole.rejects.read_bytes()
    assert not broken.working.exists()


def test_a_run_of_another_question_or_source_is_not_gone_on_with(source: Path, tmp_path: Path) -> None:
    where = destination(tmp_path)

    def stop(_: Progress) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        run(engine(), open_cases(source), QUESTION, where, tell=stop, part_size=4)
    other = replace(QUESTION, counting="inclusive")
    assert ran(source, where, other).taken_up_after == 0
    with pytest.raises(Stopped):
        run(engine(), open_cases(source), QUESTION, where, tell=stop, part_size=4)
    write_lines(source, synthetic_cases(5, synthetic_year(2)))
    done = ran(source, where)
    assert (done.taken_up_after, done.progress.cases_read) == (0, 5)


def test_a_checkpoint_that_is_broken_is_begun_anew(source: Path, tmp_path: Path) -> None:
    where = destination(tmp_path)
    where.working.mkdir()
    (where.working / "checkpoint.json").write_text("{", encoding="utf-8")
    assert ran(source, where).taken_up_after == 0


def test_the_size_of_a_part_does_not_show_in_the_files(source: Path, tmp_path: Path) -> None:
    where = destination(tmp_path)
    contents = []
    for size in (1, 7, 1_000):
        ran(source, where, part_size=size)
        contents.append((where.findings.read_bytes(), where.rejects.read_bytes()))
    assert contents[0] == contents[1] == contents[2]


def test_the_numbers_of_statuses_are_part_of_the_files_and_never_change() -> None:
    assert {status.value: code for status, code in STATUS_CODES.items()} == {
        "not_applicable": 0,
        "met": 1,
        "breached": 2,
        "pending": 3,
        "undetermined": 4,
    }


def test_an_empty_source_of_findings_makes_files_with_headings_only(tmp_path: Path) -> None:
    source = tmp_path / "cases.ndjson"
    source.write_text("{}\n", encoding="utf-8")
    for form in FORMATS:
        where = destination(tmp_path, form)
        ran(source, where)
        assert found_in(where.findings, form) == []


def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_disarmed(tmp_path: Path) -> None:
    event = {"type": "complaint_received", "date": "2025-06-02"}
    source = write_lines(tmp_path / "a.ndjson", [{"reference": "=1+1", "landlord": "code-only", "events": [event]}])
    where = destination(tmp_path)
    ran(source, where)
    assert {row[0] for row in found_in(where.findings, "csv")} == {"'=1+1"}
