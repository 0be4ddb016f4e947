"""Three-valued answers against every way in which the unknown may turn out."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from code_engine.calendar import Counting
from code_engine.case.values import NEVER, Value, ValueType
from code_engine.evaluation.truth import bounds, is_known
from code_engine.ruleset.language import parse
from condition_cases import SCOPE, HalfKnown, Naive, compiled, context_of, dates, flags, half_known, numbers

CONDITIONS = flags(2)
COUNTINGS = st.sampled_from(list(Counting))


def endless(value: Any) -> Any:
    """A day number as the naive evaluator writes it."""
    return math.inf if value == NEVER else -math.inf if value == -NEVER else value


@given(CONDITIONS, half_known(), COUNTINGS)
def test_a_known_answer_holds_however_the_unknown_turns_out(source: str, case: HalfKnown, counting: Counting) -> None:
    answer = compiled(source).evaluate(context_of(case.facts, counting))
    if answer is not None:
        for completion in case.completions():
            assert Naive(completion, case, counting)(source) is answer


@given(CONDITIONS, half_known(most_unknown=0, collections=False), COUNTINGS)
def test_a_case_known_in_full_gets_the_plain_answer(source: str, case: HalfKnown, counting: Counting) -> None:
    answer = compiled(source).evaluate(context_of(case.facts, counting))
    assert answer is Naive(case, case, counting)(source)


@given(st.one_of(dates(2), numbers(2)), half_known(collections=False), COUNTINGS)
def test_bounds_hold_every_value_that_may_turn_out(source: str, case: HalfKnown, counting: Counting) -> None:
    value = compiled(source, expected=None).evaluate(context_of(case.facts, counting))
    low, high = bounds(value)  # type: ignore[arg-type]
    for completion in case.completions():
        assert endless(low) <= Naive(completion, case, counting)(source) <= endless(high)


@st.composite
def read_once(draw: st.DrawFn) -> str:
    """A condition of and, or, not and plain comparisons in which every fact stands once."""
    leaves = [
        "complaint.accepted",
        "complaint.refused == resident.vulnerable",
        draw(st.sampled_from(["complaint.received_on {} stage_1.acknowledged_on", "stage_1.defined_on {} as_of"])),
        "process.stages {} process.steps",
        draw(st.sampled_from(["matter.category == 'repairs'", "matter.category in ['noise', '']"])),
        draw(st.sampled_from(["'repairs' in stage_1.points", "'noise' not in stage_1.points"])),
        draw(st.sampled_from(["stage_1.responded_on is None", "given(stage_1.responded_on)"])),
    ]
    chosen = draw(st.permutations(leaves))[: draw(st.integers(1, 4))]
    signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    source = ""
    for leaf in chosen:
        part = leaf.format(draw(signs)).replace("as_of", "stage_1.responded_on + 1")
        part = f"not ({part})" if draw(st.booleans()) else f"({part})"
        source = f"({source} {draw(st.sampled_from(['and', 'or']))} {part})" if source else part
    return source


@given(read_once(), half_known(most_unknown=3, collections=False))
def test_an_answer_is_known_whenever_every_way_it_may_turn_out_agrees(source: str, case: HalfKnown) -> None:
    names = parse(source, SCOPE).names
    if len(names) == len([name for name in names if source.count(name) == 1]):
        found = {Naive(completion, case)(source) for completion in case.completions(most=2_000)}
        expected = found.pop() if len(found) == 1 else None
        assert compiled(source).evaluate(context_of(case.facts)) is expected


@given(CONDITIONS, half_known(), COUNTINGS)
def test_value_trace_and_leaves_agree(source: str, case: HalfKnown, counting: Counting) -> None:
    condition = compiled(source)
    context = context_of(case.facts, counting)
    value = condition.evaluate(context)
    trace = condition.explain(context)
    assert trace.value is value
    parts = {(part.text, part.value) for part in trace.walk()}
    assert set(condition.leaves(context)) <= parts
    assert condition.traced(context)[0] is value
    assert context.variables == {}
    assert context.places == {}


@given(CONDITIONS)
def test_the_normalised_text_of_a_condition_reads_back_as_the_same_condition(source: str) -> None:
    expression = parse(source, SCOPE)
    assert parse(expression.text, SCOPE) == expression


@given(CONDITIONS, half_known())
def test_knowing_more_never_turns_one_answer_into_another(source: str, case: HalfKnown) -> None:
    if "recorded" in source:
        return
    condition = compiled(source)
    before = condition.evaluate(context_of(case.facts))
    for completion in case.completions(most=20):
        after = condition.evaluate(context_of(completion.facts))
        assert before is None or after is before


@given(CONDITIONS, half_known(), st.data())
def test_the_missing_facts_settle_an_unknown_answer(source: str, case: HalfKnown, data: st.DataObject) -> None:
    condition = compiled(source)
    context = context_of(case.facts)
    missing = condition.missing(context)
    assert bool(missing) is (condition.evaluate(context) is None)
    by_name = {_name(place): place for place in case.unknown_places()}
    values: dict[tuple[str, int, str], Value] = {}
    for name in missing:
        if name in by_name:
            values[by_name[name]] = data.draw(st.sampled_from(case.possible(by_name[name])), label=name)
    settled = case.settled(values, () if "stage_1.letters" in missing else None)
    assert {*missing} <= {*by_name, "stage_1.letters"}
    assert is_known(condition.evaluate(context_of(settled.facts)))


def _name(place: tuple[str, int, str]) -> str:
    name, position, key = place
    return f"{name}[{position}].{key}" if position else name


def test_the_examples_cover_every_type() -> None:
    assert set(SCOPE.facts.values()) == set(ValueType) - {ValueType.COLLECTION}
