"""What a rule's program works out before it is put into words: a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from code_engine.evaluation.evaluation import Deadline, Label, Reading, Status

_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Verdict:
    """Status, dates and evidence of one rule; dates are day numbers, None where not known or not there.

    A plain class, not a dataclass: most verdicts differ from the defaults in the status and the trace only, and
    there are a hundred of them in each evaluation.
    """

    labels: tuple[Label, ...] = ()
    outstanding: bool = False
    ended: bool = False
    clock: int | None = None
    due: int | None = None
    original_due: int | None = None
    done: int | None = None
    days: int | None = None
    late: int | None = None
    left: int | None = None
    missing: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    words: Mapping[str, str] = _NO_WORDS
    """Words for what has no number, by placeholder."""

    def __init__(self, status: Status, trace: dict[str, Any] | None = None, missing: tuple[str, ...] = ()) -> None:
        self.status = status
        self.trace: dict[str, Any] = {} if trace is None else trace
        if missing:
            self.missing = missing
