"""The values that fields have in a letter: words, days, lists, promises; and gaps where something is lacking."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, Final, TypeAlias

from code_engine.day_words import day_in_words

_ISO_DAY: Final = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-])")
_JOINERS: Final = "\u200c\u200d"  # several scripts cannot be written without these two


def tidy(text: str) -> str:
    """The text without control or direction-changing characters; line breaks stay, runs of blanks become one.

    A case may hold anything, and a direction mark in it must not make one text look like another.
    """
    lines = []
    for line in text.splitlines():
        kept = [
            " " if character.isspace() else character
            for character in line
            if character.isspace() or character in _JOINERS or unicodedata.category(character)[0] != "C"
        ]
        lines.append(" ".join("".join(kept).split()))
    return "\n".join(lines).strip("\n")


def worded(text: str) -> Words:
    """Words as a letter has them: tidy, and each day written `2025-07-23` as people write it, 23 July 2025."""
    return Words(_ISO_DAY.sub(_day_for_people, tidy(text)))


def _day_for_people(found: re.Match[str]) -> str:
    try:
        return day_in_words(date.fromisoformat(found[0]).toordinal())
    except ValueError:
        return found[0]


class Words(str):
    """Text written by people. In a page it is escaped, and set apart so that its direction moves nothing else."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<bdi>{escape(str(self))}</bdi>"


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that is to be done, with the day if one is set; or that was done on a day.

    `done` is the day on which a promise was kept, and `due` that by which something done should have been, where it
    was late. Neither is compared: whoever says the same by hand need not know them.
    """

    what: Words
    on: date | None
    done: date | None = field(default=None, compare=False)
    due: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """A point of the definition and the answer to it."""

    point: Words
    answer: Words


class Gap:
    """Stands in a draft for what is not known: it can be used like any value, and shows as a marked gap."""

    def __init__(self, field: str, question: str) -> None:
        self.field = field
        self.question = question

    @classmethod
    def of(cls, field: str, question: str, value: Any) -> Gap:
        """The gap for what is known and not certain: it shows the value, to be checked; else it asks."""
        shown = _for_people(value)
        return cls(field, f"to be checked: {shown}" if shown else question)

    @property
    def what(self) -> Gap:
        """The gap where a promise, or an answer, says what."""
        return self

    @property
    def on(self) -> Gap:
        """The gap where a promise names its day."""
        return Gap(self.field, "which day?")

    @property
    def point(self) -> Gap:
        """The gap where an answer names its point."""
        return Gap(self.field, "which point?")

    answer = what
    done: None = None
    due: None = None

    def __html__(self) -> str:
        return f'<mark class="gap" data-gap="{escape(self.field)}">[{escape(self.question)}]</mark>'

    def __str__(self) -> str:
        return f"[{self.question}]"

    def __iter__(self) -> Iterator[Gap]:
        yield self

    def __len__(self) -> int:
        return 1

    def __lt__(self, other: object) -> bool:
        return False


def _for_people(value: Any) -> str:
    """A value on one line; empty where there is nothing to show."""
    if isinstance(value, date):
        return day_in_words(value.toordinal())
    if isinstance(value, Promise):
        return f"{value.what}, {_for_people(value.on)}" if value.on else str(value.what)
    if isinstance(value, PointAnswer):
        return f"{value.point}: {value.answer}"
    if isinstance(value, tuple):
        return "; ".join(map(_for_people, value))
    return str(value) if isinstance(value, (Words, str)) else ""


Value: TypeAlias = Words | date | tuple[Any, ...] | str | Gap
"""What a field holds; an empty text or list where it is known that there is nothing."""


def plain(value: Any) -> Any:
    """A value as it goes into the hash of a letter's facts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return [str(value.what), *(day.isoformat() if day else None for day in (value.on, value.done, value.due))]
    if isinstance(value, PointAnswer):
        return [str(value.point), str(value.answer)]
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value) if value is not None else None
