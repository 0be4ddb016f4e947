"""Requests and answers of the routes about stored cases and the log; their field names are the JSON keys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from code_engine.service.http.questions import Options
from code_engine.service.http.reference_answers import Known


class AppendRequest(BaseModel):
    """What is to be added to a stored case. A case that is not there yet is made."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    landlord: str | None = Field(None, description="Whose case it is; that of the key if left out.")
    header: dict[str, Any] = Field(
        {}, description="Parts of the header that are new: the keys of a case file but `events`."
    )
    events: list[dict[str, Any]] = Field([], description="What happened: events of a case file.")


class RecordRequest(Options):
    """How a stored case is to be evaluated for the log."""


class StoredKnown(Known):
    """A stored case in one line."""

    landlord: str
    reference: str
    version: int = Field(description="How often something was added to it.")


class StoredCases(Known):
    """Stored cases by landlord and reference."""

    cases: list[StoredKnown]


class StoredWhole(StoredKnown):
    """A stored case, whole."""

    case: dict[str, Any] = Field(description="The case, with the keys of a case file.")


class AppendAnswer(StoredKnown):
    """What became of what was sent, and what is different since."""

    repeated: bool = Field(description="True where the same request was taken before; nothing was added again.")
    changes: list[dict[str, Any]] = Field(
        description="Each with `change`, such as finding_breached, deadline_moved or letter_due."
    )


class EntryKnown(Known):
    """An entry of the decision log, without anything about a person."""

    id: str
    landlord: str
    reference: str = Field(description="Empty where the case was erased.")
    as_of: date
    recorded_at: datetime
    key: str = Field(description="The public name of the key that asked.")
    digest: str = Field(description="The entry's place in the chain.")
    letter: str | None = Field(description="The kind of the letter that was made; null where none was.")


class EntriesKnown(Known):
    """Entries by landlord, in the order of the chain."""

    entries: list[EntryKnown]
