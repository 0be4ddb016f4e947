"""What the HTTP service needs from the store beneath it, and nothing else.

The service is written against these protocols; the store, the decision log and the keys fulfil them. Each call
may block, so the service makes it on a thread of its pool. None of them reads a clock: whoever starts the service
passes one in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, Protocol, TypeAlias

Scope: TypeAlias = Literal["read", "evaluate", "write", "admin"]
SCOPES: Final[tuple[Scope, ...]] = ("read", "evaluate", "write", "admin")
"""What a key may do: look things up, evaluate what it sends, change stored cases, manage keys and the log."""

EVERY_LANDLORD: Final = "*"
"""The landlord of a caller that may act for all of them: `serve --no-auth`, or the service's own tick."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The only source of time: the day in London, the moment in UTC, and seconds that never go back."""

    today: Callable[[], date]
    now: Callable[[], datetime]
    seconds: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: the public name of the key, its landlord or group, and what it may do."""

    key: str
    landlord: str
    scopes: frozenset[Scope]


class Keys(Protocol):
    """The keys of the store, hashed at rest."""

    def find(self, presented: str) -> Caller | None:
        """Whose key it is; None for one that is unknown, expired or revoked, after the same work."""
        ...


class Audit(Protocol):
    """Where refused access is written down. No entry holds a key, a body or anything about a person."""

    def refused(self, *, key: str | None, method: str, route: str, reason: str) -> None:
        """Write an entry. `key` is the public name of the key, `route` the template of the address."""
        ...


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as the store keeps it: `document` is a case file as data, `version` counts its changes from 1."""

    landlord: str
    reference: str
    version: int
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of events sent: the case after them, and whether they were there already (a repeated request).

    `changes` says what is different since the case was last looked at, each as plain data with a `change` such as
    `finding_breached`; a repeated request is answered with the same changes again.
    """

    case: StoredCase
    repeated: bool
    changes: tuple[Mapping[str, Any], ...] = ()


class Cases(Protocol):
    """The stored cases, each belonging to one landlord; a reference is unique within a landlord."""

    def get(self, landlord: str, reference: str) -> StoredCase | None:
        """The case, None where that landlord has none of that reference."""
        ...

    def of(self, landlords: Sequence[str]) -> Iterator[StoredCase]:
        """Every case of these landlords, by landlord and reference."""
        ...

    def first_due(self, landlords: Sequence[str], day: date) -> Mapping[tuple[str, str], date | None]:
        """When the first open duty is due, by landlord and reference, of each case last looked at on that day.

        None where nothing is open. A case that is missing has to be evaluated to tell.
        """
        ...

    def append(
        self,
        landlord: str,
        reference: str,
        *,
        header: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
        key: str,
        idempotency: str | None = None,
    ) -> Appended:
        """Add events (and replace parts of the header that are given) in one transaction; a new case is made.

        `key` is the public name of the caller's key. What comes again from it under the same `idempotency` is not
        added again, but answered as before. Places in errors are those of what is sent: `events[0].date`.
        The document must be a valid case afterwards; raises CaseError where it is not, and stores nothing then.
        """
        ...


@dataclass(frozen=True, slots=True)
class LetterMade:
    """A letter to be recorded with the evaluation it rests on: its receipt as JSON, and its file."""

    kind: str
    stage: int | None
    variant: str
    format: str
    receipt: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Repeat:
    """A request that may come again: whose it is, its idempotency key, and the hash of what it asks."""

    owner: str
    token: str
    request: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One recorded evaluation, without personal data; `letter` is the kind of the letter made from it, if one was.

    `repeated` says that it was recorded before, when the same request came for the first time.
    """

    id: str
    landlord: str
    reference: str
    as_of: date
    recorded_at: datetime
    key: str
    digest: str
    letter: str | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RecordedLetter:
    """What is needed to make a letter of the log again: its receipt, the case, and whether a file is the same."""

    receipt: str
    case: Mapping[str, Any]
    is_file: Callable[[bytes], bool]


class Log(Protocol):
    """The decision log: append-only, hash-chained."""

    def record(
        self,
        landlord: str,
        reference: str,
        case: Mapping[str, Any],
        evaluation: str,
        *,
        key: str,
        letter: LetterMade | None = None,
        repeat: Repeat | None = None,
    ) -> LogEntry:
        """Append an evaluation (its JSON) with the facts it was made from, and the letter that was made from it.

        What comes again as the same `repeat` is not appended again: the entry of the first time is given.
        """
        ...

    def recorded_before(self, repeat: Repeat) -> LogEntry | None:
        """The entry that the same request appended when it came before; None where it is new."""
        ...

    def entries(
        self, landlords: Sequence[str], *, reference: str | None, after: str | None, limit: int
    ) -> Sequence[LogEntry]:
        """Entries of these landlords in the order of the chain, from behind the entry `after`."""
        ...

    def evaluation(self, landlords: Sequence[str], entry: str) -> str | None:
        """The evaluation of an entry as it was recorded; None where it is none of these landlords'."""
        ...

    def letter(self, landlords: Sequence[str], entry: str) -> RecordedLetter | None:
        """The letter of an entry; None where it has none, or is none of these landlords'."""
        ...


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar of a landlord's or group's deadlines; only those of one handler where one is named."""

    id: str
    landlord: str
    handler: str | None
    created_at: datetime


class Feeds(Protocol):
    """The calendar feeds of the store; their secret addresses are hashed at rest."""

    def create(self, landlord: str, handler: str | None) -> tuple[Feed, str]:
        """Make a feed; its secret is given here and never again."""
        ...

    def find(self, presented: str) -> Feed | None:
        """The feed of a secret; None for one that is unknown or removed, after the same work."""
        ...

    def all(self, landlords: Sequence[str]) -> Sequence[Feed]:
        """The feeds of these landlords, the oldest first."""
        ...

    def remove(self, identity: str, landlords: Sequence[str]) -> bool:
        """Remove a feed; False where these landlords have none of that name."""
        ...
