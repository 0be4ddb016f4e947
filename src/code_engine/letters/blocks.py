"""The content of a letter, read back from its page: paragraphs, headings and list items in order.

Plain text and Word are made from these, so that all formats say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from code_engine.letters.page import Element

_BLOCKS: Final = {"p": "p", "h1": "h1", "h2": "h2", "h3": "h2", "li": "item", "address": "address"}
_LEFT_OUT: Final = frozenset({"head", "style", "script", "title"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that is written in one way."""

    text: str
    strong: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item; `item` is the required item it belongs to, `part` the letter's part.

    `quoted` is a paragraph that people wrote, set apart from the landlord's own words.
    """

    kind: str
    runs: tuple[Run, ...]
    item: str | None = None
    part: str | None = None
    quoted: bool = False

    @property
    def text(self) -> str:
        """Its text; line breaks stay."""
        return "".join(run.text for run in self.runs)


def blocks_of(page: Element) -> list[Block]:
    """The blocks of a letter, in order, empty ones left out."""
    return [block for block in _walk(page, None, None) if block.text.strip()]


def _walk(element: Element, item: str | None, part: str | None) -> Iterator[Block]:
    if element.name in _LEFT_OUT or element.is_hidden:
        return
    item = element.attributes.get("data-item", item)
    part = _part(element, part)
    kind = _BLOCKS.get(element.name)
    if kind is not None:
        quoted = element.attributes.get("dir") == "auto"
        yield Block(kind, tuple(_tidied(_runs(element, Run("")))), item, part, quoted)
        return
    loose: list[Element | str] = []
    for each in element.inside:
        if isinstance(each, Element) and each.name == "img":
            yield Block("logo", (Run(each.attributes.get("alt", "")),), item, part)
        elif isinstance(each, str) or each.name in ("br", "strong", "em", "bdi", "mark", "span", "time", "a"):
            loose.append(each)
        else:
            yield from _loose(loose, item, part)
            loose = []
            yield from _walk(each, item, part)
    yield from _loose(loose, item, part)


def _part(element: Element, part: str | None) -> str | None:
    if element.name in ("header", "footer", "main"):
        return element.name
    style = element.attributes.get("class", "")
    return style if style in ("draft", "sender", "strapline", "name", "receipt", "easy", "adjustments") else part


def _loose(inside: list[Element | str], item: str | None, part: str | None) -> Iterator[Block]:
    """Text that stands in no paragraph of its own, such as the lines of an address."""
    if inside:
        yield Block("p", tuple(_tidied(_runs(Element("p", {}, inside), Run("")))), item, part)


def _runs(element: Element, style: Run) -> Iterator[Run]:
    for each in element.inside:
        if isinstance(each, str):
            yield Run(each, style.strong, style.gap)
        elif each.name == "br":
            yield Run("\n", style.strong, style.gap)
        elif not each.is_hidden:
            strong = style.strong or each.name in ("strong", "b")
            yield from _runs(each, Run("", strong, style.gap or each.name == "mark"))


def _tidied(runs: Iterator[Run]) -> Iterator[Run]:
    """Blanks and line ends of the source made one blank; a break stays, with nothing around it."""
    text_before = "\n"
    for run in list(runs):
        if run.text == "\n" and text_before != "\n":
            text_before = "\n"
            yield run
            continue
        if run.text == "\n":
            continue
        words = " ".join(run.text.split())
        before = " " if run.text[:1].isspace() and text_before[-1:] not in ("\n", " ") else ""
        after = " " if run.text[-1:].isspace() and words else ""
        if words or before:
            text = f"{before}{words}{after}"
            text_before = text
            yield Run(text, run.strong, run.gap)
