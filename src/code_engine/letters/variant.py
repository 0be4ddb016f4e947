"""Which form of a letter suits a resident: as usual, in large print, or easy to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = (
    ("easy-read", ("easy read", "easy-read", "easyread", "easy to read", "learning disab")),
    ("large-print", ("large print", "large-print", "larger print", "big print", "large font", "large type")),
)


_NOT_BEFORE: Final = re.compile(r"\b(?:no|not|never|without|\w+n\Wt)\W+(?:\w+\W+){0,3}$")
_NOT_AFTER: Final = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:no longer|not|never|un(?:needed|necessary|wanted)|\w+n\Wt)\b")
_CLAUSE: Final = re.compile(r"[.;,]|\bbut\b")


def variant_for(adjustments: Iterable[object] | None) -> str:
    """The form that adjustments, agreed or asked for, call for: `standard`, `large-print` or `easy-read`.

    Easy read is also in large type, so it comes first where both are recorded. A form that one of them says is
    not needed is not chosen.
    """
    clauses = [part for each in adjustments or () for part in _CLAUSE.split(str(each).casefold())]
    for variant, signs in _SIGNS:
        wanted = [_wants(clause, sign) for clause in clauses for sign in signs if sign in clause]
        if wanted and all(wanted):
            return variant
    return "standard"


def _wants(clause: str, sign: str) -> bool:
    before, _, after = clause.partition(sign)
    return not (_NOT_BEFORE.search(before) or _NOT_AFTER.search(after))
