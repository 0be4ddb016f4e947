"""Answers in columns, a case a row, turned into findings, one row each: whole arrays at a time, no object for a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.rule_columns import RuleColumns
from code_engine.portfolio.finding_files import finding_schema
from code_engine.portfolio.finding_rows import COLUMNS
from code_engine.portfolio.optional import needed
from code_engine.ruleset.rules import provision_order

_EPOCH = 719_163
"""The day number of 1970-01-01, from which Arrow counts days."""

_NONE = -1
"""In a status: the rule has no finding for the case, because it is the promise of another landlord or policy."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings as a table, how many each case has, and how many of each layer have each status: `code`, 1."""

    table: Any
    of_case: Any
    statuses: dict[tuple[str, int], int]


class FindingArrays:
    """Makes tables of findings from tables of answers of one program."""

    def __init__(self, program: ColumnarProgram) -> None:
        self._flags = ("outstanding", "with_extension", *(("contested", "within_one_day") if program.labels else ()))
        # In the order in which the engine gives its findings; promises stand behind the Code's rule on the same point.
        self._rules: Sequence[RuleColumns] = sorted(program.rules, key=lambda rule: provision_order(rule.provision))

    def of(self, answers: Any) -> Findings:
        """The findings of all cases in `answers`, in their order; none of them is left to the engine.

        The labels `contested` and `within_one_day` are null where the program was compiled without them.
        """
        numpy = needed("numpy", "evaluating in columns")
        arrow = needed("pyarrow", "evaluating in columns")
        statuses = self._matrix(answers, [rule.status for rule in self._rules], numpy.int8, _NONE)
        found = statuses != _NONE
        counts = found.sum(axis=1)
        places = numpy.nonzero(found.ravel())[0]
        rule_of = (places % len(self._rules)).astype(numpy.int32)
        case_of = numpy.repeat(numpy.arange(answers.num_rows, dtype=numpy.int32), counts)
        kinds = {field.name: field.type for field in finding_schema(arrow)}
        made: dict[str, Any] = {"status": arrow.array(statuses.ravel()[places])}
        for name in ("reference", "landlord"):
            made[name] = _worded(answers[name].combine_chunks(), arrow.array(case_of))
        for name in ("provision", "rule", "layer"):
            made[name] = _worded(arrow.array([getattr(rule, name) for rule in self._rules]), arrow.array(rule_of))
        for name in self._flags:
            flags = self._matrix(answers, [getattr(rule, name) for rule in self._rules], numpy.int8, 0)
            made[name] = arrow.array(flags.ravel()[places] == 1)
        numbers = (("due_on", "due"), ("done_on", "done"), ("working_days", "days"), ("working_days_late", "late"))
        for name, letter in numbers:
            made[name] = self._numbers(answers, [getattr(rule, letter) for rule in self._rules], places, kinds[name])
        rows = len(places)
        columns = [made[name] if name in made else arrow.nulls(rows, kinds[name]) for name in COLUMNS]
        return Findings(arrow.table(columns, names=list(COLUMNS)), counts, self._counted(statuses))

    def _counted(self, statuses: Any) -> dict[tuple[str, int], int]:
        numpy = needed("numpy", "evaluating in columns")
        found: dict[tuple[str, int], int] = {}
        for layer in dict.fromkeys(rule.layer for rule in self._rules):
            of_layer = statuses[:, [rule.layer == layer for rule in self._rules]]
            numbers = numpy.bincount(of_layer[of_layer != _NONE], minlength=1)
            found |= {(layer, status): int(number) for status, number in enumerate(numbers) if number}
        return found

    def _matrix(self, answers: Any, columns: Sequence[str | None], kind: Any, missing: int) -> Any:
        """The columns side by side, a case a row; where one is not there or null, `missing` stands."""
        numpy = needed("numpy", "evaluating in columns")
        matrix = numpy.full((answers.num_rows, len(columns)), missing, dtype=kind)
        for place, name in enumerate(columns):
            if name is not None:
                matrix[:, place] = answers[name].combine_chunks().fill_null(missing).to_numpy(zero_copy_only=False)
        return matrix

    def _numbers(self, answers: Any, columns: Sequence[str | None], places: Any, kind: Any) -> Any:
        """Days or counts of days as Arrow has them, null where there are none."""
        numpy = needed("numpy", "evaluating in columns")
        arrow = needed("pyarrow", "evaluating in columns")
        none = numpy.iinfo(numpy.int32).min
        values = self._matrix(answers, columns, numpy.int32, none).ravel()[places]
        absent = values == none
        if kind == arrow.date32():
            values = values - _EPOCH
        return arrow.array(values, mask=absent).cast(kind)


def _worded(words: Any, places: Any) -> Any:
    """The words at these places, with a dictionary that has each word once.

    Where it has a word twice, what pyarrow writes as Parquet is right but not always the same bytes.
    """
    encoded = words.dictionary_encode()
    return type(encoded).from_arrays(encoded.indices.take(places), encoded.dictionary)
