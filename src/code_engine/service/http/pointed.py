"""The body of a request as a document whose places are JSON pointers (RFC 6901), as RFC 9457 wants them."""

from __future__ import annotations

from typing import Any

from code_engine.documents import Document, DocumentPath
from code_engine.documents.tree import Node
from code_engine.errors import Location


class PointedDocument(Document):
    """Data whose locations are pointers from the top of the body: `#/case/events/2/date`."""

    def location(self, path: DocumentPath) -> Location:
        """The pointer to the value at that path."""
        return Location(self.name + "".join(f"/{escaped(part)}" for part in path))

    def key_location(self, path: DocumentPath) -> Location:
        """The pointer to the value under that key: a pointer cannot tell the two apart."""
        return self.location(path)

    def raw(self, path: DocumentPath) -> str | None:
        """The scalar at that path as text; None if there is no scalar."""
        value = self.data
        for part in path:
            value = value[part]
        if isinstance(value, bool):
            return "true" if value else "false"
        return None if value is None or isinstance(value, (dict, list)) else str(value)

    def part(self, path: DocumentPath) -> PointedDocument:
        """The value at that path, with the pointers it has here. The path must exist."""
        data = self.data
        for step in path:
            data = data[step]
        return pointed(data, self.location(path).file)


def pointed(data: Any, pointer: str = "#") -> PointedDocument:
    """Data at a pointer of the body."""
    return PointedDocument(pointer, data, _no_places)


def escaped(part: str | int) -> str:
    """A step of a pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def _no_places() -> Node:
    return Node(1, 1, "")
