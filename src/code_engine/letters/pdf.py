"""A letter, or another page, as PDF: tagged (PDF/UA-1), A4, the same bytes on a machine with the same fonts."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from code_engine.letters.letter import Letter
from code_engine.letters.mistakes import needed
from code_engine.letters.pdf_tags import tidy_tags

_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ENTRY: Final = re.compile(rb"/codeenginereceipt\s*\((?P<text>(?:\\.|[^\\)])*)\)", re.DOTALL)
_LONGEST_STREAM: Final = 10_000_000
_SEAL: Final = b"%code-engine sha256:"
_DIGEST_LENGTH: Final = 64
_MOST_NAMED: Final = 10
_LAYOUT: Final = threading.Lock()
"""One letter is laid out at a time, because all share the fonts."""


def pdf_of(letter: Letter, warn: Callable[[str], None] | None = None) -> bytes:
    """The letter as PDF. Raises LetterError where WeasyPrint, or the system's text layout, is not installed.

    Nothing is fetched: a logo is inside the page, and there is nothing else.
    """
    return _sealed(page_as_pdf(letter.html, letter.receipt.content, "a letter as PDF", warn))


def page_as_pdf(page: str, identity: str, what_for: str, warn: Callable[[str], None] | None = None) -> bytes:
    """A page as PDF; `identity` is ASCII text that tells it from others, in place of a moment or of chance.

    `warn` is told, in a sentence, which characters no font of the machine has.
    Raises LetterError, with `what_for` in it, where WeasyPrint or the system's text layout is not installed.
    """
    weasyprint = needed("weasyprint", what_for)
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    missing: set[str] = set()
    with _LAYOUT, _listening(missing):
        made: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(
            font_config=_fonts(),
            pdf_variant="pdf/ua-1",
            pdf_identifier=identity.encode("ascii"),
            custom_metadata=True,
            finisher=tidy_tags,
        )
    if missing and warn is not None:
        warn(_unprintable(missing))
    return made


@contextmanager
def _listening(missing: set[str]) -> Iterator[None]:
    """Collect the characters for which WeasyPrint found no font: it says so in its log alone."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
                missing.add(str(record.args[0]))

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)


def _unprintable(missing: set[str]) -> str:
    named = [f"{character} (U+{ord(character):04X})" for character in sorted(missing)]
    shown = ", ".join(named[:_MOST_NAMED]) + (f" and {len(named) - _MOST_NAMED} more" if named[_MOST_NAMED:] else "")
    return f"no font on this machine has {shown}: the PDF shows empty boxes; install a font that has them"


def _sealed(content: bytes) -> bytes:
    """The PDF with its own hash in a comment before its last section, where no reader minds it."""
    head, mark, tail = content.rpartition(b"startxref")
    return head + _SEAL + hashlib.sha256(content).hexdigest().encode("ascii") + b"\n" + mark + tail


def is_unchanged(content: bytes) -> bool | None:
    """Whether a PDF still is what its own hash was made of; None where it carries no hash."""
    head, mark, rest = content.rpartition(_SEAL)
    digest, tail = rest[:_DIGEST_LENGTH], rest[_DIGEST_LENGTH + 1 :]
    if not mark:
        return None
    return hashlib.sha256(head + tail).hexdigest().encode("ascii") == digest


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
    """The file itself and what its streams hold, no more of them than a letter may have."""
    yield content
    left = _LONGEST_STREAM
    for found in _STREAM.finditer(content):
        try:
            stream = zlib.decompressobj().decompress(found[1], left)
        except zlib.error:
            continue
        yield stream
        left -= len(stream)
        if left <= 0:
            return
