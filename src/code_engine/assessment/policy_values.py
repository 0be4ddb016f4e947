"""Values of two policies compared by what they do: order, capitals, names of the landlords and clauses do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal, get_args, get_origin

from code_engine.assessment.policy_choice import ChosenPolicy
from code_engine.policy.statements import LISTS, SECTIONS

_SPACES = re.compile(r"\s+")
_MARKS = " .,;:!?'\"()[]-\u2013\u2014"
_OWN_NAME = "the landlord"


class Likeness(Enum):
    """How two values stand to each other; free words that differ are for a person to compare."""

    SAME = "same"
    OTHER_WORDS = "other words"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one side: names of the landlord and its group, which stand for the same on both sides."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, chosen: ChosenPolicy) -> Words:
        """The words of a policy's landlord."""
        lineage = chosen.landlord.lineage if chosen.landlord is not None else ()
        return cls(tuple(sorted({each.name.casefold() for each in lineage}, key=lambda name: (-len(name), name))))

    def plain(self, text: str) -> str:
        """A text without what makes no difference."""
        plain = _SPACES.sub(" ", text).casefold()
        for name in self.names:
            plain = re.sub(rf"\b{re.escape(name)}\b", _OWN_NAME, plain)
        return plain.strip(_MARKS)


def compared(a: Any, b: Any, words_a: Words, words_b: Words, *, free: bool) -> Likeness:
    """Two stated values. `free` are words of a person's own, of which only that and how many are certain."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        same = {words_a.plain(part) for part in a} == {words_b.plain(part) for part in b}
        certain = len(a) != len(b) or not free
    elif free and isinstance(a, str) and isinstance(b, str):
        same = words_a.plain(a) == words_b.plain(b)
        certain = not (a.strip() and b.strip())
    else:
        same, certain = type(a) is type(b) and a == b, True
    if same:
        return Likeness.SAME
    return Likeness.DIFFERENT if certain else Likeness.OTHER_WORDS


def _is_free(annotation: Any) -> bool:
    """Whether a field takes any text, rather than one of a few words, a flag or a number."""
    found = set(_leaves(annotation))
    return str in found and not any(get_origin(leaf) is Literal for leaf in found)


def _leaves(annotation: Any) -> Iterable[Any]:
    inner = () if get_origin(annotation) is Literal else get_args(annotation)
    if not inner:
        yield annotation
    for part in inner:
        yield from _leaves(part)


FREE_STATEMENTS: Final[frozenset[str]] = frozenset(
    f"{subject}.{name}"
    for subject, section in SECTIONS.items()
    for name, info in section.model_fields.items()
    if _is_free(info.annotation)
)
"""Statements in a person's own words, by name."""

FREE_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(field for field, info in entry.model_fields.items() if _is_free(info.annotation))
    for name, entry in LISTS.items()
}
"""Attributes of entries in a person's own words, by list."""
