"""Reading a letter in Word: its receipt, and of its words those that a person sees."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from code_engine.errors import Problem
from code_engine.letters.bounded_xml import bounded_xml
from code_engine.letters.mistakes import LetterError
from code_engine.letters.word_styles import Seen, W, seen_in

RECEIPT_SPACE: Final = "https://code-engine.example/receipt"
TAG: Final = "item:"
LARGEST: Final = 20_000_000
_LARGEST_PART: Final = 8_000_000
_MOST_PARTS: Final = 20


@dataclass(frozen=True, slots=True)
class WordLetter:
    """A letter in Word: each item with its words but without its headings, every piece with all words, and gaps."""

    receipt: str | None
    items: tuple[tuple[str, str], ...]
    pieces: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]


def read_word(content: bytes) -> WordLetter:
    """Read a .docx. Raises LetterError for what is no Word document, or one that no letter is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            document = _xml(archive, "word/document.xml")
            styles = _xml(archive, "word/styles.xml") if "word/styles.xml" in archive.namelist() else None
            names = [name for name in archive.namelist() if name.startswith("customXml/") and name.endswith(".xml")]
            if len(names) > _MOST_PARTS:
                raise LetterError("this document has more parts than a letter")
            receipts = [found.text or "" for name in names if (found := _xml(archive, name)).tag == _RECEIPT]
    except _NOT_WORD:
        raise LetterError(Problem("this is no Word document", None, "name a .docx file")) from None
    seen = seen_in(styles)
    gaps = (
        seen.text(run).strip("[]") for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}highlight") is not None
    )
    return WordLetter(
        receipts[0] if receipts else None,
        tuple(_items(document, seen)),
        tuple(_pieces(document, seen, "")),
        tuple(gap for gap in gaps if gap),
    )


_RECEIPT: Final = f"{{{RECEIPT_SPACE}}}receipt"
_NOT_WORD: Final = (
    zipfile.BadZipFile,
    KeyError,
    ElementTree.ParseError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    UnicodeError,
    ValueError,
)
"""What the libraries raise for a file that is no Word document, or only looks like one."""


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise LetterError("this document is too large to be a letter")
    return bounded_xml(archive.read(name))


def _name(control: ElementTree.Element) -> str | None:
    """The item that a content control holds."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val", "") if tag is not None else ""
    return name.removeprefix(TAG) if name.startswith(TAG) else None


def _items(document: ElementTree.Element, seen: Seen) -> Iterator[tuple[str, str]]:
    """The content controls that hold items, with their text, headings and what Word prompts with left out."""
    for control in document.iter(f"{W}sdt"):
        name = _name(control)
        if name is None:
            continue
        prompts = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        paragraphs = [paragraph for paragraph in control.iter(f"{W}p") if not _is_heading(paragraph)]
        yield name, "" if prompts else " ".join(map(seen.text, paragraphs)).strip()


def _pieces(element: ElementTree.Element, seen: Seen, item: str) -> Iterator[tuple[str, str]]:
    """Every paragraph in order, with the item it stands in."""
    for each in element:
        if each.tag == f"{W}p":
            yield item, seen.text(each)
        else:
            yield from _pieces(each, seen, (_name(each) if each.tag == f"{W}sdt" else None) or item)


def _is_heading(paragraph: ElementTree.Element) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith("Heading")
