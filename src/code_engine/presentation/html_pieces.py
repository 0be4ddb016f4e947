"""Small parts that several sections of the HTML page share."""

from __future__ import annotations

from collections.abc import Iterable

from code_engine.evaluation.evaluation import Status
from code_engine.presentation.markup import NOTHING, Markup, element


def style_of(status: Status) -> str:
    """The class of the style sheet for a status."""
    return status.value.replace("_", "-")


def own_name_line(name: str | None) -> Markup:
    """Whose own promise a row is, under its provision; nothing for a row of the Code."""
    return element("span", name, class_="own-name") if name else NOTHING


def pill(words: str, status: Status) -> Markup:
    """A status in words on its colour."""
    return element("span", words, class_=f"status {style_of(status)}")


def table(caption: str, headings: Iterable[str], rows: Iterable[Markup], style: str | None = None) -> Markup:
    """A table with a caption and headings of columns; `style` is for tables that fold on a narrow screen."""
    head = element("tr", *(element("th", heading, scope="col") for heading in headings))
    body = element("tbody", *rows)
    made = element("table", element("caption", caption), element("thead", head), body, class_=style)
    return made if style else scrolled(made, caption)


def scrolled(content: Markup, name: str) -> Markup:
    """Content that scrolls sideways where it is too wide, reachable by the keyboard; `name` is read out."""
    return element("div", content, class_="scroll", tabindex=0, role="region", aria_label=name)


def folded(summary: str, content: Markup, opened: bool) -> Markup:
    """Content behind a summary that opens it."""
    return element("details", element("summary", summary), content, open="" if opened else None)
