"""Reading a published self-assessment: every layout gives the same rows, and nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from code_engine.assessment.sheet_import import place, take_apart, title_of
from code_engine.assessment.sheet_import.to_file import as_file, notes_on
from code_engine.assessment.sheet_yaml import sheet_text
from code_engine.documents import parse_document
from code_engine.errors import DocumentError
from sheet_documents import (
    BLANK,
    HEADINGS,
    SMALL,
    Printed,
    as_stated,
    imported,
    lined,
    page,
    piped,
    provisions,
    stated,
    tabbed,
    word_file,
)

LAYOUTS: dict[str, Callable[[list[Printed]], str | bytes]] = {
    "tabbed.txt": tabbed,
    "lined.txt": lined,
    "page.html": page,
    "form.docx": word_file,
    "form.md": piped,
}
HEAD = "\t".join(HEADINGS)
TITLE = "Oak Homes self-assessment 2024/25"


def table(*rows: str, head: str = HEAD) -> str:
    """A document with a title and one table, its rows as they stand."""
    return "\n".join([TITLE, "", head, *rows]) + "\n"


def not_placed(folder: Path, content: str | bytes, name: str = "sheet.txt") -> list[str]:
    """What an import lists."""
    return [str(each) for each in imported(folder, content, name).placed.not_placed]


_SENTENCE = st.lists(
    st.sampled_from(["leaf", "bark", "6.3", "10", "(root)", "seed", "twig's"]), min_size=1, max_size=8
).map(lambda words: f"The {' '.join(words)} grows.")
_TEXT = st.lists(_SENTENCE, max_size=3).map(tuple)
_REQUIREMENT = st.lists(_SENTENCE, min_size=1, max_size=2).map(tuple)


@st.composite
def forms(draw: st.DrawFn) -> list[Printed]:
    """Some rows of a form; evidence or commentary may be missing, and never both stand in a row."""
    chosen = draw(st.lists(st.sampled_from(provisions()), unique=True, min_size=1, max_size=12))
    rows = []
    for provision in sorted(chosen, key=provisions().index):
        text, in_commentary = draw(_TEXT), draw(st.booleans())
        answer = draw(st.sampled_from(["Yes", "No", "YES", "no"]))
        rows.append(
            Printed(
                provision,
                draw(_REQUIREMENT),
                answer,
                () if in_commentary else text,
                text if in_commentary else (),
            )
        )
    return rows


@pytest.mark.parametrize("name", LAYOUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(rows=forms())
def test_whatever_the_layout_the_rows_come_back_as_they_were_printed(
    name: str, tmp_path: Path, rows: list[Printed]
) -> None:
    sheet = imported(tmp_path, LAYOUTS[name](rows), name)
    assert stated(sheet) == as_stated(rows)
    assert sheet.year == "2024-25"
    assert [each.text for each in sheet.placed.not_placed] == (["Sign in"] if name == "lined.txt" else [])
    assert set(sheet.missing) == set(provisions()) - {row.provision for row in rows}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=forms(), data=st.data())
def test_a_page_that_ends_inside_a_row_changes_nothing(
    tmp_path: Path, rows: list[Printed], data: st.DataObject
) -> None:
    broken = data.draw(st.sets(st.sampled_from([row.provision for row in rows])))
    assert stated(imported(tmp_path, tabbed(rows, broken))) == as_stated(rows)


def test_a_row_on_one_line_is_taken_apart_at_its_answer(tmp_path: Path) -> None:
    sheet = imported(tmp_path, lined(SMALL, joined=["1.2", "1.4", "2.1"]))
    rows = sheet.rows
    assert [(row.provision, row.comply, row.evidence) for row in rows.values()] == [
        ("1.2", True, "Our leaflet has the wording. It was looked at in May."),
        ("1.3", True, "Staff learn it in their first week."),
        ("1.4", False, "Not yet written down."),
        ("2.1", True, None),
    ]
    assert rows["1.2"].requirement == "The landlord is to do something here."


def test_the_title_names_the_year_and_the_landlord(tmp_path: Path) -> None:
    sheet = imported(tmp_path, tabbed(SMALL))
    assert (sheet.year, sheet.landlord_name) == ("2024-25", "Oak Homes")
    assert sheet.title is not None
    assert sheet.title.endswith("Oak Homes \u2013 2024/2025")


def test_an_address_of_evidence_and_a_reference_to_another_provision_stay_in_the_evidence(tmp_path: Path) -> None:
    evidence = ("See 2.2 of our policy.", "2.2 of the leaflet says so too.", "https://oak.example/policy")
    rows = [Printed("1.2", evidence=evidence), Printed("1.3"), Printed("2.2")]
    for name, layout in LAYOUTS.items():
        assert stated(imported(tmp_path, layout(rows), name)) == as_stated(rows), name


def test_numbered_lists_of_a_requirement_get_the_letters_of_the_code(tmp_path: Path) -> None:
    numbered = [Printed("9.8", ("All are to have:", "1. patience;", "2. pens; and", "3. paper."), "Yes", ("Done.",))]
    in_a_row = table("9.8\tAll are to have: <ul> a. patience; b. pens; and c. paper. </ul>\tYes\tDone.\t")
    lettered = "All are to have:\na. patience;\nb. pens; and\nc. paper."
    assert imported(tmp_path, lined(numbered)).rows["9.8"].requirement == lettered
    assert imported(tmp_path, in_a_row).rows["9.8"].requirement == lettered


def test_bullets_become_items_on_lines_of_their_own(tmp_path: Path) -> None:
    sheet = imported(
        tmp_path, table("2.2\tSome.\tYes\t<p>Not for:</p> <ul> \u2022 old matters \u2022 other matters </ul>\t")
    )
    assert sheet.rows["2.2"].evidence == "Not for:\n- old matters\n- other matters"


def test_headings_may_be_worded_ordered_and_repeated_otherwise(tmp_path: Path) -> None:
    head = "No.\tDo we comply?\tComments\tEvidence of compliance\tThe requirement"
    rows = ("1.2\tyes\tWe like it.\tA leaflet.\tBe clear.", "", "", head, "1.3\tNO\t\tNone.\tBe kind.")
    sheet = imported(tmp_path, table(*rows, head=head))
    assert [(row.comply, row.evidence, row.commentary, row.requirement) for row in sheet.rows.values()] == [
        (True, "A leaflet.", "We like it.", "Be clear."),
        (False, "None.", None, "Be kind."),
    ]
    assert sheet.placed.layout["rows of headings"] == 2


def test_a_table_without_headings_is_read_in_the_order_of_the_form(tmp_path: Path) -> None:
    sheet = imported(tmp_path, f"{TITLE}\n\n1.2\tBe clear.\tYes\tA leaflet.\n1.3\tBe kind.\tNo\tNone.\tSoon.\n")
    assert [(row.comply, row.evidence, row.commentary) for row in sheet.rows.values()] == [
        (True, "A leaflet.", None),
        (False, "None.", "Soon."),
    ]


def test_a_row_without_its_requirement_is_placed_by_its_answer(tmp_path: Path) -> None:
    row = imported(tmp_path, table("1.2\tYes\tA leaflet.\tMore to come.")).rows["1.2"]
    assert (row.requirement, row.comply, row.evidence, row.commentary) == ("", True, "A leaflet.", "More to come.")


def test_half_an_answer_is_listed_and_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    sheet = imported(tmp_path, table("1.2\tBe clear.\tYes, in part\tA leaflet.\t", "1.3\tBe kind.\tNo\tNone.\t"))
    assert sheet.rows["1.2"].comply is None
    assert sheet.rows["1.2"].evidence == "A leaflet."
    assert [str(each) for each in sheet.placed.not_placed] == [
        "line 4: the answer to 1.2 is neither Yes nor No: Yes, in part"
    ]
    assert "no Yes or No found for 1.2" in list(notes_on(sheet))


def test_a_ticked_box_is_an_answer_and_two_are_not(tmp_path: Path) -> None:
    sheet = imported(tmp_path, table("1.2\tA.\t\u2612 Yes \u2610 No\tB.\t", "1.3\tA.\t\u2612 Yes \u2612 No\tB.\t"))
    assert [row.comply for row in sheet.rows.values()] == [True, None]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("1.2\tAgain.\tNo\tOther.\t", "a second row for 1.2; the first stands on line 4: 1.2 / Again. / No / Other."),
        ("1.9\tNew.\tNo\tOther.\t", "there is no provision `1.9` in this Code"),
        ("Approved by the Board in July", "outside the table: Approved by the Board in July"),
        ("Note\tread this\tfirst\t\t", "a row without a provision number: Note / read this / first"),
        ("1.3\tBe kind.\tNo\tNone.\t\tOwner: A. Lead", "in a column without a heading, beside provision 1.3: Owner"),
    ],
)
def test_what_has_no_place_is_listed_with_its_line(tmp_path: Path, extra: str, said: str) -> None:
    (listed,) = not_placed(tmp_path, table("1.2\tBe clear.\tYes\tA leaflet.\t", extra))
    assert listed.startswith("line 5: ")
    assert said in listed


def test_a_column_of_another_kind_is_listed_under_its_heading(tmp_path: Path) -> None:
    (listed,) = not_placed(tmp_path, table("1.2\tBe clear.\tYes\tA.\t\tMay", head=f"{HEAD}\tNext step"))
    assert listed == "line 4: in the column Next step, beside provision 1.2: May"


def test_text_after_the_end_of_a_row_is_listed_and_not_added_to_its_evidence(tmp_path: Path) -> None:
    text = lined(SMALL) + "\nBack to the top\n"
    sheet = imported(tmp_path, text)
    last = str(sheet.placed.not_placed[-1])
    assert last.endswith("after the end of the row of 2.1: Back to the top")
    assert sheet.rows["2.1"].evidence is None


def test_an_empty_line_inside_evidence_is_kept_there_and_told_as_doubtful(tmp_path: Path) -> None:
    rows = [Printed("1.2", evidence=("First.", BLANK, "Second.")), Printed("1.3")]
    sheet = imported(tmp_path, lined(rows))
    assert sheet.rows["1.2"].evidence == "First.\nSecond."
    assert "an empty line stands inside the evidence of 1.2" in str(sheet.placed.doubts[0])


def test_a_commentary_that_nothing_marks_is_told_as_doubtful(tmp_path: Path) -> None:
    rows = [Printed("1.2"), Printed("1.3", commentary=("We will.",)), Printed("1.4"), Printed("1.5")]
    content = lined(rows).replace(f"We will.\n\n{BLANK}\n", "We will.\n\n")
    sheet = imported(tmp_path, content)
    assert [str(doubt).split(": ")[1] for doubt in sheet.placed.doubts] == [
        "the evidence of 1.3 may hold its commentary"
    ]
    assert sheet.rows["1.3"].evidence == "We do it every day.\nWe will."


def test_page_numbers_and_repeated_titles_do_not_end_up_in_a_row(tmp_path: Path) -> None:
    title = "Oak Homes self-assessment 2024/25"
    first = "1.2\n\nBe clear.\n\nYes\n\nA leaflet, and\n\nPage 1 of 2\n\n" + title
    text = f"{title}\n\n{first}\n\nalso a poster.\n\n{BLANK}\n1.3\n\nBe kind.\n\nNo\n\nNone.\n\n{BLANK}\n"
    sheet = imported(tmp_path, text)
    assert sheet.rows["1.2"].evidence == "A leaflet, and\nalso a poster."
    assert sheet.placed.layout["page marks"] == 2
    assert sheet.placed.not_placed == ()


def test_lines_wrapped_at_a_width_are_one_paragraph(tmp_path: Path) -> None:
    text = f"{TITLE}\n\n1.2\n\nBe\nclear.\n\nYes\n\nWe have\na leaflet:\n - red\n - blue\n\nAnd a poster.\n\n{BLANK}\n"
    assert imported(tmp_path, text).rows["1.2"].evidence == "We have a leaflet:\n- red\n- blue\nAnd a poster."


def test_a_cell_of_a_web_page_that_reaches_down_goes_on_with_its_row(tmp_path: Path) -> None:
    head = "".join(f"<th>{heading}" for heading in HEADINGS)
    html = (
        f"<title>{TITLE}</title><table><tr>{head}<tr><td rowspan=2>1.2<td>Be clear<td rowspan=2>Yes<td>A &amp; B,<td>"
        "<tr><td>always.<td>and <b>C</b>.<td><tr><td colspan=5>Section 2: More<tr><td>2.1<td>Be kind.<td>No<td>"
        "<ul><li>D<li>E</ul><table><tr><td>inner</table><td>F</table>"
    )
    sheet = imported(tmp_path, html, "page.html")
    assert [(row.requirement, row.comply, row.evidence, row.commentary) for row in sheet.rows.values()] == [
        ("Be clear always.", True, "A & B, and C.", None),
        ("Be kind.", False, "- D\n- E\ninner", "F"),
    ]
    assert sheet.year == "2024-25"
    assert sheet.placed.not_placed == ()


def test_a_web_page_without_tables_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    parts = "".join(f"<p>{line or '&nbsp;'}</p>" for line in lined(SMALL).split("\n") if line)
    sheet = imported(tmp_path, f"<html><script>1.2 Yes</script><body>{parts}</body></html>", "page.html")
    assert stated(sheet) == as_stated(SMALL)


def test_scripts_and_styles_of_a_web_page_are_no_text_of_it(tmp_path: Path) -> None:
    html = page(SMALL).replace("<body>", "<body><script>var a = '1.2';</script><style>p {}</style><p>Menu</p>")
    assert not_placed(tmp_path, html, "page.html") == ["line 1: above the form: Menu"]


def test_a_file_that_is_not_utf_8_is_read_and_said_to_be(tmp_path: Path) -> None:
    content = table("1.2\tBe clear.\tYes\tA tenant\u2019s leaflet.\t").encode("cp1252")
    sheet = imported(tmp_path, content)
    assert sheet.rows["1.2"].evidence == "A tenant\u2019s leaflet."
    assert "read as Windows-1252" in str(sheet.placed.doubts[0])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"not a Word file", "this is not a Word document"),
        ("a.docx", b"PK\x03\x04 broken", "this is not a Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0 old", "this is a Word document of the old kind"),
        ("a.pdf", b"%PDF-1.7", "this is a PDF"),
        ("a.txt", b"", "this file is empty"),
        ("a.txt", b"\x80\x00\x01", "this is neither text nor a Word document"),
        ("a.txt", b"A letter about 1.2 and 1.3.\n", "no row of a self-assessment was found"),
        ("a.txt", b"1.2 Our policy is long.\n\n1.3 It has clauses.\n", "no row of a self-assessment was found"),
    ],
)
def test_what_is_no_self_assessment_is_refused_with_one_error(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(DocumentError) as refused:
        imported(tmp_path, content, name)
    assert len(refused.value.problems) == 1
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.txt", "there is no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(DocumentError, match=said):
            take_apart(path)


def test_the_answers_of_a_word_form_are_read_from_its_controls_and_boxes_are_listed(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph(TITLE)
    cells = document.add_table(rows=1, cols=5).rows[0].cells
    for cell, text in zip(cells, ("1.2", "Be clear.", "", "", ""), strict=True):
        cell.text = text
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    control = f"<w:sdt {space}><w:sdtContent>{run.format('Yes')}</w:sdtContent></w:sdt>"
    cells[2].paragraphs[0]._p.append(parse_xml(control))
    tracked = f"<w:ins {space}>{run.format('A leaflet.')}</w:ins>"
    cells[3].paragraphs[0]._p.append(parse_xml(tracked))
    deleted = f"<w:del {space}><w:r><w:delText>An old one.</w:delText></w:r></w:del>"
    cells[3].paragraphs[0]._p.append(parse_xml(deleted))
    box = f"<w:r {space}><w:pict><w:txbxContent><w:p>{run.format('Beside it')}</w:p></w:txbxContent></w:pict></w:r>"
    cells[4].paragraphs[0]._p.append(parse_xml(box))
    document.sections[0].footer.paragraphs[0].text = "Printed in May"
    document.save(str(tmp_path / "form.docx"))
    sheet = place(take_apart(tmp_path / "form.docx"), provisions())
    row = sheet.rows["1.2"]
    assert (row.comply, row.evidence, row.commentary) == (True, "A leaflet.", None)
    assert [str(each) for each in sheet.placed.not_placed] == [
        "a text box: outside the table: Beside it",
        "the header or footer of a page: outside the table: Printed in May",
    ]


def test_every_word_of_a_document_is_in_a_row_in_the_title_or_listed(tmp_path: Path) -> None:
    content = tabbed(SMALL) + "Signed by the Chair\n9.99\tOther\tYes\t\t\n\tlost\tcells\there\tnow\n"
    sheet = imported(tmp_path, content)
    kept = " ".join(
        [
            sheet.title or "",
            *(str(each) for each in sheet.placed.not_placed),
            *(f"{row.requirement} {row.evidence} {row.commentary}" for row in sheet.rows.values()),
        ]
    )
    for word in ("Signed", "Chair", "9.99", "Other", "lost", "cells", "here", "now", "leaflet", "Oak"):
        assert word in kept


_MARKS = [
    "1.2",
    "1.3",
    "1.4",
    "6.21",
    "Yes",
    "no",
    "--",
    BLANK,
    "",
    "Section 2: More",
    "Stage 1",
    "Page 2 of 3",
    TITLE,
    HEAD,
]
_TOKEN = st.integers(100, 999).map(lambda number: f"leaf{number}")
_CELL = st.one_of(_TOKEN, st.sampled_from(["", "1.4", "Yes", "No", "1.5 ", "<p>", "-- "]))
_LINE = st.one_of(
    st.sampled_from(_MARKS),
    st.builds("The {} of it.".format, _TOKEN),
    st.builds("1.5 Be {} Yes We {}".format, _TOKEN, _TOKEN),
    st.lists(_CELL, min_size=2, max_size=6).map("\t".join),
    st.lists(_CELL, min_size=2, max_size=6).map(lambda cells: f"| {' | '.join(cells)} |"),
    st.lists(_CELL, min_size=2, max_size=6).map(lambda cells: f"<tr><td>{'<td>'.join(cells)}</tr>"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(lines=st.lists(_LINE, max_size=25), name=st.sampled_from(["sheet.txt", "sheet.html"]))
def test_no_word_of_any_document_is_lost_however_odd_its_form(tmp_path: Path, lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    try:
        sheet = imported(tmp_path, text, name)
    except DocumentError:
        return
    kept = repr((sheet.title, sheet.placed.not_placed, list(sheet.rows.values())))
    assert set(re.findall(r"leaf\d+", text)) <= set(re.findall(r"leaf\d+", kept))


def test_an_import_is_a_file_of_a_landlord_with_its_remarks_as_comments(tmp_path: Path) -> None:
    sheet = imported(tmp_path, lined(SMALL))
    text = sheet_text(as_file(sheet, "2024-25", "Oak Homes"), notes=notes_on(sheet))
    data = parse_document(text, "2024-25.yaml").data
    assert data["assessment"]["source"] == f"sheet.txt: {sheet.title} (Oak Homes)"
    assert data["rows"]["1.4"] == {"comply": False, "evidence": "Not yet written down."}
    assert data["rows"]["2.1"] == {"comply": True}
    assert "# not placed: line 1: above the form: Sign in\n" in text


def test_a_title_without_a_year_or_a_name_claims_neither(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Self-assessment form\n\n1.2\tBe clear.\tYes\tA leaflet.\t\n")
    title = title_of(take_apart(tmp_path / "a.txt"))
    assert (title.text, title.year, title.landlord_name) == ("Self-assessment form", None, None)
