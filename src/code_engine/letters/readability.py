"""How easily a letter is read: Flesch's reading ease, from the lengths of sentences and words.

100 is very easy, 60 to 70 is plain English. The syllables are counted by groups of vowels, as the tables of English
endings go; on running text that is within a few per cent of a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from code_engine.letters.blocks import blocks_of
from code_engine.letters.page import Element

PLAIN_ENGLISH: Final = 60.0
"""The least that a letter should have."""

EASY_READ: Final = 80.0
"""The least that a letter in easy read should have."""

_SENTENCE: Final = re.compile(r"[.!?:]+(?:\s+|$)")
_WORD: Final = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouycgsxz]es|[^aeiouytdl]ed|[aeiouy]led)$")
_NOT_READ: Final = frozenset({"receipt", "sender", "strapline", "name", "draft"})


@dataclass(frozen=True, slots=True)
class Readability:
    """The counts of a text, and its reading ease."""

    words: int
    sentences: int
    syllables: int

    @property
    def ease(self) -> float:
        """Flesch's reading ease: 206.835, less 1.015 a word of a sentence and 84.6 a syllable of a word."""
        if not self.words:
            return 100.0
        ease = 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words
        return round(ease, 1)


def readability_of(page: Element) -> Readability:
    """The measure of a letter: what is written in sentences; addresses, numbers and the receipt are left out."""
    parts = (block for block in blocks_of(page) if block.part not in _NOT_READ and block.kind in ("p", "item", "h2"))
    return measure([block.text for block in parts if "://" not in block.text and "@" not in block.text])


def readability_of_items(pieces: Iterable[tuple[str, str]]) -> Readability:
    """The measure of what the Code asks a letter to say, from its pieces in any format: item and text of each."""
    return measure([text for item, text in pieces if item and "://" not in text and "@" not in text])


def measure(paragraphs: list[str]) -> Readability:
    """The measure of some paragraphs; the end of one ends a sentence."""
    sentences = [
        words
        for paragraph in paragraphs
        for part in _SENTENCE.split(paragraph)
        if (words := _WORD.findall(part.casefold()))
    ]
    words = [word for sentence in sentences for word in sentence]
    return Readability(len(words), len(sentences), sum(map(syllables, words)))


def syllables(word: str) -> int:
    """The syllables of an English word, at least one."""
    count = len(_VOWELS.findall(word))
    if count > 1 and _SILENT.search(word):
        count -= 1
    return max(count, 1)
