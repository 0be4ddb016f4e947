"""All types of events, and the door through which an event of any type comes in.

A case validates each event with the class its `type` names, so only the classes in use are ever built; the
JSON Schema nevertheless describes the whole union.
"""

from typing import Annotated, Any, Union

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from code_engine.case import events_intake as intake
from code_engine.case import events_outcome as outcome
from code_engine.case import events_stages as stages
from code_engine.case.event import Event
from code_engine.case.mistakes import mistake, mistake_at, unknown_event_type

EVENT_CLASSES: tuple[type[Event], ...] = (
    intake.Contact,
    intake.ComplaintReceived,
    intake.Accepted,
    intake.Refused,
    intake.EscalationRefused,
    intake.ServiceRequestReceived,
    intake.WorkStopped,
    intake.SurveyResponse,
    intake.Triaged,
    stages.Acknowledged,
    stages.Defined,
    stages.Logged,
    stages.ClarificationAsked,
    stages.Assigned,
    stages.EvidenceConsidered,
    stages.ExtensionNotified,
    stages.UpdateIntervalAgreed,
    stages.UpdateSent,
    stages.IssueRaised,
    stages.AnswerKnown,
    stages.ResponseIssued,
    stages.EscalationRequested,
    stages.FurtherStage,
    outcome.RemedyOffered,
    outcome.RemedyCompleted,
    outcome.ActionAgreed,
    outcome.ActionCompleted,
    outcome.AdjustmentAgreed,
    outcome.AdjustmentReviewed,
    outcome.RestrictionImposed,
    outcome.RestrictionReviewed,
    outcome.OmbudsmanInformationGiven,
    outcome.OmbudsmanDirected,
    outcome.LearningConsidered,
    outcome.Withdrawn,
    outcome.Closed,
)
"""Every type of event, in the order of the case file's documentation."""

EVENT_TYPES: dict[str, type[Event]] = {cls.model_fields["type"].default: cls for cls in EVENT_CLASSES}
"""The class of each type of event by the word that stands under `type`."""


def parse_event(value: object) -> Event:
    """The event that a mapping describes, by the class its `type` names; an `Event` passes unchanged.

    Raises `pydantic.ValidationError` with the paths inside the event.
    """
    if isinstance(value, Event):
        return value
    if not isinstance(value, dict):
        raise mistake_at((), mistake("event_not_mapping", "an event is written as keys and values"), value)
    # Nothing after a key is the same as leaving the key out.
    given = {key: detail for key, detail in value.items() if detail is not None}
    if "type" not in given:
        hint = "add `type: …` with the kind of event"
        raise mistake_at((), mistake("event_without_type", "the event has no `type`", hint), value)
    name = given["type"]
    cls = EVENT_TYPES.get(name) if isinstance(name, str) else None
    if cls is None:
        raise mistake_at(("type",), unknown_event_type(name, EVENT_TYPES), name)
    return cls.model_validate(given)


class _AnyEventRule:
    """Validates by `parse_event`; described as a union told apart by `type`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_event)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        union: Any = Annotated[Union.__getitem__(EVENT_CLASSES), Field(discriminator="type")]
        return handler(TypeAdapter(union).core_schema)


AnyEvent = Annotated[Event, _AnyEventRule()]
"""An event of whichever type its `type` names."""
