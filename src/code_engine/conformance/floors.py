"""Whether every number of a policy keeps the floor that the Code sets: never looser, in the direction it may move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from code_engine.conformance.policies import policies_under
from code_engine.errors import Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Setting
from code_engine.ruleset.rules import Parameter, Ruleset

_MAY_ONLY = {
    "tighten_down": "a landlord may only promise less",
    "tighten_up": "a landlord may only allow more",
    "fixed": "no landlord may change it",
}


def looser_numbers(landlord: Landlord, rulesets: Iterable[Ruleset]) -> Iterator[Problem]:
    """One problem for each number that is looser than the Code's, or in another unit, with the provision.

    A ruleset is compared with every policy that was in force while it was, merged through the group. What the
    policy itself admits as a departure from the provision is not claimed, and not held against it.
    """
    for ruleset in rulesets:
        for policy in policies_under(landlord, ruleset):
            for name, parameter in ruleset.parameters.items():
                setting = policy.settings.get(name)
                if setting is not None and parameter.provision not in policy.departures:
                    yield from _looser(name, setting, parameter)


def keeps_floor(value: int, parameter: Parameter) -> bool:
    """Whether a landlord's number is as strict as the Code's, or stricter."""
    if parameter.direction == "tighten_down":
        return value <= parameter.value
    if parameter.direction == "tighten_up":
        return value >= parameter.value
    return parameter.direction != "fixed" or value == parameter.value


def _looser(name: str, setting: Setting, parameter: Parameter) -> Iterator[Problem]:
    whose = f"{quoted(name)} in policy {setting.version} of {setting.landlord}"
    code = f"{parameter.value} {_words(parameter.unit)} (provision {parameter.provision})"
    if setting.unit != parameter.unit or not isinstance(setting.value, int):
        unit = f"counts {_words(setting.unit)}" if setting.unit is not None else "is not a number"
        hint = f"give it with `unit: {parameter.unit}`"
        yield Problem(f"{whose} {unit}; the Code sets {code}", setting.origin, hint)
    elif not keeps_floor(setting.value, parameter):
        mine = f"{setting.value} {_words(setting.unit)}"
        hint = f"{_MAY_ONLY[parameter.direction or 'fixed']}: change it, or admit it under `departures:`"
        yield Problem(f"{whose} is {mine}, looser than the Code's {code}", setting.origin, hint)


def _words(unit: str | None) -> str:
    return (unit or "").replace("_", " ")
