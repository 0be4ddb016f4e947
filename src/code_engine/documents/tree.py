"""A document read from a file: plain data, and for every value the place it came from.

The positions are a tree of nodes beside the data. `TreeBuilder` makes both from a stream of values and
brackets, whichever the format, and refuses what no file of ours needs: repeated keys, keys that are not text,
depth and size that only an attack has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from code_engine.errors import DocumentError, Location, Problem, quoted

MAX_DEPTH = 40
MAX_NODES = 200_000

DocumentPath: TypeAlias = Sequence[str | int]


@dataclass(slots=True)
class Node:
    """One value's place (line and column from 1) and content: a scalar as written, its keys or elements."""

    line: int
    column: int
    content: str | dict[str, tuple[Node, Node]] | list[Node]

    def child(self, part: str | int) -> Node | None:
        """The node of the value under that key or index, None where there is none."""
        content = self.content
        if isinstance(content, dict):
            pair = content.get(part) if isinstance(part, str) else None
            return pair[1] if pair else None
        if isinstance(content, list) and isinstance(part, int) and 0 <= part < len(content):
            return content[part]
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What one YAML or JSON file holds: `data` of dicts, lists, text, numbers, flags and None.

    Dates stay ISO text. A path is the keys and indexes from the top: `("events", 0, "date")`.
    """

    name: str
    data: Any
    root: Callable[[], Node]
    """Gives the tree of places; a function because that of a JSON file is only made when it is asked for."""

    def location(self, path: DocumentPath) -> Location:
        """The place of the value at that path, or of the nearest value around it."""
        node = self.root()
        for part in path:
            child = node.child(part)
            if child is None:
                break
            node = child
        return Location(self.name, node.line, node.column)

    def key_location(self, path: DocumentPath) -> Location:
        """The place of the last key of the path; of the value where it has no key (a list's element)."""
        parent = self._node(path[:-1])
        if path and parent is not None and isinstance(parent.content, dict):
            pair = parent.content.get(str(path[-1]))
            if pair:
                return Location(self.name, pair[0].line, pair[0].column)
        return self.location(path)

    def raw(self, path: DocumentPath) -> str | None:
        """The scalar at that path as it was written, `6.10` and not 6.1; None if there is no scalar."""
        node = self._node(path)
        return node.content if node is not None and isinstance(node.content, str) else None

    def part(self, path: DocumentPath) -> Document:
        """The value at that path as a document of its own, with the places it has here. The path must exist."""
        data = self.data
        for step in path:
            data = data[step]
        node = self._node(path)
        assert node is not None  # data and places are made together
        return Document(self.name, data, lambda: node)

    def _node(self, path: DocumentPath) -> Node | None:
        node: Node | None = self.root()
        for part in path:
            if node is None:
                return None
            node = node.child(part)
        return node


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open; `key` is the key whose value comes next."""

    data: Any
    node: Node
    key: str | None = None
    key_node: Node | None = None


class TreeBuilder:
    """Turns scalars and brackets, fed in the order of the text, into data and nodes."""

    def __init__(self, name: str) -> None:
        self.data: Any = None
        self.root: Node | None = None
        self._name = name
        self._open: list[_Frame] = []
        self._count = 0

    def refuse(self, line: int, column: int, message: str, hint: str) -> DocumentError:
        """The error for something at that place, to be raised by the caller."""
        return DocumentError(Problem(message, Location(self._name, line, column), hint))

    def scalar(self, raw: str, value: Any, line: int, column: int) -> None:
        """A scalar: a key where a mapping waits for one, else a value."""
        node = Node(line, column, raw)
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and type(frame.data) is dict:
            self._set_key(frame, value, node)
        else:
            self._add(value, node)

    def open_mapping(self, line: int, column: int) -> None:
        """The beginning of keys and values."""
        self._enter({}, Node(line, column, {}))

    def open_list(self, line: int, column: int) -> None:
        """The beginning of a list."""
        self._enter([], Node(line, column, []))

    def close(self) -> None:
        """The end of the innermost mapping or list."""
        self._open.pop()

    def _enter(self, data: Any, node: Node) -> None:
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and type(frame.data) is dict:
            raise self.refuse(
                node.line,
                node.column,
                "a key has to be a text, not a list or a mapping",
                "put a text that begins with `{`, `[` or `?` in quotes",
            )
        if len(self._open) >= MAX_DEPTH:
            raise self.refuse(node.line, node.column, f"nested more than {MAX_DEPTH} levels deep", "use fewer levels")
        self._add(data, node)
        self._open.append(_Frame(data, node))

    def _add(self, value: Any, node: Node) -> None:
        self._counted(node)
        if not self._open:
            self.data, self.root = value, node
            return
        frame = self._open[-1]
        content = frame.node.content
        if isinstance(content, list):
            frame.data.append(value)
            content.append(node)
        elif isinstance(content, dict) and frame.key is not None and frame.key_node is not None:
            frame.data[frame.key] = value
            content[frame.key] = (frame.key_node, node)
            frame.key = None

    def _set_key(self, frame: _Frame, key: Any, node: Node) -> None:
        self._counted(node)
        if type(key) is not str:
            raise self._not_text(key, node)
        content = frame.node.content
        if isinstance(content, dict) and key in content:
            first = content[key][0].line
            raise self.refuse(
                node.line,
                node.column,
                f"the key {quoted(key)} is here a second time",
                f"it is already on line {first}: keep one of the two",
            )
        frame.key, frame.key_node = key, node

    def _not_text(self, key: Any, node: Node) -> DocumentError:
        written = str(node.content)
        if written == "":
            message, hint = "a key is missing in front of the `:`", "write `key: value`"
        elif key is None:
            message, hint = (
                f"the key {quoted(written)} stands for nothing, not for a text",
                f'write "{written}"',
            )
        elif type(key) is bool:
            message, hint = f"the key {quoted(written)} is true or false, not a text", f'write "{written}"'
        else:
            message = f"the key {quoted(written)} is not in quotes, so it is the number {key!r}"
            hint = f'put it in quotes: "{written}"'
        return self.refuse(node.line, node.column, message, hint)

    def _counted(self, node: Node) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise self.refuse(
                node.line,
                node.column,
                f"more than {MAX_NODES:,} keys and values",
                "split it into several files",
            )
