"""What the commands about a store share: where it is, and the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from code_engine.engine import Engine
    from code_engine.service.opened import OpenedStore
    from code_engine.service.ports import Clock

VARIABLE = "CODE_ENGINE_DATABASE"
BY_HAND = "command line"
"""Who is named where somebody asks at a terminal."""


def system_clock() -> Clock:
    """The clock of this machine."""
    from code_engine.service.ports import Clock

    return Clock(today=today, now=lambda: datetime.now(UTC), seconds=time.monotonic)


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --database, as `database`."""
    return click.option(
        "--database",
        metavar="URL",
        envvar=VARIABLE,
        default="code-engine.sqlite",
        show_default=True,
        help=f"The store: a file, or postgresql://…; also from the variable {VARIABLE}.",
    )(command)


@contextmanager
def opened(settings: Settings, database: str, *, create: bool = False) -> Iterator[OpenedStore]:
    """The store, closed afterwards; the engine is only built where it is asked for.

    Raises StoreError, and MissingExtraError where the extra `service` is not installed.
    """
    from code_engine.service.extra import require_store

    require_store()
    from code_engine.service.opened import open_store

    @cache
    def engine() -> Engine:
        return settings.engine()

    store = open_store(database, system_clock(), engine, create=create)
    try:
        yield store
    finally:
        store.close()
