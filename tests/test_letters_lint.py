"""`check` on templates: what can be found without a case, and what shows only in a whole letter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cli_running import done, run
from code_engine.errors import CodeEngineError
from code_engine.letters.lint import lint
from letter_building import LANDLORDS, engine, landlord_in, sample, writer

EXTENDS = '{% extends "stage_1_response.html.j2" %}\n'
TEMPLATE = "letters/stage_1_response.html.j2"
TERMS = {"stage_2": "appeal", "complaints_officer": "Feedback team"}


def linted(folder: Path, text: str, name: str = TEMPLATE) -> str:
    made = landlord_in(folder, {name: text}, terms=TERMS)
    return "\n".join(str(problem) for problem in lint(made, made.engine.landlords.get("oak")))


@pytest.mark.parametrize("landlord", [*LANDLORDS, "code-only"])
def test_the_shipped_landlords_have_no_problem(landlord: str) -> None:
    assert lint(writer(), engine().landlords.get(landlord)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{% block reasons %}{{ desicion_reasons }}{% endblock %}",
            ":2:23: unknown field `desicion_reasons`\n  did you",
        ),
        ("{% block reason %}x{% endblock %}", ":2:10: the letter has no block `reason`\n  did you mean `reasons`?"),
        ("{% block stage %}{{ terms.stage_3 }}{% endblock %}", "there is no term `stage_3`\n  did you mean"),
        ("{% block stage %}{{ letter_date }}{% endblock %}", "the day `letter_date` is not written for people"),
        (
            "{% block remedy %}{% for r in remedies %}{{ r.on }}{% endfor %}{% endblock %}",
            "the day `r.on` is not written for people",
        ),
        (
            "{% block stage %}Ask our complaints officer.{% endblock %}",
            "does not say `complaints officer` but `Feedback team`",
        ),
        (
            "{% block stage %}\n\nAsk for Stage 2.{% endblock %}",
            ":4:9: this landlord does not say `stage 2` but",
        ),
        (
            "{% block stage %}<p>This is our answer\nof 2025-06-18.</p>{% endblock %}",
            ":3:4: the day `2025-06-18` is not written for people\n  write it like 18 June 2025",
        ),
        ("{% block stage %}<p>By 3/7/25.</p>{% endblock %}", "the day `3/7/25` is not written for people"),
        ("{% block stage %}{{ terms.nonsense }}{% endblock %}", ":2:27: there is no term `nonsense`\n  terms: "),
        ("{% block stage %}{{ stage_name| }}{% endblock %}", ":2:33: expected token `name`, got"),
        ("{% block stage %}{% fi stage %}{% endblock %}", ":2:21: encountered unknown tag `fi`"),
        ("{% block stage %}{{ stage_name|shout }}{% endblock %}", ":2:32: no filter named `shout`"),
        ("{% block stage %}a{% endblock %}{% block stage %}b{% endblock %}", "block `stage` defined twice"),
        ("{% block stage %}{{ 7 * 7 }}{% endblock %}", ":2: a letter does no arithmetic"),
        ("{% block stage %}{{ open('x') }}{% endblock %}", ":2: a template calls nothing but `super()`"),
        ("{% block stage %}{% if %}{% endblock %}", "expected"),
    ],
)
def test_a_mistake_is_found_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    assert message in linted(tmp_path, EXTENDS + text)


def test_a_template_that_replaces_a_whole_letter_is_told(tmp_path: Path) -> None:
    assert "this template replaces a whole letter" in linted(tmp_path, "<p>Dear tenant</p>")


def test_a_template_that_no_letter_uses_is_told(tmp_path: Path) -> None:
    said = linted(tmp_path, EXTENDS, "letters/stage_one_response.html.j2")
    assert "no letter uses the template `stage_one_response.html.j2`\n  did you mean `stage_" in said


def test_a_required_item_that_is_missing_is_told(tmp_path: Path) -> None:
    said = linted(tmp_path, EXTENDS + "{% block body %}<p>Sorry.</p>{% endblock %}")
    assert "oak, letter stage_1_response: the letter is not complete: decision (6.9 c) is missing" in said


def test_an_item_stated_twice_is_told(tmp_path: Path) -> None:
    twice = '{% block contact %}<section data-item="decision"><p>We uphold it.</p></section>{% endblock %}'
    said = linted(tmp_path, EXTENDS + twice)
    assert f"{tmp_path / TEMPLATE}:2:29: the item `decision` is stated twice: in its block, and here by hand" in said


def test_a_letter_that_is_hard_to_read_is_told(tmp_path: Path) -> None:
    words = "Notwithstanding aforementioned considerations representations necessitate administrative examination. "
    said = linted(tmp_path, EXTENDS + f"{{% block contact %}}<p>{words * 40}</p>{{% endblock %}}")
    assert "oak, letter stage_1_response (standard) has a reading ease of " in said
    assert "write shorter sentences with shorter words" in said


def test_a_logo_that_is_missing_is_told(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {}, branding={"logo": "assets/logo.svg"})
    problems = lint(made, made.engine.landlords.get("oak"))
    assert str(problems[0]).startswith(f"{tmp_path / 'landlord.yaml'}: there is no logo `assets/logo.svg`")


def test_a_day_in_an_address_of_the_web_or_a_number_is_no_day(tmp_path: Path) -> None:
    assert linted(tmp_path, EXTENDS + "{% block contact %}<p>Ring 0300 111 3000, 24/7.</p>{% endblock %}") == ""


def test_what_is_wrong_with_a_whole_letter_names_the_template_and_line(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {TEMPLATE: EXTENDS + "{% block decision %}<p>We have decided.</p>{% endblock %}"})
    (problem,) = lint(made, made.engine.landlords.get("oak"))
    assert "decision (6.9 c) does not say decision" in problem.message
    assert str(problem.location) == f"{tmp_path / TEMPLATE}:{EXTENDS.count(chr(10)) + 1}"


def test_what_a_sample_lacks_names_its_place_in_the_file() -> None:
    wanting = replace(sample("stage_1_response"), given=())
    with pytest.raises(CodeEngineError) as caught:
        wanting.write(writer(), "twenty11")
    places = {str(problem.location) for problem in caught.value.problems}
    assert len(places) == 1
    assert re.search(r"samples\.yaml:\d+:\d+$", places.pop())


def test_a_colour_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    made = landlord_in(tmp_path, {}, branding={"primary": "#ffff00"})
    (problem,) = lint(made, made.engine.landlords.get("oak"))
    assert problem.message == "the colour `primary` cannot be read on the background"


def test_check_tells_a_mistake_in_a_landlords_template(tmp_path: Path) -> None:
    folder = tmp_path / "oak"
    (folder / "letters").mkdir(parents=True)
    profile = "id: oak\nname: Oak Homes\ncontacts: {email: us@oak.example}\n"
    (folder / "landlord.yaml").write_text(profile, encoding="utf-8")
    file = folder / TEMPLATE
    file.write_text(EXTENDS + "{% block reason %}x{% endblock %}", encoding="utf-8")
    result = run("check", str(folder))
    assert result.exit_code == 1
    assert "the letter has no block `reason`" in result.stdout
    file.write_text(EXTENDS + "{% block reasons %}{{ super() }}<p>So there.</p>{% endblock %}", encoding="utf-8")
    assert "no problems" in done("check", str(folder))
