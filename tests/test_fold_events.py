"""Which events are seen on a day: as_of, late entries, corrections, order, and the stage of each."""

from __future__ import annotations

from datetime import date

from case_building import a_case, day, event, facts_of, items
from code_engine.case.fold import fold
from code_engine.case.values import NEVER, Items

RECEIVED = event("complaint_received", "2025-06-02")
ACKNOWLEDGED = event("acknowledged", "2025-06-04", stage=1)


def test_nothing_after_the_day_is_seen() -> None:
    facts = facts_of(RECEIVED, ACKNOWLEDGED, as_of="2025-06-03")
    assert facts["stage_1.acknowledged_on"] == NEVER
    assert facts["stage_1.acknowledged"] is False
    assert facts["acknowledgements"] == Items(())


def test_what_happens_on_the_day_itself_is_seen() -> None:
    facts = facts_of(RECEIVED, ACKNOWLEDGED, as_of="2025-06-04")
    assert facts["stage_1.acknowledged_on"] == day("2025-06-04")
    assert facts["as_of"] == day("2025-06-04")


def test_a_moment_just_after_midnight_in_london_belongs_to_the_next_day() -> None:
    late = event("acknowledged", "2025-06-04T23:30:00Z", stage=1)
    assert facts_of(RECEIVED, late, as_of="2025-06-04")["stage_1.acknowledged"] is False
    assert facts_of(RECEIVED, late)["stage_1.acknowledged_on"] == day("2025-06-05")


def test_the_events_seen_and_those_to_come_are_counted() -> None:
    folded = fold(a_case(ACKNOWLEDGED, RECEIVED), date(2025, 6, 3))
    assert [found.type for found in folded.events_seen] == ["complaint_received"]
    assert folded.events_after == 1


def test_an_event_is_not_seen_before_it_was_put_on_record() -> None:
    entered_late = ACKNOWLEDGED | {"recorded_on": "2025-06-20"}
    assert facts_of(RECEIVED, entered_late, as_of="2025-06-19")["stage_1.acknowledged"] is False
    assert facts_of(RECEIVED, entered_late, as_of="2025-06-20")["stage_1.acknowledged_on"] == day("2025-06-04")


def test_a_correction_replaces_the_event_from_the_day_it_was_recorded() -> None:
    first = ACKNOWLEDGED | {"id": "ack"}
    corrected = event("acknowledged", "2025-06-12", stage=1, corrects="ack", recorded_on="2025-06-20")
    before = facts_of(RECEIVED, first, corrected, as_of="2025-06-19")
    after = facts_of(RECEIVED, first, corrected, as_of="2025-06-20")
    assert before["stage_1.acknowledged_on"] == day("2025-06-04")
    assert after["stage_1.acknowledged_on"] == day("2025-06-12")
    assert len(items(after["acknowledgements"])) == 1


def test_a_corrected_event_is_neither_seen_nor_to_come() -> None:
    first = ACKNOWLEDGED | {"id": "ack"}
    corrected = event("acknowledged", "2025-07-30", stage=1, corrects="ack", recorded_on="2025-06-20")
    folded = fold(a_case(RECEIVED, first, corrected), date(2025, 7, 1))
    assert len(folded.events_seen) == 1
    assert folded.events_after == 1
    assert folded.facts["stage_1.acknowledged_on"] == NEVER


def test_a_correction_of_a_correction_leaves_only_the_last() -> None:
    facts = facts_of(
        RECEIVED,
        ACKNOWLEDGED | {"id": "a"},
        event("acknowledged", "2025-06-12", stage=1, id="b", corrects="a", recorded_on="2025-06-20"),
        event("acknowledged", "2025-06-10", stage=1, corrects="b", recorded_on="2025-06-25"),
    )
    assert [item["on"] for item in items(facts["acknowledgements"])] == [day("2025-06-10")]


def test_events_out_of_order_in_the_file_are_read_in_order() -> None:
    later = event("extension_notified", "2025-06-20", stage=1, reasons="second")
    earlier = event("extension_notified", "2025-06-16", stage=1, reasons="first")
    facts = facts_of(later, earlier, RECEIVED)
    assert [item["reasons"] for item in items(facts["stage_1.extensions"])] == ["first", "second"]


def test_events_of_one_day_keep_the_order_of_the_file() -> None:
    one = event("issue_raised", "2025-06-16", text="one")
    two = event("issue_raised", "2025-06-16", text="two")
    assert [item["text"] for item in items(facts_of(one, two)["issues"])] == ["one", "two"]
    assert [item["text"] for item in items(facts_of(two, one)["issues"])] == ["two", "one"]


def test_an_event_that_names_no_stage_belongs_to_the_stage_it_happened_in() -> None:
    facts = facts_of(
        event("assigned", "2025-07-11", person="B. Manager"),
        event("escalation_requested", "2025-07-10"),
        event("assigned", "2025-06-03", person="A. Handler"),
    )
    assert facts["stage_1.assigned_on"] == day("2025-06-03")
    assert facts["stage_2.assigned_on"] == day("2025-07-11")
    assert [item["stage"] for item in items(facts["assignments"])] == [1, 2]


def test_a_stage_that_is_named_is_kept() -> None:
    facts = facts_of(event("escalation_requested", "2025-07-10"), event("assigned", "2025-07-11", stage=1))
    assert facts["stage_1.assigned_on"] == day("2025-07-11")


def test_a_request_still_to_come_does_not_move_events_to_stage_2() -> None:
    events = (event("escalation_requested", "2025-07-10"), event("answer_known", "2025-07-09"))
    assert facts_of(*events)["stage_1.answer_known_on"] == day("2025-07-09")
