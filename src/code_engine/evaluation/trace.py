"""Why a condition has its value: the tree of its parts with what each saw, and the facts that are missing.

This is the slow reading of a condition, for people. It walks the same tree as the fast one and asks the
compiled closures for every value, so both can only agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from code_engine.case.values import Items, Value, ValueType
from code_engine.evaluation.closures import Closure
from code_engine.evaluation.context import Context
from code_engine.evaluation.truth import bounds, is_known
from code_engine.ruleset.expressions import (
    And,
    Call,
    Choice,
    CollectionName,
    DefinitionName,
    Expression,
    FactName,
    ItemAttribute,
    Loop,
    Not,
    Or,
    VariableName,
)


class Step(StrEnum):
    """What kind of part a trace shows."""

    AND = "and"
    OR = "or"
    NOT = "not"
    CHOICE = "choice"
    DEFINITION = "definition"
    ANY = "any"
    ALL = "all"
    COUNT = "count"
    ITEM = "item"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact with the value a condition saw."""

    name: str
    type: ValueType
    value: Value


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of a condition: its text and value, the facts it read itself, and its own parts."""

    step: Step
    text: str
    type: ValueType
    value: Value
    facts: tuple[Seen, ...] = ()
    parts: tuple[Trace, ...] = ()

    def walk(self) -> Iterator[Trace]:
        """This part and every part below it, a parent before its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Explainer:
    """Explains the nodes of one compiled condition; holds no state of an evaluation.

    `closures` has the closure of every node by its identity, `elements` that of what each item of a loop
    contributes.
    """

    def __init__(self, closures: Mapping[int, Closure], elements: Mapping[int, Closure]) -> None:
        self._closures = closures
        self._elements = elements

    def trace(self, node: Expression, context: Context) -> Trace:
        """The trace of a node; every part is evaluated, those that could no longer matter included."""
        value = self._value(node, context)
        step, facts, parts = self._inside(node, context)
        return Trace(step, node.text, node.type, value, facts, parts)

    def missing(self, node: Expression, context: Context) -> tuple[str, ...]:
        """The unknown facts that still matter to an unknown value, each once, in the order they are read."""
        found: dict[str, None] = {}
        self._collect(node, context, found)
        return tuple(found)

    def _value(self, node: Expression, context: Context) -> Value:
        value: Value = self._closures[id(node)](context)
        return value

    def _inside(self, node: Expression, context: Context) -> tuple[Step, tuple[Seen, ...], tuple[Trace, ...]]:
        """What kind of part a node is, the facts it reads itself, and its parts."""
        match node:
            case And() | Or() | Not() | Choice():
                return _STEPS[type(node)], (), tuple(self.trace(child, context) for child in node.children())
            case DefinitionName(expression=inner):
                return Step.DEFINITION, (), (self.trace(inner, context),)
            case Loop(kind=kind, collection=collection):
                return Step(kind), (self._seen(collection, context),), tuple(self._item_traces(node, context))
        read = tuple(_inside_test(node))
        facts = {part: self._seen(part, context) for part in read if isinstance(part, _READ)}
        parts = tuple(self.trace(part, context) for part in read if isinstance(part, _TRACED))
        return Step.TEST, tuple(facts.values()), parts

    def _seen(self, node: Expression, context: Context) -> Seen:
        return Seen(_place(node, context), node.type, self._value(node, context))

    def _item_traces(self, loop: Loop, context: Context) -> Iterator[Trace]:
        tests = tuple(part for part in (loop.condition, loop.body) if part is not None)
        for place in self._items(loop, context):
            value = self._elements[id(loop)](context)
            parts = tuple(self.trace(test, context) for test in tests)
            yield Trace(Step.ITEM, place, ValueType.FLAG, value, (), parts)

    def _items(self, loop: Loop, context: Context) -> Iterator[str]:
        """Set each item of a loop in the context in turn; yields the item's place in the case."""
        collection = self._value(loop.collection, context)
        variables, places, name = context.variables, context.places, loop.variable
        outer, outer_place = variables.get(name), places.get(name)
        for position, item in enumerate(collection.items if isinstance(collection, Items) else (), start=1):
            variables[name], places[name] = item, f"{loop.collection.name}[{position}]"
            yield places[name]
        if outer is None:
            variables.pop(name, None)
        else:
            variables[name] = outer
        if outer_place is None:
            places.pop(name, None)
        else:
            places[name] = outer_place

    def _collect(self, node: Expression, context: Context, found: dict[str, None]) -> None:
        """Add what is missing below a node; a part whose value is known adds nothing."""
        value = self._value(node, context)
        if is_known(value):
            return
        match node:
            case FactName() | CollectionName() | VariableName() | ItemAttribute():
                found[_place(node, context)] = None
            case DefinitionName(expression=inner):
                self._collect(inner, context, found)
            case Loop():
                self._collect_items(node, context, found)
            case Choice(test=test) if (decided := self._value(test, context)) is not None:
                self._collect(node.then if decided else node.otherwise, context, found)
            case Call(function="earliest" | "latest" as function, arguments=arguments):
                for argument in arguments:
                    if _decides(function, self._value(argument, context), value):
                        self._collect(argument, context, found)
            case _:
                for child in node.children():
                    self._collect(child, context, found)

    def _collect_items(self, loop: Loop, context: Context, found: dict[str, None]) -> None:
        for _ in self._items(loop, context):
            if self._elements[id(loop)](context) is None:
                for test in (loop.condition, loop.body):
                    if test is not None:
                        self._collect(test, context, found)
        self._collect(loop.collection, context, found)


_STEPS: Final[Mapping[type, Step]] = {And: Step.AND, Or: Step.OR, Not: Step.NOT, Choice: Step.CHOICE}
_READ: Final = (FactName, CollectionName, VariableName, ItemAttribute)
_TRACED: Final = (And, Or, Not, Choice, DefinitionName, Loop)


def _inside_test(node: Expression) -> Iterator[Expression]:
    """What a test reads: facts and variables, and the nearest parts that have a trace of their own."""
    for child in (node,) if isinstance(node, _READ) else node.children():
        if isinstance(child, (*_READ, *_TRACED)):
            yield child
        else:
            yield from _inside_test(child)


def _place(node: Expression, context: Context) -> str:
    """The name by which a person finds a value in the case: `stage_1.extensions[1].reasons` for an item's."""
    match node:
        case ItemAttribute(variable=variable, attribute=attribute):
            return f"{context.places.get(variable, variable)}.{attribute}"
        case VariableName(name=name):
            return context.places.get(name, name)
        case FactName(name=name):
            return name
    return node.text


def _decides(function: str, part: Any, whole: Any) -> bool:
    """Whether one of several dates can still be the first (or last) of them."""
    (part_low, part_high), (whole_low, whole_high) = bounds(part), bounds(whole)
    return part_low < whole_high if function == "earliest" else part_high > whole_low
