"""Evaluate a whole source into files: part by part, so that memory stays small and a run can be taken up again."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path

from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.portfolio.checkpoint import Progress, fingerprint, save, saved
from code_engine.portfolio.evaluating import Outcome, Question, outcomes
from code_engine.portfolio.finding_files import join_parts, plain_cell, write_part
from code_engine.portfolio.finding_rows import STATUS_OF_CODE, FindingRow
from code_engine.portfolio.sources.reading import CaseSource
from code_engine.portfolio.sources.rejects import REJECT_COLUMNS, Reject

CASES_A_PART = 500

_LAYER_AND_STATUS = attrgetter("layer", "status")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where findings and rejects go, in which format; `working` is the folder of parts while the run lasts."""

    findings: Path
    rejects: Path
    form: str

    @property
    def working(self) -> Path:
        """Beside the findings, so that it is on the same disk."""
        return self.findings.with_name(f".{self.findings.name}.parts")


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over: what it did, and after how many cases it was taken up, 0 where it was not."""

    progress: Progress
    taken_up_after: int


def run(
    engine: Engine,
    source: CaseSource,
    question: Question,
    destination: Destination,
    mapping: Path | None = None,
    tell: Callable[[Progress], None] | None = None,
    part_size: int = CASES_A_PART,
) -> Run:
    """Evaluate everything. `tell`, where it is given, is called after every part.

    Where it is stopped, the parts stay, and the same call goes on after the last one. Raises DocumentError where
    the source cannot be read on, OSError where a file cannot be written, MissingExtraError.
    """
    identity = fingerprint(engine, source.path, mapping, question, destination.form)
    folder = destination.working
    progress = saved(folder, identity)
    if progress is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        progress = Progress()
    before = progress.cases_read
    found = outcomes(engine, source, question, before)
    try:
        while _write(islice(found, part_size), folder, destination.form, progress):
            save(folder, identity, progress)
            if tell is not None:
                tell(progress)
    except CodeEngineError:
        # The source has to be changed, and then the run begins anew: its parts are of no use.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finish(folder, destination, progress)
    return Run(progress, before)


def count(progress: Progress, each: Outcome, findings: Iterable[FindingRow]) -> None:
    """Add one case to what was done."""
    rows = len(each.rows)
    progress.cases_read += 1
    progress.rows_read += rows
    if each.evaluated is None:
        progress.cases_rejected += 1
        progress.rows_rejected += rows
        return
    progress.cases_evaluated += 1
    progress.rows_evaluated += rows
    for (layer, status), number in Counter(map(_LAYER_AND_STATUS, findings)).items():
        progress.findings += number
        key = f"{layer}.{STATUS_OF_CODE[status].value}"
        progress.statuses[key] = progress.statuses.get(key, 0) + number


def _write(part: Iterable[Outcome], folder: Path, form: str, progress: Progress) -> bool:
    """Evaluate a part and write it down; False where there was nothing left.

    Only rows are kept of each case: evaluations are large, and Python's collector would go through all of them.
    """
    number, before = progress.parts, progress.cases_read
    rows: list[FindingRow] = []
    rejects: list[Reject] = []
    for each in part:
        findings = list(each.evaluated.findings()) if each.evaluated is not None else []
        count(progress, each, findings)
        rows.extend(findings)
        rejects.extend(each.rejects)
    if progress.cases_read == before:
        return False
    write_part(findings_part(folder, number), rows, form)
    write_rejects(rejects_part(folder, number), rejects)
    progress.parts += 1
    return True


def write_rejects(path: Path, rejects: Iterable[Reject], heading: bool = False) -> None:
    """Write rejects as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if heading:
            writer.writerow(REJECT_COLUMNS)
        writer.writerows([plain_cell(cell) for cell in reject.cells()] for reject in rejects)


def finish(folder: Path, destination: Destination, progress: Progress) -> None:
    """Put the parts together; the folder of parts goes only when both files are there."""
    numbers = range(progress.parts)
    join_parts([findings_part(folder, number) for number in numbers], destination.findings, destination.form)
    join_rejects(folder, destination, progress)
    shutil.rmtree(folder)


def join_rejects(folder: Path, destination: Destination, progress: Progress) -> None:
    """Put the rejects of all parts into their file."""
    write_rejects(folder / "heading.csv", (), heading=True)
    beside = folder / "rejects.csv"
    with beside.open("wb") as file:
        for path in (folder / "heading.csv", *(rejects_part(folder, number) for number in range(progress.parts))):
            with path.open("rb") as each:
                shutil.copyfileobj(each, file)
    beside.replace(destination.rejects)


def findings_part(folder: Path, number: int) -> Path:
    """The file of a part's findings."""
    return folder / f"findings-{number:06}"


def rejects_part(folder: Path, number: int) -> Path:
    """The file of a part's rejects."""
    return folder / f"rejects-{number:06}"
