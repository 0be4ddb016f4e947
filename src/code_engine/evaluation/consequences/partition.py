"""Dividing consequences into rulesets small enough for durable_rules, in an order in which they can run.

A ruleset runs after those that derive what it reads, so what it waits for is known when it starts or is
derived inside it. The Code's consequences come before a landlord's wherever they can: their rulesets are then
the same for every landlord and are built once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from code_engine.evaluation.consequences.compiled import Alternative, CompiledConsequence
from code_engine.evaluation.consequences.envelope import BRANCHES_PER_RULESET, PROPERTIES_PER_FACT


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of one consequence: one rule of the library."""

    consequence: int
    alternative: Alternative


@dataclass(frozen=True, slots=True)
class Partition:
    """The branches of one ruleset, the properties (ascending) of its wide fact, the names it waits for."""

    branches: tuple[Branch, ...]
    properties: tuple[int, ...]
    reads: tuple[int, ...]


def firing_order(consequences: Sequence[CompiledConsequence]) -> tuple[int, ...]:
    """Indices in waves: who derives a name comes before who reads it. Shorter if there is a cycle."""
    waiting = {item.index: item.reads for item in consequences}
    derivers: dict[int, int] = {}
    for item in consequences:
        if item.derives is not None:
            derivers[item.derives] = derivers.get(item.derives, 0) + 1
    by_index = {item.index: item for item in consequences}
    order: list[int] = []
    while True:
        ready = [index for index, names in waiting.items() if not any(derivers.get(name) for name in names)]
        if not ready:
            return tuple(order)
        for index in ready:
            del waiting[index]
            name = by_index[index].derives
            if name is not None:
                derivers[name] -= 1
        order.extend(ready)


def partition(consequences: Sequence[CompiledConsequence]) -> tuple[Partition, ...]:
    """The rulesets in the order in which they run; every consequence is in exactly one of them."""
    by_index = {item.index: item for item in consequences}
    groups = _groups(consequences)
    order = firing_order(consequences)
    result: list[Partition] = []
    for group in groups:
        members = [by_index[index] for index in order if by_index[index].source in group]
        result.extend(_partition(part) for part in _pack(_families(members)))
    return tuple(result)


def _groups(consequences: Sequence[CompiledConsequence]) -> list[frozenset[int]]:
    """Sources that run one after another; joined where an earlier one reads what a later one derives."""
    last_deriver: dict[int, int] = {}
    for item in consequences:
        if item.derives is not None:
            last_deriver[item.derives] = max(last_deriver.get(item.derives, 0), item.source)
    needs = {source: source for source in sorted({item.source for item in consequences})}
    for item in consequences:
        for name in item.reads:
            needs[item.source] = max(needs[item.source], last_deriver.get(name, 0))
    groups: list[frozenset[int]] = []
    current: list[int] = []
    until = -1
    for source, need in needs.items():
        if source > until and current:
            groups.append(frozenset(current))
            current = []
        current.append(source)
        until = max(until, need)
    return [*groups, frozenset(current)] if current else groups


def _families(members: Sequence[CompiledConsequence]) -> list[list[CompiledConsequence]]:
    """Members that derive or read the same name, directly or through others, kept in firing order."""
    family_of: dict[int, int] = {}
    families: dict[int, list[CompiledConsequence]] = {}
    for position, item in enumerate(members):
        names = set(item.reads) | ({item.derives} if item.derives is not None else set())
        joined = sorted({family_of[name] for name in names if name in family_of})
        merged = [member for family in joined for member in families.pop(family)] + [item]
        families[position] = merged
        for member in merged:
            for name in member.reads | ({member.derives} if member.derives is not None else set()):
                family_of[name] = position
    place = {item.index: position for position, item in enumerate(members)}
    for family in families.values():
        family.sort(key=lambda item: place[item.index])
    return sorted(families.values(), key=lambda family: min(item.index for item in family))


def _pack(families: Iterable[list[CompiledConsequence]]) -> list[list[CompiledConsequence]]:
    """Fill rulesets up to the limits; a family too large for one ruleset is cut along its firing order."""
    packs: list[list[CompiledConsequence]] = []
    current: list[CompiledConsequence] = []
    for family in families:
        if current and not _fits([*current, *family]) and _fits(family):
            packs.append(current)
            current = []
        for item in family:
            if current and not _fits([*current, item]):
                packs.append(current)
                current = []
            current.append(item)
    return [*packs, current] if current else packs


def _fits(items: Sequence[CompiledConsequence]) -> bool:
    places = {
        condition.property
        for item in items
        for alternative in item.alternatives
        for condition in alternative.conditions
    }
    branches = sum(len(item.alternatives) for item in items)
    return branches <= BRANCHES_PER_RULESET and len(places) <= PROPERTIES_PER_FACT


def _partition(items: Sequence[CompiledConsequence]) -> Partition:
    branches = tuple(Branch(item.index, alternative) for item in items for alternative in item.alternatives)
    places = {condition.property for branch in branches for condition in branch.alternative.conditions}
    names = {name for branch in branches for name in branch.alternative.derived}
    return Partition(branches, tuple(sorted(places)), tuple(sorted(names)))
