"""A landlord's own layer under one ruleset: promises compiled, consequences ready to be drawn.

Built once for each landlord, ruleset and policy, when first asked for, and shared from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from code_engine.calendar import WorkingCalendar
from code_engine.case.values import ValueType
from code_engine.case.vocabulary import FactDeclaration, Vocabulary
from code_engine.documents import Document
from code_engine.errors import LandlordError, Location, Problem, did_you_mean, quoted
from code_engine.evaluation.answer import not_evaluated
from code_engine.evaluation.consequences import (
    Consequence,
    ConsequenceRules,
    ConsequenceSource,
    build_chainer,
)
from code_engine.evaluation.evaluation import Layer, NotEvaluated
from code_engine.evaluation.following import Following
from code_engine.evaluation.program import compile_rules
from code_engine.evaluation.round import in_order
from code_engine.evaluation.rule_program import RuleProgram
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.policy import Policy
from code_engine.ruleset.build import RuleBuilder
from code_engine.ruleset.loader import scope_of
from code_engine.ruleset.rules import JudgementBody, Rule, Ruleset


@dataclass(frozen=True, slots=True)
class CodeProgram:
    """The Code's own layer, compiled; shared by all landlords."""

    ruleset: Ruleset
    rules: tuple[RuleProgram, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    sections: dict[str, str]


def compile_code(ruleset: Ruleset, vocabulary: Vocabulary) -> CodeProgram:
    """Compile the case-level rules of a ruleset."""
    sections = {str(number): title for number, title in ruleset.sections.items()}
    return CodeProgram(ruleset, compile_rules(ruleset.rules("case"), vocabulary), not_evaluated(ruleset), sections)


@dataclass(frozen=True, slots=True)
class LandlordProgram:
    """A ruleset as one landlord is evaluated by it on the days one policy is in force."""

    code: CodeProgram
    landlord: Landlord
    policy: Policy | None
    vocabulary: Vocabulary
    calendar: WorkingCalendar
    rules: tuple[RuleProgram, ...]
    in_order: tuple[tuple[Layer, RuleProgram], ...]
    judgements: dict[str, str]
    answerable: frozenset[str]
    unanswered: dict[str, None]
    """The answers to these questions as facts, in a case that has none."""
    following: Following


def build_landlord_program(
    landlord: Landlord, policy: Policy | None, code: CodeProgram, vocabulary: Vocabulary, calendar: WorkingCalendar
) -> LandlordProgram:
    """Compile a landlord's promises and consequences for a ruleset.

    Raises LandlordError or ConsequenceError with file and line where a policy or a consequence names what
    does not exist.
    """
    ruleset = code.ruleset
    own = vocabulary.with_facts(
        FactDeclaration(name=name, type=ValueType.FLAG, meaning=fact.meaning, question=fact.question)
        for name, fact in landlord.facts.items()
    )
    rules = _policy_rules(policy, ruleset, own) if policy is not None else ()
    if policy is not None and policy.closure_days:
        calendar = calendar.with_closures(policy.closure_days, f"{calendar.name}, closures of {landlord.id}")
    judgements = {
        rule.body.id: rule.body.question
        for rule in (*ruleset.rules("case"), *rules)
        if isinstance(rule.body, JudgementBody)
    }
    programs = compile_rules(rules, own)
    ordered = in_order(code.rules, programs)
    consequences = _consequences(landlord, ruleset, rules, own)
    order = [(layer, program.rule.id) for layer, program in ordered]
    return LandlordProgram(
        code=code,
        landlord=landlord,
        policy=policy,
        vocabulary=own,
        calendar=calendar,
        rules=programs,
        in_order=ordered,
        judgements=judgements,
        answerable=frozenset((*judgements, *landlord.facts)),
        unanswered=dict.fromkeys(f"answers.{key}" for key in judgements),
        following=Following(consequences, build_chainer(consequences), order),
    )


def _policy_rules(policy: Policy, ruleset: Ruleset, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    parameters = {**ruleset.parameters, **policy.parameters()}
    scope = replace(
        scope_of(ruleset, vocabulary),
        parameters={name: (parameter.value, parameter.unit) for name, parameter in parameters.items()},
    )
    builder = RuleBuilder(scope, parameters, ruleset.contested)
    rules: list[Rule] = []
    for entry in policy.rules:
        if entry.provision not in ruleset.provisions:
            problem = f"there is no provision {quoted(entry.provision)} in {ruleset.identity}"
            builder.problems.append(Problem(problem, entry.origin, did_you_mean(entry.provision, ruleset.provisions)))
            continue
        source = f"policy {policy.version} of {entry.landlord}"
        built = builder.rule(entry.entry, entry.provision, source, entry.locate)
        if built is not None:
            rules.append(built)
    if builder.problems:
        raise LandlordError(*builder.problems)
    return tuple(rules)


def _consequences(
    landlord: Landlord, ruleset: Ruleset, policy_rules: Sequence[Rule], vocabulary: Vocabulary
) -> ConsequenceRules:
    sources = [
        _source([(placed.consequence, placed.document, placed.path) for placed in ruleset.consequences]),
        _source([(own.consequence, own.document, own.path) for own in landlord.consequences]),
    ]
    return ConsequenceRules(
        sources,
        known_rules={
            "code": [rule.id for rule in ruleset.rules()],
            # A rule of another version of the policy has no finding here: its consequences stay silent.
            "policy": [*(rule.id for rule in policy_rules), *_rules_of_any_policy(landlord)],
        },
        known_facts=[name for name, fact in vocabulary.facts.items() if fact.type is ValueType.FLAG],
        known_provisions=tuple(ruleset.provisions),
    )


def _rules_of_any_policy(landlord: Landlord) -> Iterator[str]:
    for owner in landlord.lineage:
        for version in owner.policies:
            for entries in version.content.rules.values():
                yield from (entry.id for entry in entries)


_Placed = tuple[Consequence, Document, tuple[str | int, ...]]


def _source(placed: Sequence[_Placed]) -> ConsequenceSource:
    """Consequences of several files as one source: a place `("consequences", i, …)` leads to the i-th's file."""

    def locate(path: Sequence[str | int]) -> Location:
        _, document, base = placed[int(path[1])]
        return document.location((*base, *path[2:]))

    return ConsequenceSource([consequence for consequence, _, _ in placed], locate)
