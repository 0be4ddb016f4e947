"""The facts that rules about policies read, declared by the models that policies are written in.

A statement `however_made` of the subject `definition` is the fact `policy.definition.however_made`; a list is a
collection; a known setting is a number, and its unit a text beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from code_engine.case.declarations import (
    AttributeDeclaration,
    CollectionDeclaration,
    FactDeclaration,
    detail_kind,
)
from code_engine.case.values import ValueType
from code_engine.case.vocabulary import Vocabulary
from code_engine.policy.entries import ListedEntry, Section
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.policy.statements import LISTS, SECTIONS

PREFIX: Final = "policy."
"""What the names of all facts about a policy begin with."""

POSITION: Final = "position"
"""The attribute every entry of a list has: its place in it, counted from 1."""

COUNTED: Final = ("access.channels",)
"""Statements that are lists of texts and of which rules read how many there are, as the number `…_count`."""


def _statements() -> Iterator[FactDeclaration]:
    for subject, section in SECTIONS.items():
        for name, (kind, meaning, question) in _fields(section).items():
            if subject in ("stage_1", "stage_2"):
                question = f"{question.removesuffix('?')} at stage {subject[-1]}?"
            yield FactDeclaration(f"{PREFIX}{subject}.{name}", kind, meaning, question)
            if f"{subject}.{name}" in COUNTED:
                yield FactDeclaration(
                    f"{PREFIX}{subject}.{name}_count", ValueType.NUMBER, f"How many. {meaning}", question, "count"
                )


def _settings() -> Iterator[FactDeclaration]:
    for setting in KNOWN_SETTINGS.values():
        name = f"{PREFIX}{setting.name}"
        yield FactDeclaration(name, ValueType.NUMBER, setting.meaning, setting.question, setting.units[0])
        yield FactDeclaration(
            f"{name}_unit",
            ValueType.TEXT,
            f"The unit the policy states it in: {' or '.join(setting.units)}",
            f"In which unit is it stated? {setting.question}",
        )
        yield FactDeclaration(
            f"{name}_stated",
            ValueType.TEXT,
            "The number and unit as the policy states them, for reasons.",
            setting.question,
        )


def _lists() -> Iterator[CollectionDeclaration]:
    for name, entry in LISTS.items():
        attributes = {
            field: AttributeDeclaration(kind, meaning, question)
            for field, (kind, meaning, question) in _fields(entry).items()
        }
        attributes[POSITION] = AttributeDeclaration(
            ValueType.NUMBER, "Its place among the entries, counted from 1.", f"Which {entry.label} is it?"
        )
        meaning = f"Each {entry.label} the policy lists."
        yield CollectionDeclaration(f"{PREFIX}{name}", meaning, f"Which {entry.label}s are there?", (), attributes)


def _fields(model: type[Section] | type[ListedEntry]) -> dict[str, tuple[ValueType, str, str]]:
    found = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        question = str(extra["x-question"]) if isinstance(extra, dict) else ""
        kind = ValueType(detail_kind(info.annotation).value)
        found[name] = (kind, info.description or "", question.replace("{on}", f"the {model.label}"))
    return found


def _build() -> Vocabulary:
    facts = {fact.name: fact for fact in (*_settings(), *_statements())}
    collections = {collection.name: collection for collection in _lists()}
    return Vocabulary(MappingProxyType(facts), MappingProxyType(collections))


POLICY_VOCABULARY: Final[Vocabulary] = _build()
"""What rules with `subject: policy` can read."""
