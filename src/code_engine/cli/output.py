"""Writing what a command says: to standard output as UTF-8, or to a file all at once."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from code_engine.errors import CodeEngineError, Location, Problem


class OutputError(CodeEngineError):
    """A file that cannot be written."""


def force_utf8() -> None:
    """Write UTF-8 whatever the machine's locale says; what cannot be encoded becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(OSError, ValueError):  # a closed or foreign stream: nothing to improve
                reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Write a text to standard output, as it is."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Write a line to standard error."""
    _write(sys.stderr, text + "\n")


def deliver(text: str, out: str | None) -> None:
    """Write a text to a file, or to standard output where none (or `-`) is named.

    The file appears whole or not at all. Raises OutputError where it cannot be written.
    """
    if out is None or out == "-":
        say(text)
        return
    deliver_bytes(text.encode("utf-8", "replace"), out)


def deliver_bytes(content: bytes, out: str) -> None:
    """Write bytes to a file, whole or not at all; `-` is standard output. Raises OutputError."""
    if out == "-":
        _write_bytes(sys.stdout, content)
        return
    path = Path(out)
    try:
        if path.exists() and not path.is_file():
            _refuse_folder(path)
            path.write_bytes(content)  # a device or a pipe cannot be replaced
        else:
            _replace(path.resolve(), content)
    except (OSError, ValueError) as error:
        raise OutputError(_unwritable(error, out)) from None


def _write(stream: IO[Any], text: str) -> None:
    """Write a text and flush."""
    _write_bytes(stream, text.encode("utf-8", "replace"))


def _write_bytes(stream: IO[Any], content: bytes) -> None:
    """Write and flush. A reader who went away, as `head` does, has read enough."""
    try:
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(content.decode("utf-8", "replace"))
        else:
            # Bytes of our own, so that no platform changes the ends of lines.
            stream.flush()
            buffer.write(content)
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        if stream is not sys.stderr:
            raise OutputError(_unwritable(error, "standard output")) from None


def _discard(stream: IO[Any]) -> None:
    """Point a broken stream to nowhere, or the interpreter would fail once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _unwritable(error: OSError | ValueError, name: str) -> Problem:
    place = Location(name)
    if isinstance(error, IsADirectoryError):
        return Problem("this is a folder, not a file", place, "name a file in it")
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Problem("the folder for this file does not exist", place, "create it first, or name another")
    if isinstance(error, PermissionError):
        return Problem("this file may not be written", place, "choose another, or ask for the permission")
    if isinstance(error, OSError):
        reason = (error.strerror or "unknown reason").lower()
        return Problem(f"this cannot be written: {reason}", place, "check the name and the disk")
    return Problem("this is not the name of a file", place)
