"""Letters as PDF: tagged, A4, read back with nothing lost, and the same bytes each time."""

from __future__ import annotations

import logging
import sys
from datetime import date

import pikepdf
import pytest

from code_engine.errors import CodeEngineError
from code_engine.letters.blocks import blocks_of
from code_engine.letters.pdf import receipt_in_pdf
from code_engine.letters.situation import Options
from code_engine.letters.urgency import Order
from code_engine.letters.verify import verify
from letter_building import LANDLORDS, NAMES, case, letter, sample, write, writer
from letter_pdf import NEEDS_PANGO, opened, tags_of, text_of

pytestmark = NEEDS_PANGO

A4 = (595, 842)


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_tagged_and_says_in_which_language_it_is(name: str, landlord: str) -> None:
    pdf = opened(letter(name, landlord).as_bytes("pdf"))
    assert str(pdf.Root["/Lang"]) == "en-GB"
    assert pdf.Root["/MarkInfo"]["/Marked"]
    assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    tags = tags_of(pdf)
    assert tags.count("/H1") == 1
    assert tags.count("/H2") >= 2
    assert "/L" in tags
    assert "/Figure" in tags


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_the_letter_is_read_back_from_the_pdf(name: str) -> None:
    made = letter(name)
    said = text_of(opened(made.as_bytes("pdf")))
    for block in blocks_of(made.page):
        if block.kind != "logo":
            assert block.text.replace(" ", "").replace("\n", "") in said


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_style_of_a_letter_is_overlooked(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        letter(name).as_bytes("pdf")
    assert [record.getMessage() for record in caplog.records if "overflow-wrap" not in record.getMessage()] == []


def test_pages_are_a4_and_the_address_stands_in_the_window() -> None:
    pdf = opened(letter("acknowledgement").as_bytes("pdf"))
    assert all(tuple(round(float(value)) for value in page.mediabox)[2:] == A4 for page in pdf.pages)


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
