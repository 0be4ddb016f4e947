"""The answer to `policy check`: what other programs read; the field names are the JSON keys."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from code_engine.evaluation.evaluation import Answer, Status


class Grade(StrEnum):
    """How a policy stands to a provision, the worst first."""

    CONFLICT = "conflict"
    WEAKER = "weaker"
    JUDGEMENT = "judgement"
    SILENT = "silent"
    CONFORMS = "conforms"
    STRICTER = "stricter"


class ClauseSaid(Answer):
    """A place in a policy that says something, with the text of its clause in our own words."""

    clause: str | None = Field(description="Its number; None outside of clauses.")
    landlord: str
    version: str
    file: str
    line: int | None
    text: str | None


class PartCheck(Answer):
    """One rule of a provision, and how the policy stands to it."""

    rule: str
    title: str
    status: Status
    grade: Grade
    clauses: tuple[str, ...]
    said: tuple[ClauseSaid, ...]
    reason: str
    change: str | None = Field(description="What to change where the policy falls short.")
    questions: tuple[str, ...] = Field(description="What to find out, or to have judged.")
    answer_key: str | None = Field(description="Under `answers` of the policy; None where no answer settles it.")


class ProvisionCheck(Answer):
    """One provision of the Code: the worst grade of its parts decides."""

    provision: str
    title: str
    status: Status
    grade: Grade
    clauses: tuple[str, ...] = Field(description="The clauses that decide it, by number.")
    said: tuple[ClauseSaid, ...]
    reason: str
    change: tuple[str, ...]
    departure: str | None = Field(description="Why the landlord departs from the Code, where it admits that.")
    parts: tuple[PartCheck, ...]


class PolicyLayer(Answer):
    """One version that the policy is made of, the group's before the landlord's."""

    landlord: str
    version: str
    title: str
    file: str


class CheckedPolicy(Answer):
    """Which policy was checked."""

    landlord: str
    version: str
    title: str
    digest: str
    in_force_from: date | None
    in_force_to: date | None
    layers: tuple[PolicyLayer, ...]


class CheckedAgainst(Answer):
    """Which version of the Code it was checked against."""

    id: str
    version: str
    title: str
    digest: str
    sections: dict[str, str]


class PolicyCheck(Answer):
    """A policy against every provision of the Code: the same policy gives the same bytes."""

    policy: CheckedPolicy
    as_of: date
    ruleset: CheckedAgainst
    notes: tuple[str, ...]
    provisions: tuple[ProvisionCheck, ...]
    summary: dict[Grade, int] = Field(description="How many provisions that bind a policy have each grade.")

    def provision(self, number: str) -> ProvisionCheck:
        """The entry of one provision. Raises KeyError where the Code has no such provision."""
        for entry in self.provisions:
            if entry.provision == number:
                return entry
        raise KeyError(number)

    def to_json(self) -> str:
        """The check as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"
