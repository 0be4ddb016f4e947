"""What is due, two landlords side by side, and what another policy would have done."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from code_engine.case.model import Case
from code_engine.errors import DocumentError, LandlordError, RulesetError
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.profile import Profile
from code_engine.portfolio.case_record import case_record
from code_engine.portfolio.comparing import compare
from code_engine.portfolio.due import DueItem, due_items
from code_engine.portfolio.evaluating import EvaluatedCase, Question
from code_engine.portfolio.impact import Impact, alternative, impact
from code_engine.portfolio.measures.figures import figures
from code_engine.portfolio.measures.year_measures import year_measures
from code_engine.portfolio.scopes import group_scope, landlord_scope, scopes_of
from code_engine.portfolio.sources.reading import open_cases
from code_engine.portfolio.synthetic import synthetic_cases
from code_engine.presentation.portfolio.lists_text import left_in_words
from portfolio_building import AS_OF, YEAR, engine, measured_year, synthetic_year, write_lines

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}


def evaluated(as_of: date, *events: dict[str, Any], **header: Any) -> EvaluatedCase:
    data = {"reference": "A", "landlord": "code-only", "events": [RECEIVED, *events], **header}
    case = Case.model_validate(data)
    return EvaluatedCase(case, case_record(case, as_of, case.landlord), engine().evaluate(case, as_of=as_of))


def due_of(as_of: date, *events: dict[str, Any], within: int = 5) -> list[tuple[str, int]]:
    items = due_items([evaluated(as_of, *events)], within)
    return [(item.provision, item.working_days_left) for item in items]


# Due


def test_a_duty_is_listed_from_the_day_it_comes_near_until_it_is_done() -> None:
    assert ("6.2", 5) in due_of(date(2025, 6, 2))
    assert ("6.2", 0) in due_of(date(2025, 6, 9))
    assert ("6.2", 0) in due_of(date(2025, 6, 9), within=0)
    assert "6.2" not in [provision for provision, _ in due_of(date(2025, 6, 6), within=0)]
    assert ("6.2", -1) in due_of(date(2025, 6, 10))
    done = [{"type": kind, "stage": 1, "date": "2025-06-10"} for kind in ("acknowledged", "defined", "logged")]
    assert "6.2" not in [provision for provision, _ in due_of(date(2025, 6, 11), *done)]


def test_nothing_is_due_on_a_withdrawn_complaint() -> None:
    assert due_of(date(2025, 6, 9), {"type": "withdrawn", "date": "2025-06-03"}) == []


def test_what_is_listed_is_what_the_deadlines_of_every_case_say() -> None:
    as_of = date(2025, 6, 10)
    cases = [
        evaluated(as_of, reference=f"{place}", handler=name)
        for place, name in enumerate(("B. Handler", None, "A. Handler", "B. Handler"))
    ]
    naive = sorted(
        (case.case.reference, deadline.provision, deadline.title)
        for case in cases
        for deadline in case.evaluation.deadlines
        if deadline.done_on is None
        and (
            (deadline.status.value == "pending" and (deadline.working_days_left or 0) <= 3)
            or (deadline.status.value == "breached" and deadline.outstanding)
        )
    )
    items = due_items(cases, 3)
    assert sorted((item.reference, item.provision, item.title) for item in items) == naive
    assert [item.handler for item in items] == sorted([item.handler for item in items], key=lambda name: name or "~")


def test_the_most_urgent_of_a_handler_comes_first() -> None:
    items = due_items([evaluated(date(2025, 6, 25))], 10)
    days = [item.due_on for item in items]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("left", "words"),
    [(-2, "overdue by 2 working days"), (-1, "overdue by 1 working day"), (0, "due today"), (3, "3 working days left")],
)
def test_what_is_left_is_said_in_words(left: int, words: str) -> None:
    assert left_in_words(left) == words
    item = DueItem("a", None, "A", "6.2", "t", None, "code", date(2025, 6, 9), left)
    assert item.overdue == (left < 0)


# Scopes and comparing


def test_each_landlord_stands_by_itself_and_the_group_with_all_of_them() -> None:
    scopes = scopes_of(engine().landlords, ["twenty11", "red_kite", "twenty11"], "2024-25", {})
    assert [scope.id for scope in scopes] == ["red_kite", "twenty11", "red_kite+"]
    assert scopes[2].landlords == {"red_kite", "twenty11"}
    assert scopes_of(engine().landlords, ["twenty11"], "2024-25", {})[0].landlords == {"twenty11"}


def test_the_homes_of_a_group_are_known_where_each_landlords_are() -> None:
    one, both = {"red_kite": 6_000}, {"red_kite": 6_000, "twenty11": 300}
    assert landlord_scope(engine().landlords, "red_kite", "2024-25", one).homes == 6_000
    assert group_scope(engine().landlords, "red_kite", "2024-25", one).homes is None
    assert group_scope(engine().landlords, "red_kite", "2024-25", both).homes == 6_300


def test_the_homes_of_landlord_yaml_are_those_of_their_year_and_never_the_groups() -> None:
    group = Profile(id="group", name="Group", homes={"2024-25": 6_000})
    own = Profile(id="own", name="Own", parent="group").below(group)
    landlords = Landlords({"group": Landlord(group), "own": Landlord(own, Landlord(group))})
    assert landlord_scope(landlords, "group", "2024-25", {}).homes == 6_000
    assert landlord_scope(landlords, "group", "2023-24", {}).homes is None
    assert landlord_scope(landlords, "group", "2024-25", {"group": 5}).homes == 5
    assert landlord_scope(landlords, "own", "2024-25", {}).homes is None


def test_two_sides_have_every_figure_of_either_once() -> None:
    first, second = (
        year_measures(measured_year(), landlord_scope(engine().landlords, name, "2024-25", {}), YEAR, AS_OF)
        for name in ("red_kite", "twenty11")
    )
    rows = compare(first, second)
    keys = [(row.section, row.figure, row.group) for row in rows]
    assert len(keys) == len(set(keys))
    wanted = {
        (each.section, each.figure, each.group.replace("chosen", ""))
        for side in (first, second)
        for each in figures(side)
    }
    assert set(keys) == wanted
    for row in rows:
        if row.first and row.second and isinstance(row.first.value, int) and isinstance(row.second.value, int):
            assert row.difference == Decimal(row.second.value - row.first.value)


# Impact

DRAFT = """
policy: {title: A stricter draft, source: invented}
settings:
  stage_1.respond: {value: 5, unit: working_days}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "cases.ndjson", synthetic_cases(40, synthetic_year()))


def tried(source: Path, policy: Path | None = None, ruleset: str | None = None, landlord: str = "twenty11") -> Impact:
    other = alternative(engine(), landlord, policy, ruleset)
    return impact(engine(), open_cases(source).cases(), Question(AS_OF), other)


def test_a_stricter_draft_changes_promises_and_never_the_code(cases: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    found = tried(cases, draft)
    own = [data for data in synthetic_cases(40, synthetic_year()) if data["landlord"] == "twenty11"]
    assert found.compared == len(own)
    assert {each.layer for each in found.changes} == {"policy"}
    assert set(found.affected) == {reference for each in found.changes for reference in each.references}


def test_a_policy_as_it_is_changes_nothing(cases: Path) -> None:
    landlord = engine().landlords.get("red_kite")
    policy = landlord.policy_on(date(2024, 6, 3))
    assert landlord.folder is not None
    assert policy is not None
    found = tried(cases, landlord.folder / "policies" / f"{policy.version}.yaml", landlord="red_kite")
    assert found.compared
    assert found.changes == ()


def test_the_version_in_force_changes_nothing_when_it_is_forced(cases: Path) -> None:
    found = tried(cases, ruleset="housing-ombudsman-code@2024-04-01")
    assert found.compared
    assert found.affected == ()


def test_an_impact_of_nothing_or_of_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LandlordError, match="nothing is changed"):
        alternative(engine(), "twenty11", None, None)
    with pytest.raises(LandlordError, match="it is not said whose policy this is"):
        alternative(engine(), None, tmp_path / "draft.yaml", None)
    with pytest.raises(DocumentError, match="there is no such file"):
        alternative(engine(), "twenty11", tmp_path / "draft.yaml", None)
    with pytest.raises(RulesetError):
        alternative(engine(), "twenty11", None, "housing-ombudsman-code@1999-01-01")


# Invented years


def test_the_same_seed_gives_the_same_cases_however_many_are_made() -> None:
    many, few = list(synthetic_cases(30, synthetic_year(7))), list(synthetic_cases(3, synthetic_year(7)))
    assert many[:3] == few
    assert list(synthetic_cases(3, synthetic_year(8))) != few


def test_an_invented_year_has_seasons_lost_steps_and_complaints_inside_it() -> None:
    cases = list(synthetic_cases(2_000, synthetic_year()))
    received = [date.fromisoformat(case["events"][0]["date"]) for case in cases]
    assert YEAR.first <= min(received) <= YEAR.first + timedelta(days=10)
    assert max(received) <= YEAR.last
    winter, summer = (sum(day.month in months for day in received) for months in ((12, 1, 2), (6, 7, 8)))
    assert winter > 1.3 * summer
    kinds = [{event["type"] for event in case["events"]} for case in cases]
    for kind in ("extension_notified", "refused", "withdrawn", "escalation_requested", "learning_considered"):
        assert 0 < sum(kind in each for each in kinds) < len(cases)
    assert any("acknowledged" not in each and "response_issued" in each for each in kinds)
