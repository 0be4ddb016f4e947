"""The chain: each entry's hash covers the hash of the one before, so that no entry can change or go unseen.

Each landlord has a chain of its own. Its log can be exported and checked without anybody else's, and its numbers say
nothing about how much another landlord asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from code_engine.errors import Problem, quoted
from code_engine.service.store.canonical import canonical, moment_text
from code_engine.service.store.connection import insert_if_absent
from code_engine.service.store.errors import NotStoredError
from code_engine.service.store.tables import LOG_ENTRIES, LOG_HEADS

BEGINNING: Final = "sha256:" + "0" * 64
"""What the first entry has for the hash of the one before."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a landlord's chain. Published elsewhere, it shows later that nothing was cut off."""

    landlord: str
    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{entry_id(self.landlord, self.sequence)} {self.hash}"


def link(previous: str, entry: str) -> str:
    """The hash of an entry: of the hash before it and its canonical JSON."""
    return "sha256:" + hashlib.sha256(f"{previous}\n{entry}".encode()).hexdigest()


def entry_id(landlord: str, sequence: int) -> str:
    """The name of an entry: `twenty11:17`."""
    return f"{landlord}:{sequence}"


def read_entry_id(text: str) -> tuple[str, int]:
    """The landlord and number that the name of an entry stands for. Raises NotStoredError for anything else."""
    landlord, _, number = text.rpartition(":")
    if not landlord or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NotStoredError(
            Problem(f"{quoted(text)} does not name an entry of the log", None, "write it as LANDLORD:NUMBER")
        )
    return landlord, int(number)


def locked_head(connection: Connection, landlord: str) -> Head:
    """The end of a landlord's chain, held until the transaction ends: nobody else appends to it meanwhile."""
    insert_if_absent(connection, LOG_HEADS, {"landlord": landlord, "sequence": 0, "hash": BEGINNING})
    row = connection.execute(select(LOG_HEADS).where(LOG_HEADS.c.landlord == landlord).with_for_update()).one()
    return Head(landlord, row.sequence, row.hash)


def append(
    connection: Connection, head: Head, subject: str, kind: str, content: Mapping[str, Any], at: datetime
) -> Head:
    """Append an entry behind a locked head, and give the new head."""
    sequence, recorded_at = head.sequence + 1, moment_text(at)
    entry = canonical(
        {
            **content,
            "landlord": head.landlord,
            "sequence": sequence,
            "subject": subject,
            "kind": kind,
            "recorded_at": recorded_at,
        }
    )
    new = Head(head.landlord, sequence, link(head.hash, entry))
    connection.execute(
        insert(LOG_ENTRIES).values(
            landlord=head.landlord,
            sequence=sequence,
            subject=subject,
            kind=kind,
            recorded_at=recorded_at,
            entry=entry,
            previous=head.hash,
            hash=new.hash,
        )
    )
    connection.execute(
        update(LOG_HEADS).where(LOG_HEADS.c.landlord == head.landlord).values(sequence=sequence, hash=new.hash)
    )
    return new


def heads(connection: Connection, landlords: Collection[str] | None = None) -> tuple[Head, ...]:
    """The end of each landlord's chain, or of those of some landlords, by landlord."""
    wanted = select(LOG_HEADS).where(LOG_HEADS.c.sequence > 0).order_by(LOG_HEADS.c.landlord)
    if landlords is not None:
        wanted = wanted.where(LOG_HEADS.c.landlord.in_(landlords))
    rows = connection.execute(wanted)
    return tuple(Head(row.landlord, row.sequence, row.hash) for row in rows)
