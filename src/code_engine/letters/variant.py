"""Which form of a letter suits a resident: as usual, in large print, or easy to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_SIGNS: Final = (
    ("easy-read", ("easy read", "easy-read", "easyread", "easy to read", "learning disab")),
    ("large-print", ("large print", "large-print", "larger print", "big print", "large font", "large type")),
)


def variant_for(adjustments: Iterable[object] | None) -> str:
    """The form that the adjustments on record ask for: `standard`, `large-print` or `easy-read`.

    Easy read is also in large type, so it comes first where both are recorded.
    """
    recorded = [str(adjustment).casefold() for adjustment in adjustments or ()]
    for variant, signs in _SIGNS:
        if any(sign in text for text in recorded for sign in signs):
            return variant
    return "standard"
