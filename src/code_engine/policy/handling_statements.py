"""What a policy states about handling a complaint: stages, escalation, staff, remedies, restrictions."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from code_engine.case.event import as_tuple
from code_engine.policy.entries import Flag, Section, Text, Texts, stated

ClockStart = Literal["receipt", "confirmation", "acknowledgement", "definition", "logging", "assignment", "other"]
ResponsePart = Literal["stage", "definition", "decision", "reasons", "remedy", "outstanding_actions", "escalation"]
ToldOfOmbudsman = Literal["everyone", "those_who_object", "nobody"]


class StageStated(Section):
    """How one of the two stages is handled (provisions 5.6, 5.7, 5.9 and 6.2 to 6.9, or 6.11 to 6.19)."""

    label: ClassVar[str] = "the stage"
    acknowledgement_starts: ClockStart | None = stated(
        "The event from which the time to acknowledge counts; confirmation is the contact that confirms a complaint, "
        "and at stage 2 receipt is that of the request.",
        "From which event does the time to acknowledge count?",
    )
    response_starts: ClockStart | None = stated(
        "The event from which the time to respond counts; definition is the scoping letter.",
        "From which event does the time to respond count?",
    )
    defined: Flag = stated(
        "The resident is sent the landlord's understanding of the complaint and the outcomes sought.",
        "Is the resident sent the landlord's understanding and the outcomes sought?",
    )
    clarified: Flag = stated(
        "The resident is asked where something is unclear.", "Is the resident asked where something is unclear?"
    )
    responsibility_stated: Flag = stated(
        "The acknowledgement says what the landlord is and is not responsible for.",
        "Does the acknowledgement say what the landlord is and is not responsible for?",
    )
    extension_for_complexity: Flag = stated(
        "An extension is decided by the complexity of the complaint.",
        "Is an extension decided by the complexity of the complaint?",
    )
    extension_reasons: Flag = stated(
        "The reasons for an extension are explained to the resident.",
        "Are the reasons for an extension explained to the resident?",
    )
    extension_new_date: Flag = stated(
        "The resident is told by when to expect the answer.", "Is the resident told the new date of an extension?"
    )
    extension_in_time: Flag = stated(
        "The resident is told before the original time has run out.",
        "Is an extension told before the original time has run out?",
    )
    extension_ombudsman: Annotated[tuple[ToldOfOmbudsman, ...] | None, BeforeValidator(as_tuple)] = stated(
        "Who is given the Ombudsman's contact details with an extension.",
        "Who is given the Ombudsman's contact details with an extension?",
    )
    answered_when_known: Flag = stated(
        "The answer is sent when it is known, not when all actions are finished.",
        "Is the answer sent when it is known, without waiting for actions to be finished?",
    )
    actions_tracked: Flag = stated(
        "Outstanding actions are tracked, acted on promptly, and the resident is kept informed.",
        "Are outstanding actions tracked, and the resident kept informed?",
    )
    in_writing: Flag = stated("The answer is given in writing.", "Is the answer given in writing?")
    plain_language: Flag = stated("The answer is in plain language.", "Is the answer in plain language?")
    response_contains: Annotated[tuple[ResponsePart, ...] | None, BeforeValidator(as_tuple)] = stated(
        "The parts an answer has; escalation is how to go on to stage 2, at stage 2 to the Ombudsman.",
        "Which parts does an answer have?",
    )


class NewIssuesStated(Section):
    """Further issues raised while stage 1 is under way (provision 6.8)."""

    label: ClassVar[str] = "further issues"
    related_included: Flag = stated(
        "A related issue raised before the stage 1 answer goes into it.",
        "Does a related issue raised before the stage 1 answer go into it?",
    )
    otherwise_new_complaint: Flag = stated(
        "An issue that is unrelated, comes after the answer or would delay it unreasonably is logged as a new "
        "complaint.",
        "Is an issue that is unrelated, late or delaying logged as a new complaint?",
    )
    left_to_judgement: Flag = stated(
        "The landlord decides in each case by its own judgement what becomes of a further issue.",
        "Does the landlord decide by its own judgement what becomes of a further issue?",
    )


class EscalationStated(Section):
    """Going from stage 1 to stage 2 (provisions 5.11, 6.10, 6.12, 6.13 and 6.20)."""

    label: ClassVar[str] = "escalation"
    on_request: Flag = stated(
        "Whatever is not resolved to the resident's satisfaction goes to stage 2 when they ask.",
        "Does an unresolved complaint go to stage 2 whenever the resident asks?",
    )
    reasons_required: Flag = stated(
        "The resident has to give reasons for going to stage 2.",
        "Does the resident have to give reasons for going to stage 2?",
    )
    new_evidence_required: Flag = stated(
        "Stage 2 is open only, or considered only, on new evidence or information.",
        "Does stage 2 depend on new evidence or information?",
    )
    conditions: Texts = stated(
        "Further conditions for going to stage 2; [] for none.",
        "Which further conditions are set for going to stage 2?",
    )
    reasons_sought: Flag = stated(
        "The landlord makes reasonable efforts to understand why the resident is still unhappy.",
        "Does the landlord try to understand why the resident is still unhappy?",
    )
    refused_only_as_excluded: Flag = stated(
        "Escalation is refused only on the grounds for which a complaint may be refused.",
        "Is escalation refused only on the grounds for which a complaint may be refused?",
    )
    refusal_reasons_given: Flag = stated(
        "A resident whose escalation is refused is told why.", "Is a resident told why escalation was refused?"
    )
    different_person: Flag = stated(
        "Somebody who did not consider stage 1 considers stage 2.",
        "Does somebody who did not consider stage 1 consider stage 2?",
    )
    considered_by: Text = stated("Who considers stage 2.", "Who considers stage 2?")
    suitable_staff: Flag = stated(
        "All suitable staff take part in the final answer.", "Do all suitable staff take part in the final answer?"
    )
    final: Flag = stated("Stage 2 is the landlord's final answer.", "Is stage 2 the landlord's final answer?")


class HandlingStated(Section):
    """How complaints are handled in general (provisions 4.1, 5.1, 5.4, 5.8, 5.9, 5.10 and 6.1)."""

    label: ClassVar[str] = "handling"
    complaints_officer: Text = stated(
        "The person or team responsible for complaints.", "Who is responsible for complaints?"
    )
    ombudsman_liaison: Flag = stated(
        "That person or team deals with the Ombudsman.", "Does the complaints officer deal with the Ombudsman?"
    )
    reported_to_governing_body: Flag = stated(
        "They see that complaints are reported to the governing body.",
        "Are complaints reported to the governing body?",
    )
    single_policy: Flag = stated(
        "One policy covers all complaints under the Code.", "Does one policy cover all complaints under the Code?"
    )
    no_detriment: Flag = stated(
        "Nobody is treated differently because they complained.",
        "Does the policy say that nobody is treated differently for complaining?",
    )
    third_party_responses: Literal["none", "within_two_stages", "separate_process"] | None = stated(
        "Answers by contractors or adjudicators: none, within the two stages, or in a process of their own.",
        "Where do answers by a third party stand: none, within the two stages, in a process of their own?",
    )
    quick_and_investigated_told_apart: Flag = stated(
        "Complaints that can be settled at once are told apart from those to be investigated.",
        "Are complaints that can be settled at once told apart from those to be investigated?",
    )
    considers: Annotated[
        tuple[Literal["complexity", "vulnerability", "risk"], ...] | None, BeforeValidator(as_tuple)
    ] = stated(
        "What is weighed when choosing how to deal with a complaint.",
        "What is weighed when choosing how to deal with a complaint: complexity, vulnerability, risk?",
    )
    independent: Flag = stated(
        "Handlers deal with complaints on their merits, independently and with an open mind.",
        "Do handlers act on the merits, independently and with an open mind?",
    )
    fair_chance: Flag = stated(
        "The resident gets a fair chance to state their case.",
        "Does the resident get a fair chance to state their case?",
    )
    conflicts_addressed: Flag = stated(
        "Conflicts of interest are dealt with.", "Does the policy deal with conflicts of interest?"
    )
    evidence_weighed: Flag = stated(
        "All relevant evidence is considered carefully.", "Is all relevant evidence considered?"
    )
    update_intervals_agreed: Flag = stated(
        "Where an answer will be late, intervals for updates are agreed with the resident.",
        "Are intervals for updates agreed where an answer will be late?",
    )
    adjustments_made: Flag = stated("Reasonable adjustments are made.", "Does the policy make reasonable adjustments?")
    adjustments_recorded: Flag = stated(
        "Adjustments and disclosed disabilities are recorded.", "Are adjustments and disclosed disabilities recorded?"
    )
    adjustments_reviewed: Flag = stated("Adjustments are kept under review.", "Are adjustments kept under review?")


class RecordsStated(Section):
    """What is kept of each complaint (provision 5.12, which the landlord's own records answer)."""

    label: ClassVar[str] = "records"
    kept: Texts = stated("What is kept on record of each complaint.", "What is kept on record of each complaint?")


class RemediesStated(Section):
    """Putting things right (provisions 5.13 and 7.1 to 7.3)."""

    label: ClassVar[str] = "remedies"
    at_any_stage: Flag = stated(
        "A remedy can be given at any stage without escalation.", "Can a remedy be given at any stage?"
    )
    fault_acknowledged: Flag = stated(
        "Where something went wrong this is acknowledged.", "Is a fault acknowledged where something went wrong?"
    )
    actions_set_out: Flag = stated(
        "What has been or will be done to put it right is set out.", "Is it set out what is done to put things right?"
    )
    reflect_impact: Flag = stated(
        "A remedy reflects the effect on the resident.", "Do remedies reflect the effect on the resident?"
    )
    what_and_when: Flag = stated(
        "An offer says what will happen and by when.", "Does an offer say what will happen and by when?"
    )
    agreed: Flag = stated(
        "It is agreed with the resident where that is appropriate.", "Is a remedy agreed with the resident?"
    )
    followed_through: Flag = stated("What was offered is carried out in full.", "Is what was offered carried out?")


class RestrictionsStated(Section):
    """Unacceptable behaviour and limits on contact (provisions 5.14 and 5.15)."""

    label: ClassVar[str] = "restrictions"
    procedure: Flag = stated(
        "There is a policy or procedure for unacceptable behaviour.",
        "Is there a policy or procedure for unacceptable behaviour?",
    )
    covers_representatives: Flag = stated(
        "It covers representatives as well as residents.", "Does the procedure cover representatives as well?"
    )
    evidenced: Flag = stated("Reasons for a restriction are on record.", "Are the reasons for a restriction on record?")
    reviewed: Flag = stated("Restrictions are reviewed regularly.", "Are restrictions reviewed regularly?")
    proportionate: Flag = stated("Restrictions are proportionate.", "Are restrictions proportionate?")
    equality_considered: Flag = stated(
        "Restrictions have regard to the Equality Act 2010.", "Do restrictions have regard to the Equality Act 2010?"
    )
    contact_ended: Flag = stated(
        "The landlord may stop dealing with the resident altogether.",
        "May the landlord stop dealing with a resident altogether?",
    )
