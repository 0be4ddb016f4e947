"""The case drawn against the days it ran through, as text and as SVG."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from code_engine.calendar import england
from code_engine.case.model import Case
from code_engine.evaluation.evaluation import Deadline, Evaluation, Status
from code_engine.presentation.terminal import columns
from code_engine.presentation.timeline import DayKind, Timeline, build_timeline
from code_engine.presentation.timeline_svg import render_timeline_svg
from code_engine.presentation.timeline_text import render_timeline_text
from presentation_sample import sample_case, sample_evaluation

SVG = "{http://www.w3.org/2000/svg}"


def deadline(provision: str, due: date, status: Status = Status.MET, **values: Any) -> Deadline:
    empty: dict[str, Any] = {
        "rule": f"rule-{provision}",
        "title": f"Duty of {provision}",
        "layer": "code",
        "item": None,
        "clock_on": None,
        "original_due_on": None,
        "done_on": None,
        "outstanding": False,
        "working_days_late": None,
        "working_days_left": None,
    }
    return Deadline.of(**{**empty, "provision": provision, "due_on": due, "status": status, **values})


def christmas() -> tuple[Case, Evaluation]:
    """A complaint over Christmas with an extension, quiet for weeks, then a second stage over Easter."""
    events = [
        {"type": "complaint_received", "date": "2025-12-12"},
        {"type": "acknowledged", "stage": 1, "date": "2025-12-15"},
        {"type": "extension_notified", "stage": 1, "date": "2025-12-29", "new_due_on": "2026-01-14"},
        {"type": "response_issued", "stage": 1, "date": "2026-01-12"},
        {"type": "escalation_requested", "date": "2026-03-20"},
    ]
    case = Case.model_validate({"reference": "RK-2025-0311", "landlord": "red-kite", "events": events})
    deadlines = (
        deadline("6.2", date(2025, 12, 19), clock_on=date(2025, 12, 12), done_on=date(2025, 12, 15)),
        deadline(
            "6.3",
            date(2026, 1, 14),
            clock_on=date(2025, 12, 15),
            original_due_on=date(2025, 12, 31),
            done_on=date(2026, 1, 12),
        ),
        deadline(
            "6.11",
            date(2026, 3, 27),
            Status.BREACHED,
            clock_on=date(2026, 3, 20),
            outstanding=True,
            working_days_late=8,
        ),
        deadline("6.14", date(2026, 4, 27), Status.PENDING, clock_on=date(2026, 3, 27), working_days_left=8),
    )
    return case, sample_evaluation(as_of=date(2026, 4, 14), deadlines=deadlines)


def sample() -> Timeline:
    return build_timeline(sample_case(), sample_evaluation(), england())


def over_christmas() -> Timeline:
    case, evaluation = christmas()
    return build_timeline(case, evaluation, england())


def test_it_runs_from_the_first_event_to_the_last_due_day() -> None:
    timeline = sample()
    assert date.fromordinal(timeline.first) == date(2025, 6, 2)
    assert date.fromordinal(timeline.last) == date(2025, 8, 14)
    assert [day.day for day in timeline.days] == list(range(timeline.first, timeline.last + 1))


def test_what_came_after_the_day_of_the_evaluation_is_not_shown() -> None:
    assert [event.text for event in sample().events][-1] == "Request for stage 2"


def test_a_corrected_event_is_shown_as_corrected() -> None:
    responses = [event for event in sample().events if event.text.startswith("Response")]
    assert [date.fromordinal(event.day) for event in responses] == [date(2025, 6, 20)]


def test_weekends_and_bank_holidays_are_told_apart_from_working_days() -> None:
    kinds = {date.fromordinal(day.day): day.kind for day in over_christmas().days}
    assert kinds[date(2025, 12, 24)] is DayKind.WORKING
    assert kinds[date(2025, 12, 25)] is DayKind.BANK_HOLIDAY
    assert kinds[date(2025, 12, 27)] is DayKind.WEEKEND


def test_a_closure_of_the_landlord_is_no_working_day() -> None:
    case, evaluation = christmas()
    closed = england().with_closures([date(2025, 12, 29)], "closed")
    timeline = build_timeline(case, evaluation, closed)
    assert {day.kind for day in timeline.days if date.fromordinal(day.day) == date(2025, 12, 29)} == {DayKind.CLOSURE}
    assert "closed" in render_timeline_text(timeline)


def test_days_are_numbered_by_the_convention_of_the_evaluation() -> None:
    case, evaluation = christmas()
    inclusive = build_timeline(case, evaluation.model_copy(update={"counting": "inclusive"}), england())
    assert (over_christmas().days[0].number, inclusive.days[0].number) == (0, 1)


def test_an_own_promise_is_drawn_only_where_it_falls_on_another_day() -> None:
    both = (
        deadline("6.2", date(2025, 6, 9)),
        deadline("6.2", date(2025, 6, 9), layer="policy"),
        deadline("6.2", date(2025, 6, 4), layer="policy"),
    )
    rows = build_timeline(sample_case(), sample_evaluation(deadlines=both), england()).deadlines
    assert [(row.own, date.fromordinal(row.due).day) for row in rows] == [(True, 4), (False, 9)]


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("timeline", [sample(), over_christmas()], ids=["sample", "christmas"])
def test_no_line_is_wider_than_asked_for(timeline: Timeline, width: int) -> None:
    assert max(columns(line) for line in render_timeline_text(timeline, width).splitlines()) <= width


def test_bank_holidays_are_named_in_the_drawing_and_in_the_legend() -> None:
    text = render_timeline_text(over_christmas())
    assert "bank holiday: Christmas Day" in text
    assert "    - Thu 25 December 2025: Christmas Day" in text.splitlines()
    assert "No bank holiday falls on these days." in render_timeline_text(sample())


def test_a_weekend_is_one_line_and_counts_no_working_day() -> None:
    assert any(
        re.fullmatch(r"  Sat 13-14 - [| ]*  weekend", line)
        for line in render_timeline_text(over_christmas()).splitlines()
    )


def test_long_quiet_stretches_are_folded_and_say_how_many_working_days_they_hold() -> None:
    text = render_timeline_text(over_christmas())
    assert "64 quiet days to Thu 19 March 2026, 46 of them working days" in text
    assert len(text.splitlines()) < 90


def test_the_day_of_the_evaluation_is_marked_even_where_it_is_a_sunday() -> None:
    assert "<-- AS OF THIS DAY" in render_timeline_text(over_christmas())
    case, evaluation = christmas()
    sunday = build_timeline(case, evaluation.model_copy(update={"as_of": date(2026, 3, 22)}), england())
    text = render_timeline_text(sunday)
    assert "As of Sun 22 March 2026." in text
    assert "<-- AS OF THIS DAY" in text


def test_a_duty_still_undone_is_called_overdue_on_the_day_it_was_due() -> None:
    lines = render_timeline_text(over_christmas()).splitlines()
    due = next(line for line in lines if "6.11" in line)
    assert due.startswith("  Fri 27")
    assert "OVERDUE: 6.11 Duty of 6.11 (BREACHED, still undone, 8" in due


def fallen_away() -> Timeline:
    """A complaint withdrawn after its response was due, drawn some days later."""
    rows = (deadline("6.3", date(2025, 6, 18), Status.BREACHED, clock_on=date(2025, 6, 4), working_days_late=16),)
    return build_timeline(sample_case(), sample_evaluation(deadlines=rows), england())


def test_a_broken_duty_that_fell_away_is_neither_overdue_nor_still_undone() -> None:
    text = render_timeline_text(fallen_away(), 100)
    assert "Due: 6.3 Duty of 6.3 (BREACHED, fell away undone, 16 working days late)" in " ".join(text.split())
    assert "OVERDUE" not in text
    assert "!" not in text.split("How to read this")[0]


def test_a_duty_that_fell_away_has_no_overdue_days_in_the_drawing() -> None:
    def bars(timeline: Timeline) -> int:
        root = ElementTree.fromstring(render_timeline_svg(timeline))
        rows = [shape for group in root.iter(f"{SVG}g") for shape in group.iter(f"{SVG}rect")]
        return sum(shape.get("class") == "breached" and shape.get("height") == "11" for shape in rows)

    assert bars(fallen_away()) == 0
    assert bars(over_christmas()) == 1
    assert "fell away undone" in render_timeline_svg(fallen_away())


def test_an_extended_deadline_shows_its_first_due_day_too() -> None:
    assert "First due, then extended: 6.3" in render_timeline_text(over_christmas())


def test_more_duties_at_once_than_there_are_columns_are_named_all_the_same() -> None:
    many = tuple(
        deadline(f"5.{number}", date(2025, 6, 20 + number), clock_on=date(2025, 6, 2)) for number in range(1, 10)
    )
    text = render_timeline_text(build_timeline(sample_case(), sample_evaluation(deadlines=many), england()))
    assert all(f"Due: 5.{number} Duty" in text for number in range(1, 10))
    assert max(columns(line) for line in text.splitlines()) <= 80


def test_colour_adds_nothing_but_escape_sequences() -> None:
    plain, coloured = (render_timeline_text(over_christmas(), colour=colour) for colour in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31mOVERDUE\x1b[0m" in coloured


def test_a_case_of_one_day_can_be_drawn() -> None:
    case = Case.model_validate(
        {
            "reference": "A-1",
            "landlord": "x",
            "events": [{"type": "complaint_received", "date": "2025-06-02"}],
        }
    )
    timeline = build_timeline(case, sample_evaluation(as_of=date(2025, 6, 2), deadlines=()), england())
    assert "Complaint" in render_timeline_text(timeline)
    assert ElementTree.fromstring(render_timeline_svg(timeline)).tag == f"{SVG}svg"


def test_the_drawing_has_a_role_a_title_and_a_description_of_every_row() -> None:
    timeline = over_christmas()
    root = ElementTree.fromstring(render_timeline_svg(timeline))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert description.text is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Timeline of RK-2025-0311, Fri 12 December 2025 to Mon 27 April 2026"
    for event in timeline.events:
        assert event.text in description.text
    for row in timeline.deadlines:
        assert row.name in description.text


def test_every_bank_holiday_and_weekend_is_shaded() -> None:
    root = ElementTree.fromstring(render_timeline_svg(over_christmas()))
    holidays = [
        shape.findtext(f"{SVG}title") for shape in root.iter(f"{SVG}rect") if shape.find(f"{SVG}title") is not None
    ]
    assert holidays[0] == "Christmas Day, Thu 25 December 2025"
    assert len(holidays) == 5
    weekend = next(shape for shape in root.iter(f"{SVG}path") if shape.get("class") == "weekend")
    free = [day for day in over_christmas().days if day.kind is DayKind.WEEKEND]
    assert (weekend.get("d") or "").count("z") == len(free)


def _boxes(root: ElementTree.Element) -> list[tuple[float, float, float]]:
    """Left, right and baseline of every text, in the drawing's own units, with the widest usual letters."""
    boxes = []
    for group in root.iter(f"{SVG}g"):
        down = float((group.get("transform") or "").split()[1].rstrip(")"))
        boxes += [(*_span(text), down + float(text.get("y") or 0)) for text in group.iter(f"{SVG}text")]
    return boxes + [(*_span(text), float(text.get("y") or 0)) for text in root.findall(f"{SVG}text")]


def _span(text: ElementTree.Element) -> tuple[float, float]:
    bold = "breached" in (text.get("class") or "")
    size = 7.0 if "soft" in (text.get("class") or "") else 7.9 if bold else 7.2
    length, x = len(text.text or "") * size, float(text.get("x") or 0)
    start = {"middle": x - length / 2, "end": x - length}.get(text.get("text-anchor") or "", x)
    return start, start + length


@pytest.mark.parametrize("timeline", [sample(), over_christmas()], ids=["sample", "christmas"])
def test_no_label_meets_another_or_leaves_the_drawing(timeline: Timeline) -> None:
    boxes = _boxes(ElementTree.fromstring(render_timeline_svg(timeline)))
    by_line: dict[float, list[tuple[float, float]]] = {}
    for left, right, baseline in boxes:
        by_line.setdefault(baseline, []).append((left, right))
        assert left >= 0
        assert right <= 860
    for spans in by_line.values():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(spans)))
    lines = sorted(by_line)
    assert all(below - above >= 10 or not _meet(by_line[above], by_line[below]) for above, below in pairwise(lines))


def _meet(above: list[tuple[float, float]], below: list[tuple[float, float]]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in above for other in below)


def test_a_case_of_many_years_stays_a_small_drawing() -> None:
    case = Case.model_validate(
        {
            "reference": "A-2",
            "landlord": "x",
            "events": [
                {"type": "complaint_received", "date": "2015-06-02"},
                {"type": "closed", "date": "2025-06-02"},
            ],
        }
    )
    timeline = build_timeline(case, sample_evaluation(deadlines=()), england())
    svg = render_timeline_svg(timeline)
    assert len(svg) < 40_000
    assert 'class="weekend" d=' not in svg
    assert len(render_timeline_text(timeline).splitlines()) < 500


def test_a_script_in_a_reference_is_text_in_the_drawing() -> None:
    case = sample_case().model_copy(update={"reference": "<script>alert(1)</script>\x07"})
    svg = render_timeline_svg(build_timeline(case, sample_evaluation(), england()))
    root = ElementTree.fromstring(svg)
    assert list(root.iter(f"{SVG}script")) == []
    assert "<script>alert(1)</script>" in (root.findtext(f"{SVG}title") or "")


def test_two_drawings_on_one_page_can_have_ids_of_their_own() -> None:
    assert 'id="second-title"' in render_timeline_svg(sample(), identifier="second")


def test_the_same_timeline_gives_the_same_drawing() -> None:
    assert render_timeline_svg(sample()) == render_timeline_svg(sample())


def test_a_date_at_the_right_edge_stands_to_the_left_of_its_event() -> None:
    case = Case.model_validate(
        {
            "reference": "A-3",
            "landlord": "x",
            "events": [
                {"type": "complaint_received", "date": "2025-06-02"},
                {"type": "closed", "date": "2025-07-14"},
            ],
        }
    )
    timeline = build_timeline(case, sample_evaluation(deadlines=()), england())
    assert re.search(r'text-anchor="end">14 Jul<', render_timeline_svg(timeline))


def test_a_very_long_title_is_cut_in_the_drawing_and_whole_in_its_description() -> None:
    title = "A duty with a very long name " * 10
    rows = (deadline("6.2", date(2025, 6, 9), title=title, clock_on=date(2025, 6, 2)),)
    svg = render_timeline_svg(build_timeline(sample_case(), sample_evaluation(deadlines=rows), england()))
    assert "…" in svg
    assert title.strip() in svg
