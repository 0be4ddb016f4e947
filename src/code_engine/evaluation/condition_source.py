"""The source of a condition as a Python function: each node of the checked tree as a few lines.

It is put together from the checked tree and from the fixed sentences of this module only. Texts, names and
numbers of a rule never stand in it: each is bound to a name of our own (`k7`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, Final, TypeAlias

from code_engine.case.values import ValueType
from code_engine.evaluation import closures as steps
from code_engine.evaluation import truth
from code_engine.evaluation.closures import Closure
from code_engine.evaluation.function_text import FunctionText
from code_engine.ruleset.expressions import (
    And,
    Arithmetic,
    Call,
    Choice,
    CollectionName,
    Comparison,
    Constant,
    Contains,
    DefinitionName,
    Expression,
    FactName,
    HasHappened,
    ItemAttribute,
    Loop,
    LoopKind,
    Not,
    OneOf,
    Or,
    ParameterName,
    TextList,
    VariableName,
)

_BOUNDED: Final = (ValueType.DATE, ValueType.NUMBER)

Evaluating: TypeAlias = Callable[[Expression, Callable[[Closure], None]], Closure]
"""What evaluates the tree of a definition, and puts something faster in its place once it has been used often."""


class ConditionSource:
    """Writes one function: each node becomes lines that leave its value under a name, which is returned.

    `cold` is the closure that does the same; `evaluating` gives what evaluates the tree of a definition.
    """

    def __init__(self, cold: Closure, evaluating: Evaluating) -> None:
        self._text = FunctionText(cold)
        self._evaluating = evaluating
        self._kept: dict[int, str] = {}
        self._items: dict[str, str] = {}
        self.constant = self._text.constant
        self.line = self._text.line
        self.function = self._text.function
        self._set = self._text.set
        self._block = self._text.block

    def keep(self, node: Expression) -> None:
        """Work out a node now; from here on it is known under its name."""
        self._kept[id(node)] = self.value(node)

    def value(self, node: Expression) -> str:
        """Write what gives the value of a node; returns the name it has then."""
        kept = self._kept.get(id(node))
        if kept is not None:
            return kept
        match node:
            case Constant(value=value) | ParameterName(value=value):
                return self.constant(value)
            case TextList(values=values):
                return self.constant(values)
            case FactName(name=name) | CollectionName(name=name):
                return self._read(f"facts[{self.constant(name)}]", node.type)
            case VariableName(name=name):
                return self._read(f"variables[{self.constant(name)}]", node.type)
            case ItemAttribute(variable=variable, attribute=attribute):
                item = self._items.get(variable) or f"variables[{self.constant(variable)}]"
                return self._read(f"{item}[{self.constant(attribute)}]", node.type)
            case DefinitionName():
                return self._definition(node)
            case And(operands=operands):
                return self._joined(operands, decides="False", other="True")
            case Or(operands=operands):
                return self._joined(operands, decides="True", other="False")
            case Choice():
                return self._choice(node)
            case Loop():
                return self._loop(node)
        return self._test(node)

    def _read(self, place: str, kind: ValueType) -> str:
        name = self._set(place)
        unknown = steps.UNKNOWN_BY_TYPE.get(kind)
        if unknown is not None:
            self.line(f"if {name} is None: {name} = {self.constant(unknown)}")
        return name

    def _definition(self, node: DefinitionName) -> str:
        if node.expression.free_variables:
            return self.value(node.expression)
        # In a list of one, so that something faster can be put in its place.
        function: list[Closure] = []
        function.append(self._evaluating(node.expression, partial(function.__setitem__, 0)))
        memo = "memo" if steps.counts_working_days(node.expression) else "memo_of_facts"
        key = self.constant(node.name)
        name = self._set(f"{memo}.get({key}, UNSET)")
        self.line(f"if {name} is UNSET: {name} = {memo}[{key}] = {self.constant(function)}[0](context)")
        return name

    def _joined(self, operands: Sequence[Expression], decides: str, other: str) -> str:
        """And, or: one that decides ends it; an unknown one makes the rest unknown at best."""
        first, *rest = operands
        name = self._set(self.value(first))
        with ExitStack() as blocks:
            for operand in rest:
                blocks.enter_context(self._block(f"if {name} is not {decides}:"))
                value = self.value(operand)
                self.line(f"if {value} is not {other}: {name} = {value}")
        return name

    def _choice(self, node: Choice) -> str:
        test = self.value(node.test)
        name = self._set("None")
        with self._block(f"if {test} is True:"):
            self.line(f"{name} = {self.value(node.then)}")
        with self._block(f"elif {test} is False:"):
            self.line(f"{name} = {self.value(node.otherwise)}")
        with self._block("else:"):
            then, otherwise = self.value(node.then), self.value(node.otherwise)
            if node.type in _BOUNDED:
                self.line(f"{name} = hull({then}, {otherwise})")
            else:
                self.line(f"{name} = {then} if {then} == {otherwise} else None")
        return name

    def _test(self, node: Expression) -> str:
        parts = [self.value(child) for child in node.children()]
        match node:
            case Not():
                return self._set("{0} if {0} is None else not {0}".format(*parts))
            case Comparison() | HasHappened():
                return self._compared(node, parts)
            case OneOf(choices=choices, negated=negated):
                return self._set(f"{self.constant(steps.one_of(negated, choices, _itself))}({parts[0]})")
            case Contains(negated=negated):
                texts, element = parts[1], parts[0]
                found = f"{element} {'not in' if negated else 'in'} {texts}"
                unknown = f"{texts} is None or {element} is None"
                return self._set(f"{negated} if {texts} == () else None if {unknown} else {found}")
            case Arithmetic(operator=sign):
                return self._set(f"{'plus' if sign == '+' else 'minus'}({', '.join(parts)})")
            case Call():
                return self._call(node, parts)
        raise TypeError(f"cannot write {type(node).__name__}")

    def _compared(self, node: Comparison | HasHappened, parts: Sequence[str]) -> str:
        """Whole numbers are compared here; where bounds are among them, the closures' own step decides."""
        listed = ", ".join(parts)
        if isinstance(node, HasHappened):
            slow = self.constant(steps.happened(node.negated, _itself))
            exact = f"{listed} {'>=' if node.negated else '<'} NEVER"
            return self._set(f"{exact} if {_whole(parts)} else {slow}({listed})")
        exact = f" {node.operator} ".join(parts)
        if node.left.type in _BOUNDED:
            slow = self.constant(truth.COMPARISONS[node.operator])
            return self._set(f"{exact} if {_whole(parts)} else {slow}({listed})")
        unknown = " or ".join(f"{part} is None" for part in parts)
        return self._set(f"None if {unknown} else {exact}")

    def _call(self, node: Call, parts: list[str]) -> str:
        first, argument = parts[0], node.arguments[0]
        listed = ", ".join(parts)
        match node.function:
            case "recorded":
                return self._set(
                    f"{first} is True" if argument.type is ValueType.FLAG else f"{_given(argument, first)} is True"
                )
            case "given":
                return self._set(_given(argument, first))
            case "working_days" | "working_days_after" as function:
                return self._set(f"days.{function}(context.calendar, context.counting, {listed})")
            case "months_after":
                return self._set(f"days.months_after({listed})")
            case "earliest" | "latest" as function:
                exact = "min" if function == "earliest" else "max"
                return self._set(f"{exact}({listed}) if {_whole(parts)} else {function}(({listed},))")
            case "disjoint":
                sure, known = "{0} == () or {1} == ()", "set({0}).isdisjoint({1})"
            case _:
                sure, known = "{1} == ()", "set({0}).issuperset({1})"
        unknown = "{0} is None or {1} is None"
        return self._set(f"True if {sure} else None if {unknown} else {known}".format(*parts))

    def _loop(self, node: Loop) -> str:
        collection = self.value(node.collection)
        item = self._text.name("t")
        outer = self._items.get(node.variable)
        if node.kind is LoopKind.COUNT:
            certain, possible = self._set("0"), self._set("0")
        else:
            decides, other = ("True", "False") if node.kind is LoopKind.ANY else ("False", "True")
            result = self._set(f"{other} if {collection}.complete else None")
        self._items[node.variable] = item
        with self._block(f"for {item} in {collection}.items:"):
            tests = [part for part in (node.condition, node.body) if part is not None]
            value = self._element(node, tests)
            if node.kind is LoopKind.COUNT:
                self.line(f"if {value} is True: {certain} += 1")
                self.line(f"if {value} is not False: {possible} += 1")
            else:
                self.line(f"if {value} is {decides}:")
                self.line(f" {result} = {decides}; break")
                self.line(f"if {value} is None: {result} = None")
        del self._items[node.variable]
        if outer is not None:
            self._items[node.variable] = outer
        if node.kind is not LoopKind.COUNT:
            return result
        return self._set(f"between({certain}, {possible} if {collection}.complete else max({possible}, MOST))")

    def _element(self, node: Loop, tests: list[Expression]) -> str:
        """What an item contributes: condition and body, or for `all` that the body follows from the condition."""
        if not tests:
            return "True"
        if len(tests) == 1 and not (node.kind is LoopKind.ALL and node.body is None):
            return self._set(self.value(tests[0]))
        condition = self.value(tests[0])
        left_out = "True" if node.kind is LoopKind.ALL else "False"
        name = self._set(left_out)
        if node.body is None:
            return name
        with self._block(f"if {condition} is not False:"):
            body = self.value(node.body)
            self.line(f"{name} = {body} if {condition} is True or {body} is {left_out} else None")
        return name


def _itself(value: Any) -> Any:
    """In place of a part: makes of a step over a context one over the value of that part."""
    return value


def _whole(parts: Sequence[str]) -> str:
    """Whether all are whole numbers, no bounds; a constant (`k7`) always is."""
    return " and ".join(f"type({part}) is int" for part in parts if part.startswith("t")) or "True"


def _given(argument: Expression, name: str) -> str:
    match argument.type:
        case ValueType.COLLECTION:
            return f"(True if {name}.items else False if {name}.complete else None)"
        case ValueType.TEXT | ValueType.TEXTS:
            return f"(None if {name} is None else bool({name}))"
        case ValueType.DATE:
            return f"({name} < NEVER if type({name}) is int else given({name}))"
    return f"given({name})"
