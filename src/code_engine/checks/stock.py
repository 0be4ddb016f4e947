"""The rulesets and landlords to check or to test with: those installed, and those in folders that are named.

A ruleset or landlord in a named folder stands in for the installed one of the same name, so that an edited
copy can be checked before it is installed. Nothing stops at the first mistake: each is kept as a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from code_engine.checks.targets import LANDLORD_FILE, RULESET_FILE
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, Location, Problem, quoted
from code_engine.landlord.landlords import Landlord, Landlords, SkippedPlugin
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.profile import Profile
from code_engine.landlord.reading import read_model
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from code_engine.ruleset.loader import load_ruleset
from code_engine.ruleset.rules import Ruleset


@dataclass
class Stock:
    """What loaded, and what was wrong with the rest."""

    landlords: Landlords
    rulesets: list[Ruleset] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _own: dict[Path, Ruleset | None] = field(default_factory=dict)

    def rulesets_of(self, landlord: Landlord) -> list[Ruleset]:
        """The rulesets a landlord's cases are evaluated by: those of all, and those it or its group brings."""
        own = [self._loaded(folder) for folder in landlord.rulesets]
        return [*self.rulesets, *(ruleset for ruleset in own if ruleset is not None)]

    def engine(self) -> Engine:
        """An engine with all of it. Raises CodeEngineError with the problems where there are any."""
        if self.problems:
            raise CodeEngineError(*self.problems)
        return Engine(Catalogue(self.rulesets), self.landlords)

    def add_ruleset(self, folder: Path) -> Ruleset | None:
        """Load a ruleset in place of the one with the same id and version."""
        ruleset = self._loaded(folder)
        if ruleset is None:
            return None
        self.rulesets = [kept for kept in self.rulesets if kept.identity != ruleset.identity]
        self.rulesets.append(ruleset)
        return ruleset

    def add_landlord(self, folder: Path) -> Landlord | None:
        """Read a landlord in place of the one with the same id, below its group."""
        try:
            document, profile = read_model(folder / LANDLORD_FILE, Profile)
        except CodeEngineError as error:
            self.note(error.problems)
            return None
        parent = None
        if profile.parent is not None:
            parent = self.landlords.by_id.get(profile.parent)
            if parent is None:
                place = document.location(("parent",))
                self.note(self._missing_parent(profile.parent, place))
                return None
        landlord = Landlord(profile.below(parent.profile) if parent else profile, parent, folder)
        by_id = MappingProxyType({**self.landlords.by_id, landlord.id: landlord})
        self.landlords = replace(self.landlords, by_id=by_id)
        return landlord

    def _loaded(self, folder: Path) -> Ruleset | None:
        """The ruleset in a folder, loaded once; None where it has mistakes, which are noted."""
        if folder not in self._own:
            try:
                self._own[folder] = load_ruleset(folder)
            except CodeEngineError as error:
                self._own[folder] = None
                self.note(error.problems)
        return self._own[folder]

    def _missing_parent(self, parent: str, place: Location) -> list[Problem]:
        try:
            self.landlords.get(parent)
        except CodeEngineError as error:
            return [replace(problem, location=place) for problem in error.problems]
        return []

    def note(self, problems: Iterable[Problem]) -> None:
        """Keep problems that are not known yet."""
        self.problems.extend(problem for problem in problems if problem not in self.problems)


def installed(*, strict: bool = False) -> Stock:
    """The shipped rulesets, and the landlords of the installed plugins. Raises LandlordError where strict."""
    stock = Stock(load_plugins(strict))
    for header in sorted(shipped_rulesets().glob(f"*/*/{RULESET_FILE}")):
        stock.add_ruleset(header.parent)
    return stock


def stock_with(folders: Sequence[Path], *, strict: bool = False) -> Stock:
    """What is installed, and above it the rulesets and landlords in folders. Raises LandlordError where strict."""
    stock = installed(strict=strict)
    for folder in folders:
        if (folder / RULESET_FILE).is_file():
            stock.add_ruleset(folder)
        else:
            stock.add_landlord(folder)
    return stock


def skipped_words(skipped: SkippedPlugin) -> str:
    """Which plugin, or which landlord of a plugin, is not available."""
    whose = f"landlord {quoted(skipped.landlord)} of plugin" if skipped.landlord is not None else "plugin"
    return f"{whose} {quoted(skipped.name)} ({skipped.distribution} {skipped.version})"
