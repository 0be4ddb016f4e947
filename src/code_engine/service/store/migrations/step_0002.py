"""Step 2: secret addresses of calendars."""

from __future__ import annotations

from code_engine.service.store.migrations.words import Words


def statements(words: Words) -> tuple[str, ...]:
    """The definitions of tables, in the order in which they are run."""
    return (
        "CREATE TABLE calendar_feeds (id TEXT PRIMARY KEY, landlord TEXT NOT NULL, handler TEXT,"
        f" digest TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT{words.end}",
    )
