"""Charts as inline SVG: each with a title and a description that are read out, and never colour alone to tell by.

No script, no font, no address: a chart is part of the page and prints with it. The table of its figures stands beside
it and is the caller's to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from code_engine.presentation.markup import Markup, element, joined

STYLE = """
.chart{margin:1rem 0}
.chart svg{min-width:0;width:100%;height:auto;max-width:52rem;color:var(--ink)}
.chart text{fill:currentColor;font:13px system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
.chart .value{font-weight:600}
.chart .axis{stroke:var(--soft);stroke-width:1}
.chart .one{fill:var(--link)}
.chart .two{fill:var(--paper);stroke:var(--link);stroke-width:1.5}
.chart .three{fill:var(--line);stroke:var(--soft);stroke-width:1}
.chart figcaption{font-weight:600;margin:0 0 .4rem}
@media print{.chart{break-inside:avoid}.chart svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
"""What a page with charts adds to its style sheet."""

_WIDTH = 720
_ROW = 30
_LABEL = 280
_AFTER_BAR = 60
_CHARACTERS = 34
_HEIGHT = 250
_BOTTOM = 46
_TOP = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is, and the value written at its end."""

    label: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A column of up to three parts, from the bottom up."""

    label: str
    parts: tuple[int, ...]


def bars(name: str, title: str, description: str, rows: Sequence[Bar]) -> Markup:
    """Bars from the left, one below the other; `name` is unique on the page."""
    height = _ROW * len(rows) + 8
    longest = max((row.value for row in rows), default=0) or 1
    room = _WIDTH - _LABEL - _AFTER_BAR
    pieces = []
    for place, row in enumerate(rows):
        y = place * _ROW + 4
        length = round(row.value * room / longest, 1)
        pieces.append(element("text", _cut(row.label), x=_LABEL - 10, y=y + 17, text_anchor="end"))
        pieces.append(element("rect", x=_LABEL, y=y + 3, width=length, height=_ROW - 12, class_="one"))
        pieces.append(element("text", row.shown, x=_LABEL + length + 6, y=y + 17, class_="value"))
    pieces.append(element("line", x1=_LABEL, y1=0, x2=_LABEL, y2=height, class_="axis"))
    return _figure(name, title, description, height, pieces)


def columns(name: str, title: str, description: str, parts: Sequence[str], rows: Sequence[Stack]) -> Markup:
    """Columns side by side, each of parts named in `parts`: the first filled, the second outlined, the third pale."""
    highest = max((sum(row.parts) for row in rows), default=0) or 1
    room = _HEIGHT - _BOTTOM - _TOP
    step = _WIDTH / max(len(rows), 1)
    pieces = list(_legend(parts))
    for place, row in enumerate(rows):
        x = round(place * step + step * 0.15, 1)
        width = round(step * 0.7, 1)
        y = float(_HEIGHT - _BOTTOM)
        for value, kind in zip(row.parts, ("one", "two", "three"), strict=False):
            size = round(value * room / highest, 1)
            y = round(y - size, 1)
            if value:
                pieces.append(element("rect", x=x, y=y, width=width, height=size, class_=kind))
        middle = round(x + width / 2, 1)
        pieces.append(element("text", str(sum(row.parts)), x=middle, y=y - 5, text_anchor="middle", class_="value"))
        pieces.append(element("text", row.label, x=middle, y=_HEIGHT - _BOTTOM + 18, text_anchor="middle"))
    floor = _HEIGHT - _BOTTOM
    pieces.append(element("line", x1=0, y1=floor, x2=_WIDTH, y2=floor, class_="axis"))
    return _figure(name, title, description, _HEIGHT - 20, pieces)


def _legend(parts: Sequence[str]) -> list[Markup]:
    pieces = []
    x = 0
    for name, kind in zip(parts, ("one", "two", "three"), strict=False):
        pieces.append(element("rect", x=x + 1, y=2, width=12, height=12, class_=kind))
        pieces.append(element("text", name, x=x + 19, y=13))
        x += 40 + 8 * len(name)
    return pieces


def _figure(name: str, title: str, description: str, height: int, pieces: Sequence[Markup]) -> Markup:
    """The chart with its title and description, both of which a screen reader says instead of the drawing."""
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-description"),
        joined(*pieces),
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-description",
        xmlns="http://www.w3.org/2000/svg",
    )
    return element("figure", element("figcaption", title), drawing, class_="chart")


def _cut(label: str) -> str:
    return label if len(label) <= _CHARACTERS else label[: _CHARACTERS - 1] + "…"
