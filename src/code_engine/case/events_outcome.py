"""Events around the response: remedies, actions, adjustments, restrictions, the Ombudsman, the end."""

from typing import ClassVar, Literal

from code_engine.case.dates import DetailDay
from code_engine.case.event import Event, Flag, Text, Texts, asked


class RemedyOffered(Event):
    """The landlord offered to put something right."""

    label: ClassVar[str] = "remedy"
    type: Literal["remedy_offered"] = "remedy_offered"
    remedy: Text = asked("The id of the remedy.", "What is the id of the remedy offered on {on}?")
    kind: Text = asked("The kind: apology, repair, payment …", "What kind of remedy was offered on {on}?")
    what: Text = asked("What will happen; empty if the offer did not say.", "What exactly was offered on {on}?")
    by_when: DetailDay = asked(
        "The day by which it will be done; empty if the offer named none.",
        "By when is the remedy offered on {on} to be done?",
    )
    agreed_with_resident: Flag = asked(
        "Whether the resident agreed to it.", "Did the resident agree to the remedy offered on {on}?"
    )
    impact_considered: Flag = asked(
        "Whether the effect of the failing on the resident was weighed.",
        "Was the impact on the resident considered for the remedy offered on {on}?",
    )
    impact: Text = asked(
        "What the failing meant for the resident.",
        "Which impact on the resident does the remedy of {on} reflect?",
    )
    ombudsman_guidance_considered: Flag = asked(
        "Whether the Ombudsman's guidance on remedies was taken into account.",
        "Was the Ombudsman's guidance considered for the remedy offered on {on}?",
    )


class RemedyCompleted(Event):
    """A remedy that had been offered was carried out."""

    label: ClassVar[str] = "completion of a remedy"
    type: Literal["remedy_completed"] = "remedy_completed"
    remedy: Text = asked("The id of the remedy.", "Which remedy was completed on {on}?")


class ActionAgreed(Event):
    """The landlord took something on that is still to be done."""

    label: ClassVar[str] = "action"
    type: Literal["action_agreed"] = "action_agreed"
    action: Text = asked("The id of the action.", "What is the id of the action agreed on {on}?")
    what: Text = asked("What is to be done.", "What is to be done under the action agreed on {on}?")
    due_on: DetailDay = asked(
        "The day it is to be done by; empty if none was set.",
        "By when is the action agreed on {on} to be done?",
    )
    tracked: Flag = asked("Whether somebody follows it up.", "Is the action agreed on {on} being tracked?")


class ActionCompleted(Event):
    """An action that had been agreed was done."""

    label: ClassVar[str] = "completion of an action"
    type: Literal["action_completed"] = "action_completed"
    action: Text = asked("The id of the action.", "Which action was completed on {on}?")


class AdjustmentAgreed(Event):
    """A reasonable adjustment for the resident was agreed."""

    label: ClassVar[str] = "adjustment"
    type: Literal["adjustment_agreed"] = "adjustment_agreed"
    what: Text = asked("What was adjusted.", "Which adjustment was agreed on {on}?")
    recorded: Flag = asked("Whether it was recorded.", "Was the adjustment agreed on {on} recorded?")
    review_due: DetailDay = asked(
        "The day it is to be reviewed by; empty if none was set.",
        "By when is the adjustment agreed on {on} to be reviewed?",
    )


class Review(Event):
    """What the reviews of adjustments and of restrictions have in common; not a type of its own."""

    outcome: Text = asked("What the review led to.", "What was the outcome of the review of {on}?")


class AdjustmentReviewed(Review):
    """The adjustments agreed so far were looked at again."""

    label: ClassVar[str] = "review of adjustments"
    type: Literal["adjustment_reviewed"] = "adjustment_reviewed"


class RestrictionReviewed(Review):
    """The restrictions imposed so far were looked at again."""

    label: ClassVar[str] = "review of restrictions"
    type: Literal["restriction_reviewed"] = "restriction_reviewed"


class RestrictionImposed(Event):
    """The resident's, or a representative's, contact was restricted."""

    label: ClassVar[str] = "restriction"
    type: Literal["restriction_imposed"] = "restriction_imposed"
    what: Text = asked("What was restricted.", "What was restricted on {on}?")
    evidence: Texts = asked(
        "The documents that show the conduct behind it.", "Which evidence supports the restriction of {on}?"
    )
    proportionality: Text = asked(
        "Why no milder measure would do; empty if that was not considered.",
        "How was the restriction of {on} weighed for proportion?",
    )
    equality_considered: Flag = asked(
        "Whether the Equality Act was taken into account.",
        "Was the Equality Act considered for the restriction of {on}?",
    )
    complaint_route_open: Flag = asked(
        "Whether the resident could still complain and be heard.",
        "Could the resident still complain after the restriction of {on}?",
    )
    review_due: DetailDay = asked(
        "The day it is to be reviewed by; empty if none was set.",
        "By when is the restriction of {on} to be reviewed?",
    )


class OmbudsmanInformationGiven(Event):
    """The resident was told about the Ombudsman."""

    label: ClassVar[str] = "information on the Ombudsman"
    type: Literal["ombudsman_information_given"] = "ombudsman_information_given"
    right_explained: Flag = asked(
        "Whether the right to go to the Ombudsman was explained.",
        "Was the right to go to the Ombudsman explained on {on}?",
    )
    how_to_engage_explained: Flag = asked(
        "Whether it was said how to get in touch with the Ombudsman.",
        "Was it explained on {on} how to engage with the Ombudsman?",
    )


class OmbudsmanDirected(Event):
    """The Ombudsman told the landlord what to do."""

    label: ClassVar[str] = "direction by the Ombudsman"
    type: Literal["ombudsman_directed"] = "ombudsman_directed"
    to_accept: Flag = asked(
        "Whether the landlord was told to take the complaint on, or to stage 2.",
        "Did the Ombudsman's direction of {on} require the complaint to be taken on?",
    )


class LearningConsidered(Event):
    """Somebody asked what can be learned from the complaint."""

    label: ClassVar[str] = "consideration of learning"
    type: Literal["learning_considered"] = "learning_considered"
    beyond_this_case: Flag = asked(
        "Whether improvements beyond this complaint were considered.",
        "Did the learning considered on {on} look beyond this case?",
    )
    outcome: Text = asked(
        "What was learned; the word none is an outcome too.", "What was the outcome of the learning of {on}?"
    )


class Withdrawn(Event):
    """The complaint was withdrawn."""

    label: ClassVar[str] = "withdrawal"
    type: Literal["withdrawn"] = "withdrawn"
    by: Text = asked("Who withdrew it.", "Who withdrew the complaint on {on}?")


class Closed(Event):
    """The complaint was closed in the landlord's records."""

    label: ClassVar[str] = "closure"
    type: Literal["closed"] = "closed"
    because: Text = asked("Why it was closed.", "Why was the complaint closed on {on}?")
    record_complete: Flag = asked(
        "Whether the file held all that belongs on record: the complaint and its date, letters, reports, outcomes.",
        "Was the record complete when the complaint was closed on {on}?",
    )
