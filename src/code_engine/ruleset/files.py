"""Reading the files of a ruleset: ruleset.yaml and everything it includes, validated and merged.

Includes are relative, stay inside the ruleset's folder and may not form a circle. Each name (provision,
parameter, definition, contested question) is declared once in the whole ruleset.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from code_engine.documents import Document, problems_from, read_document
from code_engine.errors import Location, Problem, RulesetError, quoted
from code_engine.ruleset.models import RulesetHeader, RulesetPart, RulesFile

Part = TypeVar("Part", RulesetPart, RulesetHeader, RulesFile)
HEADER_FILE = "ruleset.yaml"


@dataclass(frozen=True)
class RulesetFile:
    """One file of a ruleset: its validated content and where each part of it stands."""

    name: str
    document: Document
    content: RulesetPart

    def locate(self, *path: str | int) -> Location:
        """The place of a part of this file."""
        return self.document.location(path)


@dataclass
class RulesetFiles:
    """All files of a ruleset, the header first, in the order in which they are included."""

    folder: Path
    header: RulesetHeader
    files: list[RulesetFile] = field(default_factory=list)
    on_demand: tuple[str, ...] = ()

    def read_on_demand(self) -> Iterator[tuple[Document, RulesFile]]:
        """The files of rules that no case is evaluated by. Raises RulesetError or DocumentError."""
        for name in self.on_demand:
            document = read_document(self.folder / name)
            yield document, validated(document, RulesFile)

    def digest(self) -> str:
        """sha256 over names and contents of all files, those read on demand included, whatever their line endings."""
        digest = hashlib.sha256()
        for name in sorted({*(file.name for file in self.files), *self.on_demand}):
            content = (self.folder / name).read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
        return f"sha256:{digest.hexdigest()}"

    def entries(self, key: str) -> Iterator[tuple[RulesetFile, str, BaseModel]]:
        """Every entry under one of the mapping keys, with its file. Raises RulesetError for a name given twice."""
        seen: dict[str, Location] = {}
        problems = []
        for file in self.files:
            for name, entry in getattr(file.content, key).items():
                place = file.document.key_location((key, name))
                if name in seen:
                    problems.append(
                        Problem(f"{quoted(name)} is given twice under `{key}`", place, f"the first is at {seen[name]}")
                    )
                    continue
                seen[name] = place
                yield file, name, entry
        if problems:
            raise RulesetError(*problems)


def read_files(folder: Path) -> RulesetFiles:
    """Read ruleset.yaml of a folder and all it includes. Raises RulesetError or DocumentError with file and line."""
    document = read_document(folder / HEADER_FILE)
    header = validated(document, RulesetHeader)
    result = RulesetFiles(folder, header, [RulesetFile(HEADER_FILE, document, header)])
    _include(result, result.files[0], (HEADER_FILE,))
    result.on_demand = tuple(_on_demand(result))
    return result


def _on_demand(files: RulesetFiles) -> Iterator[str]:
    for index, name in enumerate(files.header.on_demand):
        place = files.files[0].locate("on_demand", index)
        relative = _inside(files.folder, files.folder / name, name, place)
        if not (files.folder / relative).is_file():
            raise RulesetError(Problem(f"there is no file {quoted(name)}", place, "check the name under `on_demand`"))
        if any(file.name == relative for file in files.files) or name in files.header.on_demand[:index]:
            raise RulesetError(Problem(f"{quoted(name)} is named twice", place, "name each file once"))
        yield relative


def _include(files: RulesetFiles, including: RulesetFile, chain: tuple[str, ...]) -> None:
    for index, name in enumerate(including.content.include):
        place = including.locate("include", index)
        path = (files.folder / including.name).parent / name
        relative = _inside(files.folder, path, name, place)
        if relative in chain:
            circle = " → ".join((*chain[chain.index(relative) :], relative))
            raise RulesetError(
                Problem(f"these files include each other: {circle}", place, "remove one of the includes")
            )
        if any(file.name == relative for file in files.files):
            raise RulesetError(Problem(f"{quoted(name)} is included twice", place, "include each file once"))
        if not path.is_file():
            raise RulesetError(Problem(f"there is no file {quoted(name)}", place, "check the name under `include`"))
        document = read_document(path)
        file = RulesetFile(relative, document, validated(document, RulesetPart))
        files.files.append(file)
        _include(files, file, (*chain, relative))


def _inside(folder: Path, path: Path, name: str, place: Location) -> str:
    resolved, root = path.resolve(), folder.resolve()
    if not resolved.is_relative_to(root):
        raise RulesetError(
            Problem(f"{quoted(name)} lies outside the ruleset", place, "include files of this folder only")
        )
    return resolved.relative_to(root).as_posix()


def validated(document: Document, model: type[Part]) -> Part:
    """The document as a model. Raises RulesetError naming every unknown key and wrong value with its place."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise RulesetError(*problems_from(document, error, model)) from None
