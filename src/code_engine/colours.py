"""Colours of pages and letters: what is a colour, and how well one is read on another (WCAG 2.2)."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as `#rrggbb`, from 1 to 21 (WCAG 2.2, definition)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def readable_on(ground: str) -> str:
    """Black or white, whichever is read better on the ground; one of them always has 4.5 to 1."""
    return max("#ffffff", "#000000", key=lambda text: contrast(text, ground))


def checked_colour(colour: str) -> str:
    """A colour written as `#rrggbb`. Raises ValueError for anything else, which could carry other style."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"`{colour}` is not a colour: write it like #1f3a5f")
    return colour.lower()


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
