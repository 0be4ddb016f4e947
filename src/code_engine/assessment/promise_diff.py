"""Promises of two policies compared by effect: conditions, limits and dates, not titles, reasons or ids."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from code_engine.assessment.policy_diff_answers import PromiseDifference
from code_engine.evaluation.wording import limit_in_words
from code_engine.landlord.policy import Policy, PolicyRule
from code_engine.policy.vocabulary import PREFIX
from code_engine.ruleset.rules import provision_order

_WORDS_ONLY: Final = frozenset({"id", "title", "source", "inferred", "reasons", "subject", "change"})
_OF_A_JUDGEMENT: Final = frozenset({"question", "asked_of"})
_SETTING = re.compile(rf"\b{re.escape(PREFIX)}([a-z0-9_]+(?:\.[a-z0-9_]+)*)")


def promise_differences(a: Policy, b: Policy) -> tuple[PromiseDifference, ...]:
    """Every promise that the two do not share, by provision. One with another id and the same effect is shared."""
    mine, others = _by_id(a), _by_id(b)
    effects_a = {name: _effect(a, rule) for name, rule in mine.items()}
    effects_b = {name: _effect(b, rule) for name, rule in others.items()}
    lone_a = [name for name in mine if name not in others]
    lone_b = [name for name in others if name not in mine]
    for name in tuple(lone_a):
        twin = next((other for other in lone_b if effects_b[other] == effects_a[name]), None)
        if twin is not None:
            lone_a.remove(name)
            lone_b.remove(twin)
    shared = [name for name in mine if name in others and effects_a[name] != effects_b[name]]
    found = [
        *(_changed(mine[name], others[name], effects_a[name], effects_b[name]) for name in shared),
        *(_lone(mine[name], effects_a[name], None) for name in lone_a),
        *(_lone(others[name], None, effects_b[name]) for name in lone_b),
    ]
    return tuple(sorted(found, key=lambda each: (provision_order(each.provision), each.id)))


def _by_id(policy: Policy) -> dict[str, PolicyRule]:
    return {rule.entry.id: rule for rule in policy.rules}


def _effect(policy: Policy, rule: PolicyRule) -> dict[str, str]:
    """What a promise does: each condition in one way of writing, and the value of each setting it reads."""
    parts = {"provision": rule.provision, **dict(_parts(rule.entry.model_dump(by_alias=True, exclude_none=True)))}
    for name in sorted({name for text in parts.values() for name in _SETTING.findall(text)}):
        setting = policy.settings.get(name)
        if setting is None:
            continue
        value = setting.value
        number = setting.unit is not None and isinstance(value, int)
        parts[f"{PREFIX}{name}"] = limit_in_words(int(str(value)), str(setting.unit)) if number else str(value)
    return parts


def _parts(entry: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        name = f"{path} {key}".strip()
        if (not path and key in _WORDS_ONLY) or (path == "judgement" and key in _OF_A_JUDGEMENT):
            continue
        if isinstance(value, Mapping):
            yield from _parts(value, name)
        elif value not in (False, ()):
            yield name, _written(str(value))


def _written(condition: str) -> str:
    """A condition in one way of writing, whatever its spaces, quotes and brackets."""
    try:
        return ast.unparse(ast.parse(" ".join(condition.split()), mode="eval"))
    except (SyntaxError, ValueError):
        return " ".join(condition.split())


def _changed(a: PolicyRule, b: PolicyRule, effect_a: dict[str, str], effect_b: dict[str, str]) -> PromiseDifference:
    keys = [key for key in {**effect_a, **effect_b} if effect_a.get(key) != effect_b.get(key)]
    return PromiseDifference.of(
        provision=b.provision,
        id=b.entry.id,
        title=b.entry.title if a.entry.title == b.entry.title else f"{a.entry.title} / {b.entry.title}",
        a={key: effect_a[key] for key in keys if key in effect_a},
        b={key: effect_b[key] for key in keys if key in effect_b},
    )


def _lone(rule: PolicyRule, a: dict[str, str] | None, b: dict[str, str] | None) -> PromiseDifference:
    return PromiseDifference.of(provision=rule.provision, id=rule.entry.id, title=rule.entry.title, a=a, b=b)
