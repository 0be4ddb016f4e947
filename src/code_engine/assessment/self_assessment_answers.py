"""The answer to `self-assessment`: the Code's yearly form, row by row; the field names are the JSON keys."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from code_engine.assessment.policy_answers import CheckedAgainst, CheckedPolicy, Grade
from code_engine.evaluation.evaluation import Answer, Status


class Comply(StrEnum):
    """What the draft writes under "comply": ask where a person has to settle it first."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


class StatementMade(Answer):
    """What the landlord itself states about a provision, who answers for it, and where it is written."""

    comply: bool | None
    evidence: str | None
    commentary: str | None
    owner: str | None
    stated_on: date | None
    review_by: date | None
    landlord: str
    source: str


class PolicyFound(Answer):
    """What the policy check found about a provision."""

    grade: Grade
    status: Status
    clauses: tuple[str, ...]
    reason: str
    departure: str | None


class QuestionAnswered(Answer):
    """A question to the landlord, and whether its attestation answers it."""

    rule: str
    question: str
    asked_of: str
    status: Status
    reason: str


class CasesFound(Answer):
    """What the cases of the year showed about a provision: how many have each status by the Code."""

    met: int
    breached: int
    pending: int
    undetermined: int
    references_breached: tuple[str, ...]

    @property
    def decided(self) -> int:
        """Cases in which the provision was met or breached."""
        return self.met + self.breached

    @property
    def rate(self) -> str:
        """The share that met it, rounded to whole per cent but never up to 100 or down to 0."""
        if not self.decided:
            return "none decided"
        per_cent = round(100 * self.met / self.decided)
        if self.breached:
            per_cent = min(per_cent, 99)
        if self.met:
            per_cent = max(per_cent, 1)
        return f"{per_cent} %"


class SelfAssessmentRow(Answer):
    """One provision: what the draft writes, and everything it rests on."""

    provision: str
    section: int
    title: str
    requirement: str = Field(description="The gist of the provision, in our own words.")
    comply: Comply
    evidence: tuple[str, ...]
    commentary: tuple[str, ...]
    flags: tuple[str, ...] = Field(description="Where the landlord's own statement and what was found disagree.")
    statement: StatementMade | None
    policy: PolicyFound | None
    questions: tuple[QuestionAnswered, ...]
    cases: CasesFound | None


class CasesRead(Answer):
    """Which cases were looked at."""

    folder: str
    received_in_year: int
    outside_the_year: int
    unreadable: tuple[str, ...]


class Approval(Answer):
    """Who approved the landlord's own statements, and when."""

    by: str | None
    on: date | None


class SelfAssessment(Answer):
    """A landlord's self-assessment of a year, drafted; the same input gives the same bytes."""

    landlord: str
    name: str
    year: str
    as_of: date
    ruleset: CheckedAgainst
    policy: CheckedPolicy | None
    approval: Approval
    cases: CasesRead | None
    notes: tuple[str, ...]
    rows: tuple[SelfAssessmentRow, ...]
    summary: dict[Comply, int]
    flagged: int

    def row(self, provision: str) -> SelfAssessmentRow:
        """The row of one provision. Raises KeyError where there is none."""
        for row in self.rows:
            if row.provision == provision:
                return row
        raise KeyError(provision)

    def to_json(self) -> str:
        """The self-assessment as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"
