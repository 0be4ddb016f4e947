"""What the condition language can say, and what its tree tells about a condition."""

from __future__ import annotations

import pytest

from code_engine.case.values import ValueType
from code_engine.case.vocabulary import VOCABULARY
from code_engine.errors import RulesetError
from code_engine.ruleset.expressions import (
    And,
    Comparison,
    Constant,
    DefinitionName,
    FactName,
    Loop,
    LoopKind,
    OneOf,
    ParameterName,
)
from code_engine.ruleset.functions import FUNCTIONS, LOOPS, Function, LoopForm
from code_engine.ruleset.language import mentioned_names, parse
from code_engine.ruleset.scope import Scope
from condition_cases import LETTERS, SCOPE

FLAG, DATE, NUMBER = ValueType.FLAG, ValueType.DATE, ValueType.NUMBER


def test_a_fact_is_read_by_its_dotted_name() -> None:
    assert parse("complaint.accepted", SCOPE) == FactName(FLAG, "complaint.accepted")


def test_a_parameter_is_a_number_with_its_unit() -> None:
    expression = parse("stage_1.respond", SCOPE, expected=NUMBER)
    assert expression == ParameterName(NUMBER, "stage_1.respond", 10, "working_days")


def test_a_chain_of_comparisons_means_each_pair() -> None:
    chain = parse("1 <= process.stages < 3", SCOPE)
    assert chain == parse("1 <= process.stages and process.stages < 3", SCOPE)
    assert isinstance(chain, And)


def test_a_chain_may_end_in_a_list() -> None:
    expression = parse("process.steps == process.stages in (1, 2)", SCOPE)
    assert expression.text == "process.steps == process.stages and process.stages in [1, 2]"


def test_nested_ands_are_one_list() -> None:
    nested = parse("(complaint.accepted and complaint.refused) and resident.at_risk", SCOPE)
    assert isinstance(nested, And)
    assert len(nested.operands) == 3


def test_includes_is_the_same_as_in() -> None:
    said = parse('includes(stage_1.points, "repairs")', SCOPE)
    assert said == parse('"repairs" in stage_1.points', SCOPE)


def test_includes_of_a_list_written_out_is_the_same_as_in() -> None:
    said = parse('includes(["repairs", "noise"], matter.category)', SCOPE)
    assert said == parse('matter.category in ("repairs", "noise")', SCOPE)
    assert isinstance(said, OneOf)


def test_count_is_a_number() -> None:
    expression = parse("count(x for x in stage_1.letters)", SCOPE, expected=NUMBER)
    assert isinstance(expression, Loop)
    assert expression.kind is LoopKind.COUNT


def test_a_minus_before_a_number_is_part_of_it() -> None:
    expression = parse("process.stages > -1", SCOPE)
    assert isinstance(expression, Comparison)
    assert expression.right == Constant(NUMBER, -1)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("complaint.received_on + 3", DATE),
        ("3 + complaint.received_on", DATE),
        ("complaint.received_on - 3", DATE),
        ("stage_1.defined_on - complaint.received_on", NUMBER),
        ("process.stages - 1", NUMBER),
        ("working_days(complaint.received_on, stage_1.defined_on)", NUMBER),
        ("working_days_after(complaint.received_on, stage_1.respond)", DATE),
        ("months_after(complaint.received_on, 12)", DATE),
        ("earliest(complaint.received_on, stage_1.defined_on)", DATE),
        ("complaint.received_on if complaint.accepted else stage_1.defined_on", DATE),
        ("matter.category", ValueType.TEXT),
        ("stage_1.points", ValueType.TEXTS),
        ("stage_1.letters", ValueType.COLLECTION),
    ],
)
def test_every_expression_has_a_type(source: str, kind: ValueType) -> None:
    assert parse(source, SCOPE, expected=kind).type is kind
    assert parse(source, SCOPE, expected=None).type is kind


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("  complaint.accepted\n  and\n  not complaint.refused ", "complaint.accepted and not complaint.refused"),
        ("((complaint.accepted))", "complaint.accepted"),
        (
            "complaint.accepted and (complaint.refused or resident.at_risk)",
            "complaint.accepted and (complaint.refused or resident.at_risk)",
        ),
        ("not (complaint.accepted and complaint.refused)", "not (complaint.accepted and complaint.refused)"),
        ("(not complaint.accepted) == complaint.refused", "(not complaint.accepted) == complaint.refused"),
        ("matter.category in ('repairs',)", 'matter.category in ["repairs"]'),
        ("matter.category == 'the \"flat\"'", "matter.category == 'the \"flat\"'"),
        ("process.stages - (process.steps - 1) > 0", "process.stages - (process.steps - 1) > 0"),
        ("(process.stages - process.steps) - 1 > 0", "process.stages - process.steps - 1 > 0"),
        (
            "all(given(x.reasons) for x in stage_1.letters if not x.sent)",
            "all(given(x.reasons) for x in stage_1.letters if not x.sent)",
        ),
        ("not (complaint.received_on is not None)", "not complaint.received_on is not None"),
    ],
)
def test_the_text_of_a_condition_is_normalised_and_reads_back_the_same(source: str, text: str) -> None:
    expression = parse(source, SCOPE)
    assert expression.text == text
    assert parse(text, SCOPE) == expression


def test_names_are_facts_collections_and_definitions_in_order_and_once() -> None:
    scope = SCOPE.with_definitions({"stage_1.done": parse("complaint.accepted", SCOPE)})
    source = (
        "stage_1.done and process.stages < process.steps and complaint.accepted "
        "and any(x.on < complaint.received_on for x in stage_1.letters) and stage_1.done"
    )
    assert parse(source, scope).names == (
        "stage_1.done",
        "process.stages",
        "process.steps",
        "complaint.accepted",
        "complaint.received_on",
        LETTERS,
    )


def test_definitions_used_are_those_named_and_not_those_behind_them() -> None:
    inner = parse("complaint.accepted", SCOPE)
    scope = SCOPE.with_definitions({"inner": inner})
    scope = scope.with_definitions({"outer": parse("inner and resident.at_risk", scope)})
    expression = parse("outer", scope)
    assert isinstance(expression, DefinitionName)
    assert expression.definitions_used == ("outer",)
    assert expression.facts_used == ("complaint.accepted", "resident.at_risk")


def test_parameters_used_are_named() -> None:
    source = "working_days(complaint.received_on, stage_1.defined_on) <= stage_1.respond"
    assert parse(source, SCOPE).parameters_used == ("stage_1.respond",)
    assert parse(source, SCOPE).names == ("complaint.received_on", "stage_1.defined_on")


def test_free_variables_are_those_that_no_loop_sets() -> None:
    scope = SCOPE.with_variables({"notice": {"on": DATE}, "due": DATE})
    expression = parse("any(x.on < due for x in stage_1.letters) and notice.on <= due", scope)
    assert expression.free_variables == {"due", "notice"}


def test_free_variables_of_a_definition_count() -> None:
    scope = SCOPE.with_variables({"due": DATE})
    scope = scope.with_definitions({"in_time": parse("complaint.received_on <= due", scope)})
    assert parse("in_time", scope).free_variables == {"due"}


def test_mentioned_names_need_no_scope() -> None:
    assert mentioned_names("a.b and any(x.c for x in d.e) or f > 1") == ("a.b", "any", "x.c", "x", "d.e", "f")


def test_a_text_that_is_no_expression_mentions_nothing_but_is_an_error() -> None:
    with pytest.raises(RulesetError, match="cannot be read"):
        mentioned_names("a b")


def test_a_scope_lists_its_names_in_order() -> None:
    scope = Scope(facts={"b": FLAG}, collections={"c": {"on": DATE}}, parameters={"a": (1, "count")}).with_variables(
        {"due": DATE, "notice": {"on": DATE, "by": FLAG}}
    )
    assert scope.names() == ("a", "b", "c", "due", "notice.by", "notice.on")


def test_a_scope_does_not_change_with_what_it_was_made_from() -> None:
    facts = {"b": FLAG}
    scope = Scope(facts=facts)
    facts["c"] = FLAG
    assert scope.names() == ("b",)


@pytest.mark.parametrize("name", ["given", "any", "stage_1", "due"])
def test_a_variable_cannot_hide_another_name(name: str) -> None:
    scope = SCOPE.with_variables({"due": DATE})
    with pytest.raises(RulesetError, match=r"the variable `.*` has the name of something else"):
        scope.with_variables({name: DATE})


@pytest.mark.parametrize("name", ["covers", "count", "complaint.accepted", "stage_1.respond", LETTERS])
def test_a_definition_cannot_have_the_name_of_something_else(name: str) -> None:
    with pytest.raises(RulesetError, match=r"the definition `.*` has the name of something else"):
        SCOPE.with_definitions({name: parse("complaint.accepted", SCOPE)})


def test_the_answer_to_a_judgement_is_a_fact_by_its_id() -> None:
    scope = Scope(judgements=frozenset({"5.11"}))
    answer = parse('not answered("5.11")', scope)
    assert (answer.type, answer.names, answer.text) == (FLAG, ("answers.5.11",), 'not answered("5.11")')


@pytest.mark.parametrize(
    ("source", "message"),
    [('answered("5.12")', "unknown judgement `5.12`"), ("answered(matter)", "takes the id of a judgement")],
)
def test_only_the_id_of_a_judgement_that_there_is_can_be_asked_for(source: str, message: str) -> None:
    scope = Scope(facts={"matter": ValueType.TEXT}, judgements=frozenset({"5.11"}))
    with pytest.raises(RulesetError, match=message):
        parse(source, scope)


def test_the_vocabulary_makes_a_scope() -> None:
    scope = Scope.from_vocabulary(VOCABULARY, {"stage_1.extend": (10, "working_days")})
    source = "all(x.new_due_on <= working_days_after(x.on, stage_1.extend) for x in stage_1.extensions)"
    assert parse(source, scope).names == ("stage_1.extensions",)
    assert "complaint.received_on" in scope.names()


def test_every_function_and_loop_has_a_signature_and_a_meaning() -> None:
    forms: list[Function | LoopForm] = [*FUNCTIONS.values(), *LOOPS.values()]
    for form in forms:
        assert form.signature.startswith(f"{form.name}(")
        assert form.meaning
