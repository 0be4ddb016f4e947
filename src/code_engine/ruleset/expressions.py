"""The tree of a condition: what the text of a rule means once names and types are checked.

Every node is frozen and knows its type. Nothing here evaluates anything; the evaluator, its trace and the
columnar reading all walk the same tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from code_engine.case.values import ValueType


class LoopKind(StrEnum):
    """What a loop over a collection asks."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Expression:
    """Base of every node; `type` is the type of its value."""

    type: ValueType

    @property
    def text(self) -> str:
        """The condition in normalised source: equal trees have equal texts, and each parses to its tree."""
        return _render(self, 0)

    @property
    def names(self) -> tuple[str, ...]:
        """The facts, collections and definitions it reads itself, each once, in order of appearance."""
        kinds = (FactName, CollectionName, DefinitionName)
        return _unique(node.name for node in self.walk() if isinstance(node, kinds))

    @property
    def definitions_used(self) -> tuple[str, ...]:
        """The definitions it names itself (not those that these name in turn), in order of appearance."""
        return _unique(node.name for node in self.walk() if isinstance(node, DefinitionName))

    @property
    def parameters_used(self) -> tuple[str, ...]:
        """The parameters it names itself, in order of appearance."""
        return _unique(node.name for node in self.walk() if isinstance(node, ParameterName))

    @property
    def facts_used(self) -> tuple[str, ...]:
        """The facts and collections it depends on, those behind its definitions included."""
        return _unique(self._base_names())

    @property
    def free_variables(self) -> frozenset[str]:
        """Variables it reads that no loop of its own sets; empty where its value depends on facts alone."""
        return frozenset(_free_variables(self))

    def children(self) -> tuple[Expression, ...]:
        """The direct parts, in the order they are written; a definition's own tree is not among them."""
        return ()

    def walk(self) -> Iterator[Expression]:
        """This node and every node below it, a parent before its parts."""
        yield self
        for child in self.children():
            yield from child.walk()

    def _base_names(self) -> Iterator[str]:
        for node in self.walk():
            if isinstance(node, DefinitionName):
                yield from node.expression._base_names()
            elif isinstance(node, FactName | CollectionName):
                yield node.name


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A flag, number or text written in the condition."""

    value: bool | int | str


@dataclass(frozen=True, slots=True)
class TextList(Expression):
    """A list of texts written in the condition, where a function takes a list."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParameterName(Expression):
    """A number of the Code or of a landlord, with its unit; its value is fixed when the rule loads."""

    name: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class FactName(Expression):
    """A fact, read by its dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class AnswerName(FactName):
    """A person's answer to a question of judgement: the fact `answers.` with the id of the judgement."""

    judgement: str


@dataclass(frozen=True, slots=True)
class CollectionName(Expression):
    """All events of one kind, read by the dotted name of the collection."""

    name: str


@dataclass(frozen=True, slots=True)
class DefinitionName(Expression):
    """A named expression of the ruleset, used by its name."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class VariableName(Expression):
    """A single value that the form of the rule provides, such as `due`."""

    name: str


@dataclass(frozen=True, slots=True)
class ItemAttribute(Expression):
    """An attribute of the item a variable stands for, such as `notice.reasons`."""

    variable: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """True where its operand is false."""

    operand: Expression

    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class And(Expression):
    """True where every operand is."""

    operands: tuple[Expression, ...]

    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """True where at least one operand is."""

    operands: tuple[Expression, ...]

    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """`left operator right`, the operator one of `== != < <= > >=`, both sides of one type."""

    left: Expression
    operator: str
    right: Expression

    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class HasHappened(Expression):
    """`date is None` (negated: it has not happened) or `date is not None`."""

    operand: Expression
    negated: bool

    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class OneOf(Expression):
    """A text or number that is (negated: is not) one of several written in the condition."""

    operand: Expression
    choices: tuple[str, ...] | tuple[int, ...]
    negated: bool

    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Contains(Expression):
    """A text that is (negated: is not) an element of a list of texts."""

    element: Expression
    texts: Expression
    negated: bool

    def children(self) -> tuple[Expression, ...]:
        return (self.element, self.texts)


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """`left + right` or `left - right`; next to a date a number counts calendar days."""

    left: Expression
    operator: str
    right: Expression

    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Choice(Expression):
    """`then if test else otherwise`."""

    then: Expression
    test: Expression
    otherwise: Expression

    def children(self) -> tuple[Expression, ...]:
        return (self.then, self.test, self.otherwise)


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function of the table in `functions.py` with its arguments."""

    function: str
    arguments: tuple[Expression, ...]

    def children(self) -> tuple[Expression, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True)
class Loop(Expression):
    """`any(body for variable in collection if condition)`, `all` alike; `count` has no body."""

    kind: LoopKind
    body: Expression | None
    variable: str
    collection: CollectionName
    condition: Expression | None

    def children(self) -> tuple[Expression, ...]:
        parts = (self.body, self.collection, self.condition)
        return tuple(part for part in parts if part is not None)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _free_variables(expression: Expression) -> set[str]:
    match expression:
        case VariableName(name=name) | ItemAttribute(variable=name):
            return {name}
        case DefinitionName(expression=inner):
            return _free_variables(inner)
    found = {name for child in expression.children() for name in _free_variables(child)}
    return found - {expression.variable} if isinstance(expression, Loop) else found


_CHOICE, _OR, _AND, _NOT, _COMPARISON, _SUM, _ATOM = range(7)


def _render(expression: Expression, level: int) -> str:
    """The source of a node, in brackets where it binds less tightly than its place (`level`) asks."""
    binding, text = _source(expression)
    return f"({text})" if binding < level else text


def _source(expression: Expression) -> tuple[int, str]:
    """How tightly a node binds, and its source without outer brackets."""
    match expression:
        case Not(operand=operand):
            return _NOT, f"not {_render(operand, _NOT)}"
        case And(operands=operands):
            return _AND, " and ".join(_render(operand, _AND + 1) for operand in operands)
        case Or(operands=operands):
            return _OR, " or ".join(_render(operand, _OR + 1) for operand in operands)
        case Choice(then=then, test=test, otherwise=otherwise):
            return _CHOICE, f"{_render(then, _OR)} if {_render(test, _OR)} else {_render(otherwise, _CHOICE)}"
        case Arithmetic(left=left, operator=operator, right=right):
            return _SUM, f"{_render(left, _SUM)} {operator} {_render(right, _ATOM)}"
        case Comparison() | HasHappened() | OneOf() | Contains():
            return _COMPARISON, _comparison_source(expression)
    return _ATOM, _atom_source(expression)


def _comparison_source(expression: Expression) -> str:
    match expression:
        case Comparison(left=left, operator=operator, right=right):
            return f"{_render(left, _SUM)} {operator} {_render(right, _SUM)}"
        case HasHappened(operand=operand, negated=negated):
            return f"{_render(operand, _SUM)} is {'' if negated else 'not '}None"
        case OneOf(operand=operand, choices=choices, negated=negated):
            return f"{_render(operand, _SUM)} {'not ' if negated else ''}in {_listed(choices)}"
        case Contains(element=element, texts=texts, negated=negated):
            return f"{_render(element, _SUM)} {'not ' if negated else ''}in {_render(texts, _SUM)}"
    raise TypeError(f"not a comparison: {type(expression).__name__}")


def _atom_source(expression: Expression) -> str:
    match expression:
        case Constant(value=value):
            return _literal(value)
        case TextList(values=values):
            return _listed(values)
        case AnswerName(judgement=judgement):
            return f"answered({_literal(judgement)})"
        case ParameterName(name=name) | FactName(name=name) | CollectionName(name=name):
            return name
        case DefinitionName(name=name) | VariableName(name=name):
            return name
        case ItemAttribute(variable=variable, attribute=attribute):
            return f"{variable}.{attribute}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_render(argument, _CHOICE) for argument in arguments)})"
        case Loop(kind=kind, body=body, variable=variable, collection=collection, condition=condition):
            subject = variable if body is None else _render(body, _CHOICE)
            tail = "" if condition is None else f" if {_render(condition, _OR)}"
            return f"{kind}({subject} for {variable} in {collection.name}{tail})"
    raise TypeError(f"no source for {type(expression).__name__}")


def _literal(value: bool | int | str) -> str:
    if isinstance(value, str):
        return f"'{value}'" if '"' in value else f'"{value}"'
    return str(value)


def _listed(values: Iterable[str | int]) -> str:
    return f"[{', '.join(_literal(value) for value in values)}]"
