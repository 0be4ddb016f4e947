"""The answer to `policy diff`: what other programs read; the field names are the JSON keys."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from code_engine.assessment.policy_answers import CheckedPolicy, Grade
from code_engine.assessment.policy_view_answers import Shown
from code_engine.evaluation.evaluation import Answer, Status


class Side(Answer):
    """One of the two policies, and the day as of which it is looked at."""

    asked: str = Field(description="As it was named on the command line.")
    name: str
    as_of: date
    policy: CheckedPolicy


class Held(Answer):
    """A value that a policy states. It is None where clauses of the policy contradict each other."""

    value: Shown | None
    unit: str | None


class ValueDifference(Answer):
    """A setting or statement that the two do not share; a side that does not state it is None."""

    name: str
    meaning: str
    a: Held | None
    b: Held | None


class EntryDifference(Answer):
    """An entry of a list: what is stated of it on each side, as far as it differs; None where a side lacks it.

    A value is None where clauses of the policy contradict each other.
    """

    entry: str
    a: dict[str, Shown | None] | None
    b: dict[str, Shown | None] | None


class ListDifference(Answer):
    """A list with entries that the two do not share, and how many each has; None where it is not stated."""

    name: str
    a: int | None
    b: int | None
    entries: tuple[EntryDifference, ...]


class PromiseDifference(Answer):
    """A promise with what differs of its conditions and limits; None where a side does not make it."""

    provision: str
    id: str
    title: str
    a: dict[str, str] | None
    b: dict[str, str] | None


class ClosureDifference(Answer):
    """Days on which only one of the two is closed."""

    only_a: tuple[date, ...]
    only_b: tuple[date, ...]


class Graded(Answer):
    """How one of the two stands to a provision."""

    grade: Grade
    status: Status
    clauses: tuple[str, ...]
    reason: str


class GradeDifference(Answer):
    """A provision to which the two stand differently."""

    provision: str
    title: str
    a: Graded
    b: Graded


class WordingDifference(Answer):
    """Free words that differ; whether that makes a difference, no program can tell."""

    name: str
    meaning: str
    a: Shown
    b: Shown


class Outcome(Answer):
    """What a promise comes to in one case."""

    status: Status
    due_on: date | None
    reason: str


class FindingDifference(Answer):
    """A promise that comes out differently in a case; None where a side does not make it."""

    provision: str
    rule: str
    title: str
    a: Outcome | None
    b: Outcome | None


class CaseDifference(Answer):
    """A case with the promises that come out differently in it."""

    file: str
    reference: str
    findings: tuple[FindingDifference, ...]


class CaseNotRead(Answer):
    """A file that could not be evaluated, and why."""

    file: str
    problems: tuple[str, ...]


class CasesCompared(Answer):
    """What became of a folder of cases under both policies. The layer of the Code never differs."""

    as_of: date
    compared: int
    different: tuple[CaseDifference, ...]
    not_read: tuple[CaseNotRead, ...]


class PolicyDiff(Answer):
    """What differs between two policies in effect: the same two give the same bytes."""

    a: Side
    b: Side
    ruleset: str
    notes: tuple[str, ...]
    differs: bool = Field(description="Whether there is any difference in effect; other words alone are none.")
    settings: tuple[ValueDifference, ...]
    statements: tuple[ValueDifference, ...]
    lists: tuple[ListDifference, ...]
    promises: tuple[PromiseDifference, ...]
    closure_days: ClosureDifference | None
    grades: tuple[GradeDifference, ...]
    wording: tuple[WordingDifference, ...]
    cases: CasesCompared | None

    def to_json(self) -> str:
        """The difference as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"
