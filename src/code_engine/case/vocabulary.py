"""The vocabulary: every fact and collection that rules can read, with type, meaning and question.

It is data read off the declarations and the classes of events; no validator is built for it. It never
changes: a plugin's facts make a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from types import MappingProxyType

from code_engine.case.declarations import AttributeDeclaration, CollectionDeclaration, FactDeclaration
from code_engine.case.declared_collections import declared_collections
from code_engine.case.declared_facts import declared_facts
from code_engine.case.values import Items, Value, ValueType
from code_engine.day_words import day_in_words
from code_engine.errors import LandlordError, Problem, quoted

__all__ = [
    "VOCABULARY",
    "AttributeDeclaration",
    "CollectionDeclaration",
    "FactDeclaration",
    "Vocabulary",
    "question_for",
]

_ITEM_PATH = re.compile(r"(?P<collection>[a-z0-9_.]+)\[(?P<place>[0-9]+)\]\.(?P<attribute>[a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts and collections that conditions may name; immutable."""

    facts: Mapping[str, FactDeclaration]
    collections: Mapping[str, CollectionDeclaration]
    types: Mapping[str, ValueType] = field(init=False, compare=False, repr=False)
    """The type of every fact by name; collections are left out."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", {name: fact.type for name, fact in self.facts.items()})

    def with_facts(self, facts: Iterable[FactDeclaration]) -> Vocabulary:
        """A new vocabulary with more facts; raises LandlordError where a name is taken."""
        merged = dict(self.facts)
        for fact in facts:
            if fact.name in merged or fact.name in self.collections:
                raise LandlordError(
                    Problem(
                        f"the fact {quoted(fact.name)} is already declared",
                        hint="choose a name that begins with the landlord's own",
                    )
                )
            merged[fact.name] = fact
        return Vocabulary(MappingProxyType(merged), self.collections)

    def type_of(self, name: str) -> ValueType:
        """The type of a fact, or COLLECTION; raises KeyError for a name that is not declared."""
        if name in self.collections:
            return ValueType.COLLECTION
        return self.facts[name].type

    def question_for(self, path: str, facts: Mapping[str, Value] | None = None) -> str:
        """The question in words that asks for a fact; see the function `question_for`."""
        declared = self.facts.get(path) or self.collections.get(path)
        if declared is not None:
            return declared.question
        return self._item_question(path, facts or {})

    def _item_question(self, path: str, facts: Mapping[str, Value]) -> str:
        parts = _ITEM_PATH.fullmatch(path)
        collection = self.collections.get(parts["collection"]) if parts else None
        attribute = collection.attributes.get(parts["attribute"]) if parts and collection else None
        if parts is None or attribute is None:
            return f"What is known about {path}?"
        known, place = facts.get(parts["collection"]), int(parts["place"])
        shown = f"number {place}"
        if isinstance(known, Items) and 1 <= place <= len(known.items):
            on = known.items[place - 1].get("on")
            if isinstance(on, int):
                shown = day_in_words(on)
        return attribute.question.replace("{on}", shown)


def question_for(path: str, facts: Mapping[str, Value] | None = None) -> str:
    """The question in words that asks for a fact, a collection or an attribute of an item.

    `stage_1.extensions[1].reasons` is the attribute of the first item (counted from 1); with the folded
    `facts` the question names the item's day. An undeclared path gives a plain question, never an error.
    """
    return VOCABULARY.question_for(path, facts)


def _build() -> Vocabulary:
    facts = {intern(fact.name): fact for fact in declared_facts()}
    collections = {intern(collection.name): collection for collection in declared_collections()}
    return Vocabulary(MappingProxyType(facts), MappingProxyType(collections))


VOCABULARY: Vocabulary = _build()
"""What the Code's own rules can read."""
