"""A landlord with its group above it, and the set of all landlords that loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from code_engine.case.declarations import FactDeclaration
from code_engine.errors import CodeEngineError, LandlordError, Problem, did_you_mean, quoted
from code_engine.forking import cached_property
from code_engine.landlord.additions import (
    LandlordConsequence,
    read_consequences,
    read_facts,
    ruleset_folders,
)
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_version import PolicyVersion, read_policies, versions_in_words
from code_engine.landlord.profile import Profile


@dataclass(frozen=True, slots=True)
class LoadedPlugin:
    """A plugin that loaded; `path` is the folder of its module, `landlords` the ids it brought, sorted."""

    name: str
    distribution: str
    version: str
    path: Path
    landlords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkippedPlugin:
    """A plugin, or one landlord of it where `landlord` is given, that is not available, and why."""

    name: str
    distribution: str
    version: str
    reason: str
    landlord: str | None = None


@dataclass(frozen=True, eq=False)
class Landlord:
    """One landlord. Its files other than landlord.yaml are read when first asked for, and then kept.

    Every property that reads files raises DocumentError or LandlordError where one has a mistake.
    """

    profile: Profile
    parent: Landlord | None = None
    folder: Path | None = None
    _merged: dict[tuple[str, ...], Policy] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The id used in case files and on the command line."""
        return self.profile.id

    @property
    def name(self) -> str:
        """The name people know it by."""
        return self.profile.name

    @cached_property
    def lineage(self) -> tuple[Landlord, ...]:
        """This landlord and every group above it, the topmost first."""
        upwards = [self]
        while (parent := upwards[-1].parent) is not None:
            upwards.append(parent)
        return tuple(reversed(upwards))

    @cached_property
    def policies(self) -> tuple[PolicyVersion, ...]:
        """Its own policy versions, earliest first, without its group's."""
        return read_policies(self.id, self.folder / "policies") if self.folder is not None else ()

    def policy_on(self, day: date) -> Policy | None:
        """The policy in force on `day`, merged from the group down; None where no layer has one."""
        layers = [version for landlord in self.lineage for version in landlord.policies if version.in_force_on(day)]
        if not layers:
            return None
        key = tuple(f"{layer.landlord}@{layer.version}" for layer in layers)
        if key not in self._merged:
            self._merged[key] = merge(self.id, layers)
        return self._merged[key]

    def policy_named(self, version: str) -> Policy:
        """The policy with one of its own versions as the lowest layer, as it stood on the last day of that version.

        Raises LandlordError with a suggestion where the landlord has no such version.
        """
        for own in self.policies:
            if own.version == version:
                policy = self.policy_on(own.end or own.start or date.min)
                assert policy is not None
                return policy
        hint = did_you_mean(version, [own.version for own in self.policies])
        versions = f"versions: {versions_in_words(self.policies)}"
        raise LandlordError(
            Problem(f"the landlord {quoted(self.id)} has no policy {quoted(version)}", None, hint or versions)
        )

    @cached_property
    def consequences(self) -> tuple[LandlordConsequence, ...]:
        """Its groups' consequence rules and then its own, which replace those of the same id."""
        merged: dict[str, LandlordConsequence] = {}
        for landlord in self.lineage:
            merged.update((rule.id, rule) for rule in landlord._own_consequences)
        return tuple(merged.values())

    @cached_property
    def facts(self) -> Mapping[str, FactDeclaration]:
        """Facts declared by its groups and itself, by name; flags, answered under `answers:` of a case."""
        merged: dict[str, FactDeclaration] = {}
        for landlord in self.lineage:
            merged.update(landlord._own_facts)
        return MappingProxyType(merged)

    @cached_property
    def rulesets(self) -> tuple[Path, ...]:
        """Folders of the rulesets added by its groups and itself."""
        folders = [landlord.folder for landlord in self.lineage if landlord.folder is not None]
        return tuple(ruleset for folder in folders for ruleset in ruleset_folders(folder))

    @cached_property
    def _own_consequences(self) -> tuple[LandlordConsequence, ...]:
        return read_consequences(self.id, self.folder) if self.folder is not None else ()

    @cached_property
    def _own_facts(self) -> Mapping[str, FactDeclaration]:
        return read_facts(self.id, self.folder) if self.folder is not None else {}

    def problems(self) -> tuple[Problem, ...]:
        """Read everything now, and say what is wrong with it; nothing where all is well."""
        found: list[Problem] = []
        readings: tuple[Callable[[], object], ...] = (
            self._merge_all_policies,
            lambda: self.consequences,
            lambda: self.facts,
            lambda: self.rulesets,
        )
        for reading in readings:
            try:
                reading()
            except CodeEngineError as error:
                found.extend(problem for problem in error.problems if problem not in found)
        return tuple(found)

    def _merge_all_policies(self) -> None:
        for landlord in self.lineage:
            for version in landlord.policies:
                self.policy_on(version.start or version.end or date.min)


@dataclass(frozen=True, eq=False)
class Landlords:
    """All landlords by id, the plugins they came from, and what could not be loaded."""

    by_id: Mapping[str, Landlord]
    loaded: tuple[LoadedPlugin, ...] = ()
    skipped: tuple[SkippedPlugin, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """The ids of all landlords that can be used, sorted."""
        return tuple(sorted(self.by_id))

    def get(self, landlord_id: str) -> Landlord:
        """The landlord with that id. Raises LandlordError: it is unknown, or not available, and why."""
        landlord = self.by_id.get(landlord_id)
        if landlord is not None:
            return landlord
        for skipped in self.skipped:
            if landlord_id == (skipped.landlord or skipped.name):
                raise LandlordError(Problem(f"the landlord {quoted(landlord_id)} is not available: {skipped.reason}"))
        hint = did_you_mean(landlord_id, self.by_id) or "landlords: " + ", ".join(map(quoted, self.ids()))
        raise LandlordError(Problem(f"unknown landlord {quoted(landlord_id)}", hint=hint))
