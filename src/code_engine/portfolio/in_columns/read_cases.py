"""Cases that the row reader reads, put into columns many at a time: for every source that is no plain table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.evaluating import Question
from code_engine.portfolio.in_columns.case_batch import CaseBatch, NumberedRead
from code_engine.portfolio.in_columns.program_runner import ProgramRunner
from code_engine.portfolio.sources.reading import CaseSource
from code_engine.portfolio.sources.rejects import CaseRead


class ReadCases:
    """The cases of any source."""

    def __init__(self, source: CaseSource, question: Question) -> None:
        self._source, self._question = source, question

    def rejected_rows(self) -> Iterator[CaseRead]:
        """None beside the cases: a rejected row stands where it was read."""
        return iter(())

    def batches(self, runner: ProgramRunner, size: int, skip: int = 0) -> Iterator[CaseBatch]:
        """The cases but the first `skip`, at most so many at once. Raises DocumentError as the source does."""
        reads = islice(enumerate(self._source.cases()), skip, None)
        while batch := list(islice(reads, size)):
            yield self._batch(runner, batch)

    def _batch(self, runner: ProgramRunner, batch: Sequence[NumberedRead]) -> CaseBatch:
        by_number = dict(batch)
        taken = [(number, read.case) for number, read in batch if read.case is not None]
        others = [(number, read) for number, read in batch if read.case is None]
        whose = self._question.landlord
        cases = [
            (case if whose is None else case.model_copy(update={"landlord": whose}), self._question.as_of)
            for _, case in taken
        ]
        tables = arrow_tables(case_tables(cases))
        import pyarrow

        answers = pyarrow.concat_tables(runner.answers(tables))
        # The tables number the cases of a batch from 0.
        numbers = pyarrow.array([number for number, _ in taken], pyarrow.int64())
        answers = answers.set_column(answers.column_names.index("case_number"), "case_number", numbers)
        counts = [len(by_number[number].rows) for number, _ in taken]

        def read(wanted: Sequence[int]) -> Iterator[NumberedRead]:
            return ((number, by_number[number]) for number in wanted)

        return CaseBatch(answers, counts, read, others)
