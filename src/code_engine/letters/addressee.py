"""To whom a letter is written: the resident, or whoever acts for them and may (3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from code_engine.case.events_intake import ComplaintReceived
from code_engine.errors import Problem
from code_engine.letters.field_names import FIELDS, asked
from code_engine.letters.situation import Situation
from code_engine.letters.supplied import Supplied, listed, words
from code_engine.letters.values import Gap


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who the letter is written to, as templates speak of them.

    `for_resident` is the resident for whom a representative is written to, `without_authority` a representative who
    is not, because nothing shows that they may act.
    """

    name: Any
    address: Any
    copies: Any
    for_resident: Any = None
    without_authority: Any = None


def representative_name(case: Situation) -> Supplied:
    """Who acts for the resident."""
    return words(case.case.representative.name) if case.case.representative else None


def representative_address(case: Situation) -> Supplied:
    """Their postal address."""
    return listed(case.case.representative.address) if case.case.representative else None


def addressee(case: Situation) -> Supplied:
    """A representative who may act is written to, else the resident; None where the record leaves it open."""
    if not _is_represented(case):
        return "resident"
    authority = _authority(case)
    if authority is None:
        return None
    return "representative" if authority else "resident"


def _is_represented(case: Situation) -> bool:
    representative = case.case.representative
    if representative is not None and representative.name is not None:
        return bool(representative.name)
    return representative is not None or any(
        event.raised_by == "representative" for event in case.of(ComplaintReceived)
    )


def _authority(case: Situation) -> str | None:
    """What shows that the representative may act: by the header of the case, or when the complaint came in."""
    representative = case.case.representative
    if representative is not None and representative.authority is not None:
        return representative.authority
    known = [event.authority for event in case.of(ComplaintReceived) if event.authority is not None]
    return known[-1] if known else None


def _copies(case: Situation, values: Mapping[str, Any]) -> Supplied:
    """Who gets a copy, unless it is given by hand: the resident, whose complaint it is, or a representative who may.

    No copy goes to a resident with whom an adjustment names the representative: it then is that they are dealt with.
    """
    if values.get("copy_to") is not None:
        return tuple(values["copy_to"])
    resident, representative = values.get("resident_name"), values.get("representative_name")
    if values.get("addressee") != "representative":
        return listed([representative]) if representative and addressee(case) == "representative" else ()
    name = str(representative).casefold() if representative else ""
    if not resident or (name and any(name in each.casefold() for each in case.adjustments())):
        return ()
    return listed([resident])


def recipient_of(case: Situation, values: Mapping[str, Any]) -> Recipient:
    """Who the letter is written to, from the values of its fields."""
    resident, representative = values.get("resident_name"), values.get("representative_name")
    if values.get("addressee") == "representative":
        return Recipient(representative, values.get("representative_address"), _copies(case, values), resident)
    without = representative if _is_represented(case) and _authority(case) == "" else None
    name = values["addressee"] if isinstance(values.get("addressee"), Gap) else resident
    return Recipient(name, values.get("resident_address"), _copies(case, values), None, without)


def unaddressed(
    case: Situation, values: Mapping[str, Any], gaps: dict[str, Gap], *, by_post: bool, draft: bool
) -> Iterator[Problem]:
    """What is lacking to know who the letter is written to, and for one that is posted, where; each becomes a gap.

    The address of a letter that is not posted is a gap in a draft only, which has to look the same in all formats.
    """
    found = values.get("addressee")
    if found is None:
        yield _lacking("addressee", gaps, "somebody acts for the resident, and nothing says if they may")
        return
    if found == "representative" and addressee(case) == "resident":
        gaps["addressee"] = Gap("addressee", FIELDS["addressee"].question)
        message = "addressee cannot be representative: nothing on record shows that somebody may act for the resident"
        yield Problem(message, None, "record who acts, and their authority, under `representative:` of the case")
        return
    if found == "representative":
        if not values.get("representative_name"):
            yield _lacking("representative_name", gaps, "the letter is written to the representative")
        if not values.get("resident_name"):
            yield _lacking("resident_name", gaps, "the representative has to see for whom they are written to")
    address = f"{found}_address"
    if values.get(address) is None and (by_post or draft):
        problem = _lacking(address, gaps, "a letter on paper has to reach somebody")
        if by_post:
            yield problem


def _lacking(name: str, gaps: dict[str, Gap], why: str) -> Problem:
    gaps[name] = Gap(name, FIELDS[name].question)
    return asked(name, f"{name} is lacking: {why}")
