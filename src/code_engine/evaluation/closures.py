"""The steps a compiled condition is made of: small closures over a context, one for each kind of node.

Each builder takes the closures of the parts and returns one for the whole. They short-circuit, allocate next
to nothing, and take the short way where values are known. What an unknown means is decided in `truth.py`;
here are only shorter ways to the same answers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from code_engine.case.values import NEVER, Between, Item, Items, Value, ValueType
from code_engine.evaluation import truth
from code_engine.evaluation.context import Context
from code_engine.ruleset.expressions import Call, DefinitionName, Expression

Closure: TypeAlias = Callable[[Context], Any]
"""One step: the value of a node in a context. Which type it has was checked when the condition was parsed."""

Pair: TypeAlias = Callable[[Any, Any], Any]

MOST_ITEMS: Final = 10_000
"""The upper bound of a count where the record may be missing items."""

UNKNOWN_BY_TYPE: Final[dict[ValueType, Value]] = {
    ValueType.DATE: Between(1, NEVER),
    ValueType.NUMBER: Between(0, NEVER),
    ValueType.COLLECTION: Items((), complete=False),
}
_DAY_COUNTERS: Final = ("working_days", "working_days_after")
_EXACT: Final[dict[str, Pair]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def counts_working_days(expression: Expression) -> bool:
    """Whether the value of an expression can depend on the counting convention, or on the calendar."""
    for node in expression.walk():
        if isinstance(node, Call) and node.function in _DAY_COUNTERS:
            return True
        if isinstance(node, DefinitionName) and counts_working_days(node.expression):
            return True
    return False


def constant(value: Value) -> Closure:
    """Always the same value."""
    return lambda _context: value


def fact(name: str, kind: ValueType) -> Closure:
    """A fact or collection; one that is not there is unknown."""
    unknown = UNKNOWN_BY_TYPE.get(kind)

    def read(context: Context) -> Value:
        try:
            value = context.facts[name]
        except KeyError:
            return unknown
        return unknown if value is None else value

    return read


def variable(name: str, kind: ValueType) -> Closure:
    """A single value the form of the rule provides."""
    unknown = UNKNOWN_BY_TYPE.get(kind)

    def read(context: Context) -> Value:
        value: Any = context.variables[name]
        return unknown if value is None else value

    return read


def attribute(name: str, key: str, kind: ValueType) -> Closure:
    """An attribute of the item a variable stands for; one that was left out is unknown."""
    unknown = UNKNOWN_BY_TYPE.get(kind)

    def read(context: Context) -> Value:
        item: Any = context.variables[name]
        try:
            value: Value = item[key]
        except KeyError:
            return unknown
        return unknown if value is None else value

    return read


def definition(name: str, inner: Closure, counts_working_days: bool) -> Closure:
    """A definition, evaluated once per context; only for one that reads no variables.

    One that counts no working days has the same value by both conventions and in every calendar.
    """
    if not counts_working_days:
        return _definition_of_facts(name, inner)

    def once(context: Context) -> Value:
        memo = context.memo
        if name in memo:
            return memo[name]
        value: Value = inner(context)
        memo[name] = value
        return value

    return once


def _definition_of_facts(name: str, inner: Closure) -> Closure:
    def once(context: Context) -> Value:
        memo = context.memo_of_facts
        if name in memo:
            return memo[name]
        value: Value = inner(context)
        memo[name] = value
        return value

    return once


def negation_of(operand: Closure) -> Closure:
    """Not."""

    def negated(context: Context) -> truth.Truth:
        value = operand(context)
        return None if value is None else not value

    return negated


def both(first: Closure, second: Closure) -> Closure:
    """And of two; the second is left alone where the first is false."""

    def conjunction(context: Context) -> truth.Truth:
        value = first(context)
        if value is False:
            return False
        other: truth.Truth = second(context)
        return other if value is True or other is False else None

    return conjunction


def either(first: Closure, second: Closure) -> Closure:
    """Or of two; the second is left alone where the first is true."""

    def disjunction(context: Context) -> truth.Truth:
        value = first(context)
        if value is True:
            return True
        other: truth.Truth = second(context)
        return other if value is False or other is True else None

    return disjunction


def conjunction_of(operands: Sequence[Closure]) -> Closure:
    """And of any number; stops at the first that is false."""
    if len(operands) == 2:
        return both(*operands)
    parts = tuple(operands)

    def conjunction(context: Context) -> truth.Truth:
        result: truth.Truth = True
        for part in parts:
            value = part(context)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return conjunction


def disjunction_of(operands: Sequence[Closure]) -> Closure:
    """Or of any number; stops at the first that is true."""
    if len(operands) == 2:
        return either(*operands)
    parts = tuple(operands)

    def disjunction(context: Context) -> truth.Truth:
        result: truth.Truth = False
        for part in parts:
            value = part(context)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return disjunction


def bounded_comparison(sign: str, left: Closure, right: Closure) -> Closure:
    """A comparison of dates or numbers."""
    exact, by_bounds = _EXACT[sign], truth.COMPARISONS[sign]

    def compare(context: Context) -> truth.Truth:
        first, second = left(context), right(context)
        if type(first) is int and type(second) is int:
            decided: bool = exact(first, second)
            return decided
        return by_bounds(first, second)

    return compare


def plain_comparison(sign: str, left: Closure, right: Closure) -> Closure:
    """`==` or `!=` on flags or texts."""
    same = sign == "=="

    def compare(context: Context) -> truth.Truth:
        first, second = left(context), right(context)
        return None if first is None or second is None else (first == second) is same

    return compare


def one_of(negated: bool, choices: Sequence[str | int], operand: Closure) -> Closure:
    """Whether a text or number is one of several."""
    wanted = frozenset(choices)
    found, missed = not negated, negated

    def chosen(context: Context) -> truth.Truth:
        value = operand(context)
        if type(value) is not Between:
            return None if value is None else (found if value in wanted else missed)
        known = truth.disjunction(truth.equal(value, int(choice)) for choice in choices)
        return known if known is None else known is found

    return chosen


def contains(negated: bool, element: Closure, texts: Closure) -> Closure:
    """Whether a list of texts has a text; an empty list has none, known or not."""
    found, missed = not negated, negated

    def contained(context: Context) -> truth.Truth:
        inside = texts(context)
        if inside == ():
            return missed
        value = element(context)
        if inside is None or value is None:
            return None
        return found if value in inside else missed

    return contained


def happened(negated: bool, operand: Closure) -> Closure:
    """Whether a date is a day (negated: has not happened)."""

    def decide(context: Context) -> truth.Truth:
        day = operand(context)
        if type(day) is int:
            return (day < NEVER) is not negated
        known = truth.has_happened(day)
        return known if known is None else known is not negated

    return decide


def choice(kind: ValueType, then: Closure, test: Closure, otherwise: Closure) -> Closure:
    """`then if test else otherwise`; where the test is unknown, what both sides agree on."""
    bounded = kind in (ValueType.DATE, ValueType.NUMBER)

    def chosen(context: Context) -> Value:
        decided = test(context)
        if decided is not None:
            value: Value = then(context) if decided else otherwise(context)
            return value
        first, second = then(context), otherwise(context)
        if bounded:
            return truth.hull(first, second)
        agreed: Value = first if first == second else None
        return agreed

    return chosen


def any_item(name: str, collection: Closure, element: Closure) -> Closure:
    """Or over the items of a collection; at worst unknown where there may be more of them."""
    return _first_item(name, collection, element, True)


def all_items(name: str, collection: Closure, element: Closure) -> Closure:
    """And over the items of a collection; at best unknown where there may be more of them."""
    return _first_item(name, collection, element, False)


def _first_item(name: str, collection: Closure, element: Closure, deciding: bool) -> Closure:
    """Look for the first item that decides: a true one for `any`, a false one for `all`."""

    def look(context: Context) -> truth.Truth:
        found: Items = collection(context)
        result = not deciding if found.complete else None
        if not found.items:
            return result
        variables = context.variables
        outer = variables.get(name)
        for item in found.items:
            variables[name] = item
            value = element(context)
            if value is deciding:
                result = deciding
                break
            if value is None:
                result = None
        _restore(context, name, outer)
        return result

    return look


def count_items(name: str, collection: Closure, element: Closure) -> Closure:
    """How many items satisfy a condition, between those that do and those that may."""

    def count(context: Context) -> truth.Bounded:
        found: Items = collection(context)
        certain = possible = 0
        variables = context.variables
        outer = variables.get(name)
        for item in found.items:
            variables[name] = item
            value = element(context)
            certain += value is True
            possible += value is not False
        _restore(context, name, outer)
        return truth.between(certain, possible if found.complete else max(possible, MOST_ITEMS))

    return count


def _restore(context: Context, name: str, outer: Value | Item) -> None:
    """Give a variable back what it stood for: a definition's loop may use the name of the loop around it."""
    if outer is None:
        context.variables.pop(name, None)
    else:
        context.variables[name] = outer
