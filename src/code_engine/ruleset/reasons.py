"""Sentences with placeholders: what a finding says in words.

A template such as `Acknowledged on {done}, {late} late.` is split once, when the ruleset loads, so that a
misspelt placeholder is an error then and not an odd letter later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from code_engine.errors import Location, Problem, did_you_mean, quoted

PLACEHOLDERS: Final = {
    "due": "the due date that decided",
    "original_due": "the due date before any extension",
    "done": "the day it was done",
    "clock": "the day the clock started",
    "late": "how late, as `3 working days`",
    "left": "how long is left, as `3 working days`",
    "days": "working days from the start of the clock to the day it was done",
    "limit": "the limit, as `10 working days`",
    "question": "the question a person has to answer",
    "title": "the title of the rule",
    "item": "which of several items decided",
    "entries": "of a rule about policies: the entries of lists that decided, by name",
    "entry_count": "of a rule about policies: how many entries decided",
}
"""What a template may name in braces, with its meaning; `fact:NAME` names a fact of the vocabulary."""

_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence in pieces: text, and the names to put between."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    fixed: str | None = field(init=False)
    """The whole sentence where it has no placeholder."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fixed", None if self.names else self.pieces[0])


def parse_template(text: str, fact_names: Iterable[str], location: Location | None) -> tuple[Template, list[Problem]]:
    """Split a sentence at its placeholders; unknown names come back as problems with a suggestion."""
    parts = _BRACES.split(text)
    pieces, names = tuple(parts[0::2]), tuple(parts[1::2])
    problems = []
    known_facts = set(fact_names)
    for name in names:
        if name.startswith("fact:"):
            known, wanted = {f"fact:{fact}" for fact in known_facts}, name
        else:
            known, wanted = set(PLACEHOLDERS), name
        if wanted not in known:
            problems.append(
                Problem(f"unknown placeholder {quoted('{' + name + '}')}", location, did_you_mean(name, known))
            )
    if any("{" in piece or "}" in piece for piece in pieces):
        problems.append(Problem("unbalanced braces in a reason", location, "write placeholders like {due}"))
    return Template(pieces, names), problems
