"""A stranger's template: it reads nothing, runs nothing, and neither goes on for ever nor fills the memory."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from code_engine.errors import CodeEngineError
from code_engine.letters.lint import lint
from code_engine.letters.writer import LetterWriter
from letter_building import landlord_in, sample

EXTENDS = '{% extends "acknowledgement.html.j2" %}\n'
TEMPLATE = "letters/acknowledgement.html.j2"
SECRET = "a-secret-of-the-environment"


def told(writer: LetterWriter, name: str = "acknowledgement") -> str:
    """What is said where the letter of a landlord cannot be made."""
    with pytest.raises(CodeEngineError) as caught:
        sample(name).write(writer, "oak")
    return str(caught.value)


def linted(writer: LetterWriter) -> str:
    return "\n".join(str(problem) for problem in lint(writer, writer.engine.landlords.get("oak")))


def attacked(folder: Path, attack: str) -> LetterWriter:
    return landlord_in(folder, {TEMPLATE: f"{EXTENDS}{{% block received %}}{{{{ super() }}}}{attack}{{% endblock %}}"})


READING = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ terms.__class__.__init__.__globals__ }}",
    "{{ terms.model_dump() }}",
    "{{ terms.model_dump }}",
    "{{ terms.model_fields }}",
    "{{ terms }}",
    "{{ landlord }}",
    "{{ receipt.text }}",
    "{{ receipt }}",
    "{{ matter.__init__.__globals__['os'].environ }}",
    "{{ matter.format(matter) }}",
    "{{ matter.format }}",
    "{{ '{0.__class__}'.format(matter) }}",
    "{{ '%s' % matter }}",
    "{{ '%s'|format(matter) }}",
    "{{ ''|attr('__class__') }}",
    "{{ landlord.channels|map(attribute='__class__')|list }}",
    "{{ [matter]|first }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ super.__init__ }}",
    "{{ loop }}",
    "{{ open_item }}",
    "{{ open_item.__globals__ }}",
    "{{ open_item.__closure__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ cycler(1, 2) }}",
    "{{ joiner(',') }}",
    "{{ namespace() }}",
    "{{ dict(a=1) }}",
    "{{ _budget }}",
    "{{ _budget.spend(-1000000000) }}",
    "{{ config }}{{ environment }}",
    "{{ letter_date.replace(1) }}",
    "{{ letter_date.today() }}",
    "{{ receipt.sealed('x') }}",
    "{{ matter|safe }}",
    "{{ matter|tojson }}",
    "{{ matter|pprint }}",
    "{% include '/etc/passwd' %}",
    "{% include '../landlord.yaml' %}",
    "{% include 'letters.yaml' %}",
    "{% include 'definition.html.j2' %}",
    "{% import 'os' as os %}",
    "{% from 'letter.html.j2' import x %}",
    "{% do terms %}",
    "{% set terms.x = 1 %}",
    "{% set ns = namespace(a=1) %}",
    "{% debug %}",
    "{% with a = matter %}{{ a }}{% endwith %}",
    "{{ letter_date is callable }}",
]
FILLING = [
    "{{ range(10 ** 9) }}",
    "{% for x in range(1000000000) %}x{% endfor %}",
    "{{ 'a' * 10000000000 }}",
    "{{ [1] * 10000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ 9 - 1 }}",
    "{{ -1 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ matter|center(1000000000) }}",
    "{{ matter|indent(1000000000) }}",
    "{{ " + "9" * 5000 + " }}",
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "{% set a = matter|listed %}{{ a }}",
    "{% set a = matter|paragraphs %}{% set a = a|paragraphs %}{{ a }}",
    "{% set a %}{{ matter }}{{ matter }}{% endset %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call(x) m() %}{% endcall %}",
    "{{ self.received() }}{{ self.received() }}",
    "{% for x in matter %}{{ x }}{% endfor %}",
    "{% for x in landlord.address recursive %}{{ loop(landlord.address) }}{% endfor %}",
    "{% for x in [1] %}" * 30 + "x" + "{% endfor %}" * 30,
    ("{% for a in L %}" * 4 + "{% endfor %}" * 4).replace("L", str(list(range(200)))),
    "{% for a in L %}{% for b in L %}xxxxxxxxxx{% endfor %}{% endfor %}".replace("L", str(list(range(1000)))),
    "{% for a in L %}{% for b in L %}{{ super() }}{% endfor %}{% endfor %}".replace("L", str(list(range(1000)))),
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 50000 + "1 }}",
    "{{ matter" + "|e" * 20000 + " }}",
    "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
]


@pytest.mark.parametrize("attack", READING)
def test_a_template_reads_nothing_but_the_words_of_its_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str
) -> None:
    monkeypatch.setenv("CODE_ENGINE_TOKEN", SECRET)
    said = told(attacked(tmp_path, attack))
    assert f"{tmp_path / TEMPLATE}:2:" in said
    assert SECRET not in said
    assert os.environ["PATH"] not in said
    assert "root:" not in said
    assert " at 0x" not in said


@pytest.mark.parametrize("attack", FILLING, ids=lambda attack: attack[:40])
def test_a_template_neither_fills_the_memory_nor_goes_on(tmp_path: Path, attack: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = told(attacked(tmp_path, attack))
    assert f"{tmp_path / TEMPLATE}:" in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


@pytest.mark.parametrize("attack", [READING[0], FILLING[12], FILLING[21], FILLING[25]])
def test_check_tells_of_it_without_a_case(tmp_path: Path, attack: str) -> None:
    assert f"{tmp_path / TEMPLATE}:" in linted(attacked(tmp_path, attack))


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../landlord.yaml", "twenty11/acknowledgement.html.j2", "core/../../x", "landlord.yaml", ""],
)
def test_a_template_extends_only_letters_of_its_own_line(tmp_path: Path, name: str) -> None:
    said = told(landlord_in(tmp_path, {TEMPLATE: f'{{% extends "{name}" %}}'}))
    assert f"{tmp_path / TEMPLATE}:1: there is no template" in said


def test_a_template_extends_no_name_that_it_works_out(tmp_path: Path) -> None:
    said = told(landlord_in(tmp_path, {TEMPLATE: "{% extends matter %}"}))
    assert f"{tmp_path / TEMPLATE}:1: a template names what it extends in quotes" in said


@pytest.mark.parametrize("name", ["acknowledgement", "oak/letter"])
def test_templates_that_extend_each_other_in_a_circle_are_told(tmp_path: Path, name: str) -> None:
    files: dict[str, str | bytes] = {"letters/letter.html.j2": f'{{% extends "{name}.html.j2" %}}'}
    writer = landlord_in(tmp_path, files)
    place = f"{tmp_path / 'letters' / 'letter.html.j2'}:1: templates extend each other in a circle"
    assert place in told(writer)
    assert linted(writer).count("circle") == 1


def test_a_template_that_is_a_link_to_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("a secret", encoding="utf-8")
    writer = landlord_in(tmp_path / "oak", {"letters/definition.html.j2": "{% extends 'definition.html.j2' %}"})
    (tmp_path / "oak" / TEMPLATE).symlink_to(tmp_path / "elsewhere")
    said = told(writer)
    assert "this template is a link to a file elsewhere" in said
    assert "a secret" not in said


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_a_logo_that_is_a_link_to_another_file_is_refused(tmp_path: Path, name: str) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'
    (tmp_path / "elsewhere").write_text(drawing, encoding="utf-8")
    writer = landlord_in(tmp_path / "oak", {"logo.svg": drawing}, branding={"logo": "logo.svg"})
    (tmp_path / "oak" / name).unlink(missing_ok=True)
    (tmp_path / "oak" / name).symlink_to(tmp_path / "elsewhere")
    assert f"{name}: this logo is a link to a file elsewhere" in told(writer)


@pytest.mark.parametrize("name", ["../other/logo.svg", "/etc/logo.svg", "a/../../logo.svg", "logo.txt", "C:logo.svg"])
def test_the_name_of_a_logo_leads_out_of_no_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"branding\.logo"):
        landlord_in(tmp_path, {}, branding={"logo": name})


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    writer = landlord_in(tmp_path, {"letters/.kept": EXTENDS + "{% block greeting %}<p>Hi,</p>{% endblock %}"})
    (tmp_path / TEMPLATE).symlink_to(tmp_path / "letters" / ".kept")
    assert "<p>Hi,</p>" in sample("acknowledgement").write(writer, "oak").html
