"""Stored cases: events appended and checked as a whole, what changed by them, and by the passing of time alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from case_building import any_case
from code_engine.case.load import parse_case
from code_engine.engine import Engine
from code_engine.errors import CaseError, LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.service.cases.standing import standing_of
from code_engine.service.cases.stored import StoredCases
from code_engine.service.cases.tick import is_due, tick
from code_engine.service.decision_log.erasing import erase, set_retention
from code_engine.service.opened import open_store
from code_engine.service.outbox.posting import place_of
from code_engine.service.outbox.webhooks import Webhooks
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import RepeatedKeyError
from code_engine.service.store.opening import open_database
from code_engine.service.store.sealing import unseal
from code_engine.service.store.subjects import subject_by_id
from code_engine.service.store.tables import CASE_EVENTS, CASES, OUTBOX
from recorded import engine
from stores import KINDS, START, SetClock, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}
ACKNOWLEDGED = {"type": "acknowledged", "stage": 1, "date": "2025-06-04", "responsibility_stated": True}
ANSWERED = {"type": "response_issued", "stage": 1, "date": "2025-06-16", "written": True}


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    for address in store_address(request.param, tmp_path):
        opened = open_database(address, at=START)
        yield opened
        opened.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def cases(database: Database, clock: SetClock) -> StoredCases:
    return StoredCases(database, clock.clock(), engine)


def appended(
    cases: StoredCases, *events: dict[str, Any], reference: str = "T-1", landlord: str = "code-only", **header: Any
) -> list[dict[str, Any]]:
    """Append events, and give the changes."""
    found = cases.append(landlord, reference, header=header, events=events, key="k")
    return [dict(change) for change in found.changes]


def of_rule(changes: Sequence[dict[str, Any]], rule: str) -> list[tuple[str, str | None]]:
    return [(each["change"], each.get("due_on")) for each in changes if each.get("rule") == rule]


# Appending


def test_a_case_is_read_back_as_it_was_appended(cases: StoredCases) -> None:
    appended(cases, RECEIVED, resident={"name": "Sam Example"}, answers={"5.8.a": {"value": True}})
    appended(cases, ACKNOWLEDGED, handler="A. Handler", answers={"5.8.b": {"value": False}})
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.version == 2
    assert stored.document == {
        "reference": "T-1",
        "landlord": "code-only",
        "resident": {"name": "Sam Example"},
        "handler": "A. Handler",
        "answers": {"5.8.a": {"value": True}, "5.8.b": {"value": False}},
        "events": [RECEIVED, ACKNOWLEDGED],
    }


@settings(max_examples=30, deadline=None)
@given(sent=any_case(), cut=st.integers(1, 12))
def test_a_case_in_parts_is_the_case_in_one_piece(
    tmp_path_factory: pytest.TempPathFactory, sent: dict[str, Any], cut: int
) -> None:
    database = open_database(str(tmp_path_factory.mktemp("store") / "s.sqlite"), at=START)
    cases = StoredCases(database, SetClock().clock(), engine)
    header = {name: value for name, value in sent.items() if name != "events"}
    for events in (sent["events"][:cut], sent["events"][cut:]):
        if events:
            cases.append("code-only", sent["reference"], header=header, events=events, key="k")
    stored = cases.get("code-only", sent["reference"])
    database.close()
    assert stored is not None
    assert parse_case(stored.document).digest == parse_case(sent).digest


def test_dates_may_come_as_dates(cases: StoredCases) -> None:
    appended(cases, {"type": "complaint_received", "date": date(2025, 6, 2)})
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.document["events"][0]["date"] == "2025-06-02"


def test_a_part_of_the_header_is_replaced_or_taken_away(cases: StoredCases) -> None:
    appended(cases, RECEIVED, handler="A. Handler", resident={"name": "Sam Example"})
    appended(cases, handler="B. Handler")
    appended(cases, resident=None)
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.document["handler"] == "B. Handler"
    assert "resident" not in stored.document


@pytest.mark.parametrize(
    ("events", "header", "place", "message"),
    [
        ([{"type": "acknowleged", "date": "2025-06-04"}], {}, "events[0].type", "acknowledged"),
        ([ACKNOWLEDGED, {"type": "closed", "date": "4 June"}], {}, "events[1].date", "date"),
        ([], {"handlr": "A"}, "handlr", "handler"),
        ([], {"landlord": "red_kite"}, "landlord", "code-only"),
        ([], {"events": []}, "events", "appended"),
        ([], {}, "events", "nothing"),
        ([{"type": "closed", "date": "2025-06-04", "corrects": "x", "recorded_on": "2025-06-04"}], {}, "corrects", "x"),
    ],
)
def test_what_makes_no_valid_case_is_refused_at_its_place_in_what_was_sent(
    cases: StoredCases, events: list[dict[str, Any]], header: dict[str, Any], place: str, message: str
) -> None:
    appended(cases, RECEIVED)
    with pytest.raises(CaseError) as caught:
        cases.append("code-only", "T-1", header=header, events=events, key="k")
    assert place in str(caught.value.problems[0].location)
    assert message in str(caught.value)
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.version == 1


@pytest.mark.parametrize("reference", ["T\0", "T\ud800", "T" * 501])
def test_a_reference_that_no_database_keeps_is_refused_and_never_found(cases: StoredCases, reference: str) -> None:
    assert cases.get("code-only", reference) is None
    assert cases.get(reference, "T-1") is None
    with pytest.raises(CaseError, match="cannot be stored"):
        appended(cases, RECEIVED, reference=reference)


def test_half_a_character_is_refused_and_any_whole_one_is_kept(cases: StoredCases) -> None:
    with pytest.raises(CaseError, match="half a character"):
        appended(cases, {**RECEIVED, "note": "\ud800"})
    appended(cases, {**RECEIVED, "note": "\0 \u200f 𐍈"})
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.document["events"][0]["note"] == "\0 \u200f 𐍈"


def test_a_case_has_only_so_many_events(cases: StoredCases) -> None:
    with pytest.raises(CaseError, match="more than 5,000 events"):
        appended(cases, *([RECEIVED] * 5_001))


def test_a_new_case_that_is_refused_leaves_nothing(cases: StoredCases, database: Database) -> None:
    with pytest.raises(CaseError):
        appended(cases, handler="A. Handler")
    with pytest.raises(LandlordError):
        appended(cases, RECEIVED, landlord="twenty12")
    with database.reading() as connection:
        assert connection.execute(select(CASES)).all() == []
        assert connection.execute(select(CASE_EVENTS)).all() == []


def test_nothing_of_a_case_is_readable_in_the_store(cases: StoredCases, database: Database) -> None:
    appended(cases, RECEIVED, resident={"name": "Sam Example"})
    with database.reading() as connection:
        rows = [*connection.execute(select(CASES)), *connection.execute(select(CASE_EVENTS))]
    assert b"Sam" not in b"".join(bytes(cell) for row in rows for cell in row if isinstance(cell, bytes | memoryview))


def test_each_landlord_has_its_own_case_of_a_reference(cases: StoredCases) -> None:
    appended(cases, RECEIVED, landlord="twenty11")
    assert cases.get("red_kite", "T-1") is None
    appended(cases, RECEIVED, ACKNOWLEDGED, landlord="red_kite")
    assert [case.landlord for case in cases.of(["red_kite"])] == ["red_kite"]
    found = [(case.landlord, len(case.document["events"])) for case in cases.of(["twenty11", "red_kite"])]
    assert found == [("red_kite", 2), ("twenty11", 1)]


def test_many_cases_are_listed_by_reference(cases: StoredCases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("code_engine.service.cases.stored._AT_ONCE", 2)
    for number in (3, 1, 5, 2, 4):
        appended(cases, RECEIVED, reference=f"T-{number}")
    assert [case.reference for case in cases.of(["code-only"])] == [f"T-{number}" for number in range(1, 6)]


def test_a_request_that_comes_again_is_not_taken_twice(cases: StoredCases) -> None:
    sent: dict[str, Any] = {"header": {}, "events": [RECEIVED], "key": "k", "idempotency": "request 1"}
    first = cases.append("code-only", "T-1", **sent)
    appended(cases, ACKNOWLEDGED)
    again = cases.append("code-only", "T-1", **sent)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.changes == first.changes != ()
    assert again.case == first.case
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.version == 2
    with pytest.raises(RepeatedKeyError):
        cases.append("code-only", "T-1", **{**sent, "events": [ACKNOWLEDGED]})
    with pytest.raises(RepeatedKeyError):
        cases.append("code-only", "T-2", **sent)
    assert not cases.append("code-only", "T-3", **{**sent, "key": "other"}).repeated


def test_events_of_many_threads_are_all_kept_in_order(cases: StoredCases) -> None:
    appended(cases, RECEIVED)
    failures: list[Exception] = []

    def appends(number: int) -> None:
        try:
            appended(cases, {"type": "contact", "date": "2025-06-02", "note": f"call {number}"})
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=appends, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert stored.version == 9
    notes = {event["note"] for event in stored.document["events"][1:]}
    assert notes == {f"call {number}" for number in range(8)}


# What changed


def test_a_new_case_tells_what_is_open(cases: StoredCases) -> None:
    changes = appended(cases, RECEIVED)
    assert of_rule(changes, "stage-1-acknowledged-in-time") == [("deadline_set", "2025-06-09")]
    assert not [change for change in changes if change["change"] == "finding_breached"]
    assert "letter_due" in {change["change"] for change in changes}


def test_a_deadline_that_is_met_is_told_once(cases: StoredCases, clock: SetClock) -> None:
    appended(cases, RECEIVED, ACKNOWLEDGED)
    clock.to("2025-06-16")
    changes = appended(cases, ANSWERED)
    (met,) = [each for each in changes if each.get("rule") == "stage-1-response-in-time" and each["layer"] == "code"]
    assert (met["change"], met["done_on"], met["provisions"]) == ("deadline_met", "2025-06-16", ["6.3"])
    assert appended(cases, handler="A. Handler") == []


def test_a_deadline_that_was_extended_is_moved(cases: StoredCases, clock: SetClock) -> None:
    clock.to("2025-06-04")
    appended(cases, RECEIVED, ACKNOWLEDGED)
    clock.to("2025-06-16")
    notice = {
        "type": "extension_notified",
        "stage": 1,
        "date": "2025-06-16",
        "new_due_on": "2025-06-27",
        "reasons": "a surveyor is needed",
        "ombudsman_contact_given": True,
    }
    (moved,) = [each for each in appended(cases, notice) if each["change"] == "deadline_moved"]
    assert (moved["rule"], moved["was_due_on"], moved["due_on"]) == (
        "stage-1-response-in-time",
        "2025-06-18",
        "2025-06-27",
    )


def test_a_breach_is_told_and_then_settled(cases: StoredCases, clock: SetClock) -> None:
    clock.to("2025-06-20")
    changes = appended(cases, RECEIVED, ACKNOWLEDGED)
    assert of_rule(changes, "stage-1-response-in-time") == [
        ("finding_breached", None),
        ("deadline_overdue", "2025-06-18"),
    ]
    late = {**ANSWERED, "date": "2025-06-20"}
    settled = [each for each in appended(cases, late) if each.get("rule") == "stage-1-response-in-time"]
    assert [(each["change"], each.get("outstanding")) for each in settled] == [
        ("finding_settled", False),
        ("deadline_met", False),
    ]


def test_a_case_that_cannot_be_evaluated_yet_is_stored_all_the_same(cases: StoredCases, clock: SetClock) -> None:
    assert appended(cases, {**RECEIVED, "date": "2025-06-10"}) == []
    assert appended(cases, {**RECEIVED, "date": "2023-06-10"}, reference="T-2") == []
    clock.to("2025-06-11")
    assert appended(cases, handler="A. Handler") != []


# The passing of time


def days_of(database: Database, cases: StoredCases, clock: SetClock, *days: str) -> dict[str, list[str]]:
    """Tick on each day; what was told of the answer at stage 1, by day."""
    told: dict[str, list[str]] = {}
    for day in days:
        clock.to(day)
        before = events_told(database)
        tick(database, engine(), clock.at.date(), lambda: clock.at)
        told[day] = [kind for kind in events_told(database)[len(before) :] if kind.startswith("deadline")]
    assert cases.get("code-only", "T-1") is not None
    return told


def events_told(database: Database) -> list[str]:
    """The kinds of all changes about the stage 1 response in the outbox, in order."""
    kinds = []
    with database.reading() as connection:
        for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.number)).all():
            subject = subject_by_id(connection, row.subject)
            assert subject is not None
            content = unseal(subject.key, row.content, place_of(row.subject, row.position))
            if content.get("rule") == "stage-1-response-in-time" and content["layer"] == "code":
                kinds.append(content["change"])
    return kinds


@pytest.fixture
def heard(database: Database, clock: SetClock) -> None:
    Webhooks(database, clock.clock()).add("code-only", "https://crm.example/changes")


@pytest.mark.usefixtures("heard")
def test_each_warning_of_a_deadline_is_told_once(database: Database, cases: StoredCases, clock: SetClock) -> None:
    clock.to("2025-06-04")
    appended(cases, RECEIVED, ACKNOWLEDGED)
    told = days_of(
        database, cases, clock, "2025-06-16", "2025-06-17", "2025-06-17", "2025-06-18", "2025-06-19", "2025-06-20"
    )
    assert told == {
        "2025-06-16": [],
        "2025-06-17": [],
        "2025-06-18": ["deadline_due_today"],
        "2025-06-19": ["deadline_overdue"],
        "2025-06-20": [],
    }
    assert events_told(database).count("deadline_due_tomorrow") == 1


@pytest.mark.usefixtures("heard")
def test_a_tick_that_was_left_out_tells_only_what_still_holds(
    database: Database, cases: StoredCases, clock: SetClock
) -> None:
    clock.to("2025-06-04")
    appended(cases, RECEIVED, ACKNOWLEDGED)
    assert days_of(database, cases, clock, "2025-06-23") == {"2025-06-23": ["deadline_overdue"]}


@pytest.mark.usefixtures("heard")
def test_on_a_friday_what_is_due_on_monday_is_due_tomorrow(
    database: Database, cases: StoredCases, clock: SetClock
) -> None:
    appended(cases, {**RECEIVED, "date": "2025-06-02"}, {**ACKNOWLEDGED, "date": "2025-06-09"})
    told = days_of(database, cases, clock, "2025-06-19", "2025-06-20", "2025-06-21", "2025-06-23")
    assert [day for day, kinds in told.items() if "deadline_due_tomorrow" in kinds] == ["2025-06-20"]
    assert told["2025-06-23"] == ["deadline_due_today"]


@pytest.mark.usefixtures("heard")
def test_what_an_event_told_a_tick_does_not_tell_again(database: Database, cases: StoredCases, clock: SetClock) -> None:
    appended(cases, RECEIVED, ACKNOWLEDGED)
    clock.to("2025-06-19")
    changes = appended(cases, handler="A. Handler")
    assert ("deadline_overdue", "2025-06-18") in of_rule(changes, "stage-1-response-in-time")
    assert tick(database, engine(), clock.at.date(), lambda: clock.at).changes == 0
    assert events_told(database).count("deadline_overdue") == 1


@pytest.mark.usefixtures("heard")
def test_ticks_of_several_threads_tell_each_change_once(
    database: Database, cases: StoredCases, clock: SetClock
) -> None:
    for number in range(12):
        appended(cases, RECEIVED, ACKNOWLEDGED, reference=f"T-{number}")
    clock.to("2025-06-19")
    results: list[int] = []

    def ticks() -> None:
        results.append(tick(database, engine(), clock.at.date(), lambda: clock.at).looked_at)

    threads = [threading.Thread(target=ticks) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 3
    assert sum(results) == 12
    assert events_told(database).count("deadline_overdue") == 12


def test_a_landlord_that_is_gone_keeps_nobody_else_waiting(
    database: Database, cases: StoredCases, clock: SetClock
) -> None:
    appended(cases, RECEIVED, landlord="red_kite")
    appended(cases, RECEIVED, landlord="twenty11")
    usual = engine()
    left = Landlords({name: usual.landlords.get(name) for name in usual.landlords.ids() if name != "red_kite"})
    ticked = tick(database, Engine(usual.catalogue, left), date(2025, 6, 9), lambda: clock.at)
    assert (ticked.looked_at, ticked.unanswered) == (2, 1)
    assert ticked.changes > 0
    assert tick(database, usual, date(2025, 6, 9), lambda: clock.at).looked_at == 1


def test_a_day_that_is_over_tells_nothing(database: Database, cases: StoredCases, clock: SetClock) -> None:
    clock.to("2025-06-20")
    appended(cases, RECEIVED, ACKNOWLEDGED)
    assert tick(database, engine(), date(2025, 6, 10), lambda: clock.at).looked_at == 0
    clock.to("2025-06-10")
    assert appended(cases, handler="A. Handler") == []


def test_the_tick_of_today_is_done_once(tmp_path: Path, clock: SetClock) -> None:
    store = open_store(str(tmp_path / "store.sqlite"), clock.clock(), engine)
    store.ready()
    appended(store.cases, RECEIVED)
    clock.to("2025-06-09")
    first = store.tick_if_due()
    assert first is not None
    assert (first.looked_at, first.day) == (1, date(2025, 6, 9))
    assert store.tick_if_due() is None
    clock.to("2025-06-10")
    assert store.tick_if_due() is not None
    store.close()


def test_things_of_one_name_are_told_apart(cases: StoredCases) -> None:
    offered = {"type": "remedy_offered", "date": "2025-06-02", "remedy": "r", "by_when": "2025-06-20"}
    appended(cases, RECEIVED, offered, {**offered, "by_when": "2025-06-25"})
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    evaluation = engine().evaluate(parse_case(stored.document), as_of=date(2025, 6, 3))
    standing = standing_of(evaluation)
    assert len(standing.deadlines) == len(evaluation.deadlines)
    assert len(standing.actions) == len(evaluation.actions)
    assert len(standing.letters) == len(evaluation.letters)


def test_a_tick_is_marked_and_erases_what_is_over(database: Database, cases: StoredCases, clock: SetClock) -> None:
    appended(cases, RECEIVED)
    set_retention(database, "code-only", 100)
    assert is_due(database, date(2025, 6, 2))
    clock.to("2025-12-01")
    ticked = tick(database, engine(), clock.at.date(), lambda: clock.at)
    assert ticked.erased == ("code-only:1",)
    assert not is_due(database, date(2025, 12, 1))
    assert is_due(database, date(2025, 12, 2))
    assert cases.get("code-only", "T-1") is None


def test_an_erased_case_is_gone_and_may_begin_again(database: Database, cases: StoredCases, clock: SetClock) -> None:
    appended(cases, RECEIVED, ACKNOWLEDGED)
    erase(database, "code-only", "T-1", asked_by="cli", at=clock.at)
    assert cases.get("code-only", "T-1") is None
    assert list(cases.of(["code-only"])) == []
    assert tick(database, engine(), date(2025, 6, 30), lambda: clock.at).looked_at == 0
    appended(cases, RECEIVED)
    stored = cases.get("code-only", "T-1")
    assert stored is not None
    assert (stored.version, len(stored.document["events"])) == (1, 1)
