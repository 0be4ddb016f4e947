"""Requests about letters: which are due, making one, verifying one; their field names are the JSON keys."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from code_engine.service.http.questions import EvaluateRequest, Options


class LettersDueRequest(EvaluateRequest):
    """Which letters are due in a case?"""


class LetterOrder(Options):
    """Which letter is wanted, and how."""

    kind: str | None = Field(None, description="Which letter; the one most due if left out.", max_length=100)
    stage: Literal[1, 2] | None = Field(None, description="Of which stage, where a kind has two.")
    format: Literal["html", "pdf", "docx", "text"] = Field("html", description="What file is wanted.")
    values: dict[str, str] = Field(
        {}, alias="set", description="What the case lacks, by field, as `letters render --set` takes it."
    )
    variant: Literal["standard", "large-print", "easy-read"] | None = Field(
        None, description="The form; chosen by the recorded adjustments if left out."
    )
    draft: bool = Field(
        False, description="Show what is lacking as gaps, with a watermark, instead of refusing. It is not recorded."
    )


class RenderLetterRequest(LetterOrder):
    """A letter from a case that is sent. The day of the letter is `as_of`."""

    case: dict[str, Any] = Field(description="The case: the keys of a case file.")


class RenderStoredLetterRequest(LetterOrder):
    """A letter from a stored case. The day of the letter is `as_of`."""


class VerifyLetterRequest(BaseModel):
    """A letter to be verified, as text in base64; with the case it was made from it is made again and compared."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    letter: str = Field(description="The file, in base64.", json_schema_extra={"format": "byte"})
    case: dict[str, Any] | None = Field(None, description="The case it was made from: the keys of a case file.")
    kind: str | None = Field(None, description="Which letter it is, where it carries no receipt.", max_length=100)
    stage: Literal[1, 2] | None = Field(None, description="Of which stage, where it carries no receipt.")
