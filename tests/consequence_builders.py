"""Small builders for the tests of consequences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from code_engine.evaluation.consequences import Consequence, ConsequenceRules, ConsequenceSource
from code_engine.ruleset.consequence_models import Atom


def consequence(identity: str, when: dict[str, Any], **more: Any) -> Consequence:
    """A consequence that derives `more["derives"]`, or else sends a notice."""
    derives = more.pop("derives", None)
    then = {"derives": derives} if derives else {"notice": {"to": "somebody", "text": "Something."}}
    return Consequence.model_validate({"id": identity, "when": when, "then": then, "because": ["6.2"], **more})


def atoms_of(items: Sequence[Consequence]) -> list[tuple[str, Atom]]:
    """Every condition with the layer it reads."""
    return [(item.layer, atom) for item in items for atom in (*item.when.all, *item.when.any)]


def names_read(items: Sequence[Consequence]) -> tuple[dict[str, set[str]], set[str]]:
    """The rules by layer and the flags that the consequences read."""
    rules: dict[str, set[str]] = {"code": set(), "policy": set()}
    for layer, atom in atoms_of(items):
        if atom.rule is not None:
            rules[layer].add(atom.rule)
    for item in items:
        if item.then.action is not None and item.then.action.by is not None:
            rules[item.layer].add(item.then.action.by)
    return rules, {atom.fact for _, atom in atoms_of(items) if atom.fact is not None}


def rules_of(*sources: Sequence[Consequence]) -> ConsequenceRules:
    """Rules from files of consequences that may name whatever they like."""
    rules, facts = names_read([item for source in sources for item in source])
    return ConsequenceRules([ConsequenceSource(source) for source in sources], known_rules=rules, known_facts=facts)


def findings(
    statuses: dict[str, str], outstanding: Collection[str] = (), layer: str = "code"
) -> dict[tuple[str, str], tuple[str, bool, tuple[str, ...]]]:
    """Findings by rule id, without labels; a rule in `outstanding` is a breach still undone."""
    return {(layer, rule): (status, rule in outstanding, ()) for rule, status in statuses.items()}
