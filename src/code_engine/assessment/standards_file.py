"""What standards.yaml may contain: how a landlord keeps to the professional standards of complaint handling."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias, get_args

from pydantic import Field, StrictStr, StringConstraints

from code_engine.landlord.reading import LandlordEntry

CharacteristicName: TypeAlias = Literal[
    "integrity", "inclusive", "ethical", "knowledgeable", "skilled", "advocate", "leadership"
]
"""The seven characteristics of the professional standards for housing (Chartered Institute of Housing)."""

CHARACTERISTICS: Final[tuple[CharacteristicName, ...]] = get_args(CharacteristicName)
"""In the order in which a statement goes through them."""

StatementId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[StrictStr, StringConstraints(min_length=1)]


class StandardsHeader(LandlordEntry):
    """What the page is and where its content comes from; all but the source may be the group's."""

    source: Text = Field(description="The document the content was taken from.")
    title: Text | None = Field(None, description="The heading of the page.")
    body: Text | None = Field(None, description="Who set the standards.")
    introduction: Text | None = Field(None, description="What stands above the seven characteristics.")


class StatementEntry(LandlordEntry):
    """One thing the landlord does to keep to a characteristic."""

    id: StatementId = Field(description="By which a subsidiary replaces or drops it.")
    text: Text = Field(description="May name the landlord and its own words by placeholders.")


class CharacteristicEntry(LandlordEntry):
    """One characteristic: what it asks, and how the landlord keeps to it."""

    meaning: Text | None = Field(None, description="In our own words; a subsidiary may leave it to its group.")
    statements: tuple[StatementEntry, ...] = Field((), description="Added to the group's; the same id replaces one.")
    drop: tuple[StatementId, ...] = Field((), description="Statements of the group that do not hold here.")


class StandardsFile(LandlordEntry):
    """The content of standards.yaml."""

    standards: StandardsHeader
    characteristics: dict[CharacteristicName, CharacteristicEntry] = Field(
        {}, description="The seven, by name; a subsidiary names those it changes."
    )
