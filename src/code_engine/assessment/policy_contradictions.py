"""What the clauses of a policy say differently, and whether it matters: a rule is asked under each of the readings.

A rule that says the same whichever clause is right is settled; only where it would not, a person has to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from code_engine.assessment.policy_program import GradedRule
from code_engine.case.values import Items, Value
from code_engine.evaluation.evaluation import Finding
from code_engine.evaluation.rule_program import RequirementProgram, RuleProgram
from code_engine.evaluation.session import Session, facts_as_shown
from code_engine.landlord.policy import Policy
from code_engine.landlord.policy_statements import StatedValue
from code_engine.policy.vocabulary import POLICY_VOCABULARY, PREFIX

_ENTRY = re.compile(r"(?P<list>policy\.[a-z0-9_]+)\[(?P<place>[0-9]+)\]\.(?P<key>[a-z0-9_]+)")
_MOST_READINGS = 256


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule's finding, the session it was found in, and the facts that clauses disagree on where that matters."""

    finding: Finding
    session: Session
    disputed: tuple[str, ...] = ()


def heard(policy: Policy, rule: GradedRule, session: Session) -> Heard:
    """The finding of a rule, after every reading of what clauses of the policy say differently about it."""
    disputed = dict(_disputed(policy, rule.program))
    if not disputed:
        return Heard(rule.program.finding(session)[0], session)
    sessions = [_reading(session, reading) for reading in _readings(disputed)]
    findings = [rule.program.finding(each)[0] for each in sessions]
    if all(each.status is findings[0].status for each in findings):
        return Heard(findings[0], sessions[0])
    return Heard(rule.program.finding(session)[0], session, tuple(disputed))


def _disputed(policy: Policy, program: RuleProgram) -> Iterator[tuple[str, tuple[StatedValue, ...]]]:
    """The facts a rule reads that clauses say differently, entries of lists by their place, with what they say."""
    for name, statement in policy.statements.items():
        if statement.contradictory and f"{PREFIX}{name}" in program.facts:
            yield f"{PREFIX}{name}", statement.differing
    text = _text(program)
    for name, items in policy.lists.items():
        for place, item in enumerate(items, start=1):
            for key, values in item.differing.items():
                if f"{PREFIX}{name}" in text and re.search(rf"\.{key}\b", text):
                    yield f"{PREFIX}{name}[{place}].{key}", values


def _text(program: RuleProgram) -> str:
    """The conditions of a rule as they are written."""
    body = program.body
    conditions = (program.applies, body.require if isinstance(body, RequirementProgram) else None)
    return " ".join(each.text for each in conditions if each is not None)


def _readings(disputed: Mapping[str, tuple[StatedValue, ...]]) -> Iterator[Mapping[str, StatedValue]]:
    for values in islice(product(*disputed.values()), _MOST_READINGS):
        yield dict(zip(disputed, values, strict=True))


def _reading(session: Session, reading: Mapping[str, StatedValue]) -> Session:
    """A session in which each disputed fact has one of the values that clauses give it."""
    facts: dict[str, Value] = dict(session.facts)
    for name, value in reading.items():
        entry = _ENTRY.fullmatch(name)
        if entry is None:
            facts[name] = value
        else:
            facts[entry["list"]] = _with(facts[entry["list"]], int(entry["place"]), entry["key"], value)
    return replace(session, facts=facts, shown=facts_as_shown(facts, POLICY_VOCABULARY))


def _with(items: Value, place: int, key: str, value: StatedValue) -> Items:
    assert isinstance(items, Items)  # only lists have entries
    entries = list(items.items)
    entries[place - 1] = {**entries[place - 1], key: value}
    return Items(tuple(entries), complete=items.complete)
