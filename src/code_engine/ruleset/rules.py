"""A ruleset as the engine uses it: provisions with rules whose conditions are parsed and type-checked.

Nothing here is evaluated; `evaluation` compiles these into something fast. All of it is frozen, so that one
ruleset serves every thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from code_engine.documents import Document
from code_engine.errors import Location, Problem, RulesetError, did_you_mean, quoted
from code_engine.forking import cached_property
from code_engine.ruleset.consequence_models import Consequence
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.reasons import Template

Unit = Literal["working_days", "calendar_days", "months", "count"]
Kind = Literal["case", "policy", "organisation", "portfolio"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the Code or a landlord sets, with its unit."""

    name: str
    value: int
    unit: Unit
    meaning: str
    direction: str | None = None
    provision: str | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One way to find the start of a clock; an uncontested clock has a single one."""

    reading: str | None
    title: str
    start: Expression


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How notices of extension move a due date: valid ones, in the order they were sent, up to a cap."""

    notices: Expression
    collection: str
    new_due: Expression
    valid: Expression
    cap: Parameter


@dataclass(frozen=True, slots=True)
class ForEach:
    """A rule that stands for one duty for each item of a collection, or each that satisfies a condition."""

    variable: str
    collection: str
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class DeadlineBody:
    """A duty with a due date."""

    clocks: tuple[ClockReading, ...]
    contested: str | None
    limit: Parameter | None
    due: Expression | None
    done: Expression
    ends: Expression | None
    extension: ExtensionRule | None
    for_each: ForEach | None


@dataclass(frozen=True, slots=True)
class RequirementBody:
    """A condition that must hold."""

    require: Expression


@dataclass(frozen=True, slots=True)
class NoticeCheckBody:
    """A condition that every notice of a deadline rule must satisfy."""

    extension_of: str
    each: Expression


@dataclass(frozen=True, slots=True)
class JudgementBody:
    """A question a person answers, by its key under `answers:` of the case.

    Where nobody has, the record may answer it: with no (`ruled_out_by`) or with yes (`shown_by`).
    """

    id: str
    question: str
    asked_of: str
    shown_by: Expression | None = None
    ruled_out_by: Expression | None = None


Body = DeadlineBody | RequirementBody | NoticeCheckBody | JudgementBody


@dataclass(frozen=True, slots=True)
class Grading:
    """What it says of a policy that it meets or breaches a rule: the grade of a breach, when it is stricter.

    `must_be_stated` is set where the Code asks that the policy itself contains it, so that silence counts.
    """

    breach_is: Literal["conflict", "weaker"]
    stricter: Expression | None
    must_be_stated: bool
    change: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One testable statement under a provision."""

    id: str
    provision: str
    title: str
    subject: Kind
    applies: Expression | None
    body: Body
    pending: Expression | None
    outstanding: Expression | None
    due: Expression | None
    inferred: str | None
    source: str
    reasons: Mapping[str, Template]
    location: Location
    grading: Grading | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered clause of the Code."""

    number: str
    section: int
    title: str
    gist: str
    kinds: tuple[Kind, ...]
    source: str
    answered_by: str | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression, with its meaning."""

    name: str
    expression: Expression
    meaning: str


@dataclass(frozen=True, slots=True)
class ContestedReading:
    """One reading of a contested question, and what speaks for it."""

    title: str
    basis: str


@dataclass(frozen=True, slots=True)
class Contested:
    """A question on which careful readers of the Code disagree."""

    id: str
    question: str
    provisions: tuple[str, ...]
    default: str
    readings: Mapping[str, ContestedReading]


@dataclass(frozen=True, slots=True)
class PlacedConsequence:
    """A consequence and where it stands; what it refers to is checked by the engine, with the landlord's rules."""

    consequence: Consequence
    document: Document
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class Ruleset:
    """One Code in one version."""

    id: str
    version: str
    title: str
    source: str
    checked_on: date
    in_force_from: date
    in_force_to: date | None
    digest: str
    path: str
    sections: Mapping[int, str]
    provisions: Mapping[str, Provision]
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    contested: Mapping[str, Contested]
    consequences: tuple[PlacedConsequence, ...]
    read_further: Callable[[], Mapping[str, tuple[Rule, ...]]] = field(default=dict, repr=False, compare=False)

    @cached_property
    def further(self) -> Mapping[str, tuple[Rule, ...]]:
        """Rules by provision that are read on demand: no case is evaluated by them.

        Raises RulesetError or DocumentError where they have a mistake.
        """
        return self.read_further()

    @property
    def identity(self) -> str:
        """`ID@VERSION`, as the command line takes it."""
        return f"{self.id}@{self.version}"

    def in_force_on(self, day: date) -> bool:
        """Whether this version applies to a complaint received on a day (both ends included)."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def rules(self, subject: Kind = "case") -> tuple[Rule, ...]:
        """The rules of one subject, in the order of their provisions."""
        if subject == "case":
            found = (rule for provision in self.provisions.values() for rule in provision.rules)
        else:
            found = (rule for number in self.provisions for rule in self.rules_of(number))
        return tuple(rule for rule in found if rule.subject == subject)

    def rules_of(self, number: str) -> tuple[Rule, ...]:
        """All rules of a provision, those about cases first. Raises KeyError where there is no such provision."""
        return (*self.provisions[number].rules, *self.further.get(number, ()))

    def provision(self, number: str) -> Provision:
        """The provision with that number. Raises RulesetError with a suggestion where there is none."""
        found = self.provisions.get(number)
        if found is not None:
            return found
        hint = did_you_mean(number, self.provisions) or "`code-engine rules list` names all of them"
        raise RulesetError(Problem(f"there is no provision {quoted(number)} in {self.identity}", None, hint))


def frozen(mapping: Mapping[str, object]) -> Mapping[str, object]:
    """A read-only view of a copy, so that nobody changes a shared ruleset."""
    return MappingProxyType(dict(mapping))


def provision_order(number: str) -> tuple[int, int]:
    """Sort key of a provision number: 6.2 comes before 6.10."""
    section, clause = number.split(".")
    return int(section), int(clause)
