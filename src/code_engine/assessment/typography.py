"""Quotes and dashes as published documents set them, and the plain ones they stand for."""

from __future__ import annotations

CURLY_APOSTROPHE = "\u2019"
QUOTES = "'\"`\u00b4\u2018\u2019\u201c\u201d"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"

_PLAIN = str.maketrans(dict.fromkeys(QUOTES, "'") | dict.fromkeys(DASHES, "-"))


def plain(text: str) -> str:
    """The text with one kind of quote and one kind of dash."""
    return text.translate(_PLAIN)
