"""What all events of a case have in common, and the types their details are written in.

Annotations are evaluated here and in the modules of events (no postponed ones), because pydantic would have
to parse several hundred of them from text at every start.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from code_engine.case.dates import Day

Stage = Annotated[int, Field(ge=1, le=2)]
"""Stage 1 or stage 2; a strict whole number."""


def as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Flag = bool | None
Text = str | None
Texts = Annotated[tuple[str, ...] | None, BeforeValidator(as_tuple)]
Days = Annotated[tuple[Day, ...] | None, BeforeValidator(as_tuple)]


def asked(meaning: str, question: str) -> Any:
    """A detail of an event that may be left out (not known): its meaning, and the question that asks for it.

    In the question `{on}` stands for the day of the event.
    """
    return Field(default=None, description=meaning, json_schema_extra={"x-question": question})


def required(meaning: str, question: str) -> Any:
    """A detail without which the event cannot be placed; otherwise as `asked`."""
    return Field(description=meaning, json_schema_extra={"x-question": question})


class Event(BaseModel):
    """Something that happened on a day in the life of a complaint."""

    # Validators are built at first use: a case has seldom more than a dozen of the types of events.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)

    label: ClassVar[str] = "event"
    """How the event is called in sentences, without an article."""

    type: str = Field(description="What kind of event this is.")
    date: Day = Field(description="The day it happened; a date-time with a zone stands for its day in Europe/London.")
    stage: Stage | None = asked(
        "The stage it belongs to; left out, stage 2 after an escalation request and stage 1 before.",
        "To which stage does the event of {on} belong?",
    )
    recorded_on: Day | None = asked(
        "The day it was put on record, where that was not the same day; it is not seen before.",
        "When was the event of {on} put on record?",
    )
    note: Text = asked("Free words about the event; no rule reads them.", "What is noted about the event of {on}?")
    on_file: Flag = asked(
        "Whether the letter, note or report of it is kept on the complaint's file.",
        "Is the document of the event of {on} on file?",
    )
    id: str | None = Field(
        default=None, min_length=1, description="A name for this event, so that another one can refer to it."
    )
    corrects: str | None = Field(
        default=None,
        min_length=1,
        description="The id of an event that this one replaces from the day it was recorded.",
    )


class StagedEvent(Event):
    """An event that says nothing unless its stage is known."""

    stage: Stage = required("The stage it belongs to, 1 or 2.", "To which stage does the event of {on} belong?")
