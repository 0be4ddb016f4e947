"""Checking the chain: an entry that was changed, removed or put elsewhere, and a tail that was cut off."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, select

from code_engine.errors import Location, Problem, quoted
from code_engine.service.decision_log.chain import BEGINNING, Head, entry_id, heads, link, read_entry_id
from code_engine.service.decision_log.entry import ERASURE
from code_engine.service.store.canonical import digest_of
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import StoreError
from code_engine.service.store.tables import LOG_ENTRIES, PERSONAL_PARTS

FaultKind: TypeAlias = Literal["changed", "removed", "reordered", "cut_off", "rewritten", "personal_part"]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a chain."""

    entry: str
    kind: FaultKind
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found: the entries looked at, how many of them were erased, and every fault."""

    entries: int
    erased: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Chain:
    """A landlord's chain while it is read."""

    landlord: str
    published: dict[int, str]
    previous: str = BEGINNING
    sequence: int = 0
    entries: int = 0
    without_part: dict[int, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)


def verify(database: Database, published: Sequence[Head] = (), landlords: Collection[str] | None = None) -> Verified:
    """Read every chain from its beginning and check each link; only those of some landlords where they are given.

    A chain alone cannot show that its end was cut off, or that all of it was written anew: `published` holds heads
    that were kept elsewhere. Raises StoreError where the store fails.
    """
    *_, found = verifying(database, published, landlords)
    assert isinstance(found, Verified)
    return found


def verifying(
    database: Database, published: Sequence[Head] = (), landlords: Collection[str] | None = None
) -> Iterator[int | Verified]:
    """As `verify`, for who wants to see how far it is: how many entries were looked at, and at last what was found."""
    faults: list[Fault] = []
    entries = erased = 0
    with database.reading() as connection:
        ends = {head.landlord: head for head in heads(connection)}
        stored = connection.execute(select(LOG_ENTRIES.c.landlord).distinct()).scalars()
        for landlord in sorted({*ends, *stored, *(head.landlord for head in published)}):
            if landlords is not None and landlord not in landlords:
                continue
            chain = _Chain(landlord, {head.sequence: head.hash for head in published if head.landlord == landlord})
            for row in _rows(connection, landlord):
                faults.extend(_faults_of(chain, row))
                if chain.entries % _AT_ONCE == 0:
                    yield entries + chain.entries
            faults.extend(_faults_at_end(chain, ends.get(landlord)))
            entries += chain.entries
            erased += len(chain.without_part)
    yield Verified(entries, erased, tuple(faults))


def read_heads(text: str) -> tuple[Head, ...]:
    """The heads that were published as `log head` prints them, one on a line.

    Raises StoreError with the line of anything else.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            name, _, digest = line.strip().partition(" ")
            try:
                landlord, sequence = read_entry_id(name)
            except StoreError:
                landlord, sequence = "", 0
            if not landlord or not digest.startswith("sha256:") or len(digest) != len(BEGINNING):
                place = Location("head", number)
                raise StoreError(
                    Problem(f"{quoted(line)} is not the head of a log", place, "give what `log head` printed")
                )
            found.append(Head(landlord, sequence, digest))
    return tuple(found)


def _rows(connection: Connection, landlord: str) -> Iterator[Any]:
    wanted = (
        select(LOG_ENTRIES, PERSONAL_PARTS.c.content)
        .outerjoin(
            PERSONAL_PARTS,
            (PERSONAL_PARTS.c.landlord == LOG_ENTRIES.c.landlord)
            & (PERSONAL_PARTS.c.sequence == LOG_ENTRIES.c.sequence),
        )
        .where(LOG_ENTRIES.c.landlord == landlord)
        .order_by(LOG_ENTRIES.c.sequence)
    )
    yield from connection.execution_options(yield_per=_AT_ONCE).execute(wanted)


def _faults_of(chain: _Chain, row: Any) -> Iterator[Fault]:
    """What is wrong with the next entry of a chain."""
    chain.entries += 1
    name = entry_id(chain.landlord, row.sequence)
    if row.sequence != chain.sequence + 1:
        yield _removed(chain, row.sequence - 1)
    yield from _faults_of_link(chain, row, name)
    yield from _faults_of_content(chain, row, name)
    expected = chain.published.pop(row.sequence, None)
    if expected is not None and expected != row.hash:
        yield Fault(name, "rewritten", "its hash is not the one that was published")
    chain.previous, chain.sequence = row.hash, row.sequence


def _removed(chain: _Chain, last: int) -> Fault:
    first = chain.sequence + 1
    name = entry_id(chain.landlord, first)
    return Fault(name, "removed", "was removed" if first == last else f"and those up to {last} were removed")


def _faults_of_link(chain: _Chain, row: Any, name: str) -> Iterator[Fault]:
    if link(row.previous, row.entry) != row.hash:
        yield Fault(name, "changed", "was changed: its hash is that of another content")
    elif row.previous != chain.previous and row.sequence == chain.sequence + 1:
        yield Fault(name, "reordered", "does not follow the entry before it: one of the two was replaced or moved")


def _faults_of_content(chain: _Chain, row: Any, name: str) -> Iterator[Fault]:
    try:
        said = json.loads(row.entry)
        told = (said["landlord"], said["sequence"], said["subject"], said["kind"], said["recorded_at"])
        part = said.get("personal")
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Fault(name, "changed", "was changed: it can no longer be read")
        return
    if said["sequence"] != row.sequence:
        yield Fault(name, "reordered", f"was moved: it is entry {said['sequence']}")
    elif told != (row.landlord, row.sequence, row.subject, row.kind, row.recorded_at):
        yield Fault(name, "changed", "was changed: its columns say other than the entry")
    if row.kind == ERASURE:
        chain.erased.add(row.subject)
    if part is not None and row.content is None:
        chain.without_part[row.sequence] = row.subject
    elif part is not None and digest_of(row.content) != part:
        yield Fault(name, "personal_part", "its sealed facts were changed")


def _faults_at_end(chain: _Chain, end: Head | None) -> Iterator[Fault]:
    for sequence, subject in chain.without_part.items():
        if subject not in chain.erased:
            name = entry_id(chain.landlord, sequence)
            yield Fault(name, "personal_part", "its sealed facts are gone, and no entry says that they were erased")
    last = max((*chain.published, end.sequence if end is not None else 0))
    if last > chain.sequence:
        name = entry_id(chain.landlord, chain.sequence + 1)
        yield Fault(name, "cut_off", f"the end was cut off: there were entries up to {last}")
    elif end is None or (end.sequence, end.hash) != (chain.sequence, chain.previous):
        name = entry_id(chain.landlord, chain.sequence)
        yield Fault(name, "changed", "it is the last entry, but the store remembers another end")
