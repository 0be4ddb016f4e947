"""Which words of a Word document a person sees: not those hidden, in the colour of the paper, or too small to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from code_engine.colours import contrast

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAPER: Final = "#ffffff"
_FAINT: Final = 1.6
"""A contrast below which words are as good as hidden; pale grey, #cccccc, has 1.6."""

_SMALLEST: Final = 10
"""Half points: below 5 points nobody reads; the receipt's line has 8."""

_TAKEN_OUT: Final = frozenset({f"{W}del", f"{W}moveFrom", _FALLBACK})
"""What the tracking of changes keeps of deleted words, and the copy that older programs read."""

_PAPER_NAMES: Final = frozenset({"background1", "light1"})
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """Tells what is seen, by the styles of a document: the properties of text that each one has, by its id."""

    styles: Mapping[str, tuple[Element, ...]]
    usual: tuple[Element, ...]

    def text(self, element: Element) -> str:
        """What can be read of an element."""
        return "".join(self._texts(element, self._of_paragraph(element)))

    def _texts(self, element: Element, around: tuple[Element, ...]) -> Iterator[str]:
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag in (f"{W}br", f"{W}tab"):
            yield " "
        elif element.tag not in _TAKEN_OUT and not (element.tag == f"{W}r" and self._is_hidden(element, around)):
            for each in element:
                yield from self._texts(each, self._of_paragraph(each) if each.tag == f"{W}p" else around)

    def _of_paragraph(self, element: Element) -> tuple[Element, ...]:
        """The properties that a paragraph's style gives its words."""
        style = element.find(f"{W}pPr/{W}pStyle") if element.tag == f"{W}p" else None
        return self.styles.get(style.get(f"{W}val", ""), ()) if style is not None else self.usual

    def _is_hidden(self, run: Element, around: tuple[Element, ...]) -> bool:
        """Whether a run is not to be seen; what is nearest to it decides: its own properties, then its styles'."""
        own = run.find(f"{W}rPr")
        style = own.find(f"{W}rStyle") if own is not None else None
        styled = self.styles.get(style.get(f"{W}val", ""), ()) if style is not None else ()
        layers = (*((own,) if own is not None else ()), *styled, *around)
        return _vanishes(layers) or _is_faint(layers) or _is_tiny(layers)


def seen_in(styles: Element | None) -> Seen:
    """What is seen under a document's styles; None where it has none."""
    if styles is None:
        return Seen({}, ())
    found = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    general = tuple(styles.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    usual = [name for name, style in found.items() if style.get(f"{W}default") and style.get(f"{W}type") == "paragraph"]
    chains = {name: (*_chain(name, found), *general) for name in found}
    return Seen(chains, chains.get(usual[0], general) if usual else general)


def _chain(name: str, found: Mapping[str, Element]) -> Iterator[Element]:
    """The properties of a style, and of the styles it is based on, nearest first."""
    for _ in range(_DEEPEST):
        style = found.get(name)
        if style is None:
            return
        yield from style.findall(f"{W}rPr")
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""


def _first(layers: tuple[Element, ...], name: str) -> Element | None:
    return next((found for layer in layers if (found := layer.find(f"{W}{name}")) is not None), None)


def _vanishes(layers: tuple[Element, ...]) -> bool:
    marks = (_first(layers, name) for name in ("vanish", "webHidden", "specVanish"))
    return any(mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off") for mark in marks)


def _is_faint(layers: tuple[Element, ...]) -> bool:
    """Whether the words have the colour of what is behind them, or nearly."""
    colour = _first(layers, "color")
    if colour is None:
        return False
    shade = _first(layers, "shd")
    ground = _hex(shade.get(f"{W}fill", "")) if shade is not None else None
    named = colour.get(f"{W}themeColor") in _PAPER_NAMES
    words = _PAPER if named else _hex(colour.get(f"{W}val", ""))
    return words is not None and contrast(words, ground or _PAPER) < _FAINT


def _hex(value: str) -> str | None:
    return f"#{value.lower()}" if len(value) == 6 and all(each in "0123456789abcdefABCDEF" for each in value) else None


def _is_tiny(layers: tuple[Element, ...]) -> bool:
    size = _first(layers, "sz")
    value = size.get(f"{W}val", "") if size is not None else ""
    return value.isdigit() and int(value) < _SMALLEST
