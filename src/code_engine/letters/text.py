"""A letter as plain text for e-mail, from the page read back."""

from __future__ import annotations

import textwrap
from typing import Final

from code_engine.letters.blocks import Block, blocks_of
from code_engine.letters.letter import Letter

WIDTH: Final = 76


def text_of(letter: Letter) -> str:
    """The letter as text: paragraphs, lists with hyphens, headings on a line of their own."""
    lines: list[str] = []
    for block in blocks_of(letter.page):
        written = _written(block)
        if not written:
            continue
        close = lines and block.kind == "item" and lines[-1].startswith(("- ", "  "))
        if lines and not close:
            lines.append("")
        lines.extend(written)
    return "\n".join(lines) + "\n"


def _written(block: Block) -> list[str]:
    wrapped: list[str] = []
    for line in block.text.split("\n"):
        first, further = ("- ", "  ") if block.kind == "item" else ("", "")
        wrapped += textwrap.wrap(
            line, WIDTH, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
        )
    if block.kind == "h1":
        return [*wrapped, "=" * max(map(len, wrapped), default=0)]
    return wrapped
