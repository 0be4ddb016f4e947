"""A document as a Word file: styles for its headings, tables that repeat their headings, charts that Word draws.

It needs python-docx, which the extra `word` installs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from code_engine.presentation.palette import LIGHT
from code_engine.presentation.portfolio.document import (
    Bars,
    Bullets,
    Columns,
    Document,
    FiguresTable,
    Paragraph,
    Part,
    Section,
    Subheading,
    Tiles,
    Tone,
    WordsTable,
)
from code_engine.presentation.portfolio.word_charts import WordCharts
from code_engine.presentation.word_document import WordDocument, said

_PAGE: Final = (21.0, 29.7)
_MARGIN: Final = 2.0
_FIRST: Final = 5.6
_A_FIGURE: Final = 2.4
_NUMBERS: Final = 11.4


def render_word(document: Document) -> bytes:
    """The file; the same document gives the same bytes.

    Raises MissingExtraError where python-docx is not installed.
    """
    word = WordDocument(document.colour)
    word.describe(document.title, document.owner, document.day)
    word.lay_out(*_PAGE, _MARGIN, f"{document.owner}: {document.title}", document.owner)
    writer = _Writer(word, WordCharts(word))
    writer.opening(document)
    for section in document.sections:
        writer.section(section)
    word.document.add_paragraph(said(document.footing)).runs[0].italic = True
    return word.content()


class _Writer:
    """Writes parts one after another; `_room` is the width of the present page between its margins."""

    def __init__(self, word: WordDocument, charts: WordCharts) -> None:
        self._word = word
        self._charts = charts
        self._room = _PAGE[0] - 2 * _MARGIN

    def opening(self, document: Document) -> None:
        """The title, that it is a draft, and the contents, whose pages Word fills in."""
        body = self._word.document
        body.add_paragraph(said(document.owner)).runs[0].bold = True
        body.add_heading(said(document.title), level=0)
        if document.draft_note is not None:
            self._boxed(document.draft_note, LIGHT["pending-ground"])
        body.add_paragraph("Contents").runs[0].bold = True
        self._word.contents([section.heading for section in document.sections])

    def section(self, section: Section) -> None:
        """A heading with what stands below it; an annex on wide pages."""
        if section.annex:
            self._word.turned(_PAGE[1], _PAGE[0])
            self._room = _PAGE[1] - 2 * _MARGIN
        mark = f" ({section.provision})" if section.provision else ""
        self._word.document.add_heading(said(section.heading + mark), level=1)
        for part in section.parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        body = self._word.document
        match part:
            case Paragraph(text, Tone.SLOT, _):
                self._boxed(text, LIGHT["panel"])
            case Paragraph(text, tone, _):
                body.add_paragraph(said(text)).runs[0].italic = tone is Tone.SIGNED or None
            case Subheading(text):
                body.add_heading(said(text), level=2)
            case Bullets(items):
                for item in items:
                    body.add_paragraph(said(item), style="List Bullet")
            case Tiles(items):
                for value, what in items:
                    paragraph = body.add_paragraph()
                    paragraph.add_run(f"{value} ").bold = True
                    paragraph.add_run(what)
            case FiguresTable(caption, headings, rows):
                self._figures(caption, headings, rows)
            case WordsTable(caption, headings, widths, lines):
                self._words(caption, headings, [self._room * width / 100 for width in widths], lines)
            case Bars() | Columns():
                self._charts.add(part, self._room)

    def _boxed(self, text: str, ground: str) -> None:
        """A paragraph on a ground of its own with a line around it."""
        paragraph = self._word.document.add_paragraph()
        paragraph.add_run(said(text)).bold = True
        self._word.box(paragraph, ground)

    def _figures(self, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        number = len(headings) - 1
        each = min(max(_NUMBERS / number, _A_FIGURE), 5.0)
        widths = [min(self._room - number * each, 9.0), *([each] * number)]
        if widths[0] < _FIRST:
            widths = [_FIRST, *([(self._room - _FIRST) / number] * number)]
        table = self._begun(caption, headings, widths)
        right = self._word.docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        for cell in table.rows[0].cells[1:]:
            cell.paragraphs[0].alignment = right
        for row in rows:
            cells = self._word.row(table, widths).cells
            cells[0].paragraphs[0].add_run(said(row[0])).bold = True
            for cell, text in zip(cells[1:], row[1:], strict=True):
                cell.paragraphs[0].text = said(text)
                cell.paragraphs[0].alignment = right
        self._word.document.add_paragraph()

    def _words(
        self, caption: str, headings: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[Sequence[str]]]
    ) -> None:
        table = self._begun(caption, headings, widths)
        for row in rows:
            cells = self._word.row(table, widths).cells
            for place, (cell, texts) in enumerate(zip(cells, row, strict=True)):
                for number, text in enumerate(texts):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                    paragraph.add_run(said(text)).bold = place == 0 or None
        self._word.document.add_paragraph()

    def _begun(self, caption: str, headings: Sequence[str], widths: Sequence[float]) -> Any:
        line = self._word.document.add_paragraph(said(caption), style="Caption")
        line.paragraph_format.keep_with_next = True
        return self._word.table(headings, widths)
