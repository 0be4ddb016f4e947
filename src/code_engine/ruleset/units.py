"""Units of numbers in conditions: working days, calendar days, months and counts are not interchangeable.

Only numbers whose unit is known are checked: parameters, counted days and counted items. A number written
out fits every unit.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from code_engine.case.values import ValueType
from code_engine.errors import quoted
from code_engine.ruleset.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Expression,
    Loop,
    ParameterName,
)
from code_engine.ruleset.functions import FUNCTIONS
from code_engine.ruleset.types import Refused

_WORDS: Final = MappingProxyType(
    {"working_days": "working days", "calendar_days": "calendar days", "months": "months", "count": "things"}
)
_AFTER: Final = MappingProxyType({"working_days": "working_days_after", "months": "months_after"})


def unit_mistake(expression: Expression) -> Refused | None:
    """Look for units that do not fit in one node whose parts are checked already; None where all is well."""
    match expression:
        case Comparison(left=left, operator=operator, right=right) if left.type is ValueType.NUMBER:
            return _difference(f"{left.text} {operator} {right.text}", "compares", left, right)
        case Arithmetic(left=left, operator=operator, right=right):
            source = f"{left.text} {operator} {right.text}"
            if left.type is right.type:
                return _difference(source, "mixes", left, right)
            day, number = (left, right) if left.type is ValueType.DATE else (right, left)
            return _added_to_date(source, day, number)
        case Call(function=function, arguments=(*_, last)) if FUNCTIONS[function].unit is not None:
            return _argument(function, FUNCTIONS[function].unit or "", last)
    return None


def _unit(expression: Expression) -> str | None:
    """The unit a number counts in, or None where it is not known (or the expression is no number)."""
    if expression.type is not ValueType.NUMBER:
        return None
    match expression:
        case ParameterName(unit=unit):
            return unit
        case Call(function="working_days"):
            return "working_days"
        case Loop():
            return "count"
        case Arithmetic(left=left, right=right):
            return "calendar_days" if left.type is ValueType.DATE else _unit(left) or _unit(right)
    return None


def _difference(source: str, verb: str, left: Expression, right: Expression) -> Refused | None:
    first, second = _unit(left), _unit(right)
    if first is None or second is None or first == second:
        return None
    return Refused(f"{quoted(source)} {verb} {_words(first)} with {_words(second)}")


def _added_to_date(source: str, day: Expression, number: Expression) -> Refused | None:
    unit = _unit(number)
    if unit is None or unit == "calendar_days":
        return None
    function = _AFTER.get(unit)
    hint = f"write {quoted(f'{function}({day.text}, {number.text})')}" if function else None
    return Refused(f"{quoted(source)} counts {_words(unit)} as if they were calendar days", hint)


def _argument(function: str, wanted: str, number: Expression) -> Refused | None:
    unit = _unit(number)
    if unit is not None and unit != wanted:
        return Refused(f"{quoted(function)} counts {_words(wanted)}, and {quoted(number.text)} is in {_words(unit)}")
    if isinstance(number, Constant) and int(number.value) < 0:
        return Refused(f"{quoted(function)} cannot count backwards", "give a number that is not below 0")
    return None


def _words(unit: str) -> str:
    return _WORDS.get(unit, unit)
