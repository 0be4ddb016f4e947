"""The collections of a case: which events each holds, and the attributes that other events add by joining."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.case.declarations import AttributeDeclaration, CollectionDeclaration, attributes_of
from code_engine.case.events import EVENT_TYPES
from code_engine.case.values import DATE, FLAG

COLLECTION_OF_EVENT = {
    "contact": "contacts",
    "complaint_received": "receipts",
    "accepted": "acceptances",
    "refused": "refusals",
    "escalation_refused": "escalation_refusals",
    "service_request_received": "service_requests",
    "work_stopped": "work_stops",
    "survey_response": "surveys",
    "triaged": "triages",
    "acknowledged": "acknowledgements",
    "defined": "definitions",
    "logged": "loggings",
    "clarification_asked": "clarifications",
    "assigned": "assignments",
    "evidence_considered": "evidence",
    "extension_notified": "extensions",
    "update_interval_agreed": "update_agreements",
    "update_sent": "updates_sent",
    "issue_raised": "issues",
    "answer_known": "answers_known",
    "response_issued": "responses",
    "escalation_requested": "escalation_requests",
    "further_stage": "further_stages",
    "remedy_offered": "remedies",
    "action_agreed": "actions",
    "adjustment_agreed": "adjustments",
    "restriction_imposed": "restrictions",
    "ombudsman_information_given": "ombudsman_information",
    "ombudsman_directed": "directions",
    "learning_considered": "learning",
    "withdrawn": "withdrawals",
    "closed": "closures",
}
"""The collection of each type of event; completions and reviews only add to the items of others."""

PER_STAGE = (
    "acknowledged",
    "defined",
    "clarification_asked",
    "assigned",
    "evidence_considered",
    "extension_notified",
    "response_issued",
    "triaged",
    "issue_raised",
    "update_interval_agreed",
)
"""Types of events that also have a collection for each stage (`stage_1.extensions`)."""


def _joined_day(meaning: str, question: str) -> AttributeDeclaration:
    return AttributeDeclaration(DATE, meaning, question, None, "day")


def _joined_flag(meaning: str, question: str) -> AttributeDeclaration:
    return AttributeDeclaration(FLAG, meaning, question)


def _joined_attributes() -> dict[str, dict[str, AttributeDeclaration]]:
    """By collection, the attributes that come from later events about the same thing."""
    return {
        "remedies": {
            "completed_on": _joined_day(
                "The day the remedy was carried out.", "When was the remedy offered on {on} carried out?"
            )
        },
        "actions": {
            "completed_on": _joined_day("The day the action was done.", "When was the action of {on} done?"),
            "last_update_on": _joined_day(
                "The day of the latest update on the action.",
                "When was the resident last updated on the action of {on}?",
            ),
        },
        "adjustments": {
            "first_reviewed_on": _joined_day(
                "The day of the first review since.", "When was the adjustment of {on} first reviewed?"
            )
        },
        "restrictions": {
            "first_reviewed_on": _joined_day(
                "The day of the first review since.", "When was the restriction of {on} first reviewed?"
            )
        },
        "contacts": {
            "complaint_raised_on": _joined_day(
                "The day of the first complaint, or request for stage 2, on or after the day of the contact.",
                "When did a complaint follow the contact of {on}, if at all?",
            ),
        },
        "service_requests": {
            "dissatisfied_on": _joined_day(
                "The day the resident first was dissatisfied with how the request was dealt with.",
                "When was the resident dissatisfied with the service request of {on}, if at all?",
            ),
            "complaint_raised_on": _joined_day(
                "The day a complaint about the request was raised.",
                "When was a complaint about the service request of {on} raised, if at all?",
            ),
            "resident_declined": _joined_flag(
                "Whether the resident was offered a complaint about it and chose none.",
                "Did the resident decline a complaint about the service request of {on}?",
            ),
            "stopped": _joined_flag(
                "Whether work on it was stopped because of a complaint.",
                "Was work on the service request of {on} stopped because of a complaint?",
            ),
        },
    }


def _updates_due() -> CollectionDeclaration:
    agreement = attributes_of(EVENT_TYPES["update_interval_agreed"])
    return CollectionDeclaration(
        "updates_due",
        "The updates that were settled, one for each day an update is due.",
        "Which updates to the resident were settled?",
        ("update_interval_agreed",),
        {
            "on": agreement["on"],
            "stage": agreement["stage"],
            "due_on": _joined_day("The day the update is due.", "On which days are the updates settled on {on} due?"),
            "sent_on": _joined_day(
                "The day the update was sent: the first after the settlement and after the due day before.",
                "When was the update due under the settlement of {on} sent?",
            ),
            "agreed_with_resident": agreement["agreed_with_resident"],
        },
    )


def declared_collections() -> Iterator[CollectionDeclaration]:
    """All collections: of the whole case, then of each stage."""
    joined = _joined_attributes()
    attributes = {name: attributes_of(EVENT_TYPES[name]) for name in COLLECTION_OF_EVENT}
    for event_type, name in COLLECTION_OF_EVENT.items():
        event = EVENT_TYPES[event_type]
        yield CollectionDeclaration(
            name,
            f"{(event.__doc__ or '').strip()} One item for each time.",
            f"Is there any {event.label} that is not in the case file?",
            (event_type,),
            attributes[event_type] | joined.get(name, {}),
        )
    yield _updates_due()
    for n in (1, 2):
        for event_type in PER_STAGE:
            event, name = EVENT_TYPES[event_type], COLLECTION_OF_EVENT[event_type]
            yield CollectionDeclaration(
                f"stage_{n}.{name}",
                f"{(event.__doc__ or '').strip()} One item for each time at stage {n}.",
                f"Is there any {event.label} at stage {n} that is not in the case file?",
                (event_type,),
                attributes[event_type],
            )
