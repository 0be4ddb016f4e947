"""The frame of every HTML page: one self-contained file in a landlord's colours that loads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from code_engine.presentation.markup import Content, Markup, element
from code_engine.presentation.palette import DEFAULT_ACCENT, style_sheet

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Branding:
    """How a landlord appears on the page: its name in words, and the colour of the header as `#rrggbb`."""

    name: str | None = None
    accent: str = DEFAULT_ACCENT


def whole_page(
    title: str, brand: Branding, header: Iterable[Content], main: Iterable[Content], footer: Content, style: str = ""
) -> str:
    """The page ending in a newline: what stands in the band at its top, below it, and at its end.

    `style` is added to the style sheet that all pages share. Raises ValueError for a colour that is not written
    `#rrggbb`.
    """
    page = element(
        "html",
        _head(title, style_sheet(brand.accent) + style),
        element(
            "body",
            element("a", "Skip to the content", class_="skip", href="#content"),
            element("header", element("div", *header, class_="wide"), class_="brand"),
            element("main", *main, id="content", class_="wide", tabindex=-1),
            element("footer", element("div", footer, class_="wide")),
        ),
        lang="en-GB",
    )
    return f"<!DOCTYPE html>\n{page}\n"


def _head(title: str, style: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        element("style", Markup(style)),
    )
