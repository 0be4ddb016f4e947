"""The page that is shown to a board, kept on file and read out by a screen reader."""

from __future__ import annotations

import itertools
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from code_engine.calendar import england
from code_engine.colours import checked_colour, contrast, readable_on
from code_engine.evaluation.evaluation import CaseReference, Deadline, Evaluation, Notice, Status
from code_engine.presentation.html import Branding, render_html
from code_engine.presentation.layout import LAYOUT
from code_engine.presentation.palette import DARK, LIGHT, PAIRS, style_sheet
from code_engine.presentation.timeline import build_timeline
from presentation_sample import finding, sample_case, sample_evaluation

HOSTILE = '"><script>alert(1)</script>&amp;\x1b[31m'


class Page(HTMLParser):
    """The elements of a page, and whether each that was opened was closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page(evaluation: Evaluation | None = None, **options: object) -> str:
    chosen = evaluation or sample_evaluation()
    timeline = build_timeline(sample_case(), chosen, england())
    return render_html(chosen, timeline=timeline, **options)  # type: ignore[arg-type]


def test_every_element_is_closed_and_there_is_one_first_heading() -> None:
    parsed = Page(page())
    assert parsed.open == []
    assert len(parsed.of("h1")) == 1


def test_the_page_has_a_language_a_title_a_skip_link_and_landmarks() -> None:
    text = page()
    parsed = Page(text)
    assert parsed.of("html")[0]["lang"] == "en-GB"
    assert "<title>Complaint T11-2025-0007, twenty11, as of Tue 15 July 2025</title>" in text
    assert parsed.of("a")[0]["href"] == "#content"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(parsed.of(landmark)) == 1


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag[1]) for tag, _ in Page(page()).found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_every_link_inside_the_page_leads_somewhere_and_no_id_is_used_twice() -> None:
    parsed = Page(page())
    identifiers = [attributes["id"] for _, attributes in parsed.found if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for link in parsed.of("a"):
        assert (link["href"] or "").removeprefix("#") in identifiers
    for _, attributes in parsed.found:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in identifiers


def test_every_table_has_a_caption_and_its_headings_a_scope() -> None:
    text = page()
    parsed = Page(text)
    assert len(parsed.of("table")) == len(re.findall(r"<table[^>]*><caption>[^<]", text))
    assert all(heading.get("scope") in ("col", "row") for heading in parsed.of("th"))


def test_nothing_runs_and_nothing_is_fetched() -> None:
    text = page()
    parsed = Page(text)
    for tag in ("script", "link", "img", "iframe", "form"):
        assert parsed.of(tag) == []
    assert not re.search(r'(src|href)="(?!#)', text)
    assert "url(" not in text
    assert "default-src 'none'" in text.replace("&#x27;", "'")


def test_a_script_in_a_reference_is_shown_and_not_run() -> None:
    hostile = sample_evaluation(
        case=CaseReference.of(reference=HOSTILE, landlord=HOSTILE, digest=HOSTILE),
        findings=(finding("6.3", HOSTILE, Status.BREACHED, HOSTILE, HOSTILE, facts={HOSTILE: HOSTILE}),),
        notices=(Notice.of(consequence="n", layer="code", to=HOSTILE, text=HOSTILE, because=(HOSTILE,)),),
        notes=(HOSTILE,),
    )
    text = page(hostile, branding=Branding(name=HOSTILE))
    assert Page(text).of("script") == []
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text


def test_the_standing_and_the_most_urgent_task_come_before_the_findings() -> None:
    text = page()
    places = [
        text.index(words)
        for words in (
            "Stage 2 open",
            "OVERDUE since Fri 4 July 2025",
            'id="timeline"',
            'id="findings"',
            'id="versions"',
        )
    ]
    assert places == sorted(places)


def test_how_a_finding_was_worked_out_is_folded_unless_it_is_explained() -> None:
    text = page()
    assert "How 6.3 was worked out" in text
    assert "stage_1.responded_on" in text
    assert Page(text).of("details")[0].get("open", "closed") == "closed"
    assert all("open" in details for details in Page(page(explain=True)).of("details"))


def test_the_own_promise_is_a_row_of_its_own_under_the_code() -> None:
    text = page(branding=Branding(name="Twenty11"))
    assert re.search(r'<tr class="own"><th scope="row">6\.2<span class="own-name">own promise of Twenty11', text)


def test_an_extended_deadline_shows_both_dates() -> None:
    extended = Deadline.of(
        provision="6.3",
        rule="stage-1-response-in-time",
        title="Response",
        layer="code",
        item=None,
        clock_on=date(2025, 6, 4),
        due_on=date(2025, 7, 2),
        original_due_on=date(2025, 6, 18),
        done_on=None,
        status=Status.PENDING,
        outstanding=False,
        working_days_late=None,
        working_days_left=None,
    )
    assert "extended from Wed 18 June 2025" in page(sample_evaluation(deadlines=(extended,)))


def test_a_trace_of_any_depth_is_a_list_of_lists() -> None:
    trace = {"each": "given(notice.reasons)", "notices": [{"value": False, "parts": {"reasons": None}}]}
    deep = finding("6.4", "extension", Status.BREACHED, "Extension", "No reasons.", trace=trace)
    text = page(sample_evaluation(findings=(deep,)))
    assert Page(text).open == []
    assert "<code>1</code><ul><li><code>value</code>: no</li><li><code>reasons</code>: not known</li></ul>" in text


def test_parts_with_nothing_in_them_are_left_out() -> None:
    empty = sample_evaluation(
        actions=(),
        letters=(),
        notices=(),
        escalations=(),
        findings=(),
        deadlines=(),
        missing=(),
        not_evaluated=(),
        notes=(),
        summary_by_layer={},
        summary=sample_evaluation().summary.model_copy(
            update=dict.fromkeys(type(sample_evaluation().summary).model_fields, 0)
        ),
    )
    text = render_html(empty)
    assert Page(text).open == []
    for name in ("letters", "told", "timeline", "deadlines", "findings", "missing", "elsewhere"):
        assert f'id="{name}"' not in text
    assert "Nothing is to be done at present." in text


def test_the_same_evaluation_gives_the_same_page() -> None:
    assert page() == page()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_text_has_enough_contrast(colours: dict[str, str], pair: tuple[str, str]) -> None:
    text, ground = pair
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#777777", "#d0021b", "#ffd200", "#6d1f5c"])
def test_the_header_is_readable_on_any_colour_of_a_landlord(accent: str) -> None:
    assert contrast(readable_on(accent), accent) >= 4.5
    assert f"background:{accent};color:{readable_on(accent)}" in style_sheet(accent)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}body{display:none", ""])
def test_a_colour_that_could_carry_other_style_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        checked_colour(colour)
    with pytest.raises(ValueError, match="is not a colour"):
        render_html(sample_evaluation(), branding=Branding(accent=colour))


def test_the_contrast_of_black_and_white_is_the_greatest_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_long_question_may_break_so_that_a_narrow_page_does_not_scroll_sideways() -> None:
    heads = re.findall(r"tbody th\{([^}]*)\}", LAYOUT)
    assert heads
    assert not any("nowrap" in rules for rules in heads)


def test_the_page_is_light_on_paper_and_has_a_size_for_it() -> None:
    style = style_sheet()
    assert "@page{size:A4" in style
    assert "@media screen and (prefers-color-scheme:dark)" in style
