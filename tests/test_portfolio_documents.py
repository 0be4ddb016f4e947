"""The yearly report and the monthly pack as a page, a PDF and a Word file: the same content, for everybody to read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from code_engine.portfolio.annual_report import AnnualReport, ReportAsked, annual_report
from code_engine.portfolio.board_pack import board_pack
from code_engine.portfolio.collecting import Collected
from code_engine.portfolio.measures.figures import figures_csv
from code_engine.portfolio.measures.figures_workbook import figures_workbook
from code_engine.portfolio.measures.satisfaction import Choice
from code_engine.portfolio.measures.year_measures import YearMeasures
from code_engine.portfolio.narrative import ReportTexts
from code_engine.presentation.portfolio.board_pack_document import board_pack_document
from code_engine.presentation.portfolio.document import Bars, Columns, Document, FiguresTable, WordsTable
from code_engine.presentation.portfolio.document_page import render_page
from code_engine.presentation.portfolio.document_pdf import render_pdf
from code_engine.presentation.portfolio.document_word import render_word
from code_engine.presentation.portfolio.figure_words import month_words, plain
from code_engine.presentation.portfolio.report_document import report_document
from letter_pdf import NEEDS_PANGO, opened, tags_of, text_of
from portfolio_building import AS_OF, YEAR, engine, measured_year
from test_portfolio_report import BEFORE

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: no page can be opened in it")
HOMES = {"red_kite": 6_200, "twenty11": 350}
WHICH = ("red_kite", "twenty11", "group", "pack")


@cache
def measures(group: bool = False) -> YearMeasures:
    return _report("red_kite", group).measures


def _report(landlord: str, group: bool) -> AnnualReport:
    found = Collected(measured_year(), (), 250, 0)
    asked = ReportAsked(landlord, YEAR, BEFORE, AS_OF, HOMES, Choice(), 5, group)
    return annual_report(engine(), found, asked, ReportTexts())


@cache
def document(name: str) -> Document:
    if name == "pack":
        found = Collected(measured_year(), (), 250, 0)
        return board_pack_document(board_pack(engine(), found, "red_kite", "2025-03", AS_OF))
    return report_document(_report("red_kite" if name == "group" else name, name == "group"))


# What the page shows and what the tables of figures hold


class Tables(HTMLParser):
    """The tables of a page by their captions, each a list of rows of texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._text: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td", "caption"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption" and self._text is not None:
            self.found["".join(self._text)] = self._rows
        elif tag in ("th", "td") and self._text is not None:
            self._rows[-1].append("".join(self._text))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def lines(section: str, text: str) -> Iterator[dict[str, str]]:
    """The rows of a section of the figures, read from the file."""
    return (row for row in csv.DictReader(io.StringIO(text)) if row["section"] == section)


def share(row: dict[str, str]) -> str:
    if not row["value"]:
        return "none"
    return f"{row['value']}% ({int(row['numerator']):,} of {int(row['denominator']):,})"


def number(value: str) -> str:
    return f"{int(value):,}" if value else "none"


@pytest.mark.parametrize("group", [False, True])
def test_the_page_shows_the_figures_of_the_file(group: bool) -> None:
    text = figures_csv(measures(group))
    tables = Tables(render_page(document("group" if group else "red_kite"))).found
    shown = {row[0]: row[1:] for row in tables["The regulator's measures about complaints"]}
    for stage in (1, 2):
        rate = next(row for row in lines(f"CH01 stage {stage}", text) if row["figure"] == "per 1,000 homes")
        cells = shown[f"CH01 ({stage}), stage {stage}: complaints for 1,000 homes"]
        assert cells == [f"{number(rate['numerator'])} for {number(rate['denominator'])} homes", rate["value"]]
        answered = [row for row in lines(f"CH02 stage {stage}", text) if "of complaints" in row["figure"]]
        assert len(answered) == 4
        for row in answered:
            mark = " (reported)" if row["group"] == "chosen" else ""
            cells = shown[f"CH02 ({stage}), stage {stage}: {row['figure']}{mark}"]
            assert cells == [f"{number(row['numerator'])} of {number(row['denominator'])}", f"{row['value']}%"]
        months: dict[str, dict[str, dict[str, str]]] = {}
        for row in lines(f"by month, stage {stage}", text):
            months.setdefault(row["group"], {})[row["figure"]] = row
        assert tables[f"Complaints by month, stage {stage}: the figures"][1:] == [
            [
                month_words(month),
                number(found["complaints"]["value"]),
                share(found["answered in time"]),
                number(found["median working days"]["value"]),
                number(found["90th percentile of working days"]["value"]),
            ]
            for month, found in months.items()
        ]


@pytest.mark.parametrize("group", [False, True])
def test_groups_breaches_and_hidden_numbers_are_those_of_the_file(group: bool) -> None:
    text = figures_csv(measures(group))
    tables = Tables(render_page(document("group" if group else "red_kite"))).found

    def groups(section: str, figure: str) -> list[list[str]]:
        return [[plain(row["group"]), number(row["value"])] for row in lines(section, text) if row["figure"] == figure]

    assert tables["Complaints by what they were about: the figures"][1:] == groups("categories", "complaints")
    for stage in ("stage 1", "stage 2"):
        assert tables[f"Decisions at {stage}"][1:] == groups("outcomes", stage)
    refused = tables["Complaints that were refused, by ground"][1:]
    assert refused == groups("refusals by ground", "complaint refused")
    repeated = tables["What went wrong more than once: kinds of complaint upheld twice or more"][1:]
    assert repeated == groups("repeat causes", "upheld")
    breaches = next(rows for name, rows in tables.items() if "rovision" in name and "breached" in name)[1:]
    told = [(row["figure"], row["group"], row) for row in lines("breaches by provision", text)]
    assert [cells[0].split()[0] for cells in breaches] == [name for kind, name, _ in told if kind == "breached"]
    assert [cells[1] for cells in breaches] == [share(row) for kind, _, row in told if kind == "breached"]
    assert [cells[2] for cells in breaches] == [number(row["value"]) for kind, _, row in told if kind == "outstanding"]
    equality = tables["Complaints at stage 1 by circumstances of the resident"][1:]
    for aspect, *cells in equality:
        values = [row["value"] for row in lines("equality", text) if plain(row["figure"]) == aspect]
        assert [cell.split()[0].replace(",", "") for cell in cells] == values
    extensions = tables["Extensions, by whether they kept to the Code (6.4, 6.5, 6.15, 6.16)"][1:]
    for stage, _, *counted in extensions:
        assert counted == [row["value"] for row in lines("extensions", text) if row["group"] == stage.lower()]


def test_the_workbook_and_the_file_of_figures_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(figures_workbook(measures()))
    sheet = import_module("openpyxl").load_workbook(path).active
    heading, *rows = sheet.iter_rows(values_only=True)
    written = list(csv.reader(io.StringIO(figures_csv(measures()))))
    assert list(heading) == written[0]
    assert len(rows) == len(written) - 1
    for cells, texts in zip(rows, written[1:], strict=True):
        for cell, text in zip(cells, texts, strict=True):
            assert (cell is None and not text) or str(cell) == text or float(text) == float(cell)


def test_the_report_of_a_group_has_each_landlord_and_both_self_assessments() -> None:
    tables = Tables(render_page(document("group"))).found
    rows = tables["The landlords of the group at stage 1"][1:]
    assert [row[0] for row in rows] == ["Red Kite", "Twenty11", "Red Kite and its subsidiaries"]
    assert int(rows[0][1]) + int(rows[1][1]) == int(rows[2][1])
    assert [section.identity for section in document("group").sections if section.annex] == ["annex-1", "annex-2"]


# Everybody can read it


@NEEDS_CHROMIUM
@pytest.mark.parametrize("name", WHICH)
def test_a_page_has_no_fault_that_axe_finds_and_fits_a_narrow_screen(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render_page(document(name)), encoding="utf-8")
    playwright = import_module("playwright.sync_api")
    axe = import_module("axe_playwright_python.sync_playwright").Axe()
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            for width, scheme in ((1200, "light"), (360, "dark")):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page.goto(path.as_uri())
                violations = axe.run(page).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
                assert page.evaluate("document.documentElement.scrollWidth") == width
                page.close()
        finally:
            browser.close()


@NEEDS_PANGO
@pytest.mark.parametrize("name", ["group", "pack"])
def test_a_pdf_is_tagged_has_numbers_of_pages_and_says_what_the_page_says(name: str) -> None:
    content = render_pdf(document(name))
    assert render_pdf(document(name)) == content
    pdf = opened(content)
    tags = tags_of(pdf)
    charts = [part for section in document(name).sections for part in section.parts if isinstance(part, Bars | Columns)]
    tables = [
        part
        for section in document(name).sections
        for part in section.parts
        if isinstance(part, FiguresTable | WordsTable)
    ]
    assert tags.count("/Figure") == len(charts)
    assert tags.count("/Table") >= len(tables)  # one that goes on over a page is tagged on both
    assert tags.count("/H2") == len(document(name).sections)
    text = text_of(pdf)
    last = len(pdf.pages)
    assert f"Page{last}of{last}" in text
    for table in tables[:4]:
        assert table.caption.replace(" ", "") in text
    for section in document(name).sections:
        assert text.count(section.heading.replace(" ", "")) >= 2  # in the contents, and where it stands


@NEEDS_PANGO
def test_the_figures_of_a_pdf_have_their_titles_as_alternative_texts() -> None:
    pdf = opened(render_pdf(document("red_kite")))
    told: list[str] = []

    def walk(element: Any) -> None:
        for each in element if isinstance(element, import_module("pikepdf").Array) else [element]:
            if isinstance(each, import_module("pikepdf").Dictionary):
                if each.get("/S") == "/Figure":
                    told.append(str(each["/Alt"]))
                walk(each.get("/K", []))

    walk(pdf.Root["/StructTreeRoot"]["/K"])
    assert "Complaints by month, stage 1" in told
    assert all(told)


@pytest.mark.parametrize("name", WHICH)
def test_a_word_file_has_real_headings_its_tables_and_charts_with_a_description(name: str) -> None:
    content = render_word(document(name))
    assert render_word(document(name)) == content
    opened_file = import_module("docx").Document(io.BytesIO(content))
    headings = [p.text for p in opened_file.paragraphs if p.style.name == "Heading 1"]
    assert [heading.partition(" (")[0] for heading in headings] == [each.heading for each in document(name).sections]
    parts = [part for section in document(name).sections for part in section.parts]
    wanted = [part for part in parts if isinstance(part, FiguresTable | WordsTable)]
    assert len(opened_file.tables) == len(wanted)
    for table, part in zip(opened_file.tables, wanted, strict=True):
        assert tuple(cell.text for cell in table.rows[0].cells) == part.headings
        assert len(table.rows) == len(part.rows) + 1
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    charts = [part for part in parts if isinstance(part, Bars | Columns)]
    told = opened_file.element.body.xpath(".//wp:docPr")
    assert [(each.get("title"), each.get("descr")) for each in told] == [(c.title, c.description) for c in charts]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        drawn = [file.read(entry).decode() for entry in sorted(file.namelist()) if entry.startswith("word/charts/")]
    assert len(drawn) == len(charts)


def test_a_chart_of_a_word_file_holds_the_figures_of_its_table() -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(document("red_kite")))) as file:
        drawn = file.read("word/charts/chart1.xml").decode()
    (chart,) = [
        part
        for section in document("red_kite").sections
        for part in section.parts
        if isinstance(part, Columns) and part.name == "months-1"
    ]
    values = re.findall(r'<c:pt idx="\d+"><c:v>(\d+)</c:v>', drawn)
    assert values == [str(row.parts[place]) for place in range(3) for row in chart.rows]


def test_a_name_cannot_break_out_of_any_of_the_three() -> None:
    strange = "A & B <b>\"'\\ </style><script>alert(1)</script>"
    made = replace(document("pack"), owner=strange, title=strange, footing=strange)
    page = render_page(made)
    assert "<script" not in page
    assert page.count("</style>") == 1
    opened_file = import_module("docx").Document(io.BytesIO(render_word(made)))
    assert opened_file.paragraphs[0].text == strange


def test_what_is_still_to_be_written_is_counted_at_the_top_and_leads_to_its_place() -> None:
    page = render_page(document("red_kite"))
    assert "Draft. 7 parts are still to be written" in page
    for slot in document("red_kite").slots:
        assert f'href="#{slot.identity}"' in page
        assert f'id="{slot.identity}"' in page
