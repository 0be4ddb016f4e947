"""Read one YAML or JSON file strictly, into plain data that knows where each value stands.

What cannot be read in exactly one way is refused with one error: file, line, column and what to do. The
reading itself is in yaml_text.py and json_text.py, the places in tree.py, and what a model
finds wrong with the data is put into words by problems.py.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from code_engine.documents.json_text import parse_json
from code_engine.documents.problems import problems_from
from code_engine.documents.tree import Document, DocumentPath, Node
from code_engine.documents.yaml_text import parse_yaml
from code_engine.errors import DocumentError, Location, Problem

__all__ = ["MAX_BYTES", "Document", "DocumentPath", "parse_document", "problems_from", "read_document"]

MAX_BYTES = 5_000_000
STDIN = "<stdin>"

_OTHER_FILES = {
    b"PK\x03\x04": "a Word document or another packed file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"%PDF": "a PDF document",
}
"""What files begin with that people give instead of YAML, and what they are."""


def read_document(source: Path | str) -> Document:
    """Read a file, or standard input for `-`; the size is checked before the text is read.

    Raises `DocumentError` for a file that cannot be read, is too large, is not UTF-8 or is not one plain
    document.
    """
    if str(source) == "-":
        return parse_document(_decoded(_standard_input(), STDIN), STDIN)
    name = str(source)
    try:
        with Path(source).open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise _too_large(name)
            content = _bounded(file, name)
    except OSError as error:
        raise _unreadable(error, name) from None
    except ValueError:
        raise DocumentError(Problem("this is not the name of a file", Location(name))) from None
    return parse_document(_decoded(content, name), name)


def parse_document(text: str, name: str) -> Document:
    """Read a text; JSON if the name ends in `.json` or the text begins with `{`, else YAML.

    `name` stands for the file in errors. Raises `DocumentError`.
    """
    text = text.removeprefix("\ufeff")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _at(text, error.start, name, "half a character is in the text", "save it as UTF-8") from None
    if size > MAX_BYTES:
        raise _too_large(name)
    if not text.strip():
        raise _empty(name)
    if name.lower().endswith(".json") or text.lstrip().startswith("{"):
        data, root = parse_json(text, name)
        if data is None:
            raise _empty(name)
        return Document(name, data, root)
    data, node = parse_yaml(text, name)
    if data is None or node is None:
        raise _empty(name)
    found: Node = node
    return Document(name, data, lambda: found)


def _standard_input() -> bytes:
    # Python has no stream at all, whatever its type says, where the shell closed standard input.
    stream: TextIO | None = sys.stdin
    if stream is None or stream.closed:
        hint = "name a file, or pipe the document in"
        raise DocumentError(Problem("standard input is closed", Location(STDIN), hint))
    try:
        return _bounded(stream.buffer, STDIN)
    except OSError as error:
        raise _unreadable(error, STDIN) from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    """The content, never more than the limit: a pipe or a device does not tell its size."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    return content


def _decoded(content: bytes, name: str) -> str:
    for beginning, kind in _OTHER_FILES.items():
        if content.startswith(beginning):
            hint = "write what it says into a YAML file; only YAML and JSON are read here"
            raise DocumentError(Problem(f"this is {kind}, not YAML", Location(name), hint))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error's own bytes: the decoder has already taken a byte order mark away.
        before = error.object[: error.start].decode()
        message = f"this file is not UTF-8: it has the byte 0x{error.object[error.start]:02X} here"
        raise _at(before, len(before), name, message, "save it as UTF-8 in your editor") from None


def _at(text: str, offset: int, name: str, message: str, hint: str) -> DocumentError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return DocumentError(Problem(message, Location(name, line, column), hint))


def _too_large(name: str) -> DocumentError:
    return DocumentError(
        Problem(
            f"this file is larger than {MAX_BYTES // 1_000_000} MB",
            Location(name),
            "a case or a rule file has a few kilobytes: check that it is the right file",
        )
    )


def _empty(name: str) -> DocumentError:
    return DocumentError(Problem("this file is empty", Location(name), "write at least one `key: value`"))


def _unreadable(error: OSError, name: str) -> DocumentError:
    if isinstance(error, FileNotFoundError):
        message, hint = "there is no such file", "check the name and the folder"
    elif isinstance(error, IsADirectoryError):
        message, hint = "this is a folder, not a file", "name a file in it"
    elif isinstance(error, PermissionError):
        message, hint = "this file may not be read", "check who is allowed to read it"
    else:
        reason = (error.strerror or "unknown reason").lower()
        message, hint = f"this file cannot be read: {reason}", "check the name and the disk"
    return DocumentError(Problem(message, Location(name), hint))
