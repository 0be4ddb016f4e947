"""What a set of scenarios has reached: provision by status or grade, and which conditions never decided anything.

A condition decided something in a scenario if the rule's test would have come out differently with that
condition the other way round. One that never did is either untested or not needed. Of rules about policies
only the grades are counted: a check keeps no trace of conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from code_engine.assessment.policy_answers import Grade, PolicyCheck
from code_engine.evaluation.evaluation import Evaluation, Status
from code_engine.evaluation.truth import Truth, conjunction, disjunction, negation
from code_engine.ruleset.expressions import And, Expression, Not, Or
from code_engine.ruleset.rules import NoticeCheckBody, RequirementBody, Rule, Ruleset, provision_order


@dataclass(frozen=True, slots=True)
class Idle:
    """A condition that never decided anything: its rule, the part of the rule, and its text."""

    rule: str
    part: str
    condition: str


@dataclass
class Coverage:
    """Collected over many evaluations, and checks of policies, by one ruleset."""

    ruleset: Ruleset
    reached: dict[str, set[Status]] = field(default_factory=dict)
    rules_reached: dict[str, set[Status]] = field(default_factory=dict)
    graded: dict[str, set[Grade]] = field(default_factory=dict)
    rules_graded: dict[str, set[Grade]] = field(default_factory=dict)
    _decided: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def add(self, evaluation: Evaluation) -> None:
        """Count one evaluation, if it is one of this ruleset."""
        if evaluation.ruleset.digest != self.ruleset.digest:
            return
        rules = {rule.id: rule for rule in self.ruleset.rules()}
        for finding in evaluation.findings:
            if finding.layer != "code":
                continue
            self.reached.setdefault(finding.provision, set()).add(finding.status)
            self.rules_reached.setdefault(finding.rule, set()).add(finding.status)
            self._count(rules[finding.rule], finding.trace)

    def add_check(self, check: PolicyCheck) -> None:
        """Count one check of a policy, if it is one by this ruleset."""
        if check.ruleset.digest != self.ruleset.digest:
            return
        for entry in check.provisions:
            for part in entry.parts:
                self.graded.setdefault(entry.provision, set()).add(part.grade)
                self.rules_graded.setdefault(part.rule, set()).add(part.grade)

    def grades(self) -> Iterator[tuple[str, tuple[bool, ...]]]:
        """Each provision with rules about policies, with whether one of them reached each grade, as in `Grade`."""
        for number in sorted({rule.provision for rule in self.ruleset.rules("policy")}, key=provision_order):
            reached = self.graded.get(number, set())
            yield number, tuple(grade in reached for grade in Grade)

    def table(self) -> Iterator[tuple[str, tuple[bool, ...]]]:
        """Each case-level provision with whether each status was reached, in the order of `Status`."""
        for number in sorted({rule.provision for rule in self.ruleset.rules()}, key=provision_order):
            reached = self.reached.get(number, set())
            yield number, tuple(status in reached for status in Status)

    def idle(self) -> tuple[Idle, ...]:
        """The conditions that never decided anything, in the order of the rules."""
        found: list[Idle] = []
        for rule in self.ruleset.rules():
            for part, expression in _tests(rule):
                decided = self._decided.get((rule.id, part), set())
                texts = [leaf.text for leaf in leaves(expression)]
                found.extend(Idle(rule.id, part, text) for index, text in enumerate(texts) if index not in decided)
        return tuple(found)

    def _count(self, rule: Rule, trace: Mapping[str, Any]) -> None:
        for part, expression in _tests(rule):
            decided = self._decided.setdefault((rule.id, part), set())
            for parts in _traced(trace, part):
                decided |= decisive(expression, [entry["value"] for entry in parts])


def _tests(rule: Rule) -> Iterator[tuple[str, Expression]]:
    if rule.applies is not None:
        yield "applies", rule.applies
    if isinstance(rule.body, RequirementBody):
        yield "require", rule.body.require
    if isinstance(rule.body, NoticeCheckBody):
        yield "each", rule.body.each
    if rule.pending is not None:
        yield "pending", rule.pending


def _traced(trace: Mapping[str, Any], part: str) -> Iterator[Sequence[Mapping[str, Any]]]:
    if part == "each":
        for notice in trace.get("notices", ()):
            yield notice.get("parts", [notice])
    elif isinstance(trace.get(part), Mapping) and "value" in trace[part]:
        yield trace[part].get("parts", [trace[part]])


def leaves(expression: Expression) -> Iterator[Expression]:
    """The parts joined by the outermost `and`, `or` and `not`, as a condition's trace lists them."""
    if isinstance(expression, And | Or | Not):
        for child in expression.children():
            yield from leaves(child)
    else:
        yield expression


def decisive(expression: Expression, values: Sequence[Truth]) -> set[int]:
    """The places of the leaves that decided: with one of them the other way round the result would differ."""
    result = _value(expression, iter(values))
    found: set[int] = set()
    for index, value in enumerate(values):
        for other in (True, False):
            changed = [*values[:index], other, *values[index + 1 :]]
            if other is not value and _value(expression, iter(changed)) is not result:
                found.add(index)
    return found


def _value(expression: Expression, values: Iterator[Truth]) -> Truth:
    """The result of a test whose leaves have these values, by Kleene's tables."""
    if isinstance(expression, And | Or | Not):
        parts: Iterable[Truth] = [_value(child, values) for child in expression.children()]
        if isinstance(expression, And):
            return conjunction(parts)
        if isinstance(expression, Or):
            return disjunction(parts)
        return negation(next(iter(parts)))
    return next(values)
