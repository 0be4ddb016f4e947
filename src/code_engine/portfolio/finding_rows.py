"""A finding as a row of a table: what every evaluator of a portfolio gives, and every measure is made of.

A status is a small whole number, because tables of millions of rows compare numbers several times faster than
words. The words come back with `STATUS_OF_CODE`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from code_engine.evaluation.evaluation import Evaluation, Label, Layer, Status

STATUS_CODES: Final = MappingProxyType(
    {
        Status.NOT_APPLICABLE: 0,
        Status.MET: 1,
        Status.BREACHED: 2,
        Status.PENDING: 3,
        Status.UNDETERMINED: 4,
    }
)
"""The number of each status; part of the files written, so a number never changes its meaning."""

STATUS_OF_CODE: Final = MappingProxyType({code: status for status, code in STATUS_CODES.items()})


class FindingRow(NamedTuple):
    """The answer to one rule for one case. Days are dates; working days are counted as the case was evaluated.

    `working_days` is from the start of the clock to the day it was done, None where there is no such day.
    """

    reference: str
    landlord: str
    provision: str
    rule: str
    layer: Layer
    status: int
    outstanding: bool
    with_extension: bool
    contested: bool
    within_one_day: bool
    due_on: date | None
    done_on: date | None
    working_days: int | None
    working_days_late: int | None


COLUMNS: Final = FindingRow._fields
"""The columns of a table of findings, in the order in which they are written."""


def finding_rows(evaluation: Evaluation) -> Iterator[FindingRow]:
    """The findings of one evaluation, in its order, those of rules that do not apply among them."""
    reference, landlord = evaluation.case.reference, evaluation.case.landlord
    for finding in evaluation.findings:
        labels = finding.labels
        yield FindingRow(
            reference,
            landlord,
            finding.provision,
            finding.rule,
            finding.layer,
            STATUS_CODES[finding.status],
            finding.outstanding,
            bool(labels) and Label.MET_WITH_EXTENSION in labels,
            bool(labels) and Label.CONTESTED in labels,
            bool(labels) and Label.WITHIN_ONE_DAY in labels,
            finding.due_on,
            finding.done_on,
            finding.working_days,
            finding.working_days_late,
        )
