"""How the versions of a group's and its landlord's policy lie on top of each other.

Each layer states only what it changes. On a given day one version of each layer can be in force; from the
group down, a lower layer's setting or statement replaces the one of the same name, its rule the one of the same
id, and its lists and closure days the whole list. Every value keeps its origin. The Code lies below all layers and
is never changed by them: a looser value stays visible here, and only the `policy` layer of findings reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from code_engine.case.model import Answer
from code_engine.case.values import NEVER, Between, Value
from code_engine.documents import Document
from code_engine.errors import Location
from code_engine.landlord.policy_file import Departure, SettingEntry, SettingUnit
from code_engine.landlord.policy_statements import (
    ListedItem,
    Said,
    Statement,
    list_as_items,
    merged_lists,
    merged_statements,
    said_to_be_empty,
)
from code_engine.landlord.policy_version import PolicyVersion, StatingPlace, meaning_of
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.policy.statements import LISTS
from code_engine.policy.vocabulary import COUNTED, POLICY_VOCABULARY, PREFIX
from code_engine.ruleset.models import RuleEntry
from code_engine.ruleset.rules import Parameter

NOT_STATED: Final = Between(0, NEVER)
"""A number that the policy does not state."""

KNOWN_NUMBERS: Final = tuple(f"{PREFIX}{name}" for name in (*KNOWN_SETTINGS, *(f"{each}_count" for each in COUNTED)))


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the merged policy, who set it, and where. `unit` is None unless `value` is a number.

    `also` are further clauses of the version that give the same value again.
    """

    value: int | bool | str | tuple[str, ...]
    unit: SettingUnit | None
    origin: Location
    meaning: str
    landlord: str
    version: str
    provision: str | None
    clause: str | None = None
    also: tuple[Said, ...] = ()


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
    policy is the same on every day from `start` to `end`, both included. `empty` are the lists stated to be
    empty, with who says so. `digest` covers content, not file locations.
    """

    landlord: str
    version: str
    start: date | None
    end: date | None
    layers: tuple[PolicyVersion, ...]
    settings: Mapping[str, Setting]
    statements: Mapping[str, Statement]
    lists: Mapping[str, tuple[ListedItem, ...]]
    empty: Mapping[str, tuple[Said, ...]]
    rules: tuple[PolicyRule, ...]
    closure_days: tuple[date, ...]
    answers: Mapping[str, Answer]
    departures: Mapping[str, Departure]
    digest: str

    @property
    def title(self) -> str:
        """What the lowest layer calls the policy."""
        return self.layers[-1].title

    @property
    def held(self) -> bool:
        """Whether the text of every layer is known."""
        return all(layer.held for layer in self.layers)

    def facts(self) -> dict[str, Value]:
        """What rules with `subject: policy` read; what the policy does not state is not known."""
        facts: dict[str, Value] = dict.fromkeys(POLICY_VOCABULARY.facts)
        facts |= dict.fromkeys(KNOWN_NUMBERS, NOT_STATED)
        for name, statement in self.statements.items():
            facts[f"{PREFIX}{name}"] = statement.value
            if name in COUNTED and isinstance(statement.value, tuple):
                facts[f"{PREFIX}{name}_count"] = len(statement.value)
        for name in KNOWN_SETTINGS.keys() & self.settings.keys():
            setting = self.settings[name]
            assert isinstance(setting.value, int)
            facts[f"{PREFIX}{name}"] = KNOWN_SETTINGS[name].comparable(setting.value, setting.unit)
            facts[f"{PREFIX}{name}_unit"] = setting.unit
            facts[f"{PREFIX}{name}_stated"] = _in_words(setting.value, setting.unit or "")
        facts |= {f"{PREFIX}{name}": list_as_items(name, self.lists.get(name)) for name in LISTS}
        return facts

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


def merge(landlord: str, layers: Sequence[PolicyVersion]) -> Policy:
    """The layers in force, from the group down, as one policy of `landlord`.

    Raises LandlordError for a setting that no layer explains. `layers` must not be empty.
    """
    settings: dict[str, Setting] = {}
    rules: dict[str, PolicyRule] = {}
    closure_days: tuple[date, ...] = ()
    answers: dict[str, Answer] = {}
    departures: dict[str, Departure] = {}
    for layer in layers:
        for place in layer.stating():
            for name, entry in place.content.settings.items():
                settings[name] = _setting(layer, place, name, entry, settings.get(name))
        rules.update((rule.entry.id, rule) for rule in _rules(layer))
        if layer.content.closure_days is not None:
            closure_days = tuple(sorted(set(layer.content.closure_days)))
        answers.update(layer.content.answers)
        departures.update(layer.content.departures)
    starts = [layer.start for layer in layers if layer.start is not None]
    ends = [layer.end for layer in layers if layer.end is not None]
    policy = Policy(
        landlord=landlord,
        version=layers[-1].version,
        start=max(starts, default=None),
        end=min(ends, default=None),
        layers=tuple(layers),
        settings=MappingProxyType(settings),
        statements=merged_statements(layers),
        lists=merged_lists(layers),
        empty=said_to_be_empty(layers),
        rules=tuple(rules.values()),
        closure_days=closure_days,
        answers=MappingProxyType(answers),
        departures=MappingProxyType(departures),
        digest="",
    )
    return replace(policy, digest=_digest(policy))


def _setting(
    layer: PolicyVersion, place: StatingPlace, name: str, entry: SettingEntry, below: Setting | None
) -> Setting:
    origin = layer.document.location([*place.path, "settings", name])
    meaning = meaning_of(name, entry, below.meaning if below is not None else None, origin)
    provision = entry.provision or (below.provision if below is not None else None)
    if below is not None and (below.landlord, below.version) == (layer.landlord, layer.version):
        return replace(below, also=(*below.also, Said(layer.landlord, layer.version, place.clause, origin)))
    return Setting(entry.value, entry.unit, origin, meaning, layer.landlord, layer.version, provision, place.clause)


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


def _in_words(value: int, unit: str) -> str:
    words = unit.replace("_", " ")
    return f"{value} {words.removesuffix('s') if value == 1 else words}"


def _digest(policy: Policy) -> str:
    content = {
        "landlord": policy.landlord,
        "layers": [[layer.landlord, layer.version] for layer in policy.layers],
        "settings": {name: [set_to.value, set_to.unit, set_to.landlord] for name, set_to in policy.settings.items()},
        "statements": {name: statement.value for name, statement in policy.statements.items()},
        "lists": {name: [item.stated for item in items] for name, items in policy.lists.items()},
        "rules": [[rule.provision, rule.landlord, rule.rule] for rule in policy.rules],
        "closure_days": [day.isoformat() for day in policy.closure_days],
        "answers": {key: answer.value for key, answer in policy.answers.items()},
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
