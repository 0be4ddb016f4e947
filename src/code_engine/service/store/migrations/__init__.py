"""The steps by which a store comes to its present tables: numbered, forward only, each applied once.

A step that has been released is never changed; what must be different comes as a further step. The text of a step
stands for both kinds of database; `Words` holds what they call differently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from code_engine.service.store.migrations import step_0001, step_0002, step_0003
from code_engine.service.store.migrations.words import POSTGRESQL, SQLITE, Words

__all__ = ["MIGRATIONS", "POSTGRESQL", "SQLITE", "Migration", "Words"]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it does, and its statements in the words of a database."""

    number: int
    title: str
    statements: Callable[[Words], tuple[str, ...]]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "cases, log, keys, outbox", step_0001.statements),
    Migration(2, "calendar feeds", step_0002.statements),
    Migration(3, "master key", step_0003.statements),
)
"""Every step in order, numbered from 1 without a gap."""
