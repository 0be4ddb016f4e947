"""What the names of a condition stand for in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from code_engine.portfolio.columnar.truths import Bounded, Compiled

Attributes = Callable[[str], Compiled]
"""Gives the attribute of an item by its name."""


class NotCompiled(Exception):  # noqa: N818 - no error of anybody: the reason why a rule is left to the Python engine
    """A rule, or a part of it, cannot be said in columns; the message says why."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Variables and where they stand: an item of a grain, the inner row of a pair, or values of the rule's form."""

    grain: str | None = None
    items: Mapping[str, Attributes] = field(default_factory=dict)
    values: Mapping[str, Bounded] = field(default_factory=dict)
    paired: bool = False


CASE_SCOPE = Scope()
"""No variables: a condition on the case itself."""
