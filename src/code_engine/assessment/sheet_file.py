"""What assessment/YEAR.yaml may contain: a landlord's self-assessment of a year, one row a provision.

Provision 8.1 asks for it every year; its form is Appendix A of the Code.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, StrictStr, StringConstraints, model_validator

from code_engine.assessment.years import Year
from code_engine.case.dates import Day
from code_engine.landlord.reading import LandlordEntry
from code_engine.ruleset.models import ProvisionNumber

Text = Annotated[StrictStr, StringConstraints(min_length=1)]
QuestionId = Annotated[StrictStr, StringConstraints(pattern=r"^[1-9]\d*\.[1-9]\d*\.[a-z0-9_-]+$")]
"""A question to the organisation: the provision and the name of the question, `4.1.liaison`."""


class SheetHeader(LandlordEntry):
    """Which self-assessment it is, and what holds for all of its rows that do not say otherwise."""

    year: Year
    source: Text = Field(description="Where the rows come from: a published document, or who wrote them.")
    owner: Text | None = Field(None, description="Who answers for the rows.")
    date: Day | None = Field(None, description="The day the rows were stated.")
    review_by: Day | None = Field(None, description="The day by which the rows are to be looked at again.")
    approved_by: Text | None = Field(None, description="Who approved it, such as the governing body.")
    approved_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> SheetHeader:
        _refuse_early_review(self.date, self.review_by)
        return self


class SheetRow(LandlordEntry):
    """What is stated about one provision; anything may be left out, and is then not stated."""

    comply: StrictBool | None = Field(None, description="Left out: nothing is stated.")
    evidence: Text | None = None
    commentary: Text | None = None
    owner: Text | None = None
    date: Day | None = None
    review_by: Day | None = None
    answers: dict[QuestionId, StrictBool] = Field(
        {}, description="Single questions of the provision that are answered otherwise than `comply`."
    )

    @model_validator(mode="after")
    def _in_order(self) -> SheetRow:
        _refuse_early_review(self.date, self.review_by)
        return self


class SheetFile(LandlordEntry):
    """The content of assessment/YEAR.yaml."""

    assessment: SheetHeader
    rows: dict[ProvisionNumber, SheetRow] = Field(description="By provision number, in quotes.")


def _refuse_early_review(stated_on: date | None, review_by: date | None) -> None:
    if stated_on is not None and review_by is not None and review_by < stated_on:
        raise ValueError("a review cannot be due before the day the rows were stated")
