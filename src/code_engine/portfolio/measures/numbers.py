"""Shares, rates and percentiles, rounded one way everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both as references of cases in order, so that anybody can count again."""

    counted: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def numerator(self) -> int:
        """How many count."""
        return len(self.counted)

    @property
    def denominator(self) -> int:
        """How many there are."""
        return len(self.counted) + len(self.rest)

    @property
    def per_cent(self) -> Decimal | None:
        """Per cent with one digit after the point, None of nothing."""
        return rounded(100, self.numerator, self.denominator)


def rounded(factor: int, numerator: int, denominator: int) -> Decimal | None:
    """`factor` times the quotient, with one digit after the point and a half rounded up; None of nothing."""
    if denominator == 0:
        return None
    tenths = floor(Fraction(10 * factor * numerator, denominator) + Fraction(1, 2))
    return Decimal(tenths).scaleb(-1)


def nearest_rank(values: Sequence[int], per_cent: int) -> int | None:
    """The smallest value that so many per cent of all values do not exceed; None of nothing. A value that occurred."""
    if not values:
        return None
    in_order = sorted(values)
    return in_order[max(ceil(Fraction(per_cent * len(in_order), 100)), 1) - 1]
