"""The rules about policies of one ruleset, compiled, and the session in which one policy is judged by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from code_engine.calendar import Counting, england
from code_engine.evaluation.conditions import Condition, compile_expression
from code_engine.evaluation.program import compile_rules
from code_engine.evaluation.rule_program import RuleProgram
from code_engine.evaluation.session import Session, facts_as_shown
from code_engine.landlord.policy import Policy
from code_engine.policy.vocabulary import POLICY_VOCABULARY
from code_engine.ruleset.rules import Grading, JudgementBody, Ruleset


@dataclass(frozen=True, slots=True)
class GradedRule:
    """A compiled rule about policies, and when meeting it asks more than the Code."""

    program: RuleProgram
    grading: Grading
    stricter: Condition | None


@dataclass(frozen=True, slots=True)
class PolicyProgram:
    """The compiled rules about policies, by provision, and the questions that people answer."""

    rules: dict[str, tuple[GradedRule, ...]]
    judgements: dict[str, str]


_programs: dict[str, PolicyProgram] = {}


def policy_program(ruleset: Ruleset) -> PolicyProgram:
    """The program of a ruleset, compiled once for each content."""
    found = _programs.get(ruleset.digest)
    if found is None:
        found = _programs[ruleset.digest] = _compiled(ruleset)
    return found


def _compiled(ruleset: Ruleset) -> PolicyProgram:
    by_provision: dict[str, list[GradedRule]] = {number: [] for number in ruleset.provisions}
    rules = ruleset.rules("policy")
    for program in compile_rules(rules, POLICY_VOCABULARY):
        grading = program.rule.grading
        assert grading is not None  # the model of a rule about policies demands it
        stricter = compile_expression(grading.stricter) if grading.stricter is not None else None
        by_provision[program.rule.provision].append(GradedRule(program, grading, stricter))
    judgements = {rule.body.id: rule.body.question for rule in rules if isinstance(rule.body, JudgementBody)}
    return PolicyProgram({number: tuple(graded) for number, graded in by_provision.items()}, judgements)


def policy_session(policy: Policy, program: PolicyProgram, as_of: date) -> Session:
    """What the rules read: the statements of the policy, and what people answered about it."""
    facts = policy.facts()
    facts |= dict.fromkeys(f"answers.{key}" for key in program.judgements)
    facts |= {f"answers.{key}": answer.value for key, answer in policy.answers.items()}
    return Session(
        facts=facts,
        shown=facts_as_shown(facts, POLICY_VOCABULARY),
        answers=policy.answers,
        vocabulary=POLICY_VOCABULARY,
        judgements=program.judgements,
        calendar=england(),
        counting=Counting.DAY_0,
        as_of=as_of.toordinal(),
        layer="code",
    )
