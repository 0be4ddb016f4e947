"""What the layers of a policy state, taken together: one value for each statement, with the clauses that say it.

Within one version the clauses add up: lists are joined, and where two clauses say different things the
statement is a contradiction and counts as not known. A landlord's statement replaces its group's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from code_engine.case.values import Item, Items, Value
from code_engine.errors import Location
from code_engine.landlord.policy_version import PolicyVersion
from code_engine.policy.statements import LISTS, SECTIONS
from code_engine.policy.vocabulary import POSITION

StatedValue = bool | int | str | tuple[str, ...]

_ONE_THING: Final = frozenset(
    {
        "out_of_time",
        "legal_proceedings",
        "previously_considered",
        "insurance_claim",
        "no_benefit",
        "unacceptable_behaviour",
    }
)
"""Grounds that a policy has once, however many of its clauses speak of them."""

_FREE: Final = ("text", "authority")
"""What several clauses say of one entry in words of their own; it adds up and never contradicts."""


@dataclass(frozen=True, slots=True)
class Said:
    """One clause (or the file, outside of clauses: None) saying something, and where."""

    landlord: str
    version: str
    clause: str | None
    origin: Location
    text: str | None = None
    """Of an entry of a list: what the policy says about it, where that is given with the entry."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the merged policy. `value` is None where its clauses contradict each other: see `differing`."""

    name: str
    value: StatedValue | None
    said: tuple[Said, ...]
    differing: tuple[StatedValue, ...] = ()

    @property
    def contradictory(self) -> bool:
        """Whether its clauses say different things."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One entry of a list, such as an exclusion: what is stated of it by attribute, and who says so.

    `also` are further clauses of the version that speak of the same thing. Where they contradict each other about
    an attribute, it is not among `values`, and what they say of it is in `differing`.
    """

    values: Mapping[str, StatedValue]
    said: Said
    also: tuple[Said, ...] = ()
    differing: Mapping[str, tuple[StatedValue, ...]] = field(default_factory=dict)

    @property
    def stated(self) -> dict[str, StatedValue | None]:
        """What is stated by attribute; None for what clauses contradict each other about."""
        return {**self.values, **dict.fromkeys(self.differing)}


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


def said_to_be_empty(layers: Sequence[PolicyVersion]) -> Mapping[str, tuple[Said, ...]]:
    """The lists that are stated to be empty, by name, with the clauses that say so."""
    empty: dict[str, tuple[Said, ...]] = {}
    for layer in layers:
        own: dict[str, list[Said]] = {}
        filled = set()
        for place in layer.stating():
            for name in LISTS:
                entries = getattr(place.content, name)
                if entries is not None:
                    own.setdefault(name, []).append(_said(layer, place.clause, (*place.path, name)))
                    filled |= {name} if entries else set()
        empty.update((name, () if name in filled else tuple(said)) for name, said in own.items())
    return MappingProxyType({name: said for name, said in empty.items() if said})


def _named_once(items: Sequence[ListedItem]) -> tuple[ListedItem, ...]:
    """One entry for one thing: a policy comes back to its stages, its routes and its grounds in several clauses.

    Stages and routes are one thing by their name; exclusions by their ground, unless the policy lists them beside
    each other in one place or gives each a text of its own.
    """
    found: list[ListedItem] = []
    for item in items:
        place = next((index for index, before in enumerate(found) if _same_thing(before, item)), None)
        if place is None:
            found.append(item)
        else:
            found[place] = _taken_together(found[place], item)
    return tuple(found)


def _same_thing(before: ListedItem, item: ListedItem) -> bool:
    name, other = before.values.get("name"), item.values.get("name")
    if isinstance(name, str) and isinstance(other, str):
        return name.casefold() == other.casefold()
    ground = item.values.get("ground")
    if ground not in _ONE_THING or before.values.get("ground") != ground:
        return False
    beside = item.said.clause in {said.clause for said in (before.said, *before.also)}
    return not beside and not ("text" in before.values and "text" in item.values)


def _taken_together(before: ListedItem, item: ListedItem) -> ListedItem:
    """What two clauses say of one thing: lists are joined, and what they contradict each other about is not known."""
    values, differing = dict(before.values), dict(before.differing)
    for key, value in item.values.items():
        earlier = values.get(key)
        if key in differing:
            differing[key] = tuple(dict.fromkeys((*differing[key], value)))
        elif earlier is None or earlier == value or key == "name":
            values[key] = value if earlier is None else earlier
        elif isinstance(earlier, tuple) and isinstance(value, tuple):
            values[key] = tuple(dict.fromkeys((*earlier, *value)))
        elif key in _FREE:
            values[key] = "; ".join(filter(None, (str(earlier), str(value))))
        else:
            differing[key] = (earlier, value)
            del values[key]
    also = (*before.also, item.said)
    return ListedItem(MappingProxyType(values), before.said, also, MappingProxyType(differing))


def list_as_items(name: str, items: Sequence[ListedItem] | None) -> Items:
    """A list as rules read it. One that is not stated is empty, and there may be entries."""
    if items is None:
        return Items((), complete=False)
    return Items(tuple(_item(name, item, position) for position, item in enumerate(items, start=1)))


def _item(name: str, item: ListedItem, position: int) -> Item:
    attributes: dict[str, Value] = dict.fromkeys(LISTS[name].model_fields)
    attributes.update(item.values)
    attributes[POSITION] = position
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
                        ListedItem(_stated(entry), _said(layer, place.clause, (*place.path, name, index), entry.text))
                        for index, entry in enumerate(entries)
                    ),
                )


def _stated(entry: Any) -> Mapping[str, StatedValue]:
    values = {key: getattr(entry, key) for key in type(entry).model_fields}
    return MappingProxyType({key: value for key, value in values.items() if value is not None})


def _said(layer: PolicyVersion, clause: str | None, path: Sequence[str | int], text: str | None = None) -> Said:
    return Said(layer.landlord, layer.version, clause, layer.document.key_location(path), text)


def _joined(before: Statement, value: StatedValue, said: Said) -> Statement:
    """A statement that another clause of the same version makes again."""
    both = (*before.said, said)
    if isinstance(value, tuple) and isinstance(before.value, tuple):
        if bool(value) != bool(before.value):  # one clause has something, so the other's nothing is not the source
            return Statement(before.name, value or before.value, (said,) if value else before.said)
        return Statement(before.name, tuple(dict.fromkeys((*before.value, *value))), both)
    if before.value == value:
        return replace(before, said=both)
    values = before.differing if before.value is None else (before.value,)
    return Statement(before.name, None, both, tuple(dict.fromkeys((*values, value))))
