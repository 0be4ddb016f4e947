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
    return "".join(text for page in pdf.pages for _, text in _pieces(page)).replace(" ", "")


def read_aloud(pdf: pikepdf.Pdf) -> str:
    """The text in the order of the tree of structure, as a screen reader says it, without blanks.

    Decoration is left out, and a picture says the words that stand in its place.
    """
    pieces: dict[tuple[Any, int], str] = {}
    for page in pdf.pages:
        for number, text in _pieces(page):
            if number is not None:
                pieces[page.objgen, number] = pieces.get((page.objgen, number), "") + text
    said = []
    for name, element, _ in structure_of(pdf):
        words = [str(element["/Alt"])] if name == "/Figure" else [pieces.get(mark, "") for mark in marks_of(element)]
        said += words
    return "".join(said).replace(" ", "")


def places_of(page: pikepdf.Page) -> list[tuple[str, tuple[float, float]]]:
    """The lines of text of a page with the place of their base lines: millimetres from the left and from the top."""
    lines: dict[tuple[float, float], str] = {}
    for _, place, text in _glyphs(page):
        lines[place] = lines.get(place, "") + text
    return [(text, place) for place, text in lines.items()]


def _pieces(page: pikepdf.Page) -> Iterator[tuple[int | None, str]]:
    """What a page shows as text, with the number of the marked piece that it stands in."""
    for number, _, text in _glyphs(page):
        yield number, text


def _glyphs(page: pikepdf.Page) -> Iterator[tuple[int | None, tuple[float, float], str]]:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[str, str] = {}
    marks: list[int | None] = []
    matrices = [pikepdf.Matrix()]
    place = (0.0, 0.0)
    for instruction in pikepdf.parse_content_stream(page):
        if not isinstance(instruction, pikepdf.ContentStreamInstruction):
            continue
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "q":
            matrices.append(matrices[-1])
        elif operator == "Q":
            matrices.pop()
        elif operator == "cm":
            matrices[-1] = pikepdf.Matrix(*map(float, operands)) @ matrices[-1]
        elif operator in ("BMC", "BDC"):
            about = operands[1] if operator == "BDC" else None
            marks.append(int(about["/MCID"]) if isinstance(about, pikepdf.Dictionary) and "/MCID" in about else None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tm":
            across, up = matrices[-1].transform((float(operands[4]), float(operands[5])))
            place = (across * _MM, (float(page.mediabox[3]) - up) * _MM)
        elif operator == "Tf":
            current = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            number = next((mark for mark in reversed(marks) if mark is not None), None)
            yield number, place, _text(operands[0] if operator == "TJ" else [operands[0]], current)


_MM = 25.4 / 72


def _text(parts: Any, letters: dict[str, str]) -> str:
    codes = (bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    return "".join(letters.get(code[at : at + 4], "") for code in codes for at in range(0, len(code), 4))


def _letters(font: Any) -> dict[str, str]:
    """Which text a code of a font stands for."""
    table = bytes(font["/ToUnicode"].read_bytes())
    return {
        code.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _MAPPING.findall(table)
    }


def tags_of(pdf: pikepdf.Pdf) -> list[str]:
    """The names of all elements in the tree of structure, in order."""
    return [name for name, _, _ in structure_of(pdf)]


def structure_of(pdf: pikepdf.Pdf, top: Any = None) -> Iterator[tuple[str, Any, str]]:
    """Every element of the tree of structure, or of a part of it, in order: its name, itself, and what it stands in."""

    def walk(element: Any, parent: str) -> Iterator[tuple[str, Any, str]]:
        if isinstance(element, pikepdf.Array):
            for each in element:
                yield from walk(each, parent)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            name = str(element["/S"])
            yield name, element, parent
            yield from walk(element.get("/K", []), name)

    yield from walk((pdf.Root["/StructTreeRoot"] if top is None else top)["/K"], "")


def marks_of(element: Any) -> Iterator[tuple[Any, int]]:
    """The marked pieces of pages that an element holds itself, in order: page and number."""
    inside = element.get("/K", [])
    for child in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(child, int):
            yield element["/Pg"].objgen, child
        elif isinstance(child, pikepdf.Dictionary) and "/MCID" in child:
            yield child.get("/Pg", element.get("/Pg")).objgen, int(child["/MCID"])
