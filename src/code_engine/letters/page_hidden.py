"""Which parts of a page a person does not see, by what is written at the part itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from code_engine.colours import contrast

_FAINT: Final = 1.6
"""A contrast below which words are as good as hidden; pale grey, #cccccc, has 1.6."""

_SIZE: Final = re.compile(r"(?P<number>\d*\.?\d+)(?P<unit>px|pt|em|rem|%)?")
_SMALLEST: Final = {"px": 7.0, "pt": 5.0, "em": 0.45, "rem": 0.45, "%": 45.0, None: 7.0}
_SHORT_COLOUR: Final = re.compile(r"#[0-9a-f]{3}")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_CHANNELS: Final = re.compile(r"rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})(?:[,/ ]+(?P<seen>[\d.]+))?\)")
_PAPER: Final = frozenset({"white", "snow", "ivory", "transparent", "floralwhite", "ghostwhite", "whitesmoke"})
_FAR_AWAY: Final = re.compile(r"-\d{3,}")


def is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is there but not to be seen: left out, without colour, tiny, or off the page."""
    if name in ("template", "noscript") or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style is None:
        return name == "font" and _is_faint(attributes.get("color", "").lower(), None)
    rules = dict(_rules(style.lower()))
    return (
        rules.get("display") == "none"
        or rules.get("visibility") in ("hidden", "collapse")
        or rules.get("opacity", "1").strip("%").rstrip("0").rstrip(".") in ("", ".0", "0")
        or rules.get("content-visibility") == "hidden"
        or _is_tiny(rules.get("font-size", ""))
        or _is_faint(rules.get("color", ""), rules.get("background-color") or rules.get("background"))
        or any(_FAR_AWAY.match(rules.get(side, "")) for side in ("left", "top", "right", "text-indent", "margin-left"))
        or re.match(r"rect\(0|inset\((?:50|100)%", rules.get("clip", rules.get("clip-path", ""))) is not None
    )


def _rules(style: str) -> list[tuple[str, str]]:
    parts = (part.partition(":") for part in style.split(";"))
    return [(name.strip(), value.replace("!important", "").strip()) for name, _, value in parts]


def _is_tiny(size: str) -> bool:
    found = _SIZE.fullmatch(size)
    return found is not None and float(found["number"]) < _SMALLEST[found["unit"]]


def _is_faint(colour: str, ground: str | None) -> bool:
    """Whether words have the colour of what is behind them, or nearly; where nothing is said, that is white paper."""
    if colour == "transparent":
        return True
    words, behind = _hex(colour), _hex(ground or "") or "#ffffff"
    return words is not None and contrast(words, behind) < _FAINT


def _hex(colour: str) -> str | None:
    """A colour as `#rrggbb`; None for one that is not known here."""
    if colour in _PAPER:
        return "#ffffff"
    if _SHORT_COLOUR.fullmatch(colour):
        return "#" + "".join(2 * each for each in colour[1:])
    channels = _CHANNELS.fullmatch(colour)
    if channels and channels["seen"] and float(channels["seen"].strip(".") or 0) == 0:
        return "#ffffff"
    if channels:
        return "#" + "".join(f"{min(int(channels[place]), 255):02x}" for place in (1, 2, 3))
    return colour if _COLOUR.fullmatch(colour) else None
