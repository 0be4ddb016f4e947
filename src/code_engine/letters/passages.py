"""The words of a letter, piece by piece: what its receipt remembers of them, so that an edit shows without the case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from code_engine.letters.blocks import Block
from code_engine.letters.receipt import digest_of

REST: Final = ""
"""What belongs to no required item: whom it goes to, the greeting, how to answer, the receipt's line."""

HEAD_PARTS: Final = frozenset({"header", "draft", "strapline", "name"})
"""What stands above the letter and is written otherwise in each format."""

_SHOWN: Final = 16
_LEFT_OPEN: Final = re.compile(r"\[[^\[\]]*[A-Za-z…_.][^\[\]]*\]")
_QUOTED: Final = frozenset({"[sic]", "[...]", "[…]"})


def words_of(pieces: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """For each item, and for the rest, a short hash of its words; blanks and line ends do not count."""
    texts: dict[str, str] = {}
    for name, text in pieces:
        texts[name] = texts.get(name, "") + "".join(text.split())
    return tuple((name, digest_of(text).removeprefix("sha256:")[:_SHOWN]) for name, text in sorted(texts.items()))


def pieces_of(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """The text of each block of a page with the item it belongs to; the head of the letter is left out."""
    return [(block.item or REST, block.text) for block in blocks if block.part not in HEAD_PARTS]


def edited(then: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of what reads otherwise than it did, of what was taken out and of what was put in, sorted."""
    before, after = dict(then), dict(now)
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def left_open(text: str) -> list[str]:
    """Notes to whoever writes the letter that are still in it: `[to be written]`, `[name]`."""
    return [found for found in _LEFT_OPEN.findall(text) if found not in _QUOTED]
