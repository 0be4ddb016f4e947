"""Which facts to ask for first: ranked by how many open provisions each would help to settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from code_engine.evaluation.evaluation import Finding, MissingFact
from code_engine.ruleset.rules import provision_order


def rank_missing(findings: Iterable[Finding], question: Callable[[str], str]) -> tuple[MissingFact, ...]:
    """The missing facts of undetermined findings (no others may be given), the most useful first.

    The number of provisions decides; among equals a fact that is all a finding waits for comes before one that
    would settle it only together with others, then the order of the provisions.
    """
    settles: dict[str, set[str]] = {}
    alone: dict[str, set[str]] = {}
    for finding in findings:
        for fact in finding.missing:
            settles.setdefault(fact, set()).add(finding.provision)
            if len(finding.missing) == 1:
                alone.setdefault(fact, set()).add(finding.provision)
    ranked = sorted(
        settles,
        key=lambda fact: (
            -len(settles[fact]),
            -len(alone.get(fact, ())),
            min(provision_order(provision) for provision in settles[fact]),
            fact,
        ),
    )
    return tuple(
        MissingFact.of(fact=fact, settles=tuple(sorted(settles[fact], key=provision_order)), question=question(fact))
        for fact in ranked
    )
