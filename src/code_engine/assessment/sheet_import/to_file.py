"""An imported self-assessment as the content of a landlord's file, and what a reader has to be told about it."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.sheet_file import SheetFile
from code_engine.assessment.sheet_import.result import ImportedSheet


def as_file(imported: ImportedSheet, year: str, landlord_name: str | None = None) -> SheetFile:
    """The content of assessment/YEAR.yaml; its source is the document's name and title, and whose it is."""
    source = f"{imported.name}: {imported.title}" if imported.title is not None else imported.name
    if landlord_name is not None and landlord_name.lower() not in source.lower():
        source = f"{source} ({landlord_name})"
    rows = {
        row.provision: {
            key: value
            for key, value in (("comply", row.comply), ("evidence", row.evidence), ("commentary", row.commentary))
            if value is not None
        }
        for row in imported.rows.values()
    }
    return SheetFile.model_validate({"assessment": {"year": year, "source": source}, "rows": rows})


def notes_on(imported: ImportedSheet) -> Iterator[str]:
    """What was not placed, what is doubtful and what is missing, one sentence each; nothing where all is well."""
    for not_placed in imported.placed.not_placed:
        yield f"not placed: {not_placed}"
    for doubt in imported.placed.doubts:
        yield f"doubtful: {doubt}"
    if imported.unanswered:
        yield f"no Yes or No found for {', '.join(imported.unanswered)}"
    if imported.missing:
        yield f"no row found for {', '.join(imported.missing)}"
