"""What the YAML files of a ruleset may contain: one strict model for each kind of entry.

The same models give the JSON Schema that editors use. They check shape only; names, types and references
inside conditions are checked by the loader, which knows the whole ruleset.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, StringConstraints, model_validator

from code_engine.ruleset.consequence_models import Consequence

Condition = Annotated[
    StrictStr, Field(description="A condition in the rules language.", examples=["stage_1.responded"])
]
Moment = Annotated[StrictStr, Field(description="An expression of the rules language that gives a date.")]
Identifier = Annotated[
    StrictStr,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    Field(description="Lower-case words and numbers joined by hyphens."),
]
ProvisionNumber = Annotated[StrictStr, StringConstraints(pattern=r"^[1-9]\d*\.[1-9]\d*$")]
IsoDate = Annotated[StrictStr, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Kind = Literal["case", "policy", "organisation", "portfolio"]
Unit = Literal["working_days", "calendar_days", "months", "count"]

FOR_EACH = re.compile(r"^([a-z_][a-z0-9_]*) in ([a-z_][a-z0-9_.]*)(?: if (\S.*))?$")


class Entry(BaseModel):
    """Base of every entry of a ruleset file: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Reasons(Entry):
    """What a finding says, by status: sentences with placeholders such as {due}, {done} and {late}."""

    met: str | None = None
    breached: str | None = None
    outstanding: str | None = Field(None, description="Used for a breach whose duty is still undone.")
    ended: str | None = Field(None, description="Used for a breach whose duty fell away undone, by a withdrawal.")
    pending: str | None = None
    undetermined: str | None = None
    not_applicable: str | None = None


class ContestedClock(Entry):
    """A clock whose start the readings of the Code disagree about; the first reading decides."""

    contested: Identifier = Field(description="Id of the question in `contested:` of ruleset.yaml.")
    readings: dict[Identifier, Moment] = Field(min_length=2)


class Extension(Entry):
    """How notices of extension move a due date."""

    notice: StrictStr = Field(description="The collection of notices, such as stage_1.extensions.")
    new_due: Moment = Field(description="The new due date, from `notice.…`.")
    cap: StrictStr = Field(description="The parameter that caps all extensions together, from the original due date.")
    valid: Condition = Field(description="When a notice counts; may use `notice.…`, `due` and `limit`.")


class DeadlineEntry(Entry):
    """A duty with a due date: clock and limit, or a due date of its own; what fulfils it; what extends it."""

    clock: Moment | ContestedClock | None = None
    within: StrictStr | None = Field(None, description="The parameter that limits it.")
    due: Moment | None = Field(None, description="The due date itself, instead of clock and within.")
    done: Moment
    ends: Moment | None = Field(None, description="The day the duty falls away, such as a withdrawal.")
    extension: Extension | None = None
    for_each: StrictStr | None = Field(
        None, pattern=FOR_EACH.pattern, description="One deadline for each item: `remedy in remedies if …`."
    )

    @model_validator(mode="after")
    def _one_way_to_a_due_date(self) -> DeadlineEntry:
        if (self.due is None) == (self.clock is None) or (self.clock is None) != (self.within is None):
            raise ValueError("a deadline has either `clock` and `within`, or `due`")
        if self.for_each is not None and (self.extension is not None or isinstance(self.clock, ContestedClock)):
            raise ValueError("`for_each` does not go with `extension` or a contested clock")
        return self


class JudgementEntry(Entry):
    """A question that a person answers under `answers:` of the case file."""

    id: StrictStr = Field(pattern=r"^[A-Za-z0-9_.-]+$", description="The key of the answer.")
    question: str
    asked_of: str
    shown_by: Condition | None = Field(
        None, description="What on the record answers it with yes where nobody has answered."
    )
    ruled_out_by: Condition | None = Field(
        None, description="What on the record answers it with no where nobody has answered."
    )


class RuleEntry(Entry):
    """One testable statement under a provision."""

    id: Identifier
    title: str
    subject: Kind = "case"
    applies: Condition | None = None
    require: Condition | None = None
    deadline: DeadlineEntry | None = None
    judgement: JudgementEntry | None = None
    extension_of: Identifier | None = Field(None, description="The deadline rule whose notices `each` checks.")
    each: Condition | None = None
    pending: Condition | None = Field(None, description="Not finally judged while this holds.")
    outstanding: Condition | None = Field(None, description="On a breach: the duty is still undone.")
    due: Moment | None = None
    inferred: str | None = Field(None, description="Why the test goes beyond the words of the Code.")
    source: str | None = None
    breach_is: Literal["conflict", "weaker"] | None = Field(
        None,
        description="Of a rule about policies: conflict where following the policy breaches the Code, else weaker.",
    )
    stricter: Condition | None = Field(None, description="Of a rule about policies: it asks more than the Code.")
    must_be_stated: bool = Field(
        False, description="Of a rule about policies: the Code asks that the policy itself says it."
    )
    change: str | None = Field(None, description="Of a rule about policies: what to change where it is breached.")
    reasons: Reasons = Reasons()

    @model_validator(mode="after")
    def _one_body(self) -> RuleEntry:
        bodies = [self.require, self.deadline, self.judgement, self.each]
        if sum(body is not None for body in bodies) != 1:
            raise ValueError("a rule has exactly one of `require`, `deadline`, `judgement` and `each`")
        if (self.each is None) != (self.extension_of is None):
            raise ValueError("`each` and `extension_of` go together")
        if self.deadline is not None and (self.pending or self.outstanding or self.due):
            raise ValueError("a `deadline` works out pending, outstanding and due itself")
        return self

    @model_validator(mode="after")
    def _graded_where_about_policies(self) -> RuleEntry:
        if self.subject == "policy":
            if self.breach_is is None:
                raise ValueError("a rule about policies says what a breach is: `breach_is: conflict` or `weaker`")
            if self.deadline is not None or self.each is not None or self.due or self.pending or self.outstanding:
                raise ValueError("a rule about policies has a `require` or a `judgement`, and no dates")
        elif self.breach_is or self.stricter or self.must_be_stated or self.change:
            raise ValueError("`breach_is`, `stricter`, `must_be_stated` and `change` are for rules about policies")
        if self.subject in ("organisation", "portfolio") and self.judgement is None:
            raise ValueError(f"a rule about the {self.subject} asks a question: it has a `judgement`")
        return self


class ProvisionEntry(Entry):
    """A numbered clause of the Code: gist, kinds of evidence, and its rules."""

    title: str
    gist: str
    kinds: tuple[Kind, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    answered_by: str | None = Field(None, description="What answers the parts that one case cannot.")
    rules: tuple[RuleEntry, ...] = ()


class ParameterEntry(Entry):
    """A number the Code sets, its unit, and the direction in which a landlord may move it."""

    value: StrictInt
    unit: Unit
    direction: Literal["tighten_down", "tighten_up", "fixed", "free"]
    provision: ProvisionNumber
    meaning: str


class DefinitionEntry(Entry):
    """A named expression that conditions can use."""

    expression: StrictStr = Field(alias="is")
    meaning: str


class ReadingEntry(Entry):
    """One reading of a contested question."""

    title: str
    basis: str


class ContestedEntry(Entry):
    """A question on which careful readers of the Code disagree."""

    question: str
    provisions: tuple[ProvisionNumber, ...]
    default: Identifier
    readings: dict[Identifier, ReadingEntry]


class SectionEntry(Entry):
    """Heading of a section of the Code."""

    number: StrictInt
    title: str


class InForce(Entry):
    """When a version of the Code applies, by the date the complaint was received; both days included."""

    start: IsoDate = Field(alias="from")
    end: IsoDate | None = Field(None, alias="to")


class RulesetPart(Entry):
    """A file of a ruleset: any of these keys."""

    include: tuple[StrictStr, ...] = ()
    section: SectionEntry | None = None
    provisions: dict[ProvisionNumber, ProvisionEntry] = {}
    parameters: dict[StrictStr, ParameterEntry] = {}
    definitions: dict[StrictStr, DefinitionEntry] = {}
    contested: dict[Identifier, ContestedEntry] = {}
    consequences: tuple[Consequence, ...] = ()


class RulesFile(Entry):
    """A file of a ruleset that is read on demand: rules of provisions that other files describe."""

    rules: dict[ProvisionNumber, tuple[RuleEntry, ...]] = Field(description="Rules by the provision they are under.")


class RulesetHeader(RulesetPart):
    """The file ruleset.yaml: identity, dates in force, sources, and what it includes.

    Files under `on_demand` hold rules that no case is evaluated by; they are read when somebody asks for them.
    """

    on_demand: tuple[StrictStr, ...] = Field((), description="Files of rules about policies and landlords.")

    id: Identifier
    title: str
    version: StrictStr = Field(pattern=r"^[0-9A-Za-z.-]+$")
    in_force: InForce
    source: str
    checked_on: IsoDate
