"""Two self-assessments compared: a position is never hidden, names, addresses and spelling are set aside."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_running import assert_plain, one_line
from code_engine.assessment.sheet_changes import Difference
from code_engine.assessment.sheet_diff import SheetDiff, Side, diff
from code_engine.presentation.sheet_diff_json import render_sheet_diff_json
from code_engine.presentation.sheet_diff_text import render_sheet_diff

NAMES = ("Oak Homes", "Elm")


@dataclass(frozen=True)
class Row:
    """A row as far as it is compared."""

    comply: bool | None = True
    evidence: str | None = None
    commentary: str | None = None


def compared(a: dict[str, Row], b: dict[str, Row]) -> SheetDiff:
    """Two sheets of two landlords whose names are known."""
    return diff(Side("oak@2024-25", NAMES[0], a), Side("elm@2024-25", NAMES[1], b))


def classes(a: str | None, b: str | None) -> set[str]:
    """The classes of the differences between two evidences."""
    found = compared({"1.2": Row(evidence=a)}, {"1.2": Row(evidence=b)})
    return {kind.value for kind, count in found.counts.items() if count}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We write to everyone.", "We write to everyone."),
        ("We write:\n- early\n- often", "We write: early often"),
        ("We write:\n1. early\n2. often", "We write:\na. early\nb. often"),
        ("We write: a. early b. often", "We write:\n1. early\n2. often"),
        ("<p>We <b>write</b>.</p>", "We write."),
        ("It's the tenant's \u2018own\u2019", "It\u2019s the tenant\u2019s 'own'"),
        ("6.10.1 \u2013 6.10.4", "6.10.1 - 6.10.4"),
        (None, None),
    ],
)
def test_layout_is_no_difference_at_all(a: str | None, b: str | None) -> None:
    assert classes(a, b) == set()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("All of Oak Homes reads it.", "All of Elm reads it.", "name"),
        ("Oak Homes' team answers.", "Elm's team answers.", "name"),
        ("Oak Homes answers.", "The landlord answers.", "name"),
        ("We at Elm Trust Limited answer.", "We at Elm answer.", "name"),
        ("All of Oak Homes reads it.", "All of Big River reads it.", "name"),
        ("See https://oak.example/policies.", "See https://elm.example/our-policies.", "address"),
        ("It is on our website at https://oak.example/p", "It is on our policies webpage.", "address"),
        ("It is at https://oak.example/p", "It is on the page of policies.", "address"),
        ("All may read it. www.oak.example/p", "All may read it.", "address"),
        ("Write to us at help@oak.example", "Write to us at help@elm.example", "address"),
        ("We answer, early.", "We answer early", "spelling"),
        ("Stage 1 is first.", "stage 1 is first.", "spelling"),
        ("Within five working days.", "Within five workings days.", "spelling"),
        ("Within five working days.", "Within 5 working days.", "spelling"),
        ("We recieve it.", "We receive it.", "spelling"),
        ("Our organisation.", "Our organization.", "spelling"),
        ("A web form.", "A webform.", "spelling"),
        ("A case by case view.", "A case-by-case view.", "spelling"),
        ("Within ten days.", "Within twenty days.", "wording"),
        ("We do it now.", "We do it not.", "wording"),
        ("We do it.", "We do not do it.", "wording"),
        ("It is formal.", "It is normal.", "wording"),
        ("It is legal.", "It is regal.", "wording"),
        ("Within 10 days.", "Within 100 days.", "wording"),
        ("On our website.", "In our feedback section.", "wording"),
        ("Staff may refuse.", "Managers may refuse.", "wording"),
        ("Elm. Always answers.", "Elm. Answers.", "wording"),
        ("We answer.", None, "wording"),
        ("It is table.", "It is tabel.", "spelling"),
        ("Our policies are read by One Two Three Four Five Six.", "Our policies are read by Elm.", "wording"),
    ],
)
def test_a_difference_is_in_its_class_whichever_side_comes_first(a: str, b: str | None, expected: str) -> None:
    assert classes(a, b) == {expected}
    assert classes(b, a) == {expected}


def test_words_beside_an_address_that_do_not_point_to_a_page_are_wording() -> None:
    assert classes("Links to our policy. https://oak.example", "Links to our policy and a leaflet.") == {
        "address",
        "wording",
    }


def test_a_phrase_for_a_page_without_an_address_opposite_is_wording() -> None:
    assert classes("Look at our website.", "Look at our policies webpage.") == {"wording"}


def test_the_same_words_about_a_landlord_of_the_group_are_no_difference() -> None:
    assert classes("The board of Elm decides.", "The board of Elm decides.") == set()


def test_a_position_is_told_first_and_a_missing_row_is_one() -> None:
    a = {"1.2": Row(True), "1.3": Row(True), "1.4": Row(None), "6.2": Row(True), "6.10": Row(True)}
    b = {"1.2": Row(False), "1.4": Row(False), "6.2": Row(True), "6.10": Row(True), "9.8": Row(True)}
    found = compared(a, b)
    assert [(each.provision, each.a, each.b, each.missing_in) for each in found.positions] == [
        ("1.2", True, False, None),
        ("1.3", True, None, "b"),
        ("1.4", None, False, None),
        ("9.8", None, True, "a"),
    ]
    assert found.compared == 4
    text = one_line(render_sheet_diff(found, colour=False))
    assert "POSITION: 4 rows" in text
    assert "1.2 a: yes, b: no" in text
    assert "1.3 a: yes, b: no row" in text
    assert "1.4 a: not stated, b: no" in text


def test_evidence_and_commentary_are_compared_each_with_its_own() -> None:
    found = compared(
        {"1.2": Row(evidence="One.", commentary="Two.")}, {"1.2": Row(evidence="One.", commentary="Three.")}
    )
    assert [(text.provision, text.field) for text in found.texts] == [("1.2", "commentary")]


def test_the_text_marks_changed_words_and_says_what_was_set_aside_and_where() -> None:
    a = {
        "1.2": Row(evidence="Read it at https://oak.example."),
        "1.3": Row(evidence="Oak Homes asks the tenant twice, by letter."),
        "4.1": Row(evidence="Oak Homes answers."),
    }
    b = {
        "1.2": Row(evidence="Read it on our page."),
        "1.3": Row(evidence="Elm asks every tenant, by letter."),
        "4.1": Row(evidence="Elm answers"),
    }
    found = compared(a, b)
    text = render_sheet_diff(found, colour=False)
    assert_plain(text)
    said = one_line(text)
    assert "3 rows compared. No difference in any position." in said
    assert "WORDING: 1 row 1.3 evidence" in said
    assert "a: Oak Homes asks [the] tenant [twice], by letter." in said
    assert "b: Elm asks [every] tenant, by letter." in said
    assert "names of landlords: 2 rows (1.3, 4.1): Oak Homes / Elm" in said
    assert "web addresses: 1 row (1.2): at https://oak.example / on our page" in said
    assert "punctuation, case or spelling: 1 row (4.1): answers. / answers" in said
    assert "\x1b[" in render_sheet_diff(found, colour=True)


def test_the_json_has_every_class_and_the_whole_texts() -> None:
    found = compared(
        {"1.2": Row(evidence="Oak Homes waits.\nLong.")}, {"1.2": Row(False, evidence="Elm waits.\nNot long.")}
    )
    data = json.loads(render_sheet_diff_json(found))
    assert data["a"] == {"label": "oak@2024-25", "name": "Oak Homes"}
    assert data["rows_compared"] == 1
    assert data["counts"] == {"position": 1, "wording": 1, "address": 0, "name": 1, "spelling": 0}
    assert data["positions"] == [{"provision": "1.2", "a": True, "b": False, "missing_in": None}]
    (wording,) = data["wording"]
    assert (wording["provision"], wording["field"]) == ("1.2", "evidence")
    assert (wording["a"], wording["b"]) == ("Oak Homes waits.\nLong.", "Elm waits.\nNot long.")
    assert wording["changes"] == [{"a": "", "b": "Not"}]
    assert data["set_aside"]["name"] == [{"provision": "1.2", "field": "evidence", "a": "Oak Homes", "b": "Elm"}]


def test_a_text_cannot_write_escape_sequences_to_a_terminal() -> None:
    found = compared({"1.2": Row(evidence="Red \x1b[31malert")}, {"1.2": Row(evidence="Other \x1b[31mtext")})
    assert "\x1b" not in render_sheet_diff(found, colour=False)


_SAID = [
    "we",
    "answer",
    "Oak Homes",
    "https://oak.example/a",
    "five",
    "not",
    "page",
    "on",
    "6.10.1",
    "-",
    "a.",
    "isn't",
]
_TEXT = st.one_of(st.none(), st.lists(st.sampled_from([*_SAID, "\n", ",", "."]), max_size=12).map(" ".join))
_ROWS = st.dictionaries(
    st.sampled_from(["1.2", "6.2", "6.10", "9.8"]),
    st.builds(Row, st.sampled_from([True, False, None]), _TEXT, _TEXT),
)


@given(_ROWS)
def test_a_sheet_does_not_differ_from_itself(rows: dict[str, Row]) -> None:
    found = compared(rows, dict(rows))
    assert not found.positions
    assert not found.texts
    assert found.compared == len(rows)


@given(_ROWS, _ROWS)
def test_a_position_is_listed_exactly_where_the_answers_differ(a: dict[str, Row], b: dict[str, Row]) -> None:
    found = compared(a, b)
    expected = {
        provision
        for provision in {*a, *b}
        if provision not in a or provision not in b or a[provision].comply is not b[provision].comply
    }
    assert {each.provision for each in found.positions} == expected
    assert compared(b, a).counts[Difference.POSITION] == len(expected)


@given(_ROWS, _ROWS)
def test_what_is_shown_of_a_text_holds_all_of_its_changes(a: dict[str, Row], b: dict[str, Row]) -> None:
    for text in compared(a, b).texts:
        for change in text.changes:
            assert change.a or change.b
            for words, shown in ((change.a, text.a.text), (change.b, text.b.text)):
                assert all(shown[word.start : word.end] == word.said for word in words)


@given(_ROWS, _ROWS)
def test_a_comparison_prints_the_same_each_time_and_within_its_width(a: dict[str, Row], b: dict[str, Row]) -> None:
    found = compared(a, b)
    assert_plain(render_sheet_diff(found, colour=False, width=60), 60)
    assert render_sheet_diff_json(found) == render_sheet_diff_json(compared(a, b))
