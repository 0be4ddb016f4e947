"""The landlord under test as it is installed: engines with it, one without it, and the cases to evaluate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import LandlordError, Problem
from code_engine.forking import cached_property
from code_engine.landlord.hooks import PROJECT
from code_engine.landlord.landlords import Landlord, Landlords, LoadedPlugin
from code_engine.landlord.plugins import load_entry_points, load_plugins
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets

_PACKAGE = Path(__file__).resolve().parent.parent
_LATER = timedelta(days=90)
"""By then every limit of the Code has run out, whatever was extended."""


@dataclass(frozen=True)
class Installation:
    """What is installed, seen from one landlord. Everything is loaded once, when first asked for."""

    landlord_id: str

    @cached_property
    def landlords(self) -> Landlords:
        """All landlords, as any program finds them."""
        return load_plugins()

    @cached_property
    def landlord(self) -> Landlord:
        """The landlord under test. Raises LandlordError: it is unknown, or not available, and why."""
        return self.landlords.get(self.landlord_id)

    @property
    def catalogue(self) -> Catalogue:
        """The shipped rulesets, which no landlord can change."""
        return _shipped()

    @cached_property
    def engine(self) -> Engine:
        """An engine with everything that is installed."""
        return Engine(self.catalogue, self.landlords)

    @cached_property
    def another_engine(self) -> Engine:
        """An engine made from the same files all over again."""
        return Engine(Catalogue.load([shipped_rulesets()]), load_plugins())

    @cached_property
    def engine_without(self) -> Engine:
        """An engine with every installed plugin but the one that brings this landlord."""
        brought_by = {_identity(plugin) for plugin in self.landlords.loaded if self.landlord_id in plugin.landlords}
        others = [point for point in entry_points(group=PROJECT) if _origin(point) not in brought_by]
        return Engine(self.catalogue, load_entry_points(others))

    def faults(self) -> tuple[Problem, ...]:
        """Whatever stops the landlord or a part of it: left out at loading, or a mistake in one of its files."""
        left_out = tuple(
            Problem(f"{skipped.landlord or skipped.name}: {skipped.reason}")
            for skipped in self.landlords.skipped
            if self.landlord_id in (skipped.landlord, skipped.name)
        )
        if left_out:
            return left_out
        try:
            return self.landlord.problems()
        except LandlordError as error:
            return error.problems


@cache
def _shipped() -> Catalogue:
    return Catalogue.load([shipped_rulesets()])


def example_cases() -> Iterator[tuple[Path, Case, date]]:
    """The cases that come with code-engine, each as of its last event and as of long after it."""
    for path in sorted(_examples().glob("*.yaml")):
        case = load_case(path)
        last = max(event.recorded_on or event.date for event in case.events)
        for as_of in (last, last + _LATER):
            yield path, case, as_of


def _examples() -> Path:
    """A wheel holds them inside the package; an editable install reads them from the repository."""
    inside = _PACKAGE / "examples"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "examples"


def _identity(plugin: LoadedPlugin) -> tuple[str, str]:
    return plugin.name, plugin.distribution


def _origin(point: EntryPoint) -> tuple[str, str]:
    return point.name, point.dist.name if point.dist is not None else "unknown"
