"""Reading a letter that somebody hands in: which format it is, its receipt, and the items it still has."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from code_engine.errors import Problem
from code_engine.letters.mistakes import LetterError
from code_engine.letters.page import gaps_in, items_in, parse_page
from code_engine.letters.pdf import receipt_in_pdf
from code_engine.letters.receipt import Receipt, content_digest, receipt_from, receipt_in

RECEIPT_SPACE: Final = "https://code-engine.example/receipt"
TAG: Final = "item:"
LARGEST: Final = 20_000_000
_LARGEST_PART: Final = 8_000_000
_MOST_PARTS: Final = 20
_MOST_ELEMENTS: Final = 300_000
_DEEPEST: Final = 100
"""A document of ours has a dozen levels, and a few thousand elements in a letter of twenty pages."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A letter as it was found. `items` is None where the format does not tell items apart (PDF)."""

    form: str
    content: bytes
    receipt: Receipt | None
    items: tuple[tuple[str, str], ...] | None
    gaps: tuple[str, ...]
    unchanged: bool | None
    """Whether the content is what the receipt was made for; None where only making it again can tell."""


def inspect(content: bytes) -> Inspected:
    """Read a letter in HTML, Word or PDF. Raises LetterError for anything else."""
    if len(content) > LARGEST:
        raise LetterError(Problem("this file is too large to be a letter", None, "name the letter itself"))
    if content.startswith(b"%PDF-"):
        return Inspected("pdf", content, _receipt(receipt_in_pdf(content)), None, (), None)
    if content.startswith(b"PK"):
        return _inspect_word(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if "<html" not in text.lower():
        hint = "plain text does not carry what is needed: verify the HTML, Word or PDF letter"
        raise LetterError(Problem("this is no letter in HTML, Word or PDF", None, hint))
    page = parse_page(text)
    receipt = _receipt(receipt_in(text))
    unchanged = content_digest(text) == receipt.content if receipt is not None else None
    return Inspected("html", content, receipt, tuple(items_in(page)), tuple(gaps_in(page)), unchanged)


def _receipt(text: str | None) -> Receipt | None:
    return receipt_from(text) if text is not None else None


def _inspect_word(content: bytes) -> Inspected:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            document = _xml(archive, "word/document.xml")
            names = [name for name in archive.namelist() if name.startswith("customXml/") and name.endswith(".xml")]
            if len(names) > _MOST_PARTS:
                raise LetterError("this document has more parts than a letter")
            receipts = [found.text or "" for name in names if (found := _xml(archive, name)).tag == _receipt_tag()]
    except _NOT_WORD:
        raise LetterError(Problem("this is no Word document", None, "name a .docx file")) from None
    items = tuple(_word_items(document))
    gaps = tuple(
        _text(run).strip("[]") for run in document.iter(f"{_W}r") if run.find(f"{_W}rPr/{_W}highlight") is not None
    )
    return Inspected("docx", content, _receipt(receipts[0] if receipts else None), items, gaps, None)


class _Bounded(ElementTree.TreeBuilder):
    """Builds a tree no larger and no deeper than that of a letter."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:  # type: ignore[override]
        """Begin an element. Raises LetterError where there are too many, or too many around it."""
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise LetterError("this document is too large or too deep to be a letter")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag)


def _receipt_tag() -> str:
    return f"{{{RECEIPT_SPACE}}}receipt"


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise LetterError("this document is too large to be a letter")
    content = archive.read(name)
    if b"<!DOCTYPE" in content[:2000]:
        raise LetterError("this document holds a declaration that no letter has")
    return ElementTree.fromstring(content, ElementTree.XMLParser(target=_Bounded()))


def _word_items(document: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The content controls that hold items, with their text, headings and what Word prompts with left out."""
    for control in document.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        name = tag.get(f"{_W}val", "") if tag is not None else ""
        if not name.startswith(TAG):
            continue
        prompts = control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
        paragraphs = [paragraph for paragraph in control.iter(f"{_W}p") if not _is_heading(paragraph)]
        yield name.removeprefix(TAG), "" if prompts else " ".join(map(_text, paragraphs)).strip()


def _is_heading(paragraph: ElementTree.Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and style.get(f"{_W}val", "").startswith("Heading")


def _text(element: ElementTree.Element) -> str:
    """What can be read of an element: its text without what is hidden."""
    if element.tag in _TEXTS:
        return " " if element.tag == f"{_W}br" else element.text or ""
    return "" if _is_hidden(element) else "".join(map(_text, element))


def _is_hidden(element: ElementTree.Element) -> bool:
    """Whether Word hides a run, by a property that may also be set to `false`."""
    mark = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")


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
_TEXTS: Final = frozenset({f"{_W}t", f"{_W}br"})
