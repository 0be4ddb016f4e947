"""Placeholders in a text that several landlords share: `{landlord}` and the landlord's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from code_engine.errors import Location, Problem, did_you_mean, quoted
from code_engine.landlord.profile import Profile

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


def words_of(profile: Profile) -> Mapping[str, str | None]:
    """What each placeholder stands for: the name, the values in one phrase, and every term; None: not given."""
    return {"landlord": profile.name, "values": _listed(profile.values), **profile.terms.model_dump()}


def _listed(words: tuple[str, ...]) -> str | None:
    """`one`, `one and two`, `one, two and three`; None where there is nothing."""
    if not words:
        return None
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


@dataclass
class Filler:
    """Puts one landlord's words into texts, and collects what is wrong with the placeholders."""

    words: Mapping[str, str | None]
    problems: list[Problem] = field(default_factory=list)

    def filled(self, text: str, place: Location) -> str:
        """The text on one line, with every placeholder replaced and a capital at the beginning."""
        filled = _PLACEHOLDER.sub(lambda found: self._word(found[1], place), " ".join(text.split()))
        if _BRACE.search(_PLACEHOLDER.sub("", text)):
            hint = "write a placeholder as {landlord}"
            self.problems.append(Problem("a brace stands alone in this text", place, hint))
        return filled[:1].upper() + filled[1:]

    def _word(self, name: str, place: Location) -> str:
        if name not in self.words:
            known = ", ".join(f"{{{word}}}" for word in sorted(self.words))
            hint = did_you_mean(name, self.words) or f"there are: {known}"
            self.problems.append(Problem(f"unknown placeholder {quoted(f'{{{name}}}')}", place, hint))
            return ""
        word = self.words[name]
        if word is None:
            hint = f"add `{name}:` to its landlord.yaml, or leave the placeholder out"
            self.problems.append(Problem(f"{quoted(f'{{{name}}}')} stands for nothing at this landlord", place, hint))
        return word or ""
