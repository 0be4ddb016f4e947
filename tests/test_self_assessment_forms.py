"""The form in each format: every row is there, nothing in it can become markup, and it can be read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_running import assert_plain, one_line
from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.assessment.self_assessment_of import self_assessment_of
from code_engine.assessment.sheet_import import place, take_apart
from code_engine.assessment.sheet_import.pieces import cell_text
from code_engine.colours import contrast
from code_engine.landlord.profile import Profile
from code_engine.presentation.palette import LIGHT
from code_engine.presentation.self_assessment_form import COLUMNS, COMPLY_WORDS, SIGNATORIES, form_of
from code_engine.presentation.self_assessment_markdown import render_self_assessment_markdown
from code_engine.presentation.self_assessment_page import render_self_assessment_html
from code_engine.presentation.self_assessment_text import render_self_assessment_text
from code_engine.presentation.self_assessment_word import render_self_assessment_word
from event_sequences import shared_engine
from policy_building import shipped_code
from self_assessment_building import CONFLICT, drafted, every_row, oak, row
from test_standards_page import Parsed

HOSTILE = '<script>alert(1)</script> | **loud** [x](y) & "quoted" \x1b[31m\u202eevil'
NAMES = ("דירות אלון", "سكن البلوط", "Oak 🌳 Homes", "Oak, Ash & Elm <Homes>")
RENDER: dict[str, Callable[[SelfAssessment, Profile], str]] = {
    "html": render_self_assessment_html,
    "md": lambda found, _: render_self_assessment_markdown(found),
    "txt": lambda found, _: render_self_assessment_text(found, colour=False, width=80),
}


@cache
def ours() -> SelfAssessment:
    """The draft of an installed landlord."""
    return self_assessment_of(shared_engine(), "twenty11", "2024-25", None, None)


@cache
def our_profile() -> Profile:
    """Its name and colours."""
    return shared_engine().landlords.get("twenty11").profile


def written(found: SelfAssessment, profile: Profile | None = None) -> Any:
    """The Word document of a draft, opened."""
    return docx.Document(BytesIO(render_self_assessment_word(found, profile or our_profile())))


def forms(document: Any) -> list[Any]:
    """The tables of the form, without the one to sign."""
    return list(document.tables[:-1])


def named(name: str, **more: Any) -> tuple[SelfAssessment, Profile]:
    """A draft of a landlord with that name."""
    landlord = oak(name, **more)
    return drafted({"4.2": row()}, landlord=landlord), landlord.profile


# Every format


@pytest.mark.parametrize(
    ("ending", "row_form"),
    [("html", r'<th scope="row">(\d\.\d+)</th>'), ("md", r"(?m)^\| (\d\.\d+) \|"), ("txt", r"(?m)^(\d\.\d+) \w")],
)
def test_every_format_has_the_72_rows_in_the_order_of_the_code(ending: str, row_form: str) -> None:
    assert re.findall(row_form, RENDER[ending](ours(), our_profile())) == list(shipped_code().provisions)


@pytest.mark.parametrize("ending", RENDER)
def test_every_format_has_title_counts_sections_approval_and_what_it_rests_on(ending: str) -> None:
    said = one_line(RENDER[ending](ours(), our_profile()).replace("\\", ""))
    form = form_of(ours())
    for text in (form.title, form.subtitle, form.summary, *(section.title for section in form.sections), "Approved by"):
        assert text in said
    assert all(name.lower() in said.lower() for name in SIGNATORIES)
    assert "Drafted as of 31 March 2025 against Housing Ombudsman Complaint Handling Code" in said
    assert "To be settled" in said


def test_a_text_for_a_terminal_keeps_within_its_width_and_has_colours_only_where_asked() -> None:
    assert_plain(render_self_assessment_text(ours(), colour=False, width=80))
    assert "\x1b[" in render_self_assessment_text(ours(), colour=True, width=80)


@pytest.mark.parametrize("ending", RENDER)
def test_what_a_landlord_writes_can_be_neither_markup_nor_control_characters(ending: str) -> None:
    landlord = oak(HOSTILE)
    rows = every_row(evidence=HOSTILE, commentary=HOSTILE)
    found = drafted(rows, CONFLICT, landlord=landlord, approved_by=HOSTILE)
    text = RENDER[ending](found, landlord.profile)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if ending != "txt":
        assert "<script" not in text
    if ending == "html":
        assert Parsed(text).of("script") == []
    if ending == "md":
        assert len([line for line in text.splitlines() if re.match(r"\| \d\.\d+ \|", line)]) == 72
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if re.match(r"\| \d", line)} == {6}
        assert "**loud**" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_stands_in_every_format(name: str) -> None:
    found, profile = named(name)
    assert name in RENDER["txt"](found, profile)
    plain = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain in RENDER["html"](found, profile)
    assert plain in RENDER["md"](found, profile)
    document = written(found, profile)
    assert any(paragraph.text == f"{name}, 2024/25" for paragraph in document.paragraphs)
    assert document.core_properties.author == name


def test_each_line_of_a_landlords_list_is_a_paragraph_of_its_own() -> None:
    found = drafted({"4.2": row(evidence="We have\n- a chart\n\n- a plan")})
    (section,) = (part for part in form_of(found).sections if part.title.startswith("Section 4"))
    assert next(each for each in section.rows if each.provision == "4.2").evidence == (
        "We have",
        "- a chart",
        "- a plan",
    )


def test_what_could_not_be_read_of_the_cases_is_listed_by_name(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("reference: [", encoding="utf-8")
    found = self_assessment_of(shared_engine(), "twenty11", "2024-25", None, tmp_path)
    basis = form_of(found).basis
    assert (
        "Cases: 0 cases received in the year; 0 of other landlords or other years left out; 2 could not be read."
        in basis
    )
    assert [line.split(":")[1].strip() for line in basis if line.startswith("Could not be read")] == [
        "a.yaml",
        "b.yaml",
    ]


# HTML


def test_the_page_needs_nothing_else_and_loads_no_address() -> None:
    text = render_self_assessment_html(ours(), our_profile())
    page = Parsed(text)
    assert {tag for tag, _ in page.found} & {"script", "link", "img", "iframe", "object", "form"} == set()
    linked = [str(attributes["href"]) for _, attributes in page.found if "href" in attributes]
    ids = {attributes.get("id") for _, attributes in page.found}
    assert linked
    assert all(target.startswith("#") and target[1:] in ids for target in linked)
    assert not [attributes for _, attributes in page.found if "src" in attributes]
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert page.of("html") == [{"lang": "en-GB"}]


def test_the_page_names_each_cell_for_a_narrow_screen_and_heads_every_printed_page() -> None:
    text = render_self_assessment_html(ours(), our_profile())
    page = Parsed(text)
    names = [attributes["data-name"] for attributes in page.of("td") if "data-name" in attributes]
    assert names == list(COLUMNS[1:]) * 72
    printed = text[text.index("@page{size:A4 landscape") :]
    assert "thead{display:table-header-group}" in printed
    assert "tr{break-inside:avoid}" in printed


# Word


def test_the_word_file_opens_and_has_every_row_under_its_section() -> None:
    document = written(ours())
    numbers = [row.cells[0].text for table in forms(document) for row in table.rows[1:]]
    assert numbers == list(shipped_code().provisions)
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [*(section.title for section in form_of(ours()).sections), "Approval"]
    answers = [row.cells[2].text for table in forms(document) for row in table.rows[1:]]
    assert answers == [COMPLY_WORDS[each.comply] for each in ours().rows]


def test_the_headings_of_the_columns_are_repeated_and_no_page_cuts_a_row() -> None:
    for table in written(ours()).tables:
        head, *rows = table.rows
        properties = [{child.tag for child in each._tr.trPr} for each in (head, *rows)]
        assert qn("w:tblHeader") in properties[0]
        assert all(qn("w:tblHeader") not in each for each in properties[1:])
        assert all(qn("w:cantSplit") in each for each in properties)
    for table in forms(written(ours())):
        assert tuple(cell.text for cell in table.rows[0].cells) == COLUMNS


def test_the_columns_have_fixed_widths_that_fill_the_page_for_word_and_for_libreoffice() -> None:
    document = written(ours())
    section = document.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        grid = [column.width for column in table.columns]
        for each in table.rows:
            assert [cell.width for cell in each.cells] == grid
        assert abs(sum(grid) - inside) < inside / 500
        assert abs(int(properties.find(qn("w:tblW")).get(qn("w:w"))) * 635 - inside) < inside / 500


def test_the_page_is_landscape_a4_with_its_number_at_the_foot_of_every_one() -> None:
    section = written(ours()).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    for footer in (section.footer, section.first_page_footer):
        assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "Complaint Handling Code: self-assessment, Twenty11, 2024/25"


def test_the_language_is_british_english_everywhere() -> None:
    document = written(ours())
    assert document.core_properties.language == "en-GB"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_document_is_one_of_todays_word_and_not_shown_as_an_old_one() -> None:
    settings_part = written(ours()).settings.element
    modes = [
        each.get(qn("w:val"))
        for each in settings_part.iter(qn("w:compatSetting"))
        if each.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_the_same_draft_gives_the_same_bytes_whenever_it_is_written() -> None:
    first = render_self_assessment_word(ours(), our_profile())
    assert first == render_self_assessment_word(ours(), our_profile())
    with ZipFile(BytesIO(first)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(BytesIO(first)).core_properties
    assert properties.created is not None
    assert properties.created.date() == date(2025, 3, 31)
    assert "python-docx" not in f"{properties.author}{properties.comments}{properties.last_modified_by}"


def test_only_an_answer_that_asks_for_attention_has_a_ground() -> None:
    grounds = {Comply.YES: None, Comply.NO: "FDECEA", Comply.ASK: "E7EDF4"}
    cells = [row.cells[2] for table in forms(written(ours())) for row in table.rows[1:]]
    for cell, each in zip(cells, ours().rows, strict=True):
        shading = cell._tc.tcPr.find(qn("w:shd"))
        assert (shading.get(qn("w:fill")) if shading is not None else None) == grounds[each.comply]


def test_the_board_finds_lines_to_sign() -> None:
    signing = written(ours()).tables[-1]
    assert [cell.text for cell in signing.rows[0].cells] == ["Signed", "Name", "Signature", "Date"]
    assert [each.cells[0].text for each in signing.rows[1:]] == list(SIGNATORIES)
    assert all(each.height is not None and each.height.cm >= 1 for each in signing.rows[1:])


@pytest.mark.parametrize("colour", ["#ffee00", "#14505c", "#000000"])
def test_headings_can_be_read_on_paper_whatever_the_landlords_colour(colour: str) -> None:
    found, profile = named("Oak Homes", branding={"primary": colour})
    document = written(found, profile)
    heading = f"#{document.styles['Heading 1'].font.color.rgb}".lower()
    assert contrast(heading, LIGHT["paper"]) >= 4.5
    head = document.tables[0].rows[0].cells[0]
    ground = head._tc.tcPr.find(qn("w:shd")).get(qn("w:fill"))
    assert contrast(f"#{head.paragraphs[0].runs[0].font.color.rgb}".lower(), f"#{ground}".lower()) >= 4.5


def test_a_very_long_name_and_characters_that_no_xml_holds_do_not_stop_the_document() -> None:
    landlord = oak("Oak " * 100)
    found = drafted({"4.2": row(evidence="a\ufffeb\uffffc", commentary="🌳")}, landlord=landlord)
    document = written(found, landlord.profile)
    (cells,) = (each.cells for table in forms(document) for each in table.rows if each.cells[0].text == "4.2")
    assert (cells[3].text, cells[4].text) == ("abc", "🌳")
    assert len(document.core_properties.title) == 255


@settings(max_examples=30, deadline=None)
@given(text=st.text(min_size=1, max_size=60))
def test_no_text_at_all_stops_any_format(text: str) -> None:
    landlord = oak()
    found = drafted({"4.2": row(evidence=text, commentary=text)}, landlord=landlord)
    for render in RENDER.values():
        assert render(found, landlord.profile).encode("utf-8")
    numbers = [row.cells[0].text for table in forms(written(found, landlord.profile)) for row in table.rows[1:]]
    assert len(numbers) == 72


# Read back


def read_back(folder: Path, found: SelfAssessment, profile: Profile, ending: str) -> None:
    """What we print is a published self-assessment that our own import reads: the same answers, the same texts."""
    path = folder / f"form.{ending}"
    if ending == "docx":
        path.write_bytes(render_self_assessment_word(found, profile))
    else:
        path.write_text(RENDER[ending](found, profile), encoding="utf-8")
    imported = place(take_apart(path), tuple(shipped_code().provisions))
    assert imported.year == "2024-25"
    assert imported.missing == ()
    said = {Comply.YES: True, Comply.NO: False, Comply.ASK: None}
    form = [row for section in form_of(found).sections for row in section.rows]
    for printed, read in zip(form, imported.rows.values(), strict=True):
        assert (read.provision, read.comply) == (printed.provision, said[printed.comply])
        assert (read.evidence or "") == cell_text("\n".join(printed.evidence))
        assert (read.commentary is None) == (not printed.commentary and not printed.flags)


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_our_own_forms_are_read_back_as_72_rows_with_the_same_answers_and_evidence(tmp_path: Path, ending: str) -> None:
    read_back(tmp_path, ours(), our_profile(), ending)


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_evidence_with_lists_addresses_numbers_and_other_scripts_is_read_back(tmp_path: Path, ending: str) -> None:
    rows = {
        "1.2": row(evidence="1.3 is answered below.\n- a | b\n- 🌳 https://oak.example/a_b?c=d*e"),
        "1.3": row(evidence="דירות אלון, see 6.2 and No. 5"),
        "6.3": row(comply=False, evidence="No", commentary="Yes"),
        "9.8": row(comply=None, evidence="*starred* _and_ `coded` ~struck~ #1 + - 2) $x$"),
    }
    landlord = oak("Oak, Ash & Elm")
    read_back(tmp_path, drafted(rows, CONFLICT, landlord=landlord), landlord.profile, ending)
