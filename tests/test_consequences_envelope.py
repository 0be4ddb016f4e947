"""Each measured hazard of durable_rules stands behind a fence; these tests show the fences."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest

from code_engine.errors import ConsequenceError
from code_engine.evaluation.consequences import Consequence, ConsequenceRules, build_chainer
from code_engine.evaluation.consequences import durable as durable_module
from code_engine.evaluation.consequences.compiled import Alternative, CompiledConsequence, Condition
from code_engine.evaluation.consequences.durable import DurableRuleset, comparisons, definition, library
from code_engine.evaluation.consequences.envelope import (
    BRANCHES_PER_RULESET,
    PROPERTIES_PER_FACT,
    check_consequence,
    check_partition,
)
from code_engine.evaluation.consequences.partition import Branch, Partition, partition
from consequence_builders import consequence, rules_of


def flag(name: str, value: bool = True) -> dict[str, Any]:
    return {"fact": name, "is": value}


def definitions(rules: ConsequenceRules) -> list[dict[str, Any]]:
    return [json.loads(definition(part, rules.properties)) for part in partition(rules.compiled)]


def wide_rules(number: int) -> ConsequenceRules:
    return rules_of([consequence(f"c-{place}", {"all": [flag(f"f.a{place}")]}) for place in range(number)])


def ruleset_of(text: dict[str, Any]) -> DurableRuleset:
    engine = library().engine
    assert engine is not None
    return DurableRuleset(engine, json.dumps(text))


def fired_by(ruleset: DurableRuleset, facts: list[str]) -> list[str]:
    fired: list[str] = []

    def record(name: str) -> None:
        fired.append(name)

    ruleset.forward(facts, record)
    return sorted(fired)


def test_two_hundred_rules_true_at_once_are_divided_and_all_fire() -> None:
    rules = wide_rules(200)
    assert max(len(part.branches) for part in partition(rules.compiled)) == BRANCHES_PER_RULESET
    assert BRANCHES_PER_RULESET < 64
    everything = rules.base_vector({}, {f"f.a{place}": True for place in range(200)})
    assert build_chainer(rules, "durable").run(everything) == tuple(range(200))


def test_three_hundred_identical_rules_are_divided_and_all_fire() -> None:
    rules = rules_of([consequence(f"c-{place}", {"all": [flag("f.a")]}) for place in range(300)])
    assert max(len(part.branches) for part in partition(rules.compiled)) <= BRANCHES_PER_RULESET
    assert build_chainer(rules, "durable").run(rules.base_vector({}, {"f.a": True})) == tuple(range(300))


def test_a_ruleset_with_too_many_branches_is_refused() -> None:
    branch = Branch(0, Alternative((Condition(0, frozenset({1})),), ()))
    with pytest.raises(ConsequenceError, match="branches"):
        check_partition(Partition((branch,) * (BRANCHES_PER_RULESET + 1), (0,), ()))


def test_a_fact_with_too_many_properties_is_refused_and_never_built() -> None:
    with pytest.raises(ConsequenceError, match="properties"):
        check_partition(Partition((), tuple(range(PROPERTIES_PER_FACT + 1)), ()))
    many = [consequence(f"c-{row}", {"all": [flag(f"f.a{row}_{place}") for place in range(16)]}) for row in range(40)]
    rules = rules_of(many)
    parts = partition(rules.compiled)
    assert len(rules.properties) == 640
    assert max(len(part.properties) for part in parts) <= PROPERTIES_PER_FACT
    everything = rules.base_vector({}, {item.name: True for item in rules.properties})
    assert build_chainer(rules, "durable").run(everything) == tuple(range(40))


def test_a_branch_without_a_positive_condition_is_refused() -> None:
    with pytest.raises(ConsequenceError, match="without a condition"):
        check_partition(Partition((Branch(0, Alternative((), ())),), (), ()))


def test_a_consequence_that_joins_too_many_names_is_refused() -> None:
    derivers = [consequence(f"d-{place}", {"all": [flag("f.a")]}, derives=f"n.{place}") for place in range(9)]
    reader = consequence("reader", {"all": [{"derived": f"n.{place}"} for place in range(9)]})
    with pytest.raises(ConsequenceError, match="waits for more than 8 derived names"):
        rules_of([*derivers, reader])


def test_a_branch_too_wide_or_empty_is_named_in_words() -> None:
    wide = Alternative(tuple(Condition(place, frozenset({1})) for place in range(21)), ())
    assert check_consequence(CompiledConsequence(0, 0, (wide,), None)) == (
        "it has more than 20 conditions on findings and facts"
    )
    empty = CompiledConsequence(0, 0, (Alternative((), ()),), None)
    assert check_consequence(empty) == "it has no condition that must hold"


def test_more_consequences_than_a_landlord_can_need_are_refused() -> None:
    with pytest.raises(ConsequenceError, match="1001 consequences are too many"):
        rules_of([consequence(f"c-{place}", {"all": [flag("f.a")]}) for place in range(1001)])


def test_absence_cannot_be_written_and_never_reaches_the_library() -> None:
    rules = rules_of(
        [
            consequence("one", {"all": [flag("f.a", False), {"rule": "r", "status": ["met", "pending"]}]}),
            consequence("two", {"all": [{"rule": "r", "status": ["not_applicable", "breached"]}]}),
        ]
    )
    texts = json.dumps(definitions(rules))
    assert set(re.findall(r"\$\w+", texts)) <= {"$and", "$gte", "$lte", "$neq"}


def test_every_set_of_codes_is_compared_without_an_or() -> None:
    for highest in (1, 2, 6):
        for mask in range(1, 2 ** (highest + 1) - 1):
            allowed = frozenset(code for code in range(highest + 1) if mask >> code & 1)
            tests = comparisons(Condition(0, allowed), "p", highest)
            accepted = {code for code in range(highest + 1) if all(_passes(test, code) for test in tests)}
            assert tests
            assert accepted == allowed


def _passes(test: dict[str, Any], code: int) -> bool:
    operator, value = next(iter(test.items()))
    if operator == "p":
        return bool(code == value)
    limit = value["p"]
    return bool({"$gte": code >= limit, "$lte": code <= limit, "$neq": code != limit}[operator])


def test_fifteen_and_more_sets_with_gaps_in_one_rule_still_load_and_agree() -> None:
    gaps = [{"rule": f"r-{place}", "status": ["met", "pending"]} for place in range(16)]
    rules = rules_of([consequence("one", {"all": gaps})])
    chainer = build_chainer(rules, "durable")
    fitting = {("code", f"r-{place}"): ("met", False, ()) for place in range(16)}
    assert chainer.run(rules.base_vector(fitting, {})) == (0,)
    between = fitting | {("code", "r-7"): ("undetermined", False, ())}
    assert chainer.run(rules.base_vector(between, {})) == ()


@pytest.mark.parametrize("wrong", [None, "1", True, 1.0, 2**70, -1, 10])
@pytest.mark.parametrize("prefer", ["durable", "own"])
def test_only_small_whole_numbers_reach_a_chainer(wrong: Any, prefer: Any) -> None:
    chainer = build_chainer(wide_rules(3), prefer)
    with pytest.raises(ConsequenceError, match="codes"):
        chainer.run([0, wrong, 0])
    assert chainer.run([1, 0, 1]) == (0, 2)


@pytest.mark.parametrize("prefer", ["durable", "own"])
def test_a_vector_of_other_rules_is_refused(prefer: Any) -> None:
    with pytest.raises(ConsequenceError, match="a vector of 2 codes where the rules read 3"):
        build_chainer(wide_rules(3), prefer).run([0, 0])


def test_a_consequence_with_several_true_alternatives_fires_once() -> None:
    reader = consequence("two", {"all": [{"derived": "n"}]})
    one = consequence("one", {"any": [flag("f.a"), flag("f.b"), flag("f.c")]}, derives="n")
    rules = rules_of([one, reader])
    everything = rules.base_vector({}, {"f.a": True, "f.b": True, "f.c": True})
    assert build_chainer(rules, "durable").run(everything) == (0, 1)


def test_a_name_derived_twice_is_asserted_once() -> None:
    rules = rules_of(
        [
            consequence("one", {"all": [flag("f.a")]}, derives="n"),
            consequence("two", {"all": [flag("f.b")]}, derives="n"),
            consequence("three", {"all": [{"derived": "n"}]}),
        ]
    )
    everything = rules.base_vector({}, {"f.a": True, "f.b": True})
    assert build_chainer(rules, "durable").run(everything) == (0, 1, 2)


def test_an_error_in_the_middle_of_a_run_is_raised_and_leaves_nothing_behind() -> None:
    text = {
        "first": {"all": [{"m0": {"p": 1}}]},
        "second": {"all": [{"m0": {"p": 1}}, {"m1": {"d": 1}}]},
    }
    ruleset = ruleset_of(text)
    wide, small = '{"sid":"0","id":"b","p":1}', '{"sid":"0","id":"d","d":1}'

    def interrupt(name: str) -> str | None:
        raise KeyboardInterrupt(name)

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            ruleset.forward([wide], interrupt)
        assert fired_by(ruleset, [wide]) == ["first"]
        assert fired_by(ruleset, [wide, small]) == ["first", "second"]
        assert fired_by(ruleset, [small]) == []


def test_a_fact_left_behind_would_be_noticed() -> None:
    ruleset = ruleset_of({"first": {"all": [{"m0": {"p": 1}}]}})
    wide = '{"sid":"0","id":"b","p":1}'
    with pytest.raises(RuntimeError, match="refused a fact"):
        fired_by(ruleset, [wide, wide])
    assert fired_by(ruleset, [wide]) == ["first"]


def test_rulesets_thrown_away_before_and_after_their_first_firing_are_freed_safely() -> None:
    for round_number in range(60):
        ruleset = ruleset_of({"first": {"all": [{"m0": {"p": 1}}]}})
        wide = f'{{"sid":"0","id":"b","p":{round_number % 2}}}'
        assert fired_by(ruleset, [wide]) == ["first"] * (round_number % 2)


def test_no_event_no_second_sid_no_host_and_no_timer_is_ever_used() -> None:
    needed = set(durable_module._NEEDED)
    assert needed == {
        "create_ruleset",
        "delete_ruleset",
        "assert_fact",
        "retract_fact",
        "start_action_for_state",
        "complete_and_start_action",
        "delete_state",
    }
    before = threading.active_count()
    rules = wide_rules(30)
    chainer = build_chainer(rules, "durable")
    for _ in range(50):
        chainer.run([1] * 30)
    assert threading.active_count() == before


def test_no_two_names_of_a_fact_have_the_same_hash_in_the_library() -> None:
    names = ["sid", "id", "$s", *(f"p{place}" for place in range(PROPERTIES_PER_FACT))]
    names += [f"d{place}" for place in range(BRANCHES_PER_RULESET * 8)]
    identities = ["b", "sid-0", *(f"d{place}" for place in range(BRANCHES_PER_RULESET * 8))]
    assert len({_fnv1(name) for name in names}) == len(names)
    assert len({_fnv1(name) for name in identities}) == len(identities)


def _fnv1(text: str) -> int:
    """The 32-bit hash by which the library tells names apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def test_a_consequence_of_sixteen_conditions_fits_every_limit() -> None:
    item: Consequence = consequence("one", {"all": [flag(f"f.a{place}") for place in range(16)]})
    rules = rules_of([item])
    assert build_chainer(rules, "durable").run([1] * 16) == (0,)
    assert build_chainer(rules, "durable").run([1] * 15 + [2]) == ()
