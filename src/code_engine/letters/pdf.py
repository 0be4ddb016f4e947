"""A letter, or another page, as PDF: tagged (PDF/UA-1), A4, the same bytes on a machine with the same fonts."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from code_engine.letters.letter import Letter
from code_engine.letters.mistakes import needed

_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ENTRY: Final = re.compile(rb"/codeenginereceipt\s*\((?P<text>(?:\\.|[^\\)])*)\)", re.DOTALL)
_LONGEST_STREAM: Final = 10_000_000
_LAYOUT: Final = threading.Lock()
"""One letter is laid out at a time, because all share the fonts."""


def pdf_of(letter: Letter) -> bytes:
    """The letter as PDF. Raises LetterError where WeasyPrint, or the system's text layout, is not installed.

    Nothing is fetched: a logo is inside the page, and there is nothing else.
    """
    return page_as_pdf(letter.html, letter.receipt.content, "a letter as PDF")


def page_as_pdf(page: str, identity: str, what_for: str) -> bytes:
    """A page as PDF; `identity` is ASCII text that tells it from others, in place of a moment or of chance.

    Raises LetterError, with `what_for` in it, where WeasyPrint or the system's text layout is not installed.
    """
    weasyprint = needed("weasyprint", what_for)
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    with _LAYOUT:
        made: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(
            font_config=_fonts(),
            pdf_variant="pdf/ua-1",
            pdf_identifier=identity.encode("ascii"),
            custom_metadata=True,
        )
    return made


@cache
def _fonts() -> Any:
    """The fonts of the machine, looked up once: each look-up keeps memory that is never given back."""
    return needed("weasyprint.text.fonts", "a letter as PDF").FontConfiguration()


def receipt_in_pdf(content: bytes) -> str | None:
    """The receipt that a PDF of ours carries in its properties, as JSON; None where there is none."""
    for stream in _streams(content):
        found = _ENTRY.search(stream)
        if found:
            return re.sub(rb"\\(.)", rb"\1", found["text"], flags=re.DOTALL).decode("latin-1")
    return None


def _streams(content: bytes) -> Iterator[bytes]:
    yield content
    for found in _STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(found[1], _LONGEST_STREAM)
        except zlib.error:
            continue
