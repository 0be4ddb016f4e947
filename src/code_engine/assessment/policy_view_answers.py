"""The answer to `policy show`: what other programs read; the field names are the JSON keys."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from code_engine.assessment.policy_answers import CheckedPolicy
from code_engine.evaluation.evaluation import Answer

Shown = bool | int | str | tuple[str, ...]
LayerKind = Literal["code", "group", "landlord", "draft"]
AgainstCode = Literal["tighter", "looser", "same", "not_comparable"]


class Origin(Answer):
    """Who set something, in which version, and where it is written."""

    layer: LayerKind
    name: str = Field(description="The landlord's name; of the Code, its title.")
    landlord: str | None = Field(description="The landlord's id; None for the Code.")
    version: str
    clause: str | None = Field(description="The clause of the policy; None outside of clauses, and for the Code.")
    file: str | None
    line: int | None
    in_force_from: date | None
    in_force_to: date | None


class Below(Answer):
    """A value of a lower layer that another lies over."""

    value: Shown | None
    unit: str | None
    provision: str | None
    origins: tuple[Origin, ...]


class CodeNumber(Answer):
    """A number that the Code sets."""

    name: str
    value: int
    unit: str
    direction: str | None = Field(description="How a landlord may move it.")
    provision: str | None
    meaning: str


class SettingShown(Answer):
    """A value the policy sets, and what lies below it."""

    name: str
    meaning: str
    value: Shown
    unit: str | None
    provision: str | None
    against_code: AgainstCode | None = Field(description="Beside the Code's number of that name; None: it has none.")
    origin: Origin
    below: tuple[Below, ...] = Field(description="What it lies over, the nearest first.")


class StatementShown(Answer):
    """Something the policy says about a subject. `value` is None where its clauses contradict each other."""

    name: str
    meaning: str
    value: Shown | None
    origins: tuple[Origin, ...]
    below: tuple[Below, ...]


class SubjectShown(Answer):
    """A subject and what is said about it."""

    subject: str
    label: str
    statements: tuple[StatementShown, ...]


class EntryShown(Answer):
    """One entry of a list, with what is stated of it."""

    values: dict[str, Shown | None]
    origin: Origin


class ListShown(Answer):
    """A list that is stated; without entries it is stated that there are none."""

    name: str
    label: str
    entries: tuple[EntryShown, ...]
    origins: tuple[Origin, ...]
    below: tuple[Below, ...] = Field(description="Lists of lower layers it replaces, each as its number of entries.")


class PromiseShown(Answer):
    """A promise of the landlord's own."""

    provision: str
    id: str
    title: str
    origin: Origin
    below: tuple[Origin, ...]


class ClosureDays(Answer):
    """The days on which the landlord is closed, and who says so."""

    days: tuple[date, ...]
    origin: Origin


class AnswerShown(Answer):
    """A question about the policy that a person has answered."""

    question: str
    value: bool
    by: str | None
    date: date | None
    note: str | None
    origin: Origin


class DepartureShown(Answer):
    """A provision at which the landlord admits that its policy does not meet the Code."""

    provision: str
    reason: str
    complies_from: date | None
    origin: Origin


class PolicyView(Answer):
    """Everything in force under one policy on one day: the same policy gives the same bytes."""

    name: str
    policy: CheckedPolicy
    as_of: date
    ruleset: str
    notes: tuple[str, ...]
    code: tuple[CodeNumber, ...]
    settings: tuple[SettingShown, ...]
    statements: tuple[SubjectShown, ...]
    lists: tuple[ListShown, ...]
    promises: tuple[PromiseShown, ...]
    closure_days: ClosureDays | None
    answers: tuple[AnswerShown, ...]
    departures: tuple[DepartureShown, ...]

    def to_json(self) -> str:
        """The view as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"
