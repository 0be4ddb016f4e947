"""Cells: expressions over one row of a table that is not chosen yet.

A cell knows the columns it reads, so that a plan can see to it that they are there, and builds its Ibis expression
once it is given a row. Cells with the same key are the same expression, so that nothing is planned twice. Only what
every engine says alike is used: comparisons, and, or, not, `in`, `is null`, coalesce, sums and searched cases.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType
from typing import Any, Final, TypeAlias

Value: TypeAlias = Any
"""An Ibis value, whose type Ibis does not declare."""


_NONE_INLINED: Final[Mapping[str, Cell]] = MappingProxyType({})


class Row:
    """A row of a table: gives the value of a column, and that of a cell, which it works out once.

    `casts_truth` says that the engine makes 1, 0 and null of a truth value by a cast; most need a case. `inlined`
    are columns that are written out where they are read.
    """

    def __init__(
        self, read: Callable[[str], Value], *, casts_truth: bool = False, inlined: Mapping[str, Cell] = _NONE_INLINED
    ) -> None:
        self._read, self.casts_truth, self._inlined = read, casts_truth, inlined
        self._made: dict[str, Value] = {}
        self._renamed: Row | None = None

    def of(self, cell: Cell) -> Value:
        """The value of a cell."""
        found = self._made.get(cell.key)
        if found is None:
            found = self._made[cell.key] = cell.build(self)
        return found

    def read(self, name: str) -> Value:
        """The value of a column."""
        inlined = self._inlined.get(name)
        return self._read(name) if inlined is None else self.of(inlined)

    def truth(self, code: Cell) -> Cell:
        """The predicate of a cell that is 1, 0 or null; one that is written out here is not made a number of first."""
        inlined = self._inlined.get(code.key)
        return code.same(ONE) if inlined is None else truth_of(inlined)

    def renamed(self, rename: Callable[[str], str]) -> Row:
        """The same row under other names of columns; a row has one renaming at most."""
        if self._renamed is None:
            self._renamed = Row(lambda name: self.read(rename(name)), casts_truth=self.casts_truth)
        return self._renamed


@dataclass(frozen=True, slots=True)
class Cell:
    """One expression: its text for comparing, the columns it reads, and how it is built for a row."""

    key: str
    needs: frozenset[str] = field(compare=False)
    build: Callable[[Row], Value] = field(compare=False, repr=False)
    against: Callable[[Row], Value] | None = field(default=None, compare=False, repr=False)
    """How its negation is built; SQL Server has no `not` of a truth value that keeps what is not known."""
    truth: Cell | None = field(default=None, compare=False, repr=False)
    """Of a cell that is 1, 0 or null: the predicate that it says so of."""
    code: Cell | None = field(default=None, compare=False, repr=False)
    """Of a predicate: the cell that is 1, 0 or null where it is true, false or not known."""

    def _with(
        self,
        other: Cell,
        sign: str,
        combine: Callable[[Value, Value], Value],
        oppose: Callable[[Value, Value], Value] | None = None,
    ) -> Cell:
        return Cell(
            f"({self.key} {sign} {other.key})",
            self.needs | other.needs,
            lambda row: combine(row.of(self), row.of(other)),
            None if oppose is None else lambda row: oppose(row.of(self), row.of(other)),
        )

    def less(self, other: Cell) -> Cell:
        """Whether it is smaller."""
        return self._with(other, "<", lambda one, two: one < two, lambda one, two: one >= two)

    def at_most(self, other: Cell) -> Cell:
        """Whether it is smaller or the same."""
        return self._with(other, "<=", lambda one, two: one <= two, lambda one, two: one > two)

    def same(self, other: Cell) -> Cell:
        """Whether both are the same; not known where one of them is not."""
        return self._with(other, "=", lambda one, two: one == two, lambda one, two: one != two)

    def differs(self, other: Cell) -> Cell:
        """Whether they differ; not known where one of them is not."""
        return self._with(other, "<>", lambda one, two: one != two, lambda one, two: one == two)

    def plus(self, other: Cell) -> Cell:
        """The sum."""
        return self._with(other, "+", lambda one, two: one + two)

    def minus(self, other: Cell) -> Cell:
        """The difference."""
        return self._with(other, "-", lambda one, two: one - two)

    def times(self, other: Cell) -> Cell:
        """The product."""
        return self._with(other, "*", lambda one, two: one * two)

    def is_null(self) -> Cell:
        """Whether it is not known; always itself known."""
        return Cell(
            f"({self.key} is null)",
            self.needs,
            lambda row: row.of(self).isnull(),
            lambda row: row.of(self).notnull(),
        )

    def not_null(self) -> Cell:
        """Whether it is known; always itself known."""
        return Cell(
            f"({self.key} is not null)",
            self.needs,
            lambda row: row.of(self).notnull(),
            lambda row: row.of(self).isnull(),
        )

    def one_of(self, choices: Sequence[str | int]) -> Cell:
        """Whether it is one of several constants; not known where it is not."""
        listed = ", ".join(repr(choice) for choice in choices)
        return Cell(
            f"({self.key} in [{listed}])",
            self.needs,
            lambda row: row.of(self).isin(list(choices)),
            lambda row: reduce(operator.and_, [row.of(self) != choice for choice in choices]),
        )


def column(name: str) -> Cell:
    """A column by its name."""
    return Cell(name, frozenset({name}), lambda row: row.read(name))


def number(value: int) -> Cell:
    """A whole number."""
    return Cell(str(value), frozenset(), lambda _row: _literal(value))


def text(value: str) -> Cell:
    """A text."""
    return Cell(repr(value), frozenset(), lambda _row: _literal(value))


def _literal(value: int | str) -> Value:
    import ibis  # heavy, and only there with the extra `portfolio`

    if isinstance(value, str):
        return ibis.literal(value)
    return ibis.literal(value, "int32" if -(2**31) < value < 2**31 else "int64")


def known_or(cell: Cell, default: Cell) -> Cell:
    """The value, or another where it is null."""
    return Cell(
        f"coalesce({cell.key}, {default.key})",
        cell.needs | default.needs,
        lambda row: _coalesce(row.of(cell), row.of(default)),
    )


def _coalesce(value: Value, default: Value) -> Value:
    import ibis

    return ibis.coalesce(value, default)


def both_of(cells: Iterable[Cell]) -> Cell:
    """And, in three truth values as SQL has them."""
    return _joined("and", tuple(cells), lambda one, two: one & two, lambda one, two: one | two)


def either_of(cells: Iterable[Cell]) -> Cell:
    """Or, in three truth values as SQL has them."""
    return _joined("or", tuple(cells), lambda one, two: one | two, lambda one, two: one & two)


def _joined(
    word: str,
    cells: tuple[Cell, ...],
    combine: Callable[[Value, Value], Value],
    oppose: Callable[[Value, Value], Value],
) -> Cell:
    if len(cells) == 1:
        return cells[0]
    return Cell(
        "(" + f" {word} ".join(cell.key for cell in cells) + ")",
        frozenset().union(*(cell.needs for cell in cells)),
        lambda row: reduce(combine, [row.of(cell) for cell in cells]),
        lambda row: reduce(oppose, [row.of(negated(cell)) for cell in cells]),
    )


def negated(cell: Cell) -> Cell:
    """Not, in three truth values as SQL has them."""
    against = cell.against or (lambda row: ~row.of(cell))
    return Cell(f"(not {cell.key})", cell.needs, against, cell.build)


def choose(*branches: tuple[Cell, Cell], otherwise: Cell | None = None) -> Cell:
    """The value of the first condition that is true; without `otherwise`, null where none is."""
    cells = [cell for branch in branches for cell in branch] + ([otherwise] if otherwise is not None else [])
    said = " ".join(f"when {test.key} then {value.key}" for test, value in branches)
    last = f" else {otherwise.key}" if otherwise is not None else ""

    def build(row: Row) -> Value:
        import ibis

        built = [(row.of(test), row.of(value)) for test, value in branches]
        return ibis.cases(*built, else_=row.of(otherwise) if otherwise is not None else None)

    return Cell(f"(case {said}{last} end)", frozenset().union(*(cell.needs for cell in cells)), build)


def code_of(truth: Cell, *, known: bool) -> Cell:
    """A predicate as a number that can be kept: 1 true, 0 false, null not known, which it never is if `known`."""
    if truth.code is not None:
        return truth.code
    plain = choose((truth, ONE), otherwise=ZERO) if known else choose((truth, ONE), (negated(truth), ZERO))

    def build(row: Row) -> Value:
        return row.of(truth).cast("int8") if row.casts_truth else plain.build(row)

    return Cell(f"code({truth.key})", truth.needs, build, truth=truth)


def truth_of(code: Cell) -> Cell:
    """The predicate of a cell that is 1 where it is true, 0 where it is false, and null where it is not known."""
    if code.truth is not None:
        return code.truth
    said = code.same(ONE)
    return replace(
        said, build=lambda row: row.of(row.truth(code)), against=lambda row: row.of(negated(row.truth(code))), code=code
    )


def least(first: Cell, second: Cell) -> Cell:
    """The smaller of two that are both known; engines differ about `least`, so it is a case."""
    return first if first == second else choose((first.at_most(second), first), otherwise=second)


def greatest(first: Cell, second: Cell) -> Cell:
    """The greater of two that are both known."""
    return first if first == second else choose((first.less(second), second), otherwise=first)


ZERO: Final = number(0)
ONE: Final = number(1)
TWO: Final = number(2)
