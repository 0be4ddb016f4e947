"""Page numbers in a tagged PDF: said to be decoration, so that a screen reader does not read them into a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

_ELEMENT: Final = "/StructElem"


def tidy_tags(document: Any, pdf: Any) -> None:  # noqa: ARG001 - as WeasyPrint calls it
    """Mark what stands in the margins as decoration (PDF/UA-1, 7.1).

    WeasyPrint ties it to elements that stand nowhere in the tree of structure, so that it is neither content nor
    decoration. Those elements are taken out.
    """
    objects = {each.reference: each for each in pdf.objects}
    elements = {ref: each for ref, each in objects.items() if isinstance(each, dict) and each.get("Type") == _ELEMENT}
    placed = {child for element in elements.values() for child in element["K"] if isinstance(child, bytes)}
    root = objects[pdf.catalog["StructTreeRoot"]]
    placed.update(root["K"])
    numbers = iter(objects[root["ParentTree"]]["Nums"])
    owners = dict(zip(numbers, numbers, strict=True))
    for reference in [each for each in elements if each not in placed]:
        for part in list(_parts(reference, elements)):
            for number in [child for child in part["K"] if isinstance(child, int)]:
                page = objects[part["Pg"]]
                _decorate(objects[page["Contents"]], number)
                owners[page["StructParents"]][number] = "null"
            part.free = "f"


def _parts(reference: bytes, elements: dict[bytes, Any]) -> Iterator[Any]:
    yield elements[reference]
    for child in elements[reference]["K"]:
        if child in elements:
            yield from _parts(child, elements)


def _decorate(content: Any, number: int) -> None:
    """Open the marked piece of a number as decoration: its tag, what is said about it, and the operator."""
    at = next(index for index, each in enumerate(content.stream) if isinstance(each, dict) and each["MCID"] == number)
    content.stream[at - 1 : at + 2] = ["/Artifact", b"BMC"]
