"""Words of the file that were not written for the resident: they go out only where somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from code_engine.letters.field_names import FIELDS
from code_engine.letters.given import AS_RECORDED
from code_engine.letters.outcome_fields import ground_in_our_words
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied

_WHY = "the file has a note on this that was not written for the resident; --set {}={} sends it as it stands"


def takes_over(known: Mapping[str, Supplied], name: str, text: str) -> bool:
    """Whether a value given by hand is what the file has, taken over as it stands."""
    return text.strip() == AS_RECORDED and bool(known.get(name))


def unread_notes(
    case: Situation, known: Mapping[str, Supplied], given: Mapping[str, str], allowed: Collection[str]
) -> dict[str, str]:
    """The fields for which the file has a note that nobody has taken over, each with what is said of it."""
    return {
        name: _WHY.format(name, AS_RECORDED)
        for name in sorted(allowed)
        if FIELDS[name].note and known.get(name) and name not in given and not _is_ours(case, name)
    }


def _is_ours(case: Situation, name: str) -> bool:
    """A ground that the Code names is said in the letter's own words."""
    return name == "ground" and ground_in_our_words(case)
