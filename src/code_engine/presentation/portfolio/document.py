"""A document for a governing body as parts that a page, a PDF and a Word document all show: texts, tables, charts.

A part holds plain text and numbers already in words. How it looks is decided where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """How a paragraph stands out: `slot` marks what is still to be written."""

    PLAIN = "plain"
    LEAD = "lead"
    SLOT = "slot"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `identity` where something leads to it."""

    text: str
    tone: Tone = Tone.PLAIN
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading below that of the section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short statements, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures to be seen first, each with what it is."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table whose first column names the row and whose others are figures."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WordsTable:
    """A table of texts, each cell one or several paragraphs; `widths` are shares of its width, in per cent."""

    caption: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is, and the value written at its end."""

    label: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars from the left; `name` is its own in the document, the table of its figures stands beside it."""

    name: str
    title: str
    description: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """A column of up to three parts, from the bottom up."""

    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns side by side, each of the parts named in `parts`."""

    name: str
    title: str
    description: str
    parts: tuple[str, ...]
    rows: tuple[Stack, ...]


Part: TypeAlias = Paragraph | Subheading | Bullets | Tiles | FiguresTable | WordsTable | Bars | Columns


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading, and the provision that asks for it; an annex has wide pages of its own."""

    identity: str
    heading: str
    provision: str | None
    parts: tuple[Part, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: whose it is, in which colour (`#rrggbb`), its sections, and the day as of which it stands."""

    title: str
    owner: str
    colour: str
    day: date
    footing: str
    sections: tuple[Section, ...]

    @property
    def slots(self) -> tuple[Paragraph, ...]:
        """What is still to be written, in order."""
        return tuple(
            part
            for section in self.sections
            for part in section.parts
            if isinstance(part, Paragraph) and part.tone is Tone.SLOT
        )

    @property
    def draft_note(self) -> str | None:
        """That it is a draft, None where nothing is left to be written."""
        number = len(self.slots)
        if not number:
            return None
        what = "One part is" if number == 1 else f"{number} parts are"
        return f"Draft. {what} still to be written, each marked in its place."


def paragraphs(text: str, tone: Tone = Tone.PLAIN) -> tuple[Paragraph, ...]:
    """A text with a paragraph between blank lines."""
    parts = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(Paragraph(part, tone) for part in parts if part)


def figures_table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> FiguresTable:
    """A table of figures from any sequences."""
    return FiguresTable(caption, tuple(headings), tuple(tuple(row) for row in rows))
