"""Which rulesets there are, and which one applies to a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from code_engine.errors import NoRulesetInForceError, Problem, RulesetError, did_you_mean, quoted
from code_engine.ruleset.files import HEADER_FILE
from code_engine.ruleset.loader import load_ruleset
from code_engine.ruleset.rules import Ruleset

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_rulesets() -> Path:
    """The folder of the rulesets that come with the package.

    A wheel holds them inside the package; an editable install reads them from the repository.
    """
    inside = _PACKAGE / "rulesets"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "rulesets"


class Catalogue:
    """The loaded rulesets, by identity; built once and never changed."""

    def __init__(self, rulesets: Iterable[Ruleset]) -> None:
        ordered = sorted(rulesets, key=lambda ruleset: (ruleset.id, ruleset.in_force_from))
        self._rulesets = {ruleset.identity: ruleset for ruleset in ordered}
        if len(self._rulesets) != len(ordered):
            raise RulesetError("two rulesets have the same id and version")

    @classmethod
    def load(cls, folders: Iterable[Path]) -> Catalogue:
        """Load every `ID/VERSION/ruleset.yaml` below the folders. Raises RulesetError or DocumentError."""
        found = [header.parent for folder in folders for header in sorted(folder.glob(f"*/*/{HEADER_FILE}"))]
        return cls(load_ruleset(folder) for folder in found)

    def with_rulesets(self, folders: Iterable[Path]) -> Catalogue:
        """This catalogue with the rulesets that stand in the folders. Raises RulesetError or DocumentError."""
        return Catalogue((*self, *(load_ruleset(folder) for folder in folders)))

    def __iter__(self) -> Iterator[Ruleset]:
        return iter(self._rulesets.values())

    def identities(self) -> tuple[str, ...]:
        """`ID@VERSION` of every ruleset, in order."""
        return tuple(self._rulesets)

    def named(self, identity: str) -> Ruleset:
        """The ruleset called `ID@VERSION`. Raises RulesetError with a suggestion where there is none."""
        if identity in self._rulesets:
            return self._rulesets[identity]
        hint = did_you_mean(identity, self._rulesets) or f"there are: {', '.join(self._rulesets)}"
        raise RulesetError(Problem(f"there is no ruleset {quoted(identity)}", None, hint))

    def in_force(self, received_on: date, family: str = "housing-ombudsman-code") -> Ruleset:
        """The version of a Code that applies to a complaint received on a day.

        The version is chosen by when the complaint was made, not by when it is decided. Raises
        NoRulesetInForceError, which names the option that forces one.
        """
        versions = [ruleset for ruleset in self._rulesets.values() if ruleset.id == family]
        for ruleset in versions:
            if ruleset.in_force_on(received_on):
                return ruleset
        forced = versions[0].identity if versions else "ID@VERSION"
        raise NoRulesetInForceError(
            Problem(
                f"no version of {family} held here was in force on {received_on.isoformat()}, the day of the complaint",
                None,
                f"to evaluate under another version all the same, say --ruleset {forced}",
            )
        )
