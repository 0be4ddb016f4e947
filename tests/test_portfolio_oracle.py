"""The measures of a year against a second count that shares nothing with the program but the files of the cases."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

import naive_measures as naive
from code_engine.portfolio.measures.satisfaction import Choice, Denominator
from code_engine.portfolio.measures.year_measures import Scope, YearMeasures, year_measures
from code_engine.portfolio.synthetic import synthetic_cases
from portfolio_building import AS_OF, LANDLORDS, YEAR, measured_year, synthetic_year

NUMBER = 600
SCOPES = {
    "red_kite": Scope("red_kite", "Red Kite", frozenset({"red_kite"}), 6_200),
    "twenty11": Scope("twenty11", "Twenty11", frozenset({"twenty11"}), 350),
    "both": Scope("both", "Both", frozenset(LANDLORDS), 6_550),
}


@cache
def measured(scope: str) -> YearMeasures:
    return year_measures(measured_year(NUMBER), SCOPES[scope], YEAR, AS_OF)


@cache
def written() -> tuple[dict[str, Any], ...]:
    return tuple(synthetic_cases(NUMBER, synthetic_year()))


def counted(scope: str, stage: int) -> Iterator[dict[str, Any]]:
    for case in written():
        day = naive.asked(case, stage, AS_OF)
        if case["landlord"] in SCOPES[scope].landlords and day is not None and YEAR.first <= day <= YEAR.last:
            yield case


def per_cent(part: int, whole: int, factor: int = 100) -> Decimal | None:
    return (factor * Decimal(part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


BOTH_STAGES = pytest.mark.parametrize("stage", [1, 2])
EVERY_SCOPE = pytest.mark.parametrize("scope", SCOPES)


@EVERY_SCOPE
@BOTH_STAGES
def test_ch01_is_complaints_made_for_a_thousand_homes(scope: str, stage: int) -> None:
    references = [case["reference"] for case in counted(scope, stage)]
    found = measured(scope).per_home[stage - 1]
    assert references
    assert list(found.references) == sorted(references)
    assert found.rate == per_cent(len(references), SCOPES[scope].homes or 0, 1000)


@EVERY_SCOPE
@BOTH_STAGES
@pytest.mark.parametrize("extensions", [True, False])
@pytest.mark.parametrize("denominator", ["made", "responded"])
def test_ch02_is_what_a_second_count_gives(scope: str, stage: int, extensions: bool, denominator: Denominator) -> None:
    part, whole = [], []
    for case in counted(scope, stage):
        answered = naive.response(case, stage, AS_OF)
        if answered.status == "not_applicable" or (denominator == "responded" and answered.days is None):
            continue
        whole.append(case["reference"])
        if answered.status == "met" and (extensions or not answered.extended):
            part.append(case["reference"])
    share = measured(scope).in_time[stage - 1].share(Choice(denominator, extensions))
    assert (sorted(share.counted), sorted((*share.counted, *share.rest))) == (sorted(part), sorted(whole))
    assert share.per_cent == per_cent(len(part), len(whole))


@EVERY_SCOPE
@BOTH_STAGES
def test_cases_without_an_answer_in_time_or_late_are_listed_by_the_reason(scope: str, stage: int) -> None:
    found = measured(scope).in_time[stage - 1]
    listed = {"pending": found.pending, "undetermined": found.unsettled, "not_applicable": found.withdrawn}
    for status, references in listed.items():
        expected = [
            case["reference"] for case in counted(scope, stage) if naive.response(case, stage, AS_OF).status == status
        ]
        assert sorted(references) == sorted(expected)


@EVERY_SCOPE
@BOTH_STAGES
def test_every_month_has_its_complaints_their_share_in_time_and_their_days(scope: str, stage: int) -> None:
    for month in measured(scope).months[stage - 1]:
        cases = [case for case in counted(scope, stage) if str(naive.asked(case, stage, AS_OF)).startswith(month.month)]
        answers = [naive.response(case, stage, AS_OF) for case in cases]
        days = [answer.days for answer in answers if answer.days is not None]
        decided = [answer.status for answer in answers if answer.status in ("met", "breached")]
        assert month.made == len(cases)
        assert (month.in_time.numerator, month.in_time.denominator) == (decided.count("met"), len(decided))
        assert (month.median, month.ninetieth) == (naive.nearest_rank(days, 50), naive.nearest_rank(days, 90))


@EVERY_SCOPE
@BOTH_STAGES
def test_steps_are_in_time_as_a_second_count_has_it(scope: str, stage: int) -> None:
    acknowledgement, response = measured(scope).steps[2 * stage - 2 : 2 * stage]
    told = [naive.acknowledged(case, stage, AS_OF) for case in counted(scope, stage)]
    answers = [naive.response(case, stage, AS_OF) for case in counted(scope, stage)]
    days = [answer.days for answer in answers if answer.days is not None]
    assert acknowledgement.in_time.numerator == told.count("met")
    assert acknowledgement.in_time.denominator == told.count("met") + told.count("breached")
    assert response.timed == len(days)
    assert (response.median, response.longest) == (naive.nearest_rank(days, 50), max(days))


@EVERY_SCOPE
def test_escalations_are_requests_of_those_answered_at_stage_1(scope: str) -> None:
    answered = [case for case in counted(scope, 1) if naive.days_of(case, "response_issued", 1, AS_OF)]
    gone_on = [case for case in answered if naive.days_of(case, "escalation_requested", None, AS_OF)]
    found = measured(scope).escalation
    assert sorted(found.counted) == sorted(case["reference"] for case in gone_on)
    assert found.denominator == len(answered)


@EVERY_SCOPE
@BOTH_STAGES
def test_extensions_told_without_the_ombudsmans_details_are_named(scope: str, stage: int) -> None:
    left_out = [
        case["reference"]
        for case in counted(scope, stage)
        for event in case["events"]
        if event["type"] == "extension_notified" and event["stage"] == stage and not event["ombudsman_contact_given"]
    ]
    assert sorted(measured(scope).extensions[stage - 1].contact_left_out) == sorted(left_out)
