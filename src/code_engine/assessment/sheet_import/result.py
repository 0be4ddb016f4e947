"""What an import brings: the rows, what could not be placed and where it stood, and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One provision as the document states it; None is what its cell does not hold.

    `requirement` is the Code's column, kept to compare documents and never written to a landlord's file.
    """

    provision: str
    place: str
    requirement: str
    comply: bool | None
    evidence: str | None
    commentary: str | None


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A text that belongs to no cell that is known: where it stood, the whole text, and why it was not placed."""

    place: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: {self.text}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was placed, but could be read otherwise."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of a document by provision, and everything in it that is no row.

    `layout` counts what was set aside because it says nothing of its own, by kind: headings, page marks,
    dashes in empty cells.
    """

    rows: Mapping[str, ImportedRow]
    not_placed: tuple[NotPlaced, ...]
    doubts: tuple[Doubt, ...]
    layout: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """A published self-assessment: its title, year and landlord where it names them, and what it states."""

    name: str
    title: str | None
    year: str | None
    landlord_name: str | None
    placed: Placed
    missing: tuple[str, ...]

    @property
    def rows(self) -> Mapping[str, ImportedRow]:
        """The rows, in the order of provisions."""
        return self.placed.rows

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Provisions that have a row without Yes or No."""
        return tuple(row.provision for row in self.rows.values() if row.comply is None)
