"""Reading a letter that somebody hands in: which format it is, its receipt, and the items it still has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from code_engine.errors import Problem
from code_engine.letters.blocks import blocks_of
from code_engine.letters.inspect_word import LARGEST, read_word
from code_engine.letters.mistakes import LetterError
from code_engine.letters.page import gaps_in, items_in, parse_page
from code_engine.letters.passages import edited, left_open, pieces_of, words_of
from code_engine.letters.pdf import is_unchanged, receipt_in_pdf
from code_engine.letters.readability import readability_of_items
from code_engine.letters.receipt import Receipt, content_digest, receipt_from, receipt_in


@dataclass(frozen=True, slots=True)
class Inspected:
    """A letter as it was found. `items` is None where the format does not tell items apart (PDF)."""

    form: str
    content: bytes
    receipt: Receipt | None
    items: tuple[tuple[str, str], ...] | None
    gaps: tuple[str, ...]
    unchanged: bool | None
    """Whether it is what the receipt was made for: the page, the words of a Word document, the file of a PDF.

    None where there is no receipt, or no hash that tells.
    """
    edited: tuple[str, ...] = ()
    """The items whose words are no longer those of the receipt; `` for what stands around the items."""
    reading_ease: float | None = None
    """How easily its items are read; None where the format does not tell them apart."""


def inspect(content: bytes) -> Inspected:
    """Read a letter in HTML, Word or PDF. Raises LetterError for anything else."""
    if len(content) > LARGEST:
        raise LetterError(Problem("this file is too large to be a letter", None, "name the letter itself"))
    if content.startswith(b"%PDF-"):
        return Inspected("pdf", content, _receipt(receipt_in_pdf(content)), None, (), is_unchanged(content))
    if content.startswith(b"PK"):
        return _inspect_word(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if "<html" not in text.lower():
        hint = "plain text does not carry what is needed: verify the HTML, Word or PDF letter"
        raise LetterError(Problem("this is no letter in HTML, Word or PDF", None, hint))
    return _inspect_page(content, text)


def _inspect_page(content: bytes, text: str) -> Inspected:
    page = parse_page(text)
    receipt = _receipt(receipt_in(text))
    unchanged = content_digest(text) == receipt.content if receipt is not None else None
    pieces = pieces_of(blocks_of(page))
    changed = _edited(receipt, pieces)
    return Inspected(
        "html",
        content,
        receipt,
        tuple(items_in(page)),
        (*gaps_in(page), *_notes(pieces, receipt, changed, gaps_in(page))),
        unchanged,
        changed,
        readability_of_items(pieces).ease,
    )


def _inspect_word(content: bytes) -> Inspected:
    found = read_word(content)
    receipt = _receipt(found.receipt)
    changed = _edited(receipt, found.pieces)
    unchanged = not changed if receipt is not None and receipt.words else None
    notes = _notes(found.pieces, receipt, changed, found.gaps)
    ease = readability_of_items(found.pieces).ease
    return Inspected("docx", content, receipt, found.items, (*found.gaps, *notes), unchanged, changed, ease)


def _edited(receipt: Receipt | None, pieces: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return edited(receipt.words, words_of(pieces)) if receipt is not None and receipt.words else ()


def _notes(
    pieces: Iterable[tuple[str, str]], receipt: Receipt | None, changed: tuple[str, ...], known: Iterable[str]
) -> list[str]:
    """What a writer meant to replace: in what was edited by hand, and in all of a letter without a receipt.

    Brackets in a passage that is as it was made are a resident's, or a caseworker's, own words.
    """
    seen = {f"[{gap}]" for gap in known}
    looked_at = [text for name, text in pieces if receipt is None or not receipt.words or name in changed]
    return [note for text in looked_at for note in left_open(text) if note not in seen]


def _receipt(text: str | None) -> Receipt | None:
    return receipt_from(text) if text is not None else None
