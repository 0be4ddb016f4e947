"""What a policy states about complaints coming in: the definition, service requests, acceptance, access.

As in the modules of events, annotations are evaluated here, because parsing them from text costs every start.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from code_engine.case.event import as_tuple
from code_engine.policy.entries import Flag, Section, Text, Texts, stated


class DefinitionStated(Section):
    """What counts as a complaint (provisions 1.2 and 1.3)."""

    label: ClassVar[str] = "definition of a complaint"
    dissatisfaction: Flag = stated(
        "A complaint is an expression of dissatisfaction.",
        "Does the policy define a complaint as an expression of dissatisfaction?",
    )
    however_made: Flag = stated(
        "It counts however it is made.", "Does the definition cover dissatisfaction however it is expressed?"
    )
    about: Annotated[
        tuple[Literal["standard_of_service", "action", "lack_of_action"], ...] | None, BeforeValidator(as_tuple)
    ] = stated(
        "What it may be about: the standard of service, something done, something not done.",
        "What may a complaint be about by the definition: standard of service, action, lack of action?",
    )
    by: Annotated[
        tuple[Literal["landlord", "own_staff", "those_acting_for_it"], ...] | None, BeforeValidator(as_tuple)
    ] = stated(
        "Whose service or conduct: the landlord, its own staff, those acting for it.",
        "Whose conduct does the definition cover: the landlord, its own staff, those acting for it?",
    )
    affecting: Annotated[tuple[Literal["resident", "group_of_residents"], ...] | None, BeforeValidator(as_tuple)] = (
        stated(
            "Whom it affects: one resident, a group of residents.",
            "Does the definition cover one resident as well as a group of residents?",
        )
    )
    extra_tests: Texts = stated(
        "Further conditions before something counts as a complaint, such as expecting an answer; [] for none.",
        "Which further conditions does the definition set, if any?",
    )
    word_complaint_needed: Flag = stated(
        "The resident has to use the word complaint.", "Does the policy ask that the word complaint be used?"
    )
    choice_offered: Flag = stated(
        "Whoever expresses dissatisfaction is given the choice to complain.",
        "Does the policy give everybody who is dissatisfied the choice to complain?",
    )
    left_to_staff: Flag = stated(
        "Staff may decide that dissatisfaction is not a complaint, such as a comment or a mere perception.",
        "May staff decide by themselves that an expression of dissatisfaction is not a complaint?",
    )


class ServiceRequestsStated(Section):
    """Service requests, and how they differ from complaints (provisions 1.4 and 1.5)."""

    label: ClassVar[str] = "service requests"
    told_apart: Flag = stated(
        "The policy says what a service request is and how it differs from a complaint.",
        "Does the policy say how a service request differs from a complaint?",
    )
    recorded: Flag = stated("Service requests are recorded.", "Does the policy say that service requests are recorded?")
    monitored: Flag = stated(
        "Service requests are monitored.", "Does the policy say that service requests are monitored?"
    )
    reviewed: Flag = stated(
        "Service requests are reviewed regularly.", "Does the policy say that service requests are reviewed regularly?"
    )
    complaint_when_dissatisfied: Flag = stated(
        "Dissatisfaction with how a request is handled becomes a complaint, even while the request is open.",
        "Does dissatisfaction with the handling of an open request become a complaint?",
    )
    work_continues: Flag = stated(
        "Work on the request goes on while there is a complaint.",
        "Does work on the request go on while there is a complaint?",
    )


class SurveysStated(Section):
    """Dissatisfaction in surveys and wider feedback (provision 1.6)."""

    label: ClassVar[str] = "surveys"
    respondents_told: Flag = stated(
        "Whoever shows dissatisfaction in a survey is told how to complain, where that is possible.",
        "Is somebody who shows dissatisfaction in a survey told how to complain?",
    )
    wider_feedback_carries_details: Flag = stated(
        "Whenever feedback is asked for more widely, it says how to complain.",
        "Do wider requests for feedback say how to complain?",
    )


class AcceptanceStated(Section):
    """Taking complaints on, and telling residents of a refusal (provisions 2.1, 2.4 and 2.5)."""

    label: ClassVar[str] = "acceptance"
    by_default: Flag = stated(
        "A complaint is taken on unless there is a valid reason against it.",
        "Does the policy take on every complaint unless there is a valid reason against it?",
    )
    refusals_evidenced: Flag = stated(
        "The reasons for a refusal are recorded so that they can be proved.",
        "Does the policy ask that the reasons for a refusal can be proved?",
    )
    on_merits: Flag = stated(
        "Each complaint is considered on its own merits.",
        "Does the policy consider each complaint on its own merits?",
    )
    reasons_given: Flag = stated(
        "A resident whose complaint is refused is told why.", "Is a resident told why a complaint was refused?"
    )
    ombudsman_right_given: Flag = stated(
        "A resident whose complaint is refused is told that the Ombudsman can look at that decision.",
        "Is a resident told of the right to take a refusal to the Ombudsman?",
    )


class AccessStated(Section):
    """Ways to complain, and what keeps residents from it (provisions 3.1 and 3.2)."""

    label: ClassVar[str] = "access"
    channels: Texts = stated("Ways in which a complaint can be made.", "In which ways can a complaint be made?")
    any_way: Flag = stated(
        "A complaint can be made in any way the resident likes.", "Can a complaint be made in any way at all?"
    )
    any_member_of_staff: Flag = stated(
        "A complaint can be made to any member of staff.", "Can a complaint be made to any member of staff?"
    )
    passed_on: Flag = stated(
        "Staff who receive a complaint pass it on to the right person.", "Do staff pass a complaint on?"
    )
    equality_duties: Flag = stated(
        "The policy observes the duties under the Equality Act 2010.",
        "Does the policy observe the duties under the Equality Act 2010?",
    )
    needs_anticipated: Flag = stated(
        "The needs and adjustments of residents are anticipated.",
        "Does the policy anticipate what adjustments residents may need?",
    )
    costs_put_on_resident: Texts = stated(
        "Costs of complaining that the resident may have to bear, such as an interpreter; [] for none.",
        "Which costs of complaining may the resident have to bear, if any?",
    )


class RepresentativesStated(Section):
    """Somebody else acting for the resident (provisions 1.3 and 3.6)."""

    label: ClassVar[str] = "representatives"
    accepted: Flag = stated(
        "A representative may bring the complaint and deal with it for the resident.",
        "May a representative bring and deal with a complaint?",
    )
    same_policy: Flag = stated(
        "A complaint through a third party is handled under the same policy.",
        "Is a complaint through a third party handled under the same policy?",
    )
    accompaniment: Flag = stated(
        "The resident may be represented or accompanied at meetings.",
        "May the resident be represented or accompanied at a meeting?",
    )
    authority: Text = stated(
        "What authority a representative has to show; empty for none.",
        "What authority does a representative have to show?",
    )


class PublicityStated(Section):
    """Publishing the policy, and telling residents about it (provisions 3.4 and 3.5)."""

    label: ClassVar[str] = "publicity"
    on_website: Flag = stated("The policy is published on the website.", "Is the policy published on the website?")
    accessible_format: Flag = stated(
        "The policy is available in a clear and accessible format for everybody.",
        "Is the policy available in a clear and accessible format?",
    )
    stages_described: Flag = stated(
        "The policy describes both stages and what happens at each.",
        "Does the policy describe both stages and what happens at each?",
    )
    timescales_given: Flag = stated(
        "The policy gives the time for answering at each stage.", "Does the policy give the time for each stage?"
    )
    publicises: Annotated[tuple[Literal["policy", "ombudsman", "code"], ...] | None, BeforeValidator(as_tuple)] = (
        stated(
            "What the policy says will be made known to residents: the policy, the Ombudsman, the Code.",
            "What does the policy say will be publicised: the policy, the Ombudsman, the Code?",
        )
    )


class OmbudsmanStated(Section):
    """The resident's way to the Ombudsman (provision 3.7)."""

    label: ClassVar[str] = "the Ombudsman"
    right_explained: Flag = stated(
        "Residents are told of their right to go to the Ombudsman.",
        "Are residents told of their right to go to the Ombudsman?",
    )
    how_to_engage: Flag = stated(
        "Residents are told how to engage with the Ombudsman about their complaint.",
        "Are residents told how to engage with the Ombudsman?",
    )
    at_any_time: Flag = stated(
        "Residents can turn to the Ombudsman for help at any time during a complaint.",
        "Can residents turn to the Ombudsman at any time during a complaint?",
    )
    only_after_process: Flag = stated(
        "The Ombudsman is presented as available only once the landlord's process is over.",
        "Does the policy present the Ombudsman as available only after its own process?",
    )
    presented_as_stage: Flag = stated(
        "The Ombudsman is presented as a stage of the landlord's process.",
        "Does the policy present the Ombudsman as a stage of its process?",
    )
