"""To whom a letter is written: the resident, or whoever acts for them and may (3.6); on paper with an address."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli_running import one_line, run
from cli_running import refused as refused_by_command
from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.errors import CodeEngineError
from code_engine.letters.letter import Letter
from code_engine.letters.situation import Options
from code_engine.letters.text import text_of
from code_engine.letters.urgency import Order
from letter_building import LANDLORDS, case, drafted, refused, write, writer

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "representative.yaml"
DAY = date(2025, 6, 4)
MINE = {"responsible_for": "the roof", "not_responsible_for": "none"}
BO = {"name": "Bo Rivers", "authority": "letter of 1 June 2025"}


def complaint(representative: dict[str, Any] | None = None, *, landlord: str = "twenty11", **details: Any) -> Case:
    received = {"type": "complaint_received", "date": "2025-06-02", "unclear": False, **details}
    header = {} if representative is None else {"representative": representative}
    return case(received, landlord=landlord, **header)


def acknowledged(representative: dict[str, Any] | None = None, **given: str) -> str:
    """The text of an acknowledgement, on one line."""
    return one_line(text_of(write(complaint(representative), "acknowledgement", DAY, **MINE, **given)))


@pytest.mark.parametrize("landlord", LANDLORDS)
def test_a_representative_who_may_act_is_written_to_and_the_resident_named(landlord: str) -> None:
    made = write(complaint(BO, landlord=landlord), "acknowledgement", DAY, **MINE)
    text = one_line(text_of(made))
    greeting = "Dear" if landlord == "red_kite" else "Hello"
    assert f"{greeting} Bo Rivers," in text
    assert "We write to you because you act for Sam Rivers." in text
    assert "“you”, it means Sam Rivers, or you acting for them" in text
    assert "Copy to: Sam Rivers" in text


def test_without_anybody_who_acts_the_resident_is_written_to() -> None:
    text = acknowledged()
    assert "Hello Sam Rivers," in text
    assert "Copy to" not in text
    assert "act for" not in text


def test_a_representative_without_authority_gets_no_letter_and_no_copy() -> None:
    text = acknowledged({"name": "Bo Rivers", "authority": ""})
    assert "Hello Sam Rivers," in text
    assert "Copy to" not in text
    assert "We do not have your word yet that they may, so we have written only to you." in text


def test_whether_a_representative_may_act_is_asked_where_nothing_says_so() -> None:
    told = refused(complaint({"name": "Bo Rivers"}), "acknowledgement", DAY, **MINE)
    assert "addressee is lacking: somebody acts for the resident, and nothing says if they may" in told
    assert "--set addressee=…  (resident or representative)" in told


def test_the_authority_may_be_that_of_the_complaint() -> None:
    made = write(complaint({"name": "Bo Rivers"}, authority="power of attorney"), "acknowledgement", DAY, **MINE)
    assert "Hello Bo Rivers," in text_of(made)


def test_a_representative_who_is_not_named_is_asked_for() -> None:
    told = refused(complaint(raised_by="representative", authority="seen"), "acknowledgement", DAY, **MINE)
    assert "representative_name is lacking: the letter is written to the representative" in told


def test_the_resident_has_to_be_named_to_a_representative() -> None:
    of = case({"type": "complaint_received", "date": "2025-06-02", "unclear": False}, representative=BO, resident={})
    assert "resident_name is lacking" in refused(of, "acknowledgement", DAY, **MINE)


def test_the_resident_may_be_written_to_all_the_same_with_a_copy_to_the_representative() -> None:
    text = acknowledged(BO, addressee="resident")
    assert "Hello Sam Rivers," in text
    assert "Copy to: Bo Rivers" in text


@pytest.mark.parametrize("representative", [None, {"name": "Bo Rivers", "authority": ""}, {"name": ""}])
def test_nobody_is_made_a_representative_by_hand_against_the_record(representative: dict[str, Any] | None) -> None:
    told = refused(complaint(representative), "acknowledgement", DAY, **MINE, addressee="representative")
    assert "addressee cannot be representative: nothing on record shows that somebody may act" in told


def test_who_is_written_to_is_one_of_two() -> None:
    told = refused(complaint(BO), "acknowledgement", DAY, **MINE, addressee="Bo")
    assert "addressee: `Bo` is nobody a letter is written to\n  it takes resident or representative" in told


def test_who_gets_a_copy_can_be_said_by_hand() -> None:
    assert "Copy to: Jo Marsh and Kit Barrow" in acknowledged(BO, copy_to="Jo Marsh; Kit Barrow")
    assert "Copy to" not in acknowledged(BO, copy_to="none")


def test_no_copy_goes_past_a_representative_through_whom_all_contact_goes() -> None:
    of = load_case(EXAMPLE)
    given = {
        "decision_reasons": "The boiler failed twice.",
        "answers": "heating: It is mended.; other flats: They are warm.",
        "failings": "Two rooms were cold.",
        "actions": "none",
    }
    text = text_of(write(of, "stage_1_response", date(2025, 2, 19), **given))
    assert "Hello Celia Finch," in text
    assert "Copy to" not in text
    assert "Copy to: Aurelio Finch" in text_of(write(of, "acknowledgement", date(2025, 2, 11), **MINE))


def test_in_a_draft_it_shows_that_nobody_knows_who_is_written_to() -> None:
    made = drafted(complaint({"name": "Bo Rivers"}), "acknowledgement", DAY)
    assert 'data-gap="addressee"' in made.html


# On paper


def posted(of: Case, **given: str) -> Letter:
    return writer().write(of, Options(DAY), Order("acknowledgement", given={**MINE, **given}, by_post=True))


@pytest.mark.parametrize("representative", [None, BO])
def test_a_letter_on_paper_needs_the_address_of_whoever_it_is_written_to(representative: dict[str, Any] | None) -> None:
    name = "resident_address" if representative is None else "representative_address"
    with pytest.raises(CodeEngineError, match=f"{name} is lacking: a letter on paper has to reach somebody"):
        posted(complaint(representative))
    assert "1 Elm Row" in posted(complaint(representative), **{name: "1 Elm Row; Sampleton"}).html
    assert posted(complaint(representative), **{name: "none"}).kind == "acknowledgement"
    assert acknowledged(representative)


def test_the_address_may_be_in_the_case() -> None:
    assert "2 Elm Row" in posted(complaint({**BO, "address": ["2 Elm Row", "Sampleton"]})).html
    of = case({"type": "complaint_received", "date": "2025-06-02"}, resident={"name": "Sam", "address": ["3 Elm Row"]})
    assert "3 Elm Row" in posted(of).html


def test_a_draft_shows_the_same_gap_for_the_address_in_every_format() -> None:
    of, options = complaint(), Options(DAY)
    posted_draft = writer().write(of, options, Order("acknowledgement", draft=True, by_post=True))
    draft = writer().write(of, options, Order("acknowledgement", draft=True))
    assert posted_draft.html == draft.html
    assert 'data-gap="resident_address"' in draft.html
    assert any("resident_address is lacking" in note for note in posted_draft.notes)
    assert not any("resident_address" in note for note in draft.notes)


def test_the_command_asks_for_an_address_for_word_and_not_for_html(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    given = ("--as-of", "2025-02-11", "--kind", "acknowledgement")
    mine = ("--set", "responsible_for=the boiler", "--set", "not_responsible_for=none")
    said = refused_by_command("letters", "render", str(EXAMPLE), *given, *mine, "--out", str(file))
    assert "representative_address is lacking" in said
    assert not file.exists()
    assert run("letters", "render", str(EXAMPLE), *given, *mine).exit_code == 0
