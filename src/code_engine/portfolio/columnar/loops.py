"""Loops in columns: items tested one by one, their answers gathered for the case, or for another item."""

from __future__ import annotations

from code_engine.portfolio.columnar.cells import ONE, TWO, ZERO, Cell, choose, known_or, text
from code_engine.portfolio.columnar.grains import CollectionRows
from code_engine.portfolio.columnar.items import of_highest
from code_engine.portfolio.columnar.planning import How, Plan, inner
from code_engine.portfolio.columnar.scope import NotCompiled
from code_engine.portfolio.columnar.truths import (
    Bounded,
    Compiled,
    Flag,
    Things,
    Words,
    WordSet,
    certainly,
    exactly,
    has_happened,
    of_code,
)
from code_engine.ruleset.expressions import Loop, LoopKind


def gathered(plan: Plan, node: Loop, rows: CollectionRows, element: Flag) -> Compiled:
    """The answer of a loop for each case."""
    belongs = rows.belongs
    name = f"{node.kind.value}_{node.collection.name}"
    if node.kind is LoopKind.COUNT:
        certain = _sum(plan, name, rows, _where(belongs, choose((element.cell, ONE), otherwise=ZERO)))
        if element.known:
            return exactly(certain)
        maybe = choose((element.unless, ZERO), otherwise=ONE)
        return Bounded(certain, _sum(plan, name, rows, _where(belongs, maybe)))
    code, how, none = _code(node.kind, element)
    found = plan.aggregated(name, rows.grain, how, _where(belongs, code))
    return _answer(known_or(found, none), element.known)


def gathered_pairs(plan: Plan, node: Loop, grain: str, rows: CollectionRows, element: Flag) -> Compiled:
    """The answer of a loop for each row of a grain, whose attributes it reads."""
    belongs = inner(rows.belongs) if rows.belongs is not None else None
    if node.kind is LoopKind.COUNT:
        raise NotCompiled("a count within a loop")
    code, how, none = _code(node.kind, element)
    name = f"{node.kind.value}_{node.collection.name}"
    found = plan.paired(grain, name, rows.grain, how, _where(belongs, code))
    return _answer(known_or(found, none), element.known)


def _sum(plan: Plan, name: str, rows: CollectionRows, value: Cell) -> Cell:
    return known_or(plan.aggregated(name, rows.grain, "sum", value), ZERO)


def given(value: Compiled) -> Flag:
    """Whether a text, list or collection is not empty, or a date has happened."""
    match value:
        case Words(cell=cell):
            return Flag(cell.differs(text("")))
        case WordSet(count=count):
            return Flag(ZERO.less(count))
        case Bounded():
            return has_happened(value)
        case Things(count=count, complete=complete):
            some = ZERO.less(count)
            if complete.always is True:
                return Flag(some, known=True)
            return of_code(choose((some, ONE), (complete.cell, ZERO)))
    return certainly(value)


def _where(belongs: Cell | None, code: Cell) -> Cell:
    return code if belongs is None else choose((belongs, code))


def _code(kind: LoopKind, element: Flag) -> tuple[Cell, How, Cell]:
    """The code of an element, how codes are gathered, and what they give where there is no item."""
    if element.always is not None:
        code = TWO if element.always else ZERO
    elif element.known:
        code = choose((element.cell, TWO), otherwise=ZERO)
    else:
        code = choose((element.when, TWO), (element.unless, ZERO), otherwise=ONE)
    return (code, "max", ZERO) if kind is LoopKind.ANY else (code, "min", TWO)


def _answer(code: Cell, known: bool) -> Flag:
    return Flag(code.same(TWO), known=True) if known else of_highest(code)


def as_inner(value: Compiled) -> Compiled:
    """An attribute of an item read as one of the inner row of a pair."""
    match value:
        case Flag(cell=cell, known=known, always=None):
            return Flag(inner(cell), known)
        case Bounded(low=low, high=high):
            bound = inner(low)
            return Bounded(bound, bound if value.exact else inner(high))
        case Words(cell=cell):
            return Words(inner(cell))
    raise NotCompiled("a list inside a loop within a loop")
