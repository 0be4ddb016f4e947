"""What complaints are often said to be about, under the names that `matter.category` has for it in our examples.

A category may be any words. These are proposed so that `ASB` and `Anti-social behaviour` are counted together.
"""

from __future__ import annotations

import re
from typing import Final

_SPELLINGS: Final = {
    "antisocial_behaviour": ("asb", "anti social behaviour", "antisocial behaviour", "neighbour nuisance", "nuisance"),
    "damp_and_mould": ("damp and mould", "damp mould", "damp and mold", "mould", "damp", "dmc"),
    "repairs": ("repairs", "repair", "responsive repairs", "day to day repairs", "repairs and maintenance"),
    "staff_and_service": ("staff", "staff conduct", "staff attitude", "customer service", "staff and service"),
    "service_charges": ("service charges", "service charge"),
    "planned_works": ("planned works", "planned maintenance", "major works", "planned work"),
    "lettings": ("lettings", "allocations", "allocations and lettings", "lettings and allocations"),
    "grounds_and_cleaning": ("grounds maintenance", "grounds and cleaning", "estate services", "cleaning"),
}
_NAMES: Final = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}


def category_named(words: str) -> str | None:
    """The name of a category for the words of an export, None where they are none of the usual ones."""
    plain = " ".join(re.sub(r"[^\w]+|_", " ", words.replace("&", " and ")).lower().split())
    return _NAMES.get(plain)
