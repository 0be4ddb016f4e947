"""All findings of one round of a case: the Code's layer and the landlord's own promises beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from code_engine.evaluation.evaluation import Deadline, Finding, Layer, Status, Summary
from code_engine.evaluation.rule_program import RuleProgram
from code_engine.evaluation.session import Session
from code_engine.ruleset.rules import provision_order

_LAYERS: tuple[Layer, ...] = ("code", "policy")


@dataclass(frozen=True, slots=True)
class RoundFindings:
    """Findings by provision, the Code's before the landlord's; deadlines by date."""

    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]


def find(layers: Iterable[tuple[Session, Sequence[RuleProgram]]]) -> RoundFindings:
    """Run the rules of each layer, the Code's first, and put the findings in order of provision."""
    found: list[tuple[RuleProgram, Finding]] = []
    deadlines: list[Deadline] = []
    for session, programs in layers:
        for program in programs:
            finding, verdict = program.finding(session)
            found.append((program, finding))
            if verdict is not None:
                deadlines.extend(verdict.deadlines)
    found.sort(key=lambda entry: entry[0].order)
    deadlines.sort(key=lambda deadline: (deadline.due_on, provision_order(deadline.provision)))
    return RoundFindings(tuple(finding for _, finding in found), tuple(deadlines))


def with_earlier_breaches(
    findings: Iterable[Finding], earlier: Iterable[tuple[str, Sequence[Finding]]]
) -> tuple[Finding, ...]:
    """Findings of a complaint brought again: what failed before it was withdrawn stays failed.

    `earlier` names each earlier round in words with its findings on the day it was withdrawn.
    """
    failed: dict[tuple[Layer, str], tuple[str, Finding]] = {}
    for name, round_findings in earlier:
        for finding in round_findings:
            if finding.status is Status.BREACHED:
                failed.setdefault((finding.layer, finding.rule), (name, finding))
    kept = []
    for finding in findings:
        name_and_finding = failed.get((finding.layer, finding.rule))
        if name_and_finding is not None and finding.status is not Status.BREACHED:
            name, before = name_and_finding
            finding = before.model_copy(update={"outstanding": False, "reason": f"{name}: {before.reason}"})
        kept.append(finding)
    return tuple(kept)


def summarise(findings: Iterable[Finding]) -> Summary:
    """How many findings have each status."""
    counts = dict.fromkeys(Status, 0)
    for finding in findings:
        counts[finding.status] += 1
    return Summary.of(**{str(status): count for status, count in counts.items()})


def summarise_layers(findings: Sequence[Finding]) -> dict[Layer, Summary]:
    """The same for each layer; a landlord without a policy has no policy layer."""
    present = {finding.layer for finding in findings}
    return {
        layer: summarise(finding for finding in findings if finding.layer == layer)
        for layer in _LAYERS
        if layer in present
    }
