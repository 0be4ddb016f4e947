"""The door for case files: good ones come in, of bad ones every mistake is named with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from code_engine.case.load import load_case, parse_case
from code_engine.errors import CaseError, DocumentError

LOGGED: dict[str, Any] = {"type": "logged", "stage": 1, "date": "2025-06-02"}
GOOD = """\
reference: T11-2025-0007
landlord: twenty11
resident: {name: Sam Example, vulnerable: true, disabilities_disclosed: [hearing]}
matter: {summary: Leak above the kitchen, category: repairs, occurred_on: 2025-05-01}
events:
  - {type: complaint_received, date: 2025-06-02, channel: email}
  - {type: acknowledged, stage: 1, date: 2025-06-04T09:30:00+01:00}
answers:
  "5.8.a": {value: true, by: A. Handler, date: 2025-07-01}
"""


def problems(text: str) -> list[str]:
    """The problems of a case written in YAML."""
    with pytest.raises(CaseError) as caught:
        parse_case(dedent(text), "case.yaml")
    return [str(problem) for problem in caught.value.problems]


def of_event(line: str) -> list[str]:
    """The problems of a case whose only event stands in line 4."""
    return problems(f"reference: A 1\nlandlord: code-only\nevents:\n  - {line}\n")


def test_a_yaml_file_is_a_case(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(GOOD, encoding="utf-8")
    case = load_case(path)
    assert case.reference == "T11-2025-0007"
    assert case.events[1].date == date(2025, 6, 4)
    assert load_case(str(path)) == case


def test_the_same_case_in_json_is_equal() -> None:
    data = {"reference": "A 1", "landlord": "code-only", "events": [LOGGED]}
    yaml = "reference: A 1\nlandlord: code-only\nevents: [{type: logged, stage: 1, date: 2025-06-02}]\n"
    assert parse_case(json.dumps(data), "case.json") == parse_case(yaml) == parse_case(data)


def test_data_of_a_program_is_a_case() -> None:
    case = parse_case({"reference": "A 1", "landlord": "x", "events": [{"type": "closed", "date": date(2025, 6, 2)}]})
    assert case.events[0].date == date(2025, 6, 2)


def test_a_mistake_in_data_is_placed_by_its_path() -> None:
    with pytest.raises(CaseError) as caught:
        parse_case({"reference": "A 1", "landlord": "x", "events": [{"type": "logged", "date": 3, "stage": 1}]})
    (problem,) = caught.value.problems
    assert str(problem.location) == "case: events[0].date"
    assert "cannot be the number `3`" in problem.message


def test_an_unknown_key_in_data_is_placed_and_compared() -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(
            {
                "referense": "A 1",
                "landlord": 5,
                "events": [{"type": "logged", "date": "2025-06-02", "stage": 1}],
            }
        )
    found = [str(problem) for problem in caught.value.problems]
    assert any("unknown key `referense`\n  did you mean `reference`?" in text for text in found)
    assert any('put it in quotes: "5"' in text for text in found)


def test_an_unknown_key_of_an_event_is_compared_with_those_of_its_type() -> None:
    (problem,) = of_event("{type: extension_notified, stage: 1, date: 2025-06-16, reason: parts are late}")
    assert problem == "case.yaml:4:60: unknown key `reason`\n  did you mean `reasons`?"


def test_an_unknown_type_of_event_is_compared_with_the_known_ones() -> None:
    (problem,) = of_event("{type: acknowleged, stage: 1, date: 2025-06-16}")
    assert problem.startswith("case.yaml:4:12: ")
    assert problem.endswith("unknown event type `acknowleged`\n  did you mean `acknowledged`?")


def test_a_date_given_as_a_number_says_how_to_write_it() -> None:
    (problem,) = of_event("{type: logged, stage: 1, date: 20250616}")
    assert problem.startswith("case.yaml:4:36: ")
    assert problem.endswith("a date cannot be the number `20250616`\n  write it as year-month-day: 2025-06-02")


def test_a_quoted_number_is_no_date_either() -> None:
    (problem,) = of_event('{type: logged, stage: 1, date: "1767225600"}')
    assert "`1767225600` is not a date" in problem


def test_a_time_without_a_zone_says_to_add_one() -> None:
    (problem,) = of_event("{type: logged, stage: 1, date: 2025-06-16T09:30}")
    assert "has no time zone\n  add one" in problem


def test_a_missing_stage_is_said_at_the_event() -> None:
    (problem,) = of_event("{type: acknowledged, date: 2025-06-16}")
    assert problem.startswith("case.yaml:4:5: the key `stage` is missing")


def test_a_word_for_a_flag_is_refused_with_the_words_that_are_allowed() -> None:
    (problem,) = of_event("{type: acknowledged, stage: 1, date: 2025-06-16, automatic: yes}")
    assert problem.startswith("case.yaml:4:65: ")
    assert "expected true or false, found `yes`" in problem


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        """\
        reference: A 1
        landlord: code-only
        recrod: partial
        resident: {vunerable: true}
        events:
          - {type: acknowledged, stage: 3, date: 2025-06-16}
          - {type: logged, stage: 1, date: 2025-06-31}
        """
    )
    assert [text.split(" ")[0] for text in found] == [
        "case.yaml:3:1:",
        "case.yaml:4:12:",
        "case.yaml:6:33:",
        "case.yaml:7:36:",
    ]
    assert "did you mean `record`?" in found[0]
    assert "did you mean `vulnerable`?" in found[1]


def test_a_correction_of_nothing_is_said_where_it_stands() -> None:
    (problem,) = of_event("{type: logged, stage: 1, date: 2025-06-16, corrects: a1, recorded_on: 2025-06-20}")
    assert problem.startswith("case.yaml:4:58: ")
    assert "no event has the id `a1`" in problem


def test_an_answer_with_an_unknown_key_is_refused() -> None:
    (problem,) = problems(
        """\
        reference: A 1
        landlord: code-only
        events: [{type: logged, stage: 1, date: 2025-06-16}]
        answers: {"5.8.a": {valeu: true, value: true}}
        """
    )
    assert problem == "case.yaml:4:21: unknown key `valeu`\n  did you mean `value`?"


@pytest.mark.parametrize("text", ["- a list\n", "only words\n", "[]\n", "5\n"])
def test_a_document_that_is_no_mapping_is_no_case(text: str) -> None:
    (problem,) = problems(text)
    assert "a case is written as keys and values" in problem


@pytest.mark.parametrize("events", ["", "[]", "{}", "7", "[7]", "[[]]", "[{}]", "[null]"])
def test_events_that_are_none_are_refused(events: str) -> None:
    assert problems(f"reference: A 1\nlandlord: code-only\nevents: {events}\n")


def test_a_file_that_is_not_there_is_an_error_of_the_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        load_case(tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "reference: A 1\nreference: A 2\n",
        "a: &x [1]\nb: *x\n",
        "reference:\n\t- tab\n",
        "answers: {5.8: {value: true}}\n",
        "",
        '{"reference": ',
    ],
)
def test_what_is_no_plain_document_is_an_error_of_the_document(text: str) -> None:
    with pytest.raises(DocumentError):
        parse_case(text, "case.yaml")
