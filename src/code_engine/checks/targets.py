"""What a path on the command line stands for: a ruleset, a landlord, scenarios, or cases.

A file that belongs to a ruleset or a landlord stands for the whole folder, because most of what can be wrong
with it shows only beside the other files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from code_engine.documents import Document, read_document
from code_engine.errors import CodeEngineError, DocumentError, Location, Problem

RULESET_FILE = "ruleset.yaml"
LANDLORD_FILE = "landlord.yaml"
_SCENARIOS = "scenarios"
_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass
class Targets:
    """Folders and files found, each once, in the order given.

    `rulesets` and `landlords` are folders; `beside` are the folders whose rulesets and landlords the
    scenarios among `scenarios` are about; `problems` is what could not be read at all.
    """

    rulesets: list[Path] = field(default_factory=list)
    landlords: list[Path] = field(default_factory=list)
    scenarios: list[Path] = field(default_factory=list)
    cases: list[Document] = field(default_factory=list)
    beside: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def targets_of(paths: Iterable[Path]) -> Targets:
    """Find out what every path stands for. Raises DocumentError for one that does not exist or holds nothing."""
    found = Targets()
    for path in paths:
        if path.is_dir():
            _add_folder(found, path)
        elif path.exists():
            _add_file(found, path)
        else:
            raise DocumentError(Problem("there is no such file or folder", Location(str(path)), "check the name"))
    return found


def scenarios_in(folder: Path) -> list[Path]:
    """The scenario files of a ruleset's or landlord's folder, sorted."""
    return sorted((folder / _SCENARIOS).glob("*.yaml"))


def _add_folder(found: Targets, folder: Path) -> None:
    homes = [folder] if _is_home(folder) else sorted(_homes_below(folder))
    for home in homes:
        _add_home(found, home)
    if homes:
        return
    files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
    if not files:
        raise DocumentError(
            Problem(
                "there is nothing to check in this folder",
                Location(str(folder)),
                f"name a folder with {RULESET_FILE} or {LANDLORD_FILE}, or with cases or scenarios",
            )
        )
    for file in files:
        _add_file(found, file)


def _add_home(found: Targets, home: Path) -> None:
    where = found.rulesets if (home / RULESET_FILE).is_file() else found.landlords
    _once(where, [home])
    _once(found.beside, [home])
    _once(found.scenarios, scenarios_in(home))


def _add_file(found: Targets, file: Path) -> None:
    home = _home_of(file)
    if home is not None and file.parent.name != _SCENARIOS:
        _add_home(found, home)
        return
    if home is not None:
        _once(found.beside, [home])
    try:
        document = read_document(file)
    except CodeEngineError as error:
        found.problems.extend(error.problems)
        return
    keys = document.data.keys() if isinstance(document.data, dict) else set()
    if _SCENARIOS in keys:
        _once(found.scenarios, [file])
    elif {"reference", "events", "landlord"} & keys:
        found.cases.append(document)
    else:
        found.problems.append(
            Problem(
                "this is neither a case nor scenarios, and belongs to no ruleset or landlord",
                document.location(()),
                "a case has `reference:` and `events:`, a scenario file `scenarios:`",
            )
        )


def _is_home(folder: Path) -> bool:
    return (folder / RULESET_FILE).is_file() or (folder / LANDLORD_FILE).is_file()


def _home_of(file: Path) -> Path | None:
    """The ruleset or landlord folder a file belongs to: its own folder, or the one above that."""
    return next((folder for folder in list(file.absolute().parents)[:2] if _is_home(folder)), None)


def _homes_below(folder: Path) -> Iterator[Path]:
    for name in (RULESET_FILE, LANDLORD_FILE):
        for path in folder.rglob(name):
            if not any(part.startswith(".") for part in path.relative_to(folder).parts):
                yield path.parent


def _once(where: list[Path], paths: Iterable[Path]) -> None:
    known = {path.resolve() for path in where}
    where.extend(path for path in paths if path.resolve() not in known)
