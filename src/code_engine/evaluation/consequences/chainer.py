"""What a chainer is, and our own plain one: the measure durable_rules is held to, and its replacement.

It repeats the rules in their order until nothing new fires. That is slower than a network that remembers, and
simple enough to be believed; with some seventy rules it takes microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from code_engine.evaluation.consequences.compiled import Alternative
from code_engine.evaluation.consequences.envelope import check_vector
from code_engine.evaluation.consequences.rules import ConsequenceRules

OWN_NAME = "code-engine chainer"


class Chainer(Protocol):
    """Forward chaining over the codes of findings and facts; safe to share between threads."""

    @property
    def name(self) -> str:
        """What ran, for receipts: a name and, where it has one, a version."""

    def run(self, base: Sequence[int]) -> tuple[int, ...]:
        """Indices of the consequences that fire, ascending.

        Args:
            base: the vector made by `ConsequenceRules.base_vector` of the same rules.

        Raises:
            ConsequenceError: the vector is not one of these rules.
        """


class OwnChainer:
    """Forward chaining by repeated passes; needs nothing outside this package and keeps no state."""

    def __init__(self, rules: ConsequenceRules) -> None:
        self._length = len(rules.properties)
        self._rules = tuple((rule.index, rule.alternatives, rule.derives) for rule in rules.compiled)

    @property
    def name(self) -> str:
        """`code-engine chainer`."""
        return OWN_NAME

    def run(self, base: Sequence[int]) -> tuple[int, ...]:
        """See `Chainer.run`."""
        check_vector(base, self._length)
        derived: set[int] = set()
        fired: set[int] = set()
        news = True
        while news:
            news = False
            for index, alternatives, derives in self._rules:
                if index in fired or not any(_holds(one, base, derived) for one in alternatives):
                    continue
                fired.add(index)
                if derives is not None and derives not in derived:
                    derived.add(derives)
                    news = True
        return tuple(sorted(fired))


def _holds(alternative: Alternative, base: Sequence[int], derived: set[int]) -> bool:
    for condition in alternative.conditions:
        if base[condition.property] not in condition.allowed:
            return False
    return derived.issuperset(alternative.derived)
