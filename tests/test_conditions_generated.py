"""The functions written for conditions against the closures they stand in for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.calendar import Counting, england
from code_engine.case.fold import fold
from code_engine.case.load import load_case
from code_engine.case.values import NEVER, Between, Items, Value
from code_engine.engine import Engine
from code_engine.evaluation.conditions import Condition, compile_expression
from code_engine.evaluation.context import Context
from code_engine.evaluation.generated import USES_BEFORE
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.rules import DeadlineBody, JudgementBody, NoticeCheckBody, RequirementBody, Rule
from condition_cases import LETTERS, HalfKnown, compiled, context_of, dates, flags, half_known, numbers

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DAYS = (date(2025, 6, 3), date(2025, 7, 15), date(2026, 1, 31))
COUNTINGS = st.sampled_from(list(Counting))


def after_many_uses(condition: Condition, context: Context) -> Condition:
    """The same condition, used so often that its functions, and those of its definitions, are written."""
    for _ in range(2 * USES_BEFORE):
        context.memo.clear()
        context.memo_of_facts.clear()
        condition.evaluate(context)
        condition.traced(context)
    context.memo.clear()
    context.memo_of_facts.clear()
    return condition


def answers(condition: Condition, context: Context) -> tuple[Any, Any]:
    """Value and trace, the values with their types: True is not 1."""
    value, trace = condition.traced(context)
    return repr(condition.evaluate(context)), repr((value, trace))


@given(st.one_of(flags(2), dates(2), numbers(2)), half_known(), COUNTINGS)
def test_a_written_condition_answers_as_its_closures(source: str, case: HalfKnown, counting: Counting) -> None:
    fresh = compiled(source, expected=None)
    by_closures = answers(compile_expression(fresh.expression), context_of(case.facts, counting))
    written = after_many_uses(compile_expression(fresh.expression), context_of(case.facts, counting))
    assert answers(written, context_of(case.facts, counting)) == by_closures


@pytest.mark.parametrize("counting", list(Counting))
def test_loops_over_half_known_items_are_written_alike(counting: Counting) -> None:
    known: tuple[Value, ...] = (True, False, None)
    letters = [
        {"sent": first, "stage": 1 if second else None if second is None else 2} for first in known for second in known
    ]
    for source in (
        "any(letter.stage == 1 for letter in stage_1.letters if letter.sent)",
        "all(letter.stage == 1 for letter in stage_1.letters if letter.sent)",
        "count(letter for letter in stage_1.letters if letter.sent and letter.stage == 1) >= 1",
        "any(letter.sent for letter in stage_1.letters) or all(letter.sent for letter in stage_1.letters)",
    ):
        condition = compiled(source)
        written = after_many_uses(compile_expression(condition.expression), context_of({LETTERS: Items(())}))
        for length in (0, 1, 2):
            for items in permutations(letters, length):
                for complete in (True, False):
                    facts = {LETTERS: Items(items, complete)}
                    by_closures = answers(compile_expression(condition.expression), context_of(facts, counting))
                    assert answers(written, context_of(facts, counting)) == by_closures


def expressions_of(rule: Rule) -> Iterator[Expression]:
    """The expressions of a rule that read facts only."""
    body = rule.body
    found: list[Expression | None] = [rule.applies, rule.pending, rule.outstanding, rule.due]
    if isinstance(body, RequirementBody):
        found.append(body.require)
    elif isinstance(body, JudgementBody):
        found += [body.shown_by, body.ruled_out_by]
    elif isinstance(body, DeadlineBody) and body.for_each is None:
        found += [body.due, body.done, body.ends, *(clock.start for clock in body.clocks)]
    yield from (expression for expression in found if expression is not None and not expression.free_variables)


def contexts() -> list[Context]:
    """Every example on several days, by both conventions."""
    facts = [fold(load_case(path), day).facts for path in sorted(EXAMPLES.glob("*.yaml")) for day in DAYS]
    return [
        Context(each, england(), counting, each["as_of"])  # type: ignore[arg-type]
        for each in facts
        for counting in Counting
    ]


def test_every_condition_of_the_shipped_rulesets_answers_as_its_closures() -> None:
    engine, everywhere = Engine.from_plugins(), contexts()
    for ruleset in engine.catalogue:
        for rule in ruleset.rules("case"):
            for expression in expressions_of(rule):
                written = after_many_uses(compile_expression(expression), everywhere[0])
                for context in everywhere[:: 1 + len(rule.id) % 7]:
                    again = partial(Context, context.facts, context.calendar, context.counting, context.as_of)
                    # A condition compiled anew has not been used and runs by its closures.
                    assert answers(written, again()) == answers(compile_expression(expression), again()), rule.id


def test_a_notice_is_read_by_a_written_condition_as_by_its_closures() -> None:
    engine = Engine.from_plugins()
    rules = [rule for ruleset in engine.catalogue for rule in ruleset.rules("case")]
    checks = [rule.body.each for rule in rules if isinstance(rule.body, NoticeCheckBody)]
    assert checks
    facts: dict[str, Value] = dict(fold(load_case(EXAMPLES / "late-stage-1.yaml"), date(2025, 7, 15)).facts)
    notices = facts["stage_1.extensions"]
    assert isinstance(notices, Items)
    (notice,) = notices.items
    sent, as_of = notice["on"], facts["as_of"]
    assert isinstance(sent, int)
    assert isinstance(as_of, int)

    def context(due: int | Between, limit: int) -> Context:
        return Context(facts, england(), Counting.DAY_0, as_of, {"notice": notice, "due": due, "limit": limit})

    dues = ((sent, sent + 14), (sent + 7, NEVER), (Between(sent, NEVER), sent + 30))
    for expression in checks:
        written = after_many_uses(compile_expression(expression), context(sent, NEVER))
        for due, limit in dues:
            assert answers(written, context(due, limit)) == answers(compile_expression(expression), context(due, limit))


def test_no_word_of_a_rule_stands_in_the_function_itself() -> None:
    condition = compiled('matter.category == "__import__(1)" or "noise" in stage_1.points')
    context = context_of({"matter.category": "noise", "stage_1.points": ("noise",)})
    written = after_many_uses(condition, context).evaluate
    code = written.__code__
    in_the_text = repr((code.co_consts, code.co_names, code.co_varnames))
    assert written(context) is True
    assert not [word for word in ("import", "noise", "matter", "points") if word in in_the_text]


def test_a_written_condition_sees_no_builtins() -> None:
    condition = compiled("complaint.accepted")
    context = context_of({"complaint.accepted": True})
    written = after_many_uses(condition, context).evaluate
    assert written.__globals__["__builtins__"] == {}
