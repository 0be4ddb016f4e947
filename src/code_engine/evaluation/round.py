"""All findings of one round of a case: the Code's layer and the landlord's own promises beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from code_engine.evaluation.evaluation import BREACHED, NOT_APPLICABLE, Deadline, Finding, Layer, Status, Summary, maker
from code_engine.evaluation.rule_program import RuleProgram
from code_engine.evaluation.session import Session
from code_engine.ruleset.rules import provision_order

_LAYERS: tuple[Layer, ...] = ("code", "policy")
_STATUSES = tuple(Status)
_NAMES = tuple(status.value for status in _STATUSES)

_make_summary = maker(Summary)


@dataclass(frozen=True, slots=True)
class RoundFindings:
    """Findings by provision, the Code's before the landlord's; deadlines by date."""

    findings: tuple[Finding, ...]
    statuses: tuple[Status, ...]
    """The status of each finding."""
    deadlines: tuple[Deadline, ...]


def in_order(code: Sequence[RuleProgram], policy: Sequence[RuleProgram]) -> tuple[tuple[Layer, RuleProgram], ...]:
    """The rules of both layers in the order in which their findings appear."""
    merged: list[tuple[Layer, RuleProgram]] = [
        *(("code", program) for program in code),
        *(("policy", program) for program in policy),
    ]
    return tuple(sorted(merged, key=lambda entry: provision_order(entry[1].rule.provision)))


def find(sessions: Mapping[Layer, Session], programs: Iterable[tuple[Layer, RuleProgram]]) -> RoundFindings:
    """Run the rules in order, each in the session of its layer."""
    findings: list[Finding] = []
    statuses: list[Status] = []
    deadlines: list[Deadline] = []
    for layer, program in programs:
        finding, verdict = program.finding(sessions[layer])
        findings.append(finding)
        if verdict is None:
            statuses.append(NOT_APPLICABLE)
            continue
        statuses.append(verdict.status)
        if verdict.deadlines:
            deadlines.extend(verdict.deadlines)
    # They come in the order of their provisions, which those due on one day keep.
    deadlines.sort(key=attrgetter("due_on"))
    return RoundFindings(tuple(findings), tuple(statuses), tuple(deadlines))


def with_earlier_breaches(
    findings: Iterable[Finding], earlier: Iterable[tuple[str, Sequence[Finding]]]
) -> tuple[Finding, ...]:
    """Findings of a complaint brought again: what failed before it was withdrawn stays failed.

    The reason then says both what failed and how the same duty stands now. `earlier` names each earlier round in
    words with its findings on the day it was withdrawn.
    """
    failed: dict[tuple[Layer, str], tuple[str, Finding]] = {}
    for name, round_findings in earlier:
        for finding in round_findings:
            if finding.status is BREACHED:
                failed.setdefault((finding.layer, finding.rule), (name, finding))
    kept = []
    for finding in findings:
        name_and_finding = failed.get((finding.layer, finding.rule))
        if name_and_finding is not None and finding.status is not BREACHED:
            name, before = name_and_finding
            both = f"{name}: {before.reason} Since it was brought again: {finding.reason}"
            finding = before.model_copy(update={"outstanding": False, "reason": both})
        kept.append(finding)
    return tuple(kept)


def summarise(statuses: Sequence[Status], layers: Sequence[Layer]) -> tuple[Summary, dict[Layer, Summary]]:
    """How many findings have each status, of all and by layer; a landlord without a policy has no policy layer."""
    # Counted by the members themselves: as keys they are found at once, without comparing letters.
    by_layer = {layer: dict.fromkeys(_STATUSES, 0) for layer in dict.fromkeys(layers)}
    for layer, status in zip(layers, statuses, strict=True):
        by_layer[layer][status] += 1
    total = [sum([counts[status] for counts in by_layer.values()]) for status in _STATUSES]
    return _summary(total), {layer: _summary(by_layer[layer].values()) for layer in _LAYERS if layer in by_layer}


def _summary(counts: Iterable[int]) -> Summary:
    return _make_summary(dict(zip(_NAMES, counts, strict=True)))
