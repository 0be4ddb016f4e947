"""A Word document taken apart: the rows of its tables, and its other paragraphs as lines.

Read from the document's own XML: what python-docx calls the text of a paragraph leaves out content controls
(in a form, the answers) and insertions that nobody has accepted yet.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from code_engine.assessment.sheet_import.pieces import Line, Piece, TableRow
from code_engine.errors import DocumentError, Location, Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 100_000_000
_NOTES = {"/footnotes": "a footnote", "/endnotes": "an endnote"}


def pieces_of_word(content: bytes, name: str) -> tuple[list[Piece], str | None]:
    """The pieces of a .docx file, and the title in its properties.

    Raises DocumentError where it is not a Word document, or python-docx is not installed.
    """
    document = _opened(content, name)
    pieces = list(_Body().pieces(document.element.body))
    pieces += _boxes(document.element.body)
    pieces += _notes(document.part)
    for section in document.sections:
        for part in (section.header, section.footer):
            pieces += _new_lines(part.paragraphs, pieces)
    return pieces, document.core_properties.title or None


def _opened(content: bytes, name: str) -> Any:
    try:
        import docx
    except ImportError:
        hint = "install it with: pip install 'code-engine[word]'"
        raise DocumentError(Problem("reading a Word file needs python-docx", Location(name), hint)) from None
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            too_large = sum(each.file_size for each in packed.infolist()) > _LARGEST
        if not too_large:
            return docx.Document(BytesIO(content))
    except Exception:
        # A damaged package fails in zipfile, lxml or python-docx, each with errors of its own kinds.
        hint = "open it in Word or LibreOffice and save it as .docx"
        raise DocumentError(Problem("this is not a Word document", Location(name), hint)) from None
    message = f"this Word document unpacks to more than {_LARGEST // 1_000_000} MB"
    raise DocumentError(Problem(message, Location(name), "check that it is the right file"))


class _Body:
    """Counts paragraphs and tables while it goes through a document."""

    def __init__(self) -> None:
        self._paragraphs = 0
        self._tables = 0

    def pieces(self, parent: Any) -> Iterator[Piece]:
        """The pieces in the order of the document, those inside content controls too."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraphs += 1
                text = _paragraph(child)
                if text:
                    yield Line(f"paragraph {self._paragraphs}", text)
            elif child.tag == f"{_W}tbl":
                self._tables += 1
                yield from self._rows(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
                yield from self.pieces(child)

    def _rows(self, table: Any) -> Iterator[Piece]:
        for number, row in enumerate(_within(table, "tr"), start=1):
            yield TableRow(f"table {self._tables}, row {number}", tuple(_cells(row)))


def _within(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also inside content controls; not those of a nested table."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _within(child, name)


def _cells(row: Any) -> Iterator[str]:
    """The text of each column: a cell over several columns leaves the others empty, as does one from above."""
    for cell in _within(row, "tc"):
        properties = cell.find(f"{_W}tcPr")
        span = properties.find(f"{_W}gridSpan") if properties is not None else None
        merged = properties.find(f"{_W}vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
        paragraphs = () if goes_on else (_paragraph(each) for each in cell.iter(f"{_W}p") if not _in_box(each, cell))
        yield "\n".join(paragraphs)
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        yield from [""] * (min(int(width), 100) - 1 if width.isdecimal() else 0)


def _paragraph(paragraph: Any) -> str:
    """Its text with insertions and without deletions; an item of a list begins with a bullet."""
    parts: list[str] = []
    for element in paragraph.iter():
        if _in_box(element, paragraph):
            continue
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab" and element.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    text = "".join(parts)
    return f"• {text}" if text.strip() and _is_item(paragraph) else text


def _is_item(paragraph: Any) -> bool:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return False
    style = properties.find(f"{_W}pStyle")
    named = style is not None and style.get(f"{_W}val", "").startswith("List")
    return named or properties.find(f"{_W}numPr") is not None


def _in_box(element: Any, around: Any) -> bool:
    """Whether an element stands in a box that floats inside `around`: its text is listed, in no cell."""
    parent = element.getparent()
    while parent is not None and parent is not around:
        if parent.tag == f"{_W}txbxContent":
            return True
        parent = parent.getparent()
    return False


def _boxes(body: Any) -> list[Piece]:
    """Text in floating boxes; Word keeps each twice, so each is taken once."""
    texts = ("\n".join(_paragraph(each) for each in box.iter(f"{_W}p")) for box in body.iter(f"{_W}txbxContent"))
    return [Line("a text box", text) for text in dict.fromkeys(texts) if text.strip()]


def _notes(part: Any) -> Iterator[Piece]:
    """Footnotes and endnotes, which stand in files of their own."""
    from docx.oxml import parse_xml

    for relation in part.rels.values():
        place = next((words for ending, words in _NOTES.items() if relation.reltype.endswith(ending)), None)
        if place is not None and not relation.is_external:
            texts = (_paragraph(each) for each in parse_xml(relation.target_part.blob).iter(f"{_W}p"))
            yield from (Line(place, text) for text in texts if text.strip())


def _new_lines(paragraphs: Any, before: list[Piece]) -> Iterator[Piece]:
    """Lines of a page's header or footer, each once."""
    seen = {piece.text for piece in before if isinstance(piece, Line)}
    for paragraph in paragraphs:
        text = _paragraph(paragraph._p)
        if text.strip() and text not in seen:
            seen.add(text)
            yield Line("the header or footer of a page", text)
