"""A letter that has been made: the page, the tree read back from it, and its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from code_engine.forking import cached_property
from code_engine.letters.page import Element, parse_page
from code_engine.letters.receipt import Receipt

FORMATS = ("html", "pdf", "docx", "text")
ENDINGS = {"html": "html", "pdf": "pdf", "docx": "docx", "text": "txt"}
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Letter:
    """One letter. `notes` say what a draft still lacks; `picture` is the logo as PNG, for Word."""

    kind: str
    stage: int | None
    title: str
    html: str
    receipt: Receipt
    notes: tuple[str, ...] = ()
    picture: bytes | None = None

    @cached_property
    def page(self) -> Element:
        """The letter as it was read back from its page."""
        return parse_page(self.html)

    def file_name(self, form: str) -> str:
        """A name for its file: the reference of the case, as far as a file may be called so, and the kind."""
        reference = "".join(each if each.isalnum() or each in "-_" else "-" for each in self.receipt.case)
        return f"{reference}-{self.kind}.{ENDINGS[form]}"

    def as_bytes(self, form: str, warn: Callable[[str], None] | None = None) -> bytes:
        """The letter as a file of a format, `html`, `pdf`, `docx` or `text`; the same letter gives the same bytes.

        `warn` is told, in a sentence, what the machine cannot print. Raises LetterError where PDF or Word is asked for
        and what makes it is not installed.
        """
        if form == "pdf":
            from code_engine.letters.pdf import pdf_of

            return pdf_of(self, warn)
        if form == "docx":
            from code_engine.letters.word import word_of

            return word_of(self)
        if form == "text":
            from code_engine.letters.text import text_of

            return text_of(self).encode("utf-8")
        return self.html.encode("utf-8")
