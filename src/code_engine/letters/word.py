"""A letter as a Word document that a caseworker can finish, made from the same blocks as the plain text.

Each required item is a content control with the item's name, so that a letter edited in Word can be checked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from code_engine.letters.blocks import Block, blocks_of
from code_engine.letters.inspect_word import RECEIPT_SPACE, TAG
from code_engine.letters.letter import Letter
from code_engine.letters.mistakes import needed
from code_engine.letters.passages import HEAD_PARTS

_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_SIZES: Final = {"standard": 11, "large-print": 18, "easy-read": 16}


def word_of(letter: Letter) -> bytes:
    """The letter as .docx; the same letter gives the same bytes. Raises LetterError without python-docx."""
    docx = needed("docx", "a letter as a Word document")
    return _Writer(docx, letter).written()


class _Writer:
    """Writes one letter."""

    def __init__(self, docx: Any, letter: Letter) -> None:
        from docx import shared

        self.letter = letter
        self.shared = shared
        self.document = docx.Document()
        self.blocks = blocks_of(letter.page)
        self.colour = shared.RGBColor.from_string(_heading_colour(letter).removeprefix("#").upper())

    def written(self) -> bytes:
        """The document as bytes."""
        self._properties()
        self._sheet()
        self._letterhead()
        self._addresses([block for block in self.blocks if block.kind == "address" or block.part == "sender"])
        rest = [each for each in self.blocks if each.part not in ("sender", *HEAD_PARTS) and each.kind != "address"]
        for item, blocks in groupby(rest, key=lambda block: block.item):
            self._item(item, list(blocks))
        self._receipt()
        made = io.BytesIO()
        self.document.save(made)
        return _repacked(made.getvalue())

    def _properties(self) -> None:
        """Title, author and language; the day of the letter in place of a clock."""
        day = datetime.fromisoformat(f"{self.letter.receipt.made_on}T00:00:00")
        properties = self.document.core_properties
        properties.title = self.letter.title
        properties.author = properties.last_modified_by = self.letter.receipt.landlord
        properties.created = properties.modified = day
        properties.language = "en-GB"
        properties.comments = ""

    def _sheet(self) -> None:
        """A4, the type, and headings in the landlord's colour."""
        mm, size = self.shared.Mm, _SIZES[self.letter.receipt.variant]
        section = self.document.sections[0]
        section.page_width, section.page_height = mm(210), mm(297)
        section.left_margin, section.right_margin = mm(22), mm(20)
        section.top_margin, section.bottom_margin = mm(20), mm(22)
        section.header_distance = mm(12)
        section.different_first_page_header_footer = True
        styles = self.document.styles
        for name, points in (("Normal", size), ("Heading 1", size * 1.35), ("Heading 2", size * 1.1)):
            self._type(styles[name], round(points))
            if name != "Normal":
                styles[name].font.color.rgb = self.colour
        self._type(styles["Quote"], size)
        styles["Quote"].font.italic = False
        styles["Quote"].paragraph_format.left_indent = mm(4)
        language = styles.element.find(f".//{self._w('lang')}")
        if language is not None:
            language.set(self._w("val"), "en-GB")
        for footer in (section.footer, section.first_page_footer):
            self._page_number(footer.paragraphs[0])

    def _type(self, style: Any, points: int) -> None:
        """A style in one typeface and size, for every script."""
        style.font.name, style.font.size = "Arial", self.shared.Pt(points)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in [name for name in fonts.attrib if "Theme" in name]:
            del fonts.attrib[theme]
        fonts.set(self._w("cs"), "Arial")
        for former in properties.findall(self._w("szCs")):
            properties.remove(former)
        size = self._element("szCs")
        size.set(self._w("val"), str(2 * points))
        properties.find(self._w("sz")).addnext(size)

    def _page_number(self, paragraph: Any) -> None:
        """`Page 1 of 2`, kept up to date by Word."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            paragraph.add_run(words)
            simple = self._element("fldSimple", paragraph._p)
            simple.set(self._w("instr"), field)
            self._element("t", self._element("r", simple)).text = "1"
        for run in paragraph._p.iter(self._w("r")):
            self._element("sz", run.get_or_add_rPr()).set(self._w("val"), "18")

    def _letterhead(self) -> None:
        """On the first page, so high that the address below it begins 50 mm from the top."""
        mm = self.shared.Mm
        header = self.document.sections[0].first_page_header
        head = [block for block in self.blocks if block.part in HEAD_PARTS]
        heights = 38.0
        paragraph = header.paragraphs[0]
        for block in head:
            paragraph = paragraph if not paragraph.runs else header.add_paragraph()
            paragraph.paragraph_format.space_after = mm(0)
            if block.kind == "logo" and self.letter.picture is not None:
                self._logo(paragraph, self.letter.picture, block.text)
                heights -= 17
                continue
            self._runs(paragraph, block)
            large = block.kind == "logo" or block.part == "name"
            paragraph.paragraph_format.line_spacing = mm(10 if large else 6)
            heights -= 10 if large else 6
            for run in paragraph.runs:
                run.font.size = self.shared.Pt(20 if large else 10)
                run.font.bold = large
                run.font.color.rgb = self.colour
        paragraph.paragraph_format.space_after = mm(max(heights, 0))
        if self.letter.receipt.draft:
            self.document.sections[0].header.paragraphs[0].add_run("Draft, not to be sent").bold = True

    def _logo(self, paragraph: Any, picture: bytes, words: str) -> None:
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), height=self.shared.Mm(16))
        shape._inline.docPr.set("descr", words)
        shape._inline.docPr.set("name", "Logo")

    def _addresses(self, blocks: list[Block]) -> None:
        """Whom it goes to on the left, where the window of an envelope is; day and reference on the right."""
        table = self.document.add_table(rows=1, cols=2)
        self._element("tblDescription", table._tbl.tblPr).set(
            self._w("val"), "Whom the letter goes to, and beside it its date and reference"
        )
        row = table.rows[0]
        row.height = self.shared.Mm(42)
        for cell, chosen in zip(
            row.cells, (lambda each: each.kind == "address", lambda each: each.kind != "address"), strict=True
        ):
            paragraph = cell.paragraphs[0]
            for block in filter(chosen, blocks):
                paragraph = paragraph if paragraph.text == "" else cell.add_paragraph()
                paragraph.paragraph_format.space_after = self.shared.Pt(2)
                self._runs(paragraph, block)
                for run in paragraph.runs:
                    self._sized(run, 10 if block.kind == "address" else 11)
        row.cells[0].paragraphs[0].paragraph_format.space_before = self.shared.Mm(7)

    def _item(self, item: str | None, blocks: list[Block]) -> None:
        paragraphs = [self._paragraph(block) for block in blocks]
        if item is None or not paragraphs:
            return
        control = self._element("sdt")
        about = self._element("sdtPr", control)
        self._element("alias", about).set(self._w("val"), item.replace("_", " "))
        self._element("lock", about).set(self._w("val"), "sdtLocked")  # to be edited, not to be deleted
        self._element("tag", about).set(self._w("val"), f"{TAG}{item}")
        content = self._element("sdtContent", control)
        paragraphs[0]._p.addprevious(control)
        for paragraph in paragraphs:
            content.append(paragraph._p)

    def _paragraph(self, block: Block) -> Any:
        plain = "Quote" if block.quoted else "Normal"
        style = {"h1": "Heading 1", "h2": "Heading 2", "item": "List Bullet"}.get(block.kind, plain)
        paragraph = self.document.add_paragraph(style=style)
        self._runs(paragraph, block)
        if block.part == "receipt":
            for run in paragraph.runs:
                self._sized(run, 8)
        return paragraph

    def _sized(self, run: Any, points: int) -> None:
        """A run in a size, for every script."""
        run.font.size = self.shared.Pt(points)
        size = self._element("szCs")
        size.set(self._w("val"), str(2 * points))
        run._r.rPr.find(self._w("sz")).addnext(size)

    def _runs(self, paragraph: Any, block: Block) -> None:
        from docx.enum.text import WD_COLOR_INDEX

        for run in block.runs:
            written = paragraph.add_run(run.text)
            written.bold = True if run.strong or run.gap else None
            if run.gap:
                written.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if any(_right_to_left(character) for character in run.text):
                self._element("rtl", written._r.get_or_add_rPr())

    def _receipt(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        content = f'<receipt xmlns="{RECEIPT_SPACE}">{_escaped(self.letter.receipt.text())}</receipt>'
        package = self.document.part.package
        part = Part(PackURI("/customXml/item9.xml"), "application/xml", content.encode("utf-8"), package)
        self.document.part.relate_to(part, _CUSTOM)

    def _element(self, name: str, parent: Any = None) -> Any:
        from docx.oxml import OxmlElement

        made = OxmlElement(f"w:{name}")
        if parent is not None:
            parent.append(made)
        return made

    def _w(self, name: str) -> str:
        from docx.oxml.ns import qn

        return str(qn(f"w:{name}"))


def _heading_colour(letter: Letter) -> str:
    """The colour of headings, as the style sheet of the page has it."""
    style = letter.html.partition("--heading:")[2]
    return style[:7]


def _right_to_left(character: str) -> bool:
    import unicodedata

    return unicodedata.bidirectional(character) in ("R", "AL")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _repacked(content: bytes) -> bytes:
    """The same archive without the time of day in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in _in_order(source.namelist()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return made.getvalue()


def _in_order(names: Iterable[str]) -> Iterator[str]:
    """The list of types comes first, as some readers expect; the rest by name."""
    yield from sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
