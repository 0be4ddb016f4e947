"""What the heading of a column most likely means, by the words in it; a proposal, for a person to check."""

from __future__ import annotations

import re
from typing import Final

from code_engine.portfolio.sources.targets import known_names

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
    "issued": "responded",
    "completed": "responded",
    "scoped": "defined",
    "scoping": "defined",
    "definition": "defined",
    "extension": "extended",
    "escalated": "escalation",
    "escalate": "escalation",
    "appeal": "escalation",
    "requested": "request",
    "started": "start",
    "opened": "start",
    "rec": "received",
    "recvd": "received",
    "raised": "received",
    "outcome": "decision",
    "upheld": "decision",
    "nature": "category",
    "owner": "handler",
    "customer": "tenant",
    "method": "channel",
    "via": "channel",
    "vulnerabilities": "vulnerable",
    "awareness": "aware",
    "revised": "new",
    "target": "due",
    "deadline": "due",
    "sla": "due",
    "rejection": "refusal",
    "declined": "refused",
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
        ("new due", "stage_{stage}.extended_to"),
        ("extended", "stage_{stage}.extended_on"),
        ("refused ground", "complaint.refusal_ground"),
        ("refusal ground", "complaint.refusal_ground"),
        ("escalation refused", "escalation.refused_on"),
        ("escalation", "escalation.requested_on"),
        ("acknowledged", "stage_{stage}.acknowledged_on"),
        ("final responded", "stage_2.responded_on"),
        ("defined", "stage_{stage}.defined_on"),
        ("logged", "stage_{stage}.logged_on"),
        ("assigned to", "handler"),
        ("assigned date", "stage_{stage}.assigned_on"),
        ("decision", "stage_{stage}.decision"),
        ("responded", "stage_{stage}.responded_on"),
        ("learning date", "learning.considered_on"),
        ("learning", "learning.outcome"),
        ("withdrawn", "complaint.withdrawn_on"),
        ("handler", "handler"),
        ("stage 2 request", "escalation.requested_on"),
        ("stage 2 received", "escalation.requested_on"),
        ("stage 2 start", "escalation.requested_on"),
        ("closed", "complaint.closed_on"),
        ("accepted", "complaint.accepted_on"),
        ("refused", "complaint.refused_on"),
        ("refusal", "complaint.refused_on"),
        ("aware", "matter.became_aware_on"),
        ("occurred", "matter.occurred_on"),
        ("incident date", "matter.occurred_on"),
        ("received channel", "complaint.channel"),
        ("channel", "complaint.channel"),
        ("received", "complaint.received_on"),
        ("complaint start", "complaint.received_on"),
        ("start date", "complaint.received_on"),
        ("complaint date", "complaint.received_on"),
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
    )
)
"""Words that a heading has, and the target they stand for; the first that fits is taken."""

_NOT_MEANT: Final[tuple[tuple[str, str], ...]] = (
    ("due", "it looks like a due date, and those are worked out"),
    ("by", "it looks like a person, not a day"),
    ("tenancy", "it looks like something else of the tenant than the complaint"),
    ("property", "it looks like something of the home, not of the complaint"),
    ("account", "it looks like something else of the tenant than the complaint"),
    ("sub", "it looks like a part of another column"),
)
"""Words that turn what a heading seems to say into something else, with the reason why it has no place."""

_EVENT_WORDS: Final = {
    "reference": "reference",
    "case reference": "reference",
    "complaint reference": "reference",
    "case number": "reference",
    "event": "type",
    "event category": "type",
    "event kind": "type",
    "kind": "type",
    "activity": "type",
    "activity category": "type",
    "category": "type",
    "what": "type",
    "date": "date",
    "event date": "date",
    "happened": "date",
    "happened date": "date",
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
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|[_\-/.:]+", " ", heading)
    lowered = " ".join(re.sub(r"[^\w ]", " ", spaced).lower().split())
    for pattern, stage in _STAGES:
        lowered = pattern.sub(f"stage {stage}", lowered)
    return " ".join(_SHORT.get(word, word) for word in lowered.split())


def case_target(heading: str) -> str | None:
    """What a column of an export with one row a case is, None where its heading does not say."""
    if heading in known_names():
        return heading
    plain = plain_words(heading)
    words = frozenset(plain.split())
    stage = 2 if "stage 2" in plain else 1
    for wanted, target in _BY_WORDS:
        if wanted <= words:
            meant = {"new", "extended"} & words or not_meant(heading) is None
            ended = target == "complaint.closed_on" and "stage" in words  # of a stage, which is not the complaint
            return target.format(stage=stage) if meant and not ended else None
    return None


def not_meant(heading: str) -> str | None:
    """Why a heading is not what its words seem to say; None where nothing speaks against it."""
    words = plain_words(heading).split()
    return next((reason for word, reason in _NOT_MEANT if word in words), None)


def event_target(heading: str) -> str | None:
    """What a column of an export with one row an event is, None where its heading does not say."""
    if heading.strip().lower() == "category":  # of the matter; only the word "type" may mean what happened
        return "matter.category"
    return _EVENT_WORDS.get(plain_words(heading))
