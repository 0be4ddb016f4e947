"""Writing a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from code_engine.errors import LandlordError, Location, Problem, quoted


def write_folder(folder: Path, contents: Mapping[str, str]) -> None:
    """Make `folder` with those files (paths in it, with `/`): built beside it, and put in its place when complete.

    Raises LandlordError where there is something already, or the folder cannot be made; then nothing has changed.
    """
    _refuse_existing(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        beside.mkdir()
        try:
            for place, text in contents.items():
                path = beside / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise LandlordError(_unwritable(error, folder)) from None


def _refuse_existing(folder: Path) -> None:
    """An empty folder may be filled; anything else is somebody's work."""
    if folder.is_dir() and not folder.is_symlink():
        if any(folder.iterdir()):
            hint = "choose another id or another folder, or move it away"
            raise LandlordError(Problem("this folder is not empty", Location(str(folder)), hint))
    elif folder.exists() or folder.is_symlink():
        raise LandlordError(Problem("this is there already, and is not a folder", Location(str(folder))))


def _unwritable(error: OSError, folder: Path) -> Problem:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        above = quoted(str(folder.parent))
        return Problem(f"there is no folder {above} to write into", Location(str(folder)), "create it first")
    if isinstance(error, PermissionError):
        return Problem("this folder may not be written", Location(str(folder)), "choose another with `--into`")
    reason = (error.strerror or "unknown reason").lower()
    return Problem(f"this folder cannot be written: {reason}", Location(str(folder)), "check the name and the disk")
