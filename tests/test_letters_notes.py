"""Notes of the file stay in it unless somebody takes them over; values given by hand are read as they are meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.case.model import Case
from code_engine.errors import CodeEngineError
from code_engine.letters.field_names import FIELDS
from code_engine.letters.given import read_given, value_of
from code_engine.letters.values import PointAnswer, worded
from letter_building import case, drafted, items_of, refused, write

RECEIVED = {"type": "complaint_received", "date": "2025-06-02", "unclear": False}
NOTE = "Mr Rivers was rude again; says nothing kept him from writing."
REFUSED = {
    "type": "refused",
    "date": "2025-06-04",
    "ground": "out_of_time",
    "evidence": ["letter"],
    "individual_note": NOTE,
    "discretion_considered": True,
    "blanket_rule": False,
}
OLD = {"summary": "A fence", "occurred_on": "2023-05-01", "became_aware_on": "2023-05-01"}
DAY = date(2025, 6, 5)
NOTES = tuple(name for name, field in FIELDS.items() if field.note)


def refusal(**details: Any) -> Case:
    return case(RECEIVED, {**REFUSED, **details}, matter=OLD, landlord="code-only")


def test_a_note_about_a_person_does_not_go_out_by_itself() -> None:
    told = refused(refusal(), "complaint_not_accepted", DAY, refusal_reasons="It is too old.")
    assert "individual_note is lacking (2.5, " in told
    assert "--set individual_note=as-recorded sends it as it stands" in told
    assert NOTE not in told


def test_the_letter_says_it_in_words_of_its_own() -> None:
    own = {"refusal_reasons": "It is too old.", "individual_note": "You told us that nothing kept you from writing."}
    made = write(refusal(), "complaint_not_accepted", DAY, **own)
    assert "You told us that nothing kept you" in items_of(made)["circumstances"]
    assert "rude" not in made.html


def test_a_note_that_somebody_has_read_goes_out_as_it_stands() -> None:
    taken = {"refusal_reasons": "It is too old.", "individual_note": "as-recorded"}
    made = write(refusal(), "complaint_not_accepted", DAY, **taken)
    assert NOTE in items_of(made)["circumstances"]
    assert ("individual_note", "as-recorded") in made.receipt.given


def test_a_ground_that_the_code_names_needs_nobody_to_read_it() -> None:
    told = refused(refusal(), "complaint_not_accepted", DAY)
    assert "ground is lacking" not in told


def test_a_ground_in_words_of_ones_own_is_a_note() -> None:
    told = refused(refusal(ground="vexatious_conduct"), "complaint_not_accepted", DAY)
    assert "ground is lacking" in told


def test_a_draft_does_not_show_a_note_either() -> None:
    made = drafted(refusal(), "complaint_not_accepted", DAY)
    assert "rude" not in made.html
    assert 'data-gap="individual_note"' in made.html


def test_what_is_not_there_cannot_be_taken_over() -> None:
    told = refused(refusal(), "complaint_not_accepted", DAY, refusal_reasons="as-recorded")
    assert "refusal_reasons: the case has nothing on this that could be taken over" in told


def test_a_note_that_is_empty_is_nothing_to_read() -> None:
    told = refused(refusal(individual_note=""), "complaint_not_accepted", DAY)
    assert "individual_note is lacking (2.5, " in told
    assert "the record says that there is none" in told


def test_a_good_reason_on_record_is_not_left_out_unread() -> None:
    notice = {
        "type": "extension_notified",
        "date": "2025-06-13",
        "stage": 1,
        "new_due_on": "2025-07-04",
        "reasons": "Roofer off sick, again.",
        "good_reason_over_cap": "Scaffold stolen.",
        "ombudsman_contact_given": True,
    }
    acknowledged = {"type": "acknowledged", "date": "2025-06-04", "stage": 1, "responsibility_stated": True}
    of = case(RECEIVED, acknowledged, notice)
    told = refused(of, "extension", date(2025, 6, 13), update_interval="Every Friday.")
    assert "extension_reasons is lacking" in told
    assert "good_reason_over_cap is lacking" in told
    assert "cannot be stated" not in told
    own = {"extension_reasons": "The roofer is ill.", "good_reason_over_cap": "The scaffold was stolen."}
    made = write(of, "extension", date(2025, 6, 13), update_interval="Every Friday.", **own)
    assert "The scaffold was stolen." in items_of(made)["reasons"]
    assert "sick" not in made.html


def test_the_fields_that_are_notes_are_on_the_page_about_letters() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "letters.md").read_text(encoding="utf-8")
    section = page[page.index("### Notes of the file") :].partition("\n###")[0]
    assert all(f"`{name}`" in section for name in NOTES)


# Lists, and days in words


def listed(text: str, name: str = "references") -> tuple[str, ...]:
    found = value_of(FIELDS[name], text)
    assert isinstance(found, tuple)
    return tuple(map(str, found))


def test_a_semicolon_of_an_item_is_written_with_a_backslash() -> None:
    assert listed(r"the Gutter Policy\; part 2; the law") == ("the Gutter Policy; part 2", "the law")


def test_in_a_file_each_line_is_an_item_also_where_there_is_one(tmp_path: Path) -> None:
    for content, items in (("a; b\nc; d\n", ("a; b", "c; d")), ("a; b", ("a; b",)), ("a; b\r\n\r\n", ("a; b",))):
        file = tmp_path / "list.txt"
        file.write_bytes(content.encode())
        assert listed(read_given([f"references=@{file}"])["references"]) == items


@given(st.lists(st.text("ab;: ", min_size=1).map(str.strip).filter(lambda text: text.strip("; ")), min_size=1))
def test_every_list_can_be_given_on_one_line(items: list[str]) -> None:
    text = "; ".join(item.replace(";", r"\;") for item in items)
    assert listed(text) == tuple(" ".join(item.split()) for item in items)


def test_a_point_and_its_answer_may_hold_semicolons() -> None:
    points = ("roof; gutter", "door")
    found = value_of(FIELDS["answers"], r"roof\; gutter: Mended\; both of them.; door: Painted.", points)
    assert found == (
        PointAnswer(worded("roof; gutter"), worded("Mended; both of them.")),
        PointAnswer(worded("door"), worded("Painted.")),
    )


def test_what_the_case_has_is_shown_as_it_would_be_given() -> None:
    defined = {"type": "defined", "date": "2025-06-03", "stage": 1, "points": ["roof; gutter", "door"]}
    told = refused(case(RECEIVED, defined), "definition", DAY, points="door")
    assert r"points is `roof\; gutter; door` in the case, not `door`" in told


def test_a_promise_may_hold_a_semicolon() -> None:
    found = value_of(FIELDS["remedies"], r"paint\; 75 pounds by 2025-07-23")
    assert isinstance(found, tuple)
    assert (str(found[0].what), found[0].on) == ("paint; 75 pounds", date(2025, 7, 23))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("from 2025-06-02 on.", "from 2 June 2025 on."),
        ("(2025-06-02)", "(2 June 2025)"),
        ("no day: 2025-13-45", "no day: 2025-13-45"),
        ("case X/2025-06-02 and 2025-06-02-A", "case X/2025-06-02 and 2025-06-02-A"),
    ],
)
def test_a_day_in_words_is_written_for_people(text: str, written: str) -> None:
    assert worded(text) == written


def test_a_value_that_is_none_of_its_kind_says_what_it_takes() -> None:
    with pytest.raises(CodeEngineError, match="it takes a list of `what by 2025-07-23`"):
        write(case(RECEIVED), "stage_1_response", DAY, remedies=r"paint\; pounds")
