"""A file taken apart, whichever of the known kinds it is: by what it holds, not by its name alone."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from code_engine.assessment.sheet_import.html_pieces import PageReader
from code_engine.assessment.sheet_import.pieces import TakenApart
from code_engine.assessment.sheet_import.text_pieces import pieces_of_text
from code_engine.errors import DocumentError, Location, Problem

MAX_BYTES = 30_000_000
_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|div|section|main|article|h1|p)\b", re.I | re.S
)
_KINDS = (
    (b"%PDF", "this is a PDF, which has no rows or cells", "save its text or its tables as .txt, .html or .docx first"),
    (b"\xd0\xcf\x11\xe0", "this is a Word document of the old kind", "save it as .docx in Word or LibreOffice"),
    (b"{\\rtf", "this is a rich text file", "save it as .docx in Word or LibreOffice"),
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def take_apart(path: Path) -> TakenApart:
    """Read a published document: plain text, Markdown, HTML or Word (.docx).

    Raises DocumentError where it cannot be read, is too large, is empty, or is of another kind.
    """
    content = _content(path)
    for beginning, message, hint in _KINDS:
        if content.startswith(beginning):
            raise DocumentError(Problem(message, Location(str(path)), hint))
    if content.startswith(b"PK") or path.suffix.lower() in (".docx", ".docm"):
        from code_engine.assessment.sheet_import.word_pieces import pieces_of_word

        pieces, title = pieces_of_word(content, str(path))
        return TakenApart(path.name, tuple(pieces), title)
    text, remarks = _decoded(content, path)
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or _PAGE.match(text):
        reader = PageReader()
        reader.feed(text)
        reader.close()
        return TakenApart(path.name, tuple(reader.pieces), reader.title, remarks)
    return TakenApart(path.name, tuple(pieces_of_text(text)), None, remarks)


def _content(path: Path) -> bytes:
    place = Location(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DocumentError(Problem("there is no such file", place, "check the name and the folder")) from None
    except IsADirectoryError:
        raise DocumentError(Problem("this is a folder, not a file", place, "name a file in it")) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not the name of a file").lower()
        raise DocumentError(Problem(f"this file cannot be read: {reason}", place)) from None
    if len(content) > MAX_BYTES:
        message = f"this file is larger than {MAX_BYTES // 1_000_000} MB"
        raise DocumentError(Problem(message, place, "check that it is the right file"))
    if not content.strip():
        raise DocumentError(Problem("this file is empty", place, "name a published self-assessment"))
    return content


def _decoded(content: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """The text, and a remark where its encoding had to be assumed."""
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16"), ()
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        if b"\x00" in content:
            message, hint = "this is neither text nor a Word document", "save it as .txt, .html or .docx first"
            raise DocumentError(Problem(message, Location(str(path)), hint)) from None
        return content.decode("cp1252", "replace"), ("this file is not UTF-8: it was read as Windows-1252",)
