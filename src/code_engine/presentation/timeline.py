"""A case against the days it ran through: its events, its deadlines, and which days were working days.

`build_timeline` gathers; `timeline_text` and `timeline_svg` draw. Both drawings show the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from code_engine.calendar import Counting, WorkingCalendar
from code_engine.case.event import Event
from code_engine.case.model import Case
from code_engine.case.seen import visible
from code_engine.evaluation.evaluation import Deadline, Evaluation, Status
from code_engine.presentation.words import clean, day_words, outcome_words


class DayKind(StrEnum):
    """Whether a day counts, and if not, why."""

    WORKING = "working day"
    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank holiday"
    CLOSURE = "closed"


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """One calendar day; `number` is the working days from the first day of the timeline to it."""

    day: int
    kind: DayKind
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened."""

    day: int
    text: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A duty as day numbers: its clock, its due day and the day it was done; None where there is none."""

    provision: str
    title: str
    clock: int | None
    due: int
    original_due: int | None
    done: int | None
    status: Status
    outstanding: bool
    outcome: str
    own: bool

    @property
    def fell_away(self) -> bool:
        """Whether it was broken and then no longer owed: the day that ended it is not known here."""
        return self.status is Status.BREACHED and not self.outstanding and self.done is None

    @property
    def name(self) -> str:
        """The duty with its provision; a landlord's own promise is named as such."""
        return f"{self.provision} {'own promise: ' if self.own else ''}{self.title}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every day from the first event or clock to the last relevant day, and what lies on them."""

    reference: str
    as_of: int
    first: int
    last: int
    days: tuple[TimelineDay, ...]
    events: tuple[EventRow, ...]
    deadlines: tuple[DeadlineRow, ...]

    @property
    def bank_holidays(self) -> tuple[TimelineDay, ...]:
        """The bank holidays on the timeline, in order."""
        return tuple(day for day in self.days if day.kind is DayKind.BANK_HOLIDAY)

    @property
    def title(self) -> str:
        """What the drawing shows, in one line."""
        first, last = day_words(date.fromordinal(self.first)), day_words(date.fromordinal(self.last))
        return f"Timeline of {self.reference}, {first} to {last}"


def build_timeline(case: Case, evaluation: Evaluation, calendar: WorkingCalendar) -> Timeline:
    """The timeline of a case as it stood on the evaluation's day; what was recorded later is not seen.

    Both ends are included. Working days are counted by the evaluation's convention. Raises CalendarError for
    a day outside the calendar's table.
    """
    as_of = evaluation.as_of.toordinal()
    events = tuple(EventRow(event.date.toordinal(), _event_words(event)) for event in visible(case, as_of)[0])
    deadlines = tuple(_deadline_row(deadline, evaluation.as_of) for deadline in _worth_showing(evaluation.deadlines))
    marks = [as_of, *(event.day for event in events)]
    for row in deadlines:
        marks += [day for day in (row.clock, row.due, row.done) if day is not None]
    first, last = min(marks), max(marks)
    counting = Counting(evaluation.counting)
    return Timeline(
        reference=clean(case.reference),
        as_of=as_of,
        first=first,
        last=last,
        days=tuple(_day(day, first, calendar, counting) for day in range(first, last + 1)),
        events=events,
        deadlines=deadlines,
    )


def _event_words(event: Event) -> str:
    label = clean(event.label)
    stage = f", stage {event.stage}" if event.stage and "stage" not in label else ""
    return label[:1].upper() + label[1:] + stage


def _worth_showing(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """All deadlines but the own promises that fall on the same day as the Code's; the earliest due first."""
    chosen = list(deadlines)
    of_code = {(d.rule, d.item, d.due_on) for d in chosen if d.layer == "code"}
    shown = [d for d in chosen if d.layer == "code" or (d.rule, d.item, d.due_on) not in of_code]
    return sorted(shown, key=lambda d: (d.due_on, d.layer == "policy"))


def _deadline_row(deadline: Deadline, as_of: date) -> DeadlineRow:
    item = f" ({clean(deadline.item)})" if deadline.item else ""
    return DeadlineRow(
        provision=clean(deadline.provision),
        title=clean(deadline.title) + item,
        clock=_number(deadline.clock_on),
        due=deadline.due_on.toordinal(),
        original_due=_number(deadline.original_due_on),
        done=_number(deadline.done_on),
        status=deadline.status,
        outstanding=deadline.outstanding,
        outcome=outcome_words(deadline, as_of),
        own=deadline.layer == "policy",
    )


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(day: int, first: int, calendar: WorkingCalendar, counting: Counting) -> TimelineDay:
    holiday = calendar.bank_holiday(day)
    kind, name = DayKind.WORKING, ""
    if holiday is not None:
        kind, name = DayKind.BANK_HOLIDAY, clean(holiday)
    elif date.fromordinal(day).weekday() >= 5:
        kind = DayKind.WEEKEND
    elif not calendar.is_working_day(day):
        kind = DayKind.CLOSURE
    return TimelineDay(day, kind, name, calendar.working_days(first, day, counting))
