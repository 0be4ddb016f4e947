"""A rendered letter read back: its elements as a small tree, and in it the items that the Code asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from code_engine.letters.mistakes import LetterError
from code_engine.letters.page_hidden import is_hidden

VOID: Final = frozenset({"br", "img", "meta", "link", "hr", "input", "wbr", "source", "area", "base", "col", "embed"})
_ENDS_ITSELF: Final = {"p": frozenset({"p", "ul", "ol", "h1", "h2", "h3", "section", "div", "footer"}), "li": {"li"}}
_DEEPEST: Final = 200


@dataclass(slots=True)
class Element:
    """One element: its name, attributes, and what is inside, texts and elements in order."""

    name: str
    attributes: Mapping[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """This element and every element in it, in order."""
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.all()

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """Its text on one line, without that of elements of some names."""
        return " ".join("".join(self._texts(without)).split())

    def _texts(self, without: frozenset[str]) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.name == "br":
                yield " "
            elif each.name not in without and not each.is_hidden:
                yield from each._texts(without)
                if each.name in ("p", "li", "h1", "h2", "h3", "div", "section"):
                    yield " "

    @property
    def is_hidden(self) -> bool:
        """Whether it is there but not to be seen."""
        return is_hidden(self.name, self.attributes)

    def seen(self) -> Iterator[Element]:
        """This element and every element in it that is to be seen, in order."""
        if not self.is_hidden:
            yield self
            for each in self.inside:
                if isinstance(each, Element):
                    yield from each.seen()

    def first(self, name: str) -> Element | None:
        """The first element of a name in it."""
        return next((each for each in self.all() if each.name == name), None)


class _Reader(HTMLParser):
    """Builds the tree, forgiving what editors leave behind: end tags left out, or left over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS_ITSELF.get(self.open[-1].name, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            if len(self.open) > _DEEPEST:
                raise LetterError("this page is nested too deeply to be a letter")
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [element.name for element in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parse_page(text: str) -> Element:
    """The tree of a page. Raises LetterError where it is nested as no letter is, or breaks off."""
    reader = _Reader()
    reader.feed(text)
    if "<" in reader.rawdata:
        # The reader would look for the end of each element to the end of the page: hours for a page made so on purpose.
        raise LetterError("this page breaks off within an element")
    reader.close()
    return reader.root


_HEADINGS: Final = frozenset({"h1", "h2", "h3", "style", "script"})
_ACTIVE: Final = frozenset({"script", "iframe", "object", "embed", "link", "base", "form", "input", "video", "audio"})


def items_in(page: Element) -> list[tuple[str, str]]:
    """Every item of a page with its text, headings left out; an item put twice is here twice."""
    return [
        (element.attributes["data-item"], element.text(_HEADINGS))
        for element in page.seen()
        if "data-item" in element.attributes
    ]


def gaps_in(page: Element) -> list[str]:
    """The fields that stand as gaps in a page, in order."""
    return [element.attributes["data-gap"] for element in page.seen() if "data-gap" in element.attributes]


def active_parts(page: Element) -> list[str]:
    """What a letter must not have: programs, anything fetched from elsewhere, and a second sheet of styles.

    That could hide what has to be said; colours belong to the branding.
    """
    found = ["a second <style>"] * (sum(element.name == "style" for element in page.all()) > 1)
    for element in page.all():
        if element.name in _ACTIVE:
            found.append(f"<{element.name}>")
        for name, value in element.attributes.items():
            if _is_active(name, value):
                found.append(f"{name} of <{element.name}>")
        if element.name == "meta" and element.attributes.get("http-equiv", "").lower() == "refresh":
            found.append("a <meta> that leads elsewhere")
    return found


def _is_active(name: str, value: str) -> bool:
    """Whether an attribute runs something or fetches something."""
    value = value.strip().lower()
    if name in ("src", "srcset", "poster", "background"):
        return not value.startswith("data:image/")
    if name in ("href", "xlink:href"):
        return value.startswith(("javascript:", "data:", "vbscript:"))
    return name.startswith("on") or (name == "style" and "url(" in value)
