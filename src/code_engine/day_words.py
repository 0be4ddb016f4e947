"""Days as English names them, the same on every machine and in every locale."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(maxsize=8192)
def day_in_words(day: int) -> str:
    """A day number as people write it: 9 June 2025."""
    then = date.fromordinal(day)
    return f"{then.day} {MONTHS[then.month - 1]} {then.year}"
