"""An oracle for deadlines: the four main duties of a complaint, counted day by day on a calendar of its own.

It shares no code with the engine: bank holidays come from the `holidays` library, days are walked one by one,
events are read from the plain data of a case file, and extensions are followed in its own words. It answers
for complete records in which every detail that matters is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import holidays

Data = dict[str, Any]
DAY: Final = timedelta(days=1)
TAKEN_UP: Final = ("accepted", "complaint_received", "escalation_requested", "response_issued")


@cache
def _bank_holidays() -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2050)))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays()


def end_of_limit(start: date, limit: int, counting: str = "day-0") -> date:
    """The last day of a limit of working days, found by walking there."""
    day = start
    counted = 1 if counting == "inclusive" and is_working_day(start) else 0
    while counted < limit:
        day += DAY
        counted += is_working_day(day)
    return day


def working_days_between(after: date, until: date) -> int:
    """Working days later than one day, up to and with another."""
    count = 0
    while after < until:
        after += DAY
        count += is_working_day(after)
    return count


def working_days_late(due: date, done: date) -> int:
    """By how much something is late; what comes on a free day comes on the next working day."""
    while not is_working_day(done):
        done += DAY
    return working_days_between(due, done)


@dataclass(frozen=True)
class Duty:
    """What the oracle says of one duty."""

    status: str
    due: date | None = None
    done: date | None = None
    extended: bool = False


@dataclass(frozen=True)
class Limits:
    """Working days of a stage: to acknowledge, to respond, to extend."""

    acknowledge: int
    respond: int


LIMITS: Final = {1: Limits(5, 10), 2: Limits(5, 20)}


class Oracle:
    """Reads one case on one day."""

    def __init__(self, data: Data, as_of: date, counting: str = "day-0") -> None:
        events = [(date.fromisoformat(event["date"]), event) for event in data["events"]]
        self.seen = sorted((pair for pair in events if pair[0] <= as_of), key=lambda pair: pair[0])
        self.as_of = as_of
        self.counting = counting

    def acknowledged(self, stage: int) -> Duty:
        """6.2 and 6.11: acknowledged, defined and logged."""
        started = self._started(stage)
        if started is None:
            return Duty("not_applicable")
        steps = [
            self._first("acknowledged", stage, lambda event: not event.get("automatic")),
            self._first("defined", stage),
            self._first("logged", stage),
        ]
        done = None if None in steps else max(step for step in steps if step is not None)
        return self._judged(end_of_limit(started, LIMITS[stage].acknowledge, self.counting), done)

    def responded(self, stage: int) -> Duty:
        """6.3 and 6.14: answered in writing, within the limit or a valid extension of it."""
        started = self._started(stage)
        if started is None:
            return Duty("not_applicable")
        limits = LIMITS[stage]
        latest_start = end_of_limit(started, limits.acknowledge, self.counting)
        acknowledged = self._first("acknowledged", stage, lambda event: not event.get("automatic"))
        clock = latest_start if acknowledged is None or acknowledged > latest_start else acknowledged
        original = end_of_limit(clock, limits.respond, self.counting)
        due = self._after_extensions(stage, original, end_of_limit(original, limits.respond, self.counting))
        done = self._first("response_issued", stage, lambda event: event.get("written") is not False)
        judged = self._judged(due, done)
        late_without = done is not None and done > original
        return Duty(judged.status, judged.due, judged.done, judged.status == "met" and late_without)

    def _after_extensions(self, stage: int, due: date, farthest: date) -> date:
        for sent, notice in self.seen:
            if notice["type"] != "extension_notified" or notice["stage"] != stage:
                continue
            new = date.fromisoformat(notice["new_due_on"])
            told_all = bool(notice["reasons"]) and notice["ombudsman_contact_given"]
            allowed = new <= farthest or bool(notice["good_reason_over_cap"])
            if sent <= due and told_all and allowed and new > due:
                due = new
        return due

    def _judged(self, due: date, done: date | None) -> Duty:
        withdrawn = self._withdrawn()
        if withdrawn is not None and (done is None or done > withdrawn):
            return Duty("breached" if due < withdrawn else "not_applicable", due, done)
        if done is not None:
            return Duty("met" if done <= due else "breached", due, done)
        return Duty("pending" if self.as_of <= due else "breached", due, None)

    def _started(self, stage: int) -> date | None:
        kind = "complaint_received" if stage == 1 else "escalation_requested"
        return next((day for day, event in self.seen if event["type"] == kind), None)

    def _first(self, kind: str, stage: int, counts: Callable[[Data], bool] = bool) -> date | None:
        return next((day for day, event in self._of(kind, stage) if counts(event)), None)

    def _of(self, kind: str, stage: int) -> Iterator[tuple[date, Data]]:
        return ((day, event) for day, event in self.seen if event["type"] == kind and event["stage"] == stage)

    def _withdrawn(self) -> date | None:
        """The day of a withdrawal that stands."""
        day: date | None = None
        for when, event in self.seen:
            if event["type"] == "withdrawn":
                day = day or when
            elif event["type"] in TAKEN_UP:
                day = None
        return day
