"""HTML and SVG built as text that is escaped unless it is already markup."""

from __future__ import annotations

from html import escape
from typing import TypeAlias


class Markup(str):
    """Text that is markup already; everything else is escaped when it is put inside an element."""

    __slots__ = ()


Content: TypeAlias = "str | Markup | None"

NOTHING = Markup("")
_VOID = frozenset({"meta", "br", "link"})


def escaped(content: Content) -> Markup:
    """Markup as it is, text escaped, nothing for None."""
    if content is None:
        return NOTHING
    return content if isinstance(content, Markup) else Markup(escape(str(content), quote=True))


def joined(*contents: Content) -> Markup:
    """Several pieces one after another."""
    return Markup("".join(escaped(content) for content in contents))


def element(name: str, /, *contents: Content, **attributes: str | float | None) -> Markup:
    """An element with its content; a trailing underscore of an attribute is dropped, others become hyphens.

    Attributes that are None are left out, an empty one is written without a value.
    """
    written = "".join(
        f" {_attribute(key)}" if value == "" else f' {_attribute(key)}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(*contents)}</{name}>")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
