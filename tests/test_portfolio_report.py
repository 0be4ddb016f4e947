"""The annual report: every part that 8.1 and 8.2 ask for, readable by everybody, naming nobody."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from code_engine.errors import DocumentError, LandlordError
from code_engine.portfolio.annual_report import AnnualReport, ReportAsked, annual_report
from code_engine.portfolio.board_pack import BoardPack, board_pack, month_period, twelve_months
from code_engine.portfolio.collecting import Collected
from code_engine.portfolio.measures.cohort import Period
from code_engine.portfolio.measures.figures import COLUMNS, figures, figures_csv
from code_engine.portfolio.measures.figures_workbook import figures_workbook
from code_engine.portfolio.measures.satisfaction import Choice
from code_engine.portfolio.narrative import SLOTS, ReportTexts, empty_slots, read_narrative
from code_engine.presentation.portfolio.board_pack_document import board_pack_document
from code_engine.presentation.portfolio.charts import bars, columns
from code_engine.presentation.portfolio.document import Bar, Bars, Columns, Stack
from code_engine.presentation.portfolio.document_page import render_page
from code_engine.presentation.portfolio.report_document import report_document
from portfolio_building import AS_OF, YEAR, engine, measured_year

BEFORE = Period("2023-24", YEAR.first.replace(year=2023), YEAR.last.replace(year=2024))
TEXTS = """
report:
  introduction: "Fewer <leaks> & more answers.\\n\\nA second paragraph."
  performance: What the figures mean.
  non_compliance: The Ombudsman made no finding.
  improvements: We changed how repairs are booked.
  ombudsman_report: There is none.
  ombudsman_publications: There is none.
  governing_body: {response: The board has read it., by: The board, date: 2025-07-15}
"""


@cache
def report(texts: ReportTexts | None = None, landlord: str = "twenty11") -> AnnualReport:
    found = Collected(measured_year(), (), 250, 0)
    asked = ReportAsked(landlord, YEAR, BEFORE, AS_OF, {"twenty11": 3_000}, Choice(), 5)
    return annual_report(engine(), found, asked, texts or ReportTexts())


@cache
def page() -> str:
    return render_page(report_document(report()))


class Outline(HTMLParser):
    """What stands in a page: its elements in order, with their attributes and the text directly inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("provision", ["8.1 a", "8.1 b", "8.1 c", "8.1 d", "8.1 e and f", "8.2"])
def test_every_part_that_the_code_asks_for_has_its_section(provision: str) -> None:
    assert f"({provision})</span></h2>" in page()


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_page(report_document(report())) == page()


def test_the_page_needs_nothing_from_anywhere() -> None:
    addresses = re.findall(r'(?:src|href|url)\s*[=(]\s*"?([^")\s>]+)', page())
    assert [address for address in addresses if not address.startswith("#")] == []
    assert "<script" not in page()


def test_no_case_and_no_person_is_named() -> None:
    assert re.findall(r"S-2024-\d+", page()) == []
    assert re.findall(r"[A-E]\. Handler", page()) == []
    assert re.findall(r"S-2024-\d+", figures_csv(report().measures)) == []
    assert re.findall(r"S-2024-\d+", figures_csv(report().measures, references=True)) != []


def test_every_chart_has_a_title_a_description_and_a_table() -> None:
    outline = Outline(page())
    charts = outline.all("svg")
    assert len(charts) == 4
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for chart in charts:
        assert chart["role"] == "img"
        assert all(name in ids for name in str(chart["aria-labelledby"]).split())
    captions = outline.texts["caption"]
    assert [title for title in outline.texts["figcaption"] if f"{title}: the figures" not in captions] == []


def test_every_table_has_a_caption_and_headings_for_rows_and_columns() -> None:
    outline = Outline(page())
    assert len(outline.all("caption")) == len(outline.all("table"))
    assert all(heading.get("scope") in ("col", "row") for heading in outline.all("th"))


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(name[1]) for name, _ in Outline(page()).elements if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_of_the_contents_leads_to_a_section() -> None:
    outline = Outline(page())
    targets = {str(link["href"])[1:] for link in outline.all("a")}
    assert targets <= {str(attributes.get("id")) for _, attributes in outline.elements}


def test_the_figures_of_the_page_are_those_of_the_table() -> None:
    share = report().measures.in_time[0].share(Choice())
    assert f"{share.per_cent}%" in page()
    assert f"{share.numerator:,} of {share.denominator:,}" in page()
    for provision in report().measures.provisions:
        assert f">{provision.provision} " in page()


def test_the_self_assessment_of_the_year_is_in_it_whole() -> None:
    assert [name for name, _ in report().self_assessments] == ["Twenty11"]
    section = page()[page().index('id="annex-1"') :]
    assert section.count('<th scope="row">') == 72


def test_a_landlord_without_a_self_assessment_is_told_that_it_is_missing() -> None:
    text = render_page(report_document(report(landlord="code-only")))
    assert "Still to be added: there is no self-assessment of this year on record." in text


def test_what_is_still_to_be_written_is_marked_and_listed() -> None:
    assert empty_slots(ReportTexts()) == SLOTS
    assert page().count("Still to be written:") == len(SLOTS)


def test_the_landlords_texts_stand_in_their_places_and_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "texts.yaml"
    path.write_text(TEXTS, encoding="utf-8")
    texts = read_narrative(path)
    assert empty_slots(texts) == ()
    text = render_page(report_document(report(texts)))
    assert "<p>Fewer &lt;leaks&gt; &amp; more answers.</p><p>A second paragraph.</p>" in text
    assert "The board, Tue 15 July 2025" in text
    assert "Still to be written" not in text


def test_a_mistake_in_the_texts_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "texts.yaml"
    path.write_text("report:\n  improvement: x\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"texts\.yaml:2:3: unknown key `improvement`"):
        read_narrative(path)


def test_hidden_numbers_are_hidden_in_the_page_too() -> None:
    shown = [cell for cell in report().measures.equality.cells if not cell.shown]
    assert page().count(">hidden<") == len(shown)
    values = [figure.value for figure in figures(report().measures) if figure.section == "equality"]
    assert values.count("hidden") == len(shown)


def test_a_chart_of_nothing_and_of_one_is_drawn() -> None:
    assert "<svg" in bars(Bars("a", "T", "D", ()))
    assert 'width="0.0"' in bars(Bars("a", "T", "D", (Bar("x", 0, "0"),)))
    assert "<svg" in columns(Columns("a", "T", "D", ("in time",), (Stack("Apr", (0, 0, 0)),)))
    assert "&lt;b&gt;" in bars(Bars("a", "<b>", "D", (Bar("<b>", 1, "1"),)))


def test_bars_are_as_long_as_their_numbers() -> None:
    drawn = bars(Bars("a", "T", "D", (Bar("x", 10, "10"), Bar("y", 5, "5"), Bar("z", 0, "0"))))
    lengths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)]
    assert lengths[0] == 2 * lengths[1]
    assert lengths[2] == 0


def test_the_workbook_of_figures_holds_what_the_table_holds_and_no_moment(tmp_path: Path) -> None:
    content = figures_workbook(report().measures)
    assert figures_workbook(report().measures) == content
    path = tmp_path / "figures.xlsx"
    path.write_bytes(content)
    sheet = import_module("openpyxl").load_workbook(path).active
    heading, *rows = sheet.iter_rows(values_only=True)
    found = list(figures(report().measures))
    assert heading == COLUMNS[:-1]
    assert [row[:3] for row in rows] == [(each.section, each.figure, each.group or None) for each in found]
    assert [row[3] for row in rows] == [
        float(each.value) if isinstance(each.value, Decimal) else each.value for each in found
    ]


# The monthly pack


def pack(month: str = "2025-03") -> BoardPack:
    found = Collected(measured_year(), (), 250, 0)
    return board_pack(engine(), found, "twenty11", month, AS_OF)


def test_the_months_of_a_year_add_up_to_it() -> None:
    months = [f"2024-{number:02}" for number in range(4, 13)] + ["2025-01", "2025-02", "2025-03"]
    total = sum(pack(month).month.per_home[0].numerator for month in months)
    assert total == pack().twelve.per_home[0].numerator == report().measures.per_home[0].numerator


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2025-03", "2024-04-01", "2025-03-31"),
        ("2024-12", "2024-01-01", "2024-12-31"),
        ("2024-02", "2023-03-01", "2024-02-29"),
    ],
)
def test_twelve_months_end_with_the_month(month: str, first: str, last: str) -> None:
    found = twelve_months(month_period(month))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert len(found.months()) == 12


@pytest.mark.parametrize("month", ["2025", "2025-13", "03/2025", "2025-3"])
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(LandlordError, match="is not a month"):
        month_period(month)


def test_the_pack_has_the_four_parts_and_names_nobody() -> None:
    text = render_page(board_pack_document(pack()))
    assert [part for part in ("9.7 a", "9.7 b", "9.7 c", "9.7 d") if f"({part})</span>" not in text] == []
    assert re.findall(r"S-2024-\d+", text) == []
    outline = Outline(text)
    assert len(outline.all("caption")) == len(outline.all("table"))
    assert render_page(board_pack_document(pack())) == text


def test_the_pack_of_a_month_without_complaints_is_a_page() -> None:
    assert "Complaints at stage 1" in render_page(board_pack_document(pack("2021-01")))
