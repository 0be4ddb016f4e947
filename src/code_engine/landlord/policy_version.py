"""One version of a landlord's policy, and reading all versions of a folder, or a draft that is in no folder.

The versions of a landlord follow each other without a gap: for every day from the first one on it is known
which version was in force, even where its text is not held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from code_engine.documents import Document, read_document
from code_engine.errors import LandlordError, Location, Problem, did_you_mean, quoted
from code_engine.landlord.policy_file import PolicyFile, SettingEntry, Stating
from code_engine.landlord.reading import read_model, validated
from code_engine.policy.known_settings import KNOWN_SETTINGS

DRAFT = "draft"
"""The version of a policy that has no name of its own."""


@dataclass(frozen=True, slots=True)
class StatingPlace:
    """A clause of a version, or the version itself where it states something outside of clauses."""

    clause: str | None
    content: Stating
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One policy file of one landlord. In force from `start` to `end`, both included; None is open."""

    landlord: str
    version: str
    title: str
    start: date | None
    end: date | None
    document: Document
    content: PolicyFile

    @property
    def held(self) -> bool:
        """Whether its text is known."""
        return self.content.policy.held

    def in_force_on(self, day: date) -> bool:
        """Whether this version applies on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def stating(self) -> Iterator[StatingPlace]:
        """What states something: the file itself, then its clauses in their order."""
        yield StatingPlace(None, self.content, ())
        for number, clause in self.content.clauses.items():
            yield StatingPlace(number, clause, ("clauses", number))


def read_policies(landlord: str, folder: Path) -> tuple[PolicyVersion, ...]:
    """All versions in `folder` (none where it does not exist), earliest first.

    Raises DocumentError or LandlordError: a file is not a policy, its version is not its file name, two
    versions are in force on the same day, or none is on a day between two of them.
    """
    versions = [_read_version(landlord, path) for path in sorted(folder.glob("*.yaml"))]
    versions.sort(key=lambda version: version.start or date.min)
    for earlier, later in pairwise(versions):
        _refuse_overlap(earlier, later)
        _refuse_gap(earlier, later)
    return tuple(versions)


def read_draft(path: Path | str, landlord: str = DRAFT) -> PolicyVersion:
    """A policy that belongs to no landlord's folder; nothing in it is required.

    Raises DocumentError or LandlordError where it is not a policy.
    """
    return draft_in(read_document(path), landlord)


def draft_in(document: Document, landlord: str = DRAFT) -> PolicyVersion:
    """A draft that has been read already, or that is a part of another document. Raises LandlordError."""
    return _version(landlord, document, validated(document, PolicyFile))


def _version(landlord: str, document: Document, content: PolicyFile) -> PolicyVersion:
    header = content.policy
    dates = header.in_force
    _refuse_repeated_rules(document, content)
    _refuse_unfit_settings(document, content)
    return PolicyVersion(
        landlord,
        header.version or DRAFT,
        header.title or "Policy",
        dates.start if dates is not None else None,
        dates.end if dates is not None else None,
        document,
        content,
    )


def _read_version(landlord: str, path: Path) -> PolicyVersion:
    document, content = read_model(path, PolicyFile)
    header = content.policy
    for key in ("title", "version", "in_force", "source"):
        if getattr(header, key) is None:
            place = document.location(["policy"])
            raise LandlordError(Problem(f"the policy does not say its `{key}`", place, f"add `{key}:` under `policy`"))
    if header.version != path.stem:
        raise LandlordError(
            Problem(
                f"the version {quoted(header.version)} does not match the file name {quoted(path.name)}",
                document.location(["policy", "version"]),
                f"name the file {quoted(f'{header.version}.yaml')}, or change the version",
            )
        )
    return _version(landlord, document, content)


def _refuse_repeated_rules(document: Document, content: PolicyFile) -> None:
    seen: set[str] = set()
    for provision, rules in content.rules.items():
        for index, rule in enumerate(rules):
            if rule.id in seen:
                place = document.location(["rules", provision, index, "id"])
                raise LandlordError(Problem(f"two rules have the id {quoted(rule.id)}", place))
            seen.add(rule.id)


def _refuse_unfit_settings(document: Document, content: PolicyFile) -> None:
    """A number the Code knows is in a unit it can be compared in, and every clause that states it states the same."""
    problems: list[Problem] = []
    seen: dict[str, tuple[SettingEntry, Location]] = {}
    for path, settings in _settings(content):
        for name, entry in settings.items():
            place = document.key_location((*path, "settings", name))
            first, first_place = seen.setdefault(name, (entry, place))
            if (first.value, first.unit) != (entry.value, entry.unit):
                problems.append(
                    Problem(
                        f"the setting {quoted(name)} is given twice, and not alike",
                        place,
                        f"the first is at {first_place}; keep the one that is worse for the resident, and name the "
                        "other in the text of its clause",
                    )
                )
            problems.extend(_unfit(name, entry, document.location((*path, "settings", name, "unit"))))
    if problems:
        raise LandlordError(*problems)


def _settings(content: PolicyFile) -> Iterator[tuple[tuple[str, ...], Mapping[str, SettingEntry]]]:
    yield (), content.settings
    for number, clause in content.clauses.items():
        yield ("clauses", number), clause.settings


def _unfit(name: str, entry: SettingEntry, place: Location) -> Iterator[Problem]:
    known = KNOWN_SETTINGS.get(name)
    if known is not None and entry.unit not in known.units:
        units = " or ".join(quoted(unit) for unit in known.units)
        found = "has no unit" if entry.unit is None else f"is counted in {quoted(entry.unit)}"
        yield Problem(f"the setting {quoted(name)} {found}", place, f"give it as a number with the unit {units}")


def meaning_of(name: str, entry: SettingEntry, inherited: str | None, place: Location) -> str:
    """What a setting means: in its own words, the group's, or those of a setting the Code knows.

    Raises LandlordError, with a suggestion for a misspelt name, where nothing says it.
    """
    known = KNOWN_SETTINGS.get(name)
    meaning = entry.meaning or inherited or (known.meaning if known is not None else None)
    if meaning is None:
        hint = did_you_mean(name, KNOWN_SETTINGS)
        advice = "add `meaning:`; only a setting that the group or the Code knows may leave it out"
        raise LandlordError(
            Problem(
                f"the setting {quoted(name)} does not say what it means", place, f"{hint} {advice}" if hint else advice
            )
        )
    return meaning


def _refuse_overlap(earlier: PolicyVersion, later: PolicyVersion) -> None:
    if later.start is None or earlier.end is None or later.start <= earlier.end:
        raise LandlordError(
            Problem(
                f"the policies {quoted(earlier.version)} and {quoted(later.version)} of "
                f"{quoted(later.landlord)} are in force on the same day",
                later.document.location(["policy", "in_force"]),
                f"end {quoted(earlier.version)} on the day before the later one starts",
            )
        )


def _refuse_gap(earlier: PolicyVersion, later: PolicyVersion) -> None:
    assert earlier.end is not None
    assert later.start is not None
    first = earlier.end + timedelta(days=1)
    if later.start > first:
        last = later.start - timedelta(days=1)
        raise LandlordError(
            Problem(
                f"no policy of {quoted(later.landlord)} is in force from {first} to {last}, between "
                f"{quoted(earlier.version)} and {quoted(later.version)}",
                later.document.location(["policy", "in_force"]),
                "add the version of those days; where its text is not known, say `held: false` in it",
            )
        )


def versions_in_words(versions: Sequence[PolicyVersion]) -> str:
    """The names of versions, for a message."""
    return ", ".join(quoted(version.version) for version in versions) or "none"
