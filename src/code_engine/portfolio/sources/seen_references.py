"""Which cases were read already, kept on disk so that a million of them take no more memory than ten."""

from __future__ import annotations

import sqlite3


class SeenReferences:
    """Remembers where each case, by landlord and reference, was first read."""

    def __init__(self) -> None:
        # A database without a name: SQLite keeps it in a file of its own once it no longer fits its cache.
        self._store = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute("BEGIN")
        self._store.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID")

    def first_row(self, landlord: str, reference: str, row: int) -> int | None:
        """The row where the case was read before, None where this is the first time."""
        name = f"{landlord}\n{reference}"
        done = self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (name, row))
        if done.rowcount:
            return None
        (first,) = self._store.execute("SELECT row FROM seen WHERE name = ?", (name,)).fetchone()
        return int(first)

    def close(self) -> None:
        """Forget everything."""
        self._store.close()
