"""Figures in the words in which reports, packs and tables show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from code_engine.day_words import MONTHS
from code_engine.portfolio.measures.numbers import Share
from code_engine.portfolio.measures.themes import NOT_RECORDED, OTHER_WORDS, Group
from code_engine.presentation.words import clean

MOST_GROUPS: Final = 12
STAGES: Final = ("stage 1", "stage 2")
NONE: Final = "none"

_KNOWN = {
    "out_of_time": "brought too late",
    "legal_proceedings": "a claim at court",
    "previously_considered": "considered before",
    "not_upheld": "not upheld",
    "partly_upheld": "upheld in part",
    "antisocial_behaviour": "anti-social behaviour",
}


def shown_groups(groups: Sequence[Group]) -> tuple[tuple[str, str], ...]:
    """The names and numbers of groups in words, those beyond the first dozen in one line."""
    rows = [(plain(group.name), f"{group.number:,}") for group in groups[:MOST_GROUPS]]
    rest = groups[MOST_GROUPS:]
    if rest:
        rows.append((f"{len(rest)} others", f"{sum(group.number for group in rest):,}"))
    return tuple(rows)


def plain(name: str) -> str:
    """A name of the record as a reader meets it."""
    if name in (NOT_RECORDED, OTHER_WORDS):
        return name.capitalize()
    shown = _KNOWN.get(name, clean(name.replace("_", " ")))
    return shown[:1].upper() + shown[1:]


def share_words(share: Share) -> str:
    """`72.9% (221 of 303)`, or that there were none."""
    if share.per_cent is None:
        return NONE
    return f"{share.per_cent}% ({share.numerator:,} of {share.denominator:,})"


def per_cent_words(share: Share) -> str:
    """`72.9%`, or that there were none."""
    return NONE if share.per_cent is None else f"{share.per_cent}%"


def month_words(month: str, short: bool = False) -> str:
    """`2024-04` as `April 2024`, or `Apr`."""
    year, _, number = month.partition("-")
    name = MONTHS[int(number) - 1]
    return name[:3] if short else f"{name} {year}"


def optional(number: object) -> str:
    """A number, or a word where there is none."""
    return NONE if number is None else str(number)
