"""The values that fields have in a letter: words, days, lists, promises; and gaps where something is lacking."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final, TypeAlias

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


class Words(str):
    """Text written by people. In a page it is escaped, and set apart so that its direction moves nothing else."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<bdi>{escape(str(self))}</bdi>"


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that is to be done, with the day if one is set; or that was done on a day."""

    what: Words
    on: date | None


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


Value: TypeAlias = Words | date | tuple[Any, ...] | str | Gap
"""What a field holds; an empty text or list where it is known that there is nothing."""


def plain(value: Any) -> Any:
    """A value as it goes into the hash of a letter's facts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return [str(value.what), value.on.isoformat() if value.on else None]
    if isinstance(value, PointAnswer):
        return [str(value.point), str(value.answer)]
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value) if value is not None else None
