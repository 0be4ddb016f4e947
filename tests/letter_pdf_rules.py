"""What a tagged PDF has to have (PDF/UA-1, ISO 14289-1), checked in its structure: every fault as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from letter_pdf import marks_of, structure_of

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
SHOWN = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "EI", "INLINE IMAGE"}
"""Operators that put something on the page."""

_OWN = {
    "/LI": ("/L",),
    "/LBody": ("/LI",),
    "/Lbl": ("/LI",),
    "/TR": ("/Table", "/THead", "/TBody", "/TFoot"),
    "/TH": ("/TR",),
    "/TD": ("/TR",),
}
"""In what each of these has to stand."""


def faults_of(pdf: pikepdf.Pdf) -> list[str]:
    """Everything that a tagged PDF lacks; nothing where it is in order."""
    return [*_document(pdf), *_structure(pdf), *_pages(pdf), *_fonts(pdf)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if str(root.get("/Lang", "")) != "en-GB":
        yield "the language is not said (7.2)"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "it is not marked as tagged (7.1)"
    if root.get("/MarkInfo", {}).get("/Suspects"):
        yield "its tags are suspect (7.1)"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown in place of the file's name (7.1)"
    if "/StructTreeRoot" not in root:
        yield "it has no tree of structure (7.1)"
    if pdf.is_encrypted:
        yield "it is encrypted, which may keep a screen reader out (7.16)"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "it does not say that it is PDF/UA-1 (5)"
        if not metadata.get("dc:title"):
            yield "it has no title (7.1)"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    elements = list(structure_of(pdf))
    names = [name for name, _, _ in elements]
    levels = [HEADINGS.index(name) + 1 for name in names if name in HEADINGS]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "its headings do not begin with the one first level (7.4.2)"
    if any(below > above + 1 for above, below in pairwise(levels)):
        yield "a level of headings is skipped (7.4.2)"
    for name, element, parent in elements:
        if name == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a picture has no words in its place (7.3)"
        if name in _OWN and parent not in _OWN[name]:
            yield f"{name} stands in {parent} (7.2)"
        if name == "/L" and not any(str(child["/S"]) == "/LI" for child in _children(element)):
            yield "a list has no items (7.6)"
        if name == "/Table" and "/TH" not in [found for found, _, _ in structure_of(pdf, element)]:
            yield "a table has no headings (7.5)"


def _children(element: Any) -> list[Any]:
    inside = element.get("/K", [])
    every = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [child for child in every if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Everything on a page belongs to an element of the structure, or is said to be decoration."""
    marked = {(page, number) for _, element, _ in structure_of(pdf) for page, number in marks_of(element)}
    for index, page in enumerate(pdf.pages, 1):
        if str(page.get("/Tabs", "")) != "/S":
            yield f"page {index}: the order of the tab key is not that of the structure (7.18.3)"
        if "/StructParents" not in page:
            yield f"page {index}: its content does not lead back to the structure (7.1)"
        for number in _marks_on(page):
            if isinstance(number, str):
                yield f"page {index}: {number}"
            elif (page.objgen, number) not in marked:
                yield f"page {index}: the piece {number} is in no element (7.1)"


def _marks_on(page: pikepdf.Page) -> Iterator[int | str]:
    """The numbers of the pieces on a page; in words, what stands outside of all of them."""
    open_marks: list[int | str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
            open_marks.append(int(operands[1]["/MCID"]))
            yield int(operands[1]["/MCID"])
        elif operator in ("BMC", "BDC"):
            open_marks.append(str(operands[0]))
        elif operator == "EMC":
            open_marks.pop()
        elif operator in SHOWN and not any(isinstance(mark, int) or mark == "/Artifact" for mark in open_marks):
            yield f"{operator} puts something on the page that is not tagged (7.1)"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for name, font in page.resources.get("/Font", {}).items():
            if "/ToUnicode" not in font:
                yield f"{name}: its glyphs are not said to be letters (7.21.7)"
            for inner in font.get("/DescendantFonts", [font]):
                descriptor: Any = inner.get("/FontDescriptor", {})
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                    yield f"{name}: it is not embedded (7.21.4.1)"
