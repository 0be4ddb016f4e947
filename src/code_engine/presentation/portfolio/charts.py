"""Charts as inline SVG: each with a title and a description that are read out, and never colour alone to tell by.

No script, no font, no address: a chart is part of the page and prints with it. The table of its figures stands beside
it and is the caller's to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from code_engine.presentation.html_pieces import scrolled
from code_engine.presentation.markup import Markup, element, joined
from code_engine.presentation.palette import LIGHT
from code_engine.presentation.portfolio.document import Bars, Columns

STYLE = """
.chart{margin:1rem 0}
.chart svg{min-width:36rem;width:100%;height:auto;max-width:52rem;color:var(--ink)}
.chart text{fill:currentColor;font:13px system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
.chart .value{font-weight:600}
.chart .axis{stroke:var(--soft);stroke-width:1}
.chart .one{fill:var(--link)}
.chart .two{fill:var(--paper);stroke:var(--link);stroke-width:1.5}
.chart .three{fill:var(--line);stroke:var(--soft);stroke-width:1}
.chart figcaption{font-weight:600;margin:0 0 .4rem}
@media print{.chart{break-inside:avoid}.chart svg{min-width:0}
  .chart svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
"""What a page with charts adds to its style sheet."""

# The colours stand in the drawing too, for a PDF, in which the style sheet of the page does not reach into it.
KINDS: Final[dict[str, dict[str, str]]] = {
    "one": {"class_": "one", "fill": LIGHT["link"]},
    "two": {"class_": "two", "fill": LIGHT["paper"], "stroke": LIGHT["link"], "stroke_width": "1.5"},
    "three": {"class_": "three", "fill": LIGHT["line"], "stroke": LIGHT["soft"], "stroke_width": "1"},
}
"""How each part of a column is told from the others, without colour too: filled, outlined, pale."""

AXIS: Final = {"class_": "axis", "stroke": LIGHT["soft"], "stroke_width": "1"}
_WIDTH = 720
_ROW = 30
_LABEL = 280
_AFTER_BAR = 60
_CHARACTERS = 34
_HEIGHT = 250
_BOTTOM = 46
_TOP = 34


def bars(chart: Bars) -> Markup:
    """Bars from the left, one below the other."""
    rows = chart.rows
    height = _ROW * len(rows) + 8
    longest = max((row.value for row in rows), default=0) or 1
    room = _WIDTH - _LABEL - _AFTER_BAR
    pieces = []
    for place, row in enumerate(rows):
        y = place * _ROW + 4
        length = round(row.value * room / longest, 1)
        pieces.append(element("text", _cut(row.label), x=_LABEL - 10, y=y + 17, text_anchor="end"))
        pieces.append(element("rect", x=_LABEL, y=y + 3, width=length, height=_ROW - 12, **KINDS["one"]))
        pieces.append(element("text", row.shown, x=_LABEL + length + 6, y=y + 17, class_="value", font_weight="600"))
    pieces.append(element("line", x1=_LABEL, y1=0, x2=_LABEL, y2=height, **AXIS))
    return _figure(chart, height, pieces)


def columns(chart: Columns) -> Markup:
    """Columns side by side, each of parts: the first filled, the second outlined, the third pale."""
    rows = chart.rows
    highest = max((sum(row.parts) for row in rows), default=0) or 1
    room = _HEIGHT - _BOTTOM - _TOP
    step = _WIDTH / max(len(rows), 1)
    pieces = list(_legend(chart.parts))
    for place, row in enumerate(rows):
        x = round(place * step + step * 0.15, 1)
        width = round(step * 0.7, 1)
        y = float(_HEIGHT - _BOTTOM)
        for value, kind in zip(row.parts, ("one", "two", "three"), strict=False):
            size = round(value * room / highest, 1)
            y = round(y - size, 1)
            if value:
                pieces.append(element("rect", x=x, y=y, width=width, height=size, **KINDS[kind]))
        middle = round(x + width / 2, 1)
        pieces.append(
            element(
                "text", str(sum(row.parts)), x=middle, y=y - 5, text_anchor="middle", class_="value", font_weight="600"
            )
        )
        pieces.append(element("text", row.label, x=middle, y=_HEIGHT - _BOTTOM + 18, text_anchor="middle"))
    floor = _HEIGHT - _BOTTOM
    pieces.append(element("line", x1=0, y1=floor, x2=_WIDTH, y2=floor, **AXIS))
    return _figure(chart, _HEIGHT - 20, pieces)


def _legend(parts: Sequence[str]) -> list[Markup]:
    pieces = []
    x = 0
    for name, kind in zip(parts, ("one", "two", "three"), strict=False):
        pieces.append(element("rect", x=x + 1, y=2, width=12, height=12, **KINDS[kind]))
        pieces.append(element("text", name, x=x + 19, y=13))
        x += 40 + 8 * len(name)
    return pieces


def _figure(chart: Bars | Columns, height: int, pieces: Sequence[Markup]) -> Markup:
    """The chart with its title and description, both of which a screen reader says instead of the drawing."""
    drawing = element(
        "svg",
        element("title", chart.title, id=f"{chart.name}-title"),
        element("desc", chart.description, id=f"{chart.name}-description"),
        joined(*pieces),
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        font_family="Arial, sans-serif",
        font_size="13",
        fill=LIGHT["ink"],
        aria_labelledby=f"{chart.name}-title {chart.name}-description",
        xmlns="http://www.w3.org/2000/svg",
    )
    return element("figure", element("figcaption", chart.title), scrolled(drawing, chart.title), class_="chart")


def _cut(label: str) -> str:
    return label if len(label) <= _CHARACTERS else label[: _CHARACTERS - 1] + "…"
