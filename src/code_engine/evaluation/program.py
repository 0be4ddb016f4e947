"""A set of rules compiled into programs, in the order in which their findings appear."""

from __future__ import annotations

from collections.abc import Iterable

from code_engine.case.vocabulary import Vocabulary
from code_engine.evaluation.deadline_program import DeadlineProgram
from code_engine.evaluation.deadline_verdict import DeadlineVerdict
from code_engine.evaluation.item_deadlines import ItemDeadlines
from code_engine.evaluation.notice_check import NoticeCheckProgram
from code_engine.evaluation.rule_program import BodyProgram, JudgementProgram, RequirementProgram, RuleProgram
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, NoticeCheckBody, RequirementBody, Rule


def compile_rules(rules: Iterable[Rule], vocabulary: Vocabulary) -> tuple[RuleProgram, ...]:
    """Compile rules once; the programs are shared by every evaluation and thread."""
    names = {**vocabulary.facts, **vocabulary.collections}
    deadlines: dict[str, DeadlineProgram] = {}
    return tuple(RuleProgram(rule, _body(rule, deadlines), names) for rule in rules)


def _body(rule: Rule, deadlines: dict[str, DeadlineProgram]) -> BodyProgram:
    body = rule.body
    if isinstance(body, RequirementBody):
        return RequirementProgram(rule, body.require)
    if isinstance(body, JudgementBody):
        return JudgementProgram(rule, body)
    if isinstance(body, NoticeCheckBody):
        return NoticeCheckProgram(rule, body, deadlines[body.extension_of])
    assert isinstance(body, DeadlineBody)
    program = deadlines[rule.id] = DeadlineProgram(body)
    if body.for_each is not None:
        return ItemDeadlines(rule, program, body.for_each)
    return DeadlineVerdict(rule, program)
