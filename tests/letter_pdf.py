"""Reading a PDF back in tests: the text of each page, from its glyphs, and the tree of its tags."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pikepdf
import pytest


def _text_layout_is_here() -> bool:
    """Whether the system has Pango, without which WeasyPrint cannot be imported."""
    try:
        import_module("weasyprint")
    except OSError:
        return False
    return True


NEEDS_PANGO = pytest.mark.skipif(
    not _text_layout_is_here(), reason="Pango, a library of the system, is not installed: no letter can be made as PDF"
)

_MAPPING = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def text_of(pdf: pikepdf.Pdf) -> str:
    """The text of all pages, without blanks between pieces, so that line breaks do not matter."""
    return "".join("".join(_pieces(page)) for page in pdf.pages).replace(" ", "")


def _pieces(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[str, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        if not isinstance(instruction, pikepdf.ContentStreamInstruction):
            continue
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts: Any = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    code = bytes(part).hex()
                    yield "".join(current.get(code[at : at + 4], "") for at in range(0, len(code), 4))


def _letters(font: Any) -> dict[str, str]:
    """Which text a code of a font stands for."""
    table = bytes(font["/ToUnicode"].read_bytes())
    return {
        code.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _MAPPING.findall(table)
    }


def tags_of(pdf: pikepdf.Pdf) -> list[str]:
    """The names of all elements in the tree of structure, in order."""
    found: list[str] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Array):
            for each in element:
                walk(each)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append(str(element["/S"]))
            if "/K" in element:
                walk(element["/K"])

    walk(pdf.Root["/StructTreeRoot"]["/K"])
    return found
