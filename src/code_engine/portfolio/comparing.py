"""The measures of two landlords, or of two years, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from code_engine.portfolio.measures.figures import Figure, figures
from code_engine.portfolio.measures.year_measures import YearMeasures


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both sides; None where a side does not have it."""

    section: str
    figure: str
    group: str
    first: Figure | None
    second: Figure | None

    @property
    def difference(self) -> Decimal | None:
        """The second less the first, where both are numbers."""
        if self.first is None or self.second is None:
            return None
        values = (self.first.value, self.second.value)
        if not all(isinstance(value, int | Decimal) for value in values):
            return None
        return Decimal(str(values[1])) - Decimal(str(values[0]))


def compare(first: YearMeasures, second: YearMeasures) -> tuple[Compared, ...]:
    """Every figure that either side has, in the order of the report."""
    sides = [{_key(figure): figure for figure in figures(found)} for found in (first, second)]
    order = list(sides[0])
    sections = [key[0] for key in order]
    for key in sides[1]:
        if key not in sides[0]:
            # Behind the last of its section, so that the order stays that of the report.
            place = len(sections) - sections[::-1].index(key[0]) if key[0] in sections else len(sections)
            order.insert(place, key)
            sections.insert(place, key[0])
    return tuple(Compared(*key, sides[0].get(key), sides[1].get(key)) for key in order)


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.section, figure.figure, "" if figure.group == "chosen" else figure.group
