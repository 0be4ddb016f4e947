"""Starting and stopping the service for a trial, through its command line: keys, and a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_PROGRAM: Final = (sys.executable, "-m", "code_engine")
_LISTENING: Final = re.compile(r"listening on (?P<address>http://\S+)")
_SECONDS_TO_STOP: Final = 20
_GROUP: Final = "red_kite"
_NOBODY: Final = "code-only"


class StartError(Exception):
    """The service could not be started; the message says why."""


def landlord_of_the_key() -> str:
    """The shipped group, whose key sees its children too; the Code alone where its plugin is not installed."""
    return _GROUP if re.search(rf"^{_GROUP}\b", _said("landlords"), re.MULTILINE) else _NOBODY


def a_key(database: Path, landlord: str) -> str:
    """A new key of a store, which is made where it is not there yet. Raises StartError."""
    scopes = [part for scope in ("read", "evaluate", "write") for part in ("--scope", scope)]
    said = _said("keys", "create", "--landlord", landlord, *scopes, "--label", "crm", "--database", str(database))
    return said.split()[0]


@contextmanager
def a_service(database: Path) -> Iterator[str]:
    """The address of a service of its own on this machine; it is stopped at the end. Raises StartError."""
    process = subprocess.Popen(
        [*_PROGRAM, "serve", "--port", "0", "--database", str(database)],
        stderr=subprocess.PIPE,
        text=True,
        # Ctrl-C is for the CRM: it stops the service when it has answered its last page.
        start_new_session=True,
    )
    assert process.stderr is not None
    try:
        yield _address(process.stderr)
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def _address(stream: IO[str]) -> str:
    said = []
    for line in stream:
        found = _LISTENING.search(line)
        if found:
            # Its log goes on: what nobody reads would stop it when the pipe is full.
            threading.Thread(target=stream.read, daemon=True).start()
            return found["address"]
        said.append(line.strip())
    raise StartError("the service did not start: " + " ".join(said[-3:]))


def _said(*words: str) -> str:
    done = subprocess.run([*_PROGRAM, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(done.stderr.strip().removeprefix("error: "))
    return done.stdout
