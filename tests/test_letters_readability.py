"""How easily letters read: the measure itself, and the limit that every shipped letter keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from code_engine.letters.lint import hard_to_read, lint
from code_engine.letters.readability import EASY_READ, PLAIN_ENGLISH, Readability, measure, readability_of, syllables
from letter_building import LANDLORDS, NAMES, engine, landlord_in, letter, sample, writer


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("letter", 2),
        ("complaint", 2),
        ("answer", 2),
        ("ombudsman", 3),
        ("independent", 4),
        ("here", 1),
        ("before", 2),
        ("people", 2),
        ("table", 2),
        ("whole", 1),
        ("makes", 1),
        ("visited", 3),
        ("settled", 2),
        ("missed", 1),
        ("pages", 2),
        ("you", 1),
        ("the", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formula_is_fleschs() -> None:
    assert Readability(words=100, sentences=5, syllables=150).ease == 59.6


def test_a_text_without_words_is_easy() -> None:
    assert measure(["", "…", "123"]).ease == 100.0


def test_long_words_in_long_sentences_read_badly() -> None:
    bad = (
        "Notwithstanding the aforementioned considerations, the organisation's determination regarding your "
        "representations necessitates additional administrative consideration prior to finalisation."
    )
    assert measure([bad]).ease < 0 < measure(["We need more time. We are sorry."]).ease


def test_a_heading_or_an_item_of_a_list_ends_a_sentence() -> None:
    assert measure(["What happens next", "We will write"]).sentences == 2


@pytest.mark.parametrize("landlord", [*LANDLORDS, "code-only"])
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_in_plain_english(name: str, landlord: str) -> None:
    assert readability_of(letter(name, landlord).page).ease >= PLAIN_ENGLISH


@pytest.mark.parametrize("landlord", LANDLORDS)
def test_no_letter_of_a_shipped_landlord_is_hard_to_read(landlord: str) -> None:
    assert hard_to_read(writer(), engine().landlords.get(landlord)) == []


def test_a_landlords_block_that_reads_badly_is_told(tmp_path: Path) -> None:
    bad = (
        "Notwithstanding aforementioned considerations representations necessitate administrative consideration. " * 40
    )
    template = '{% extends "survey_follow_up.html.j2" %}{% block choice %}<p>' + bad + "</p>{% endblock %}"
    made = landlord_in(tmp_path, {"letters/survey_follow_up.html.j2": template})
    problems = hard_to_read(made, made.engine.landlords.get("oak"))
    assert [problem.message.split(" has ")[0] for problem in problems] == [
        "oak, letter survey_follow_up (standard)",
        "oak, letter survey_follow_up (easy-read)",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_in_easy_read_reads_easily(name: str) -> None:
    assert readability_of(letter(name, variant="easy-read").page).ease >= EASY_READ


@pytest.mark.parametrize("name", NAMES)
def test_the_main_things_in_easy_read_are_said_in_short_sentences(name: str) -> None:
    page = letter(name, variant="easy-read").page
    main = next(each for each in page.all() if each.attributes.get("class") == "easy")
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(each.text() for each in main.all() if each.name in ("p", "li")))
    assert len(sentences) >= 5
    assert max(len(sentence.split()) for sentence in sentences) <= 15


def test_a_landlord_overrides_what_one_letter_says_in_easy_read(tmp_path: Path) -> None:
    text = '{% extends "easy_read.html.j2" %}{% block definition %}<h2>What this is</h2><p>Hi.</p>{% endblock %}'
    made = landlord_in(tmp_path, {"letters/easy_read.html.j2": text})
    assert "<p>Hi.</p>" in sample("definition").write(made, "oak", variant="easy-read").html
    assert "<p>Hi.</p>" not in sample("definition").write(made, "oak", variant="standard").html
    assert (
        "You told us that you are not happy" in sample("acknowledgement").write(made, "oak", variant="easy-read").html
    )
    assert lint(made, made.engine.landlords.get("oak")) == []
