"""The SQL of a program, kept in the user's cache folder: writing it takes some seconds, reading it hardly any time.

A file is named after everything its content rests on: the plan of the program (rules, policies, calendars, convention),
the engine's dialect, the versions of this package, Ibis and sqlglot, and the source of the modules that write the SQL.
A file that is broken, or that cannot be read or written, counts as none. `CODE_ENGINE_CACHE` names another folder;
`off` keeps nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from code_engine.portfolio.columnar.program import ColumnarProgram
from code_engine.portfolio.columnar.sql_statements import Statement, statements

VARIABLE: Final = "CODE_ENGINE_CACHE"
"""The environment variable with the folder, or `off`."""

_LIBRARIES: Final = ("code-engine", "ibis-framework", "sqlglot")


def kept_statements(program: ColumnarProgram, dialect: str, folder: Path | None = None) -> list[Statement]:
    """What `statements` gives, from the cache where it is there; `folder` overrides the user's settings."""
    place = folder if folder is not None else cache_folder()
    if place is None:
        return statements(program, dialect)
    path = place / f"columns-{_name(program, dialect)}.json"
    found = _read(path)
    if found is None:
        found = statements(program, dialect)
        _write(path, found)
    return found


def cache_folder() -> Path | None:
    """The folder for what is kept between runs; None where nothing is to be kept."""
    asked = os.environ.get(VARIABLE, "")
    if asked == "off":
        return None
    if asked:
        return Path(asked)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "code-engine"
    except RuntimeError:  # an account without a home folder
        return None


def _name(program: ColumnarProgram, dialect: str) -> str:
    found = sha256(f"{dialect}\n".encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        found.update(module.read_bytes())
    for line in program.description():
        found.update(f"{line}\n".encode())
    return found.hexdigest()


def _read(path: Path) -> list[Statement] | None:
    try:
        content = json.loads(path.read_bytes())
        rows, digest = content["statements"], content["digest"]
        return [_statement(row) for row in rows] if digest == _digest(rows) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _statement(row: dict[str, Any]) -> Statement:
    columns = tuple((str(name), str(kind)) for name, kind in row.pop("columns"))
    return Statement(columns=columns, rows_of=tuple(row.pop("rows_of")), reads_only=tuple(row.pop("reads_only")), **row)


def _write(path: Path, found: list[Statement]) -> None:
    rows = json.loads(json.dumps([asdict(each) for each in found]))
    content = json.dumps({"digest": _digest(rows), "statements": rows})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Put in its place whole, so that another run never reads half of it.
        with NamedTemporaryFile("w", dir=path.parent, prefix=".columns-", delete=False, encoding="utf-8") as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError:
        return


def _digest(rows: Any) -> str:
    return sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
