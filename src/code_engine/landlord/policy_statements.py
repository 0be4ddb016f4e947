"""What the layers of a policy state, taken together: one value for each statement, with the clauses that say it.

Within one version the clauses add up: lists are joined, and where two clauses say different things the
statement is a contradiction and counts as not known. A landlord's statement replaces its group's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from code_engine.case.values import Item, Items, Value
from code_engine.errors import Location
from code_engine.landlord.policy_version import PolicyVersion
from code_engine.policy.statements import LISTS, SECTIONS

StatedValue = bool | int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One clause (or the file, outside of clauses: None) saying something, and where."""

    landlord: str
    version: str
    clause: str | None
    origin: Location


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the merged policy. `value` is None where its clauses contradict each other."""

    name: str
    value: StatedValue | None
    said: tuple[Said, ...]

    @property
    def contradictory(self) -> bool:
        """Whether its clauses say different things."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One entry of a list, such as an exclusion: what is stated of it by attribute, and who says so.

    `also` are further clauses of the version that speak of the same thing by the same name.
    """

    values: Mapping[str, StatedValue]
    said: Said
    also: tuple[Said, ...] = ()


def merged_statements(layers: Sequence[PolicyVersion]) -> Mapping[str, Statement]:
    """Every statement by name (`definition.however_made`), from the group down."""
    merged: dict[str, Statement] = {}
    for layer in layers:
        own: dict[str, Statement] = {}
        for name, value, said in _statements(layer):
            own[name] = _joined(own[name], value, said) if name in own else Statement(name, value, (said,))
        merged.update(own)
    return MappingProxyType(merged)


def merged_lists(layers: Sequence[PolicyVersion]) -> Mapping[str, tuple[ListedItem, ...]]:
    """Every list that is stated, by name; an empty one is stated to be empty."""
    merged: dict[str, tuple[ListedItem, ...]] = {}
    for layer in layers:
        own: dict[str, tuple[ListedItem, ...]] = {}
        for name, items in _lists(layer):
            own[name] = (*own.get(name, ()), *items)
        merged.update((name, _named_once(items)) for name, items in own.items())
    return MappingProxyType(merged)


def _named_once(items: Sequence[ListedItem]) -> tuple[ListedItem, ...]:
    """Entries of one name are one thing: a policy comes back to its stages and routes in several clauses."""
    found: dict[object, ListedItem] = {}
    for index, item in enumerate(items):
        name = item.values.get("name")
        key = name.casefold() if isinstance(name, str) else index
        before = found.get(key)
        if before is None:
            found[key] = item
        else:
            values = MappingProxyType({**before.values, **item.values})
            found[key] = ListedItem(values, before.said, (*before.also, item.said))
    return tuple(found.values())


def list_as_items(name: str, items: Sequence[ListedItem] | None) -> Items:
    """A list as rules read it. One that is not stated is empty, and there may be entries."""
    if items is None:
        return Items((), complete=False)
    return Items(tuple(_item(name, item) for item in items))


def _item(name: str, item: ListedItem) -> Item:
    attributes: dict[str, Value] = dict.fromkeys(LISTS[name].model_fields)
    attributes.update(item.values)
    return attributes


def _statements(layer: PolicyVersion) -> Iterator[tuple[str, StatedValue, Said]]:
    for place in layer.stating():
        for subject in SECTIONS:
            section = getattr(place.content, subject)
            if section is None:
                continue
            for key in type(section).model_fields:
                value = getattr(section, key)
                if value is not None:
                    path = (*place.path, subject, key)
                    yield f"{subject}.{key}", value, _said(layer, place.clause, path)


def _lists(layer: PolicyVersion) -> Iterator[tuple[str, tuple[ListedItem, ...]]]:
    for place in layer.stating():
        for name in LISTS:
            entries = getattr(place.content, name)
            if entries is not None:
                yield (
                    name,
                    tuple(
                        ListedItem(_stated(entry), _said(layer, place.clause, (*place.path, name, index)))
                        for index, entry in enumerate(entries)
                    ),
                )


def _stated(entry: Any) -> Mapping[str, StatedValue]:
    values = {key: getattr(entry, key) for key in type(entry).model_fields}
    return MappingProxyType({key: value for key, value in values.items() if value is not None})


def _said(layer: PolicyVersion, clause: str | None, path: Sequence[str | int]) -> Said:
    return Said(layer.landlord, layer.version, clause, layer.document.key_location(path))


def _joined(before: Statement, value: StatedValue, said: Said) -> Statement:
    """A statement that another clause of the same version makes again."""
    both = (*before.said, said)
    if isinstance(value, tuple) and isinstance(before.value, tuple):
        return Statement(before.name, tuple(dict.fromkeys((*before.value, *value))), both)
    return replace(before, value=before.value if before.value == value else None, said=both)
