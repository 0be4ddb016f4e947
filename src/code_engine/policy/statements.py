"""Everything a policy, or one clause of it, can state: one strict model, with every key optional."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from code_engine.case.event import as_tuple
from code_engine.policy.entries import ListedEntry, PolicyEntry, Section
from code_engine.policy.handling_statements import (
    EscalationStated,
    HandlingStated,
    NewIssuesStated,
    RecordsStated,
    RemediesStated,
    RestrictionsStated,
    StageStated,
)
from code_engine.policy.intake_statements import (
    AcceptanceStated,
    AccessStated,
    DefinitionStated,
    OmbudsmanStated,
    PublicityStated,
    RepresentativesStated,
    ServiceRequestsStated,
    SurveysStated,
)
from code_engine.policy.listed_statements import ExclusionListed, HoldListed, RouteListed, StageListed


class Statements(PolicyEntry):
    """What is stated, by subject. A subject, or a statement in it, that is left out is not stated.

    A list that is left out is not stated either; an empty one says that there is nothing of the kind.
    """

    definition: DefinitionStated | None = Field(None, description="What counts as a complaint.")
    service_requests: ServiceRequestsStated | None = Field(None, description="Service requests.")
    surveys: SurveysStated | None = Field(None, description="Dissatisfaction in surveys and feedback.")
    acceptance: AcceptanceStated | None = Field(None, description="Taking complaints on, and refusals.")
    access: AccessStated | None = Field(None, description="Ways to complain.")
    representatives: RepresentativesStated | None = Field(None, description="Somebody acting for the resident.")
    publicity: PublicityStated | None = Field(None, description="Publishing the policy.")
    ombudsman: OmbudsmanStated | None = Field(None, description="The way to the Ombudsman.")
    handling: HandlingStated | None = Field(None, description="How complaints are handled in general.")
    stage_1: StageStated | None = Field(None, description="How stage 1 is handled.")
    stage_2: StageStated | None = Field(None, description="How stage 2 is handled.")
    new_issues: NewIssuesStated | None = Field(None, description="Further issues raised during stage 1.")
    escalation: EscalationStated | None = Field(None, description="Going to stage 2.")
    records: RecordsStated | None = Field(None, description="What is kept on record.")
    remedies: RemediesStated | None = Field(None, description="Putting things right.")
    restrictions: RestrictionsStated | None = Field(None, description="Unacceptable behaviour.")
    stages: Annotated[tuple[StageListed, ...] | None, BeforeValidator(as_tuple)] = Field(
        None,
        description="The stages of the process, stage 1 first; steps before it belong under routes_before_stage_1.",
    )
    routes_before_stage_1: Annotated[tuple[RouteListed, ...] | None, BeforeValidator(as_tuple)] = Field(
        None, description="Ways of dealing with dissatisfaction before stage 1."
    )
    exclusions: Annotated[tuple[ExclusionListed, ...] | None, BeforeValidator(as_tuple)] = Field(
        None, description="Grounds on which complaints are refused, not escalated, or ended."
    )
    holds: Annotated[tuple[HoldListed, ...] | None, BeforeValidator(as_tuple)] = Field(
        None, description="Pauses of a complaint or of its clock."
    )


SECTIONS: Final[Mapping[str, type[Section]]] = {
    "definition": DefinitionStated,
    "service_requests": ServiceRequestsStated,
    "surveys": SurveysStated,
    "acceptance": AcceptanceStated,
    "access": AccessStated,
    "representatives": RepresentativesStated,
    "publicity": PublicityStated,
    "ombudsman": OmbudsmanStated,
    "handling": HandlingStated,
    "stage_1": StageStated,
    "stage_2": StageStated,
    "new_issues": NewIssuesStated,
    "escalation": EscalationStated,
    "records": RecordsStated,
    "remedies": RemediesStated,
    "restrictions": RestrictionsStated,
}
"""The subjects a policy makes statements about, by their key."""

LISTS: Final[Mapping[str, type[ListedEntry]]] = {
    "stages": StageListed,
    "routes_before_stage_1": RouteListed,
    "exclusions": ExclusionListed,
    "holds": HoldListed,
}
"""What a policy lists, by its key."""
