"""A text of a self-assessment as words that can be compared: names and web addresses told apart from the rest.

What no reader would call a difference is not in the key of a word: case, kinds of quotes and dashes, tags,
labels of lists, small numbers in letters or figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from code_engine.assessment import typography
from code_engine.assessment.list_labels import label_spans, lettered
from code_engine.assessment.sheet_import.pieces import cell_text
from code_engine.assessment.typography import CURLY_APOSTROPHE, QUOTES


class Kind(StrEnum):
    """What a word is."""

    WORD = "word"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, at `start` to `end` in it; two words with the same `key` say the same.

    `after` is the punctuation up to the next word.
    """

    kind: Kind
    key: str
    said: str
    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is shown, and its words."""

    text: str
    words: tuple[Word, ...]


_NUMBER_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
"""
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split())}
_ADDRESS = (
    r"(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<![\w.])(?:[a-z0-9-]+\.)+(?:co\.uk|org\.uk|gov\.uk|com|org|uk)\b(?:/[^\s<>]*)?"
)
_CLOSING = f".,;:!?)]}}{QUOTES}"
_APOSTROPHE = f"['{CURLY_APOSTROPHE}]"
_WORD = rf"[^\W_]+(?:{_APOSTROPHE}[^\W_]+)*"
_THE_LANDLORD = "the landlord"
_NAME_KEY = "\x00name"


def wording(text: str | None, names: Iterable[str]) -> Wording:
    """A text taken apart; `names` are the landlords' names, any of which stands for the landlord itself."""
    shown = lettered(cell_text(text or ""))
    labels = label_spans(shown)
    found = [match for match in _form(names).finditer(shown) if not _is_label(match, labels)]
    words = []
    for place, match in enumerate(found):
        kind = Kind(match.lastgroup or Kind.WORD)
        said = match[0].rstrip(_CLOSING) if kind is Kind.ADDRESS else match[0]
        end = match.start() + len(said)
        following = found[place + 1].start() if place + 1 < len(found) else len(shown)
        words.append(
            Word(kind, _key(kind, said), said, match.start(), end, _punctuation(shown, end, following, labels))
        )
    return Wording(shown, tuple(words))


def _form(names: Iterable[str]) -> re.Pattern[str]:
    """Addresses first, then names, the longest first, then any word."""
    known = sorted(
        {" ".join(name.split()) for name in (*names, _THE_LANDLORD)} - {""}, key=lambda name: (-len(name), name)
    )
    named = "|".join(r"[\s-]*".join(map(re.escape, name.split())) for name in known)
    return re.compile(
        rf"(?P<address>{_ADDRESS})|(?<!\w)(?P<name>(?:{named})(?:{_APOSTROPHE}s)?)(?!\w)|(?P<word>{_WORD})",
        re.IGNORECASE,
    )


def _is_label(match: re.Match[str], labels: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in labels)


def _key(kind: Kind, said: str) -> str:
    if kind is Kind.NAME:
        return _NAME_KEY
    plain = unicodedata.normalize("NFKC", said).casefold()
    if kind is Kind.ADDRESS:
        return re.sub(r"^https?://(www\.)?", "", plain).rstrip("/")
    plain = typography.plain(plain).replace("'", "")
    return _NUMBERS.get(plain, plain)


def _punctuation(text: str, start: int, end: int, labels: list[tuple[int, int]]) -> str:
    outside = "".join(
        character
        for place, character in enumerate(text[start:end], start)
        if not any(first <= place < last for first, last in labels)
    )
    return typography.plain("".join(outside.split()))
