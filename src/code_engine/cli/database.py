"""What the commands about a store share: where it is, and the clock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from code_engine.engine import Engine
    from code_engine.service.opened import OpenedStore
    from code_engine.service.ports import Clock
    from code_engine.service.store.master_key import MasterKey

VARIABLE = "CODE_ENGINE_DATABASE"
MASTER_VARIABLE = "CODE_ENGINE_MASTER_KEY"
MASTER_FILE_VARIABLE = "CODE_ENGINE_MASTER_KEY_FILE"
BY_HAND = "command line"
"""Who is named where somebody asks at a terminal."""


def system_clock() -> Clock:
    """The clock of this machine."""
    from code_engine.service.ports import Clock

    return Clock(today=today, now=lambda: datetime.now(UTC), seconds=time.monotonic)


@dataclass(frozen=True, slots=True)
class StoreAsked:
    """Which store is meant, and where its master key is: in the file, else in the variable unless that is not meant."""

    address: str
    master_key_file: str | None
    variable: bool = True

    def master(self) -> MasterKey | None:
        """The master key; None where there is none.

        Raises StoreError for what is no master key, and MissingExtraError.
        """
        from code_engine.service.extra import require_store

        require_store()
        from code_engine.errors import Location
        from code_engine.service.store.master_key import read_master_key, read_master_key_file

        if self.master_key_file is not None:
            return read_master_key_file(self.master_key_file)
        text = os.environ.get(MASTER_VARIABLE) if self.variable else None
        return read_master_key(text, Location(MASTER_VARIABLE)) if text else None


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --database and --master-key-file, both as `database`."""

    @wraps(command)
    def with_store(*given: Any, database: str, master_key_file: str | None, **further: Any) -> Any:
        return command(*given, database=StoreAsked(database, master_key_file), **further)

    address = click.option(
        "--database",
        metavar="URL",
        envvar=VARIABLE,
        default="code-engine.sqlite",
        show_default=True,
        help=f"The store: a file, or postgresql://…; also from the variable {VARIABLE}.",
    )
    return address(with_master_key(with_store))


def with_master_key(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --master-key-file, as `master_key_file`."""
    return click.option(
        "--master-key-file",
        metavar="FILE",
        envvar=MASTER_FILE_VARIABLE,
        help=f"The master key of the store; the key itself may stand in the variable {MASTER_VARIABLE}.",
    )(command)


def with_networks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --webhook-network, as `networks`."""
    return click.option(
        "--webhook-network",
        "networks",
        metavar="NETWORK",
        multiple=True,
        help="Send webhooks also to this network inside, such as 10.1.2.0/24, or 127.0.0.1 for trying. Repeatable.",
    )(command)


@contextmanager
def opened(settings: Settings, database: StoreAsked, *, create: bool = False) -> Iterator[OpenedStore]:
    """The store, closed afterwards; the engine is only built where it is asked for.

    Raises StoreError, and MissingExtraError where the extra `service` is not installed.
    """
    from code_engine.service.extra import require_store

    require_store()
    master = database.master()
    from code_engine.service.opened import open_store

    @cache
    def engine() -> Engine:
        return settings.engine()

    store = open_store(database.address, system_clock(), engine, create=create, master=master)
    try:
        yield store
    finally:
        store.close()
