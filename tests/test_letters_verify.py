"""Verifying a letter: what it was made from, whether it was changed, and what it lacks."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from code_engine.errors import CodeEngineError
from code_engine.letters.letter import FORMATS, Letter
from code_engine.letters.receipt import content_digest, receipt_from, receipt_in
from code_engine.letters.verify import Verdict, verify
from letter_building import LANDLORDS, NAMES, case, letter, sample, writer
from letter_pdf import NEEDS_PANGO


def of_sample(name: str, content: bytes, landlord: str = "twenty11") -> Verdict:
    return verify(writer(), content, case=sample(name).case_for(landlord))


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("form", ["html", "docx", pytest.param("pdf", marks=NEEDS_PANGO)])
def test_a_letter_is_made_again_to_the_same_bytes(form: str, landlord: str) -> None:
    for name in NAMES if form == "html" else ("stage_1_response", "contact_restriction"):
        verdict = of_sample(name, letter(name, landlord).as_bytes(form), landlord)
        assert verdict.identical, name
        assert verdict.good


def test_a_letter_edited_by_hand_is_caught_with_and_without_the_case() -> None:
    html = letter("stage_1_response").html.replace("100 pounds", "10 pounds").encode()
    verdict = of_sample("stage_1_response", html)
    assert verdict.identical is False
    assert "remedy has been edited" in verdict.differences
    alone = verify(writer(), html)
    assert alone.found.unchanged is False
    assert not alone.good


def test_an_item_that_was_cut_out_is_named_with_its_provision() -> None:
    html = letter("stage_2_response").html
    start = html.index('<section data-item="ombudsman"')
    cut = html[:start] + html[html.index("</section>", start) + len("</section>") :]
    verdict = verify(writer(), cut.encode())
    assert [str(lack) for lack in verdict.lacking] == [
        "ombudsman (6.19 g) is missing: how to take the matter to the Ombudsman"
    ]


def test_an_item_that_no_longer_says_how_the_ombudsman_is_reached_is_named() -> None:
    html = letter("extension-stage-1").html
    for detail in ("0300 111 3000", "info@housing-ombudsman.org.uk", "https://www.housing-ombudsman.org.uk", "PO Box"):
        assert verify(writer(), html.encode()).lacking == ()
        html = html.replace(detail, "")
    (lack,) = verify(writer(), html.encode()).lacking
    assert str(lack) == "ombudsman (6.5) does not say how the Ombudsman is reached: the Ombudsman's contact details"


def test_an_item_that_was_only_hidden_is_missed() -> None:
    html = letter("extension-stage-1").html.replace('data-item="ombudsman"', 'data-item="ombudsman" hidden')
    assert [lack.item for lack in verify(writer(), html.encode()).lacking] == ["ombudsman"]


def test_a_letter_saved_with_other_line_ends_is_said_to_differ_but_lacks_nothing() -> None:
    html = letter("acknowledgement").html.replace("\n", "\r\n").encode()
    verdict = of_sample("acknowledgement", html)
    assert verdict.lacking == ()
    assert verdict.identical is False
    assert verdict.differences == ("no item differs; something around them does",)


def test_what_the_letter_was_made_from_and_has_changed_is_named() -> None:
    made = letter("acknowledgement")
    other = case(
        {"type": "complaint_received", "date": "2025-06-02"},
        reference="SAMPLE-0001",
        matter={"summary": "Something else"},
    )
    verdict = verify(writer(), made.html.encode(), case=other)
    assert "not the same as when it was made: the facts of the case" in verdict.differences
    assert "received has been edited" in verdict.differences


def test_a_letter_without_a_receipt_needs_its_kind() -> None:
    html = b"<html><body><section data-item='stage'>Stage 1</section></body></html>"
    with pytest.raises(CodeEngineError, match="carries no receipt, so its kind is not known"):
        verify(writer(), html)
    verdict = verify(writer(), html, kind="stage_1_response")
    assert "stage" not in [lack.item for lack in verdict.lacking]
    assert len(verdict.lacking) == 11
    with pytest.raises(CodeEngineError, match="no receipt to make it again by"):
        verify(writer(), html, kind="stage_1_response", case=sample("acknowledgement").case_for("twenty11"))


def test_the_case_of_another_letter_is_refused() -> None:
    with pytest.raises(CodeEngineError) as caught:
        of_sample("stage_1_response", letter("contact_restriction").html.encode())
    assert "this letter was made for the case `SAMPLE-0004`, and this is `SAMPLE-0001`" in str(caught.value)


def test_a_case_of_which_the_letter_can_no_longer_be_made_is_told() -> None:
    other = case({"type": "complaint_received", "date": "2025-06-02"}, reference="SAMPLE-0001")
    verdict = verify(writer(), letter("stage_1_response").html.encode(), case=other)
    assert verdict.identical is False
    (difference,) = verdict.differences
    assert difference.startswith("it is not made again from this case as it is now: ")
    assert verdict.found.unchanged
    assert not verdict.good


HIDING = [
    "display:none",
    "visibility: hidden",
    "opacity:0",
    "opacity: 0.0",
    "font-size:1px",
    "font-size: 0",
    "color:#fff",
    "color: white !important",
    "color:#FDFDFD",
    "color:rgb(250, 250, 250)",
    "color:rgba(0,0,0,0)",
    "color: transparent",
    "color:#123456;background:#123456",
    "position:absolute;left:-9999px",
    "text-indent:-9999px",
    "clip-path:inset(50%)",
]


@pytest.mark.parametrize("style", HIDING)
@pytest.mark.parametrize("place", ["around", "at", "in"])
def test_an_item_that_nobody_sees_is_missed(style: str, place: str) -> None:
    html = letter("extension-stage-1").html
    start = html.index('<section data-item="ombudsman"')
    end = html.index("</section>", start) + len("</section>")
    item = html[start:end]
    hidden = {
        "around": f'<div style="{style}">{item}</div>',
        "at": item.replace("<section ", f'<section style="{style}" '),
        "in": item.replace("<p>", f'<p style="{style}">').replace("<li>", f'<li style="{style}">'),
    }
    (lack,) = verify(writer(), (html[:start] + hidden[place] + html[end:]).encode()).lacking
    assert lack.item == "ombudsman"


@pytest.mark.parametrize(
    "style", ["color:#14505c", "font-size:11pt", "opacity:1", "left:-3px", "color:#fff;background:#000"]
)
def test_a_style_that_hides_nothing_is_no_harm(style: str) -> None:
    html = letter("extension-stage-1").html.replace("<section ", f'<section style="{style}" ')
    assert verify(writer(), html.encode()).lacking == ()


def test_words_changed_in_a_page_are_told_item_by_item_without_the_case() -> None:
    html = letter("stage_1_response").html.replace("100 pounds", "10 pounds").replace("Sam Rivers", "Sam River")
    assert verify(writer(), html.encode()).found.edited == ("", "remedy")


@NEEDS_PANGO
@pytest.mark.parametrize(
    "change", [(b"%%EOF", b"%%EOF\n% edited"), (b"PDF-1.7", b"PDF-1.6"), (b"startxref", b" startxref")]
)
def test_a_pdf_that_was_changed_is_told_without_the_case(change: tuple[bytes, bytes]) -> None:
    content = letter("definition").as_bytes("pdf")
    assert verify(writer(), content).good
    verdict = verify(writer(), content.replace(*change, 1))
    assert verdict.found.unchanged is False
    assert not verdict.good


@NEEDS_PANGO
def test_a_pdf_that_another_program_saved_anew_is_not_taken_for_unchanged() -> None:
    content = letter("definition").as_bytes("pdf")
    verdict = verify(writer(), re.sub(rb"%code-engine sha256:[0-9a-f]+\n", b"", content))
    assert verdict.found.unchanged is None
    assert not verdict.good


@NEEDS_PANGO
def test_a_pdf_without_a_receipt_cannot_be_verified() -> None:
    with pytest.raises(CodeEngineError, match="its items cannot be told apart"):
        verify(writer(), b"%PDF-1.7\n%%EOF", kind="definition")


@NEEDS_PANGO
def test_a_pdf_edited_by_hand_is_caught() -> None:
    content = letter("definition").as_bytes("pdf")
    verdict = of_sample("definition", content.replace(b"%%EOF", b"%%EOF\n% edited", 1))
    assert verdict.identical is False


def forged(made: Letter, **changes: object) -> bytes:
    """The letter with a receipt in which something was changed."""
    receipt = json.loads(made.receipt.text()) | changes
    text = json.dumps(receipt).replace("&", "&amp;").replace('"', "&quot;")
    start = made.html.index('<meta name="code-engine-receipt"')
    end = made.html.index(">", start) + 1
    return f'{made.html[:start]}<meta name="code-engine-receipt" content="{text}">{made.html[end:]}'.encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": 7},
        {"stage": "one"},
        {"stage": 9},
        {"made_on": "yesterday"},
        {"made_on": None},
        {"draft": "no"},
        {"given": 5},
        {"given": [["a"]]},
        {"landlord": None, "extra": 1},
    ],
)
def test_a_receipt_that_makes_no_sense_is_no_receipt(changes: dict[str, object]) -> None:
    with pytest.raises(CodeEngineError, match="carries no receipt"):
        verify(writer(), forged(letter("acknowledgement"), **changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"landlord": "nobody"}, "unknown landlord `nobody`"),
        ({"ruleset": "other@1"}, "there is no ruleset `other@1`"),
        ({"kind": "acknowledgment"}, "did you mean `acknowledgement`?"),
    ],
)
def test_a_receipt_of_something_unknown_is_told(changes: dict[str, object], message: str) -> None:
    with pytest.raises(CodeEngineError) as caught:
        verify(writer(), forged(letter("acknowledgement"), **changes))
    assert message in str(caught.value)


def test_the_receipt_names_what_the_letter_was_made_from() -> None:
    made = letter("acknowledgement")
    receipt = made.receipt
    evaluation = sample("acknowledgement").case_for("twenty11")
    assert receipt.case_digest == evaluation.digest
    assert receipt.ruleset == "housing-ombudsman-code@2024-04-01"
    assert receipt.policy == "twenty11@2024-04-01"
    assert date.fromisoformat(receipt.made_on) == date(2025, 6, 3)
    assert receipt.content == content_digest(made.html)
    digests = [value for name, value in vars(receipt).items() if name.endswith("_digest")]
    assert all(value.startswith("sha256:") for value in digests)
    assert len(set(digests)) == len(digests)


def test_the_receipt_is_carried_by_the_page_and_read_back() -> None:
    made = letter("acknowledgement")
    text = receipt_in(made.html)
    assert text is not None
    assert receipt_from(text) == made.receipt
    assert made.receipt.facts_digest[7:19] in made.html


def test_another_value_gives_another_receipt() -> None:
    one, two = letter("acknowledgement"), letter("acknowledgement", "red_kite")
    assert one.receipt.given == two.receipt.given
    assert one.receipt.template_digest != two.receipt.template_digest
    assert one.receipt.brand_digest != two.receipt.brand_digest


def test_all_formats_can_be_made_of_a_letter() -> None:
    assert all(letter("acknowledgement").as_bytes(form) for form in FORMATS)
