"""Invented years are as uneven as docs/portfolio.md says, and no unlikelier."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

import naive_measures as naive
from code_engine.portfolio.synthetic import BY_MONTH, CATEGORIES, synthetic_case, synthetic_cases
from portfolio_building import YEAR, synthetic_year

NUMBER = 8_000
LATER = date(2027, 6, 30)


@cache
def cases() -> tuple[dict[str, Any], ...]:
    return tuple(synthetic_cases(NUMBER, synthetic_year(11)))


def days(case: dict[str, Any], kind: str, stage: int | None = None) -> list[date]:
    return naive.days_of(case, kind, stage)


def received(case: dict[str, Any]) -> date:
    return days(case, "complaint_received")[0]


def answering(stage: int) -> list[dict[str, Any]]:
    """The cases whose stage was begun."""
    return [case for case in cases() if days(case, "logged", stage)]


def share(part: int, whole: int) -> float:
    return 100 * part / whole


def test_the_thousandth_case_is_the_same_however_many_there_are() -> None:
    assert synthetic_case(1_000, synthetic_year(11)) == cases()[999]


def test_every_complaint_is_received_in_the_year_and_the_months_are_as_uneven_as_said() -> None:
    assert all(YEAR.has(received(case)) for case in cases())
    months = Counter(received(case).month for case in cases())
    expected = sum(BY_MONTH)
    for month, weight in enumerate(BY_MONTH, start=1):
        assert share(months[month], NUMBER) == pytest.approx(100 * weight / expected, abs=1.5)
    assert months[1] > months[7]


def test_few_complaints_come_on_weekends_and_bank_holidays() -> None:
    off = sum(not naive.works(received(case)) for case in cases())
    assert 3 < share(off, NUMBER) < 9


def test_nothing_but_receipt_and_the_wish_for_stage_2_falls_on_a_day_off() -> None:
    free = {"complaint_received", "escalation_requested"}
    worked = [event for case in cases() for event in case["events"] if event["type"] not in free]
    assert worked
    assert [event for event in worked if not naive.works(date.fromisoformat(event["date"]))] == []


@pytest.mark.parametrize(("kind", "expected", "within"), [("refused", 3, 0.7), ("withdrawn", 3, 0.7)])
def test_refusals_and_withdrawals_are_as_frequent_as_said(kind: str, expected: float, within: float) -> None:
    assert share(sum(bool(days(case, kind)) for case in cases()), NUMBER) == pytest.approx(expected, abs=within)


def test_one_answered_complaint_in_six_goes_to_stage_2() -> None:
    answered = [case for case in cases() if days(case, "response_issued", 1)]
    gone_on = [case for case in answered if days(case, "escalation_requested")]
    assert share(len(gone_on), len(answered)) == pytest.approx(16, abs=1.5)


@pytest.mark.parametrize(("stage", "within"), [(1, 1.5), (2, 4)])
def test_extensions_late_and_lost_answers_are_as_frequent_as_said(stage: int, within: float) -> None:
    begun = answering(stage)
    extended = [case for case in begun if days(case, "extension_notified", stage)]
    lost = [case for case in begun if not days(case, "response_issued", stage)]
    rest = [case for case in begun if case not in extended and days(case, "acknowledged", stage) and case not in lost]
    late = [case for case in rest if naive.response(case, stage, LATER).status == "breached"]
    assert share(len(extended), len(begun)) == pytest.approx(15, abs=within)
    assert share(len(lost), len(begun)) == pytest.approx(4, abs=within)
    assert share(len(late), len(begun)) == pytest.approx(14, abs=within)


def test_some_extensions_are_invalid_and_most_are_not() -> None:
    extended = [case for case in answering(1) if days(case, "extension_notified", 1)]
    notices = [e for case in extended for e in case["events"] if e["type"] == "extension_notified" and e["stage"] == 1]
    without_contact = sum(not notice["ombudsman_contact_given"] for notice in notices)
    without_reasons = sum("reasons" not in notice for notice in notices)
    assert share(without_contact, len(notices)) == pytest.approx(15, abs=4)
    assert share(without_reasons, len(notices)) == pytest.approx(10, abs=4)


@pytest.mark.parametrize(("kind", "expected"), [("acknowledged", 2), ("defined", 6)])
def test_steps_are_lost_as_often_as_said(kind: str, expected: float) -> None:
    begun = answering(1)
    assert share(sum(not days(case, kind, 1) for case in begun), len(begun)) == pytest.approx(expected, abs=1)


def test_about_one_acknowledgement_in_ten_is_late() -> None:
    begun = [case for case in answering(1) if days(case, "acknowledged", 1)]
    late = sum(naive.working_days(received(case), days(case, "acknowledged", 1)[0]) > 5 for case in begun)
    assert share(late, len(begun)) == pytest.approx(9, abs=2)


def test_kinds_of_complaint_are_as_frequent_as_said() -> None:
    found = Counter(case["matter"]["category"] for case in cases())
    for name, weight in CATEGORIES:
        assert share(found[name], NUMBER) == pytest.approx(weight, abs=2)


def test_about_one_resident_in_five_is_vulnerable_and_for_one_in_ten_nothing_is_recorded() -> None:
    known = [case["resident"]["vulnerable"] for case in cases() if "resident" in case]
    assert share(len(known), NUMBER) == pytest.approx(90, abs=1.5)
    assert share(sum(known), len(known)) == pytest.approx(22, abs=1.5)
