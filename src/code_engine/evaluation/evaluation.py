"""The answer: an evaluation and the parts it is made of.

These models are what other people's programs read; their field names are the JSON keys. The engine builds
them from values it has computed itself, so it skips validation (`Answer.of`); a test holds the built models
to their declared types by validating them again from their own JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

# A model's own slots, set without its `__setattr__`: an evaluation has some two hundred answers in it.
_new = object.__new__
_set_values, _set_fields_set, _set_extra, _set_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


AnswerType = TypeVar("AnswerType", bound="Answer")


class Status(StrEnum):
    """The five answers a rule can have, and no others."""

    MET = "met"
    BREACHED = "breached"
    PENDING = "pending"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


MET, BREACHED, PENDING, UNDETERMINED, NOT_APPLICABLE = Status
"""The five by short names: looking one up on its enumeration takes longer than most of what is done with it."""


class Label(StrEnum):
    """What refines a status without changing it."""

    MET_WITH_EXTENSION = "met_with_extension"
    CONTESTED = "contested"
    WITHIN_ONE_DAY = "within_one_day"


Layer = Literal["code", "policy"]


class Answer(BaseModel):
    """Base of every part of an evaluation: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    _all_fields: ClassVar[set[str]] = set()
    """The names of all fields, shared between instances: they are frozen, so nobody adds to it."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._all_fields = set(cls.model_fields)

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Build from values the engine computed itself, every field given, without validating them again."""
        return maker(cls)(values)


def maker(kind: type[AnswerType]) -> Callable[[dict[str, Any]], AnswerType]:
    """What `of` does, for a kind of which there are many: asking a model for anything of its own takes long.

    It builds from a dictionary that the answer keeps: nobody may change it afterwards.
    """
    all_fields = kind._all_fields

    def make(values: dict[str, Any]) -> AnswerType:
        made = _new(kind)
        _set_values(made, values)
        _set_fields_set(made, all_fields)
        _set_extra(made, None)
        _set_private(made, None)
        return made

    return make


class CaseReference(Answer):
    """Which case was evaluated, by reference and by the hash of its facts."""

    reference: str
    landlord: str
    digest: str = Field(description="sha256 of the case as read, in a canonical form.")


class RulesetReference(Answer):
    """Which version of the Code answered."""

    id: str
    version: str
    digest: str
    title: str
    sections: dict[str, str] = Field(description="Titles of the sections of the Code, by number.")
    forced: bool = Field(description="True where the version was chosen by the user, not by the date of the complaint.")


class PolicyReference(Answer):
    """Which version of the landlord's own policy answered for the policy layer."""

    landlord: str
    version: str
    digest: str


class CalendarReference(Answer):
    """Which working-day calendar counted."""

    name: str
    digest: str
    announced_until: date = Field(description="Bank holidays after this day are computed, not yet announced.")
    provisional: bool = Field(description="True where a date of this evaluation lies outside the announced range.")


class EngineReference(Answer):
    """Which software answered, and which forward chainer drew the consequences."""

    version: str
    chainer: str


class Reading(Answer):
    """What one reading of a contested provision would say."""

    contested: str = Field(description="Id of the contested question in the ruleset.")
    reading: str
    title: str
    default: bool
    status: Status
    due_on: date | None
    reason: str


class Finding(Answer):
    """The answer to one rule for this case."""

    provision: str
    rule: str
    title: str
    layer: Layer
    status: Status
    labels: tuple[Label, ...]
    outstanding: bool = Field(description="True where a breached duty is still undone.")
    due_on: date | None
    done_on: date | None
    working_days: int | None = Field(description="Working days from the start of the clock to the day it was done.")
    working_days_late: int | None
    working_days_left: int | None
    reason: str
    missing: tuple[str, ...] = Field(description="Facts that would settle an undetermined finding.")
    facts: dict[str, Any] = Field(description="The facts the rule read, by name.")
    readings: tuple[Reading, ...]
    trace: dict[str, Any] = Field(description="Each condition of the rule with the value it had.")
    inferred: str | None = Field(description="Where the test goes beyond the words of the Code: why.")


class Deadline(Answer):
    """One dated duty of the case, past or to come."""

    provision: str
    rule: str
    title: str
    layer: Layer
    item: str | None = Field(description="Which remedy, action or update it is, where a rule has several.")
    clock_on: date | None
    due_on: date
    original_due_on: date | None = Field(description="Due date before a valid extension; None where none was used.")
    done_on: date | None
    status: Status
    outstanding: bool = Field(description="True where a breached duty is still undone and still owed.")
    working_days_late: int | None
    working_days_left: int | None


class Action(Answer):
    """Something somebody at the landlord should do next."""

    consequence: str
    layer: Layer
    text: str
    who: str | None
    by: date | None
    overdue: bool
    working_days_left: int | None
    because: tuple[str, ...]


class Letter(Answer):
    """A letter that is due, and why."""

    consequence: str
    layer: Layer
    kind: str
    stage: int | None
    why: str
    by: date | None
    overdue: bool
    because: tuple[str, ...]


class Notice(Answer):
    """Somebody who is to be told, or to whom the case goes up."""

    consequence: str
    layer: Layer
    to: str
    text: str
    because: tuple[str, ...]


class MissingFact(Answer):
    """A fact nobody has recorded, as a question, with the provisions it would help to settle."""

    fact: str
    settles: tuple[str, ...] = Field(description="Provisions with an undetermined finding that waits for this fact.")
    question: str


class NotEvaluated(Answer):
    """A provision that one case cannot answer, and what kind of evidence does."""

    provision: str
    title: str
    kinds: tuple[str, ...]
    answered_by: str


class Summary(Answer):
    """How many findings have each status."""

    met: int
    breached: int
    pending: int
    undetermined: int
    not_applicable: int


class Evaluation(Answer):
    """Everything the engine says about one case on one day: the same input gives the same bytes."""

    case: CaseReference
    as_of: date
    counting: Literal["day-0", "inclusive"]
    ruleset: RulesetReference
    policy: PolicyReference | None
    calendar: CalendarReference
    engine: EngineReference
    notes: tuple[str, ...] = Field(description="What a reader must know to use this answer, such as a forced version.")
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    actions: tuple[Action, ...]
    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]
    escalations: tuple[Notice, ...]
    missing: tuple[MissingFact, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    summary: Summary
    summary_by_layer: dict[Layer, Summary]

    def finding(self, rule: str, layer: Layer = "code") -> Finding:
        """The finding of one rule. Raises KeyError where the rule was not evaluated."""
        for finding in self.findings:
            if finding.rule == rule and finding.layer == layer:
                return finding
        raise KeyError(rule)

    def to_json(self) -> str:
        """The evaluation as indented JSON text, ending in a newline; the same evaluation gives the same text."""
        return self.to_bytes().decode()

    def to_bytes(self) -> bytes:
        """The same text as UTF-8, for a file or a network, without a detour through text."""
        return self.__pydantic_serializer__.to_json(self, indent=2) + b"\n"
