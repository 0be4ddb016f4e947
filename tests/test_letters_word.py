"""Letters as Word documents: to be finished in Word, and checked after that."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from code_engine.errors import CodeEngineError
from code_engine.letters.inspect import inspect
from code_engine.letters.verify import Verdict, verify
from letter_building import LANDLORDS, NAMES, items_of, landlord_in, letter, sample, writer

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


def document(name: str, landlord: str = "twenty11", draft: bool = False) -> Any:
    return docx.Document(io.BytesIO(letter(name, landlord, draft=draft).as_bytes("docx")))


def controls(of: Any) -> dict[str, Any]:
    found = {}
    for control in of.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        found[tag.removeprefix("item:")] = control
    return found


def saved(of: Any) -> bytes:
    content = io.BytesIO()
    of.save(content)
    return content.getvalue()


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_a_content_control_with_its_text(name: str, landlord: str) -> None:
    made = letter(name, landlord)
    assert dict(inspect(made.as_bytes("docx")).items or ()).keys() == items_of(made).keys()
    for item, text in inspect(made.as_bytes("docx")).items or ():
        assert text.split()[:4] == items_of(made)[item].split()[:4]


def test_it_is_a4_in_british_english_with_headings() -> None:
    of = document("stage_1_response")
    section = of.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert of.core_properties.title == "Our answer to your complaint"
    assert of.core_properties.language == "en-GB"
    styles = [paragraph.style.name for paragraph in of.paragraphs]
    assert styles.count("Heading 1") == 1
    xml = zipfile.ZipFile(io.BytesIO(letter("stage_1_response").as_bytes("docx"))).read("word/document.xml").decode()
    assert xml.count('w:val="Heading2"') >= 8
    assert 'w:val="ListBullet"' in xml


def test_the_name_of_the_landlord_heads_it_in_its_colour() -> None:
    header = document("acknowledgement").sections[0].first_page_header
    assert "Twenty11" in [paragraph.text for paragraph in header.paragraphs]
    assert str(header.paragraphs[0].runs[0].font.color.rgb) == "14505C"


def test_a_logo_that_word_can_show_is_shown(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {"logo.png": PNG}, branding={"logo": "logo.png"})
    content = sample("acknowledgement").write(made, "oak").as_bytes("docx")
    assert [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(".png")]


def test_the_same_letter_gives_the_same_bytes_and_holds_no_time_of_day() -> None:
    content = letter("definition").as_bytes("docx")
    assert letter("definition").as_bytes("docx") == content
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2025-06-06T00:00:00Z" in archive.read("docProps/core.xml").decode()


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


def test_without_python_docx_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(CodeEngineError, match=r"a letter as a Word document needs `python-docx`") as caught:
        letter("acknowledgement").as_bytes("docx")
    assert "code-engine[letters]" in str(caught.value)


@pytest.mark.parametrize(("mark", "lacking"), [("<w:vanish/>", True), ('<w:vanish w:val="false"/>', False)])
def test_text_that_word_hides_does_not_count(mark: str, lacking: bool) -> None:
    content = letter("definition").as_bytes("docx")
    document = docx.Document(io.BytesIO(content))
    for run in document.element.body.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        properties.append(parse_xml(mark.replace("<w:vanish", f"<w:vanish {nsdecls('w')}")))
    changed = io.BytesIO()
    document.save(changed)
    assert bool(verified(changed.getvalue()).lacking) is lacking
