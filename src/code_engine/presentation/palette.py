"""The colours of the HTML page, light and dark, and the variables of the style sheet.

Each pair of text and ground that the page uses is listed, so that a test can hold all of them to the contrast
that WCAG 2.2 asks of text (success criterion 1.4.3: 4.5 to 1).
"""

from __future__ import annotations

from code_engine.colours import checked_colour, readable_on
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
