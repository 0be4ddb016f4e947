"""What one evaluation was asked to use: the landlord, the versions, the day and the way of counting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple, Protocol

from code_engine.calendar import Counting
from code_engine.case.model import Case
from code_engine.evaluation.evaluation import NotEvaluated
from code_engine.evaluation.following import Following
from code_engine.ruleset.rules import Ruleset


class Named(Protocol):
    """A landlord, as far as an answer names it."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


class Versioned(Protocol):
    """A policy, as far as an answer names it."""

    @property
    def landlord(self) -> str:
        """The landlord it belongs to."""
        ...

    @property
    def version(self) -> str:
        """Its version."""
        ...

    @property
    def digest(self) -> str:
        """The hash of its content."""
        ...


class Selection(NamedTuple):
    """What was chosen for one evaluation: by the case, by its dates, or by the caller."""

    case: Case
    as_of: date
    counting: Counting
    ruleset: Ruleset
    forced: bool
    landlord: Named
    policy: Versioned | None
    following: Following
    received_on: date
    not_evaluated: tuple[NotEvaluated, ...]
    sections: dict[str, str]
    questions: Collection[str]
    """The keys that an answer in the case file can have."""
    policy_forced: bool = False
    """Whether the caller chose the policy, not the date of the complaint."""
