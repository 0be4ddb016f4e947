"""The day before, the day itself and the day after, for every deadline and over every kind of holiday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from case_building import a_case, event
from code_engine.case.model import Case
from code_engine.errors import CaseError, NoRulesetInForceError
from code_engine.evaluation.evaluation import Evaluation, Finding, Label, Status
from event_sequences import CODE, shared_engine

ACKNOWLEDGED, RESPONSE = "stage-1-acknowledged-in-time", "stage-1-response-in-time"
ACKNOWLEDGED_2, RESPONSE_2 = "stage-2-acknowledged-in-time", "stage-2-response-in-time"


class Stretch(NamedTuple):
    """A day, and the fifth, tenth and twentieth working day after it."""

    start: str
    fifth: str
    tenth: str
    twentieth: str


# Worked out by hand on England's calendar.
STRETCHES = {
    "a weekend": Stretch("2025-06-06", "2025-06-13", "2025-06-20", "2025-07-04"),
    "Easter": Stretch("2025-04-16", "2025-04-25", "2025-05-02", "2025-05-19"),
    "the early May bank holiday": Stretch("2025-04-30", "2025-05-08", "2025-05-15", "2025-05-30"),
    "the August bank holiday": Stretch("2025-08-20", "2025-08-28", "2025-09-04", "2025-09-18"),
    "Christmas": Stretch("2025-12-22", "2025-12-31", "2026-01-08", "2026-01-22"),
    "the year end": Stretch("2025-12-30", "2026-01-07", "2026-01-14", "2026-01-28"),
    "the substitute days of 2027": Stretch("2027-12-22", "2027-12-31", "2028-01-10", "2028-01-24"),
    "the funeral of 19 September 2022": Stretch("2022-09-14", "2022-09-22", "2022-09-29", "2022-10-13"),
    "the jubilee of June 2022": Stretch("2022-05-31", "2022-06-09", "2022-06-16", "2022-06-30"),
    "the coronation of 8 May 2023": Stretch("2023-05-02", "2023-05-10", "2023-05-17", "2023-06-01"),
    "the last working day before the Code": Stretch("2024-03-28", "2024-04-08", "2024-04-15", "2024-04-29"),
    "the eve of the Code": Stretch("2024-03-31", "2024-04-08", "2024-04-15", "2024-04-29"),
    "the first day of the Code": Stretch("2024-04-01", "2024-04-08", "2024-04-15", "2024-04-29"),
}
over_every_holiday = pytest.mark.parametrize("stretch", STRETCHES.values(), ids=STRETCHES.keys())


def later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def evaluated(case: Case, as_of: str, **options: Any) -> Evaluation:
    return shared_engine().evaluate(case, as_of=date.fromisoformat(as_of), **{"ruleset": CODE, **options})


def finding(rule: str, *events: dict[str, Any], as_of: str, **options: Any) -> Finding:
    return evaluated(a_case(*events), as_of, **options).finding(rule)


def status(rule: str, *events: dict[str, Any], as_of: str) -> str:
    return finding(rule, *events, as_of=as_of).status.value


def all_three(stage: int, day: str) -> list[dict[str, Any]]:
    """Acknowledged, defined and logged on one day."""
    return [event(step, day, stage=stage) for step in ("acknowledged", "defined", "logged")]


def around(rule: str, before: list[dict[str, Any]], step: str, stage: int, due: str) -> list[str]:
    """The status where a step is done the day before it is due, that day and the day after."""
    days = [later(due, -1), due, later(due, 1)]
    others = [each for each in ("acknowledged", "defined", "logged") if each != step]
    done = [
        event(other, later(due, -1), stage=stage) for other in others if step in ("acknowledged", "defined", "logged")
    ]
    return [status(rule, *before, *done, event(step, day, stage=stage), as_of=later(due, 30)) for day in days]


def undone(rule: str, before: list[dict[str, Any]], due: str) -> list[tuple[str, bool]]:
    """Status and outstanding where nothing is done, on the day before it is due, that day and the day after."""
    found = [finding(rule, *before, as_of=later(due, days)) for days in (-1, 0, 1)]
    assert {each.due_on for each in found} == {date.fromisoformat(due)}
    return [(each.status.value, each.outstanding) for each in found]


LATE_THE_DAY_AFTER = ["met", "met", "breached"]
OVERDUE_THE_DAY_AFTER = [("pending", False), ("pending", False), ("breached", True)]


@over_every_holiday
@pytest.mark.parametrize("step", ["acknowledged", "defined", "logged"])
def test_stage_1_is_acknowledged_defined_and_logged_by_the_end_of_the_fifth_working_day(
    stretch: Stretch, step: str
) -> None:
    received = [event("complaint_received", stretch.start)]
    assert around(ACKNOWLEDGED, received, step, 1, stretch.fifth) == LATE_THE_DAY_AFTER
    assert undone(ACKNOWLEDGED, received, stretch.fifth) == OVERDUE_THE_DAY_AFTER


@over_every_holiday
def test_the_stage_1_response_is_due_by_the_end_of_the_tenth_working_day_after_the_acknowledgement(
    stretch: Stretch,
) -> None:
    before = [event("complaint_received", stretch.start), *all_three(1, stretch.start)]
    assert around(RESPONSE, before, "response_issued", 1, stretch.tenth) == LATE_THE_DAY_AFTER
    assert undone(RESPONSE, before, stretch.tenth) == OVERDUE_THE_DAY_AFTER


@over_every_holiday
def test_stage_2_is_acknowledged_defined_and_logged_by_the_end_of_the_fifth_working_day(stretch: Stretch) -> None:
    before = [event("complaint_received", later(stretch.start, -60)), event("escalation_requested", stretch.start)]
    assert around(ACKNOWLEDGED_2, before, "logged", 2, stretch.fifth) == LATE_THE_DAY_AFTER
    assert undone(ACKNOWLEDGED_2, before, stretch.fifth) == OVERDUE_THE_DAY_AFTER


@over_every_holiday
def test_the_final_response_is_due_by_the_end_of_the_twentieth_working_day_after_the_acknowledgement(
    stretch: Stretch,
) -> None:
    before = [
        event("complaint_received", later(stretch.start, -60)),
        event("escalation_requested", stretch.start),
        *all_three(2, stretch.start),
    ]
    assert around(RESPONSE_2, before, "response_issued", 2, stretch.twentieth) == LATE_THE_DAY_AFTER
    assert undone(RESPONSE_2, before, stretch.twentieth) == OVERDUE_THE_DAY_AFTER


def extension(day: str, new_due: str, *, stage: int = 1, **details: Any) -> dict[str, Any]:
    """A notice of extension that says all it has to."""
    said = {
        "new_due_on": new_due,
        "reasons": "The surveyor comes on Monday.",
        "ombudsman_contact_given": True,
        "good_reason_over_cap": "",
    }
    return event("extension_notified", day, stage=stage, **said | details)


@over_every_holiday
def test_an_extension_counts_if_it_is_notified_by_the_end_of_the_due_date(stretch: Stretch) -> None:
    before = [event("complaint_received", stretch.start), *all_three(1, stretch.start)]
    answered = event("response_issued", later(stretch.tenth, 3), stage=1)
    found = [
        finding(
            RESPONSE,
            *before,
            extension(later(stretch.tenth, days), later(stretch.tenth, 3)),
            answered,
            as_of=later(stretch.tenth, 30),
        )
        for days in (-1, 0, 1)
    ]
    assert [each.status.value for each in found] == LATE_THE_DAY_AFTER
    assert [Label.MET_WITH_EXTENSION in each.labels for each in found] == [True, True, False]


@over_every_holiday
def test_the_cap_of_stage_1_is_ten_working_days_from_the_original_due_date(stretch: Stretch) -> None:
    before = [event("complaint_received", stretch.start), *all_three(1, stretch.start)]

    def with_new_due(new_due: str, **details: Any) -> str:
        told = extension(stretch.start, new_due, **details)
        return status(
            RESPONSE, *before, told, event("response_issued", new_due, stage=1), as_of=later(stretch.twentieth, 9)
        )

    # The tenth working day after the tenth is the twentieth.
    assert [with_new_due(later(stretch.twentieth, days)) for days in (-1, 0, 1)] == LATE_THE_DAY_AFTER
    assert with_new_due(later(stretch.twentieth, 1), good_reason_over_cap="The report comes from outside.") == "met"
    assert with_new_due(later(stretch.twentieth, 1), good_reason_over_cap="") == "breached"


def test_the_cap_of_stage_2_is_twenty_working_days_from_the_original_due_date() -> None:
    before = [
        event("complaint_received", "2025-04-01"),
        event("escalation_requested", "2025-06-06"),
        *all_three(2, "2025-06-06"),
    ]
    # Due on 4 July 2025; twenty working days on is 1 August.
    found = [
        status(
            RESPONSE_2,
            *before,
            extension("2025-07-04", new_due, stage=2),
            event("response_issued", new_due, stage=2),
            as_of="2025-09-01",
        )
        for new_due in ("2025-07-31", "2025-08-01", "2025-08-02")
    ]
    assert found == LATE_THE_DAY_AFTER


RECEIVED_IN_JUNE = [event("complaint_received", "2025-06-06"), *all_three(1, "2025-06-06")]
"""Answer due on 20 June 2025; the cap ends on 4 July."""


def test_extensions_follow_each_other_up_to_the_cap() -> None:
    told = [
        extension("2025-06-20", "2025-06-25"),
        extension("2025-06-25", "2025-06-30"),
        extension("2025-06-30", "2025-07-04"),
    ]
    found = finding(
        RESPONSE, *RECEIVED_IN_JUNE, *told, event("response_issued", "2025-07-04", stage=1), as_of="2025-08-01"
    )
    assert (found.status, found.due_on) == (Status.MET, date(2025, 7, 4))
    # Counted inclusively, the first notice came a day too late.
    assert found.labels == (Label.MET_WITH_EXTENSION, Label.WITHIN_ONE_DAY)


def test_a_second_extension_is_in_time_by_the_due_date_the_first_one_set() -> None:
    told = [extension("2025-06-20", "2025-06-25"), extension("2025-06-26", "2025-07-04")]
    found = finding(RESPONSE, *RECEIVED_IN_JUNE, *told, as_of="2025-07-01")
    assert (found.status, found.due_on, found.outstanding) == (Status.BREACHED, date(2025, 6, 25), True)


def test_extensions_together_do_not_pass_the_cap_without_a_good_reason() -> None:
    first = extension("2025-06-20", "2025-07-04")
    over = extension("2025-07-04", "2025-07-07")
    answered = event("response_issued", "2025-07-07", stage=1)
    without = finding(RESPONSE, *RECEIVED_IN_JUNE, first, over, answered, as_of="2025-08-01")
    assert (without.status, without.due_on, without.working_days_late) == (Status.BREACHED, date(2025, 7, 4), 1)
    over["good_reason_over_cap"] = "The report comes from outside."
    with_reason = finding(RESPONSE, *RECEIVED_IN_JUNE, first, over, answered, as_of="2025-08-01")
    assert (with_reason.status, with_reason.due_on) == (Status.MET, date(2025, 7, 7))


@pytest.mark.parametrize("lacking", [{"reasons": ""}, {"ombudsman_contact_given": False}, {"new_due_on": ""}])
def test_an_extension_that_lacks_what_it_must_say_moves_nothing(lacking: dict[str, Any]) -> None:
    told = extension("2025-06-20", "2025-06-25", **lacking)
    found = finding(RESPONSE, *RECEIVED_IN_JUNE, told, as_of="2025-06-24")
    assert (found.status, found.due_on) == (Status.BREACHED, date(2025, 6, 20))


@pytest.mark.parametrize("unknown", ["reasons", "ombudsman_contact_given"])
def test_an_extension_of_which_a_detail_is_unknown_leaves_open_what_it_would_decide(unknown: str) -> None:
    told = extension("2025-06-20", "2025-06-25") | {unknown: None}
    open_between = finding(RESPONSE, *RECEIVED_IN_JUNE, told, as_of="2025-06-24")
    assert open_between.status is Status.UNDETERMINED
    assert open_between.missing == (f"stage_1.extensions[1].{unknown}",)
    answered = event("response_issued", "2025-06-20", stage=1)
    assert status(RESPONSE, *RECEIVED_IN_JUNE, told, answered, as_of="2025-06-24") == "met"
    assert status(RESPONSE, *RECEIVED_IN_JUNE, told, as_of="2025-06-26") == "breached"


def test_an_extension_over_the_cap_of_which_no_reason_is_known_leaves_open_whether_there_was_a_good_one() -> None:
    told = extension("2025-06-20", "2025-07-07", good_reason_over_cap=None)
    found = finding(RESPONSE, *RECEIVED_IN_JUNE, told, as_of="2025-07-01")
    assert found.status is Status.UNDETERMINED
    assert found.missing == ("stage_1.extensions[1].good_reason_over_cap",)


def test_an_extension_to_an_earlier_day_does_not_bring_the_due_date_forward() -> None:
    told = extension("2025-06-16", "2025-06-18")
    assert finding(RESPONSE, *RECEIVED_IN_JUNE, told, as_of="2025-06-19").due_on == date(2025, 6, 20)


@pytest.mark.parametrize(
    ("known", "received", "expected"),
    [
        ("2024-06-02", "2025-06-01", "breached"),
        ("2024-06-02", "2025-06-02", "breached"),
        ("2024-06-02", "2025-06-03", "met"),
        ("2024-02-29", "2025-02-28", "breached"),
        ("2024-02-29", "2025-03-01", "met"),
        ("2023-12-31", "2024-12-31", "breached"),
        ("2023-12-31", "2025-01-01", "met"),
    ],
)
def test_a_complaint_is_late_from_the_day_after_the_anniversary_of_what_it_is_about(
    known: str, received: str, expected: str
) -> None:
    refused = event("refused", received, ground="out_of_time", discretion_considered=True)
    case = a_case(
        event("complaint_received", received), refused, matter={"occurred_on": known, "became_aware_on": known}
    )
    assert evaluated(case, later(received, 9)).finding("refusal-within-time-limit-discretion").status.value == expected


@pytest.mark.parametrize(
    ("received", "acknowledged", "scoped", "strict", "by_scoping"),
    [
        ("2025-06-02", "2025-06-04", "2025-06-09", "2025-06-18", "2025-06-23"),
        ("2025-04-14", "2025-04-16", "2025-04-23", "2025-05-02", "2025-05-08"),
    ],
)
def test_a_response_between_the_dates_of_two_readings_is_contested(
    received: str, acknowledged: str, scoped: str, strict: str, by_scoping: str
) -> None:
    before = [
        event("complaint_received", received),
        event("acknowledged", acknowledged, stage=1),
        event("defined", scoped, stage=1),
        event("logged", received, stage=1),
    ]
    found = {
        day: finding(RESPONSE, *before, event("response_issued", day, stage=1), as_of="2025-12-01")
        for day in (strict, later(strict, 1), by_scoping, later(by_scoping, 1))
    }
    assert [each.status.value for each in found.values()] == ["met", "breached", "breached", "breached"]
    assert [Label.CONTESTED in each.labels for each in found.values()] == [False, True, True, False]
    due = {reading.reading: reading.due_on for reading in found[strict].readings}
    assert due == {
        "first-acknowledgement": date.fromisoformat(strict),
        "literal-acknowledgement": date.fromisoformat(strict),
        "scoping": date.fromisoformat(by_scoping),
    }


def test_a_late_acknowledgement_gives_no_more_time_except_on_the_literal_reading() -> None:
    late = [event("complaint_received", "2025-06-02"), *all_three(1, "2025-06-16")]
    found = finding(RESPONSE, *late, as_of="2025-06-17")
    assert found.due_on == date(2025, 6, 23)
    assert [reading.due_on for reading in found.readings if reading.reading == "literal-acknowledgement"] == [
        date(2025, 6, 30)
    ]


def test_the_first_of_two_acknowledgements_starts_the_clock() -> None:
    twice = [
        event("complaint_received", "2025-06-02"),
        event("acknowledged", "2025-06-06", stage=1),
        event("acknowledged", "2025-06-03", stage=1),
    ]
    assert finding(RESPONSE, *twice, as_of="2025-06-06").due_on == date(2025, 6, 17)


def test_an_automatic_reply_starts_nothing() -> None:
    automatic = [
        event("complaint_received", "2025-06-02"),
        event("acknowledged", "2025-06-02", stage=1, automatic=True),
    ]
    assert finding(RESPONSE, *automatic, as_of="2025-06-06").due_on == date(2025, 6, 23)


def test_a_correction_counts_from_the_day_it_was_recorded() -> None:
    received = event("complaint_received", "2025-06-06", id="receipt")
    corrected = event("complaint_received", "2025-06-03", corrects="receipt", recorded_on="2025-06-13")
    before = finding(ACKNOWLEDGED, received, corrected, as_of="2025-06-12")
    assert (before.status, before.due_on) == (Status.PENDING, date(2025, 6, 13))
    after = finding(ACKNOWLEDGED, received, corrected, as_of="2025-06-13")
    assert (after.status, after.due_on, after.working_days_late) == (Status.BREACHED, date(2025, 6, 10), 3)


def test_an_acknowledgement_put_on_record_later_counts_from_its_own_day_once_it_is_seen() -> None:
    steps = [{**step, "recorded_on": "2025-07-01"} for step in all_three(1, "2025-06-13")]
    before = finding(ACKNOWLEDGED, event("complaint_received", "2025-06-06"), *steps, as_of="2025-06-30")
    assert (before.status, before.outstanding) == (Status.BREACHED, True)
    after = finding(ACKNOWLEDGED, event("complaint_received", "2025-06-06"), *steps, as_of="2025-07-01")
    assert (after.status, after.done_on) == (Status.MET, date(2025, 6, 13))


@pytest.mark.parametrize("received", ["2024-03-30", "2024-03-31"])
def test_a_complaint_made_before_the_code_has_no_ruleset_unless_one_is_forced(received: str) -> None:
    case = a_case(event("complaint_received", received))
    with pytest.raises(NoRulesetInForceError, match=rf"in force on {received}(.|\n)*--ruleset {CODE}"):
        shared_engine().evaluate(case, as_of=date(2024, 6, 1))
    forced = shared_engine().evaluate(case, as_of=date(2024, 6, 1), ruleset=CODE)
    assert forced.ruleset.forced
    assert "which was not in force" in forced.notes[0]
    assert forced.finding(ACKNOWLEDGED).due_on == date(2024, 4, 8)


def test_a_complaint_made_on_the_first_day_of_the_code_is_evaluated_under_it() -> None:
    case = a_case(event("complaint_received", "2024-04-01"))
    found = shared_engine().evaluate(case, as_of=date(2024, 4, 1))
    assert (f"{found.ruleset.id}@{found.ruleset.version}", found.ruleset.forced) == (CODE, False)


def test_a_complaint_made_before_the_code_stays_without_one_however_late_it_is_looked_at() -> None:
    case = a_case(event("complaint_received", "2024-03-31"), *all_three(1, "2024-04-08"))
    with pytest.raises(NoRulesetInForceError):
        shared_engine().evaluate(case, as_of=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("received", "provisional"),
    [("2027-12-01", False), ("2027-12-15", False), ("2027-12-16", True), ("2028-02-01", True)],
)
def test_dates_beyond_the_announced_bank_holidays_are_flagged(received: str, provisional: bool) -> None:
    case = a_case(
        event("complaint_received", received), *all_three(1, received), event("response_issued", received, stage=1)
    )
    found = evaluated(case, received)
    assert found.calendar.announced_until == date(2027, 12, 31)
    assert found.calendar.provisional is provisional
    assert any("provisional" in note for note in found.notes) is provisional


def test_nothing_is_evaluated_before_the_first_event() -> None:
    case = a_case(event("complaint_received", "2025-06-06"), event("contact", "2025-06-04"))
    with pytest.raises(CaseError, match=r"nothing had happened yet on 2025-06-03(.|\n)*as of 2025-06-04 or later"):
        shared_engine().evaluate(case, as_of=date(2025, 6, 3))
    assert shared_engine().evaluate(case, as_of=date(2025, 6, 4)).as_of == date(2025, 6, 4)


def test_the_day_named_where_nothing_is_seen_yet_is_one_on_which_something_is() -> None:
    case = a_case(event("complaint_received", "2025-06-06", recorded_on="2025-06-10"))
    with pytest.raises(CaseError, match=r"is seen from 2025-06-10 on(.|\n)*as of 2025-06-10 or later"):
        shared_engine().evaluate(case, as_of=date(2025, 6, 9))
    assert shared_engine().evaluate(case, as_of=date(2025, 6, 10)).findings
