"""What a rule's program works out before it is put into words: a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from code_engine.evaluation.evaluation import Deadline, Label, Reading, Status

_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Verdict:
    """Status and dates of one rule; dates are day numbers, None where not known or not there.

    A plain class with slots, not a dataclass: there are a hundred of them in each evaluation, and most are
    built from a status and what is missing.
    """

    __slots__ = (
        "clock",
        "days",
        "deadlines",
        "done",
        "due",
        "ended",
        "labels",
        "late",
        "left",
        "missing",
        "original_due",
        "outstanding",
        "readings",
        "status",
        "words",
    )

    def __init__(self, status: Status, missing: tuple[str, ...] = ()) -> None:
        self.status = status
        self.missing = missing
        self.outstanding = False
        self.ended = False
        self.labels: tuple[Label, ...] = ()
        self.readings: tuple[Reading, ...] = ()
        self.deadlines: tuple[Deadline, ...] = ()
        self.words: Mapping[str, str] = _NO_WORDS
        """Words for what has no number, by placeholder."""
        self.clock: int | None = None
        self.due: int | None = None
        self.original_due: int | None = None
        self.done: int | None = None
        self.days: int | None = None
        self.late: int | None = None
        self.left: int | None = None
