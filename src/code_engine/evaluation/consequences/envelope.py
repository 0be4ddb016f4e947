"""The limits within which durable_rules is known to be safe, checked before it sees a rule or a fact.

The figures on the right of each limit are where the library was measured to hang, crash or answer wrongly;
ours stay well below. They hold for both chainers, so that a set of consequences never works with one only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from code_engine.errors import ConsequenceError

if TYPE_CHECKING:
    from code_engine.evaluation.consequences.compiled import CompiledConsequence
    from code_engine.evaluation.consequences.partition import Partition

BRANCHES_PER_RULESET = 20
"""More than 64 siblings true at once is error 303, 256 identical rules crash, 513 sibling conditions hang."""

PROPERTIES_PER_FACT = 240
"""A fact of 251 properties is refused; `sid` and `id` are two of them."""

CONDITIONS_PER_BRANCH = 20
"""On one fact; joined by one `and`, so that the limit of 15 and/or groups in a rule is never near."""

JOINED_FACTS = 8
"""Derived names one branch waits for; a frame of the library holds 16 facts."""

LARGEST_CODE = 9
"""Codes are single digits: large, broken and textual numbers are compared wrongly."""

MAXIMUM_CONSEQUENCES = 1000
"""Of one landlord, the Code's included; each ruleset of the library takes about 1.5 MB."""


def check_consequence(compiled: CompiledConsequence) -> str | None:
    """What makes one consequence unsafe to chain, in words, or None."""
    if not compiled.alternatives:
        return "its conditions exclude each other, so it can never fire"
    for alternative in compiled.alternatives:
        if len(alternative.conditions) > CONDITIONS_PER_BRANCH:
            return f"it has more than {CONDITIONS_PER_BRANCH} conditions on findings and facts"
        if len(alternative.derived) > JOINED_FACTS:
            return f"it waits for more than {JOINED_FACTS} derived names"
        if not alternative.conditions and not alternative.derived:
            return "it has no condition that must hold"
    return None


def check_partition(partition: Partition) -> None:
    """Refuse a ruleset with too many siblings, properties or names.

    Raises:
        ConsequenceError: a limit is passed; the partitioner never builds such a ruleset.
    """
    if len(partition.branches) > BRANCHES_PER_RULESET:
        raise ConsequenceError(f"a ruleset of {len(partition.branches)} branches: at most {BRANCHES_PER_RULESET}")
    if len(partition.properties) > PROPERTIES_PER_FACT:
        raise ConsequenceError(
            f"a ruleset that reads {len(partition.properties)} properties: at most {PROPERTIES_PER_FACT}"
        )
    for branch in partition.branches:
        if not branch.alternative.conditions and not branch.alternative.derived:
            raise ConsequenceError("a branch without a condition that must hold")


def check_vector(base: Sequence[int], length: int) -> None:
    """Refuse a vector of the wrong length, or with anything but small whole numbers (a bool is none).

    Raises:
        ConsequenceError: the vector was not made by `ConsequenceRules.base_vector` of the same rules.
    """
    if len(base) != length:
        raise ConsequenceError(f"a vector of {len(base)} codes where the rules read {length}")
    if not base:
        return
    if set(map(type, base)) != {int}:
        wrong = next(value for value in base if type(value) is not int)
        raise ConsequenceError(f"codes are whole numbers, not {type(wrong).__name__}")
    if min(base) < 0 or max(base) > LARGEST_CODE:
        raise ConsequenceError(f"codes lie from 0 to {LARGEST_CODE}")
