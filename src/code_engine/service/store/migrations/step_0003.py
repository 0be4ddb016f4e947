"""Step 3: which master key the keys of cases and the secrets of webhooks are wrapped with."""

from __future__ import annotations

from code_engine.service.store.migrations.words import Words


def statements(words: Words) -> tuple[str, ...]:
    """The definitions of tables, in the order in which they are run."""
    return (f"CREATE TABLE master_keys (name TEXT PRIMARY KEY, since TEXT NOT NULL{words.end}",)
