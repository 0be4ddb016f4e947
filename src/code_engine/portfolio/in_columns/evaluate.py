"""A source evaluated in columns, from its address to the files of findings and rejects."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from code_engine.engine import Engine
from code_engine.errors import DocumentError, Problem
from code_engine.portfolio.addresses import Address, is_address
from code_engine.portfolio.checkpoint import Progress, fingerprint
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.in_columns.column_run import CASES_A_BATCH, ColumnRun
from code_engine.portfolio.in_columns.opening_cases import OpenedCases, open_in_columns
from code_engine.portfolio.in_columns.program_runner import ProgramRunner, program_for
from code_engine.portfolio.in_columns.shaped_cases import ShapedCases
from code_engine.portfolio.optional import needed
from code_engine.portfolio.run import Destination, Run
from code_engine.portfolio.sources.mapping_file import Layout
from code_engine.portfolio.sources.reading import mapped_file
from code_engine.portfolio.sources.tables import DELIMITED, PARQUET

MANY_ROWS: Final = 200_000
"""From so many events on an export is evaluated in columns where nobody chose an engine."""

MANY_BYTES: Final = 20_000_000
"""How large a CSV file with so many events is at least."""


def evaluate_in_columns(
    engine: Engine,
    source: str,
    mapping: Path | None,
    question: Question,
    destination: Destination,
    address: Address,
    note: Callable[[str], None],
    tell: Callable[[Progress], None] | None = None,
    batch_size: int = CASES_A_BATCH,
    *,
    labels: bool = False,
) -> Run:
    """Evaluate everything; `note` is told what a reader has to know, `tell` how far it is.

    With `labels` the findings say whether they are contested, and whether they are within one day; else that is null.
    Raises DocumentError, MissingExtraError, and OSError where a file cannot be written.
    """
    opened = open_in_columns(source, mapping, question, address)
    try:
        for each in opened.notes:
            note(each)
        landlords = _landlords(engine, opened, question)
        program = program_for(engine, landlords, question.counting, labels=labels, forced=question.ruleset)
        if program is None:
            hint = "use `--engine cases`"
            raise DocumentError(Problem("a rule of this ruleset cannot be said in columns", None, hint))
        evaluator = f"{address.shown} {batch_size}{' labels' if labels else ''}"
        identity = fingerprint(engine, Path(source), mapping, question, destination.form, evaluator)
        if is_address(source):
            # Whether a table has changed since cannot be seen, so that nothing is gone on with.
            shutil.rmtree(destination.working, ignore_errors=True)
        run = ColumnRun(engine, ProgramRunner(opened.engine, program), question, destination)
        return run.run(opened.cases, identity, tell, batch_size)
    finally:
        opened.engine.close()


def _landlords(engine: Engine, opened: OpenedCases, question: Question) -> list[str]:
    """The landlords whose promises are compiled: those that have cases, where that is known beforehand."""
    if question.landlord is not None:
        return [question.landlord]
    known = list(engine.landlords.ids())
    return (
        [name for name in opened.cases.landlords() if name in known] if isinstance(opened.cases, ShapedCases) else known
    )


def has_many_events(source: str, mapping: Path | None, landlord: str | None) -> bool:
    """Whether a source is a file with an event a row that has many of them. Raises DocumentError as opening it does."""
    path = Path(source)
    if is_address(source) or path.suffix.lower() not in (*DELIMITED, *PARQUET) or not path.is_file():
        return False
    if path.suffix.lower() in PARQUET:
        many = needed("pyarrow.parquet", "reading Parquet").read_metadata(path).num_rows >= MANY_ROWS
    else:
        many = path.stat().st_size >= MANY_BYTES
    return many and mapped_file(path, mapping, landlord)[0].mapping.layout is Layout.EVENT_PER_ROW
