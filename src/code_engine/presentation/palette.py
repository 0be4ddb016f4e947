"""The colours of the HTML page, light and dark, and the variables of the style sheet.

Each pair of text and ground that the page uses is listed, so that a test can hold all of them to the contrast
that WCAG 2.2 asks of text (success criterion 1.4.3: 4.5 to 1).
"""

from __future__ import annotations

import re

from code_engine.presentation.layout import LAYOUT, PRINT

LIGHT = {
    "paper": "#ffffff",
    "panel": "#f4f6f9",
    "line": "#cfd6df",
    "ink": "#1b2430",
    "soft": "#4a5668",
    "link": "#1f4e8c",
    "breached": "#a3211a",
    "breached-ground": "#fdecea",
    "pending": "#714700",
    "pending-ground": "#fff3d9",
    "undetermined": "#33475e",
    "undetermined-ground": "#e7edf4",
    "met": "#17603a",
    "met-ground": "#e5f4eb",
    "not-applicable": "#4a5668",
    "not-applicable-ground": "#eef0f3",
}
DARK = {
    "paper": "#161b22",
    "panel": "#1e252e",
    "line": "#3a4450",
    "ink": "#e6eaf0",
    "soft": "#b3bdca",
    "link": "#8ab8f5",
    "breached": "#ffa198",
    "breached-ground": "#3c1c1b",
    "pending": "#f0c674",
    "pending-ground": "#372b12",
    "undetermined": "#b9cbe0",
    "undetermined-ground": "#233041",
    "met": "#7fd6a4",
    "met-ground": "#16311f",
    "not-applicable": "#b3bdca",
    "not-applicable-ground": "#262d37",
}
_STATUSES = ("breached", "pending", "undetermined", "met", "not-applicable")
PAIRS = (
    *((text, ground) for text in ("ink", "soft", "link") for ground in ("paper", "panel")),
    *((status, f"{status}-ground") for status in _STATUSES),
    *((status, "paper") for status in _STATUSES),
    *((text, f"{status}-ground") for text in ("ink", "soft") for status in _STATUSES),
)
"""Every text colour with every ground it stands on."""

DEFAULT_ACCENT = "#1f3a5f"
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


def style_sheet(accent: str = DEFAULT_ACCENT) -> str:
    """The style sheet of the page; `accent` is a landlord's colour, used for the header only."""
    ground = checked_colour(accent)
    header = f".brand{{background:{ground};color:{readable_on(ground)}}}"
    light, dark = _variables(LIGHT), _variables(DARK)
    status = "".join(f".{name}{{color:var(--{name});background:var(--{name}-ground)}}" for name in _STATUSES)
    edges = "".join(f".tasks .edge-{name}{{border-left-color:var(--{name})}}" for name in _STATUSES)
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"{LAYOUT}{header}{status}{edges}{PRINT}"
    )


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
