"""The answers of the routes about landlords, rulesets and provisions; their field names are the JSON keys."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class Known(BaseModel):
    """Base of these answers: strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyKnown(Known):
    """A version of a landlord's own policy."""

    version: str
    title: str
    in_force_from: date | None = Field(description="Null where the day is not known.")
    in_force_to: date | None = Field(description="The last day; null where it still is in force.")


class BrandingKnown(Known):
    """How a landlord looks: colours as #rrggbb, and a line under its name."""

    primary: str
    accent: str
    strapline: str | None


class LandlordKnown(Known):
    """A landlord that cases can be evaluated for."""

    id: str
    name: str
    group: str | None = Field(description="The id of the group it belongs to.")
    policies: list[PolicyKnown]
    terms: dict[str, str] = Field(description="The landlord's own words for what the Code names, `stage_2: appeal`.")
    branding: BrandingKnown
    readable: bool = Field(description="False where its policies have a mistake; `code-engine doctor` says which.")


class LandlordsKnown(Known):
    """The landlords within reach, by id."""

    landlords: list[LandlordKnown]


class RulesetKnown(Known):
    """A version of the Code."""

    identity: str = Field(description="ID@VERSION, as `ruleset` of a question takes it.")
    title: str
    digest: str
    in_force_from: date
    in_force_to: date | None


class RulesetsKnown(Known):
    """The versions of the Code."""

    rulesets: list[RulesetKnown]


class ProvisionKnown(Known):
    """A provision in one line."""

    number: str
    title: str
    gist: str
    kinds: list[str]


class ProvisionsKnown(Known):
    """Every provision of a version of the Code."""

    ruleset: str
    provisions: list[ProvisionKnown]
