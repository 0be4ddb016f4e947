"""Lists of two policies compared entry by entry: an exclusion by its ground, a route by its name, a hold by its reason.

What a stage is called makes no difference, nor do the words and numbers of clauses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from code_engine.assessment.policy_diff_answers import EntryDifference, ListDifference, WordingDifference
from code_engine.assessment.policy_values import FREE_ATTRIBUTES, Likeness, Words, compared
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_statements import ListedItem, StatedValue
from code_engine.policy.statements import LISTS

_KEYS: Final = {"stages": None, "routes_before_stage_1": "name", "exclusions": "ground", "holds": "reason"}
_UNNAMED = ("", "other")
_Pair = tuple[ListedItem | None, ListedItem | None]


class ListComparer:
    """Compares the lists of two policies, and collects what is only worded differently."""

    def __init__(self, a: Policy, b: Policy, words_a: Words, words_b: Words) -> None:
        self._a, self._b = a, b
        self._words_a, self._words_b = words_a, words_b
        self.wording: list[WordingDifference] = []

    def differences(self) -> Iterator[ListDifference]:
        """Every list that differs in effect."""
        for name in LISTS:
            a, b = self._a.lists.get(name), self._b.lists.get(name)
            entries = tuple(self._entries(name, a or (), b or ()))
            if entries or (a is None) != (b is None):
                yield ListDifference.of(
                    name=name,
                    a=len(a) if a is not None else None,
                    b=len(b) if b is not None else None,
                    entries=entries,
                )

    def _entries(self, name: str, a: Sequence[ListedItem], b: Sequence[ListedItem]) -> Iterator[EntryDifference]:
        called = _Names(name, a, b)
        for number, (mine, other) in enumerate(self._pairs(name, a, b), start=1):
            if mine is None or other is None:
                lone = mine or other
                assert lone is not None
                values = lone.stated
                entry = called.of(lone, number)
                yield EntryDifference.of(
                    entry=entry, a=values if mine is not None else None, b=values if other is not None else None
                )
                continue
            differing = [key for key in LISTS[name].model_fields if self._differs(name, key, mine, other, number)]
            if differing:
                yield EntryDifference.of(
                    entry=called.of(mine, number), a=_only(mine, differing), b=_only(other, differing)
                )

    def _pairs(self, name: str, a: Sequence[ListedItem], b: Sequence[ListedItem]) -> list[_Pair]:
        """The entries that belong together: those with one key, alike before unlike, then those alike in all else."""
        if _KEYS[name] is None:
            both = [(one, other) for one, other in zip(a, b, strict=False)]
            return [*both, *((one, None) for one in a[len(b) :]), *((None, other) for other in b[len(a) :])]
        rest = list(b)
        matched: dict[int, ListedItem] = {}
        for strictness in range(3):
            for place, item in enumerate(a):
                if place not in matched:
                    partner = next((each for each in rest if self._belongs(name, item, each, strictness)), None)
                    if partner is not None:
                        matched[place] = partner
                        rest = [each for each in rest if each is not partner]
        return [*((item, matched.get(place)) for place, item in enumerate(a)), *((None, each) for each in rest)]

    def _belongs(self, name: str, a: ListedItem, b: ListedItem, strictness: int) -> bool:
        same_key = self._words_a.plain(_key(name, a)) == self._words_b.plain(_key(name, b))
        if strictness == 1:
            return same_key
        free = FREE_ATTRIBUTES[name]
        alike = all(
            compared(a.values.get(key), b.values.get(key), self._words_a, self._words_b, free=False) is Likeness.SAME
            for key in LISTS[name].model_fields
            if key not in free
        )
        return alike and (same_key or strictness == 2)

    def _differs(self, name: str, key: str, a: ListedItem, b: ListedItem, number: int) -> bool:
        """Whether an attribute of two entries differs in effect; where it may, that is put down as wording."""
        if name == "stages" or (key == "text" and _key(name, a) not in _UNNAMED):
            return False
        if (key in a.differing) != (key in b.differing):
            return True
        mine, other = a.values.get(key), b.values.get(key)
        free = key in FREE_ATTRIBUTES[name]
        likeness = compared(mine, other, self._words_a, self._words_b, free=free)
        if likeness is Likeness.OTHER_WORDS or (key == "text" and likeness is Likeness.DIFFERENT):
            self.wording.append(
                WordingDifference.of(
                    name=f"{name}: {_entry_name(name, a, number)}: {key}",
                    meaning=LISTS[name].model_fields[key].description or "",
                    a=mine if mine is not None else "",
                    b=other if other is not None else "",
                )
            )
            return False
        return likeness is Likeness.DIFFERENT


class _Names:
    """What the entries of a list are called in the answer; where several have one key, with what they say."""

    def __init__(self, name: str, *sides: Sequence[ListedItem]) -> None:
        self._name = name
        counts = [Counter(_key(name, item) for item in side) for side in sides]
        self._several = {key for count in counts for key, times in count.items() if times > 1} | set(_UNNAMED)

    def of(self, item: ListedItem, number: int) -> str:
        """The key of an entry, with its text where the key alone does not tell which one it is."""
        named = _entry_name(self._name, item, number)
        text = item.values.get("text")
        return f"{named}: {text}" if text and _key(self._name, item) in self._several else named


def _key(name: str, item: ListedItem) -> str:
    key = _KEYS[name]
    return str(item.values.get(key, "")) if key is not None else ""


def _entry_name(name: str, item: ListedItem, number: int) -> str:
    """What an entry is called in the answer: its key, the name of a stage, or its number."""
    named = _key(name, item) or str(item.values.get("name", ""))
    return named or f"{LISTS[name].label} {number}"


def _only(item: ListedItem, keys: Iterable[str]) -> dict[str, StatedValue | None]:
    stated = item.stated
    return {key: stated[key] for key in keys if key in stated}
