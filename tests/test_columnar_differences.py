"""One ruleset, two evaluators: the columnar rules answer as the engine does, on every case they take."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from code_engine.calendar import Counting
from code_engine.case.load import load_case
from code_engine.portfolio.columnar.case_tables import arrow_tables, case_tables
from code_engine.portfolio.columnar.finding_arrays import FindingArrays
from code_engine.portfolio.columnar.findings import all_findings
from code_engine.portfolio.columnar.program import LEFT, ColumnarProgram
from code_engine.portfolio.columnar.running import DuckDBRun
from code_engine.portfolio.finding_rows import finding_rows
from code_engine.ruleset.rules import JudgementBody
from columnar_differences import Comparison, compare, example_cases, scenario_cases
from event_sequences import ROOT, question_keys, shared_engine
from random_portfolios import random_cases

LANDLORDS = ["code-only", "red_kite", "twenty11"]


@cache
def shared_run(labels: bool = False, counting: Counting = Counting.DAY_0) -> DuckDBRun:
    engine = shared_engine()
    (ruleset,) = engine.catalogue
    return DuckDBRun(ColumnarProgram.of(engine, ruleset, LANDLORDS, counting, labels=labels))


def no_differences(comparison: Comparison) -> bool:
    assert comparison.differences[:5] == []
    return comparison.statuses > 0


def test_every_case_rule_of_the_code_and_every_promise_compiles() -> None:
    program = shared_run().program
    assert program.not_compiled == []
    compiled = [rule.rule for rule in program.rules if rule.layer == "code"]
    (ruleset,) = shared_engine().catalogue
    assert compiled == [rule.id for rule in ruleset.rules("case")]
    assert len(compiled) == 109
    assert {rule.landlord for rule in program.rules if rule.layer == "policy"} == {"red_kite", "twenty11"}


@pytest.mark.parametrize("seed", [1, 2])
def test_random_cases_have_the_same_findings_by_both_evaluators(seed: int) -> None:
    cases = list(random_cases(seed, 250, list(question_keys()), LANDLORDS))
    comparison = compare(shared_engine(), shared_run(), cases)
    assert no_differences(comparison)
    assert set(comparison.by_status) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("counting", list(Counting))
def test_random_cases_have_the_same_labels_by_both_evaluators(counting: Counting) -> None:
    cases = list(random_cases(41, 250, list(question_keys()), LANDLORDS))
    comparison = compare(shared_engine(), shared_run(True, counting), cases)
    assert no_differences(comparison)
    assert comparison.labels == 2 * comparison.statuses
    assert min(comparison.labelled[name] for name in ("contested", "within one day")) > 10


def test_every_example_and_scenario_has_the_same_labels_by_both_evaluators() -> None:
    comparison = compare(shared_engine(), shared_run(True), [*example_cases(), *scenario_cases()])
    assert no_differences(comparison)
    assert min(comparison.labelled[name] for name in ("contested", "within one day")) > 10


def test_labels_have_columns_only_where_they_are_asked_for_and_can_be() -> None:
    plain, labelled = shared_run().program, shared_run(True).program
    assert not any(rule.contested or rule.within_one_day for rule in plain.rules)
    contested = {rule.rule for rule in labelled.rules if rule.contested}
    (ruleset,) = shared_engine().catalogue
    assert contested == {rule.id for rule in ruleset.rules("case") if getattr(rule.body, "contested", None)}
    assert contested < {rule.rule for rule in labelled.rules if rule.within_one_day}
    # A question to a person is the same however days are counted.
    judgements = {rule.id for rule in ruleset.rules("case") if isinstance(rule.body, JudgementBody)}
    assert judgements.isdisjoint(rule.rule for rule in labelled.rules if rule.within_one_day)


def test_every_scenario_has_the_same_findings_by_both_evaluators() -> None:
    cases = list(scenario_cases())
    assert len(cases) > 200
    comparison = compare(shared_engine(), shared_run(), cases)
    assert no_differences(comparison)
    # Most of them are compared, and those that are not are counted by the reason.
    assert sum(comparison.left.values()) < comparison.cases / 2
    assert set(comparison.left) <= set(LEFT.values())


def test_every_example_has_the_same_findings_by_both_evaluators() -> None:
    assert no_differences(compare(shared_engine(), shared_run(), list(example_cases())))


def test_what_one_batch_had_is_not_in_the_answers_of_the_next() -> None:
    """Tables that rest on events or lists which do not occur are left out, and have to be empty then."""
    many = list(random_cases(8, 40, list(question_keys()), LANDLORDS))
    one = [(load_case(ROOT / "examples" / "in-time.yaml"), date(2026, 6, 30))]
    run, alone = shared_run(), DuckDBRun(shared_run().program)
    run.answers(arrow_tables(case_tables(many)))
    after, first = (each.answers(arrow_tables(case_tables(one))).to_pylist() for each in (run, alone))
    assert after == first
    assert no_differences(compare(shared_engine(), run, many))


def test_cases_that_come_in_any_order_are_answered_in_the_order_of_their_numbers() -> None:
    """Tables of cases are joined row by row, which would mix cases up if one of them were in another order."""
    tables = arrow_tables(case_tables(random_cases(9, 40, list(question_keys()), LANDLORDS)))
    mixed = {
        name: table.take(sorted(range(table.num_rows), key=lambda row: row * 7 % 40)) for name, table in tables.items()
    }
    assert mixed["cases"] != tables["cases"]
    assert shared_run().answers(mixed) == shared_run().answers(tables)


def test_a_table_of_findings_has_each_word_once_in_its_dictionaries() -> None:
    """Two rules on one provision, or two cases of one landlord: with the word twice, Parquet varies from run to run."""
    run = shared_run()
    cases = [(load_case(path), date(2026, 6, 30)) for path in sorted((ROOT / "examples").glob("in-time*.yaml"))]
    answers = run.answers(arrow_tables(case_tables([*cases, *cases])))
    found = FindingArrays(run.program).of(answers).table
    assert found.num_rows > 0
    for name in ("reference", "landlord", "provision", "rule", "layer"):
        words = found[name].chunk(0).dictionary.to_pylist()
        assert len(words) == len(set(words)), name


def test_what_is_left_to_the_engine_is_answered_by_it_so_that_nothing_is_missing() -> None:
    cases = [load_case(ROOT / "examples" / name) for name in ("partial-record.yaml", "in-time.yaml")]
    looked = [(case, date(2026, 6, 30)) for case in cases]
    found = list(all_findings(shared_engine(), shared_run(), looked))
    expected = [
        (row.reference, row.layer, row.rule, row.status)
        for case, day in looked
        for row in finding_rows(shared_engine().evaluate(case, as_of=day))
    ]
    assert sorted((each.reference, each.layer, each.rule, each.status) for each in found) == sorted(expected)


@pytest.mark.parametrize("labels", [True, False])
def test_whole_answers_say_of_labels_what_the_engine_says_or_nothing(labels: bool) -> None:
    """Of cases that are left to the engine they always say it."""
    names = ("partial-record.yaml", "contested-clock.yaml")
    looked = [(load_case(ROOT / "examples" / name), date(2026, 6, 30)) for name in names]
    found = list(all_findings(shared_engine(), shared_run(labels), looked))
    expected: dict[tuple[str, str, str], tuple[bool, bool]] = {
        (row.reference, row.layer, row.rule): (row.contested, row.within_one_day)
        for case, day in looked
        for row in finding_rows(shared_engine().evaluate(case, as_of=day))
    }
    assert any(contested for contested, _ in expected.values())
    for each in found:
        answered = labels or each.reference == looked[0][0].reference
        said = expected[each.reference, each.layer, each.rule] if answered else (None, None)
        assert (each.contested, each.within_one_day) == said
