"""What is to be said of a letter, as data for other programs; its field names are the JSON keys."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final, Self

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from code_engine.letters.receipt import Receipt
    from code_engine.letters.verify import Verdict


_KEPT: Final = ("given", "words")
"""What is in the receipt for making the letter again, and of no use elsewhere."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LackAnswer(_Answer):
    """One thing the letter lacks, or says twice."""

    item: str
    provision: str
    says: str = Field(description="What the letter has to say there.")
    wrong: str


class ReceiptAnswer(_Answer):
    """What the letter was made from, without the values that were given by hand."""

    made_by: str
    made_on: str
    case: str
    landlord: str
    kind: str
    stage: int | None
    variant: str
    draft: bool
    counting: str
    forced_ruleset: str | None
    ruleset: str
    ruleset_digest: str
    letters_digest: str
    policy: str | None
    policy_digest: str | None
    template_digest: str
    brand_digest: str
    case_digest: str
    facts_digest: str
    content: str = Field(description="The hash of the page; its name where the letter was made.")

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """A receipt as data."""
        return cls(**{name: value for name, value in asdict(receipt).items() if name not in _KEPT})


class VerdictAnswer(_Answer):
    """Whether a letter says what the Code asks, and whether it is still what its receipt would make."""

    good: bool = Field(description="Nothing is lacking, nothing left open, nothing changed, and it is no draft.")
    kind: str
    stage: int | None
    format: str
    draft: bool
    complete: bool | None = Field(description="Null for a PDF, which does not tell its items apart.")
    lacking: tuple[LackAnswer, ...]
    gaps: tuple[str, ...] = Field(description="What a draft leaves open.")
    unchanged: bool | None = Field(
        description="Whether its content is that of its receipt; null where only making it again can tell."
    )
    edited: tuple[str, ...] = Field(
        description="The items whose words are no longer those of the receipt; empty text for what stands around them."
    )
    identical: bool | None = Field(
        description="Whether it is byte for byte what its receipt makes again; null where no case was given."
    )
    differences: tuple[str, ...]
    receipt: ReceiptAnswer | None

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """A verdict as data."""
        found = verdict.found
        lacking = tuple(
            LackAnswer(item=each.item, provision=each.provision, says=each.says, wrong=each.wrong)
            for each in verdict.lacking
        )
        return cls(
            good=verdict.good,
            kind=verdict.kind,
            stage=verdict.stage,
            format=found.form,
            draft=verdict.is_draft,
            complete=None if found.items is None else not lacking and not found.gaps,
            lacking=lacking,
            gaps=found.gaps,
            unchanged=found.unchanged,
            edited=found.edited,
            identical=verdict.identical,
            differences=verdict.differences,
            receipt=ReceiptAnswer.of(found.receipt) if found.receipt is not None else None,
        )

    def to_json(self) -> str:
        """The answer as indented JSON text, ending in a newline."""
        return self.model_dump_json(indent=2) + "\n"
