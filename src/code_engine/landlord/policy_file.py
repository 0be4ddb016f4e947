"""What a policy file may contain: one version of a landlord's own settings and promises."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictInt, StrictStr, StringConstraints, model_validator

from code_engine.case.dates import Day
from code_engine.landlord.reading import LandlordEntry
from code_engine.ruleset.models import ProvisionNumber, RuleEntry

SettingUnit: TypeAlias = Literal["working_days", "calendar_days", "months", "count"]
SettingName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
"""Dotted, as in conditions, there with `policy.` in front: `stage_1.acknowledge`."""


class SettingEntry(LandlordEntry):
    """A value the landlord has chosen: a number with its unit, a yes or no, a text, or a list of texts."""

    value: StrictInt | StrictBool | StrictStr | tuple[StrictStr, ...]
    unit: SettingUnit | None = Field(None, description="Required for a number, and only for a number.")
    meaning: str | None = Field(None, description="May be left out where a group's value is changed.")
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

    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> PolicyDates:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("a policy cannot end before it starts")
        return self


class PolicyHeader(LandlordEntry):
    """Which policy it is. The version is also the name of the file."""

    title: str = Field(min_length=1)
    version: str = Field(pattern=r"^[0-9a-z][0-9a-z.-]*$")
    in_force: PolicyDates
    source: str = Field(min_length=1, description="The document the content was taken from.")


class PolicyFile(LandlordEntry):
    """The content of policies/VERSION.yaml."""

    policy: PolicyHeader
    settings: dict[SettingName, SettingEntry] = Field({}, description="Values the landlord has chosen.")
    rules: dict[ProvisionNumber, tuple[RuleEntry, ...]] = Field(
        {}, description="The landlord's own promises, under the provision each belongs to."
    )
    closure_days: tuple[Day, ...] | None = Field(
        None, description="Days the landlord is closed; they count only towards its own promises."
    )
