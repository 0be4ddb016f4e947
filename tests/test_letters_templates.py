"""Templates: layers of blocks, and a sandbox in which a stranger's template does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_engine.errors import CodeEngineError
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.profile import Profile
from code_engine.letters.branding import logo_of
from code_engine.letters.lint import lint
from code_engine.letters.mistakes import LetterError
from code_engine.letters.writer import LetterWriter
from letter_building import engine, items_of, landlord_in, letter, sample

EXTENDS = '{% extends "acknowledgement.html.j2" %}\n'
TEMPLATE = "letters/acknowledgement.html.j2"


def oak(folder: Path, text: str, name: str = TEMPLATE) -> LetterWriter:
    return landlord_in(folder, {name: text})


def told(writer: LetterWriter, name: str = "acknowledgement") -> str:
    """What is said where the letter of a landlord cannot be made."""
    with pytest.raises(CodeEngineError) as caught:
        sample(name).write(writer, "oak")
    return str(caught.value)


def linted(writer: LetterWriter) -> str:
    return "\n".join(str(problem) for problem in lint(writer, writer.engine.landlords.get("oak")))


def test_a_landlord_overrides_a_single_block_and_keeps_the_rest(tmp_path: Path) -> None:
    writer = oak(tmp_path, EXTENDS + "{% block received %}{{ super() }}<p>We keep a list.</p>{% endblock %}")
    items = items_of(sample("acknowledgement").write(writer, "oak"))
    assert "Monday 2 June 2025" in items["received"]
    assert "We keep a list." in items["received"]
    assert "0300 111 3000" in items["ombudsman"]


def test_the_shared_letter_of_a_landlord_changes_all_its_letters(tmp_path: Path) -> None:
    text = '{% extends "letter.html.j2" %}{% block greeting %}<p>Good day,</p>{% endblock %}'
    writer = oak(tmp_path, text, "letters/letter.html.j2")
    for name in ("acknowledgement", "survey_follow_up"):
        assert "Good day," in sample(name).write(writer, "oak").html


def test_the_layers_of_twenty11_lie_over_those_of_its_group() -> None:
    survey = letter("survey_follow_up", "twenty11").html
    assert "Talking does not stop you" in survey
    assert "Thank you for your feedback." in survey
    assert "Talking does not stop you" not in letter("survey_follow_up", "red_kite").html


def test_a_template_that_drops_an_item_makes_no_letter(tmp_path: Path) -> None:
    writer = oak(tmp_path, EXTENDS + "{% block body %}<p>We will be in touch.</p>{% endblock %}")
    message = told(writer)
    assert "the letter is not complete: received (6.2) is missing" in message
    assert "ombudsman (3.7) is missing" in message


def test_a_template_that_empties_an_item_makes_no_letter(tmp_path: Path) -> None:
    writer = oak(tmp_path, EXTENDS + "{% block ombudsman %}<h2>The Ombudsman</h2> {% endblock %}")
    assert "ombudsman (3.7) is empty" in told(writer)


def test_a_template_that_keeps_an_item_but_not_what_it_is_about_makes_no_letter(tmp_path: Path) -> None:
    writer = oak(tmp_path, EXTENDS + "{% block next_steps %}<p>You will hear from us.</p>{% endblock %}")
    message = told(writer)
    assert "next_steps (6.2) does not say definition_expected_on" in message
    assert "next_steps (6.2) does not say response_expected_on" in message


def test_a_decision_has_to_be_told(tmp_path: Path) -> None:
    text = '{% extends "stage_1_response.html.j2" %}{% block decision %}<p>We have decided.</p>{% endblock %}'
    writer = oak(tmp_path, text, "letters/stage_1_response.html.j2")
    assert "decision (6.9 c) does not say decision" in told(writer, "stage_1_response")


def test_an_item_stated_twice_is_told(tmp_path: Path) -> None:
    text = EXTENDS + '{% block contact %}<section data-item="ombudsman"><p>Once more.</p></section>{% endblock %}'
    assert "ombudsman (3.7) is there 2 times" in told(oak(tmp_path, text))


def test_an_item_that_is_hidden_is_missing(tmp_path: Path) -> None:
    text = EXTENDS + '{% block body %}<section data-item="received" style="display: none">x</section>{% endblock %}'
    assert "received (6.2) is missing" in told(oak(tmp_path, text))


# Mistakes, with their places


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("{% block received %}", 2, "unexpected end of template"),
        ("{% block received %}{{ complaint_recieved_on }}{% endblock %}", 2, "`complaint_recieved_on` is undefined"),
        ("{% block received %}\n{{ matter|shout }}{% endblock %}", 3, "no filter named `shout`"),
        ("{% block received %}{{ complaint_received_on }}{% endblock %}", 2, "is not written for people"),
        ("{% block received %}{{ handler }}{{ language }}{% endblock %}", 2, "a field that is not known is put out"),
        ("{% block received %}{{ responsible_for }}{% endblock %}", 2, "a list is put out as a whole"),
        ("{% block received %}{{ matter|day }}{% endblock %}", 2, "the filter `day` is for days"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    said = told(oak(tmp_path, EXTENDS + text))
    assert message in said
    assert f"{tmp_path / TEMPLATE}:{line}:" in said


@pytest.mark.parametrize(
    "part",
    [
        "<script>1</script>",
        '<img src="https://elsewhere.example/x.png" alt="">',
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<link rel="stylesheet" href="https://elsewhere.example">',
        '<iframe src="https://elsewhere.example"></iframe>',
        '<p style="background:url(https://elsewhere.example)">a</p>',
        '<meta http-equiv="refresh" content="0">',
    ],
)
def test_a_letter_runs_nothing_and_fetches_nothing(tmp_path: Path, part: str) -> None:
    assert "the letter holds" in told(oak(tmp_path, EXTENDS + "{% block contact %}" + part + "{% endblock %}"))


def test_a_template_that_is_no_text_is_told(tmp_path: Path) -> None:
    writer = landlord_in(tmp_path, {TEMPLATE: b"\xff\xfe\x00"})
    assert "cannot be read as UTF-8 text" in told(writer)


def test_a_template_that_is_too_large_is_told(tmp_path: Path) -> None:
    assert "larger than 200 kB" in told(oak(tmp_path, EXTENDS + "x" * 200_000))


# The logo


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'


def test_a_missing_logo_is_told(tmp_path: Path) -> None:
    writer = landlord_in(tmp_path, {}, branding={"logo": "assets/logo.svg"})
    message = told(writer)
    assert "there is no logo `assets/logo.svg`" in message
    assert "landlord.yaml" in message
    assert "there is no logo" in linted(writer)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("logo.svg", "<p>not a drawing</p>", "this logo is no SVG"),
        ("logo.svg", DRAWING.replace("<path", "<script>1</script><path"), "holds a program or an address"),
        ("logo.svg", DRAWING.replace("<path", '<image href="https://elsewhere.example"/><path'), "holds a program"),
        ("logo.png", "PNG", "this logo is no PNG"),
        ("logo.svg", DRAWING + " " * 200_000, "larger than 200 kB"),
    ],
)
def test_a_logo_that_is_no_plain_drawing_is_told(tmp_path: Path, name: str, content: str, message: str) -> None:
    assert message in told(landlord_in(tmp_path, {name: content}, branding={"logo": name}))


def test_a_subsidiary_without_a_logo_takes_its_groups(tmp_path: Path) -> None:
    group = engine().landlords.get("red_kite")
    profile = Profile.model_validate({"id": "elm", "name": "Elm", "parent": "red_kite"}).below(group.profile)
    logo = logo_of(Landlord(profile, group, tmp_path))
    assert logo is not None
    assert logo.path.is_relative_to(group.folder or tmp_path)


def test_a_subsidiary_that_names_a_logo_never_shows_its_groups_by_that_name(tmp_path: Path) -> None:
    group = engine().landlords.get("red_kite")
    own = {"id": "elm", "name": "Elm", "parent": "red_kite", "branding": {"logo": group.profile.branding.logo}}
    profile = Profile.model_validate(own).below(group.profile)
    with pytest.raises(LetterError, match="there is no logo") as caught:
        logo_of(Landlord(profile, group, tmp_path))
    assert str(tmp_path / "landlord.yaml") in str(caught.value)
