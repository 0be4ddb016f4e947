"""Two self-assessments compared row by row: positions first, then what the texts say.

A difference in position is never hidden by anything else; names, web addresses and spelling are counted and
set aside, so that what is left is what the two landlords, or two years, say differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from code_engine.assessment.sheet_changes import Change, Difference, changes
from code_engine.assessment.sheet_words import Wording, wording

FIELDS = ("evidence", "commentary")
SET_ASIDE = (Difference.NAME, Difference.ADDRESS, Difference.SPELLING)


class Row(Protocol):
    """What is compared of a row, whether a landlord's file or a published document states it."""

    @property
    def comply(self) -> bool | None:
        """The position; None where none is stated."""

    @property
    def evidence(self) -> str | None:
        """The evidence."""

    @property
    def commentary(self) -> str | None:
        """The commentary."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what to call it, whose it is where that is known, and its rows by provision."""

    label: str
    name: str | None
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class PositionDifference:
    """A provision to which the two give different answers, or for which only one has a row."""

    provision: str
    a: bool | None
    b: bool | None
    missing_in: str | None = None
    """`a` or `b` where that one has no row at all."""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A text that differs, and each of its changes, of whatever class."""

    provision: str
    field: str
    a: Wording
    b: Wording
    changes: tuple[Change, ...]

    def of(self, kind: Difference) -> tuple[Change, ...]:
        """Its changes of one class."""
        return tuple(change for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True)
class SheetDiff:
    """Everything in which two self-assessments differ, in the order of provisions."""

    a: Side
    b: Side
    compared: int
    positions: tuple[PositionDifference, ...]
    texts: tuple[TextDifference, ...]

    def having(self, kind: Difference) -> tuple[TextDifference, ...]:
        """The texts with a change of that class."""
        return tuple(text for text in self.texts if text.of(kind))

    def rows_having(self, kind: Difference) -> tuple[str, ...]:
        """The provisions with a difference of that class, each once."""
        if kind is Difference.POSITION:
            return tuple(position.provision for position in self.positions)
        return tuple(dict.fromkeys(text.provision for text in self.having(kind)))

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many rows have a difference of each class; one row may count in several."""
        return MappingProxyType({kind: len(self.rows_having(kind)) for kind in Difference})


def diff(a: Side, b: Side, names: Iterable[str] = ()) -> SheetDiff:
    """Compare two self-assessments; `names` are further names of landlords, beside those of the two sides.

    Any of the names is taken for the landlord's own: a sheet that names another landlord of the group in the
    same words does not differ.
    """
    known = sorted({*names, *(side.name for side in (a, b) if side.name)})
    provisions = sorted({*a.rows, *b.rows}, key=_order)
    shared = [provision for provision in provisions if provision in a.rows and provision in b.rows]
    positions = [found for provision in provisions if (found := _position(a, b, provision)) is not None]
    texts = [text for provision in shared for text in _texts(a.rows[provision], b.rows[provision], provision, known)]
    return SheetDiff(a, b, len(shared), tuple(positions), tuple(texts))


def _position(a: Side, b: Side, provision: str) -> PositionDifference | None:
    one, other = a.rows.get(provision), b.rows.get(provision)
    if one is not None and other is not None:
        return None if one.comply is other.comply else PositionDifference(provision, one.comply, other.comply)
    if one is not None:
        return PositionDifference(provision, one.comply, None, "b")
    return PositionDifference(provision, None, other.comply if other is not None else None, "a")


def _texts(a: Row, b: Row, provision: str, names: Sequence[str]) -> Iterable[TextDifference]:
    for field in FIELDS:
        one, other = getattr(a, field), getattr(b, field)
        if one == other:
            continue
        left, right = wording(one, names), wording(other, names)
        found = changes(left, right)
        if found:
            yield TextDifference(provision, field, left, right, found)


def _order(provision: str) -> tuple[int, ...]:
    return tuple(int(part) for part in provision.split("."))
