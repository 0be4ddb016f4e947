"""From a file, a text or plain data to a case; every mistake in it comes back with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from code_engine.case.events import EVENT_TYPES
from code_engine.case.model import Case
from code_engine.documents import Document, DocumentPath, parse_document, problems_from, read_document
from code_engine.documents.names import ErrorPath, NamesAt, names_in
from code_engine.documents.tree import Node
from code_engine.errors import CaseError, Location, Problem


def load_case(source: Path | str) -> Case:
    """Read a case from a YAML or JSON file, or from standard input for `-`.

    Raises `DocumentError` for what is not one plain document, `CaseError` for what is not a case; both hold
    problems with file, line and column.
    """
    return case_of(read_document(source))


def parse_case(content: str | Mapping[str, Any], name: str = "case") -> Case:
    """Read a case from YAML or JSON text, or from data as a program has it; `name` stands for it in errors.

    Dates in data are ISO text or `datetime.date`. Raises `DocumentError` and `CaseError` as `load_case`; for
    data their locations are paths (`events[2].date`).
    """
    if isinstance(content, str):
        return case_of(parse_document(content, name))
    return case_of(_Data(name, dict(content), _no_places))


def case_of(document: Document) -> Case:
    """A document as a case. Raises `CaseError` with file, line and column of every mistake."""
    if not isinstance(document.data, dict):
        raise CaseError(
            Problem(
                "a case is written as keys and values",
                document.location(()),
                "begin with `reference: …`, `landlord: …` and `events:`",
            )
        )
    try:
        return Case.model_validate(document.data)
    except ValidationError as error:
        raise CaseError(*problems_from(document, error, _names_at(document.data))) from None


def _names_at(data: dict[str, Any]) -> NamesAt:
    """The keys allowed at a path; in an event, those of its type."""
    in_case = names_in(Case)

    def names_at(path: ErrorPath) -> Iterable[str]:
        if len(path) == 2 and path[0] == "events" and isinstance(path[1], int):
            return EVENT_TYPES[data["events"][path[1]]["type"]].model_fields
        return in_case(path)

    return names_at


class _Data(Document):
    """Data that was never a file: its locations are paths."""

    def location(self, path: DocumentPath) -> Location:
        words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
        return Location(f"{self.name}: {words.removeprefix('.')}" if words else self.name)

    def key_location(self, path: DocumentPath) -> Location:
        return self.location(path)

    def raw(self, path: DocumentPath) -> str | None:
        value = self.data
        for part in path:
            value = value[part]
        return None if value is None or isinstance(value, (dict, list, tuple)) else str(value)


def _no_places() -> Node:
    return Node(1, 1, "")
