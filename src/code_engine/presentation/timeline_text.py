"""A timeline in lines for a terminal: a line a day, a column for each duty, quiet stretches folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from code_engine.day_words import MONTHS
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.terminal import BOLD, RED, RESET, STATUS_COLOURS, Page, wrapped
from code_engine.presentation.timeline import DayKind, DeadlineRow, Timeline, TimelineDay
from code_engine.presentation.words import WEEKDAYS, counted, day_words

_MOST_LANES = 6
_LONGEST_QUIET = 5
_MARGIN = 14


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    mark: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A column of the drawing, taken by one duty from its clock to its end."""

    row: DeadlineRow
    first: int
    last: int
    place: int

    def sign(self, day: int) -> str:
        """What stands in the column on this day."""
        if not self.first <= day <= self.last:
            return " "
        if day == self.row.done:
            return "*"
        if day == self.row.due:
            return "D"
        if day == self.first:
            return "+"
        if self.row.done is not None and day > self.row.done:
            return "."
        return "!" if day > self.row.due else "|"


def render_timeline_text(timeline: Timeline, width: int = 80, colour: bool = False) -> str:
    """The timeline in lines of at most `width` columns (40 at least), ending in a newline."""
    page = Page(max(width, 40), colour)
    lanes = _lanes(timeline)
    page.heading(timeline.title)
    page.paragraph(f"As of {day_words(date.fromordinal(timeline.as_of))}.")
    month = (0, 0)
    for stretch in _stretches(timeline):
        real = date.fromordinal(stretch[0].day)
        if (real.year, real.month) != month:
            month = (real.year, real.month)
            page.heading(f"{MONTHS[real.month - 1]} {real.year}")
        _draw(page, timeline, stretch, lanes)
    _legend(page, timeline, lanes)
    return page.text()


def _lanes(timeline: Timeline) -> list[_Lane]:
    """A column for each duty with a clock, the first free one; what finds none is named in the text only."""
    lanes: list[_Lane] = []
    free_from = [0] * _MOST_LANES
    rows = [row for row in timeline.deadlines if row.clock is not None and row.status is not Status.NOT_APPLICABLE]
    for row in sorted(rows, key=lambda row: (row.clock or 0, row.due)):
        first = row.clock or 0
        running = row.done is None and not row.fell_away
        last = max(row.due, row.done or 0, timeline.as_of if running else 0)
        for place, free in enumerate(free_from):
            if free <= first:
                free_from[place] = last + 1
                lanes.append(_Lane(row, first, last, place))
                break
    return lanes


def _items(timeline: Timeline, day: TimelineDay) -> list[_Item]:
    items = [_Item(event.text) for event in timeline.events if event.day == day.day]
    for row in timeline.deadlines:
        if row.due == day.day:
            mark = "OVERDUE" if row.outstanding else "Due"
            colour = RED if row.outstanding else STATUS_COLOURS[row.status]
            items.append(_Item(f"{mark}: {row.name} ({row.outcome})", mark, colour))
        elif row.original_due == day.day:
            items.append(_Item(f"First due, then extended: {row.name}"))
    if day.day == timeline.as_of:
        items.append(_Item("<-- AS OF THIS DAY", "<-- AS OF THIS DAY", BOLD))
    if day.kind in (DayKind.BANK_HOLIDAY, DayKind.CLOSURE):
        items.insert(0, _Item(f"{day.kind.value}: {day.name}" if day.name else day.kind.value))
    return items


def _stretches(timeline: Timeline) -> Iterator[list[TimelineDay]]:
    """Days with something on them one by one, quiet days together where there are many, weekends as pairs."""
    for quiet, group in groupby(timeline.days, key=lambda day: not _items(timeline, day)):
        days = list(group)
        if quiet and len(days) > _LONGEST_QUIET:
            yield days
        else:
            yield from _by_weekend(days)


def _by_weekend(days: list[TimelineDay]) -> Iterator[list[TimelineDay]]:
    place = 0
    while place < len(days):
        pair = days[place : place + 2]
        both = all(day.kind is DayKind.WEEKEND for day in pair) and len(pair) == 2
        adjoining = both and date.fromordinal(pair[0].day).weekday() == 5
        yield pair if adjoining else pair[:1]
        place += 2 if adjoining else 1


def _draw(page: Page, timeline: Timeline, stretch: list[TimelineDay], lanes: list[_Lane]) -> None:
    first, last = stretch[0], stretch[-1]
    if len(stretch) > 2:
        working = sum(day.kind is DayKind.WORKING for day in stretch)
        closing = date.fromordinal(last.day)
        text = f"{len(stretch)} quiet days to {day_words(closing)}, {working} of them working days"
        _line(page, "   ...      ", _columns(lanes, last.day), _columns(lanes, last.day), _Item(text))
        return
    items = _items(timeline, first) or [_Item("")]
    if first.kind is DayKind.WEEKEND:
        items = [_Item("weekend"), *(item for day in stretch for item in _items(timeline, day))]
    number = f"{first.number:>4}" if first.kind is DayKind.WORKING else "   -"
    label = f"{_day_label(first)} {number} "
    if len(stretch) == 2:
        label = f"{_day_label(first)}-{date.fromordinal(last.day).day:<2} - "
    for place, item in enumerate(items):
        before = _columns(lanes, first.day) if place == 0 else _columns(lanes, first.day, running=True)
        _line(page, label if place == 0 else "", before, _columns(lanes, first.day, running=True), item)


def _day_label(day: TimelineDay) -> str:
    real = date.fromordinal(day.day)
    return f"{WEEKDAYS[real.weekday()]} {real.day:>2}"


def _columns(lanes: list[_Lane], day: int, running: bool = False) -> str:
    """The columns of one day; `running` draws only what goes on to the next day."""
    signs = [" "] * (max((lane.place for lane in lanes), default=-1) + 1)
    for lane in lanes:
        if lane.first <= day <= lane.last and not (running and day == lane.last):
            sign = lane.sign(day + 1 if running else day)
            signs[lane.place] = "|" if running and sign in "*D+" else sign
    return " ".join(signs)


def _line(page: Page, label: str, columns: str, further: str, item: _Item) -> None:
    lead = len(columns) + _MARGIN + (2 if columns else 0)
    texts = wrapped(item.text, page.width - lead) or [""]
    for place, text in enumerate(texts):
        drawn = f"  {label if place == 0 else '':<{_MARGIN - 2}}{columns if place == 0 else further}"
        line = f"{drawn}  {text}" if columns else f"{drawn}{text}"
        if place == 0 and item.mark and page.colour:
            line = line.replace(item.mark, f"{item.colour}{item.mark}{RESET}", 1)
        page.line(line.rstrip())


def _legend(page: Page, timeline: Timeline, lanes: list[_Lane]) -> None:
    page.heading("How to read this")
    page.paragraph("The number after the date counts working days from the first day; - is no working day.", 2, 4)
    if lanes:
        page.paragraph(
            "Each column is one duty: + its clock starts, | it runs, D it is due, ! it is overdue,"
            " * it was done, . done before it was due.",
            2,
            4,
        )
        for lane in lanes:
            page.paragraph(
                f"Column {lane.place + 1}, from {day_words(date.fromordinal(lane.first))}: {lane.row.name}",
                2,
                4,
            )
    holidays = timeline.bank_holidays
    if not holidays:
        page.paragraph("No bank holiday falls on these days.", 2, 4)
    else:
        page.paragraph(f"{counted(len(holidays), 'bank holiday')} on these days:", 2, 4)
    for holiday in holidays:
        page.paragraph(f"- {day_words(date.fromordinal(holiday.day))}: {holiday.name}", 4, 6)
