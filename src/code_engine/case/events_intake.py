"""Events up to the decision to take on a complaint: contacts, service requests, receipt, refusal."""

from typing import ClassVar, Literal

from code_engine.case.dates import DetailDay
from code_engine.case.event import Days, Event, Flag, Text, Texts, asked


class Contact(Event):
    """The resident, or somebody for them, was in touch with the landlord."""

    label: ClassVar[str] = "contact"
    type: Literal["contact"] = "contact"
    kind: (
        Literal[
            "dissatisfaction",
            "service_request",
            "meeting",
            "resident_position",
            "understanding_sought",
            "thanks",
        ]
        | None
    ) = asked("What the contact was about, in one word.", "What kind of contact was the one of {on}?")
    channel: Text = asked("How they got in touch.", "By which channel did the contact of {on} come?")
    about: Text = asked(
        "The id of the service request it was about; empty if it was about none.",
        "Which service request was the contact of {on} about, if any?",
    )
    word_complaint_used: Flag = asked(
        "Whether the resident used the word complaint.", "Was the word complaint used in the contact of {on}?"
    )
    choice_offered: Flag = asked(
        "Whether the resident was offered the choice to have it dealt with as a complaint.",
        "Was the resident offered the choice to complain after the contact of {on}?",
    )
    choice_answer: Literal["complaint", "quick_resolution", "none"] | None = asked(
        "What the resident chose; none if they wanted neither.",
        "What did the resident choose after the contact of {on}?",
    )
    complaint_taken: Flag = asked(
        "Whether a complaint was taken down from this contact.",
        "Was a complaint taken down from the contact of {on}?",
    )
    treated_as: Literal["complaint", "service_request"] | None = asked(
        "How the landlord handled the contact.",
        "Was the contact of {on} handled as a complaint or as a service request?",
    )
    told_to_use: Text = asked(
        "The other channel or person the resident was sent to; empty if none.",
        "To which other channel was the resident sent after the contact of {on}, if any?",
    )
    accompaniment_requested: Flag = asked(
        "Whether the resident asked to be accompanied or represented at the meeting.",
        "Did the resident ask to be accompanied at the meeting of {on}?",
    )
    accompaniment_allowed: Flag = asked(
        "Whether the resident could bring somebody to the meeting.",
        "Was the resident allowed company at the meeting of {on}?",
    )
    reasons_required: Flag = asked(
        "Whether the landlord made stating reasons a condition for going on.",
        "Were reasons demanded from the resident as a condition on {on}?",
    )


class ComplaintReceived(Event):
    """A complaint first reached anybody who works for the landlord."""

    label: ClassVar[str] = "complaint"
    type: Literal["complaint_received"] = "complaint_received"
    channel: Text = asked("How the complaint came in.", "By which channel did the complaint of {on} come in?")
    raised_by: Literal["resident", "representative", "group"] | None = asked(
        "Who raised the complaint.", "Who raised the complaint of {on}?"
    )
    third_party: Flag = asked(
        "Whether it came through somebody other than the resident.",
        "Did the complaint of {on} come through a third party?",
    )
    authority: Text = asked(
        "What shows that the representative may act; empty if nothing does.",
        "What authorises the representative who brought the complaint of {on}?",
    )
    received_by: Text = asked(
        "The member of staff or the team it first reached.", "Who first received the complaint of {on}?"
    )
    passed_on: Flag = asked(
        "Whether whoever received it passed it on to those who handle complaints.",
        "Was the complaint of {on} passed on to the complaints team?",
    )
    passed_on_on: DetailDay = asked(
        "The day it was passed on.", "When was the complaint of {on} passed on to the complaints team?"
    )
    about: Text = asked(
        "The id of the service request it grew out of; empty if out of none.",
        "Which service request did the complaint of {on} grow out of, if any?",
    )
    unclear: Flag = asked(
        "Whether any part of the complaint was unclear.", "Was any part of the complaint of {on} unclear?"
    )


class Accepted(Event):
    """The landlord decided to take the complaint on."""

    label: ClassVar[str] = "acceptance"
    type: Literal["accepted"] = "accepted"
    discretion_considered: Flag = asked(
        "Whether taking on a complaint brought late was weighed as a matter of discretion.",
        "Was discretion considered when the complaint was accepted on {on}?",
    )


class Refusal(Event):
    """What a refusal of a complaint and a refusal to escalate have in common; not a type of its own."""

    ground: Text = asked(
        "Why it was refused: out_of_time, legal_proceedings, previously_considered, or the ground in words.",
        "On which ground was the refusal of {on} based?",
    )
    evidence: Texts = asked("The documents that prove the ground.", "Which evidence supports the refusal of {on}?")
    individual_note: Text = asked(
        "What was considered about this resident and this complaint; empty if nothing.",
        "Which individual circumstances were considered in the refusal of {on}?",
    )
    discretion_considered: Flag = asked(
        "Whether going on all the same was weighed as a matter of discretion.",
        "Was discretion considered before the refusal of {on}?",
    )
    blanket_rule: Flag = asked(
        "Whether a rule for all such cases was applied without looking at this one.",
        "Was the refusal of {on} the mere application of a general rule?",
    )
    claim_filed: Flag = asked(
        "Whether a claim about the matter had been filed at court.",
        "Had a claim been filed at court when it was refused on {on}?",
    )
    claim_filed_on: DetailDay = asked(
        "The day the claim was filed at court.",
        "When was the claim behind the refusal of {on} filed at court?",
    )
    prior_case: Text = asked(
        "The reference of the finished complaint that already dealt with the matter; empty if there is none.",
        "Which earlier complaint had already dealt with the matter refused on {on}?",
    )
    reasons_sent: Flag = asked(
        "Whether the resident was given the reasons.", "Were the reasons for the refusal of {on} sent?"
    )
    ombudsman_right_sent: Flag = asked(
        "Whether the resident was told that the decision can be taken to the Ombudsman.",
        "Did the refusal of {on} tell the resident of the right to go to the Ombudsman?",
    )


class Refused(Refusal):
    """The landlord decided not to take the complaint on."""

    label: ClassVar[str] = "refusal"
    type: Literal["refused"] = "refused"


class EscalationRefused(Refusal):
    """The landlord decided not to take the complaint to stage 2."""

    label: ClassVar[str] = "refusal to escalate"
    type: Literal["escalation_refused"] = "escalation_refused"


class ServiceRequestReceived(Event):
    """The resident asked for something to be put right."""

    label: ClassVar[str] = "service request"
    type: Literal["service_request_received"] = "service_request_received"
    service_request: Text = asked(
        "The id by which other events refer to it.", "What is the id of the service request of {on}?"
    )
    what: Text = asked("What was asked for.", "What was asked for in the service request of {on}?")
    recorded: Flag = asked("Whether it was recorded.", "Was the service request of {on} recorded?")
    monitored: Flag = asked("Whether somebody kept an eye on it.", "Was the service request of {on} being monitored?")
    reviewed_on: Days = asked("The days it was reviewed.", "When was the service request of {on} reviewed?")


class WorkStopped(Event):
    """Work on a service request was stopped or put on hold."""

    label: ClassVar[str] = "stop of work"
    type: Literal["work_stopped"] = "work_stopped"
    service_request: Text = asked(
        "The id of the service request whose work stopped.", "Work on which service request stopped on {on}?"
    )
    because_of_complaint: Flag = asked(
        "Whether it stopped because the resident had complained.",
        "Did work stop on {on} because of the complaint?",
    )
    reason: Text = asked("Why it stopped.", "Why did work stop on {on}?")


class SurveyResponse(Event):
    """The resident answered a survey or another request for feedback."""

    label: ClassVar[str] = "survey response"
    type: Literal["survey_response"] = "survey_response"
    kind: Literal["satisfaction_survey", "wider_feedback"] | None = asked(
        "What kind of exercise it was.", "What kind of feedback exercise was the one answered on {on}?"
    )
    dissatisfied: Flag = asked(
        "Whether the answer shows dissatisfaction.", "Did the survey response of {on} show dissatisfaction?"
    )
    contactable: Flag = asked(
        "Whether it was possible to get in touch with whoever answered.",
        "Could whoever answered the survey on {on} be contacted?",
    )
    signposted: Flag = asked(
        "Whether they were told how to complain.", "Was the person who answered on {on} told how to complain?"
    )
    signposted_on: DetailDay = asked(
        "The day they were told how to complain.",
        "When was the person who answered on {on} told how to complain?",
    )
    complaint_details_included: Flag = asked(
        "Whether the form itself said how to complain.",
        "Did the form answered on {on} itself say how to complain?",
    )


class Triaged(Event):
    """Somebody decided which way the matter goes."""

    label: ClassVar[str] = "triage"
    type: Literal["triaged"] = "triaged"
    route: Literal["respond_early", "investigate", "quick_resolution", "third_party_process"] | None = asked(
        "The way it was sent.", "Which way was the matter sent on {on}?"
    )
    named_stage: Text = asked(
        "The name of a step of its own before or beside the two stages; empty if there is none.",
        "What is the extra step called that the matter was put in on {on}, if any?",
    )
    chosen_by: Literal["resident", "landlord"] | None = asked(
        "Whose choice the route was.", "Who chose the route taken on {on}?"
    )
    complexity_considered: Flag = asked(
        "Whether the complexity of the matter was considered.", "Was complexity considered on {on}?"
    )
    vulnerability_considered: Flag = asked(
        "Whether the resident's vulnerability was considered.", "Was vulnerability considered on {on}?"
    )
    risk_considered: Flag = asked("Whether any risk to the resident was considered.", "Was risk considered on {on}?")
    third_party: Text = asked(
        "The third party whose process it was sent to; empty if none.",
        "To which third party was the matter sent on {on}, if any?",
    )
    part_of_two_stages: Flag = asked(
        "Whether the third party's process counts as part of the two stages.",
        "Is the process the matter was sent to on {on} part of the two stages?",
    )
