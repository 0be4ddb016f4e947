"""Reading XML of a stranger's file: no larger and no deeper than that of a letter."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

from code_engine.letters.mistakes import LetterError

_MOST_ELEMENTS: Final = 300_000
_DEEPEST: Final = 100
"""A document of ours has a dozen levels, and a few thousand elements in a letter of twenty pages."""


def bounded_xml(content: bytes) -> ElementTree.Element:
    """The root of an XML document. Raises LetterError for what no letter is, ElementTree.ParseError for no XML."""
    if b"<!DOCTYPE" in content[:2000]:
        raise LetterError("this document holds a declaration that no letter has")
    return ElementTree.fromstring(content, ElementTree.XMLParser(target=_Bounded()))


class _Bounded(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        """Begin an element. Raises LetterError where there are too many, or too many around it."""
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise LetterError("this document is too large or too deep to be a letter")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag)
