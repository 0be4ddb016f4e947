"""What a policy file may contain: one version of a landlord's policy, clause by clause or by subject."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, StrictBool, StrictInt, StrictStr, StringConstraints, model_validator

from code_engine.case.dates import Day
from code_engine.case.model import Answer
from code_engine.landlord.reading import LandlordEntry
from code_engine.policy.statements import Statements
from code_engine.ruleset.models import ProvisionNumber, RuleEntry

SettingUnit: TypeAlias = Literal["working_days", "calendar_days", "months", "count"]
SettingName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
"""Dotted, as in conditions, there with `policy.` in front: `stage_1.acknowledge`."""

ClauseNumber = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""As the policy itself numbers it, `6.9.1`, or whatever names the place in its source."""


class SettingEntry(LandlordEntry):
    """A value the landlord has chosen: a number with its unit, a yes or no, a text, or a list of texts."""

    value: StrictInt | StrictBool | StrictStr | tuple[StrictStr, ...] = Field(
        description="A number as the policy states it, true or false, a text, or a list of texts."
    )
    unit: SettingUnit | None = Field(None, description="Required for a number, and only for a number.")
    meaning: str | None = Field(
        None, description="May be left out where a group's value is changed, and for a setting the Code knows."
    )
    provision: ProvisionNumber | None = Field(None, description="The provision of the Code it answers.")

    @model_validator(mode="after")
    def _unit_of_a_number(self) -> SettingEntry:
        is_number = isinstance(self.value, int) and not isinstance(self.value, bool)
        if is_number and self.unit is None:
            raise ValueError("a number needs a `unit`: working_days, calendar_days, months or count")
        if not is_number and self.unit is not None:
            raise ValueError("only a number has a `unit`")
        if is_number and int(str(self.value)) < 0:
            raise ValueError("a number of a policy is not below zero")
        return self


class PolicyDates(LandlordEntry):
    """When a version is in force, both days included; a day left out is not known, or still open."""

    start: Day | None = Field(None, alias="from", description="The first day; left out where it is not known.")
    end: Day | None = Field(None, alias="to", description="The last day; left out while it is in force.")

    @model_validator(mode="after")
    def _in_order(self) -> PolicyDates:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("a policy cannot end before it starts")
        return self


class PolicyHeader(LandlordEntry):
    """Which policy it is. A landlord's own versions need all of it but `held`; a draft needs nothing."""

    title: str | None = Field(None, min_length=1, description="What the policy is called.")
    version: str | None = Field(
        None, pattern=r"^[0-9a-z][0-9a-z.-]*$", description="Of a landlord's own version also the name of the file."
    )
    in_force: PolicyDates | None = Field(None, description="When it is in force.")
    source: str | None = Field(None, min_length=1, description="The document the content was taken from.")
    held: bool = Field(True, description="False where a version is known to have been in force, but not its text.")


class Departure(LandlordEntry):
    """A provision at which the landlord admits that its policy does not meet the Code."""

    reason: str = Field(min_length=1, description="Why the policy departs from the Code.")
    complies_from: Day | None = Field(None, description="The day from which it will comply, where that is set.")


class Stating(Statements):
    """What a clause, or a policy that is not divided into clauses, states."""

    model_config = ConfigDict(strict=False)

    settings: dict[SettingName, SettingEntry] = Field({}, description="Numbers and other values it sets.")


class Clause(Stating):
    """A numbered clause: its text in our own words, and what it states. A clause may state nothing."""

    text: str = Field(min_length=1, description="What the clause says, in our own words.")


class PolicyFile(Stating):
    """The content of policies/VERSION.yaml, or of a draft; every key is optional."""

    policy: PolicyHeader = Field(PolicyHeader(), description="Which policy it is, and when it is in force.")
    clauses: dict[ClauseNumber, Clause] = Field({}, description="Its clauses by number, in their order.")
    rules: dict[ProvisionNumber, tuple[RuleEntry, ...]] = Field(
        {}, description="The landlord's own promises, under the provision each belongs to."
    )
    closure_days: tuple[Day, ...] | None = Field(
        None, description="Days the landlord is closed; they count only towards its own promises."
    )
    answers: dict[str, Answer] = Field({}, description="Questions about the policy that a person has answered.")
    departures: dict[ProvisionNumber, Departure] = Field(
        {}, description="Provisions at which the landlord admits that its policy does not meet the Code."
    )
