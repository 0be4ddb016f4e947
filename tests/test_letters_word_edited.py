"""Letters that were edited in Word: what is missing, hidden, left open or changed is told."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from code_engine.errors import CodeEngineError
from code_engine.letters.inspect import inspect
from code_engine.letters.verify import Verdict, verify
from letter_building import case, letter, write, writer
from letter_word import controls, document, saved


def verified(content: bytes) -> Verdict:
    return verify(writer(), content)


def test_a_letter_saved_again_by_another_program_is_still_whole() -> None:
    verdict = verified(saved(document("stage_1_response")))
    assert verdict.lacking == ()
    assert verdict.kind == "stage_1_response"
    assert verdict.good


def test_an_item_that_was_deleted_in_word_is_missed() -> None:
    of = document("stage_1_response")
    control = controls(of)["escalation"]
    control.getparent().remove(control)
    verdict = verified(saved(of))
    assert [str(lack) for lack in verdict.lacking] == [
        "escalation (6.9 g) is missing: how to take the complaint to stage 2"
    ]
    assert not verdict.good


def test_an_item_whose_words_were_deleted_in_word_is_empty() -> None:
    of = document("stage_1_response")
    for text in controls(of)["remedy"].iter(qn("w:t")):
        text.text = ""
    assert [lack.item for lack in verified(saved(of)).lacking] == ["remedy"]


def test_gaps_that_are_left_in_a_draft_are_named() -> None:
    verdict = verified(letter("stage_1_response", draft=True).as_bytes("docx"))
    assert any("What are the reasons for the decision?" in gap for gap in verdict.found.gaps)
    assert verdict.is_draft
    assert not verdict.good


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 not a zip", b"PK\x05\x06" + b"\x00" * 18, b"plain words", b"\xff\xfe\x00", b""]
)
def test_what_is_no_letter_is_told(content: bytes) -> None:
    with pytest.raises(CodeEngineError, match="this is no"):
        inspect(content)


def test_a_document_with_a_declaration_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>')
    with pytest.raises(CodeEngineError, match="a declaration that no letter has"):
        inspect(made.getvalue())


HIDES = [
    "<w:vanish/>",
    "<w:webHidden/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="F4F4F4"/>',
    '<w:color w:val="000000" w:themeColor="background1"/>',
    '<w:color w:val="203040"/><w:shd w:val="clear" w:fill="203040"/>',
    '<w:sz w:val="2"/>',
]
SHOWS = [
    '<w:vanish w:val="false"/>',
    '<w:color w:val="auto"/>',
    '<w:color w:val="767676"/>',
    '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="203040"/>',
    '<w:sz w:val="16"/>',
]


def with_properties(properties: str) -> Any:
    """Properties of text as an element."""
    return parse_xml(f"<w:rPr {nsdecls('w')}>{properties}</w:rPr>")


@pytest.mark.parametrize(
    ("properties", "lacking"), [*((each, True) for each in HIDES), *((each, False) for each in SHOWS)]
)
def test_words_that_word_hides_do_not_count(properties: str, lacking: bool) -> None:
    of = document("definition")
    for run in of.element.body.iter(qn("w:r")):
        if run.rPr is not None:
            run.remove(run.rPr)
        run.insert(0, with_properties(properties))
    verdict = verified(saved(of))
    assert bool(verdict.lacking) is lacking
    assert verdict.good is not lacking


@pytest.mark.parametrize("kind", ["paragraph", "character"])
@pytest.mark.parametrize("properties", HIDES)
def test_words_that_a_style_hides_do_not_count(properties: str, kind: str) -> None:
    of = document("definition")
    style = f'<w:style {nsdecls("w")} w:type="{kind}" w:styleId="Ghost"><w:rPr>{properties}</w:rPr></w:style>'
    below = f'<w:style {nsdecls("w")} w:type="{kind}" w:styleId="Ghostly"><w:basedOn w:val="Ghost"/></w:style>'
    of.styles.element.extend([parse_xml(style), parse_xml(below)])
    if kind == "character":
        for run in of.element.body.iter(qn("w:r")):
            run.get_or_add_rPr().insert(0, parse_xml(f'<w:rStyle {nsdecls("w")} w:val="Ghostly"/>'))
    else:
        for paragraph in of.element.body.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), "Ghostly")
    assert {lack.item for lack in verified(saved(of)).lacking} >= {"understanding", "ombudsman"}


def test_a_style_that_is_based_on_itself_does_no_harm() -> None:
    of = document("definition")
    for style in of.styles.element.iter(qn("w:style")):
        based = style.find(qn("w:basedOn"))
        if based is not None:
            based.set(qn("w:val"), style.get(qn("w:styleId")))
    assert verified(saved(of)).lacking == ()


def test_words_that_the_tracking_of_changes_took_out_do_not_count() -> None:
    of = document("definition")
    for run in list(controls(of)["ombudsman"].iter(qn("w:r"))):
        taken = parse_xml(f'<w:moveFrom {nsdecls("w")} w:id="1" w:author="x"/>')
        run.addprevious(taken)
        taken.append(run)
    assert [lack.item for lack in verified(saved(of)).lacking] == ["ombudsman"]


# Edited in Word, and the case is not at hand


def written_over(of: Any, item: str, old: str, new: str) -> bytes:
    for text in controls(of)[item].iter(qn("w:t")):
        text.text = text.text.replace(old, new)
    return saved(of)


def test_a_changed_word_is_told_without_the_case() -> None:
    verdict = verified(written_over(document("stage_1_response"), "remedy", "100 pounds", "10 pounds"))
    assert verdict.lacking == ()
    assert verdict.found.edited == ("remedy",)
    assert not verdict.good


def test_a_changed_name_or_address_is_told_as_standing_around_the_items() -> None:
    of = document("stage_1_response")
    for text in of.element.body.iter(qn("w:t")):
        text.text = text.text.replace("Sam Rivers", "Sam River")
    assert verified(saved(of)).found.edited == ("",)


def test_an_item_put_in_and_one_taken_out_are_told() -> None:
    of = document("stage_1_response")
    controls(of)["points"].find(qn("w:sdtPr")).find(qn("w:tag")).set(qn("w:val"), "item:apology")
    assert verified(saved(of)).found.edited == ("apology", "points")


@pytest.mark.parametrize("note", ["[to be written]", "[name]", "[TBC]", "[___]", "[which day?]"])
def test_a_note_to_the_writer_is_left_open_although_it_has_no_mark(note: str) -> None:
    verdict = verified(written_over(document("stage_1_response"), "reasons", "You told us", note))
    assert verdict.found.gaps == (note,)


@pytest.mark.parametrize("text", ["[sic]", "[2023] 1 WLR", "a list [...] of"])
def test_brackets_of_a_quotation_are_not_left_open(text: str) -> None:
    assert verified(written_over(document("stage_1_response"), "reasons", "You told us", text)).found.gaps == ()


def test_a_residents_own_brackets_are_not_left_open() -> None:
    received = {"type": "complaint_received", "date": "2025-06-02"}
    of = case(received, matter={"summary": "A leak [in the hall]"})
    made = write(of, "acknowledgement", date(2025, 6, 3), responsible_for="the wall", not_responsible_for="none")
    for form in ("docx", "html"):
        assert verified(made.as_bytes(form)).good
