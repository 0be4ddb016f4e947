"""Mistakes that the service found, each at the field of the form it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from housing_crm.service import ServiceError

_NAMED: Final = re.compile(r"^`[^`]+`: ")


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with a form: by the name of the field, and what belongs to no field."""

    at: Mapping[str, list[str]] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.at or self.elsewhere)


def mistakes_in(error: ServiceError, names: Mapping[str, str], known: frozenset[str]) -> Mistakes:
    """The mistakes of a problem. `names` gives for the beginning of a pointer what stands before the field's name.

    `{"#/events/0/": "", "#/header/resident/": "resident."}` finds the field `resident.name`; what points to no field
    in `known` belongs to the form as a whole.
    """
    at: dict[str, list[str]] = {}
    elsewhere = []
    for each in error.errors:
        name = _name(each.pointer, names)
        if name in known:
            # It stands at its field, and need not say again which.
            at.setdefault(name, []).append(_sentence(_NAMED.sub("", each.detail), each.hint))
        else:
            elsewhere.append(_sentence(each.detail, each.hint))
    if not error.errors:
        elsewhere.append(f"{error.title} {error.detail}".strip())
    return Mistakes(at, tuple(elsewhere))


def _name(pointer: str, names: Mapping[str, str]) -> str:
    for beginning, before in names.items():
        if pointer.startswith(beginning):
            return before + pointer[len(beginning) :].split("/")[0]
    return ""


def _sentence(detail: str, hint: str) -> str:
    words = f"{detail}; {hint}" if hint else detail
    return words[:1].upper() + words[1:] + ("" if words.endswith(("?", ".")) else ".")
