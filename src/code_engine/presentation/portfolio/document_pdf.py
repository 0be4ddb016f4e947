"""A document as PDF: the page laid out on A4, tagged (PDF/UA-1), with contents and numbers of pages."""

from __future__ import annotations

import hashlib

from code_engine.letters.pdf import page_as_pdf
from code_engine.presentation.portfolio.document import Document
from code_engine.presentation.portfolio.document_page import render_page


def render_pdf(document: Document) -> bytes:
    """The PDF; the same document gives the same bytes on a machine with the same fonts.

    Raises LetterError where WeasyPrint, or the system's text layout, is not installed: the extra `letters`.
    """
    page = render_page(document)
    return page_as_pdf(page, hashlib.sha256(page.encode()).hexdigest(), "a report as PDF")
