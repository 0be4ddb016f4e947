"""Every letter of every landlord in text, as it was read and agreed. `python tools/letter_snapshots.py` writes them."""

from __future__ import annotations

import pytest

from letter_building import LANDLORDS, NAMES, items_of, letter
from letter_snapshots import FOLDER, snapshot


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_reads_as_agreed(name: str, landlord: str) -> None:
    agreed = (FOLDER / f"{landlord}-{name}.txt").read_text(encoding="utf-8")
    assert snapshot(letter(name, landlord)) == agreed, "read it, then run `python tools/letter_snapshots.py`"


def test_no_snapshot_is_kept_of_a_letter_that_is_gone() -> None:
    wanted = {f"{landlord}-{name}.txt" for landlord in LANDLORDS for name in NAMES}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_the_two_landlords_differ_as_configured(name: str) -> None:
    red_kite, twenty11 = letter(name, "red_kite"), letter(name, "twenty11")
    assert "Dear " in red_kite.html
    assert "Hello " in twenty11.html
    assert "https://redkitehousing.org.uk" not in twenty11.html
    assert "https://www.twenty11.co.uk" not in red_kite.html
    assert all(text for text in items_of(twenty11).values())


def test_both_use_the_groups_words_for_the_stages() -> None:
    for landlord in LANDLORDS:
        assert "which we call formal investigation" in letter("stage_1_response", landlord).html
        assert "You can ask for an appeal, which is stage 2." in letter("stage_1_response", landlord).html


def test_without_a_landlord_the_words_are_the_codes() -> None:
    made = letter("stage_1_response", "code-only")
    assert "at stage 1 of 2." in made.html
    assert "You can ask for stage 2." in made.html
    assert "complaints officer" in made.html
