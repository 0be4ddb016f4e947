"""Whose cases are measured together: each landlord by itself, and each group with all landlords in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.portfolio.measures.year_measures import Scope


def landlord_scope(landlords: Landlords, landlord_id: str, year: str, homes: Mapping[str, int]) -> Scope:
    """One landlord without its subsidiaries; `homes` are numbers given beside those of landlord.yaml, and go first.

    Raises LandlordError for an unknown landlord.
    """
    landlord = landlords.get(landlord_id)
    beside = frozenset(members(landlords, landlord.lineage[0].id))
    return Scope(landlord.id, landlord.name, frozenset({landlord.id}), _homes(landlord, year, homes), beside)


def group_scope(landlords: Landlords, landlord_id: str, year: str, homes: Mapping[str, int]) -> Scope:
    """A landlord with all its subsidiaries. Its homes are all of theirs, known only where each is known.

    Raises LandlordError for an unknown landlord.
    """
    landlord = landlords.get(landlord_id)
    own = members(landlords, landlord.id)
    numbers = [_homes(landlords.get(member), year, homes) for member in own]
    known = [number for number in numbers if number is not None]
    total = sum(known) if len(known) == len(numbers) else None
    beside = frozenset(members(landlords, landlord.lineage[0].id))
    return Scope(f"{landlord.id}+", f"{landlord.name} and its subsidiaries", frozenset(own), total, beside)


def scopes_of(landlords: Landlords, found: Iterable[str], year: str, homes: Mapping[str, int]) -> tuple[Scope, ...]:
    """Every landlord that has cases, and every group of which more than one landlord has; by id, groups last."""
    ids = sorted(set(found))
    known = [each for each in ids if each in landlords.by_id]
    single = tuple(landlord_scope(landlords, each, year, homes) for each in known)
    tops = sorted({landlords.get(each).lineage[0].id for each in known})
    groups = tuple(
        group_scope(landlords, top, year, homes)
        for top in tops
        if sum(landlords.get(each).lineage[0].id == top for each in known) > 1
    )
    return (*single, *groups)


def members(landlords: Landlords, top: str) -> tuple[str, ...]:
    """The landlord and all below it."""
    return tuple(each for each in landlords.ids() if top in {above.id for above in landlords.get(each).lineage})


def _homes(landlord: Landlord, year: str, given: Mapping[str, int]) -> int | None:
    return given.get(landlord.id, landlord.profile.homes.get(year))
