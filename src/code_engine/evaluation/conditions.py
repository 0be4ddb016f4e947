"""Conditions made ready to run: compiled once when a ruleset loads, then evaluated for every case.

A condition has three readings: its value, the values of its leaves (cheap enough for every finding), and the
full trace with the missing facts (for a person who asks why). All come from the same closures; of a condition
that is used often, the first two come from a function written for it (see `generated.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeAlias

from code_engine.case.values import Value, ValueType
from code_engine.evaluation import closures as steps
from code_engine.evaluation import truth
from code_engine.evaluation.calls import call, recorded_collection, recorded_flag
from code_engine.evaluation.closures import Closure
from code_engine.evaluation.context import Context
from code_engine.evaluation.generated import evaluating, tracing
from code_engine.evaluation.trace import Explainer, Trace
from code_engine.evaluation.truth import minus, plus
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

__all__ = ["Condition", "Context", "compile_expression"]

Evaluate: TypeAlias = Callable[[Context], Value]

_BOUNDED = (ValueType.DATE, ValueType.NUMBER)


class Condition:
    """A compiled expression; immutable, and safe to share between threads with a context each."""

    __slots__ = (
        "_combine",
        "_evaluate_by_closures",
        "_explainer",
        "_leaves",
        "counts_working_days",
        "evaluate",
        "expression",
        "names",
        "text",
        "traced",
    )

    def __init__(self, expression: Expression) -> None:
        compiler = _Compiler()
        self.expression: Expression = expression
        self.text: str = expression.text
        self.names: tuple[str, ...] = expression.facts_used
        """The facts and collections it depends on, those behind its definitions included."""
        self.counts_working_days: bool = steps.counts_working_days(expression)
        """Whether its value can depend on the counting convention."""
        self.evaluate: Evaluate
        """Its value in a context; raises CalendarError where known days lead outside the calendar's table."""
        self.traced: Callable[[Context], tuple[Value, dict[str, Any]]]
        """Its value, and the trace of it: the condition, its value and, where it has several, its parts.

        Each part is evaluated once, also where an earlier one has decided already.
        """
        leaves = tuple(_leaves(expression))
        self._evaluate_by_closures = compiler.closure(expression)
        self._leaves = tuple((leaf.text, compiler.closure(leaf)) for leaf in leaves)
        self._combine = _joining(expression)
        self._explainer = Explainer(compiler.closures, compiler.elements)
        self.evaluate = evaluating(compiler.closure, expression, partial(setattr, self, "evaluate"))
        self.traced = tracing(
            compiler.closure, expression, leaves, self._trace_by_closures, partial(setattr, self, "traced")
        )

    def explain(self, context: Context) -> Trace:
        """The tree of its parts, each with its value and the facts it saw."""
        return self._explainer.trace(self.expression, context)

    def missing(self, context: Context) -> tuple[str, ...]:
        """The unknown facts that still matter; empty where the value is known.

        An item's fact is named by its place, `stage_1.extensions[1].reasons` (counted from 1), a collection
        of which there may be more than the record shows by its own name.
        """
        return self._explainer.missing(self.expression, context)

    def leaves(self, context: Context) -> list[tuple[str, Value]]:
        """The parts joined by its outermost `and`, `or` and `not`, each as its text and its value."""
        return [(text, evaluate(context)) for text, evaluate in self._leaves]

    def _trace_by_closures(self, context: Context) -> tuple[Value, dict[str, Any]]:
        if len(self._leaves) == 1:
            value = self._evaluate_by_closures(context)
            return value, {"condition": self.text, "value": value}
        parts = [{"condition": text, "value": evaluate(context)} for text, evaluate in self._leaves]
        if self._combine is not None:
            value = self._combine([part["value"] for part in parts])
        else:
            value = self._evaluate_by_closures(context)
        return value, {"condition": self.text, "value": value, "parts": parts}

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


def compile_expression(expression: Expression) -> Condition:
    """Make a parsed expression ready to run."""
    return Condition(expression)


def _joining(expression: Expression) -> Callable[[Iterable[Any]], Value] | None:
    """How the values of the leaves give the value of the whole, where they are joined at one level only."""
    if isinstance(expression, And | Or) and not any(
        isinstance(child, And | Or | Not) for child in expression.children()
    ):
        return truth.conjunction if isinstance(expression, And) else truth.disjunction
    return None


def _leaves(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, And | Or | Not):
        for child in expression.children():
            yield from _leaves(child)
    else:
        yield expression


class _Compiler:
    """Builds the closures of one expression, each node once; they are kept by the node's identity."""

    def __init__(self) -> None:
        self.closures: dict[int, Closure] = {}
        self.elements: dict[int, Closure] = {}

    def closure(self, node: Expression) -> Closure:
        """The closure of a node."""
        found = self.closures.get(id(node))
        if found is None:
            found = self.closures[id(node)] = self._built(node)
        return found

    def _built(self, node: Expression) -> Closure:
        match node:
            case Constant(value=value) | ParameterName(value=value):
                return steps.constant(value)
            case TextList(values=values):
                return steps.constant(values)
            case FactName(name=name) | CollectionName(name=name):
                return steps.fact(name, node.type)
            case VariableName(name=name):
                return steps.variable(name, node.type)
            case ItemAttribute(variable=variable, attribute=attribute):
                return steps.attribute(variable, attribute, node.type)
            case DefinitionName(name=name, expression=inner):
                evaluate = self.closure(inner)
                if inner.free_variables:
                    return evaluate
                return steps.definition(name, evaluate, steps.counts_working_days(inner))
            case And() | Or() | Not() | Choice():
                return self._logical(node)
            case Loop():
                return self._loop(node)
        return self._test(node)

    def _logical(self, node: Expression) -> Closure:
        parts = [self.closure(child) for child in node.children()]
        match node:
            case And():
                return steps.conjunction_of(parts)
            case Or():
                return steps.disjunction_of(parts)
            case Not():
                return steps.negation_of(*parts)
        return steps.choice(node.type, *parts)

    def _test(self, node: Expression) -> Closure:
        parts = [self.closure(child) for child in node.children()]
        match node:
            case Comparison(left=left, operator=sign):
                compared = steps.bounded_comparison if left.type in _BOUNDED else steps.plain_comparison
                return compared(sign, *parts)
            case HasHappened(negated=negated):
                return steps.happened(negated, *parts)
            case OneOf(choices=choices, negated=negated):
                return steps.one_of(negated, choices, *parts)
            case Contains(negated=negated):
                return steps.contains(negated, *parts)
            case Arithmetic(operator=sign):
                return _arithmetic(sign, *parts)
            case Call(function="recorded", arguments=(CollectionName(name=name),)):
                return recorded_collection(name)
            case Call(function="recorded", arguments=(argument,)) if argument.type is ValueType.FLAG:
                return recorded_flag(*parts)
            case Call(function=function):
                return call(function, parts)
        raise TypeError(f"cannot compile {type(node).__name__}")

    def _loop(self, node: Loop) -> Closure:
        always = steps.constant(True)
        collection = self.closure(node.collection)
        condition = always if node.condition is None else self.closure(node.condition)
        body = always if node.body is None else self.closure(node.body)
        if node.kind is LoopKind.ALL:
            element = body if condition is always else steps.either(steps.negation_of(condition), body)
            self.elements[id(node)] = element
            return steps.all_items(node.variable, collection, element)
        if always in (condition, body):
            element = body if condition is always else condition
        else:
            element = steps.both(condition, body)
        self.elements[id(node)] = element
        build = steps.any_item if node.kind is LoopKind.ANY else steps.count_items
        return build(node.variable, collection, element)


def _arithmetic(sign: str, left: Closure, right: Closure) -> Closure:
    calculate = plus if sign == "+" else minus
    return lambda context: calculate(left(context), right(context))
