"""Evaluate a whole source in columns into files: batch by batch, so that a run can be taken up again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final, Protocol

from code_engine.engine import Engine
from code_engine.portfolio.checkpoint import Progress, save, saved
from code_engine.portfolio.columnar.finding_arrays import FindingArrays, Findings
from code_engine.portfolio.evaluating import Question, outcome
from code_engine.portfolio.finding_files import finding_table
from code_engine.portfolio.finding_rows import STATUS_OF_CODE, FindingRow
from code_engine.portfolio.in_columns.case_batch import CaseBatch, NumberedRead
from code_engine.portfolio.in_columns.finding_sink import ParquetSink, TextSink
from code_engine.portfolio.in_columns.program_runner import ProgramRunner
from code_engine.portfolio.run import Destination, Run, count, join_rejects, rejects_part, write_rejects
from code_engine.portfolio.sources.rejects import CaseRead, Reject

CASES_A_BATCH: Final = 100_000
"""How many cases are answered at once: a batch costs some seconds whatever its size, and memory grows with it."""

_CASES_A_TABLE = 20_000


class BatchedCases(Protocol):
    """A source whose cases come in batches of answers."""

    def rejected_rows(self) -> Iterator[CaseRead]:
        """What was read that belongs to no case."""
        ...

    def batches(self, runner: ProgramRunner, size: int, skip: int = 0) -> Iterator[CaseBatch]:
        """The batches from a number of cases on."""
        ...


class ColumnRun:
    """One run: what it asks, and where it writes."""

    def __init__(self, engine: Engine, runner: ProgramRunner, question: Question, destination: Destination) -> None:
        self._engine, self._question, self._destination = engine, question, destination
        self._runner = runner
        self._arrays = FindingArrays(runner.program)

    def run(
        self,
        cases: BatchedCases,
        identity: str,
        tell: Callable[[Progress], None] | None = None,
        batch_size: int = CASES_A_BATCH,
    ) -> Run:
        """Evaluate everything; `tell` is called after every batch.

        Where it is stopped, the batches written stay, and the same call with the same `identity` goes on after the
        last one. Raises DocumentError where the source cannot be read on, OSError where a file cannot be written.
        """
        folder, form = self._destination.working, self._destination.form
        progress = saved(folder, identity) if form != "parquet" else None
        before = progress.cases_read if progress is not None else 0
        if progress is None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        with closing(ParquetSink(folder) if form == "parquet" else TextSink(folder, form)) as sink:
            if progress is None:
                progress = Progress()
                self._begin(cases, sink, progress)
            for batch in cases.batches(self._runner, batch_size, progress.numbered):
                self._write(batch, sink, progress)
                progress.numbered += batch_size
                save(folder, identity, progress)
                if tell is not None:
                    tell(progress)
            sink.finish(self._destination.findings, progress)
        join_rejects(folder, self._destination, progress)
        shutil.rmtree(folder)
        return Run(progress, before)

    def _begin(self, cases: BatchedCases, sink: ParquetSink | TextSink, progress: Progress) -> None:
        """The first part: rejects of rows that belong to no case."""
        rejects: list[Reject] = []
        for read in cases.rejected_rows():
            found = outcome(self._engine, read, self._question)
            count(progress, found, ())
            rejects.extend(found.rejects)
        write_rejects(rejects_part(self._destination.working, 0), rejects)
        sink.write(0, ())
        progress.parts = 1

    def _write(self, batch: CaseBatch, sink: ParquetSink | TextSink, progress: Progress) -> None:
        """Answer what the columns leave, bring both together in the order of the source, and write a part."""
        import numpy

        left = batch.answers["left"].to_numpy() != 0
        numbers = batch.answers["case_number"].to_numpy()
        reads = [*batch.others, *batch.read([int(number) for number in numbers[left]])]
        rejects: list[Reject] = []
        by_engine = list(self._by_engine(reads, progress, rejects))
        kept = batch.answers.filter(~left) if left.any() else batch.answers
        rows = numpy.asarray(batch.row_counts, dtype=numpy.int64)[~left]
        progress.cases_read += kept.num_rows
        progress.cases_evaluated += kept.num_rows
        progress.rows_read += int(rows.sum())
        progress.rows_evaluated += int(rows.sum())
        sink.write(progress.parts, self._tables(kept, by_engine, progress))
        write_rejects(rejects_part(self._destination.working, progress.parts), rejects)
        progress.parts += 1

    def _by_engine(
        self, reads: Sequence[NumberedRead], progress: Progress, rejects: list[Reject]
    ) -> Iterator[tuple[int, list[FindingRow]]]:
        """The findings of cases that the Python engine answers, in the order of their numbers."""
        for number, read in sorted(reads, key=lambda each: (each[0], each[1].rows)):
            found = outcome(self._engine, read, self._question)
            rows = list(found.evaluated.findings()) if found.evaluated is not None else []
            count(progress, found, rows)
            rejects.extend(found.rejects)
            if rows:
                yield number, rows

    def _tables(
        self, answers: Any, by_engine: Sequence[tuple[int, list[FindingRow]]], progress: Progress
    ) -> Iterator[Any]:
        """All findings of a batch in the order of its cases."""
        import numpy

        waiting = list(reversed(by_engine))
        for first in range(0, answers.num_rows, _CASES_A_TABLE):
            part = answers.slice(first, _CASES_A_TABLE)
            found = self._arrays.of(part)
            _count(progress, found)
            ends = numpy.concatenate([[0], numpy.cumsum(found.of_case)])
            numbers = part["case_number"].to_numpy()
            done = 0
            while waiting and waiting[-1][0] < numbers[-1]:
                number, rows = waiting.pop()
                until = int(ends[numpy.searchsorted(numbers, number)])
                yield found.table.slice(done, until - done)
                yield finding_table([rows])
                done = until
            yield found.table.slice(done)
        yield finding_table([rows for _, rows in reversed(waiting)])


def _count(progress: Progress, found: Findings) -> None:
    for (layer, status), number in found.statuses.items():
        key = f"{layer}.{STATUS_OF_CODE[status].value}"
        progress.statuses[key] = progress.statuses.get(key, 0) + number
        progress.findings += number
