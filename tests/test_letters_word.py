"""Letters as Word documents: to be finished in Word, and checked after that."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from code_engine.errors import CodeEngineError
from code_engine.letters.inspect import inspect
from letter_building import LANDLORDS, NAMES, engine, items_of, landlord_in, letter, sample
from letter_word import controls, document
from logo_pictures import LOGOS, source_in, source_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


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


def test_the_name_of_a_landlord_without_a_logo_heads_it_in_its_colour(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {}, branding={"primary": "#14505c"})
    content = sample("acknowledgement").write(made, "oak").as_bytes("docx")
    header = docx.Document(io.BytesIO(content)).sections[0].first_page_header
    assert header.paragraphs[0].text == "Oak Homes"
    assert str(header.paragraphs[0].runs[0].font.color.rgb) == "14505C"


@pytest.mark.parametrize("landlord", LANDLORDS)
def test_the_logo_is_a_picture_with_words_for_those_who_cannot_see_it(landlord: str) -> None:
    header = document("acknowledgement", landlord).sections[0].first_page_header
    (about,) = header._element.iter(qn("wp:docPr"))
    assert about.get("descr") == engine().landlords.get(landlord).name


@pytest.mark.parametrize("drawing", LOGOS, ids=lambda path: path.parent.parent.name)
def test_the_picture_beside_a_logo_is_made_from_it(drawing: Path) -> None:
    assert source_in(drawing.with_suffix(".png").read_bytes()) == source_of(drawing)


def test_a_drawing_without_a_picture_beside_it_gives_the_name(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'
    made = landlord_in(tmp_path, {"logo.svg": drawing}, branding={"logo": "logo.svg"})
    content = sample("acknowledgement").write(made, "oak").as_bytes("docx")
    assert docx.Document(io.BytesIO(content)).sections[0].first_page_header.paragraphs[0].text == "Oak Homes"


def test_a_picture_beside_a_drawing_that_is_none_is_told(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'
    made = landlord_in(tmp_path, {"logo.svg": drawing, "logo.png": b"x"}, branding={"logo": "logo.svg"})
    with pytest.raises(CodeEngineError, match=r"logo\.png: this logo is no PNG"):
        sample("acknowledgement").write(made, "oak")


def test_another_picture_gives_another_receipt(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'
    digests = set()
    for name, more in (("one", {}), ("two", {"logo.png": PNG})):
        made = landlord_in(tmp_path / name, {"logo.svg": drawing, **more}, branding={"logo": "logo.svg"})
        digests.add(sample("acknowledgement").write(made, "oak").receipt.brand_digest)
    assert len(digests) == 2


@pytest.mark.parametrize(("variant", "points"), [("standard", 11), ("large-print", 18), ("easy-read", 16)])
def test_every_script_has_the_size_of_its_form(variant: str, points: int) -> None:
    of = docx.Document(io.BytesIO(letter("definition", variant=variant).as_bytes("docx")))
    properties = of.styles["Normal"].element.rPr
    assert properties.find(qn("w:sz")).get(qn("w:val")) == str(2 * points)
    assert properties.find(qn("w:szCs")).get(qn("w:val")) == str(2 * points)


def test_pages_are_numbered() -> None:
    section = document("acknowledgement").sections[0]
    for footer in (section.footer, section.first_page_footer):
        fields = [each.get(qn("w:instr")) for each in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_an_item_has_a_name_and_cannot_be_deleted_by_mistake() -> None:
    control = controls(document("stage_1_response"))["outstanding_actions"]
    about = control.find(qn("w:sdtPr"))
    assert about.find(qn("w:alias")).get(qn("w:val")) == "outstanding actions"
    assert about.find(qn("w:lock")).get(qn("w:val")) == "sdtLocked"


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


def test_without_python_docx_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(CodeEngineError, match=r"a letter as a Word document needs `python-docx`") as caught:
        letter("acknowledgement").as_bytes("docx")
    assert "code-engine[letters]" in str(caught.value)
