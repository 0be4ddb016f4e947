"""What the heading of a column most likely means, by the words in it; a proposal, for a person to check."""

from __future__ import annotations

import re
from typing import Final

_SHORT: Final = {
    "ack": "acknowledged",
    "acknowledgement": "acknowledged",
    "acknowledge": "acknowledged",
    "acknowledgment": "acknowledged",
    "ref": "reference",
    "no": "number",
    "id": "reference",
    "resp": "responded",
    "response": "responded",
    "reply": "responded",
    "replied": "responded",
    "answered": "responded",
    "scoped": "defined",
    "scoping": "defined",
    "definition": "defined",
    "extension": "extended",
    "escalated": "escalation",
    "escalate": "escalation",
    "appeal": "escalation",
    "rec": "received",
    "recvd": "received",
    "raised": "received",
    "opened": "received",
    "outcome": "decision",
    "dt": "date",
    "on": "date",
    "sent": "date",
    "officer": "handler",
    "type": "category",
    "subject": "category",
    "vulnerability": "vulnerable",
    "rejected": "refused",
    "reason": "ground",
    "reasons": "ground",
    "learnt": "learning",
    "lessons": "learning",
    "lesson": "learning",
}
"""Words of headings that mean the same as another one."""

_STAGES = ((re.compile(r"\b(?:stage|s|st)\s*(?:1|one|i)\b"), 1), (re.compile(r"\b(?:stage|s|st)\s*(?:2|two|ii)\b"), 2))

_BY_WORDS: Final[tuple[tuple[frozenset[str], str], ...]] = tuple(
    (frozenset(words.split()), target)
    for words, target in (
        ("extended until", "stage_{stage}.extended_to"),
        ("extended to", "stage_{stage}.extended_to"),
        ("extended due", "stage_{stage}.extended_to"),
        ("extended ground", "stage_{stage}.extension_reasons"),
        ("extended ombudsman", "stage_{stage}.extension_ombudsman_contact"),
        ("extended", "stage_{stage}.extended_on"),
        ("refused ground", "complaint.refusal_ground"),
        ("refusal ground", "complaint.refusal_ground"),
        ("escalation refused", "escalation.refused_on"),
        ("escalation", "escalation.requested_on"),
        ("acknowledged", "stage_{stage}.acknowledged_on"),
        ("defined", "stage_{stage}.defined_on"),
        ("logged", "stage_{stage}.logged_on"),
        ("assigned date", "stage_{stage}.assigned_on"),
        ("decision", "stage_{stage}.decision"),
        ("responded", "stage_{stage}.responded_on"),
        ("learning date", "learning.considered_on"),
        ("learning", "learning.outcome"),
        ("withdrawn", "complaint.withdrawn_on"),
        ("closed", "complaint.closed_on"),
        ("accepted", "complaint.accepted_on"),
        ("refused", "complaint.refused_on"),
        ("refusal", "complaint.refused_on"),
        ("became aware", "matter.became_aware_on"),
        ("occurred", "matter.occurred_on"),
        ("incident date", "matter.occurred_on"),
        ("received channel", "complaint.channel"),
        ("channel", "complaint.channel"),
        ("complaint received", "complaint.received_on"),
        ("received", "complaint.received_on"),
        ("reference", "reference"),
        ("case number", "reference"),
        ("complaint number", "reference"),
        ("landlord", "landlord"),
        ("organisation", "landlord"),
        ("vulnerable", "resident.vulnerable"),
        ("adjustments", "resident.adjustments_requested"),
        ("disability", "resident.disabilities_disclosed"),
        ("disabilities", "resident.disabilities_disclosed"),
        ("resident name", "resident.name"),
        ("tenant name", "resident.name"),
        ("language", "resident.language"),
        ("summary", "matter.summary"),
        ("category", "matter.category"),
        ("handler", "handler"),
    )
)
"""Words that a heading has, and the target they stand for; the first that fits is taken."""

_EVENT_WORDS: Final = {
    "reference": "reference",
    "case reference": "reference",
    "complaint reference": "reference",
    "case number": "reference",
    "event": "type",
    "event category": "type",
    "activity": "type",
    "activity category": "type",
    "category": "type",
    "what": "type",
    "date": "date",
    "event date": "date",
    "activity date": "date",
    "when": "date",
    "stage": "stage",
    "landlord": "landlord",
    "matter category": "matter.category",
    "complaint category": "matter.category",
    "handler": "handler",
    "vulnerable": "resident.vulnerable",
    "channel": "channel",
    "decision": "decision",
    "note": "note",
}
"""Whole headings of an export in which each row is an event, their words made plain."""


def plain_words(heading: str) -> str:
    """A heading in lower case, its words apart, short forms written out, `stage 1` for each way to write it."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|[_\-/.:]+", " ", heading)
    lowered = " ".join(re.sub(r"[^\w ]", " ", spaced).lower().split())
    for pattern, stage in _STAGES:
        lowered = pattern.sub(f"stage {stage}", lowered)
    return " ".join(_SHORT.get(word, word) for word in lowered.split())


def case_target(heading: str) -> str | None:
    """What a column of an export with one row a case is, None where its heading does not say."""
    plain = plain_words(heading)
    words = frozenset(plain.split())
    stage = 2 if "stage 2" in plain else 1
    for wanted, target in _BY_WORDS:
        if wanted <= words:
            return target.format(stage=stage)
    return None


def event_target(heading: str) -> str | None:
    """What a column of an export with one row an event is, None where its heading does not say."""
    return _EVENT_WORDS.get(plain_words(heading))
