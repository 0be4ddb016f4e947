"""Cases written as cases: a folder of case files, or a file with a case in every line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from code_engine.documents import read_document
from code_engine.errors import CodeEngineError, DocumentError, Location, Problem
from code_engine.portfolio.sources.assembling import case_read
from code_engine.portfolio.sources.json_lines import json_lines
from code_engine.portfolio.sources.rejects import CaseRead, Reject, rejected

SUFFIXES = (".yaml", ".yml", ".json")


def cases_in_folder(folder: Path) -> Iterator[CaseRead]:
    """Every case file of a folder by name, not those of folders in it. Raises DocumentError where there is none."""
    names = _names(folder)
    for number, path in enumerate(names, start=1):
        name = path.name
        try:
            data = read_document(path).data
        except CodeEngineError as error:
            reason = error.problems[0].message
            yield rejected((number,), None, Reject(number, None, name, None, reason))
            continue
        yield _placed(case_read((number,), data) if isinstance(data, dict) else _no_case(number, None), name)


def cases_in_lines(path: Path) -> Iterator[CaseRead]:
    """Every line of a file as a case. Raises DocumentError where the file cannot be read."""
    for line in json_lines(path):
        if line.fault is not None:
            yield rejected((line.number,), None, Reject(line.number, None, None, None, line.fault))
        else:
            data: Any = line.data
            yield case_read((line.number,), data) if isinstance(data, dict) else _no_case(line.number, None)


def folders_not_read(folder: Path) -> tuple[str, ...]:
    """The folders in a folder, whose files are not read: they may hold anything."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")))


def number_of_cases(folder: Path) -> int:
    """How many case files there are. Raises DocumentError where there is none."""
    return len(_names(folder))


def _names(folder: Path) -> list[Path]:
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith(".")
    ]
    if not found:
        hint = f"case files end in {', '.join(SUFFIXES)}"
        raise DocumentError(Problem("there is no case file in this folder", Location(str(folder)), hint))
    return sorted(found)


def _no_case(number: int, name: str | None) -> CaseRead:
    return rejected((number,), None, Reject(number, None, name, None, "a case is written as keys and values"))


def _placed(read: CaseRead, name: str) -> CaseRead:
    """Rejects of a file say which file it is, and what in it."""
    if not read.rejects:
        return read
    named = tuple(
        Reject(each.row, each.reference, name, each.value, ": ".join(filter(None, (each.column, each.reason))))
        for each in read.rejects
    )
    return CaseRead(read.rows, None, named)
