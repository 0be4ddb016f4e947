"""What conditions conclude from facts, item by item and function by function."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from code_engine.calendar import FIRST_DAY, Counting
from code_engine.case.values import NEVER, Between, Items, Value, ValueType
from code_engine.errors import CalendarError
from code_engine.evaluation.conditions import Context, compile_expression
from code_engine.evaluation.days import working_days
from code_engine.ruleset.expressions import Expression
from code_engine.ruleset.language import parse
from condition_cases import LETTERS, SCOPE, START, compiled, context_of

DATE = ValueType.DATE
MAYBE = Between(START, NEVER)
SOON = Between(START, START + 4)


def value(source: str, facts: dict[str, Value] | None = None, **variables: Any) -> Value:
    return compiled(source, expected=None).evaluate(context_of(facts or {}, **variables))


def letters(*items: dict[str, Value], complete: bool = True) -> dict[str, Value]:
    return {LETTERS: Items(items, complete)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("complaint.accepted", None),
        ("complaint.received_on", Between(1, NEVER)),
        ("process.stages", Between(0, NEVER)),
        ("matter.category", None),
        ("stage_1.points", None),
        (LETTERS, Items((), complete=False)),
    ],
)
def test_a_fact_that_is_not_there_is_unknown(source: str, expected: Value) -> None:
    assert value(source) == expected


def test_a_date_written_as_unknown_like_a_flag_is_unknown_too() -> None:
    assert value("complaint.received_on is None", {"complaint.received_on": None}) is None


def test_an_unknown_that_cannot_change_the_answer_does_not_make_it_unknown() -> None:
    assert value("complaint.refused and complaint.accepted", {"complaint.accepted": False}) is False
    assert value("complaint.refused or complaint.accepted", {"complaint.accepted": True}) is True
    assert value("complaint.refused and complaint.accepted", {"complaint.accepted": True}) is None
    assert value("complaint.refused or complaint.accepted", {"complaint.accepted": False}) is None


def test_what_is_not_done_is_not_done_by_the_due_date() -> None:
    facts: dict[str, Value] = {"stage_1.responded_on": NEVER, "stage_1.defined_on": START}
    assert value("stage_1.responded_on <= stage_1.defined_on", facts) is False


def test_a_date_that_may_not_have_happened_may_still_be_too_late_for_certain() -> None:
    facts: dict[str, Value] = {"stage_1.responded_on": MAYBE, "stage_1.defined_on": START - 1}
    assert value("stage_1.responded_on <= stage_1.defined_on", facts) is False
    assert value("stage_1.responded_on is not None", facts) is None


@pytest.mark.parametrize(
    ("seen", "never"),
    [(START, False), (NEVER, True), (SOON, False), (MAYBE, None), (Between(NEVER, NEVER), True)],
)
def test_is_none_asks_whether_a_date_has_not_happened(seen: Value, never: Value) -> None:
    facts = {"complaint.received_on": seen}
    assert value("complaint.received_on is None", facts) is never
    assert value("not complaint.received_on is not None", facts) is never


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("matter.category in ['repairs']", {"matter.category": "repairs"}, True),
        ("matter.category not in ['repairs']", {"matter.category": "repairs"}, False),
        ("matter.category not in ['repairs']", {"matter.category": "noise"}, True),
        ("matter.category in ['repairs']", {}, None),
        ("process.stages in [1, 2]", {"process.stages": 2}, True),
        ("process.stages in [1, 2]", {"process.stages": Between(2, 3)}, None),
        ("process.stages in [1, 2]", {"process.stages": Between(3, 4)}, False),
        ("process.stages not in [1, 2]", {"process.stages": Between(3, 4)}, True),
        ("matter.category in stage_1.points", {"stage_1.points": ()}, False),
        ("matter.category not in stage_1.points", {"stage_1.points": ()}, True),
        ("matter.category in stage_1.points", {"stage_1.points": ("a",)}, None),
        ("'a' not in stage_1.points", {"stage_1.points": ("a",)}, False),
        ("'a' in stage_1.points", {}, None),
        ("disjoint(stage_1.points, stage_1.considered_by)", {"stage_1.points": ()}, True),
        ("disjoint(stage_1.points, stage_1.considered_by)", {"stage_1.considered_by": ()}, True),
        ("disjoint(stage_1.points, stage_1.considered_by)", {"stage_1.points": ("a",)}, None),
        ("disjoint(stage_1.points, ['a'])", {"stage_1.points": ("b",)}, True),
        ("disjoint(stage_1.points, ['a'])", {"stage_1.points": ("b", "a")}, False),
        ("covers(stage_1.points, stage_1.considered_by)", {"stage_1.considered_by": ()}, True),
        ("disjoint(stage_1.points, stage_1.considered_by)", {"stage_1.considered_by": ("a",)}, None),
        ("covers(stage_1.points, stage_1.considered_by)", {"stage_1.points": ()}, None),
        ("covers(stage_1.points, stage_1.considered_by)", {"stage_1.considered_by": ("a",)}, None),
        ("covers(stage_1.points, ['a', 'b'])", {"stage_1.points": ("b", "c", "a")}, True),
        ("covers(stage_1.points, ['a', 'b'])", {"stage_1.points": ("b",)}, False),
        ("complaint.accepted == complaint.refused", {"complaint.accepted": True}, None),
        ("complaint.accepted != True", {"complaint.accepted": True}, False),
        ("matter.category == 'a'", {"matter.category": "a"}, True),
        ("matter.category != matter.summary", {"matter.category": "a", "matter.summary": "b"}, True),
    ],
)
def test_lists_and_texts(source: str, facts: dict[str, Value], expected: Value) -> None:
    assert value(source, facts) is expected


@pytest.mark.parametrize(
    ("name", "seen", "is_given", "is_recorded"),
    [
        ("matter.category", "repairs", True, True),
        ("matter.category", "", False, False),
        ("matter.category", None, None, False),
        ("stage_1.points", ("a",), True, True),
        ("stage_1.points", (), False, False),
        ("stage_1.points", None, None, False),
        ("complaint.received_on", START, True, True),
        ("complaint.received_on", NEVER, False, False),
        ("complaint.received_on", SOON, True, True),
        ("complaint.received_on", MAYBE, None, False),
        (LETTERS, Items(({},), complete=False), True, True),
        (LETTERS, Items(()), False, False),
        (LETTERS, Items((), complete=False), None, False),
    ],
)
def test_given_leaves_unknown_open_and_recorded_counts_it_as_no(
    name: str, seen: Value, is_given: Value, is_recorded: Value
) -> None:
    assert value(f"given({name})", {name: seen}) is is_given
    assert value(f"recorded({name})", {name: seen}) is is_recorded


@pytest.mark.parametrize(("seen", "expected"), [(True, True), (False, False), (None, False)])
def test_a_flag_is_recorded_only_if_true(seen: Value, expected: bool) -> None:
    assert value("recorded(complaint.accepted)", {"complaint.accepted": seen}) is expected


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("1 if complaint.accepted else 2", {"complaint.accepted": True}, 1),
        ("1 if complaint.accepted else 2", {"complaint.accepted": False}, 2),
        ("1 if complaint.accepted else 5", {}, Between(1, 5)),
        ("5 if complaint.accepted else 5", {}, 5),
        ("'a' if complaint.accepted else 'a'", {}, "a"),
        ("'a' if complaint.accepted else 'b'", {}, None),
        ("complaint.refused if complaint.accepted else True", {"complaint.refused": True}, True),
        ("complaint.refused if complaint.accepted else True", {}, None),
    ],
)
def test_a_choice_whose_test_is_unknown_says_what_both_sides_agree_on(
    source: str, facts: dict[str, Value], expected: Value
) -> None:
    assert value(source, facts) == expected


def test_any_all_and_count_look_at_every_item() -> None:
    facts = letters({"sent": True, "stage": 1}, {"sent": False, "stage": 2})
    assert value("any(x.sent for x in stage_1.letters)", facts) is True
    assert value("all(x.sent for x in stage_1.letters)", facts) is False
    assert value("all(x.sent for x in stage_1.letters if x.stage == 1)", facts) is True
    assert value("any(x.sent for x in stage_1.letters if x.stage == 2)", facts) is False
    assert value("count(x for x in stage_1.letters)", facts) == 2
    assert value("count(x for x in stage_1.letters if x.sent)", facts) == 1


def test_without_items_any_is_false_and_all_is_true() -> None:
    assert value("any(x.sent for x in stage_1.letters)", letters()) is False
    assert value("all(x.sent for x in stage_1.letters)", letters()) is True
    assert value("count(x for x in stage_1.letters)", letters()) == 0


def test_where_there_may_be_more_items_only_a_hit_decides() -> None:
    good: dict[str, Value] = {"sent": True}
    bad: dict[str, Value] = {"sent": False}
    assert value("any(x.sent for x in stage_1.letters)", letters(good, complete=False)) is True
    assert value("any(x.sent for x in stage_1.letters)", letters(bad, complete=False)) is None
    assert value("all(x.sent for x in stage_1.letters)", letters(bad, complete=False)) is False
    assert value("all(x.sent for x in stage_1.letters)", letters(good, complete=False)) is None
    assert value("count(x for x in stage_1.letters)", letters(good, complete=False)) == Between(1, 10_000)


def test_an_attribute_left_out_makes_its_item_unknown() -> None:
    facts = letters({"sent": False}, {})
    assert value("any(x.sent for x in stage_1.letters)", facts) is None
    assert value("all(x.sent for x in stage_1.letters)", facts) is False
    assert value("count(x for x in stage_1.letters if x.sent)", facts) == Between(0, 1)
    assert value("any(x.on is None for x in stage_1.letters)", facts) is None


def test_an_item_that_may_not_be_meant_counts_only_where_it_matters() -> None:
    facts = letters({"sent": None, "stage": 1})
    assert value("all(x.stage == 1 for x in stage_1.letters if x.sent)", facts) is True
    assert value("all(x.stage == 2 for x in stage_1.letters if x.sent)", facts) is None
    assert value("any(x.stage == 1 for x in stage_1.letters if x.sent)", facts) is None
    assert value("any(x.stage == 2 for x in stage_1.letters if x.sent)", facts) is False


def test_a_loop_may_stand_inside_a_loop() -> None:
    source = "any(all(x.on <= y.on for y in stage_1.letters) and x.sent for x in stage_1.letters)"
    first: dict[str, Value] = {"on": START, "sent": True}
    assert value(source, letters({"on": START + 1, "sent": False}, first)) is True
    assert value(source, letters({"on": START - 1, "sent": False}, first)) is False


def test_variables_are_read_from_the_context() -> None:
    scope = SCOPE.with_variables({"due": DATE, "notice": {"on": DATE, "sent": ValueType.FLAG}})
    condition = compiled("notice.on <= due and notice.sent", scope)
    assert condition.evaluate(context_of({}, due=START, notice={"on": START, "sent": True})) is True
    assert condition.evaluate(context_of({}, due=START, notice={"on": START + 1})) is False
    assert condition.evaluate(context_of({}, due=SOON, notice={"on": START, "sent": True})) is True
    assert condition.evaluate(context_of({}, due=None, notice={"on": START, "sent": True})) is None


def test_working_days_follow_the_counting_convention() -> None:
    facts: dict[str, Value] = {"complaint.received_on": START, "stage_1.responded_on": START + 14}
    condition = compiled("working_days(complaint.received_on, stage_1.responded_on) <= 9")
    assert condition.evaluate(context_of(facts, Counting.DAY_0)) is True
    assert condition.evaluate(context_of(facts, Counting.INCLUSIVE)) is False


def test_a_bank_holiday_moves_the_end_of_a_limit() -> None:
    facts: dict[str, Value] = {"complaint.received_on": START}
    end = value("working_days_after(complaint.received_on, stage_1.respond)", facts)
    assert end == START + 15
    assert value("months_after(complaint.received_on, 1)", facts) == START + 30


def test_a_response_within_the_limit_of_every_possible_start_is_in_time() -> None:
    source = "stage_1.responded_on <= working_days_after(stage_1.acknowledged_on, stage_1.respond)"
    acknowledged = Between(START, START + 8)
    in_time: dict[str, Value] = {"stage_1.acknowledged_on": acknowledged, "stage_1.responded_on": START + 15}
    between: dict[str, Value] = {**in_time, "stage_1.responded_on": START + 16}
    late: dict[str, Value] = {**in_time, "stage_1.responded_on": START + 23}
    assert [value(source, facts) for facts in (in_time, between, late)] == [True, None, False]


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("earliest(complaint.received_on, stage_1.defined_on)", {"complaint.received_on": START + 9}, START),
        ("latest(complaint.received_on, stage_1.defined_on)", {"complaint.received_on": START + 9}, START + 9),
        ("latest(complaint.received_on, stage_1.defined_on)", {"complaint.received_on": NEVER}, NEVER),
        (
            "latest(complaint.received_on, stage_1.defined_on)",
            {"complaint.received_on": Between(START - 5, START + 5)},
            Between(START, START + 5),
        ),
        (
            "earliest(complaint.received_on, stage_1.defined_on)",
            {"complaint.received_on": Between(START - 5, NEVER)},
            Between(START - 5, START),
        ),
    ],
)
def test_the_earliest_and_latest_of_dates(source: str, facts: dict[str, Value], expected: Value) -> None:
    assert value(source, {"stage_1.defined_on": START, **facts}) == expected


def test_a_known_date_outside_the_calendar_is_an_error() -> None:
    facts: dict[str, Value] = {"complaint.received_on": FIRST_DAY.toordinal() - 1, "stage_1.defined_on": START}
    with pytest.raises(CalendarError):
        value("working_days(complaint.received_on, stage_1.defined_on) > 1", facts)


def definition_of(source: str, name: str = "stage_1.done") -> dict[str, Expression]:
    return {name: parse(source, SCOPE, expected=None)}


def test_a_definition_stands_for_its_expression() -> None:
    scope = SCOPE.with_definitions(definition_of("earliest(complaint.received_on, stage_1.defined_on)"))
    facts: dict[str, Value] = {"complaint.received_on": START, "stage_1.defined_on": START + 1}
    condition = compiled("stage_1.done + 1 == stage_1.defined_on", scope)
    assert condition.evaluate(context_of(facts)) is True
    assert condition.names == ("complaint.received_on", "stage_1.defined_on")


def test_a_definition_is_evaluated_once_in_a_context_whichever_condition_asks() -> None:
    scope = SCOPE.with_definitions(definition_of("complaint.accepted"))
    facts: dict[str, Value] = {"complaint.accepted": None}
    context = context_of(facts)
    assert compiled("stage_1.done", scope).evaluate(context) is None
    facts["complaint.accepted"] = True
    assert compiled("stage_1.done", scope).evaluate(context) is None
    assert compiled("stage_1.done", scope).evaluate(context_of(facts)) is True


def test_a_definition_that_reads_a_variable_is_evaluated_each_time() -> None:
    scope = SCOPE.with_variables({"due": DATE})
    scope = scope.with_definitions({"in_time": parse("complaint.received_on <= due", scope)})
    condition = compiled("in_time", scope)
    context = context_of({"complaint.received_on": START}, due=START)
    assert condition.evaluate(context) is True
    context.variables["due"] = START - 1
    assert condition.evaluate(context) is False


def test_a_definition_may_use_the_same_loop_variable_as_the_loop_around_it() -> None:
    scope = SCOPE.with_definitions(definition_of("all(x.stage == 1 for x in stage_1.letters)"))
    condition = compiled("all(stage_1.done and x.sent for x in stage_1.letters)", scope)
    facts = letters({"sent": True, "stage": 1}, {"sent": False, "stage": 1})
    context = context_of(facts)
    assert condition.evaluate(context) is False
    assert context.variables == {}


def test_a_variable_of_the_rule_outlives_a_loop_of_the_same_name_in_a_definition() -> None:
    inner = parse("count(notice for notice in stage_1.letters)", SCOPE, expected=None)
    scope = SCOPE.with_definitions({"letters_sent": inner}).with_variables({"notice": {"stage": ValueType.NUMBER}})
    condition = compiled("letters_sent == notice.stage and notice.stage == 2", scope)
    context = context_of(letters({}, {}), notice={"stage": 2})
    assert condition.evaluate(context) is True
    assert context.variables == {"notice": {"stage": 2}}
    assert condition.explain(context).value is True
    assert context.variables == {"notice": {"stage": 2}}


def test_a_condition_knows_whether_it_counts_working_days() -> None:
    days = "working_days(complaint.received_on, stage_1.defined_on)"
    scope = SCOPE.with_definitions(definition_of(days))
    assert compiled(f"{days} <= 3").counts_working_days
    assert compiled("stage_1.done <= 3", scope).counts_working_days
    assert compiled("working_days_after(complaint.received_on, 1) < stage_1.defined_on").counts_working_days
    assert not compiled("complaint.received_on + 1 < stage_1.defined_on").counts_working_days


def test_the_leaves_are_what_and_or_and_not_join() -> None:
    condition = compiled("complaint.accepted and not (process.stages > 1 or matter.category == 'a')")
    facts: dict[str, Value] = {"complaint.accepted": True, "process.stages": 2}
    assert condition.leaves(context_of(facts)) == [
        ("complaint.accepted", True),
        ("process.stages > 1", True),
        ('matter.category == "a"', None),
    ]


def test_a_single_test_is_its_own_leaf() -> None:
    assert compiled("complaint.accepted").leaves(context_of({})) == [("complaint.accepted", None)]


def test_the_trace_of_a_finding_has_the_leaves_with_their_values() -> None:
    condition = compiled("complaint.accepted and process.stages > 1")
    assert condition.traced(context_of({"complaint.accepted": False, "process.stages": 2})) == (
        False,
        {
            "condition": "complaint.accepted and process.stages > 1",
            "value": False,
            "parts": [
                {"condition": "complaint.accepted", "value": False},
                {"condition": "process.stages > 1", "value": True},
            ],
        },
    )


def test_the_trace_of_a_single_test_has_no_parts() -> None:
    condition = compiled("not complaint.accepted")
    facts: dict[str, Value] = {"complaint.accepted": False}
    assert condition.traced(context_of(facts)) == (True, {"condition": condition.text, "value": True})


def test_a_condition_shows_its_source() -> None:
    condition = compiled("complaint.accepted  and(complaint.refused)")
    assert condition.text == "complaint.accepted and complaint.refused"
    assert repr(condition) == "Condition('complaint.accepted and complaint.refused')"


def test_what_is_no_expression_of_the_language_cannot_be_compiled() -> None:
    with pytest.raises(TypeError, match="cannot compile Bare"):
        compile_expression(Bare(ValueType.FLAG))


class Bare(Expression):
    """A node of no kind."""

    @property
    def text(self) -> str:
        """No source either."""
        return ""


def test_the_working_days_of_a_condition_are_those_of_the_calendar() -> None:
    facts: dict[str, Value] = {"complaint.received_on": START, "stage_1.defined_on": SOON}
    context = context_of(facts)
    expected = working_days(context.calendar, context.counting, START, SOON)
    assert value("working_days(complaint.received_on, stage_1.defined_on)", facts) == expected


def test_one_condition_serves_several_threads() -> None:
    condition = compiled("count(x for x in stage_1.letters if x.stage == process.stages) == process.steps")
    wrong: list[int] = []

    def work(stage: int) -> None:
        facts: dict[str, Value] = {
            "process.stages": stage,
            "process.steps": 3,
            LETTERS: Items(tuple({"stage": stage} for _ in range(3))),
        }
        context: Context = context_of(facts)
        wrong.extend(stage for _ in range(300) if condition.evaluate(context) is not True)

    threads = [threading.Thread(target=work, args=(stage,)) for stage in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
