"""What only the landlord can write in its annual report: a YAML file with a text for each part of 8.1 and 8.2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from code_engine.case.dates import Day
from code_engine.documents import problems_from, read_document
from code_engine.errors import DocumentError
from code_engine.landlord.landlords import Landlord

FOLDER: Final = "report"
"""Where a landlord's folder may have one, by the name of its year: `report/2024-25.yaml`."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoverningBody(_Part):
    """The governing body's response to the report (8.2)."""

    response: Words = Field(description="What it says.")
    by: Words | None = Field(default=None, description="Who says it: the board, or its member for complaints.")
    date: Day | None = Field(default=None, description="The day of the response.")


class ReportTexts(_Part):
    """The texts of a report; blank lines make paragraphs. What is left out is shown as still to be written."""

    introduction: Words | None = Field(default=None, description="What the year was like, in short.")
    performance: Words | None = Field(default=None, description="What the figures mean, with refusals (8.1 b).")
    non_compliance: Words | None = Field(
        default=None, description="Where the Ombudsman found that the Code was not kept (8.1 c)."
    )
    improvements: Words | None = Field(default=None, description="What was changed because of complaints (8.1 d).")
    ombudsman_report: Words | None = Field(
        default=None, description="The Ombudsman's yearly report about this landlord (8.1 e)."
    )
    ombudsman_publications: Words | None = Field(
        default=None, description="What else the Ombudsman published about its work (8.1 f)."
    )
    governing_body: GoverningBody | None = Field(default=None, description="The response of the governing body (8.2).")


class NarrativeFile(_Part):
    """The content of the file."""

    report: ReportTexts


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a text: the key it stands under, the provision that asks for it, and what belongs there."""

    key: str
    provision: str | None
    wanted: str


SLOTS: Final = (
    Slot("introduction", None, "what the year was like, in a few sentences"),
    Slot(
        "performance", "8.1 b", "what the figures mean, what went well and what did not, which complaints were refused"
    ),
    Slot("non_compliance", "8.1 c", "each finding of the Ombudsman that the Code was not kept, or that there was none"),
    Slot("improvements", "8.1 d", "what was changed in services because of complaints"),
    Slot("ombudsman_report", "8.1 e", "the Ombudsman's yearly report about the landlord, or that there is none"),
    Slot(
        "ombudsman_publications",
        "8.1 f",
        "other reports of the Ombudsman about the landlord's work, or that there is none",
    ),
    Slot("governing_body", "8.2", "the response of the governing body"),
)


def read_narrative(path: Path) -> ReportTexts:
    """Read the file. Raises DocumentError with file, line and column of every mistake."""
    document = read_document(path)
    try:
        return NarrativeFile.model_validate(document.data).report
    except ValidationError as error:
        raise DocumentError(*problems_from(document, error, NarrativeFile)) from None


def narrative_of(landlord: Landlord, year: str, group: bool = False) -> ReportTexts:
    """The texts in a landlord's own folder, none of them where there is no such file. Raises DocumentError.

    Those for the report of its group are in a file of their own: `report/2024-25-group.yaml`.
    """
    name = f"{year}-group.yaml" if group else f"{year}.yaml"
    path = landlord.folder / FOLDER / name if landlord.folder is not None else None
    return read_narrative(path) if path is not None and path.is_file() else ReportTexts()


def empty_slots(texts: ReportTexts) -> tuple[Slot, ...]:
    """What is still to be written."""
    return tuple(slot for slot in SLOTS if getattr(texts, slot.key) is None)
