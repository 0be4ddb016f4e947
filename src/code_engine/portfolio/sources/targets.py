"""What a column can be mapped to: every field of a case and of its events, by one name each.

`stage_1.acknowledged.automatic` is a detail of the first acknowledgement of stage 1, `extension_notified#2.date` the
day of the second extension. The days that rules speak of have their short names as well: `stage_1.acknowledged_on`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from code_engine.case.declarations import DetailKind, detail_kind
from code_engine.case.event import StagedEvent
from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case, Matter, Representative, Resident
from code_engine.errors import did_you_mean, quoted

SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "complaint.received_on": "complaint_received.date",
        "complaint.channel": "complaint_received.channel",
        "complaint.accepted_on": "accepted.date",
        "complaint.refused_on": "refused.date",
        "complaint.refusal_ground": "refused.ground",
        "complaint.withdrawn_on": "withdrawn.date",
        "complaint.closed_on": "closed.date",
        "escalation.requested_on": "escalation_requested.date",
        "escalation.refused_on": "escalation_refused.date",
        "escalation.refusal_ground": "escalation_refused.ground",
        "learning.considered_on": "learning_considered.date",
        "learning.outcome": "learning_considered.outcome",
        **{
            f"stage_{stage}.{short}": f"stage_{stage}.{full}"
            for stage in (1, 2)
            for short, full in (
                ("acknowledged_on", "acknowledged.date"),
                ("defined_on", "defined.date"),
                ("logged_on", "logged.date"),
                ("assigned_on", "assigned.date"),
                ("assigned_to", "assigned.person"),
                ("answer_known_on", "answer_known.date"),
                ("extended_on", "extension_notified.date"),
                ("extended_to", "extension_notified.new_due_on"),
                ("extension_reasons", "extension_notified.reasons"),
                ("extension_ombudsman_contact", "extension_notified.ombudsman_contact_given"),
                ("responded_on", "response_issued.date"),
                ("decision", "response_issued.decision"),
            )
        },
    }
)
"""The names that rules use for days, and what they are in a case file."""

_HEADER: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {"resident": Resident, "representative": Representative, "matter": Matter}
)
_PLAIN = ("reference", "landlord", "handler", "record")
_NOT_PERSONAL = frozenset(
    {"reference", "landlord", "record", "matter.category", "type", "channel", "ground", "prior_case", "kind"}
)
_FORM = re.compile(r"(?:stage_(?P<stage>[12])\.)?(?P<type>[a-z_]+)(?:#(?P<place>[1-9]))?\.(?P<field>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a case: of the header where `event` is None, else of the event of that type, stage and place.

    `choices` are the words allowed there, none where any text is. What is `personal` is never shown in a message.
    """

    name: str
    field: str
    kind: DetailKind
    choices: tuple[str, ...] = ()
    personal: bool = True
    part: str | None = None
    event: str | None = None
    stage: int | None = None
    place: int = 1


class UnknownTargetError(ValueError):
    """A name that is no place in a case; `hint` says what may have been meant."""

    def __init__(self, name: str, hint: str | None) -> None:
        super().__init__(f"there is nothing called {quoted(name)} in a case")
        self.hint = hint


@cache
def target_named(name: str) -> Target:
    """The place in a case with that name. Raises UnknownTargetError."""
    header = _header_targets().get(name)
    if header is not None:
        return header
    match = _FORM.fullmatch(SHORT_NAMES.get(name, name))
    if match is None or match["type"] not in EVENT_TYPES:
        raise UnknownTargetError(name, did_you_mean(name, known_names()))
    event, field = match["type"], match["field"]
    found = event_fields(event).get(field)
    if found is None or field in ("type", "stage"):
        prefix = name.removesuffix(field)
        raise UnknownTargetError(name, did_you_mean(name, [f"{prefix}{each}" for each in _own(event)]))
    stage = int(match["stage"]) if match["stage"] else None
    if stage is None and issubclass(EVENT_TYPES[event], StagedEvent):
        raise UnknownTargetError(name, f"say which stage: `stage_1.{event}.{field}`")
    return Target(name, field, found.kind, found.choices, found.personal, None, event, stage, int(match["place"] or 1))


def known_names() -> tuple[str, ...]:
    """The names to suggest from: the header's, the short ones, and each field of each event."""
    fields = (
        f"stage_1.{event}.{field}" if issubclass(EVENT_TYPES[event], StagedEvent) else f"{event}.{field}"
        for event in EVENT_TYPES
        for field in _own(event)
    )
    return (*_header_targets(), *SHORT_NAMES, *fields)


@cache
def event_fields(event: str) -> Mapping[str, Target]:
    """The fields of a type of event, `type` and `stage` among them."""
    return MappingProxyType(
        {
            name: _target(name, name, info.annotation, None)
            for name, info in EVENT_TYPES[event].model_fields.items()
            if name != "type"
        }
    )


@cache
def row_targets() -> Mapping[str, Target]:
    """What a column can be where each row is an event: the header, `type`, and the fields of every event."""
    fields: dict[str, Target] = dict(_header_targets())
    # A type may say its stage, for exports whose words for an event do: `stage_2.response_issued`.
    staged = (f"stage_{stage}.{event}" for stage in (1, 2) for event in EVENT_TYPES)
    fields["type"] = Target("type", "type", DetailKind.TEXT, (*EVENT_TYPES, *staged), personal=False)
    for event in EVENT_TYPES:
        for name, target in event_fields(event).items():
            known = fields.get(name)
            # Fields of one name can have different words in different events: which are allowed shows in the event.
            fields[name] = target if known is None else _both(known, target)
    return MappingProxyType(fields)


@cache
def _header_targets() -> Mapping[str, Target]:
    plain = ((name, None, name, Case.model_fields[name].annotation) for name in _PLAIN)
    parts = (
        (f"{part}.{name}", part, name, info.annotation)
        for part, model in _HEADER.items()
        for name, info in model.model_fields.items()
    )
    return MappingProxyType({name: _target(name, field, kind, part) for name, part, field, kind in (*plain, *parts)})


def _target(name: str, field: str, annotation: Any, part: str | None) -> Target:
    kind = detail_kind(annotation)
    choices = tuple(_choices(annotation))
    plain = kind in (DetailKind.DATE, DetailKind.DATES, DetailKind.NUMBER, DetailKind.FLAG) or bool(choices)
    personal = part in ("resident", "representative") or not (plain or name in _NOT_PERSONAL)
    return Target(name, field, kind, choices, personal, part)


def _both(known: Target, other: Target) -> Target:
    words = (*known.choices, *(word for word in other.choices if word not in known.choices))
    both = words if known.choices and other.choices else ()
    return Target(known.name, known.field, known.kind, both, known.personal or other.personal)


def _own(event: str) -> Iterable[str]:
    return (field for field in EVENT_TYPES[event].model_fields if field not in ("type", "stage"))


def _choices(annotation: Any) -> Iterable[str]:
    """The words of a Literal, wherever in the annotation it stands."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield from (word for word in get_args(annotation) if isinstance(word, str) and word)
    elif origin is Annotated:
        yield from _choices(get_args(annotation)[0])
    elif origin in (Union, tuple) or type(annotation).__name__ == "UnionType":
        for option in get_args(annotation):
            yield from _choices(option)
