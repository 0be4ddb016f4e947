"""`code-engine deadlines`: what is due when, as text, JSON and a calendar that other programs read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from case_building import a_case, event
from cli_running import EXAMPLES, LATE, assert_plain, done, process, refused
from code_engine import Engine
from code_engine.deadlines.calendar_file import calendar_of
from code_engine.deadlines.due import DueDuties, Window, due_duties

AS_OF = ("--as-of", "2025-07-15")
_ENGINE = Engine.from_plugins()


def listed(path: str | Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done("deadlines", str(path), *AS_OF, "--format", "json", *options))[
        "deadlines"
    ]
    return found


def entries(calendar: bytes | str) -> list[Component]:
    return list(Calendar.from_ical(calendar).walk("VEVENT"))


def duties_of(*events: dict[str, Any], as_of: str, **header: Any) -> DueDuties:
    case, day = a_case(*events, **header), date.fromisoformat(as_of)
    return due_duties([(case, _ENGINE.evaluate(case, as_of=day))], day, Window())


def test_only_what_is_still_open_is_listed() -> None:
    assert {duty["status"] for duty in listed(LATE)} == {"pending"}


def test_all_lists_what_is_done_as_well() -> None:
    assert {"met", "breached", "pending"} <= {duty["status"] for duty in listed(LATE, "--all")}


def test_an_overdue_duty_is_listed_until_it_is_done() -> None:
    received = event("complaint_received", "2025-06-02")
    (duty,) = (
        duty
        for duty in duties_of(received, as_of="2025-06-20").deadlines
        if duty.rule == "stage-1-acknowledged-in-time"
    )
    assert (duty.due_on, duty.outstanding) == (date(2025, 6, 9), True)


@pytest.mark.parametrize(("start", "end"), [("2025-07-16", "2025-07-21"), ("2025-07-21", "2025-07-21")])
def test_both_ends_of_a_window_belong_to_it(start: str, end: str) -> None:
    found = [duty["due_on"] for duty in listed(LATE, "--from", start, "--to", end)]
    wanted = [duty["due_on"] for duty in listed(LATE) if start <= duty["due_on"] <= end]
    assert found == wanted
    assert {start, end} <= set(found)


def test_the_text_is_plain_and_says_how_much_time_is_left() -> None:
    text = done("deadlines", LATE, *AS_OF)
    assert_plain(text)
    assert "Wed 16 July 2025" in text
    assert "1 working day left" in text
    assert "own promise" in text


def test_the_text_of_an_empty_window_says_so() -> None:
    assert "Nothing is due." in done("deadlines", LATE, *AS_OF, "--from", "2030-01-01")


def test_a_window_that_is_no_day_is_refused() -> None:
    assert "--from" in refused("deadlines", LATE, *AS_OF, "--from", "tomorrow")


def test_a_calendar_has_an_entry_for_each_open_duty_on_its_day() -> None:
    found = entries(done("deadlines", LATE, *AS_OF, "--format", "ics"))
    assert [entry.decoded("dtstart").isoformat() for entry in found] == [duty["due_on"] for duty in listed(LATE)]
    for entry in found:
        assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(days=1)
        assert entry.decoded("dtstamp") == datetime(2025, 7, 15, tzinfo=UTC)


def test_a_calendar_written_to_a_file_has_the_bytes_of_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    done("deadlines", LATE, *AS_OF, "--format", "ics", "--out", str(file))
    printed = process("deadlines", LATE, *AS_OF, "--format", "ics").stdout
    assert file.read_bytes() == printed
    assert printed.endswith(b"END:VCALENDAR\r\n")


def assert_rfc_5545(calendar: bytes) -> None:
    """Lines of at most 75 bytes that end in CR LF, whole characters, the properties that must be there once."""
    assert calendar.endswith(b"\r\n")
    lines = calendar.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75
        assert not {0x0A, 0x0D, 0x00} & set(line)
        assert line.decode()
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines.count(b"VERSION:2.0") == 1
    assert sum(line.startswith(b"PRODID:") for line in lines) == 1
    count = lines.count(b"BEGIN:VEVENT")
    for name in (b"UID:", b"DTSTAMP:", b"DTSTART;", b"SUMMARY:"):
        assert sum(line.startswith(name) for line in lines) == count


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_calendar_of_every_example_keeps_to_the_standard(path: Path) -> None:
    calendar = process("deadlines", str(path), "--as-of", "2025-12-31", "--all", "--format", "ics").stdout
    assert_rfc_5545(calendar)
    uids = [str(entry["uid"]) for entry in entries(calendar)]
    assert len(uids) == len(set(uids))


@given(reference=st.text(min_size=1, max_size=200), handler=st.text(max_size=50))
def test_no_reference_can_break_out_of_its_line(reference: str, handler: str) -> None:
    day = date(2025, 6, 3)
    case = a_case(event("complaint_received", "2025-06-02"), reference=reference, handler=handler)
    duties = due_duties([(case, _ENGINE.evaluate(case, as_of=day))], day, Window())
    calendar = calendar_of(duties, f"Deadlines of {reference}")
    assert_rfc_5545(calendar)
    assert len(entries(calendar)) == len(duties.deadlines)


def test_a_deadline_that_moves_keeps_its_uid() -> None:
    begun = [
        event("complaint_received", "2025-06-02"),
        event("acknowledged", "2025-06-02", stage=1),
        event("logged", "2025-06-02", stage=1),
    ]
    extended = event(
        "extension_notified",
        "2025-06-10",
        stage=1,
        new_due_on="2025-06-26",
        reasons="a survey",
        ombudsman_contact_given=True,
    )
    before, after = (
        {
            str(entry["uid"]): entry.decoded("dtstart")
            for entry in entries(calendar_of(duties_of(*events, as_of=day), "x"))
            if "Stage 1 response" in str(entry["summary"])
        }
        for events, day in ((begun, "2025-06-09"), ([*begun, extended], "2025-06-10"))
    )
    assert list(before) == list(after)
    assert (*before.values(), *after.values()) == (date(2025, 6, 16), date(2025, 6, 26))


def test_the_same_duty_of_two_landlords_has_two_uids() -> None:
    received = event("complaint_received", "2025-06-02")
    first, second = (
        {
            str(entry["uid"])
            for entry in entries(calendar_of(duties_of(received, as_of="2025-06-03", landlord=name), "x"))
        }
        for name in ("code-only", "twenty11")
    )
    assert first
    assert not first & second


def test_a_calendar_names_no_resident() -> None:
    events = [event("complaint_received", "2025-06-02")]
    case = {"reference": "T-1", "landlord": "code-only", "resident": {"name": "Sam Example"}, "events": events}
    text = done("deadlines", "-", "--as-of", "2025-06-03", "--format", "ics", given=json.dumps(case))
    assert "BEGIN:VEVENT" in text
    assert "Sam" not in text
