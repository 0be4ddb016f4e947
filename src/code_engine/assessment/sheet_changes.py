"""How two texts of a self-assessment differ, each change in one of four classes, by rule.

`name`: the landlords' names. `address`: web addresses, and phrases that point to a page in place of one.
`spelling`: punctuation, case and slips of one letter. `wording`: everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from code_engine.assessment.sheet_words import Kind, Word, Wording
from code_engine.assessment.typography import plain


class Difference(StrEnum):
    """The classes of differences, the weightiest first."""

    POSITION = "position"
    WORDING = "wording"
    ADDRESS = "address"
    NAME = "name"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one text in place of words of the other; either side may be empty."""

    kind: Difference
    a: tuple[Word, ...]
    b: tuple[Word, ...]


_PLACES = frozenset({"website", "webpage", "page", "pages", "site", "link", "links", "here", "online"})
_POINTING_WORDS = """
    a address at below by can find following found go in is it its on our see the their this to under via visit web
"""
_POINTING = _PLACES | frozenset(_POINTING_WORDS.split())
_LONGEST_PHRASE = 6
_LONGEST_NAME = 5
_SHORTEST_SLIP = 5


def changes(a: Wording, b: Wording) -> tuple[Change, ...]:
    """Every change between two texts, in their order; none where they say the same in the same form."""
    matcher = SequenceMatcher(None, [word.key for word in a.words], [word.key for word in b.words], autojunk=False)
    found: list[Change] = []
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        left, right = a.words[a_from:a_to], b.words[b_from:b_to]
        if tag == "equal":
            ends = (a_from == b_from == 0, a_to == len(a.words) and b_to == len(b.words))
            found.extend(_within_equal(left, right, *ends))
        else:
            before = a.words[a_from - 1] if a_from else None
            found.extend(_classified(left, right, before))
    return tuple(found)


def _within_equal(left: Sequence[Word], right: Sequence[Word], at_start: bool, at_end: bool) -> Iterator[Change]:
    """Differences in form between words that say the same.

    Punctuation in front of words that differ, and a capital letter behind them, belong to those words.
    """
    pairs = list(zip(left, right, strict=True))
    for place, (one, other) in enumerate(pairs):
        said, instead = plain(one.said), plain(other.said)
        written = said.casefold() != instead.casefold()
        case = said != instead and (place > 0 or at_start)
        punctuation = one.after != other.after and (place + 1 < len(pairs) or at_end)
        if written and one.kind is Kind.NAME:
            yield Change(Difference.NAME, (one,), (other,))
        elif (one.kind is not Kind.ADDRESS and (written or case)) or punctuation:
            yield Change(Difference.SPELLING, (one,), (other,))


def _classified(left: Sequence[Word], right: Sequence[Word], before: Word | None) -> Iterator[Change]:
    a, b = tuple(left), tuple(right)
    addresses = tuple(tuple(word for word in side if word.kind is Kind.ADDRESS) for side in (a, b))
    if any(addresses):
        if _points(a) and _points(b):
            yield Change(Difference.ADDRESS, a, b)
            return
        yield Change(Difference.ADDRESS, *addresses)
        a, b = (tuple(word for word in side if word.kind is not Kind.ADDRESS) for side in (a, b))
        if not a and not b:
            return
    yield Change(_kind(a, b, before), a, b)


def _kind(a: tuple[Word, ...], b: tuple[Word, ...], before: Word | None) -> Difference:
    if _are_names(a, b, before):
        return Difference.NAME
    if _are_slips(a, b):
        return Difference.SPELLING
    return Difference.WORDING


def _points(words: Sequence[Word]) -> bool:
    """Whether words are an address, with no more than pointing words around it, or a short phrase for a page."""
    if any(word.kind is Kind.ADDRESS for word in words):
        return all(word.kind is Kind.ADDRESS or word.key in _POINTING for word in words)
    return not words or (len(words) <= _LONGEST_PHRASE and any(word.key in _PLACES for word in words))


def _are_names(a: tuple[Word, ...], b: tuple[Word, ...], before: Word | None) -> bool:
    """Whether a known name stands on one side and what can be a name on the other, or a name is longer on one."""
    if len(a) > _LONGEST_NAME or len(b) > _LONGEST_NAME:
        return False
    both = (*a, *b)
    goes_on = before is not None and before.kind is Kind.NAME and not before.after
    instead = bool(a and b) and any(word.kind is Kind.NAME for word in both)
    return (goes_on or instead) and all(word.kind is Kind.NAME or word.said[0].isupper() for word in both)


def _are_slips(a: tuple[Word, ...], b: tuple[Word, ...]) -> bool:
    """Whether words differ in how they are put together, or each by one letter that can be a slip."""
    if not a or not b or any(word.kind is not Kind.WORD for word in (*a, *b)):
        return False
    if "".join(word.key for word in a) == "".join(word.key for word in b):
        return True
    return len(a) == len(b) and all(_is_slip(one.key, other.key) for one, other in zip(a, b, strict=True))


def _is_slip(one: str, other: str) -> bool:
    """One letter added, left out or changed places with its neighbour; s for z.

    Never the first letter, a figure or a short word: `now` and `not` differ by one letter, too.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_SLIP or one[0] != other[0] or not (one + other).isalpha():
        return one == other
    if len(long) == len(short) + 1:
        return any(long[:place] + long[place + 1 :] == short for place in range(1, len(long)))
    if len(long) != len(short):
        return False
    differing = [place for place, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    if len(differing) == 1:
        return {one[differing[0]], other[differing[0]]} == {"s", "z"}
    swapped = next(pairwise(differing)) if len(differing) == 2 else None
    return swapped is not None and swapped[1] == swapped[0] + 1 and _crossed(one, other, *swapped)


def _crossed(one: str, other: str, first: int, second: int) -> bool:
    return one[first] == other[second] and one[second] == other[first]
