"""The evaluation as Markdown, read by a program that knows Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.evaluation.evaluation import CaseReference, Status
from code_engine.presentation.markdown import code, escaped, render_markdown
from presentation_sample import finding, sample_evaluation

HOSTILE = "a|b <script>alert(1)</script> **bold** [link](http://example.org) `code` _under_ # not a heading"


def test_headings_come_in_the_order_in_which_they_are_needed() -> None:
    headings = [line for line in render_markdown(sample_evaluation()).splitlines() if line.startswith("## ")]
    assert headings == [
        "## What to do next",
        "## Letters due",
        "## Who is to be told",
        "## Findings",
        "## What is missing",
        "## What one case cannot answer",
        "## Deadlines",
        "## Summary",
        "## Versions",
    ]


def test_every_row_of_a_table_has_the_cells_of_its_heading() -> None:
    hostile = sample_evaluation(
        findings=(finding("6.3", "r", Status.BREACHED, HOSTILE, HOSTILE),),
        case=CaseReference.of(reference=HOSTILE, landlord=HOSTILE, digest="x"),
    )
    for evaluation in (sample_evaluation(), hostile):
        cells = 0
        for line in render_markdown(evaluation, explain=True).splitlines():
            if not line.startswith("|"):
                cells = 0
                continue
            found = line.replace("\\|", "").count("|")
            assert cells in (0, found)
            cells = found


def test_nothing_in_a_case_is_markup() -> None:
    text = escaped(HOSTILE)
    assert "<script>" not in text
    assert "\\*\\*bold\\*\\*" in text
    assert "\\[link\\]" in text
    assert "http://" not in text
    assert "a\\|b" in text


@pytest.mark.parametrize(
    ("text", "start"),
    [("# title", "\\#"), ("- item", "\\-"), ("+ item", "\\+"), ("6. item", "6&#8288;."), ("=", "\\=")],
)
def test_a_text_cannot_begin_a_block(text: str, start: str) -> None:
    assert escaped(text).startswith(start)


def test_addresses_and_mentions_are_not_made_into_links() -> None:
    assert escaped("www.example.org @somebody") == "www&#8203;.example.org \\@somebody"


def test_a_name_in_code_keeps_to_its_span_and_its_cell() -> None:
    assert code("a`b|c") == "`ab\\|c`"
    assert code("") == "` `"


@given(st.text(max_size=100))
def test_no_text_of_a_case_adds_a_tag_or_a_line(text: str) -> None:
    assert "<" not in escaped(text)
    assert len(escaped(text).splitlines()) <= 1


def test_the_own_promise_is_named_in_its_row() -> None:
    assert "| 6.2, own promise of twenty11 | **BREACHED** |" in render_markdown(sample_evaluation())


def test_an_explanation_adds_facts_conditions_and_what_was_only_counted() -> None:
    short, full = render_markdown(sample_evaluation()), render_markdown(sample_evaluation(), explain=True)
    for words in (
        "`stage_1.acknowledged_on`: Wed 4 June 2025",
        "Nothing was refused.",
        "the governing body's papers",
    ):
        assert words not in short
        assert words in full


def test_a_finding_that_does_not_apply_is_counted() -> None:
    assert "1 rule not applicable here (2.4)." in render_markdown(sample_evaluation())


def test_an_empty_evaluation_is_still_a_page() -> None:
    empty = sample_evaluation(
        actions=(),
        letters=(),
        notices=(),
        escalations=(),
        findings=(),
        missing=(),
        not_evaluated=(),
        deadlines=(),
    )
    text = render_markdown(empty)
    assert "Nothing is to be done at present." in text
    assert "No rule was evaluated." in text
    assert "## Letters due" not in text


def test_the_same_evaluation_gives_the_same_markdown() -> None:
    assert render_markdown(sample_evaluation()) == render_markdown(sample_evaluation())
