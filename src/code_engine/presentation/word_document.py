"""What every Word document of ours is made with: pages, styles, tables of fixed widths, fields, and fixed bytes.

Documents are made with python-docx, which the extra `word` installs; it has no types, hence Any.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from code_engine.colours import checked_colour, contrast, readable_on
from code_engine.errors import MissingExtraError, Problem
from code_engine.presentation.palette import LIGHT

_FONT: Final = "Arial"
_STYLES: Final = ("Normal", "Title", "Heading 1", "Heading 2", "Caption")
_READABLE: Final = 4.5
_LONGEST_PROPERTY: Final = 255
_A_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside the document: the first a zip archive can hold."""

_NOT_IN_XML: Final = str.maketrans({"\ufffe": None, "\uffff": None})
_WORD_2013: Final = "15"


def word_library() -> Any:
    """The module `docx`. Raises MissingExtraError where python-docx is not installed."""
    try:
        import docx
        import docx.enum.section
        import docx.enum.text
        import docx.oxml
        import docx.oxml.ns
        import docx.shared
    except ImportError:
        hint = "install it with `pip install 'code-engine[word]'`"
        raise MissingExtraError(Problem("writing a Word document needs python-docx", None, hint)) from None
    return docx


class WordDocument:
    """A document on A4 in British English, in one colour of a landlord; lengths are centimetres."""

    def __init__(self, colour: str) -> None:
        """Begin an empty one. Raises MissingExtraError; ValueError for a colour not written `#rrggbb`."""
        self.docx = word_library()
        self.ground = checked_colour(colour)
        self.document = self.docx.Document()
        self._settle_language()
        self._settle_styles()
        self._settle_compatibility()

    def describe(self, title: str, author: str, day: date) -> None:
        """What the document says of itself; the day stands for when it was made."""
        properties = self.document.core_properties
        properties.title = said(title)[:_LONGEST_PROPERTY]
        properties.author = said(author)[:_LONGEST_PROPERTY]
        properties.language = "en-GB"
        properties.comments = ""
        properties.created = properties.modified = datetime.combine(day, time(12))

    def lay_out(self, width: float, height: float, margin: float, heading: str, footing: str) -> None:
        """The page: its header on all but the first, and at its foot a line and the number of the page."""
        section = self.document.sections[0]
        self._size(section, width, height)
        section.left_margin = section.right_margin = self._cm(margin)
        section.top_margin = section.bottom_margin = self._cm(margin + 0.3)
        section.header_distance = section.footer_distance = self._cm(margin / 2)
        section.different_first_page_header_footer = True
        self._small(section.header.paragraphs[0], heading)
        for footer in (section.first_page_footer, section.footer):
            paragraph = footer.paragraphs[0]
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(self._cm(width - 2 * margin), self.docx.enum.text.WD_TAB_ALIGNMENT.RIGHT)
            paragraph.style = self.document.styles["Normal"]
            self._small(paragraph, f"{footing}\tPage ")
            self._field(paragraph, "PAGE")
            self._small(paragraph, " of ")
            self._field(paragraph, "NUMPAGES")

    def turned(self, width: float, height: float) -> None:
        """Begin pages of another size, with the same header and the same line at the foot."""
        section = self.document.add_section(self.docx.enum.section.WD_SECTION.NEW_PAGE)
        self._size(section, width, height)
        section.different_first_page_header_footer = False

    def table(self, headings: Sequence[str], widths: Sequence[float]) -> Any:
        """A table with a row of headings that is repeated on every page, in columns of fixed widths."""
        table = self.plain_table(widths)
        head = table.add_row()
        for cell, name, width in zip(head.cells, headings, widths, strict=True):
            cell.width = self._cm(width)
            run = cell.paragraphs[0].add_run(name)
            run.bold = True
            run.font.color.rgb = self._colour(readable_on(self.ground))
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            self.shade(cell, self.ground)
        self._row_property(head, "w:cantSplit")
        self._row_property(head, "w:tblHeader")
        return table

    def plain_table(self, widths: Sequence[float]) -> Any:
        """A table without rows; Word reads the widths of the cells, LibreOffice those of the grid."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._cm(width)
        properties = table._tbl.tblPr
        whole = properties.find(self._name("w:tblW"))
        whole.set(self._name("w:type"), "dxa")
        whole.set(self._name("w:w"), str(self._cm(sum(widths)).twips))
        margins = self._element("w:tblCellMar")
        for side, twips in (("top", 50), ("left", 90), ("bottom", 30), ("right", 90)):
            margins.append(self._element(f"w:{side}", w=str(twips), type="dxa"))
        look = properties.find(self._name("w:tblLook"))
        look.addprevious(margins) if look is not None else properties.append(margins)
        return table

    def row(self, table: Any, widths: Sequence[float]) -> Any:
        """A further row, which no page cuts; the cells of it."""
        row = table.add_row()
        self._row_property(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = self._cm(width)
        return row

    def shade(self, cell: Any, colour: str) -> None:
        """Give a cell a ground written `#rrggbb`."""
        shading = self._element("w:shd", val="clear", color="auto", fill=colour[1:].upper())
        cell._tc.get_or_add_tcPr().append(shading)

    def box(self, paragraph: Any, ground: str) -> None:
        """Put a paragraph on a ground written `#rrggbb`, with a line around it."""
        properties = paragraph._p.get_or_add_pPr()
        borders = self._element("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            borders.append(self._element(f"w:{side}", val="dashed", sz="6", space="4", color=LIGHT["soft"][1:].upper()))
        shading = self._element("w:shd", val="clear", color="auto", fill=ground[1:].upper())
        spacing = properties.find(self._name("w:spacing"))
        for element in (borders, shading):
            spacing.addprevious(element) if spacing is not None else properties.append(element)

    def contents(self, headings: Sequence[str]) -> None:
        """A table of contents over the first level, which Word fills with pages; until then it has the headings."""
        paragraph = self.document.add_paragraph()
        begin = self._element("w:fldChar", fldCharType="begin", dirty="true")
        code = self._element("w:instrText")
        code.text = 'TOC \\o "1-1" \\h'
        for part in (begin, code, self._element("w:fldChar", fldCharType="separate")):
            paragraph.add_run()._r.append(part)
        for place, heading in enumerate(headings):
            run = paragraph.add_run(said(heading))
            if place + 1 < len(headings):
                run.add_break()
        paragraph.add_run()._r.append(self._element("w:fldChar", fldCharType="end"))

    def content(self) -> bytes:
        """The document as bytes, the same ones for the same content: every file in it has one fixed date."""
        written, again = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, _A_DAY), old.read(name), zipfile.ZIP_DEFLATED)
        return again.getvalue()

    def _size(self, section: Any, width: float, height: float) -> None:
        turns = self.docx.enum.section.WD_ORIENT
        section.orientation = turns.LANDSCAPE if width > height else turns.PORTRAIT
        section.page_width, section.page_height = self._cm(width), self._cm(height)

    def _settle_language(self) -> None:
        for language in self.document.styles.element.iter(self._name("w:lang")):
            language.set(self._name("w:val"), "en-GB")

    def _settle_styles(self) -> None:
        """One font and colour in place of the template's theme, which would win over what a run says."""
        for name in _STYLES:
            style = self.document.styles[name]
            style.font.name = _FONT
            fonts = style.element.rPr.rFonts
            for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(self._name(f"w:{key}"), None)
            for key in ("ascii", "hAnsi", "cs"):
                fonts.set(self._name(f"w:{key}"), _FONT)
            if name != "Normal":
                style.font.color.rgb = self._colour(self._heading_colour())
                style.paragraph_format.keep_with_next = True
        normal = self.document.styles["Normal"]
        normal.font.size = self.docx.shared.Pt(9)
        normal.paragraph_format.space_after = self.docx.shared.Pt(3)
        title = self.document.styles["Title"]
        title.font.size = self.docx.shared.Pt(20)
        for border in title.element.findall(f".//{self._name('w:pBdr')}"):
            border.getparent().remove(border)
        heading = self.document.styles["Heading 1"]
        heading.font.size = self.docx.shared.Pt(12)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = (
            self.docx.shared.Pt(14),
            self.docx.shared.Pt(5),
        )
        below = self.document.styles["Heading 2"]
        below.font.size = self.docx.shared.Pt(10.5)
        below.paragraph_format.space_before, below.paragraph_format.space_after = (
            self.docx.shared.Pt(10),
            self.docx.shared.Pt(3),
        )
        caption = self.document.styles["Caption"]
        caption.font.size = self.docx.shared.Pt(9)
        caption.paragraph_format.space_before, caption.paragraph_format.space_after = (
            self.docx.shared.Pt(8),
            self.docx.shared.Pt(2),
        )

    def _settle_compatibility(self) -> None:
        """Lay it out as Word has done since 2013; without this Word opens it as a document of 2007."""
        settings = self.document.settings.element
        kept = settings.find(self._name("w:compat"))
        if kept is None:
            kept = self._element("w:compat")
            settings.append(kept)
        for old in kept.findall(self._name("w:compatSetting")):
            if old.get(self._name("w:name")) == "compatibilityMode":
                kept.remove(old)
        uri = "http://schemas.microsoft.com/office/word"
        kept.append(self._element("w:compatSetting", name="compatibilityMode", uri=uri, val=_WORD_2013))

    def _heading_colour(self) -> str:
        """The landlord's colour where it can be read on paper, else that of the text."""
        readable = contrast(self.ground, LIGHT["paper"]) >= _READABLE
        return self.ground if readable else LIGHT["ink"]

    def _small(self, paragraph: Any, text: str) -> None:
        run = paragraph.add_run(said(text))
        run.font.size = self.docx.shared.Pt(8)
        run.font.color.rgb = self._colour(LIGHT["soft"])

    def _field(self, paragraph: Any, name: str) -> None:
        """A field that Word and LibreOffice fill in, such as the number of the page."""
        field = self._element("w:fldSimple", instr=name)
        paragraph._p.append(field)
        self._small(paragraph, "1")
        field.append(paragraph._p[-1])

    def _row_property(self, row: Any, name: str) -> None:
        row._tr.get_or_add_trPr().append(self._element(name))

    def _element(self, tag: str, **attributes: str) -> Any:
        element = self.docx.oxml.OxmlElement(tag)
        for key, value in attributes.items():
            element.set(self._name(f"w:{key}"), value)
        return element

    def _name(self, name: str) -> Any:
        return self.docx.oxml.ns.qn(name)

    def _cm(self, length: float) -> Any:
        return self.docx.shared.Cm(length)

    def _colour(self, colour: str) -> Any:
        return self.docx.shared.RGBColor.from_string(colour[1:].upper())


def said(text: str) -> str:
    """The text without the two characters that no XML file can hold."""
    return text.translate(_NOT_IN_XML)
