"""The fold: a case on a day becomes the facts that rules read.

Every fact of the vocabulary is written, in three steps: what silence means (complete record: it has not
happened; partial record: it may have, so days are bounds and flags are unknown), the header, the events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from code_engine.case.complaint_facts import (
    earliest,
    received_on,
    requested_on,
    set_complaint_facts,
    set_escalation_facts,
    set_ombudsman_facts,
)
from code_engine.case.declared_collections import COLLECTION_OF_EVENT
from code_engine.case.event import Event
from code_engine.case.joins import join_items, updates_due
from code_engine.case.model import Case
from code_engine.case.rounds import rounds
from code_engine.case.seen import FIRST, Seen, Silence, read_events, visible
from code_engine.case.stage_facts import set_stage_facts
from code_engine.case.values import COLLECTION, DATE, FLAG, NEVER, TEXTS, Between, Items, Value, ValueType
from code_engine.case.vocabulary import VOCABULARY

__all__ = ["Folded", "fold", "rounds"]

_NOTHING: dict[ValueType, Value] = {
    FLAG: False,
    DATE: NEVER,
    TEXTS: (),
    COLLECTION: Items(()),
}


class _Open(Enum):
    """What a fact is in a partial record as long as no event shows it."""

    UNKNOWN = "unknown"
    MORE_ITEMS = "more items"
    ANY_DAY = "any day"
    SINCE_RECEIPT = "since receipt"
    SINCE_REQUEST = "since the request for stage 2"


def _open_as(name: str, value_type: ValueType) -> _Open:
    if value_type is COLLECTION:
        return _Open.MORE_ITEMS
    if value_type is not DATE:
        return _Open.UNKNOWN
    if name in ("complaint.dissatisfied_on", "ombudsman.information_given_on"):
        return _Open.ANY_DAY  # these may lie before the complaint
    return _Open.SINCE_REQUEST if name.startswith(("stage_2.", "escalation.")) else _Open.SINCE_RECEIPT


_SUPPLIED = (
    *((name, fact.type, frozenset(fact.events)) for name, fact in VOCABULARY.facts.items() if fact.events),
    *((name, COLLECTION, frozenset(each.events)) for name, each in VOCABULARY.collections.items()),
)
_HAS_NOT_HAPPENED: dict[str, Value] = {name: _NOTHING[value_type] for name, value_type, _ in _SUPPLIED}
_MAY_HAVE_HAPPENED = tuple((name, _open_as(name, value_type), types) for name, value_type, types in _SUPPLIED)
"""What events supply: name, what it is while they are not there, and the types of these events."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The facts of a case on a day, the events they were read from, and how many events come later."""

    facts: dict[str, Value]
    events_seen: tuple[Event, ...]
    events_after: int


def fold(case: Case, as_of: date, events: Sequence[Event] | None = None) -> Folded:
    """Read the facts of a case as of a day, from the events seen by then or from one of its `rounds`.

    Days are day numbers; an event from a later day, or put on record later, is not seen.
    """
    today = as_of.toordinal()
    shown, later = visible(case, today)
    if events is not None:
        shown = tuple(events)
    silence = Silence(case.record == "complete", case.absent)
    seen = read_events(shown, silence)
    received = received_on(seen)
    low = earliest(received)
    requested = requested_on(seen, low)
    facts = dict(_HAS_NOT_HAPPENED)
    if not silence.complete:
        since_request = low if requested == NEVER else earliest(requested)
        facts |= _may_have_happened(frozenset(case.absent), low, since_request)
    facts["as_of"] = today
    _set_header(facts, case, seen, received)
    join_items(seen)
    for event_type, items in seen.by_type.items():
        name = COLLECTION_OF_EVENT.get(event_type)
        if name is not None:
            facts[name] = Items(tuple(items), silence.is_no(event_type))
    if seen.update_days:
        facts["updates_due"] = updates_due(seen)
    set_stage_facts(facts, seen)
    set_complaint_facts(facts, seen, received, today)
    set_escalation_facts(facts, seen, requested, today)
    set_ombudsman_facts(facts, seen, low)
    return Folded(facts, shown, later)


def _may_have_happened(absent: frozenset[str], low: int, low_2: int) -> dict[str, Value]:
    """In a partial record, what is unknown because not all events that supply it are known to be absent."""
    values: dict[_Open, Value] = {
        _Open.UNKNOWN: None,
        _Open.MORE_ITEMS: Items((), False),
        _Open.ANY_DAY: Between(FIRST, NEVER),
        _Open.SINCE_RECEIPT: Between(low, NEVER),
        _Open.SINCE_REQUEST: Between(low_2, NEVER),
    }
    return {name: values[kind] for name, kind, types in _MAY_HAVE_HAPPENED if not types <= absent}


def _set_header(facts: dict[str, Value], case: Case, seen: Seen, received: int | Between) -> None:
    resident, matter = case.resident, case.matter
    facts["resident.vulnerable"] = resident.vulnerable if resident else None
    facts["resident.at_risk"] = resident.at_risk if resident else None
    facts["resident.disabilities_disclosed"] = resident.disabilities_disclosed if resident else None
    facts["resident.adjustments_requested"] = resident.adjustments_requested if resident else None
    facts["representative.named"] = _is_represented(case, seen)
    facts["matter.category"] = matter.category if matter else None
    # What is complained about happened before the complaint, whenever that was.
    latest = received.high if isinstance(received, Between) else received
    unknown = Between(FIRST, latest)
    occurred = matter.occurred_on if matter else None
    aware = matter.became_aware_on if matter else None
    facts["matter.occurred_on"] = occurred.toordinal() if occurred else unknown
    facts["matter.became_aware_on"] = aware.toordinal() if aware else unknown


def _is_represented(case: Case, seen: Seen) -> bool | None:
    """Known from the header or from who raised the complaint; a complete record names a representative."""
    representative = case.representative
    if representative is not None and representative.name:
        return True
    if any(item["raised_by"] == "representative" for item in seen.of("complaint_received")):
        return True
    if representative is None:
        return False if seen.silence.complete else None
    return None if representative.name is None else False
