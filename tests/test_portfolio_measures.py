"""Measures, each held against a naive count over the evaluations themselves, and small cases worked out by hand."""

from __future__ import annotations

import csv
import gc
import io
import tracemalloc
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.case.model import Case
from code_engine.portfolio.case_record import Circumstances, case_record
from code_engine.portfolio.evaluating import EvaluatedCase
from code_engine.portfolio.finding_rows import finding_rows
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.equality import equality_view
from code_engine.portfolio.measures.figures import all_figures_csv, figures, figures_csv
from code_engine.portfolio.measures.measured_case import STEPS, MeasuredCase, measured
from code_engine.portfolio.measures.numbers import nearest_rank, rounded
from code_engine.portfolio.measures.satisfaction import Choice
from code_engine.portfolio.measures.year_measures import Scope, YearMeasures, year_measures
from code_engine.portfolio.synthetic import synthetic_cases
from portfolio_building import AS_OF, BOTH, YEAR, engine, evaluated_year, measured_year, synthetic_year

MEASURES = year_measures(measured_year(), BOTH, YEAR, AS_OF)


def only(name: str) -> Scope:
    return Scope(name, name, frozenset({name}))


def in_year(day: date | None) -> bool:
    return day is not None and date(2024, 4, 1) <= day <= date(2025, 3, 31)


def events(each: EvaluatedCase, kind: str, stage: int | None = None) -> list[Any]:
    return [
        event
        for event in each.case.events
        if event.type == kind and event.date <= AS_OF and (stage is None or event.stage == stage)
    ]


def stage_1_cases() -> list[EvaluatedCase]:
    """Complaints received in the year and not refused, read off the events."""
    return [
        each
        for each in evaluated_year()
        if in_year(events(each, "complaint_received")[0].date) and not events(each, "refused")
    ]


def stage_2_cases() -> list[EvaluatedCase]:
    return [
        each
        for each in evaluated_year()
        if (asked := events(each, "escalation_requested"))
        and in_year(asked[0].date)
        and not events(each, "escalation_refused")
    ]


def status_of(each: EvaluatedCase, rule: str) -> str:
    return each.evaluation.finding(rule).status.value


# Against a naive count


def test_complaints_for_a_thousand_homes_are_those_received_and_not_refused() -> None:
    first, second = MEASURES.per_home
    assert list(first.references) == sorted(each.case.reference for each in stage_1_cases())
    assert list(second.references) == sorted(each.case.reference for each in stage_2_cases())
    assert first.rate == Decimal(f"{1000 * len(stage_1_cases()) / 5000:.1f}")


@pytest.mark.parametrize("stage", [1, 2])
@pytest.mark.parametrize("extensions", [True, False])
@pytest.mark.parametrize("denominator", ["made", "responded"])
def test_the_share_in_time_is_what_a_naive_count_gives(stage: int, extensions: bool, denominator: str) -> None:
    rule = f"stage-{stage}-response-in-time"
    whole, counted = [], []
    for each in stage_1_cases() if stage == 1 else stage_2_cases():
        status = status_of(each, rule)
        if status == "not_applicable" or (denominator == "responded" and not events(each, "response_issued", stage)):
            continue
        whole.append(each.case.reference)
        labels = [label.value for label in each.evaluation.finding(rule).labels]
        if status == "met" and (extensions or "met_with_extension" not in labels):
            counted.append(each.case.reference)
    share = MEASURES.in_time[stage - 1].shares[denominator, extensions]  # type: ignore[index]
    assert list(share.counted) == sorted(counted)
    assert share.denominator == len(whole)
    assert set(share.counted) | set(share.rest) == set(whole)


def test_a_valid_extension_makes_the_difference_between_the_two_shares() -> None:
    with_them, without = (MEASURES.in_time[0].share(Choice("made", extensions)) for extensions in (True, False))
    between = set(with_them.counted) - set(without.counted)
    assert between
    by_reference = {each.case.reference: each for each in evaluated_year()}
    assert all(events(by_reference[reference], "extension_notified", 1) for reference in between)


@pytest.mark.parametrize(("rule", "step"), STEPS.items())
def test_median_and_ninetieth_percentile_are_those_of_the_findings(rule: str, step: tuple[int, str]) -> None:
    cases = stage_1_cases() if step[0] == 1 else stage_2_cases()
    days = sorted(found for each in cases if (found := each.evaluation.finding(rule).working_days) is not None)
    (measure,) = (each for each in MEASURES.steps if (each.stage, each.name) == step)
    assert measure.timed == len(days)
    assert measure.median == next(day for day in days if sum(other <= day for other in days) * 2 >= len(days))
    assert measure.ninetieth == next(day for day in days if sum(other <= day for other in days) * 10 >= len(days) * 9)
    assert measure.longest == max(days)


def test_months_hold_every_complaint_once() -> None:
    for stage, cases in ((1, stage_1_cases()), (2, stage_2_cases())):
        kind = "complaint_received" if stage == 1 else "escalation_requested"
        naive = Counter(events(each, kind)[0].date.strftime("%Y-%m") for each in cases)
        months = MEASURES.months[stage - 1]
        assert [month.month for month in months] == list(YEAR.months())
        assert {month.month: month.made for month in months if month.made} == dict(naive)


def test_breaches_by_provision_are_cases_with_a_breach_of_the_code() -> None:
    naive: dict[str, set[str]] = {}
    for each in evaluated_year():
        for finding in each.evaluation.findings:
            if finding.layer == "code" and finding.status.value == "breached":
                naive.setdefault(finding.provision, set()).add(each.case.reference)
    found = {each.provision: set(each.breached.counted) for each in MEASURES.provisions}
    assert found == naive
    numbers = [each.breached.numerator for each in MEASURES.provisions]
    assert numbers == sorted(numbers, reverse=True)


def test_refusals_are_counted_by_ground() -> None:
    for stage, kind in ((1, "refused"), (2, "escalation_refused")):
        naive = Counter(
            event.ground for each in evaluated_year() for event in events(each, kind) if in_year(event.date)
        )
        assert {group.name: group.number for group in MEASURES.refusals[stage - 1]} == dict(naive)


def test_categories_and_decisions_are_counted_once_a_case() -> None:
    naive = Counter(each.case.matter.category for each in stage_1_cases() if each.case.matter is not None)
    assert {group.name: group.number for group in MEASURES.categories} == dict(naive)
    for stage, cases in ((1, stage_1_cases()), (2, stage_2_cases())):
        decisions = Counter(
            events(each, "response_issued", stage)[0].decision
            for each in cases
            if events(each, "response_issued", stage)
        )
        assert {group.name: group.number for group in MEASURES.outcomes[stage - 1]} == dict(decisions)


def test_escalation_and_learning_are_of_the_complaints_answered() -> None:
    answered = [each for each in stage_1_cases() if events(each, "response_issued", 1)]
    assert MEASURES.escalation.denominator == MEASURES.learning.denominator == len(answered)
    assert MEASURES.escalation.numerator == sum(bool(events(each, "escalation_requested")) for each in answered)
    assert MEASURES.learning.numerator == sum(bool(events(each, "learning_considered")) for each in answered)


def test_extensions_are_valid_or_not_by_the_rules_of_the_code() -> None:
    extended = [each for each in stage_1_cases() if events(each, "extension_notified", 1)]
    rules = ("stage-1-extension-valid", "stage-1-extension-ombudsman-contact")
    both = [{status_of(each, rule) for rule in rules} for each in extended]
    found = MEASURES.extensions[0]
    assert len(found.valid) == sum(statuses == {"met"} for statuses in both)
    assert len(found.invalid) == sum("breached" in statuses for statuses in both)
    assert len(found.valid) + len(found.invalid) + len(found.unsettled) == len(extended)


def test_repeat_causes_are_categories_upheld_twice_or_more() -> None:
    naive: Counter[str] = Counter()
    for each in stage_1_cases():
        decisions = {event.decision for event in events(each, "response_issued")}
        if decisions & {"upheld", "partly_upheld"} and each.case.matter is not None:
            naive[str(each.case.matter.category)] += 1
    assert {group.name: group.number for group in MEASURES.repeat_causes} == {
        name: number for name, number in naive.items() if number > 1
    }


def test_the_landlords_of_a_group_add_up_to_it() -> None:
    parts = [year_measures(measured_year(), only(name), YEAR, AS_OF) for name in sorted(BOTH.landlords)]
    assert sum(part.per_home[0].numerator for part in parts) == MEASURES.per_home[0].numerator
    assert all(part.per_home[0].numerator for part in parts)


def test_the_order_of_the_cases_does_not_matter() -> None:
    again = year_measures(tuple(reversed(measured_year())), BOTH, YEAR, AS_OF)
    assert figures_csv(again, references=True) == figures_csv(MEASURES, references=True)


# Worked out by hand


def measured_by(*events: dict[str, Any], reference: str = "A", as_of: date = AS_OF, **header: Any) -> MeasuredCase:
    data = {"reference": reference, "landlord": "code-only", "events": list(events), **header}
    case = Case.model_validate(data)
    evaluation = engine().evaluate(case, as_of=as_of)
    return measured(case_record(case, as_of, "code-only"), finding_rows(evaluation))


def event(kind: str, day: str, **details: Any) -> dict[str, Any]:
    return {"type": kind, "date": day, **details}


def of(*cases: MeasuredCase, as_of: date = AS_OF, period: Period = YEAR) -> YearMeasures:
    return year_measures(cases, only("code-only"), period, as_of)


RECEIVED = event("complaint_received", "2024-06-03")
ACKNOWLEDGED = event("acknowledged", "2024-06-04", stage=1)


def answered(day: str, **details: Any) -> dict[str, Any]:
    return event("response_issued", day, stage=1, written=True, **details)


def test_a_response_on_day_ten_is_in_time_and_on_day_eleven_is_not() -> None:
    found = of(
        measured_by(RECEIVED, ACKNOWLEDGED, answered("2024-06-18"), reference="ten"),
        measured_by(RECEIVED, ACKNOWLEDGED, answered("2024-06-19"), reference="eleven"),
    )
    share = found.in_time[0].share(Choice())
    assert (share.counted, share.rest) == (("ten",), ("eleven",))
    assert share.per_cent == Decimal("50.0")


def test_a_complaint_that_is_not_due_yet_is_listed_and_counts_only_as_made() -> None:
    as_of = date(2024, 6, 10)
    found = of(measured_by(RECEIVED, ACKNOWLEDGED, as_of=as_of), as_of=as_of)
    assert found.in_time[0].pending == ("A",)
    assert found.in_time[0].share(Choice("made")).denominator == 1
    assert found.in_time[0].share(Choice("responded")).per_cent is None


def test_a_complaint_withdrawn_before_its_answer_was_due_is_made_but_not_late() -> None:
    found = of(measured_by(RECEIVED, ACKNOWLEDGED, event("withdrawn", "2024-06-05")))
    assert found.per_home[0].references == ("A",)
    assert found.in_time[0].withdrawn == ("A",)
    assert found.in_time[0].share(Choice()).denominator == 0


def test_a_refused_complaint_is_listed_and_not_counted() -> None:
    found = of(measured_by(RECEIVED, event("refused", "2024-06-05", ground="out_of_time")))
    assert found.per_home[0].numerator == 0
    assert found.cohorts[0].refused == ("A",)
    assert [group.name for group in found.refusals[0]] == ["out_of_time"]


def test_stage_2_counts_in_the_year_in_which_it_was_asked_for() -> None:
    case = measured_by(
        event("complaint_received", "2025-03-20"),
        event("acknowledged", "2025-03-21", stage=1),
        answered("2025-04-02"),
        event("escalation_requested", "2025-04-10"),
        event("acknowledged", "2025-04-11", stage=2),
    )
    assert [each.numerator for each in of(case).per_home] == [1, 0]
    later = Period("2025-26", date(2025, 4, 1), date(2026, 3, 31))
    assert [each.numerator for each in of(case, period=later).per_home] == [0, 1]


def test_what_nobody_can_tell_is_neither_in_time_nor_late() -> None:
    case = measured_by(RECEIVED, record="partial", absent=["withdrawn", "refused"])
    found = of(case)
    assert found.in_time[0].unsettled == ("A",)
    assert found.steps[1].in_time.denominator == 0


def test_a_stage_2_whose_request_is_not_on_record_is_not_counted_and_not_passed_over() -> None:
    opened = event("acknowledged", "2024-07-01", stage=2)
    found = of(measured_by(RECEIVED, ACKNOWLEDGED, answered("2024-06-18"), opened))
    assert found.per_home[1].numerator == 0
    assert found.cohorts[1].undated == ("A",)
    listed = [each for each in figures(found) if each.figure == "the day it was made is not on record"]
    assert [(each.section, each.value) for each in listed] == [("CH02 stage 1", 0), ("CH02 stage 2", 1)]


def test_an_extension_that_left_out_the_ombudsman_is_not_valid() -> None:
    told = {"new_due_on": "2024-07-02", "reasons": "A survey", "ombudsman_contact_given": False}
    extended = event("extension_notified", "2024-06-18", stage=1, **told)
    found = of(measured_by(RECEIVED, ACKNOWLEDGED, extended, answered("2024-07-01")))
    extensions = found.extensions[0]
    assert (extensions.valid, extensions.invalid, extensions.contact_left_out) == ((), ("A",), ("A",))
    assert found.in_time[0].share(Choice()).numerator == 0


def test_a_year_of_cases_is_kept_in_little_memory() -> None:
    cases = list(synthetic_cases(300, synthetic_year()))
    evaluated = [Case.model_validate(data) for data in cases]

    def records() -> list[MeasuredCase]:
        return [
            measured(case_record(case, AS_OF, case.landlord), finding_rows(engine().evaluate(case, as_of=AS_OF)))
            for case in evaluated
        ]

    records()  # what several cases have alike is there once, however many there are
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = records()
        gc.collect()
        size = (tracemalloc.get_traced_memory()[0] - before) / len(kept)
    finally:
        tracemalloc.stop()
    assert size < 600


def test_long_words_for_a_ground_are_not_repeated() -> None:
    found = of(measured_by(RECEIVED, event("refused", "2024-06-05", ground="Mrs Example told us " * 10)))
    assert [group.name for group in found.refusals[0]] == ["a ground in the case's own words"]


def test_capitals_do_not_make_another_category() -> None:
    cases = [
        measured_by(RECEIVED, reference=str(n), matter={"category": name}) for n, name in enumerate(("ASB", "asb "))
    ]
    assert [(group.name, group.number) for group in of(*cases).categories] == [("ASB", 2)]


# Numbers


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_rounded_half_up_to_a_tenth(numerator: int, denominator: int) -> None:
    found = rounded(100, numerator, denominator)
    assert found is not None
    error = found * denominator - 100 * numerator
    assert -Decimal("0.05") * denominator < error <= Decimal("0.05") * denominator


def test_of_nothing_there_is_no_share_and_no_percentile() -> None:
    assert rounded(100, 0, 0) is None
    assert nearest_rank([], 50) is None


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_smallest_value_that_covers_its_share(values: list[int], per_cent: int) -> None:
    naive = min(value for value in values if 100 * sum(other <= value for other in values) >= per_cent * len(values))
    assert nearest_rank(values, per_cent) == naive


def test_a_group_of_four_residents_is_hidden_everywhere() -> None:
    vulnerable = {"vulnerable": True}
    cases = [
        measured_by(
            RECEIVED,
            ACKNOWLEDGED,
            answered("2024-06-18"),
            reference=f"{n:02}",
            resident=vulnerable if n < 4 else {"vulnerable": False},
        )
        for n in range(30)
    ]
    found = of(*cases)
    view = equality_view({"code-only": found.cohorts[0].cases}, ["code-only"])
    assert all(not cell.shown for cell in view.cells if cell.group is Circumstances.VULNERABLE_OR_ADJUSTED)
    assert all(not cell.shown for cell in view.cells if cell.group is Circumstances.OTHERS)
    table = figures_csv(found, references=True)
    assert [line for line in table.splitlines() if line.startswith("equality") and ",4," in line] == []


def test_nobody_is_put_among_the_others_where_nothing_is_recorded() -> None:
    assert measured_by(RECEIVED).record.circumstances is Circumstances.NOT_RECORDED
    asked = {"adjustments_requested": ["large print"]}
    assert measured_by(RECEIVED, resident=asked).record.circumstances is Circumstances.VULNERABLE_OR_ADJUSTED
    assert measured_by(RECEIVED, resident={"vulnerable": False}).record.circumstances is Circumstances.OTHERS


def test_a_reference_over_two_lines_is_one_cell_of_the_figures_of_several() -> None:
    found = of(measured_by(RECEIVED, ACKNOWLEDGED, answered("2024-06-18"), reference="A\n1"))
    rows = list(csv.reader(io.StringIO(all_figures_csv([found, found], references=True))))
    assert {len(row) for row in rows} == {8}
    assert {row[0] for row in rows} == {"scope", "code-only"}
    assert any(row[-1] == "A\n1" for row in rows)


def test_every_figure_of_a_share_has_the_cases_behind_it() -> None:
    for figure in figures(MEASURES):
        if figure.references and figure.numerator is not None:
            assert len(figure.references) == figure.numerator
