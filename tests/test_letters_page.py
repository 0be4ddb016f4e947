"""Letters as pages: accessible, escaped, and read back item by item."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine.colours import contrast
from code_engine.letters.branding import READABLE, style_sheet, unreadable_colours
from code_engine.letters.page import Element, active_parts, items_in, parse_page
from code_engine.letters.text import text_of
from code_engine.letters.values import tidy
from letter_building import LANDLORDS, NAMES, case, engine, items_of, letter, write

EVERY = [(name, landlord) for name in NAMES for landlord in LANDLORDS]


def elements(page: Element, name: str) -> list[Element]:
    return [each for each in page.all() if each.name == name]


@pytest.mark.parametrize(("name", "landlord"), EVERY)
def test_a_letter_is_accessible(name: str, landlord: str) -> None:
    page = letter(name, landlord).page
    (html,) = elements(page, "html")
    assert html.attributes["lang"] == "en-GB"
    (title,) = elements(page, "title")
    assert title.text()
    headings = [each.name for each in page.all() if each.name in ("h1", "h2", "h3", "h4")]
    assert headings.count("h1") == 1
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}
    assert all(each.text() for each in page.all() if each.name in ("h1", "h2", "p", "li"))
    assert all(each.attributes["alt"] for each in elements(page, "img"))
    assert [each.name for each in page.all() if each.name in ("header", "main", "footer")] == [
        "header",
        "main",
        "footer",
    ]
    assert active_parts(page) == []


@pytest.mark.parametrize("landlord", LANDLORDS)
def test_the_colours_of_a_landlord_can_be_read(landlord: str) -> None:
    branding = engine().landlords.get(landlord).profile.branding
    assert unreadable_colours(branding) == []
    assert contrast(branding.text, branding.background) >= 7


def test_a_colour_that_cannot_be_read_is_replaced_by_that_of_the_text() -> None:
    branding = engine().landlords.get("twenty11").profile.branding.model_copy(update={"primary": "#eeeeee"})
    assert f"--heading:{branding.text}" in style_sheet(branding, "standard")
    assert contrast(branding.text, branding.background) >= READABLE


EASY = ["What this letter is", "What it means for you", "What happens next", "What you can do"]


@pytest.mark.parametrize("variant", ["large-print", "easy-read"])
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_comes_in_every_form(name: str, variant: str) -> None:
    made = letter(name, variant=variant)
    headings = [each.text() for each in elements(made.page, "h2")]
    assert (headings[:4] == EASY) is (variant == "easy-read")
    assert len(items_of(made)) >= 3


@pytest.mark.parametrize(("name", "landlord"), EVERY)
def test_every_required_item_is_an_element_with_its_provision(name: str, landlord: str) -> None:
    page = letter(name, landlord).page
    for element in page.all():
        if "data-item" in element.attributes:
            assert element.attributes["data-provision"]
    names = [item for item, _ in items_in(page)]
    assert len(names) == len(set(names))


HOSTILE = "</p><script>alert(1)</script><!-- & \" ' {{ 7*7 }} {% raw %}"


def acknowledged(summary: str, name: str = "Sam Rivers") -> str:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    of = case(received, matter={"summary": summary}, resident={"name": name})
    mine = {"responsible_for": "the roof", "not_responsible_for": "none"}
    return write(of, "acknowledgement", date(2025, 6, 3), **mine).html


def test_markup_in_a_case_is_text_in_the_letter() -> None:
    page = parse_page(acknowledged(HOSTILE, HOSTILE))
    assert not elements(page, "script")
    assert HOSTILE in dict(items_in(page))["received"]
    assert "{{ 7*7 }}" in page.text()


def test_marks_that_turn_the_direction_of_text_are_left_out() -> None:
    assert "\u202e" not in acknowledged("paid \u202e001 sdnuop")
    assert tidy("a\u202eb\x1b[31m\x00c") == "ab[31mc"


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
        lambda t: any(map(str.isalnum, tidy(t)))
    )
)
def test_whatever_a_case_says_stands_in_the_letter_and_changes_nothing_else(text: str) -> None:
    page = parse_page(acknowledged(text))
    assert " ".join(tidy(text).split()) in dict(items_in(page))["received"]
    shape = [each.name for each in page.all() if each.name not in ("p", "bdi")]
    plain = [each.name for each in parse_page(acknowledged("plain")).all() if each.name not in ("p", "bdi")]
    assert shape == plain


def test_the_text_has_short_lines_and_every_item() -> None:
    made = letter("stage_1_response")
    text = text_of(made)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split()).replace("- ", "")
    for said in items_of(made).values():
        assert said.split()[0] in flat


@pytest.mark.parametrize(
    "text",
    [
        "<p>one<p>two<ul><li>a<li>b</ul>",
        "<div><section data-item='x'>half",
        "</section></div></html>",
        "<br/><img src=x><hr>",
        "",
    ],
)
def test_a_page_that_an_editor_left_untidy_is_read_all_the_same(text: str) -> None:
    assert parse_page(text).name == ""


def test_paragraphs_without_end_tags_are_told_apart() -> None:
    page = parse_page("<p>one<p>two<ul><li>a<li>b</ul><p>three")
    assert [each.text() for each in elements(page, "p")] == ["one", "two", "three"]
    assert [each.text() for each in elements(page, "li")] == ["a", "b"]
