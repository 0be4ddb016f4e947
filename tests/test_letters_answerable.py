"""A letter says how it can be answered, or it is not made; who cannot be answered is told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_running import done, one_line, refused, run
from code_engine.checks.letters import letter_problems, readability_problems
from code_engine.conformance.installation import Installation
from code_engine.conformance.kit import LandlordConformance
from code_engine.documents import read_document
from code_engine.errors import CodeEngineError
from code_engine.landlord.profile import Profile
from code_engine.letters.letter import Letter
from letter_building import LANDLORDS, NAMES, landlord_in, letter, sample

REACHED = {
    "telephone": "01632 960000",
    "email": "us@oak.example",
    "website": "https://oak.example",
    "complaints_page": "https://oak.example/complaints",
    "address": ["Oak Homes", "1 Elm Row", "Sampleton"],
}


def written(folder: Path, **profile: Any) -> Letter:
    return sample("survey_follow_up").write(landlord_in(folder, {}, **profile), "oak")


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_the_shipped_landlords_says_how_to_answer(name: str, landlord: str) -> None:
    html = letter(name, landlord).html
    assert "You can answer us online." in html
    assert "Online: https://" in html


def test_only_ways_of_which_the_landlord_gives_the_detail_are_named(tmp_path: Path) -> None:
    channels = ["email", "letter", "telephone"]
    html = written(tmp_path, reply_channels=channels, contacts={"email": "us@oak.example"}).html
    assert "You can answer us by e-mail." in html


def test_the_channels_that_are_liked_come_first(tmp_path: Path) -> None:
    assert "by letter or by e-mail." in written(tmp_path, reply_channels=["letter", "email"], contacts=REACHED).html


def test_without_reply_channels_every_contact_is_a_way_to_answer(tmp_path: Path) -> None:
    html = written(tmp_path, contacts=REACHED).html
    assert "You can answer us by telephone, by e-mail, online or by letter." in html
    assert "By post: Oak Homes, 1 Elm Row, Sampleton" in html
    assert "Online: https://oak.example/complaints" in html


def test_a_letter_that_could_not_be_answered_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CodeEngineError, match="letters of `oak` cannot say how to answer them"):
        written(tmp_path, contacts={"policies_page": "https://oak.example/policies"})


def folder_of(home: Path, text: str) -> str:
    folder = home / "oak"
    folder.mkdir()
    (folder / "landlord.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: oak\nname: Oak Homes\n", 1),
        ("name: Oak Homes\nid: oak\ncontacts: {policies_page: https://oak.example/policies}\n", 3),
        ("id: oak\nparent: red_kite\nname: Oak Homes\nreply_channels: [letter]\n", 1),
    ],
)
def test_check_tells_a_landlord_that_cannot_be_answered_with_file_and_line(
    text: str, line: int, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, text)
    result = run("check", folder)
    assert result.exit_code == 1
    said = "".join(result.stdout.split())
    assert f"landlord.yaml:{line}:" in said
    assert "lettersof`oak`cannotsayhowtoanswerthem" in said


def test_check_is_content_with_a_landlord_that_sends_no_letters_yet(tmp_path: Path) -> None:
    assert "no problems" in done("check", folder_of(tmp_path, "id: oak\nname: Oak Homes\nsends_letters: false\n"))


def test_the_conformance_kit_tells_it_as_well(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {"landlord.yaml": "id: oak\nname: Oak Homes\n"}, contacts={})
    oak = made.engine.landlords.get("oak")
    (problem,) = letter_problems(made.engine, oak)
    assert str(problem.location).endswith("landlord.yaml:1:1")
    assert readability_problems(made.engine, oak) == []

    class Tests(LandlordConformance):
        landlord = "oak"

        @property
        def installation(self) -> Installation:
            found = Installation("oak")
            vars(found)["landlords"] = made.engine.landlords
            return found

    with pytest.raises(AssertionError, match="cannot say how to answer them"):
        Tests().test_its_letters_say_what_they_must_and_read_easily()


# A new landlord


def test_a_new_landlord_says_how_it_is_reached(tmp_path: Path) -> None:
    given = ("--email", "us@hill.example", "--telephone", "01632 960000", "--website", "https://hill.example")
    said = done("new-landlord", "hill_homes", *given, "--into", str(tmp_path))
    assert "to send letters" not in said
    text = (tmp_path / "hill_homes" / "landlord.yaml").read_text(encoding="utf-8")
    contacts = Profile.model_validate(read_document(tmp_path / "hill_homes" / "landlord.yaml").data).contacts
    assert (contacts.email, contacts.telephone) == ("us@hill.example", "01632 960000")
    assert contacts.website == "https://hill.example"
    assert "sends_letters" not in text
    assert "no problems" in done("check", str(tmp_path / "hill_homes"))


def test_a_new_landlord_that_cannot_be_reached_has_the_place_to_say_so(tmp_path: Path) -> None:
    said = done("new-landlord", "hill_homes", "--into", str(tmp_path))
    assert "to send letters: say under `contacts:` in" in one_line(said)
    text = (tmp_path / "hill_homes" / "landlord.yaml").read_text(encoding="utf-8")
    assert "# contacts:\n#   website: https://www.example.org\n" in text
    assert "\nsends_letters: false\n" in text


@pytest.mark.parametrize("website", ["http://hill.example", "hill.example", " ", "https://hill.example\n- x"])
def test_a_site_that_cannot_be_one_is_refused(website: str, tmp_path: Path) -> None:
    said = refused("new-landlord", "hill_homes", "--website", website, "--into", str(tmp_path))
    assert "cannot be the website of a landlord" in said
    assert list(tmp_path.iterdir()) == []
