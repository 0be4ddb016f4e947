"""Numbers of a landlord's policies that are counted in calendar days where the Code counts working days.

A draft may say what any policy says, and its check grades it. A landlord's own folder claims to follow the Code, so
there such a number is a mistake, unless the landlord admits it under `departures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from code_engine.errors import Problem, quoted
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_version import PolicyVersion
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.ruleset.rules import Parameter, Ruleset

_WITHIN_ACKNOWLEDGEMENT: Final = ("scope", "log")
"""Times for which the Code gives the one in which a complaint is acknowledged, defined and logged (6.2 and 6.11)."""


def unit_problems(policies: Iterable[Policy], rulesets: Sequence[Ruleset]) -> Iterator[Problem]:
    """Every setting in the wrong unit, once, at its place in the file; policies over before the Code began left out."""
    told: set[Problem] = set()
    for policy in policies:
        limits = _limits(policy, rulesets)
        for layer in policy.layers:
            for problem in _in_layer(layer, policy, limits):
                if problem not in told:
                    told.add(problem)
                    yield problem


def _limits(policy: Policy, rulesets: Sequence[Ruleset]) -> Mapping[str, Parameter]:
    """The times that the Code gives in working days, by the setting of a policy that they limit."""
    found: dict[str, Parameter] = {}
    for ruleset in rulesets:
        if policy.end is not None and policy.end < ruleset.in_force_from:
            continue
        for name in KNOWN_SETTINGS:
            stage, _, what = name.partition(".")
            limited_by = f"{stage}.acknowledge" if what in _WITHIN_ACKNOWLEDGEMENT else name
            parameter = ruleset.parameters.get(limited_by)
            if parameter is not None and parameter.unit == "working_days":
                found[name] = parameter
    return MappingProxyType(found)


def _in_layer(layer: PolicyVersion, policy: Policy, limits: Mapping[str, Parameter]) -> Iterator[Problem]:
    for place in layer.stating():
        for name, entry in place.content.settings.items():
            limit = limits.get(name)
            if limit is None or entry.unit != "calendar_days" or limit.provision in policy.departures:
                continue
            yield Problem(
                f"the setting {quoted(name)} is counted in calendar days, and provision {limit.provision} of the Code "
                "counts working days",
                layer.document.location((*place.path, "settings", name, "unit")),
                f"write `unit: working_days` if the policy means that, or admit it under `departures:` of "
                f"{limit.provision}",
            )
