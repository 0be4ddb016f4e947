"""What the measures of a portfolio need to know of a case beside its findings: one small record, without names."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from code_engine.case.event import Event
from code_engine.case.events_intake import EscalationRefused, Refused
from code_engine.case.events_outcome import LearningConsidered
from code_engine.case.fold import fold, rounds
from code_engine.case.model import Case, Resident
from code_engine.case.values import NEVER, Value


class Circumstances(StrEnum):
    """Which side of the equality view a resident is on."""

    VULNERABLE_OR_ADJUSTED = "vulnerable_or_adjusted"
    OTHERS = "others"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stage of a case, as it stood on the day of evaluation. `asked_on` is receipt, or the request for stage 2.

    `begun_on` is the first day that is on record of it, for a stage whose `asked_on` is not.
    """

    reached: bool | None
    asked_on: date | None
    begun_on: date | None
    responded_on: date | None
    decision: str | None
    extensions: int


@dataclass(frozen=True, slots=True)
class RefusalRecord:
    """A refusal of a complaint, or of taking it to stage 2, with its ground in the words of the record."""

    stage: int
    on: date
    ground: str | None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as measures see it. `learned`: whether what is to be learned from it was considered (9.1)."""

    reference: str
    landlord: str
    handler: str | None
    category: str | None
    circumstances: Circumstances
    first_stage: StageRecord
    second_stage: StageRecord
    refusals: tuple[RefusalRecord, ...]
    learned: bool

    def stage(self, number: int) -> StageRecord:
        """Stage 1 or 2."""
        return self.first_stage if number == 1 else self.second_stage

    @property
    def stages(self) -> tuple[StageRecord, StageRecord]:
        """Both stages."""
        return self.first_stage, self.second_stage


def case_record(case: Case, as_of: date, landlord: str) -> CaseRecord:
    """The record of a case as of a day, of its present round where it was withdrawn and brought again.

    `landlord` is the one it was evaluated for.
    """
    present = rounds(case, as_of)[-1]
    folded = fold(case, as_of, present)
    facts = folded.facts
    return CaseRecord(
        reference=case.reference,
        landlord=landlord,
        handler=_kept(case.handler),
        category=_kept(case.matter.category) if case.matter is not None else None,
        circumstances=circumstances_of(case.resident),
        first_stage=_stage(1, facts, folded.events_seen),
        second_stage=_stage(2, facts, folded.events_seen),
        refusals=tuple(_refusals(folded.events_seen)),
        learned=any(isinstance(event, LearningConsidered) for event in folded.events_seen),
    )


def circumstances_of(resident: Resident | None) -> Circumstances:
    """Vulnerable, disabled or asking for an adjustment; where none of that is recorded, nobody knows."""
    if resident is None:
        return Circumstances.NOT_RECORDED
    if resident.vulnerable or resident.disabilities_disclosed or resident.adjustments_requested:
        return Circumstances.VULNERABLE_OR_ADJUSTED
    return Circumstances.NOT_RECORDED if resident.vulnerable is None else Circumstances.OTHERS


def _stage(number: int, facts: dict[str, Value], events: tuple[Event, ...]) -> StageRecord:
    reached = facts[f"stage_{number}.reached"]
    responded = _day(facts[f"stage_{number}.responded_on"])
    own = [event.date for event in events if number == 1 or event.stage == number]
    asked = _day(facts["complaint.received_on" if number == 1 else "escalation.requested_on"])
    if asked is None and not own:
        return _without_days(reached if isinstance(reached, bool) else None)
    return StageRecord(
        reached=reached if isinstance(reached, bool) else None,
        asked_on=asked,
        begun_on=_day(min(own).toordinal()) if own else None,
        responded_on=responded,
        decision=_decision(number, responded, events),
        extensions=sum(event.type == "extension_notified" and event.stage == number for event in events),
    )


# Days, words and stages not reached repeat all the time: one object serves all cases that have it.
@cache
def _without_days(reached: bool | None) -> StageRecord:
    return StageRecord(reached, None, None, None, None, 0)


def _kept(word: str | None) -> str | None:
    return None if word is None else sys.intern(word)


def _decision(stage: int, responded_on: date | None, events: tuple[Event, ...]) -> str | None:
    """What the response that ended the stage decided."""
    for event in events:
        if event.type == "response_issued" and event.stage == stage and event.date == responded_on:
            decision: str | None = getattr(event, "decision", None)
            return decision
    return None


def _refusals(events: tuple[Event, ...]) -> list[RefusalRecord]:
    return [
        RefusalRecord(1 if isinstance(event, Refused) else 2, event.date, event.ground)
        for event in events
        if isinstance(event, Refused | EscalationRefused)
    ]


def _day(value: Value) -> date | None:
    """A day that is known and has come."""
    return _date(value) if type(value) is int and value != NEVER else None


_date = cache(date.fromordinal)
