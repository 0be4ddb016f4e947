"""The typing rules of the operators: which parts fit together, and which node they make.

Each function takes parts that are well typed themselves and returns the node they make, or a Refused that
says in words why they make none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from code_engine.case.values import ValueType
from code_engine.errors import quoted
from code_engine.ruleset.expressions import (
    And,
    Arithmetic,
    Choice,
    Comparison,
    Contains,
    Expression,
    HasHappened,
    OneOf,
    Or,
    TextList,
)
from code_engine.ruleset.functions import FUNCTIONS, TYPE_WORDS

GIVEN_TYPES: Final = FUNCTIONS["given"].arguments[0]
"""The types for which it makes sense to ask whether there is a value."""

_ORDERED: Final = frozenset({ValueType.DATE, ValueType.NUMBER})
_EQUATED: Final = _ORDERED | {ValueType.FLAG, ValueType.TEXT}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why parts do not fit together, and what to write instead."""

    message: str
    hint: str | None = None


Result: TypeAlias = Expression | Refused


def is_a(expression: Expression) -> str:
    """An expression with its type in words, as errors name it."""
    return f"{quoted(expression.text)} is {TYPE_WORDS[expression.type]}"


def compared(left: Expression, sign: str, right: Expression) -> Result:
    """`left sign right` for one of the six comparisons."""
    source = quoted(f"{left.text} {sign} {right.text}")
    if left.type is not right.type:
        return Refused(f"{source} compares {TYPE_WORDS[left.type]} with {TYPE_WORDS[right.type]}")
    if left.type not in _EQUATED:
        hint = "use `covers(a, b)` or `disjoint(a, b)`" if left.type is ValueType.TEXTS else None
        return Refused(f"{source} compares {TYPE_WORDS[left.type]} as a whole", hint)
    if left.type not in _ORDERED and sign not in ("==", "!="):
        return Refused(f"{source} puts {TYPE_WORDS[left.type]} in order", "use `==` or `!=`")
    return Comparison(ValueType.FLAG, left, sign, right)


def happened(operand: Expression, negated: bool) -> Result:
    """`operand is None` (negated: has not happened) or `operand is not None`."""
    if operand.type is ValueType.DATE:
        return HasHappened(ValueType.FLAG, operand, negated)
    hint = f"ask with {quoted(f'given({operand.text})')}" if operand.type in GIVEN_TYPES else None
    return Refused(f"`is None` asks whether a date has happened, but {is_a(operand)}", hint)


def one_of(operand: Expression, choices: tuple[str, ...] | tuple[int, ...], negated: bool) -> Result:
    """`operand in [choices]`; the choices are all texts or all numbers, and not empty."""
    texts = isinstance(choices[0], str)
    if operand.type is (ValueType.TEXT if texts else ValueType.NUMBER):
        return OneOf(ValueType.FLAG, operand, choices, negated)
    return Refused(f"{is_a(operand)}, but the list holds {'texts' if texts else 'numbers'}")


def contained(element: Expression, texts: Expression, negated: bool) -> Result:
    """`element in texts`."""
    if element.type is ValueType.TEXT and texts.type is ValueType.TEXTS:
        if isinstance(texts, TextList):
            return OneOf(ValueType.FLAG, element, texts.values, negated)
        return Contains(ValueType.FLAG, element, texts, negated)
    words = f"{TYPE_WORDS[element.type]} in {TYPE_WORDS[texts.type]}"
    return Refused(f"`in` looks for a text in a list of texts, not for {words}")


def summed(left: Expression, sign: str, right: Expression) -> Result:
    """`left + right` or `left - right`."""
    result = _sum_type(left.type, sign, right.type)
    if result is not None:
        return Arithmetic(result, left, sign, right)
    first, second = TYPE_WORDS[left.type], TYPE_WORDS[right.type]
    words = f"adds {first} and {second}" if sign == "+" else f"subtracts {second} from {first}"
    source = quoted(f"{left.text} {sign} {right.text}")
    return Refused(f"{source} {words}", "days can be added to dates, and dates subtracted from each other")


def chosen(then: Expression, test: Expression, otherwise: Expression) -> Result:
    """`then if test else otherwise`; the test is a flag."""
    if then.type is otherwise.type and then.type is not ValueType.COLLECTION:
        return Choice(then.type, then, test, otherwise)
    words = f"{TYPE_WORDS[then.type]} or {TYPE_WORDS[otherwise.type]}"
    return Refused(f"`if … else` chooses between {words}", "both sides must be values of one type")


def conjunction(operands: Sequence[Expression]) -> Expression:
    """Flags joined by `and`, nested ones taken apart; a single one stands for itself."""
    flat: list[Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, And) else (operand,))
    return flat[0] if len(flat) == 1 else And(ValueType.FLAG, tuple(flat))


def disjunction(operands: Sequence[Expression]) -> Expression:
    """Flags joined by `or`, nested ones taken apart."""
    flat: list[Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, Or) else (operand,))
    return Or(ValueType.FLAG, tuple(flat))


def _sum_type(left: ValueType, sign: str, right: ValueType) -> ValueType | None:
    """The type of a sum or difference, or None where there is none."""
    match left, sign, right:
        case ValueType.NUMBER, _, ValueType.NUMBER:
            return ValueType.NUMBER
        case (ValueType.DATE, _, ValueType.NUMBER) | (ValueType.NUMBER, "+", ValueType.DATE):
            return ValueType.DATE
        case ValueType.DATE, "-", ValueType.DATE:
            return ValueType.NUMBER
    return None
