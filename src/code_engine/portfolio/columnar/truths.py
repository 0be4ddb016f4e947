"""Truth and bounds in columns: what `evaluation.truth` says about values, said about cells.

A flag is a predicate that is null where the answer is not known; `known` says that it never is. A date or number is
a pair of bounds, one and the same cell where it is exact. Neither bound is ever null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from code_engine.case.values import NEVER
from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    code_of,
    either_of,
    greatest,
    least,
    negated,
    number,
    text,
    truth_of,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A three-valued answer; `always` is set where it is the same for every case.

    Where they are there, `true` and `false` are predicates of their own, which are never null.
    """

    cell: Cell
    known: bool = False
    always: bool | None = None
    true: Cell | None = field(default=None, compare=False)
    false: Cell | None = field(default=None, compare=False)

    @property
    def when(self) -> Cell:
        """The condition of a branch for where it is true; there, what is not known counts as false."""
        return self.true or self.cell

    @property
    def unless(self) -> Cell:
        """The condition of a branch for where it is false."""
        return self.false or negated(self.cell)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A date or number between two bounds, both included."""

    low: Cell
    high: Cell

    @property
    def exact(self) -> bool:
        """Whether it is known in every case."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Words:
    """A text; null where it is not known."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class WordSet:
    """A list of texts: how many it has (null where it is not known), and the name it is planned under."""

    name: str
    count: Cell
    constants: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Things:
    """A collection of the case: how many items it has, and whether there may be more."""

    name: str
    count: Cell
    complete: Flag


Compiled: TypeAlias = Flag | Bounded | Words | WordSet | Things

NEVER_CELL: Final = number(NEVER)
YES: Final = Flag(ONE.same(ONE), known=True, always=True)
NO: Final = Flag(ONE.same(ZERO), known=True, always=False)


def exactly(cell: Cell) -> Bounded:
    """A date or number that is known in every case."""
    return Bounded(cell, cell)


def of_code(code: Cell, known: bool = False) -> Flag:
    """A flag kept as a column: 1 true, 0 false, null not known."""
    return Flag(truth_of(code), known)


def as_code(flag: Flag) -> Cell:
    """A flag as a number that can be kept: 1 true, 0 false, null not known."""
    if flag.always is not None:
        return ONE if flag.always else ZERO
    return code_of(flag.cell, known=flag.known)


def decided(true: Cell, false: Cell) -> Flag:
    """A flag that is true or false where one of two predicates is, which are never null; else not known."""
    return replace(of_code(choose((true, ONE), (false, ZERO))), true=true, false=false)


def certainly(flag: Flag) -> Flag:
    """Whether it is known to be true."""
    if flag.known:
        return flag
    return Flag(flag.true or choose((flag.cell, ONE), otherwise=ZERO).same(ONE), known=True)


def opposite(flag: Flag) -> Flag:
    """Not."""
    if flag.always is not None:
        return NO if flag.always else YES
    return Flag(negated(flag.cell), flag.known, true=flag.false, false=flag.true)


def conjunction(flags: Iterable[Flag]) -> Flag:
    """And."""
    parts = [flag for flag in flags if flag.always is not True]
    if any(flag.always is False for flag in parts):
        return NO
    return Flag(both_of(flag.cell for flag in parts), all(flag.known for flag in parts)) if parts else YES


def disjunction(flags: Iterable[Flag]) -> Flag:
    """Or."""
    parts = [flag for flag in flags if flag.always is not False]
    if any(flag.always is True for flag in parts):
        return YES
    return Flag(either_of(flag.cell for flag in parts), all(flag.known for flag in parts)) if parts else NO


def less(first: Bounded, second: Bounded) -> Flag:
    """first < second, as far as the bounds decide it."""
    if first.exact and second.exact:
        return Flag(first.low.less(second.low), known=True)
    return decided(first.high.less(second.low), second.high.at_most(first.low))


def at_most(first: Bounded, second: Bounded) -> Flag:
    """first <= second, as far as the bounds decide it."""
    if first.exact and second.exact:
        return Flag(first.low.at_most(second.low), known=True)
    return opposite(less(second, first))


def equal(first: Bounded, second: Bounded) -> Flag:
    """first == second, as far as the bounds decide it."""
    if first.exact and second.exact:
        return Flag(first.low.same(second.low), known=True)
    same = both_of((first.low.same(first.high), second.low.same(second.high), first.low.same(second.low)))
    return decided(same, either_of((first.high.less(second.low), second.high.less(first.low))))


def compared(sign: str, first: Bounded, second: Bounded) -> Flag:
    """A comparison of dates or numbers."""
    match sign:
        case "<":
            return less(first, second)
        case "<=":
            return at_most(first, second)
        case ">":
            return less(second, first)
        case ">=":
            return at_most(second, first)
        case "==":
            return equal(first, second)
    return opposite(equal(first, second))


def has_happened(day: Bounded) -> Flag:
    """Whether a date is a day at all."""
    if day.exact:
        return Flag(day.low.less(NEVER_CELL), known=True)
    return decided(day.high.less(NEVER_CELL), NEVER_CELL.at_most(day.low))


def has_come(day: Bounded, as_of: Cell) -> Flag:
    """Whether a day has come by `as_of`."""
    return at_most(day, exactly(as_of))


def earliest(days: Sequence[Bounded]) -> Bounded:
    """The first of several dates."""
    found = days[0]
    for day in days[1:]:
        low = least(found.low, day.low)
        found = Bounded(low, low if found.exact and day.exact else least(found.high, day.high))
    return found


def latest(days: Sequence[Bounded]) -> Bounded:
    """The last of several dates; NEVER if one of them has not happened."""
    found = days[0]
    for day in days[1:]:
        low = greatest(found.low, day.low)
        found = Bounded(low, low if found.exact and day.exact else greatest(found.high, day.high))
    return found


def chosen(test: Flag, then: Bounded, otherwise: Bounded) -> Bounded:
    """`then if test else otherwise`; where the test is not known, the bounds that hold both."""
    if test.always is not None:
        return then if test.always else otherwise
    exact = test.known and then.exact and otherwise.exact
    low = _either_side(test, then.low, otherwise.low, least)
    return Bounded(low, low if exact else _either_side(test, then.high, otherwise.high, greatest))


def _either_side(test: Flag, then: Cell, otherwise: Cell, outer: object) -> Cell:
    if test.known:
        return choose((test.when, then), otherwise=otherwise)
    widest = outer(then, otherwise)  # type: ignore[operator]  # least or greatest
    return choose((test.when, then), (test.unless, otherwise), otherwise=widest)


def chosen_flag(test: Flag, then: Flag, otherwise: Flag) -> Flag:
    """`then if test else otherwise` of flags; where the test is not known, what both sides agree on."""
    if test.always is not None:
        return then if test.always else otherwise
    one, other = as_code(then), as_code(otherwise)
    if test.known:
        return of_code(choose((test.when, one), otherwise=other), then.known and otherwise.known)
    agreed = choose((one.same(other), one))
    return of_code(choose((test.when, one), (test.unless, other), otherwise=agreed))


def added(first: Bounded, second: Bounded) -> Bounded:
    """first + second; what has not happened stays so."""
    low = _sum(first.low, second.low)
    return Bounded(low, low if first.exact and second.exact else _sum(first.high, second.high))


def taken_off(first: Bounded, second: Bounded) -> Bounded:
    """first - second, where second is a plain number."""
    low = _difference(first.low, second.high)
    return Bounded(low, low if first.exact and second.exact else _difference(first.high, second.low))


def _sum(first: Cell, second: Cell) -> Cell:
    never = either_of((NEVER_CELL.at_most(first), NEVER_CELL.at_most(second)))
    return choose((never, NEVER_CELL), otherwise=first.plus(second))


def _difference(first: Cell, second: Cell) -> Cell:
    below = choose((NEVER_CELL.at_most(second), number(-NEVER)), otherwise=first.minus(second))
    return choose((NEVER_CELL.at_most(first), NEVER_CELL), otherwise=below)


def says(words: Words, value: str) -> Flag:
    """Whether a text is a certain word."""
    return Flag(words.cell.same(text(value)))
