"""The shape of a ruleset's `letters.yaml`: what each kind of letter must say, item by item."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from code_engine.ruleset.consequence_models import Identifier, LetterKind, ProvisionNumber, Text

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Part = Annotated[str, StringConstraints(pattern=r"^[a-g]$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Item(_Entry):
    """One thing a letter must say."""

    id: Name = Field(description="Its name, also that of the block in the template.")
    provision: ProvisionNumber = Field(description="The provision that asks for it.")
    provision_at_stage_2: ProvisionNumber | None = Field(None, description="The provision at stage 2, if another.")
    part: Part | None = Field(None, description="The lettered part of the provision.")
    says: Text = Field(description="What the letter says there, in words.")
    fields: tuple[Name, ...] = Field((), description="What it needs from the case, or from --set.")
    if_any: tuple[Name, ...] = Field((), description="What it says as well where there is something to say.")
    none: bool = Field(False, description="Whether there may be nothing to tell; the letter then says so.")
    ombudsman_contact: bool = Field(False, description="Whether it must hold a way to reach the Ombudsman.")
    relies_on: tuple[Identifier, ...] = Field(
        (), description="Rules whose finding may be neither breached nor unknown, or the item is refused."
    )

    relies_on_at_stage_2: tuple[Identifier, ...] = Field((), description="The rules at stage 2, if others.")
    not_while_breached: tuple[Identifier, ...] = Field(
        (), description="Rules whose breach refuses the item; unknown, only what relies on them is left out."
    )

    def rules(self, stage: int | None) -> tuple[str, ...]:
        """The rules whose findings it relies on at a stage."""
        return self.relies_on_at_stage_2 if stage == 2 and self.relies_on_at_stage_2 else self.relies_on

    def at(self, stage: int | None) -> str:
        """The provision at a stage, with its part: `6.9 e`."""
        number = self.provision_at_stage_2 if stage == 2 and self.provision_at_stage_2 else self.provision
        return f"{number} {self.part}" if self.part else number


def _letters_of(text: str) -> str:
    """A text without blanks, commas and capitals, as an address may be written in several ways."""
    return "".join(text.split()).replace(",", "").casefold()


class LetterEntry(_Entry):
    """One kind of letter."""

    title: Text = Field(description="Its heading.")
    stage: Annotated[int, Field(ge=1, le=2)] | None = Field(None, description="The stage it always belongs to.")
    follows: Name | None = Field(None, description="The type of event that has to be on record.")
    follows_at_stage_2: Name | None = Field(None, description="The type of event at stage 2, if another.")
    not_after: tuple[Name, ...] = Field((), description="Types of events after which it cannot be sent any more.")
    items: tuple[Item, ...] = Field(min_length=1, description="What it must say, in order.")
    optional: tuple[Name, ...] = Field((), description="Fields it may use beside those its items need.")

    def opening(self, stage: int | None) -> str | None:
        """The type of event that has to be on record before the letter of a stage."""
        return self.follows_at_stage_2 if stage == 2 and self.follows_at_stage_2 else self.follows

    def fields(self) -> frozenset[str]:
        """Every field the letter may use."""
        return frozenset(self.optional).union(*((*item.fields, *item.if_any) for item in self.items))


class Ombudsman(_Entry):
    """How the Ombudsman is reached."""

    name: Text
    telephone: Text
    email: Text
    website: Text
    address: tuple[Text, ...] = Field(min_length=1)
    source: Text = Field(description="Where these details come from.")
    checked_on: date = Field(description="The day they were last checked.")

    def is_reached_by(self, text: str) -> bool:
        """Whether a text holds one of the ways: telephone, e-mail, site or postal address."""
        ways = (self.telephone, self.email, self.website.removeprefix("https://"), "".join(self.address[1:]))
        said = _letters_of(text)
        return any(_letters_of(way) in said for way in ways)


class StageRules(_Entry):
    """The deadline rule of the Code for each stage."""

    stage_1: Identifier
    stage_2: Identifier


class Deadlines(_Entry):
    """Which deadlines give the dates that letters promise."""

    definition_due_on: StageRules
    response_due_on: StageRules


class LettersFile(_Entry):
    """The whole file."""

    source: Text
    ombudsman: Ombudsman
    deadlines: Deadlines
    letters: dict[LetterKind, LetterEntry]
