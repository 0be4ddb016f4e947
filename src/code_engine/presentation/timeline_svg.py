"""A timeline as a small inline SVG: a row for each event and duty, weekends and bank holidays shaded.

The label of a row stands to its left and its dates in the row itself, so no label can meet another. Every bar
says in words what its colour shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from code_engine.day_words import MONTHS
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.markup import Markup, element, joined
from code_engine.presentation.terminal import columns, wrapped
from code_engine.presentation.timeline import DayKind, DeadlineRow, Timeline
from code_engine.presentation.words import day_words

_WIDTH = 860
_GUTTER = 300
_RIGHT = 12
_TOP = 46
_LINE = 15
_MOST_LINES = 3
_LABEL_COLUMNS = 40
_BOLD_COLUMNS = 36
_LETTER = 6.9
_TICK_ROOM = 52
_MOST_SHADED_DAYS = 420
_WEEKS_BETWEEN_TICKS = (1, 2, 4, 8, 13, 26, 52, 104)
_CLASSES = {
    Status.BREACHED: "breached",
    Status.PENDING: "pending",
    Status.UNDETERMINED: "unknown",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "none",
}

_STYLE = """
.case-timeline{font:13px system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
.case-timeline .paper{fill:#fff}.case-timeline text{fill:#1b2430}
.case-timeline .soft{fill:#4a5668;font-size:12px}
.case-timeline .halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.case-timeline circle{stroke:#fff;stroke-width:1.5}.case-timeline .head{font-weight:600}
.case-timeline .weekend{fill:#e9edf2}.case-timeline .holiday{fill:#d3c7e6}
.case-timeline .grid{stroke:#c3cad4;stroke-width:1;fill:none}
.case-timeline .today{stroke:#1b2430;stroke-width:1.5;stroke-dasharray:4 3}
.case-timeline .event{fill:#1f4e8c}.case-timeline .allowed{fill:#fff;stroke:#6b778a}
.case-timeline .met{fill:#1e7145}.case-timeline .breached{fill:#b3261e}
.case-timeline .pending{fill:#8a5a00}.case-timeline .unknown{fill:#4a5668}.case-timeline .none{fill:#8b95a3}
.case-timeline text.breached{font-weight:600;fill:#b3261e}
.case-timeline .due{stroke:#1b2430;stroke-width:2}
@media (prefers-color-scheme:dark){
.case-timeline .paper{fill:#161b22}.case-timeline text{fill:#e6eaf0}.case-timeline .soft{fill:#b3bdca}
.case-timeline .halo,.case-timeline circle{stroke:#161b22}
.case-timeline .weekend{fill:#222a34}.case-timeline .holiday{fill:#43365c}
.case-timeline .grid{stroke:#3a4450}.case-timeline .today,.case-timeline .due{stroke:#e6eaf0}
.case-timeline .event{fill:#8ab8f5}.case-timeline .allowed{fill:#161b22;stroke:#8b97a8}
.case-timeline .met{fill:#5fc48d}.case-timeline .breached,.case-timeline text.breached{fill:#ff8a80}
.case-timeline .pending{fill:#e5b05c}.case-timeline .unknown{fill:#b3bdca}}
"""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days lie from left to right: half a day of room on both sides."""

    first: int
    last: int

    @property
    def day_width(self) -> float:
        return (_WIDTH - _GUTTER - _RIGHT) / (self.last - self.first + 1)

    def start(self, day: int) -> float:
        return _GUTTER + (day - self.first) * self.day_width

    def middle(self, day: int) -> float:
        return self.start(day) + self.day_width / 2


def render_timeline_svg(timeline: Timeline, *, identifier: str = "case-timeline") -> str:
    """One SVG element, the same bytes for the same timeline; `identifier` begins the ids inside it.

    It carries its own style for light and dark, a title, and a description that lists every row in words.
    """
    scale = _Scale(timeline.first - 1, timeline.last + 1)
    rows: list[Markup] = []
    y = _TOP
    for head, group in (("Events", _events(timeline, scale)), ("Deadlines", _deadlines(timeline, scale))):
        if not group:
            continue
        rows.append(element("text", head, class_="head", x=8, y=y + 16))
        y += 26
        for height, row in group:
            rows.append(element("g", row, transform=f"translate(0 {y})"))
            y += height
        y += 6
    bottom = y
    return element(
        "svg",
        element("title", timeline.title, id=f"{identifier}-title"),
        element("desc", _description(timeline), id=f"{identifier}-desc"),
        element("style", Markup(_STYLE)),
        element("rect", class_="paper", width=_WIDTH, height=bottom + 50),
        _shading(timeline, scale, bottom),
        _axis(timeline, scale, bottom),
        _today(timeline, scale, bottom),
        *rows,
        _key(bottom),
        xmlns="http://www.w3.org/2000/svg",
        class_="case-timeline",
        role="img",
        aria_labelledby=f"{identifier}-title {identifier}-desc",
        viewBox=f"0 0 {_WIDTH} {bottom + 50}",
        width="100%",
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _short_day(day: int) -> str:
    real = date.fromordinal(day)
    return f"{real.day} {MONTHS[real.month - 1][:3]}"


def _label(text: str, outcome: str = "", status: Status | None = None) -> tuple[int, Markup]:
    """The lines of a row's label and how many there are; an outcome stands on a line of its own."""
    lines = wrapped(text, _LABEL_COLUMNS)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: _LABEL_COLUMNS - 1] + "…"]
    drawn = [element("text", line, x=8, y=13 + _LINE * place) for place, line in enumerate(lines)]
    if outcome and status is not None:
        style = "breached" if status is Status.BREACHED else "soft"
        outcome_columns = _BOLD_COLUMNS if status is Status.BREACHED else _LABEL_COLUMNS
        for line in wrapped(outcome, outcome_columns):
            drawn.append(element("text", line, class_=style, x=8, y=13 + _LINE * len(drawn)))
    return len(drawn), joined(*drawn)


def _events(timeline: Timeline, scale: _Scale) -> list[tuple[int, Markup]]:
    rows = []
    for event in timeline.events:
        count, label = _label(event.text)
        middle = scale.middle(event.day)
        words = _short_day(event.day)
        dot = element("circle", class_="event", cx=_number(middle), cy=9, r=4.5)
        rows.append((7 + _LINE * count, joined(label, dot, _beside(words, middle - 8, middle + 8, 13))))
    return rows


def _beside(words: str, left: float, right: float, y: int) -> Markup:
    """Words to the right of something, or to its left where they would leave the drawing."""
    if right + columns(words) * _LETTER <= _WIDTH - 4:
        return element("text", words, class_="soft halo", x=_number(right), y=y)
    return element("text", words, class_="soft halo", x=_number(left), y=y, text_anchor="end")


def _deadlines(timeline: Timeline, scale: _Scale) -> list[tuple[int, Markup]]:
    rows = []
    for row in timeline.deadlines:
        count, label = _label(row.name, row.outcome, row.status)
        rows.append((max(9 + _LINE * count, 40), joined(label, _bar(row, timeline, scale))))
    return rows


def _bar(row: DeadlineRow, timeline: Timeline, scale: _Scale) -> Markup:
    start = row.clock if row.clock is not None else row.due
    begins, due = (
        scale.middle(start) if row.clock is not None else scale.start(start),
        scale.start(row.due + 1),
    )
    ends = due if row.fell_away else scale.start(min(timeline.as_of, timeline.last) + 1)
    if row.done is not None:
        ends = scale.middle(row.done)
    kind = _CLASSES[row.status]
    parts = [element("rect", class_="allowed", x=_number(begins), y=4, width=_number(max(due - begins, 1)), height=9)]
    in_time = min(ends, due)
    if in_time > begins and row.status is not Status.NOT_APPLICABLE:
        used = "met" if row.status is Status.MET else kind
        parts.append(_block(begins, in_time, used, 6, 5))
    if ends > due and row.status is Status.BREACHED:
        parts.append(_block(due, ends, "breached", 3, 11))
    parts.append(element("path", class_="due", d=f"M{_number(due)} 1v15"))
    if row.original_due is not None:
        parts.append(element("path", class_="grid", d=f"M{_number(scale.start(row.original_due + 1))} 1v15"))
    if row.done is not None:
        middle = scale.middle(row.done)
        parts.append(element("circle", class_=kind, cx=_number(middle), cy=8.5, r=5))
    return joined(*parts, _bar_words(row, begins))


def _block(left: float, right: float, kind: str, y: int, height: int) -> Markup:
    return element("rect", class_=kind, x=_number(left), y=y, width=_number(max(right - left, 1)), height=height)


def _bar_words(row: DeadlineRow, begins: float) -> Markup:
    words = f"due {_short_day(row.due)}"
    if row.original_due is not None:
        words = f"due {_short_day(row.original_due)}, extended to {_short_day(row.due)}"
    if row.done is not None:
        words += f", done {_short_day(row.done)}"
    latest = _WIDTH - 4 - columns(words) * _LETTER
    return element("text", words, class_="soft halo", x=_number(max(_GUTTER, min(begins, latest))), y=30)


def _shading(timeline: Timeline, scale: _Scale, bottom: int) -> Markup:
    """One path for all weekends and closures, one block with its name for each bank holiday."""
    height = bottom - _TOP
    width = _number(scale.day_width)
    free = (day.day for day in timeline.days if day.kind in (DayKind.WEEKEND, DayKind.CLOSURE))
    path = "".join(f"M{_number(scale.start(day))} {_TOP}h{width}v{height}h-{width}z" for day in free)
    weekends = element("path", class_="weekend", d=path)
    if not path or timeline.last - timeline.first > _MOST_SHADED_DAYS:
        weekends = Markup("")
    holidays = (
        element(
            "rect",
            element("title", f"{holiday.name}, {day_words(date.fromordinal(holiday.day))}"),
            class_="holiday",
            x=_number(scale.start(holiday.day)),
            y=_TOP,
            width=_number(max(scale.day_width, 2)),
            height=height,
        )
        for holiday in timeline.bank_holidays
    )
    return joined(weekends, *holidays)


def _axis(timeline: Timeline, scale: _Scale, bottom: int) -> Markup:
    """Mondays as ticks, as many as have room; the year under the first tick and where it changes."""
    weeks = next((n for n in _WEEKS_BETWEEN_TICKS if n * 7 * scale.day_width >= _TICK_ROOM), _WEEKS_BETWEEN_TICKS[-1])
    first = date.fromordinal(timeline.first)
    monday = first + timedelta(days=-first.weekday() % 7)
    ticks: list[Markup] = []
    year = 0
    for day in range(monday.toordinal(), timeline.last + 1, weeks * 7):
        x = scale.start(day)
        if x + _TICK_ROOM > _WIDTH:
            break
        ticks.append(element("path", class_="grid", d=f"M{_number(x)} {_TOP - 8}V{bottom}"))
        ticks.append(element("text", _short_day(day), class_="soft", x=_number(x + 2), y=_TOP - 12))
        if date.fromordinal(day).year != year:
            year = date.fromordinal(day).year
            ticks.append(element("text", str(year), class_="soft", x=_number(x + 2), y=_TOP - 28))
    ticks.append(element("path", class_="grid", d=f"M8 {_TOP}H{_WIDTH - _RIGHT}M8 {bottom}H{_WIDTH - _RIGHT}"))
    return joined(*ticks)


def _today(timeline: Timeline, scale: _Scale, bottom: int) -> Markup:
    x = scale.start(timeline.as_of + 1)
    words = f"as of {day_words(date.fromordinal(timeline.as_of))}"
    half = columns(words) * _LETTER / 2
    centre = min(max(x, _GUTTER + half), _WIDTH - 4 - half)
    return joined(
        element("path", class_="today", d=f"M{_number(x)} {_TOP - 4}V{bottom + 6}"),
        element("text", words, class_="soft", x=_number(centre), y=bottom + 19, text_anchor="middle"),
    )


def _key(bottom: int) -> Markup:
    y = bottom + 42
    signs: Iterable[tuple[int, Markup, str]] = (
        (8, element("rect", class_="weekend", x=8, y=y - 10, width=14, height=12), "weekend"),
        (96, element("rect", class_="holiday", x=96, y=y - 10, width=14, height=12), "bank holiday"),
        (208, element("path", class_="due", d=f"M215 {y - 11}v14"), "end of the day it is due"),
        (388, element("circle", class_="event", cx=395, cy=y - 4, r=4.5), "happened or done"),
        (530, element("rect", class_="breached", x=530, y=y - 9, width=14, height=11), "overdue days"),
        (650, element("path", class_="today", d=f"M657 {y - 12}v16"), "the day of this evaluation"),
    )
    return joined(*(joined(sign, element("text", words, class_="soft", x=x + 20, y=y)) for x, sign, words in signs))


def _description(timeline: Timeline) -> str:
    happened = "; ".join(f"{day_words(date.fromordinal(event.day))}: {event.text}" for event in timeline.events)
    duties = "; ".join(
        f"{row.name}, due {day_words(date.fromordinal(row.due))}, {row.outcome}" for row in timeline.deadlines
    )
    as_of = day_words(date.fromordinal(timeline.as_of))
    return f"As of {as_of}. Events: {happened or 'none'}. Deadlines: {duties or 'none'}."
