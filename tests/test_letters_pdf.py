"""Letters as PDF: tagged, A4, read back with nothing lost, and the same bytes each time."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest

from code_engine.errors import CodeEngineError
from code_engine.letters.blocks import blocks_of
from code_engine.letters.branding import VARIANTS
from code_engine.letters.letter import Letter
from code_engine.letters.pdf import receipt_in_pdf
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.verify import verify
from letter_building import LANDLORDS, NAMES, case, letter, sample, write, writer
from letter_pdf import NEEDS_PANGO, opened, places_of, read_aloud, structure_of, tags_of, text_of
from letter_pdf_rules import faults_of

pytestmark = NEEDS_PANGO

A4 = (595, 842)


VARIED = [(name, landlord, "standard") for name in NAMES for landlord in LANDLORDS] + [
    (name, landlord, variant)
    for name in ("stage_1_response", "contact_restriction")
    for landlord in LANDLORDS
    for variant in VARIANTS[1:]
]
"""Every letter of every landlord, and the longest with the oddest in the other forms: a letter is the same in each."""


def spoken(made: Letter) -> str:
    """What the letter says, block by block, without blanks."""
    return "".join(block.text for block in blocks_of(made.page)).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(("name", "landlord", "variant"), VARIED)
def test_a_letter_is_tagged_as_pdf_ua_asks_and_read_in_the_order_of_its_text(
    name: str, landlord: str, variant: str
) -> None:
    made = letter(name, landlord, variant)
    pdf = opened(made.as_bytes("pdf"))
    assert faults_of(pdf) == []
    assert {"/H1", "/H2", "/L", "/LI", "/Figure"} <= set(tags_of(pdf))
    assert read_aloud(pdf).replace("•", "") == spoken(made)


def test_a_draft_is_tagged_and_its_watermark_is_decoration() -> None:
    pdf = opened(letter("stage_1_response", draft=True).as_bytes("pdf"))
    assert faults_of(pdf) == []
    assert read_aloud(pdf).count("DRAFT") == 1  # in the notice at its head, and not once more on each page


def spoilt(spoil: Callable[[pikepdf.Pdf], None]) -> list[str]:
    """The faults of a letter after something was taken from it."""
    pdf = opened(letter("acknowledgement").as_bytes("pdf"))
    spoil(pdf)
    return faults_of(pdf)


def element(pdf: pikepdf.Pdf, name: str) -> Any:
    return next(each for found, each, _ in structure_of(pdf) if found == name)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "the language is not said (7.2)"),
        (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "it is not marked as tagged (7.1)"),
        (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "the title is not shown in place of the file's name"),
        (lambda pdf: element(pdf, "/Figure").__delitem__("/Alt"), "a picture has no words in its place"),
        (lambda pdf: element(pdf, "/H2").update({"/S": pikepdf.Name.H3}), "a level of headings is skipped"),
        (lambda pdf: element(pdf, "/L").update({"/S": pikepdf.Name.Div}), "/LI stands in /Div"),
        (lambda pdf: element(pdf, "/P").update({"/K": pikepdf.Array([])}), "is in no element"),
        (lambda pdf: pdf.pages[0].__delitem__("/Tabs"), "the order of the tab key is not that of the structure"),
        (
            lambda pdf: pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"0 0 9 9 re f")),
            "puts something on the page that is not tagged",
        ),
        (lambda pdf: font_of(pdf).__delitem__("/ToUnicode"), "its glyphs are not said to be letters"),
    ],
)
def test_what_a_tagged_pdf_lacks_would_be_found(spoil: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    assert any(fault in each for each in spoilt(spoil))


def font_of(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].resources["/Font"].values()))


def words_of(*characters: str) -> str:
    """What the maker of a PDF is told about a matter with these characters."""
    received = {"type": "complaint_received", "date": "2025-06-02"}
    of = case(received, matter={"summary": f"Mould {''.join(characters)} on the wall"})
    made = write(of, "acknowledgement", date(2025, 6, 3), responsible_for="the wall", not_responsible_for="none")
    told: list[str] = []
    made.as_bytes("pdf", told.append)
    return "\n".join(told)


def test_a_character_that_no_font_has_is_told() -> None:
    said = words_of("\U00013000")
    assert "no font on this machine has" in said
    assert "(U+13000)" in said
    assert "the PDF shows empty boxes" in said


def test_of_many_characters_that_no_font_has_ten_are_named() -> None:
    assert "and 10 more: the PDF" in words_of(*(chr(0x13000 + number) for number in range(20)))


def test_letters_that_every_font_has_are_not_warned_of() -> None:
    assert words_of("é", "ü") == ""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_style_of_a_letter_is_overlooked(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        letter(name).as_bytes("pdf")
    assert [record.getMessage() for record in caplog.records if "overflow-wrap" not in record.getMessage()] == []


def test_pages_are_a4() -> None:
    pdf = opened(letter("acknowledgement").as_bytes("pdf"))
    assert all(tuple(round(float(value)) for value in page.mediabox)[2:] == A4 for page in pdf.pages)


ADDRESS = ("Flat 12", "The Old Exchange", "1 High Street", "AB12 3CD")
SEEN_DOWN, SEEN_ACROSS = (57, 79), (20, 100)
"""Millimetres of the sheet that a window shows however the sheet lies: see `style_sheet`."""


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_address_of_five_lines_stands_where_a_window_envelope_shows_it(variant: str) -> None:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    mine = {"responsible_for": "the wall", "not_responsible_for": "none", "resident_address": "; ".join(ADDRESS)}
    order = Order("acknowledgement", given=mine, variant=variant)
    made = writer().write(case(received), Options(date(2025, 6, 3)), order)
    pdf = opened(made.as_bytes("pdf"))
    placed = {text.strip(): at for text, at in reversed(places_of(pdf.pages[0]))}  # the first of each
    for line in ("Sam Rivers", *ADDRESS):
        across, down = placed[line]
        assert SEEN_ACROSS[0] <= across <= SEEN_ACROSS[1]
        assert SEEN_DOWN[0] + 2 <= down <= SEEN_DOWN[1]


def test_a_name_too_long_for_the_window_is_printed_whole_and_over_nothing_else() -> None:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    name = " ".join(["Featherstonehaugh-Cholmondeley"] * 6)
    mine = {"responsible_for": "the wall", "not_responsible_for": "none", "resident_address": "; ".join(ADDRESS * 3)}
    made = write(case(received, resident={"name": name}), "acknowledgement", date(2025, 6, 3), **mine)
    pdf = opened(made.as_bytes("pdf"))
    assert read_aloud(pdf).replace("•", "") == spoken(made)
    placed = [(text.strip(), at) for text, at in places_of(pdf.pages[0])]
    last = max(down for text, (_, down) in placed if text == ADDRESS[-1])
    greeting = next(down for text, (_, down) in placed if text.startswith("Hello"))
    assert last < greeting


def test_the_picture_of_the_logo_has_words_for_those_who_cannot_see_it() -> None:
    pdf = opened(letter("acknowledgement").as_bytes("pdf"))
    alternatives = [
        str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
    ]
    assert alternatives == ["Twenty11"]


def test_the_same_letter_gives_the_same_bytes() -> None:
    first = sample("stage_1_response").write(writer(), "red_kite").as_bytes("pdf")
    assert sample("stage_1_response").write(writer(), "red_kite").as_bytes("pdf") == first


def test_the_receipt_is_in_the_properties() -> None:
    made = letter("stage_1_response")
    assert receipt_in_pdf(made.as_bytes("pdf")) == made.receipt.text()


def test_a_pdf_that_is_none_of_ours_carries_no_receipt() -> None:
    assert receipt_in_pdf(b"%PDF-1.7\nstream\nnot compressed\nendstream\n%%EOF") is None
    with pytest.raises(CodeEngineError, match="carries no receipt, so its kind is not known"):
        verify(writer(), b"%PDF-1.7\n%%EOF")


def test_a_decision_of_twenty_pages_is_laid_out_whole() -> None:
    reasons = "\n".join(
        f"{number}. We looked at visit {number} and at what was said about it." for number in range(700)
    )
    one = sample("stage_1_response")
    order = Order(one.kind, None, {**dict(one.given), "decision_reasons": reasons})
    made = writer().write(one.case_for("twenty11"), Options(one.as_of), order)
    pdf = opened(made.as_bytes("pdf"))
    assert len(pdf.pages) >= 20
    assert "699.Welookedatvisit699" in text_of(pdf)


def test_names_in_other_scripts_and_signs_are_laid_out() -> None:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    made = write(
        case(received, resident={"name": "ليلى حداد"}, matter={"summary": "Mould 🙁 <b>behind</b> the דלת"}),
        "acknowledgement",
        date(2025, 6, 3),
        responsible_for="the wall",
        not_responsible_for="none",
    )
    assert made.as_bytes("pdf").startswith(b"%PDF-")
    assert "<bdi>ليلى حداد</bdi>" in made.html
    assert "&lt;b&gt;behind&lt;/b&gt;" in made.html


def test_large_print_is_larger_and_the_address_stays_in_the_window() -> None:
    small, large = letter("stage_1_response"), letter("stage_1_response", variant="large-print")
    assert len(opened(large.as_bytes("pdf")).pages) > len(opened(small.as_bytes("pdf")).pages)


def test_without_weasyprint_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(CodeEngineError, match=r"a letter as PDF needs `weasyprint`, which is not installed") as caught:
        letter("acknowledgement").as_bytes("pdf")
    assert "pip install 'code-engine[letters]'" in str(caught.value)
