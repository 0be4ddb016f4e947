"""Stores for tests: a file of SQLite always, and a private PostgreSQL server where Debian's is installed."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from code_engine.service.ports import Clock

KINDS = ("sqlite", "postgresql")
_PROGRAMS = Path("/usr/lib/postgresql")
_NUMBERS = count(1)

START = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
"""The moment at which the clock of a test begins."""


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def clock(self) -> Clock:
        """The clock as the service is given it."""
        return Clock(today=lambda: self.at.date(), now=lambda: self.at, seconds=lambda: self.at.timestamp())

    def to(self, day: str) -> None:
        """Nine o'clock on a day."""
        self.at = datetime.combine(date.fromisoformat(day), START.timetz())

    def on(self, **further: float) -> None:
        """So much later."""
        self.at += timedelta(**further)


def store_address(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new and empty store of a kind; skips where there is no PostgreSQL server to start."""
    if kind == "sqlite":
        yield str(folder / "store.sqlite")
        return
    server = _server()
    if server is None:
        pytest.skip("PostgreSQL is not installed as Debian installs it, so its half of the store is not tested here")
    name = f"store_{next(_NUMBERS)}"
    server.run("createdb", name)
    yield f"postgresql:///{name}?host={server.folder}&user=postgres"


class Server:
    """A PostgreSQL server of our own, reached through a socket in a temporary folder: it takes no port."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="store-", dir=tempfile.gettempdir()))
        # The server refuses to run as root.
        self.become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.become:
            shutil.chown(self.folder, "postgres")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs."""
        where = [] if program in ("initdb", "pg_ctl") else ["-h", str(self.folder), "-U", "postgres"]
        command = [*self.become, str(self.programs / program), *where, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)

    def start(self) -> None:
        """Make its files and start it."""
        files = str(self.folder / "data")
        self.run("initdb", "-D", files, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C")
        self.begin()

    def begin(self) -> None:
        """Let it run, with the files it has."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=50"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    def halt(self) -> None:
        """Let it end at once, and keep its files."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def stop(self) -> None:
        """Stop it and remove its files."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def own_server() -> Iterator[Server]:
    """A server that one test may stop and start; skips where there is none to start."""
    found = sorted(_PROGRAMS.glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed as Debian installs it, so no server can be stopped here")
    server = Server(found[-1].parent)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@cache
def _server() -> Server | None:
    """The one server of this run, started when first asked for; None where it is not installed."""
    found = sorted(_PROGRAMS.glob("*/bin/initdb"))
    if not found:
        return None
    server = Server(found[-1].parent)
    server.start()
    atexit.register(server.stop)
    return server
