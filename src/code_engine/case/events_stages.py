"""Events within the two stages: acknowledgement, definition, extension, response, escalation."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from code_engine.case.dates import DetailDay
from code_engine.case.event import Days, Event, Flag, StagedEvent, Text, Texts, as_tuple, asked

ResponsePart = Literal["stage", "definition", "decision", "reasons", "remedy", "outstanding_actions", "escalation"]
"""The seven parts of a written response; `escalation` is how to go on from here."""

ResponseParts = Annotated[tuple[ResponsePart, ...] | None, BeforeValidator(as_tuple)]
WithheldUntil = Annotated[Annotated[int, Field(ge=0, le=2)] | None, BeforeValidator(lambda v: 0 if v == "" else v)]


class Acknowledged(StagedEvent):
    """The resident was told that the complaint, or the request for stage 2, has arrived."""

    label: ClassVar[str] = "acknowledgement"
    type: Literal["acknowledged"] = "acknowledged"
    automatic: Flag = asked(
        "Whether it was only an automatic reply; left out, it came from a person.",
        "Was the acknowledgement of {on} only an automatic reply?",
    )
    responsibility_stated: Flag = asked(
        "Whether it said what the landlord is responsible for and what it is not.",
        "Did the acknowledgement of {on} say what the landlord is and is not responsible for?",
    )


class Defined(StagedEvent):
    """The resident was sent the definition: what the complaint is and what they want."""

    label: ClassVar[str] = "complaint definition"
    type: Literal["defined"] = "defined"
    understanding: Text = asked(
        "How the landlord understands the complaint; empty if the letter did not say.",
        "How did the definition of {on} put the landlord's understanding of the complaint?",
    )
    outcomes_sought: Text = asked(
        "What the resident wants to happen; empty if the letter did not say.",
        "Which outcomes sought did the definition of {on} set out?",
    )
    points: Texts = asked("The single points to be answered.", "Which points did the definition of {on} list?")
    unclear: Flag = asked(
        "Whether any part of the complaint was still unclear.",
        "Was any part still unclear at the definition of {on}?",
    )


class Logged(StagedEvent):
    """The complaint, or the request for stage 2, was entered in the landlord's records."""

    label: ClassVar[str] = "entry in the log"
    type: Literal["logged"] = "logged"


class ClarificationAsked(Event):
    """The resident was asked to make something clear."""

    label: ClassVar[str] = "request for clarification"
    type: Literal["clarification_asked"] = "clarification_asked"
    question: Text = asked("What was asked.", "What was the resident asked on {on}?")
    answered_on: DetailDay = asked("The day the answer came.", "When was the question of {on} answered?")


class Assigned(Event):
    """Somebody was given the complaint to handle."""

    label: ClassVar[str] = "assignment"
    type: Literal["assigned"] = "assigned"
    person: Text = asked("Who handles it.", "Who was the complaint assigned to on {on}?")
    conflict_declared: Flag = asked(
        "Whether that person declared an interest of their own in the matter.",
        "Did the person assigned on {on} declare a conflict of interest?",
    )
    measure: Text = asked(
        "What was done about the declared conflict; empty if nothing.",
        "What was done about the conflict of interest declared on {on}?",
    )


class EvidenceConsidered(Event):
    """The handler weighed the evidence."""

    label: ClassVar[str] = "consideration of evidence"
    type: Literal["evidence_considered"] = "evidence_considered"
    items: Texts = asked("What was considered.", "Which evidence was considered on {on}?")
    not_considered: Texts = asked(
        "What was there but left aside.", "Which available evidence was left aside on {on}, if any?"
    )
    on_merits: Flag = asked(
        "Whether the complaint was judged on its merits with an open mind.",
        "Was the complaint considered on its merits on {on}?",
    )


class ExtensionNotified(StagedEvent):
    """The resident was told that the response will come later than the limit."""

    label: ClassVar[str] = "extension notice"
    type: Literal["extension_notified"] = "extension_notified"
    new_due_on: DetailDay = asked(
        "The new date given for the response; empty if none was given.",
        "Which new date for the response did the extension notice of {on} give?",
    )
    reasons: Text = asked(
        "The reasons it gave; empty if it gave none.", "Did the extension notice of {on} give reasons?"
    )
    ombudsman_contact_given: Flag = asked(
        "Whether it gave the Ombudsman's contact details.",
        "Did the extension notice of {on} give the Ombudsman's contact details?",
    )
    good_reason_over_cap: Text = asked(
        "The good reason on record for going beyond the longest ordinary extension; empty if there is none.",
        "Which good reason is on record for an extension as long as that of {on}?",
    )
    resident_agreed: Flag = asked(
        "Whether the resident agreed to it.", "Did the resident agree to the extension of {on}?"
    )


class UpdateIntervalAgreed(Event):
    """It was settled how often the resident hears from the landlord while waiting."""

    label: ClassVar[str] = "agreement on updates"
    type: Literal["update_interval_agreed"] = "update_interval_agreed"
    interval: Text = asked("How often updates are to come.", "How often were updates to come, as settled on {on}?")
    next_on: Days = asked("The days updates are due.", "On which days are the updates settled on {on} due?")
    agreed_with_resident: Flag = asked(
        "Whether the resident agreed to the interval.",
        "Did the resident agree on {on} to the interval of updates?",
    )


class UpdateSent(Event):
    """The resident was told how things stand."""

    label: ClassVar[str] = "update"
    type: Literal["update_sent"] = "update_sent"
    about: Text = asked("What it was about: the id of an action, or words.", "What was the update of {on} about?")


class IssueRaised(Event):
    """The resident raised something new while the complaint was open."""

    label: ClassVar[str] = "new issue"
    type: Literal["issue_raised"] = "issue_raised"
    issue: Text = asked("The id of the issue.", "What is the id of the issue raised on {on}?")
    text: Text = asked("The issue in words.", "What is the issue raised on {on}?")
    related: Flag = asked(
        "Whether it has to do with the complaint.", "Is the issue raised on {on} related to the complaint?"
    )
    would_delay_unreasonably: Flag = asked(
        "Whether taking it in would hold up the response unreasonably.",
        "Would taking in the issue raised on {on} delay the response unreasonably?",
    )
    incorporated: Flag = asked(
        "Whether it was taken into this complaint.", "Was the issue raised on {on} taken into the complaint?"
    )
    logged_as_new_complaint: Text = asked(
        "The reference of the new complaint it became; empty if it became none.",
        "Under which reference was the issue raised on {on} logged as a new complaint?",
    )


class AnswerKnown(Event):
    """The landlord knew the answer to the complaint, whether or not everything was done."""

    label: ClassVar[str] = "day the answer was known"
    type: Literal["answer_known"] = "answer_known"


class ResponseIssued(StagedEvent):
    """The response that ends a stage was sent."""

    label: ClassVar[str] = "response"
    type: Literal["response_issued"] = "response_issued"
    written: Flag = asked(
        "Whether it was in writing; left out, it was. A spoken one does not end a stage.",
        "Was the response of {on} in writing?",
    )
    channel: Text = asked("How it was sent.", "By which channel was the response of {on} sent?")
    plain_language: Flag = asked("Whether it is in plain words.", "Is the response of {on} written in plain language?")
    contains: ResponseParts = asked(
        "The parts it has; escalation means how to go to stage 2, or from stage 2 to the Ombudsman.",
        "Which of the seven parts does the response of {on} have?",
    )
    decision: Literal["upheld", "partly_upheld", "not_upheld"] | None = asked(
        "What was decided.", "What did the response of {on} decide?"
    )
    considered_by: Texts = asked(
        "The people who investigated or decided.", "Who considered the complaint answered on {on}?"
    )
    points_addressed: Texts = asked(
        "The points of the definition it answers.", "Which points does the response of {on} answer?"
    )
    issues_answered: Texts = asked(
        "The ids of the issues raised later that it answers.",
        "Which issues raised later does the response of {on} answer?",
    )
    reasons_given: Flag = asked(
        "Whether it gives reasons for what it decides.",
        "Does the response of {on} give reasons for its decisions?",
    )
    references: Texts = asked(
        "The policies, laws and good practice it refers to.",
        "Which policy, law or good practice does the response of {on} refer to?",
    )
    failings_acknowledged: Flag = asked(
        "Whether it owns up to what went wrong.", "Does the response of {on} acknowledge what went wrong?"
    )
    actions_set_out: Flag = asked(
        "Whether it says what has been done or will be done about it.",
        "Does the response of {on} set out what was or will be done?",
    )
    actions_outstanding: Flag = asked(
        "Whether actions were still open when it was sent.",
        "Were actions still open at the response of {on}?",
    )
    remedy_offered: Flag = asked("Whether it offers a remedy.", "Does the response of {on} offer a remedy?")
    remedy_withheld_until_stage: WithheldUntil = asked(
        "The stage until which a remedy was held back; 0 or empty if none was.",
        "Until which stage was a remedy held back at the response of {on}, if at all?",
    )
    held_for_works: Flag = asked(
        "Whether it waited until works were done although the answer was known.",
        "Was the response of {on} held back until works were done?",
    )
    next_step: Text = asked(
        "Where it tells the resident to go next: stage_2, ombudsman, or another step in words.",
        "Which next step does the response of {on} name?",
    )
    ombudsman_information_included: Flag = asked(
        "Whether it says how to go to the Ombudsman.",
        "Does the response of {on} say how to go to the Ombudsman?",
    )
    staff_involved: Texts = asked("The staff who took part in it.", "Which staff took part in the response of {on}?")
    staff_needed_not_involved: Texts = asked(
        "The staff who were needed and did not take part.",
        "Which staff were needed for the response of {on} and not involved, if any?",
    )
    by_third_party: Flag = asked(
        "Whether a third party gave it for the landlord.", "Was the response of {on} given by a third party?"
    )
    part_of_two_stages: Flag = asked(
        "Whether the third party's response is one of the two stages.",
        "Is the third party's response of {on} one of the two stages?",
    )


class EscalationRequested(Event):
    """The resident asked for stage 2, or showed that stage 1 did not settle it."""

    label: ClassVar[str] = "request for stage 2"
    type: Literal["escalation_requested"] = "escalation_requested"
    channel: Text = asked("How the request came.", "By which channel did the request of {on} come?")
    reasons: Text = asked("The reasons given, if any.", "Which reasons did the resident give on {on}, if any?")


class FurtherStage(Event):
    """The complaint went to an internal step after stage 2."""

    label: ClassVar[str] = "further internal step"
    type: Literal["further_stage"] = "further_stage"
    name: Text = asked("What the step is called: a panel, a review.", "What is the step after stage 2 of {on} called?")
