"""Why a condition has its value: the trace for a person, and the facts that would settle it."""

from __future__ import annotations

from typing import Any

import pytest

from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.evaluation.trace import Seen, Step, Trace
from code_engine.ruleset.language import parse
from condition_cases import LETTERS, SCOPE, START, compiled, context_of

FLAG, DATE, NUMBER = ValueType.FLAG, ValueType.DATE, ValueType.NUMBER
MAYBE = Between(START, NEVER)


def missing(source: str, facts: dict[str, Value], **variables: Any) -> tuple[str, ...]:
    return compiled(source, expected=None).missing(context_of(facts, **variables))


def trace(source: str, facts: dict[str, Value]) -> Trace:
    return compiled(source).explain(context_of(facts))


def test_only_unknown_facts_that_still_matter_are_missing() -> None:
    source = "complaint.accepted and (resident.at_risk or complaint.refused) and resident.vulnerable"
    facts: dict[str, Value] = {"complaint.accepted": True, "complaint.refused": False}
    assert missing(source, facts) == ("resident.at_risk", "resident.vulnerable")
    assert missing(source, {**facts, "complaint.refused": True}) == ("resident.vulnerable",)
    assert missing(source, {**facts, "resident.vulnerable": False}) == ()


def test_a_comparison_misses_the_side_that_is_not_known() -> None:
    facts: dict[str, Value] = {"stage_1.responded_on": START, "stage_1.defined_on": Between(START - 1, START + 1)}
    assert missing("stage_1.responded_on < stage_1.defined_on + 0", facts) == ("stage_1.defined_on",)


def test_a_decided_comparison_misses_nothing() -> None:
    facts: dict[str, Value] = {"stage_1.responded_on": START, "stage_1.defined_on": MAYBE}
    assert missing("stage_1.responded_on <= stage_1.defined_on", facts) == ()


def test_a_name_is_missing_once() -> None:
    source = "complaint.accepted == complaint.refused or complaint.accepted"
    assert missing(source, {}) == ("complaint.accepted", "complaint.refused")


def test_a_fact_of_an_item_is_named_by_its_place_in_the_case() -> None:
    items = Items(({"reasons": "late"}, {}, {"reasons": ""}))
    source = "count(x for x in stage_1.letters if given(x.reasons))"
    assert missing(source, {LETTERS: items}) == ("stage_1.letters[2].reasons",)


def test_an_item_that_is_settled_misses_nothing() -> None:
    items = Items(({"sent": False}, {"stage": 1}))
    source = "any(x.sent for x in stage_1.letters if x.stage == 1)"
    assert missing(source, {LETTERS: items}) == ("stage_1.letters[2].sent",)


def test_a_collection_of_which_there_may_be_more_is_missing_itself() -> None:
    more = Items(({"sent": True}, {}), complete=False)
    source = "all(x.sent for x in stage_1.letters)"
    assert missing(source, {LETTERS: more}) == ("stage_1.letters[2].sent", LETTERS)
    assert missing("given(stage_1.letters)", {LETTERS: Items((), complete=False)}) == (LETTERS,)
    assert missing("given(stage_1.letters)", {LETTERS: more}) == ()


def test_an_item_of_the_rule_is_named_by_the_place_it_has() -> None:
    scope = SCOPE.with_variables({"notice": {"reasons": ValueType.TEXT}, "due": DATE})
    condition = compiled("given(notice.reasons) or due is None", scope)
    context = context_of({}, notice={}, due=MAYBE)
    assert condition.missing(context) == ("notice.reasons", "due")
    context.places["notice"] = "stage_1.letters[2]"
    assert condition.missing(context) == ("stage_1.letters[2].reasons", "due")


def test_a_loop_gives_the_place_of_a_variable_back() -> None:
    inner = parse("any(notice.sent for notice in stage_1.letters)", SCOPE)
    scope = SCOPE.with_definitions({"stage_1.told": inner}).with_variables({"notice": {"sent": FLAG}})
    condition = compiled("stage_1.told and notice.sent", scope)
    context = context_of({LETTERS: Items(({},))}, notice={})
    context.places["notice"] = "stage_1.letters[7]"
    assert condition.missing(context) == ("stage_1.letters[1].sent", "stage_1.letters[7].sent")
    assert context.places == {"notice": "stage_1.letters[7]"}


def test_what_a_definition_misses_are_the_facts_behind_it() -> None:
    scope = SCOPE.with_definitions({"stage_1.done": parse("complaint.accepted and complaint.refused", SCOPE)})
    condition = compiled("stage_1.done", scope)
    assert condition.missing(context_of({"complaint.refused": True})) == ("complaint.accepted",)


def test_a_choice_with_a_known_test_misses_only_what_the_chosen_side_misses() -> None:
    source = "complaint.refused if complaint.accepted else resident.at_risk"
    assert missing(source, {"complaint.accepted": True}) == ("complaint.refused",)
    assert missing(source, {"complaint.accepted": False}) == ("resident.at_risk",)
    assert missing(source, {}) == ("complaint.refused", "complaint.accepted", "resident.at_risk")


def test_dates_that_cannot_be_the_latest_or_earliest_are_not_missing() -> None:
    facts: dict[str, Value] = {
        "complaint.received_on": Between(START, START + 5),
        "stage_1.defined_on": Between(START + 5, START + 9),
        "stage_1.responded_on": START,
    }
    both = "complaint.received_on, stage_1.defined_on"
    assert missing(f"latest({both}) < stage_1.responded_on + 7", facts) == ("stage_1.defined_on",)
    assert missing(f"earliest({both}) < stage_1.responded_on + 1", facts) == ("complaint.received_on",)


def test_recorded_never_misses_anything() -> None:
    assert missing("recorded(matter.category)", {}) == ()


def test_the_trace_shows_every_part_with_its_value_and_the_facts_it_saw() -> None:
    facts: dict[str, Value] = {"complaint.accepted": False, "process.stages": 2}
    assert trace("complaint.accepted and process.stages < 3", facts) == Trace(
        Step.AND,
        "complaint.accepted and process.stages < 3",
        FLAG,
        False,
        (),
        (
            Trace(Step.TEST, "complaint.accepted", FLAG, False, (Seen("complaint.accepted", FLAG, False),)),
            Trace(Step.TEST, "process.stages < 3", FLAG, True, (Seen("process.stages", NUMBER, 2),)),
        ),
    )


@pytest.mark.parametrize(
    ("source", "step"),
    [
        ("complaint.accepted or complaint.refused", Step.OR),
        ("not complaint.accepted", Step.NOT),
        ("complaint.accepted if complaint.refused else resident.at_risk", Step.CHOICE),
        ("any(x.sent for x in stage_1.letters)", Step.ANY),
        ("all(x.sent for x in stage_1.letters)", Step.ALL),
        ("count(x for x in stage_1.letters) > 1", Step.TEST),
    ],
)
def test_every_part_says_what_kind_it_is(source: str, step: Step) -> None:
    assert trace(source, {}).step is step


def test_a_fact_read_twice_in_a_test_is_shown_once() -> None:
    found = trace("complaint.received_on + 1 < latest(complaint.received_on, stage_1.defined_on)", {})
    assert [seen.name for seen in found.facts] == ["complaint.received_on", "stage_1.defined_on"]


def test_a_loop_shows_its_items_by_place() -> None:
    facts: dict[str, Value] = {LETTERS: Items(({"sent": True, "stage": 1}, {"sent": False, "stage": 2}))}
    found = trace("all(x.sent for x in stage_1.letters if x.stage == 1)", facts)
    assert found.facts == (Seen(LETTERS, ValueType.COLLECTION, facts[LETTERS]),)
    assert [(item.text, item.value) for item in found.parts] == [
        ("stage_1.letters[1]", True),
        ("stage_1.letters[2]", True),
    ]
    condition, body = found.parts[1].parts
    assert condition.facts == (Seen("stage_1.letters[2].stage", NUMBER, 2),)
    assert body.facts == (Seen("stage_1.letters[2].sent", FLAG, False),)


def test_a_loop_inside_a_test_is_a_part_of_it() -> None:
    facts: dict[str, Value] = {LETTERS: Items(({"sent": True},)), "process.stages": 1}
    found = trace("count(x for x in stage_1.letters if x.sent) == process.stages", facts)
    assert found.step is Step.TEST
    assert found.facts == (Seen("process.stages", NUMBER, 1),)
    (part,) = found.parts
    assert (part.step, part.type, part.value) == (Step.COUNT, NUMBER, 1)


def test_a_definition_is_traced_to_the_facts_behind_it() -> None:
    inner = parse("earliest(complaint.received_on, stage_1.defined_on)", SCOPE, expected=None)
    condition = compiled("stage_1.start <= stage_1.defined_on", SCOPE.with_definitions({"stage_1.start": inner}))
    facts: dict[str, Value] = {"complaint.received_on": START, "stage_1.defined_on": START + 1}
    found = condition.explain(context_of(facts))
    assert found.facts == (Seen("stage_1.defined_on", DATE, START + 1),)
    (definition,) = found.parts
    assert (definition.step, definition.text, definition.value) == (Step.DEFINITION, "stage_1.start", START)
    assert [part.text for part in definition.walk()] == [
        "stage_1.start",
        "earliest(complaint.received_on, stage_1.defined_on)",
    ]


def test_parts_after_the_deciding_one_are_shown_too() -> None:
    facts: dict[str, Value] = {"complaint.accepted": False, "complaint.refused": True}
    found = trace("complaint.accepted and complaint.refused and resident.at_risk", facts)
    assert [part.value for part in found.parts] == [False, True, None]
