"""What a name in a condition stands for: a fact, a parameter, a definition, a collection or a variable."""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern

from code_engine.case.values import ValueType
from code_engine.errors import did_you_mean, quoted
from code_engine.ruleset.expressions import (
    CollectionName,
    DefinitionName,
    Expression,
    FactName,
    ItemAttribute,
    ParameterName,
    VariableName,
)
from code_engine.ruleset.functions import FUNCTIONS, LOOPS, TYPE_WORDS
from code_engine.ruleset.scope import Attributes, Scope
from code_engine.ruleset.types import Refused, Result


def resolved(name: str, scope: Scope, loops: Mapping[str, Attributes]) -> Result:
    """The node a dotted name makes in a scope, inside loops whose variables have these attributes."""
    # Interned like the names of facts and attributes, a name is found in a dictionary without comparing letters.
    name = intern(name)
    first, attribute = (intern(part) for part in name.partition(".")[::2])
    variable = loops.get(first) or scope.variables.get(first)
    if variable is not None:
        return _variable(first, attribute, variable)
    return _name_of_scope(name, scope) or Refused(f"unknown name {quoted(name)}", _advice(name, scope, loops))


def _name_of_scope(name: str, scope: Scope) -> Expression | None:
    if name in scope.facts:
        return FactName(scope.facts[name], name)
    if name in scope.definitions:
        return DefinitionName(scope.definitions[name].type, name, scope.definitions[name])
    if name in scope.parameters:
        value, unit = scope.parameters[name]
        return ParameterName(ValueType.NUMBER, name, value, str(unit))
    if name in scope.collections:
        return CollectionName(ValueType.COLLECTION, name)
    return None


def _variable(variable: str, attribute: str, kind: ValueType | Attributes) -> Result:
    if isinstance(kind, ValueType):
        if not attribute:
            return VariableName(kind, variable)
        return Refused(f"{quoted(variable)} is {TYPE_WORDS[kind]} and has no parts")
    if attribute in kind:
        return ItemAttribute(kind[attribute], variable, attribute)
    if attribute:
        message = f"{quoted(variable)} has no attribute {quoted(attribute)}"
        return Refused(message, did_you_mean(attribute, kind))
    example = quoted(f"{variable}.{next(iter(kind), 'on')}")
    return Refused(f"{quoted(variable)} is an item, not a value", f"name an attribute, as {example}")


def _advice(name: str, scope: Scope, loops: Mapping[str, Attributes]) -> str | None:
    form = FUNCTIONS.get(name) or LOOPS.get(name)
    if form is not None:
        return f"write it as {quoted(form.signature)}"
    known = (f"{variable}.{key}" for variable, attributes in loops.items() for key in attributes)
    return did_you_mean(name, (*scope.names(), *known))
