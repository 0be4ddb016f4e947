"""A case as measures count it: its record, and what the Code's rules said about it in brief."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast

from code_engine.evaluation.evaluation import Status
from code_engine.portfolio.case_record import CaseRecord
from code_engine.portfolio.finding_rows import STATUS_OF_CODE, FindingRow

T = TypeVar("T")
STEPS = {
    "stage-1-acknowledged-in-time": (1, "acknowledgement"),
    "stage-1-response-in-time": (1, "response"),
    "stage-2-acknowledged-in-time": (2, "acknowledgement"),
    "stage-2-response-in-time": (2, "response"),
}
"""The rules of the four steps that have a limit in the Code: 6.2, 6.3, 6.11 and 6.14."""

_EXTENSIONS = {"stage-1-extension-valid": 1, "stage-2-extension-valid": 2}
_CONTACTS = {"stage-1-extension-ombudsman-contact": 1, "stage-2-extension-ombudsman-contact": 2}


@dataclass(frozen=True, slots=True)
class StepFound:
    """One step of one stage: its status, whether an extension was needed for it, and the working days it took."""

    status: Status
    with_extension: bool
    working_days: int | None


NO_STEP = StepFound(Status.NOT_APPLICABLE, False, None)


@dataclass(frozen=True, slots=True)
class MeasuredCase:
    """Everything that is counted of one case. Provisions are those of the Code's own layer.

    `contact_left_out`: whether an extension of the stage was told without the Ombudsman's details (6.5, 6.16).
    A year is counted from all of its cases at once, so they are kept small: what several have alike is one object.
    """

    record: CaseRecord
    acknowledgements: tuple[StepFound, StepFound]
    responses: tuple[StepFound, StepFound]
    extensions: tuple[Status, Status]
    contact_left_out: tuple[bool, bool]
    breached: frozenset[str]
    met: frozenset[str]
    outstanding: frozenset[str]

    def response(self, stage: int) -> StepFound:
        """The response at stage 1 or 2."""
        return self.responses[stage - 1]


def measured(record: CaseRecord, findings: Iterable[FindingRow]) -> MeasuredCase:
    """A case from its record and its rows of findings; rows of the policy layer are left aside."""
    steps: dict[tuple[int, str], StepFound] = {}
    extensions = {1: Status.NOT_APPLICABLE, 2: Status.NOT_APPLICABLE}
    contacts = dict(extensions)
    by_status: dict[Status, set[str]] = {status: set() for status in Status}
    outstanding: set[str] = set()
    for row in findings:
        if row.layer != "code":
            continue
        status = STATUS_OF_CODE[row.status]
        by_status[status].add(row.provision)
        if row.outstanding:
            outstanding.add(row.provision)
        if row.rule in STEPS:
            steps[STEPS[row.rule]] = _step_found(status, row.with_extension, row.working_days)
        elif row.rule in _EXTENSIONS:
            extensions[_EXTENSIONS[row.rule]] = status
        elif row.rule in _CONTACTS:
            contacts[_CONTACTS[row.rule]] = status
    breached = _shared(frozenset(by_status[Status.BREACHED]))
    return MeasuredCase(
        record=record,
        acknowledgements=_pair(_step(steps, 1, "acknowledgement"), _step(steps, 2, "acknowledgement")),
        responses=_pair(_step(steps, 1, "response"), _step(steps, 2, "response")),
        extensions=_pair(_valid(extensions[1], contacts[1]), _valid(extensions[2], contacts[2])),
        contact_left_out=_pair(contacts[1] is Status.BREACHED, contacts[2] is Status.BREACHED),
        breached=breached,
        met=_shared(frozenset(by_status[Status.MET]) - breached),
        outstanding=_shared(frozenset(outstanding)),
    )


def _step(steps: dict[tuple[int, str], StepFound], stage: int, name: str) -> StepFound:
    return steps.get((stage, name), NO_STEP)


def _valid(kept: Status, contact: Status) -> Status:
    """An extension moves the due date where it kept to 6.4 and 6.5 both, or to 6.15 and 6.16."""
    both = (kept, contact)
    if Status.BREACHED in both:
        return Status.BREACHED
    return kept if both == (Status.MET, Status.MET) or kept is Status.NOT_APPLICABLE else Status.UNDETERMINED


@cache
def _step_found(status: Status, with_extension: bool, working_days: int | None) -> StepFound:
    return StepFound(status, with_extension, working_days)


_PAIRS: dict[tuple[object, object], tuple[object, object]] = {}


def _pair(first: T, second: T) -> tuple[T, T]:
    """A pair that is the same object for all cases that have it."""
    made = (first, second)
    return cast("tuple[T, T]", _PAIRS.setdefault(made, made))


@cache
def _shared(provisions: frozenset[str]) -> frozenset[str]:
    """Many cases have the same provisions met: one set serves them all."""
    return provisions
