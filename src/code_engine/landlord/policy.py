"""Policy files, and how the versions of a group and its landlord lie on top of each other.

Each layer states only what it changes. On a given day one version of each layer can be in force; from the
group down, a lower layer's setting replaces the one of the same name, its rule the one of the same id, and
its closure days the whole list. Every value keeps its origin. The Code lies below all layers and is never
changed by them: a looser value stays visible here, and only the `policy` layer of findings reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from code_engine.documents import Document
from code_engine.errors import LandlordError, Location, Problem, quoted
from code_engine.landlord.policy_file import PolicyFile, SettingEntry, SettingUnit
from code_engine.landlord.reading import read_model
from code_engine.ruleset.models import RuleEntry
from code_engine.ruleset.rules import Parameter


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One policy file of one landlord. In force from `start` to `end`, both included; None is open."""

    landlord: str
    version: str
    start: date | None
    end: date | None
    document: Document
    content: PolicyFile

    def in_force_on(self, day: date) -> bool:
        """Whether this version applies on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the merged policy, who set it, and where. `unit` is None unless `value` is a number."""

    value: int | bool | str | tuple[str, ...]
    unit: SettingUnit | None
    origin: Location
    meaning: str
    landlord: str
    version: str
    provision: str | None


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A rule of the merged policy, in the same form as a rule of the ruleset, and the landlord that wrote it.

    `entry` is validated in shape; names and types inside its conditions are the engine's to check, which
    places a mistake by `locate`.
    """

    provision: str
    rule: Mapping[str, Any]
    origin: Location
    landlord: str
    entry: RuleEntry
    document: Document
    path: tuple[str | int, ...]

    def locate(self, path: tuple[str | int, ...] = ()) -> Location:
        """The place of a part of the rule in its file."""
        return self.document.location((*self.path, *path))


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy of one landlord in force on a day, merged through its group.

    `version` is that of the lowest layer, `layers` lists all of them from the group down, and the merged
    policy is the same on every day from `start` to `end`, both included. `digest` covers content, not file
    locations.
    """

    landlord: str
    version: str
    start: date | None
    end: date | None
    layers: tuple[PolicyVersion, ...]
    settings: Mapping[str, Setting]
    rules: tuple[PolicyRule, ...]
    closure_days: tuple[date, ...]
    digest: str

    def parameters(self) -> Mapping[str, Parameter]:
        """The settings that are numbers, as the parameters `policy.NAME` of the rules' conditions."""
        return MappingProxyType(
            {
                (full := f"policy.{name}"): Parameter(
                    full, setting.value, setting.unit, setting.meaning, provision=setting.provision
                )
                for name, setting in self.settings.items()
                if setting.unit is not None and isinstance(setting.value, int)
            }
        )


def read_policies(landlord: str, folder: Path) -> tuple[PolicyVersion, ...]:
    """All versions in `folder` (none where it does not exist), earliest first.

    Raises DocumentError or LandlordError: a file is not a policy, its version is not its file name, or two
    versions are in force on the same day.
    """
    versions = [_read_version(landlord, path) for path in sorted(folder.glob("*.yaml"))]
    versions.sort(key=lambda version: version.start or date.min)
    _refuse_overlaps(versions)
    return tuple(versions)


def _read_version(landlord: str, path: Path) -> PolicyVersion:
    document, content = read_model(path, PolicyFile)
    header = content.policy
    place = document.location(["policy", "version"])
    if header.version != path.stem:
        raise LandlordError(
            Problem(
                f"the version {quoted(header.version)} does not match the file name {quoted(path.name)}",
                place,
                f"name the file {quoted(header.version + '.yaml')}, or change the version",
            )
        )
    _refuse_repeated_rules(document, content)
    return PolicyVersion(landlord, header.version, header.in_force.start, header.in_force.end, document, content)


def _refuse_repeated_rules(document: Document, content: PolicyFile) -> None:
    seen: set[str] = set()
    for provision, rules in content.rules.items():
        for index, rule in enumerate(rules):
            if rule.id in seen:
                place = document.location(["rules", provision, index, "id"])
                raise LandlordError(Problem(f"two rules have the id {quoted(rule.id)}", place))
            seen.add(rule.id)


def _refuse_overlaps(versions: Sequence[PolicyVersion]) -> None:
    for earlier, later in pairwise(versions):
        if later.start is None or earlier.end is None or later.start <= earlier.end:
            raise LandlordError(
                Problem(
                    f"the policies {quoted(earlier.version)} and {quoted(later.version)} of "
                    f"{quoted(later.landlord)} are in force on the same day",
                    later.document.location(["policy", "in_force"]),
                    f"end {quoted(earlier.version)} on the day before the later one starts",
                )
            )


def merge(landlord: str, layers: Sequence[PolicyVersion]) -> Policy:
    """The layers in force, from the group down, as one policy of `landlord`.

    Raises LandlordError for a setting that no layer explains. `layers` must not be empty.
    """
    settings: dict[str, Setting] = {}
    rules: dict[str, PolicyRule] = {}
    closure_days: tuple[date, ...] = ()
    for layer in layers:
        for name, entry in layer.content.settings.items():
            settings[name] = _setting(layer, name, entry, settings.get(name))
        rules.update((rule.entry.id, rule) for rule in _rules(layer))
        if layer.content.closure_days is not None:
            closure_days = tuple(sorted(set(layer.content.closure_days)))
    starts = [layer.start for layer in layers if layer.start is not None]
    ends = [layer.end for layer in layers if layer.end is not None]
    in_order = tuple(rules.values())
    return Policy(
        landlord=landlord,
        version=layers[-1].version,
        start=max(starts, default=None),
        end=min(ends, default=None),
        layers=tuple(layers),
        settings=MappingProxyType(settings),
        rules=in_order,
        closure_days=closure_days,
        digest=_digest(landlord, layers, settings, in_order, closure_days),
    )


def _setting(layer: PolicyVersion, name: str, entry: SettingEntry, below: Setting | None) -> Setting:
    origin = layer.document.location(["settings", name])
    meaning = entry.meaning or (below.meaning if below is not None else None)
    if meaning is None:
        raise LandlordError(
            Problem(
                f"the setting {quoted(name)} does not say what it means",
                origin,
                "add `meaning:`; only a subsidiary that changes a value of its group may leave it out",
            )
        )
    provision = entry.provision or (below.provision if below is not None else None)
    return Setting(entry.value, entry.unit, origin, meaning, layer.landlord, layer.version, provision)


def _rules(layer: PolicyVersion) -> list[PolicyRule]:
    document = layer.document
    return [
        PolicyRule(
            provision=provision,
            rule=document.data["rules"][provision][index],
            origin=document.location(["rules", provision, index]),
            landlord=layer.landlord,
            entry=entry,
            document=document,
            path=("rules", provision, index),
        )
        for provision, entries in layer.content.rules.items()
        for index, entry in enumerate(entries)
    ]


def _digest(
    landlord: str,
    layers: Sequence[PolicyVersion],
    settings: Mapping[str, Setting],
    rules: Sequence[PolicyRule],
    closure_days: Sequence[date],
) -> str:
    content = {
        "landlord": landlord,
        "layers": [[layer.landlord, layer.version] for layer in layers],
        "settings": {name: [set_to.value, set_to.unit, set_to.landlord] for name, set_to in settings.items()},
        "rules": [[rule.provision, rule.landlord, rule.rule] for rule in rules],
        "closure_days": [day.isoformat() for day in closure_days],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
