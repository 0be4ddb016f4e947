"""The names a condition may use, and their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from code_engine.case.values import ValueType
from code_engine.errors import Problem, RulesetError, quoted
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.functions import FUNCTIONS, LOOPS

if TYPE_CHECKING:
    from code_engine.case.vocabulary import Vocabulary

Attributes: TypeAlias = Mapping[str, ValueType]
"""The attributes of an item by name."""


@dataclass(frozen=True)
class Scope:
    """Facts, collections, parameters, definitions and variables, each by its name; immutable.

    A parameter is its value with its unit (`working_days`, `calendar_days`, `months` or `count`). A variable
    is a single value (its type) or an item (its attributes). `judgements` are the ids that `answered` takes.
    """

    facts: Mapping[str, ValueType] = field(default_factory=dict)
    collections: Mapping[str, Attributes] = field(default_factory=dict)
    parameters: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    variables: Mapping[str, ValueType | Attributes] = field(default_factory=dict)
    judgements: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for kind in ("facts", "collections", "parameters", "definitions", "variables"):
            names = getattr(self, kind)
            if not isinstance(names, MappingProxyType):
                object.__setattr__(self, kind, MappingProxyType(dict(names)))

    @classmethod
    def from_vocabulary(
        cls,
        vocabulary: Vocabulary,
        parameters: Mapping[str, tuple[int, str]] | None = None,
        judgements: Iterable[str] = (),
    ) -> Scope:
        """The scope of a ruleset: the names of a vocabulary, and the ruleset's parameters and judgements."""
        return cls(
            facts={name: fact.type for name, fact in vocabulary.facts.items()},
            collections={
                name: {attribute: fact.type for attribute, fact in collection.attributes.items()}
                for name, collection in vocabulary.collections.items()
            },
            parameters=parameters or {},
            judgements=frozenset(judgements),
        )

    def with_variables(self, variables: Mapping[str, ValueType | Attributes]) -> Scope:
        """This scope with more variables; raises RulesetError where one would hide another name."""
        _refuse("variable", [name for name in variables if self.taken(name)])
        return replace(self, variables={**self.variables, **variables})

    def with_definitions(self, definitions: Mapping[str, Expression]) -> Scope:
        """This scope with more definitions; raises RulesetError where one has the name of something else."""
        known = {*self.names(), *FUNCTIONS, *LOOPS}
        _refuse("definition", [name for name in definitions if name in known])
        return replace(self, definitions={**self.definitions, **definitions})

    def names(self) -> tuple[str, ...]:
        """Every name a condition may use, sorted; an item variable as `variable.attribute`."""
        found = {*self.facts, *self.collections, *self.parameters, *self.definitions}
        for name, kind in self.variables.items():
            found.update((name,) if isinstance(kind, ValueType) else (f"{name}.{key}" for key in kind))
        return tuple(sorted(found))

    def taken(self, name: str) -> bool:
        """Whether a variable of this name would hide a function, a name, or the first part of one."""
        if name in FUNCTIONS or name in LOOPS or name in self.variables:
            return True
        kinds = (self.facts, self.collections, self.parameters, self.definitions)
        prefix = f"{name}."
        return any(name in kind or any(key.startswith(prefix) for key in kind) for kind in kinds)


def _refuse(kind: str, hiding: Iterable[str]) -> None:
    problems = [
        Problem(f"the {kind} {quoted(name)} has the name of something else", hint="give it another name")
        for name in hiding
    ]
    if problems:
        raise RulesetError(*problems)
