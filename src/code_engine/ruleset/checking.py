"""Names and types of a condition: from Python's syntax tree to the typed tree of the language.

Where a part has a mistake, the mistake is noted and the part is None; the parts around it are still checked,
so that one look shows every mistake, each once.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from code_engine.case.values import ValueType
from code_engine.errors import did_you_mean, quoted
from code_engine.ruleset import types
from code_engine.ruleset.expressions import (
    AnswerName,
    Call,
    CollectionName,
    Constant,
    Expression,
    Loop,
    LoopKind,
    Not,
    TextList,
)
from code_engine.ruleset.functions import FUNCTIONS, LOOPS, TYPE_WORDS, Function
from code_engine.ruleset.names import resolved
from code_engine.ruleset.scope import Attributes, Scope
from code_engine.ruleset.types import Refused, is_a
from code_engine.ruleset.units import unit_mistake

LARGEST_NUMBER: Final = 100_000
"""The largest number a condition may hold; every count of days and things lies far below."""

_OPERATORS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_FOREIGN: Final[Mapping[type[ast.expr], str]] = {
    ast.Lambda: "`lambda`",
    ast.NamedExpr: "`:=`",
    ast.JoinedStr: "an f-string",
    ast.Subscript: "an index in square brackets",
    ast.Dict: "a dictionary",
    ast.Set: "a set in braces",
    ast.ListComp: "a loop in square brackets",
    ast.SetComp: "a loop in braces",
    ast.DictComp: "a loop in braces",
    ast.GeneratorExp: "a loop outside `any`, `all` and `count`",
    ast.Starred: "`*`",
    ast.Await: "`await`",
    ast.Yield: "`yield`",
    ast.YieldFrom: "`yield`",
}
_LIST_PLACES: Final = "a list of texts or numbers stands to the right of `in`, a list of texts in a function"


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a condition; its place counts bytes from the start of the condition's source."""

    byte_offset: int
    message: str
    hint: str | None


class Checker:
    """Checks one condition in a scope; collects its mistakes in order."""

    def __init__(self, scope: Scope) -> None:
        self.mistakes: list[Mistake] = []
        self._scope = scope
        self._loops: dict[str, Attributes] = {}

    def note(self, node: ast.AST, message: str, hint: str | None = None) -> None:
        """Note a mistake at a node."""
        self.mistakes.append(Mistake(getattr(node, "col_offset", 0), message, hint))

    def expression(self, node: ast.expr) -> Expression | None:
        """The typed tree of a node, or None where a mistake has been noted."""
        match node:
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.BoolOp():
                return self._logical(node)
            case ast.Compare():
                return self._comparisons(node)
            case ast.Call():
                return self._call(node)
            case ast.Constant():
                return self._constant(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.IfExp():
                return self._choice(node)
            case ast.List() | ast.Tuple():
                self.note(node, "a list cannot stand here", _LIST_PLACES)
                return None
        self.note(node, f"{_FOREIGN.get(type(node), 'this')} is not part of the condition language")
        return None

    def _flag(self, node: ast.expr) -> Expression | None:
        """A part that must be a flag."""
        found = self.expression(node)
        if found is None or found.type is ValueType.FLAG:
            return found
        hint = f"ask with {quoted(f'given({found.text})')}" if found.type in types.GIVEN_TYPES else None
        self.note(node, f"{is_a(found)}, but a flag is needed here", hint)
        return None

    def _made(self, node: ast.expr, result: types.Result) -> Expression | None:
        """The node that parts make together, or None where types or units do not fit."""
        refused = result if isinstance(result, Refused) else unit_mistake(result)
        if refused is not None:
            self.note(node, refused.message, refused.hint)
        return result if isinstance(result, Expression) and refused is None else None

    # Names and literals

    def _name(self, node: ast.Name | ast.Attribute) -> Expression | None:
        name = dotted_name(node)
        if name is not None:
            return self._made(node, resolved(name, self._scope, self._loops))
        self.note(node, "only names have parts after a dot", "write a name such as `stage_1.responded_on`")
        return None

    def _constant(self, node: ast.Constant) -> Expression | None:
        value = node.value
        if isinstance(value, bool):
            return Constant(ValueType.FLAG, value)
        if isinstance(value, int):
            if value <= LARGEST_NUMBER:
                return Constant(ValueType.NUMBER, value)
            self.note(node, f"the number {quoted(value)} is too large", f"the largest is {LARGEST_NUMBER}")
        elif isinstance(value, str):
            if not ('"' in value and "'" in value):
                return Constant(ValueType.TEXT, value)
            self.note(node, "a text cannot hold both kinds of quotation mark")
        elif value is None:
            hint = "a date that `is None` has not happened"
            self.note(node, "`None` stands only after `is` and `is not`", hint)
        else:
            self.note(node, f"{quoted(ast.unparse(node))} is not part of the condition language")
        return None

    def _literals(self, node: ast.List | ast.Tuple) -> tuple[str, ...] | tuple[int, ...] | None:
        """The texts, or the numbers, of a list written in the condition."""
        found = [self.expression(element) for element in node.elts]
        if None in found:
            return None
        values = [part.value for part in found if isinstance(part, Constant)]
        texts = tuple(value for value in values if isinstance(value, str))
        numbers = tuple(value for value in values if type(value) is int)
        if not found:
            self.note(node, "a list cannot be empty")
        elif len(found) not in (len(texts), len(numbers)):
            self.note(node, "a list holds texts only or numbers only, written out")
        else:
            return texts or numbers
        return None

    # Operators

    def _logical(self, node: ast.BoolOp) -> Expression | None:
        found = [self._flag(operand) for operand in node.values]
        operands = [operand for operand in found if operand is not None]
        if len(operands) < len(found):
            return None
        return types.conjunction(operands) if isinstance(node.op, ast.And) else types.disjunction(operands)

    def _unary(self, node: ast.UnaryOp) -> Expression | None:
        if isinstance(node.op, ast.Not):
            operand = self._flag(node.operand)
            return None if operand is None else Not(ValueType.FLAG, operand)
        if not isinstance(node.op, ast.USub):
            sign = "+" if isinstance(node.op, ast.UAdd) else "~"
            self.note(node, f"{quoted(sign)} cannot stand before a value")
            return None
        operand = self.expression(node.operand)
        if operand is None:
            return None
        if isinstance(operand, Constant) and operand.type is ValueType.NUMBER:
            return Constant(ValueType.NUMBER, -int(operand.value))
        self.note(node, "only a number written out can have a minus", "subtract with `a - b`")
        return None

    def _arithmetic(self, node: ast.BinOp) -> Expression | None:
        if not isinstance(node.op, ast.Add | ast.Sub):
            self.note(node, "only `+` and `-` can be calculated", "put other numbers into parameters")
            return None
        left, right = self.expression(node.left), self.expression(node.right)
        if left is None or right is None:
            return None
        return self._made(node, types.summed(left, "+" if isinstance(node.op, ast.Add) else "-", right))

    def _choice(self, node: ast.IfExp) -> Expression | None:
        then, test = self.expression(node.body), self._flag(node.test)
        otherwise = self.expression(node.orelse)
        if then is None or test is None or otherwise is None:
            return None
        return self._made(node, types.chosen(then, test, otherwise))

    # Comparisons

    def _comparisons(self, node: ast.Compare) -> Expression | None:
        """A comparison, or a chain of them (`a < b < c`), which means each pair joined by `and`."""
        pairs: list[Expression | None] = []
        left_node, left = node.left, self.expression(node.left)
        for operator, right_node in zip(node.ops, node.comparators, strict=True):
            ends_chain = isinstance(operator, ast.Is | ast.IsNot) or (
                isinstance(operator, ast.In | ast.NotIn) and isinstance(right_node, ast.List | ast.Tuple)
            )
            if ends_chain:
                pairs.append(self._membership(left_node, left, operator, right_node))
                if right_node is not node.comparators[-1]:
                    message = "nothing can be compared with what stands here"
                    self.note(right_node, message, "join two tests with `and`")
                    return None
            else:
                right = self.expression(right_node)
                pairs.append(self._pair(left_node, left, operator, right))
                left_node, left = right_node, right
        found = [pair for pair in pairs if pair is not None]
        return None if len(found) < len(pairs) else types.conjunction(found)

    def _pair(
        self, node: ast.expr, left: Expression | None, operator: ast.cmpop, right: Expression | None
    ) -> Expression | None:
        """Two values side by side."""
        if left is None or right is None:
            return None
        if isinstance(operator, ast.In | ast.NotIn):
            return self._made(node, types.contained(left, right, isinstance(operator, ast.NotIn)))
        return self._made(node, types.compared(left, _OPERATORS[type(operator)], right))

    def _membership(
        self, node: ast.expr, left: Expression | None, operator: ast.cmpop, right: ast.expr
    ) -> Expression | None:
        """`in` a list written out, or `is None`."""
        if isinstance(right, ast.List | ast.Tuple) and isinstance(operator, ast.In | ast.NotIn):
            choices = self._literals(right)
            if left is None or choices is None:
                return None
            return self._made(node, types.one_of(left, choices, isinstance(operator, ast.NotIn)))
        if not (isinstance(right, ast.Constant) and right.value is None):
            self.note(right, "only `None` stands after `is` and `is not`", "compare with `==` or `!=`")
            return None
        return None if left is None else self._made(node, types.happened(left, isinstance(operator, ast.Is)))

    # Functions and loops

    def _call(self, node: ast.Call) -> Expression | None:
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name is not None and name in LOOPS:
            return self._loop(node, LoopKind(name))
        function = FUNCTIONS.get(name or "")
        if function is None:
            called = quoted(ast.unparse(node.func))
            self.note(node, f"unknown function {called}", did_you_mean(name or "", (*FUNCTIONS, *LOOPS)))
            return None
        signature = f"write it as {quoted(function.signature)}"
        if node.keywords:
            self.note(node, f"{quoted(function.name)} takes no named arguments", signature)
            return None
        least = len(function.arguments)
        if len(node.args) < least or (len(node.args) > least and not function.repeated):
            wanted = f"{least} or more" if function.repeated else str(least)
            message = f"{quoted(function.name)} takes {wanted} arguments, not {len(node.args)}"
            self.note(node, message, signature)
            return None
        return self._function(node, function)

    def _function(self, node: ast.Call, function: Function) -> Expression | None:
        more = len(node.args) - len(function.arguments)
        allowed = (*function.arguments, *(function.arguments[-1],) * more)
        pairs = zip(node.args, allowed, strict=True)
        found = [self._argument(part, function, wanted) for part, wanted in pairs]
        arguments = tuple(argument for argument in found if argument is not None)
        if len(arguments) < len(found):
            return None
        if function.name == "answered":
            return self._answer(node, arguments[0])
        if function.name == "includes":
            texts, element = arguments
            return self._made(node, types.contained(element, texts, False))
        return self._made(node, Call(function.result, function.name, arguments))

    def _answer(self, node: ast.Call, written: Expression) -> Expression | None:
        """A person's answer to a judgement of the ruleset; its id is written out, so that it can be checked."""
        if not isinstance(written, Constant):
            self.note(node, "`answered` takes the id of a judgement, written out", 'write it as `answered("6.1")`')
            return None
        judgement = str(written.value)
        if judgement in self._scope.judgements:
            return AnswerName(ValueType.FLAG, f"answers.{judgement}", judgement)
        self.note(node, f"unknown judgement {quoted(judgement)}", did_you_mean(judgement, self._scope.judgements))
        return None

    def _argument(self, node: ast.expr, function: Function, allowed: frozenset[ValueType]) -> Expression | None:
        if isinstance(node, ast.List | ast.Tuple) and ValueType.TEXTS in allowed and len(allowed) == 1:
            values = self._literals(node)
            texts = tuple(value for value in values or () if isinstance(value, str))
            if values is not None and not texts:
                self.note(node, f"{quoted(function.name)} takes a list of texts, not of numbers")
            return TextList(ValueType.TEXTS, texts) if texts else None
        found = self.expression(node)
        if found is None or found.type in allowed:
            return found
        wanted = " or ".join(sorted(TYPE_WORDS[kind] for kind in allowed))
        message = f"{quoted(function.name)} takes {wanted} here, but {is_a(found)}"
        self.note(node, message, f"write it as {quoted(function.signature)}")
        return None

    def _loop(self, node: ast.Call, kind: LoopKind) -> Expression | None:
        signature = f"write it as {quoted(LOOPS[kind].signature)}"
        argument = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if not isinstance(argument, ast.GeneratorExp):
            self.note(node, f"{quoted(kind)} takes one loop over a collection", signature)
            return None
        first, *others = argument.generators
        if others or len(first.ifs) > 1 or first.is_async or not isinstance(first.target, ast.Name):
            self.note(argument, "a loop has one variable, one `for` and at most one `if`", signature)
            return None
        variable, name = first.target.id, dotted_name(first.iter)
        if variable in self._loops or self._scope.taken(variable):
            message = f"the variable {quoted(variable)} hides another name"
            self.note(first.target, message, "call it something else")
            return None
        attributes = self._scope.collections.get(name or "")
        if name is None or attributes is None:
            hint = did_you_mean(name or "", self._scope.collections)
            self.note(first.iter, f"unknown collection {quoted(ast.unparse(first.iter))}", hint)
            return None
        self._loops[variable] = attributes
        try:
            return self._loop_parts(kind, argument.elt, variable, name, first.ifs)
        finally:
            del self._loops[variable]

    def _loop_parts(
        self, kind: LoopKind, subject: ast.expr, variable: str, name: str, conditions: list[ast.expr]
    ) -> Expression | None:
        body = None
        if kind is not LoopKind.COUNT:
            body = self._flag(subject)
        elif not (isinstance(subject, ast.Name) and subject.id == variable):
            hint = f"write {quoted(f'count({variable} for {variable} in {name} if …)')}"
            self.note(subject, "`count` counts the items themselves", hint)
            return None
        condition = self._flag(conditions[0]) if conditions else None
        if (body is None and kind is not LoopKind.COUNT) or (condition is None and conditions):
            return None
        collection = CollectionName(ValueType.COLLECTION, name)
        return Loop(LOOPS[kind].result, kind, body, variable, collection, condition)


def dotted_name(node: ast.AST) -> str | None:
    """The name a node spells, such as `stage_1.responded_on`, or None where it is not a name."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts)))
