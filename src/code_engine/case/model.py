"""The case file as a model: a header, the events, and people's answers to questions of judgement.

A case is immutable and can be compared, hashed and pickled; its digest is that of its canonical JSON, so that
an evaluation can name exactly what it looked at.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from code_engine.case.dates import Day
from code_engine.case.event import Event, Flag, Text, Texts, as_tuple
from code_engine.case.events import EVENT_TYPES, AnyEvent
from code_engine.case.mistakes import mistake, unknown_event_type
from code_engine.errors import did_you_mean, quoted
from code_engine.forking import cached_property

Name = Annotated[str, Field(min_length=1)]


def _event_type(name: str) -> str:
    if name not in EVENT_TYPES:
        raise unknown_event_type(name, EVENT_TYPES)
    return name


EventType = Annotated[str, AfterValidator(_event_type), Field(json_schema_extra={"enum": [*EVENT_TYPES]})]


def _not_empty(value: object) -> object:
    """The list as a tuple; pydantic's own check of its length would also speak up for every broken event."""
    if value == [] or value == ():
        raise mistake("no_events", "a case needs at least one event", "add what happened first")
    return as_tuple(value)


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class Resident(_Part):
    """The resident, as far as rules or letters need to know them."""

    name: Text = Field(default=None, description="The resident's name.")
    vulnerable: Flag = Field(default=None, description="Whether the resident is vulnerable.")
    at_risk: Flag = Field(default=None, description="Whether the resident or their household is at risk.")
    disabilities_disclosed: Texts = Field(
        default=None, description="The disabilities the resident told the landlord about; empty if none."
    )
    adjustments_requested: Texts = Field(
        default=None, description="The reasonable adjustments the resident asked for; empty if none."
    )
    preferred_channel: Text = Field(default=None, description="How the resident likes to be contacted.")
    language: Text = Field(default=None, description="The language the resident prefers.")
    address: Texts = Field(default=None, description="The resident's postal address, line by line, for letters.")


class Representative(_Part):
    """Somebody who acts for the resident."""

    name: Text = Field(default=None, description="The representative's name; empty if there is none.")
    authority: Text = Field(default=None, description="What shows that they may act; empty if nothing does.")
    address: Texts = Field(default=None, description="The representative's postal address, line by line, for letters.")


class Matter(_Part):
    """What the complaint is about."""

    summary: Text = Field(default=None, description="The matter in a sentence.")
    category: Text = Field(default=None, description="The kind of matter, in the landlord's own terms.")
    occurred_on: Day | None = Field(default=None, description="The day it happened, or last happened.")
    became_aware_on: Day | None = Field(default=None, description="The day the resident became aware of it.")


class Answer(_Part):
    """A person's answer to a question that no rule can compute."""

    value: bool = Field(description="Yes (true) or no (false).")
    by: Text = Field(default=None, description="Who answered.")
    date: Day | None = Field(default=None, description="The day of the answer; it is not seen before.")
    note: Text = Field(default=None, description="Why, in free words.")


class Case(BaseModel):
    """A complaint: a header, dated events, and answers to questions of judgement."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True, title="Case")

    reference: Name = Field(description="The landlord's reference of the case.")
    landlord: Name = Field(description="The name of the landlord, as the plugin registers it; or code-only.")
    record: Literal["complete", "partial"] = Field(
        default="complete",
        description="Whether an event that is not here has not happened (complete) or may have (partial).",
    )
    absent: Annotated[tuple[EventType, ...], BeforeValidator(as_tuple)] = Field(
        default=(),
        description="In a partial record, the types of events known not to have happened beyond those here.",
    )
    resident: Resident | None = Field(default=None, description="The resident.")
    representative: Representative | None = Field(default=None, description="Who acts for the resident.")
    matter: Matter | None = Field(default=None, description="What the complaint is about.")
    handler: Text = Field(default=None, description="Who handles the case now.")
    events: Annotated[tuple[AnyEvent, ...], BeforeValidator(_not_empty)] = Field(
        description="What happened, in any order; at least one event.", json_schema_extra={"minItems": 1}
    )
    answers: dict[Name, Answer] = Field(
        default={}, description="Answers to questions of judgement, by the question's id (5.8.a)."
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_nothing(cls, data: Any) -> Any:
        """Nothing after a key is the same as leaving the key out."""
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _check_references(self) -> Self:
        problems = [*_problems_of_ids(self.events)]
        if problems:
            raise ValidationError.from_exception_data("Case", problems)
        return self

    @cached_property
    def in_order(self) -> tuple[tuple[int, Event], ...]:
        """The events by day and then by place in the file, each with the number of the day from which it is seen.

        An event is seen from its day on, but not before it was put on record.
        """
        ordered = sorted(self.events, key=lambda event: event.date)
        return tuple((max(event.date, event.recorded_on or event.date).toordinal(), event) for event in ordered)

    @cached_property
    def corrections(self) -> tuple[tuple[int, str], ...]:
        """The ids of events that are corrected, each with the number of the day on which that was recorded."""
        return tuple(
            (event.recorded_on.toordinal(), event.corrects)
            for event in self.events
            if event.corrects is not None and event.recorded_on is not None
        )

    @cached_property
    def digest(self) -> str:
        """`sha256:` and the hash of the case as canonical JSON (sorted keys, what is left out left out)."""
        content = self.model_dump(mode="json", exclude_none=True)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)


def case_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a case file, events told apart by their `type`."""
    schema = Case.model_json_schema()
    for definition in schema["$defs"].values():
        kind = definition.get("properties", {}).get("type", {})
        if "const" in kind:
            # The class knows its own type, but in a file nothing else tells which event it is.
            kind.pop("default", None)
            definition["required"] = ["type", *definition["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _problems_of_ids(events: tuple[Event, ...]) -> Iterator[InitErrorDetails]:
    """Ids given twice, corrections of nothing, corrections without their day, corrections in a circle."""
    places: dict[str, int] = {}
    for place, event in enumerate(events):
        if event.id is not None and places.setdefault(event.id, place) != place:
            message = f"the id {quoted(event.id)} is used twice"
            yield _problem("duplicate_event_id", message, "give each event its own", (place, "id"), event.id)
    replaced = {event.id: event.corrects for event in events if event.id is not None}
    for place, event in enumerate(events):
        target = event.corrects
        if target is None:
            continue
        at = (place, "corrects")
        if target not in places:
            hint = did_you_mean(target, places) or "give the event that is corrected this `id`"
            yield _problem("unknown_correction", f"no event has the id {quoted(target)}", hint, at, target)
        elif event.recorded_on is None:
            message = "an event that corrects another one needs `recorded_on`"
            hint = "add the day from which it replaces the other"
            yield _problem("undated_correction", message, hint, at, target)
        elif event.id is not None and _leads_back(event.id, replaced):
            message = f"the event {quoted(event.id)} corrects itself"
            yield _problem("circular_correction", message, "name the event it replaces", at, target)


def _leads_back(start: str, replaced: dict[str, str | None]) -> bool:
    """Whether following the corrections from an event comes back to it."""
    seen: set[str] = set()
    current = replaced.get(start)
    while current is not None and current not in seen:
        if current == start:
            return True
        seen.add(current)
        current = replaced.get(current)
    return False


def _problem(kind: str, message: str, hint: str | None, path: tuple[int, str], value: object) -> InitErrorDetails:
    return InitErrorDetails(type=mistake(kind, message, hint), loc=("events", *path), input=value)
