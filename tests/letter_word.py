"""Reading a letter in Word in tests: the document, the items in it, and the file it makes when saved."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn

from letter_building import letter


def document(name: str, landlord: str = "twenty11", draft: bool = False) -> Any:
    return docx.Document(io.BytesIO(letter(name, landlord, draft=draft).as_bytes("docx")))


def controls(of: Any) -> dict[str, Any]:
    found = {}
    for control in of.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        found[tag.removeprefix("item:")] = control
    return found


def saved(of: Any) -> bytes:
    content = io.BytesIO()
    of.save(content)
    return content.getvalue()
