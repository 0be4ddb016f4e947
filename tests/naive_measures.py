"""Counting a year again from the events as they stand in case files, without a line of the program that is measured.

Bank holidays come from the library `holidays`, working days are counted one by one, and the rules are those of the
Code's provisions 6.2 to 6.4 and 6.11 to 6.15 as their texts have them. Only what invented years hold is thought of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from holidays import country_holidays

LIMITS = {1: 10, 2: 20}
"""Working days for a response, and for its extension, by stage (6.3, 6.4, 6.14, 6.15)."""


class Answered(NamedTuple):
    """What came of the response of one stage: `days` from the start of its clock, None where there is none."""

    status: str
    extended: bool
    days: int | None


@cache
def _bank_holidays() -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=range(2023, 2028), expand=False))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


def working_days(start: date, end: date) -> int:
    """Working days after the first day, up to and with the last."""
    return sum(works(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))


def after(start: date, number: int) -> date:
    day = start
    while number:
        day += timedelta(days=1)
        number -= works(day)
    return day


def days_of(case: Mapping[str, Any], kind: str, stage: int | None = None, until: date = date.max) -> list[date]:
    found = [
        date.fromisoformat(event["date"])
        for event in case["events"]
        if event["type"] == kind and (stage is None or event.get("stage") == stage)
    ]
    return sorted(day for day in found if day <= until)


def asked(case: Mapping[str, Any], stage: int, as_of: date) -> date | None:
    """The day of the complaint, or of the request for stage 2; None where it was refused or has not come."""
    kinds = ("complaint_received", "refused") if stage == 1 else ("escalation_requested", "escalation_refused")
    found = days_of(case, kinds[0], None, as_of)
    return found[0] if found and not days_of(case, kinds[1], None, as_of) else None


def acknowledged(case: Mapping[str, Any], stage: int, as_of: date) -> str:
    """Whether all of acknowledging, defining and logging came within five working days (6.2, 6.11)."""
    start = asked(case, stage, as_of)
    assert start is not None
    due = after(start, 5)
    done = [days_of(case, kind, stage, as_of) for kind in ("acknowledged", "defined", "logged")]
    if all(done):
        return "met" if max(days[0] for days in done) <= due else "breached"
    withdrawn = days_of(case, "withdrawn", None, as_of)
    if withdrawn and withdrawn[0] <= due:
        return "not_applicable"
    return "pending" if as_of <= due else "breached"


def response(case: Mapping[str, Any], stage: int, as_of: date) -> Answered:
    """What came of the response. An extension of which something is not on record may count or not."""
    start = asked(case, stage, as_of)
    assert start is not None
    clock = min([after(start, 5), *days_of(case, "acknowledged", stage, as_of)])
    first_due = after(clock, LIMITS[stage])
    surely, perhaps = _extended(case, stage, first_due, as_of)
    sent = days_of(case, "response_issued", stage, as_of)
    if not sent:
        if days_of(case, "withdrawn", None, as_of):
            return Answered("not_applicable", False, None)
        return Answered(_settled(as_of, surely, perhaps, "pending"), False, None)
    return Answered(_settled(sent[0], surely, perhaps, "met"), sent[0] > first_due, working_days(clock, sent[0]))


def _settled(day: date, surely: date, perhaps: date, in_time: str) -> str:
    if day <= surely:
        return in_time
    return "breached" if day > perhaps else "undetermined"


def _extended(case: Mapping[str, Any], stage: int, due: date, as_of: date) -> tuple[date, date]:
    """The due day that is certain, and the latest one that there may be."""
    surely = perhaps = due
    for event in case["events"]:
        if event["type"] != "extension_notified" or event["stage"] != stage:
            continue
        until = date.fromisoformat(event["new_due_on"])
        told = date.fromisoformat(event["date"]) <= min(due, as_of)
        if not told or until <= due or not event["ombudsman_contact_given"]:
            continue
        perhaps = until
        if "reasons" in event and until <= after(due, LIMITS[stage]):
            surely = until
    return surely, perhaps


def nearest_rank(values: Sequence[int], per_cent: int) -> int | None:
    return min((v for v in values if 100 * sum(w <= v for w in values) >= per_cent * len(values)), default=None)
