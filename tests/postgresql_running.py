"""A PostgreSQL server of the tests' own, in a folder of its own, that no network reaches."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))

needs_postgresql = pytest.mark.skipif(
    not SERVERS or find_spec("psycopg") is None, reason="PostgreSQL or its driver psycopg is not installed here"
)


@contextmanager
def running_server() -> Iterator[Path]:
    """The folder of a server that runs for as long as this lasts; its socket is in it, its user is `tester`."""
    # A folder that the server's own user can reach, which those of pytest are not for another user.
    with TemporaryDirectory(prefix="columns-") as name:
        folder = Path(name)
        as_user: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            folder.chmod(0o755)
            shutil.chown(folder, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]

        def run(*command: str) -> None:
            # No pipes: the server would hold them open for as long as it runs.
            nowhere = subprocess.DEVNULL
            subprocess.run([*as_user, *command], check=True, stdout=nowhere, stderr=nowhere, cwd="/")

        binaries = SERVERS[-1].parent
        run(str(binaries / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "tester")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        run(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield folder
        finally:
            run(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")


def address_of_server(folder: Path) -> str:
    """Its database as an address."""
    return f"postgresql://tester@/postgres?host={folder}"
