"""Writing a report as a web page, a PDF or a Word document, whichever the ending of its file says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from code_engine.cli.output import OutputError, deliver, deliver_bytes
from code_engine.errors import Problem, did_you_mean, quoted

if TYPE_CHECKING:
    from code_engine.presentation.portfolio.document import Document

ENDINGS: Final = (".html", ".pdf", ".docx")


def check_ending(out: str | None) -> None:
    """See that the file can be of the kind its ending says, before a year of cases is read for it.

    Raises OutputError for another ending, LetterError or MissingExtraError where a library is not installed.
    """
    ending = _ending(out)
    if ending == ".pdf":
        from code_engine.letters.mistakes import needed

        needed("weasyprint", "a report as PDF")
    elif ending == ".docx":
        from code_engine.presentation.word_document import word_library

        word_library()
    elif ending != ".html":
        hint = did_you_mean(ending, ENDINGS) or f"end in {', '.join(ENDINGS)}"
        raise OutputError(Problem(f"{quoted(str(out))} does not say which kind of document it is", None, hint))


def deliver_document(document: Document, out: str | None) -> None:
    """Write it; a web page to the terminal where no file is named. Raises OutputError."""
    ending = _ending(out)
    if ending == ".pdf":
        from code_engine.presentation.portfolio.document_pdf import render_pdf

        deliver_bytes(render_pdf(document), str(out))
    elif ending == ".docx":
        from code_engine.presentation.portfolio.document_word import render_word

        deliver_bytes(render_word(document), str(out))
    else:
        from code_engine.presentation.portfolio.document_page import render_page

        deliver(render_page(document), out)


def _ending(out: str | None) -> str:
    return ".html" if out in (None, "-") else Path(str(out)).suffix.lower()
