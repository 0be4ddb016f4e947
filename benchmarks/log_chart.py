"""A chart of what grows: lines of points on two logarithmic scales, as SVG that is read out too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from code_engine.presentation.markup import Markup, element, joined
from code_engine.presentation.palette import LIGHT

Point = tuple[float, float]

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 70, 44, 62


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its name; one that is measured has a dot and its value at each point, any other is dashed."""

    name: str
    points: Sequence[Point]
    measured: bool = True


@dataclass(frozen=True, slots=True)
class LogChart:
    """Lines between two axes, each of which has a line for every power of ten."""

    title: str
    description: str
    across: str
    upwards: str
    unit: str
    lines: Sequence[Line]

    def svg(self) -> str:
        """The drawing, for a file of its own."""
        pieces = [
            element("title", self.title, id="title"),
            element("desc", self.description, id="description"),
            element("rect", x=0, y=0, width=_WIDTH, height=_HEIGHT, fill=LIGHT["paper"]),
            element("text", self.title, x=_LEFT, y=24, font_weight="600", font_size="15"),
            *self._axes(),
        ]
        for place, line in enumerate(self.lines):
            pieces += self._line(line, place)
        drawing = element(
            "svg",
            joined(*pieces),
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            role="img",
            font_family="Arial, sans-serif",
            font_size="13",
            fill=LIGHT["ink"],
            aria_labelledby="title description",
            xmlns="http://www.w3.org/2000/svg",
        )
        return f"{drawing}\n"

    def _axes(self) -> Iterator[Markup]:
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        for power in self._powers(0):
            x = self._x(10.0**power)
            yield element("line", x1=x, y1=_TOP, x2=x, y2=bottom, stroke=LIGHT["line"])
            yield element("text", f"{10**power:,}", x=x, y=bottom + 20, text_anchor="middle")
        for power in self._powers(1):
            y = self._y(10.0**power)
            yield element("line", x1=_LEFT, y1=y, x2=right, y2=y, stroke=LIGHT["line"])
            yield element("text", f"{10.0**power:,g} {self.unit}", x=_LEFT - 8, y=y + 4, text_anchor="end")
        yield element("text", self.across, x=(_LEFT + right) / 2, y=bottom + 46, text_anchor="middle")
        middle = (_TOP + bottom) / 2
        turned = f"rotate(-90 18 {middle:g})"
        yield element("text", self.upwards, x=18, y=middle, text_anchor="middle", transform=turned)

    def _line(self, line: Line, place: int) -> Iterator[Markup]:
        """The line, and a sample of it with its name below the title."""
        drawn = {"stroke": LIGHT["link"] if line.measured else LIGHT["soft"], "stroke_width": "2", "fill": "none"}
        if not line.measured:
            drawn["stroke_dasharray"] = "7 5"
        places = [(self._x(x), self._y(y)) for x, y in line.points]
        yield element("polyline", points=" ".join(f"{x:g},{y:g}" for x, y in places), **drawn)
        if line.measured:
            for (x, y), (_, value) in zip(places, line.points, strict=True):
                yield element("circle", cx=x, cy=y, r=4, fill=LIGHT["link"])
                shown = f"{value:,.1f} {self.unit}"
                yield element("text", shown, x=x + 6, y=y + 20, font_weight="600")
        y = _TOP + 22 + 22 * place
        yield element("line", x1=_LEFT + 14, y1=y, x2=_LEFT + 54, y2=y, **drawn)
        yield element("text", line.name, x=_LEFT + 64, y=y + 4)

    def _powers(self, place: int) -> range:
        values = [point[place] for line in self.lines for point in line.points]
        lowest = floor(log10(min(values)))
        return range(lowest, max(lowest + 1, ceil(log10(max(values)))) + 1)

    def _x(self, value: float) -> float:
        powers = self._powers(0)
        share = (log10(value) - powers[0]) / (powers[-1] - powers[0])
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def _y(self, value: float) -> float:
        powers = self._powers(1)
        share = (log10(value) - powers[0]) / (powers[-1] - powers[0])
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)
