"""The log as lines of JSON, for an archive or somebody else's check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from code_engine.service.decision_log.entry import RECORDED
from code_engine.service.decision_log.log import personal_of
from code_engine.service.store.canonical import canonical
from code_engine.service.store.connection import Database
from code_engine.service.store.tables import LOG_ENTRIES

_AT_ONCE = 500


def export(database: Database, landlords: Sequence[str] | None = None, *, personal: bool = False) -> Iterator[str]:
    """Every entry of these landlords, or of all, each a line of canonical JSON with its hash and the one before.

    The hash can be checked from the line alone: it is that of `previous`, a line break and `entry` as canonical JSON.
    With `personal` the facts and the evaluation are added where they were not erased.
    Raises StoreError where the store fails.
    """
    after = ("", 0)
    while True:
        with database.reading() as connection:
            wanted = select(LOG_ENTRIES).where(
                (LOG_ENTRIES.c.landlord > after[0])
                | ((LOG_ENTRIES.c.landlord == after[0]) & (LOG_ENTRIES.c.sequence > after[1]))
            )
            if landlords is not None:
                wanted = wanted.where(LOG_ENTRIES.c.landlord.in_(landlords))
            ordered = wanted.order_by(LOG_ENTRIES.c.landlord, LOG_ENTRIES.c.sequence).limit(_AT_ONCE)
            lines = []
            for row in connection.execute(ordered).all():
                line = {"entry": json.loads(row.entry), "previous": row.previous, "hash": row.hash}
                if personal and row.kind in RECORDED:
                    line["personal"] = personal_of(connection, row.landlord, row.sequence)
                lines.append(canonical(line) + "\n")
                after = (row.landlord, row.sequence)
        yield from lines
        if len(lines) < _AT_ONCE:
            return
