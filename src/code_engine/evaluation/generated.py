"""Conditions as Python functions: a shorter way to the values the closures give, for conditions used often.

The closures stay what a condition means; a test holds both to the same answers. Writing functions takes as long
as some hundred evaluations, so that a condition that runs a few times only never is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Final, TypeAlias

from code_engine.evaluation.closures import Closure
from code_engine.evaluation.condition_source import ConditionSource
from code_engine.evaluation.context import Context
from code_engine.ruleset.expressions import Expression

ClosureOf: TypeAlias = Callable[[Expression], Closure]
Install: TypeAlias = Callable[[Closure], None]

USES_BEFORE: Final = 16
"""So many times a condition runs by its closures before its function is written."""


def evaluating(closure_of: ClosureOf, node: Expression, install: Install) -> Closure:
    """What gives the value of a node: its closure, and once that has been used often a function in its place."""
    cold = closure_of(node)

    def write() -> Closure:
        source = ConditionSource(cold, partial(evaluating, closure_of))
        source.line(f"return {source.value(node)}")
        return source.function()

    return _warming(cold, write, install)


def tracing(
    closure_of: ClosureOf, node: Expression, leaves: Sequence[Expression], cold: Closure, install: Install
) -> Closure:
    """The same for value and trace: the condition, its value and, where it has several, its parts."""

    def write() -> Closure:
        source = ConditionSource(cold, partial(evaluating, closure_of))
        for leaf in leaves:
            source.keep(leaf)
        value = source.value(node)
        trace = f'"condition": {source.constant(node.text)}, "value": {value}'
        if len(leaves) > 1:
            pairs = ((source.constant(leaf.text), source.value(leaf)) for leaf in leaves)
            parts = ", ".join(f'{{"condition": {text}, "value": {part}}}' for text, part in pairs)
            trace += f', "parts": [{parts}]'
        source.line(f"return {value}, {{{trace}}}")
        return source.function()

    return _warming(cold, write, install)


def _warming(cold: Closure, write: Callable[[], Closure], install: Install) -> Closure:
    """Count the uses of a closure; threads that come to the last one at once install equal functions."""
    uses = count(1)

    def run(context: Context) -> object:
        if next(uses) == USES_BEFORE:
            install(write())
        return cold(context)

    return run
