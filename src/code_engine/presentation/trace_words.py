"""The trace of a finding made short for people: each condition once, with what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BOUNDS = ({"from", "to"}, {"at_least"})
"""How a fact says that only its bounds are known: one phrase, not a list."""


def readable_trace(trace: Mapping[str, Any]) -> dict[str, Any]:
    """A trace in which a condition is a name and its value what stands behind it, the whole before its parts.

    In a trace a condition without a value is one that cannot be decided, not something that has not happened.
    """
    return {name: _readable(value) for name, value in trace.items()}


def _readable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _condition(value) if "value" in value else readable_trace(value)
    if isinstance(value, list | tuple):
        return [_readable(inner) for inner in value]
    return value


def _condition(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A condition with its parts as one mapping; whatever else the entry says is kept."""
    if "condition" not in entry and "parts" not in entry:
        return readable_trace({name: value for name, value in entry.items() if name != "value"}) | {
            "value": entry["value"]
        }
    named = str(entry.get("condition", "value"))
    kept = {name: value for name, value in entry.items() if name not in ("condition", "value", "parts")}
    return {**readable_trace(kept), named: _decided(entry["value"]), **_parts(entry.get("parts", ()))}


def _parts(parts: Any) -> dict[str, Any]:
    if isinstance(parts, Mapping):
        return {str(name): _decided(value) for name, value in parts.items()}
    return {str(part["condition"]): _decided(part["value"]) for part in parts}


def _decided(value: Any) -> Any:
    return "unknown" if value is None else value


def branches(value: object) -> Mapping[str, Any] | None:
    """The parts of a value that takes more than a line to say; None where a line is enough."""
    if isinstance(value, Mapping):
        if value.keys() in _BOUNDS or (len(value) < 2 and not any(map(_is_deep, value.values()))):
            return None
        return value
    if isinstance(value, list | tuple) and any(map(_is_deep, value)):
        return {str(place): inner for place, inner in enumerate(value, start=1)}
    return None


def _is_deep(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)
