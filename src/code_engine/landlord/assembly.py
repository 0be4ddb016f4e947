"""Put the landlords that plugins brought into their groups.

A landlord is left out, with the reason, where its id is taken twice, its parent is unknown or itself left
out, or its parents go round in a circle. Of two landlords with one id neither is taken: which of them is the
real one cannot be told, and a wrong policy is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from code_engine.errors import did_you_mean, quoted
from code_engine.landlord.landlords import Landlord, Landlords, LoadedPlugin, SkippedPlugin
from code_engine.landlord.profile import CODE_ONLY, Profile, code_only_profile


@dataclass(frozen=True, slots=True)
class Candidate:
    """A landlord that a plugin brought, and how to report it if it has to be left out."""

    profile: Profile
    folder: Path
    report: SkippedPlugin

    def skipped(self, reason: str) -> SkippedPlugin:
        """The report of this landlord, left out for `reason`."""
        return replace(self.report, reason=reason, landlord=self.profile.id)


def assemble(
    candidates: Sequence[Candidate], loaded: Iterable[LoadedPlugin], skipped: Iterable[SkippedPlugin]
) -> Landlords:
    """All landlords that can be used, in their groups, with the built-in `code-only`."""
    left_out = list(skipped)
    unique = _without_repeated(candidates, left_out)
    order, reasons = _parents_first(unique, _known_failures(left_out))
    left_out.extend(unique[landlord_id].skipped(reason) for landlord_id, reason in sorted(reasons.items()))
    by_id = {CODE_ONLY: Landlord(code_only_profile())}
    for landlord_id in order:
        by_id[landlord_id] = _landlord(unique[landlord_id], by_id)
    brought = tuple(replace(plugin, landlords=_brought_by(plugin, unique, by_id)) for plugin in loaded)
    return Landlords(MappingProxyType(by_id), brought, tuple(left_out))


def _without_repeated(candidates: Sequence[Candidate], left_out: list[SkippedPlugin]) -> dict[str, Candidate]:
    by_id: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_id[candidate.profile.id].append(candidate)
    unique: dict[str, Candidate] = {}
    for landlord_id, claims in sorted(by_id.items()):
        if landlord_id == CODE_ONLY:
            reason = f"{quoted(CODE_ONLY)} is the built-in landlord; choose another id"
        elif len(claims) > 1:
            plugins = " and ".join(quoted(claim.report.name) for claim in claims)
            reason = f"the id {quoted(landlord_id)} is claimed by {plugins}; remove or rename one of them"
        else:
            unique[landlord_id] = claims[0]
            continue
        left_out.extend(claim.skipped(reason) for claim in claims)
    return unique


def _known_failures(left_out: Iterable[SkippedPlugin]) -> dict[str, str]:
    """Why a name cannot be a parent. A plugin that failed as a whole stands for a landlord of its name."""
    return {skipped.landlord or skipped.name: skipped.reason for skipped in left_out}


def _parents_first(unique: Mapping[str, Candidate], failures: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The ids that can be used, every parent before its children, and for all other ids the reason."""
    order: dict[str, None] = {}
    reasons: dict[str, str] = {}
    for landlord_id in unique:
        chain = _climb(landlord_id, unique, failures, order, reasons)
        for member in reversed(chain):
            parent = unique[member].profile.parent
            if member in reasons:
                continue
            if parent in reasons:
                reasons[member] = f"its parent {quoted(parent)} is not available: {reasons[parent]}"
            else:
                order[member] = None
    return list(order), reasons


def _climb(
    landlord_id: str,
    unique: Mapping[str, Candidate],
    failures: Mapping[str, str],
    order: Mapping[str, None],
    reasons: dict[str, str],
) -> list[str]:
    """The landlord and those above it that are not placed yet; what stops the climb is added to `reasons`."""
    chain: list[str] = []
    current: str | None = landlord_id
    while current is not None and current not in order and current not in reasons:
        if current in chain:
            circle = chain[chain.index(current) :]
            path = " → ".join(map(quoted, (*circle, current)))
            reasons.update((member, f"its parents go round in a circle: {path}") for member in circle)
            break
        chain.append(current)
        parent = unique[current].profile.parent
        if parent is not None and parent not in unique:
            reasons[current] = _missing_parent(parent, unique, failures)
            break
        current = parent
    return chain


def _missing_parent(parent: str, unique: Iterable[str], failures: Mapping[str, str]) -> str:
    if parent == CODE_ONLY:
        return f"{quoted(CODE_ONLY)} is not a group; leave `parent` out"
    if parent in failures:
        return f"its parent {quoted(parent)} is not available: {failures[parent]}"
    hint = did_you_mean(parent, unique) or "install the plugin of its group, or leave `parent` out"
    return f"unknown parent {quoted(parent)}; {hint}"


def _landlord(candidate: Candidate, by_id: Mapping[str, Landlord]) -> Landlord:
    own = candidate.profile
    if own.parent is None:
        return Landlord(own, None, candidate.folder)
    parent = by_id[own.parent]
    return Landlord(own.below(parent.profile), parent, candidate.folder)


def _brought_by(
    plugin: LoadedPlugin, unique: Mapping[str, Candidate], by_id: Mapping[str, Landlord]
) -> tuple[str, ...]:
    identity = (plugin.name, plugin.distribution)
    return tuple(
        landlord_id
        for landlord_id, candidate in sorted(unique.items())
        if landlord_id in by_id and (candidate.report.name, candidate.report.distribution) == identity
    )
