"""Which chainer runs: durable_rules where it can be imported, else our own."""

from __future__ import annotations

from typing import Literal

from code_engine.errors import ConsequenceError, Problem
from code_engine.evaluation.consequences.chainer import Chainer, OwnChainer
from code_engine.evaluation.consequences.rules import ConsequenceRules


def durable_available() -> str | None:
    """The version of durable_rules, or None where it cannot be used."""
    from code_engine.evaluation.consequences.durable import library

    return library().version


def durable_unavailable_because() -> str | None:
    """Why durable_rules cannot be used, in words; None where it can."""
    from code_engine.evaluation.consequences.durable import library

    return library().reason


def build_chainer(rules: ConsequenceRules, prefer: Literal["durable", "own"] | None = None) -> Chainer:
    """The chainer for these rules.

    Args:
        rules: checked consequences.
        prefer: "durable" or "own" asks for that one; None takes durable_rules where it can be imported.

    Raises:
        ConsequenceError: durable_rules was asked for by name and cannot be imported.
    """
    if prefer == "own":
        return OwnChainer(rules)
    from code_engine.evaluation.consequences.durable import DurableChainer, library

    found = library()
    if found.engine is not None:
        return DurableChainer(rules, found)
    if prefer == "durable":
        raise ConsequenceError(
            Problem(f"durable_rules cannot be used: {found.reason}", hint="leave the choice open or ask for `own`")
        )
    return OwnChainer(rules)
