"""The standards as a page, as text, as Markdown and for a program, and the command that prints them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli_running import assert_plain, done, one_line, refused
from code_engine.assessment.standards import Standards, standards_of
from code_engine.colours import contrast
from code_engine.errors import Location
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.profile import Profile
from code_engine.presentation.standards_page import render_standards_html
from code_engine.presentation.standards_text import render_standards_markdown, render_standards_text

LANDLORDS = ("red_kite", "twenty11")
HOSTILE = '"><script>alert(1)</script>&amp;\x1b[31m'


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and whether each that was opened was closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.found if name == tag]


def page(name: str) -> str:
    """The HTML page of an installed landlord."""
    landlord = load_plugins().get(name)
    return render_standards_html(standards_of(landlord), landlord.profile)


def hostile() -> tuple[Standards, Profile]:
    """A statement in which every text tries to be markup."""
    standards = standards_of(load_plugins().get("twenty11"))
    first, *rest = standards.characteristics
    statement = type(first.statements[0])("a", HOSTILE, "twenty11", Location("standards.yaml", 1))
    spoilt = type(first)(first.name, HOSTILE, (statement,))
    fields = dict.fromkeys(("name", "title", "body", "introduction"), HOSTILE)
    made = Standards("elm", characteristics=(spoilt, *rest), sources=(("elm", HOSTILE),), **fields)
    return made, Profile(id="elm", name=HOSTILE)


@pytest.mark.parametrize("name", LANDLORDS)
def test_the_page_has_one_first_heading_and_one_below_it_for_each_characteristic(name: str) -> None:
    parsed = Parsed(page(name))
    assert len(parsed.of("h1")) == 1
    assert len(parsed.of("h2")) == 7
    assert parsed.of("html") == [{"lang": "en-GB"}]


@pytest.mark.parametrize("name", LANDLORDS)
def test_every_link_inside_the_page_leads_to_a_part_of_it(name: str) -> None:
    parsed = Parsed(page(name))
    places = {attributes["id"] for _, attributes in parsed.found if "id" in attributes}
    inside = [str(link["href"]) for link in parsed.of("a") if str(link["href"]).startswith("#")]
    assert len(inside) == 8
    assert {link.removeprefix("#") for link in inside} <= places
    named = [attributes["aria-labelledby"] for attributes in parsed.of("section") if "aria-labelledby" in attributes]
    assert len(named) == 7
    assert set(named) <= places


@pytest.mark.parametrize("name", LANDLORDS)
def test_every_other_link_is_an_address_of_the_landlord_itself(name: str) -> None:
    contacts = load_plugins().get(name).profile.contacts.model_dump().values()
    outside = {str(link["href"]) for link in Parsed(page(name)).of("a") if not str(link["href"]).startswith("#")}
    assert outside
    assert outside <= set(contacts)


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    text = page("twenty11")
    parsed = Parsed(text)
    assert not [tag for tag, attributes in parsed.found if tag in ("script", "link", "img") or "src" in attributes]
    assert "url(" not in text
    assert "@import" not in text
    policies = [attributes for attributes in parsed.of("meta") if attributes.get("http-equiv")]
    assert "default-src 'none'" in str(policies[0]["content"])


def test_each_landlord_has_the_page_in_its_own_colours() -> None:
    for name in LANDLORDS:
        branding = load_plugins().get(name).profile.branding
        text = page(name)
        assert f".brand{{background:{branding.primary}" in text
        assert f"--mark:{branding.accent}" in text
        (written,) = re.findall(r"\.brand\{background:#\w{6};color:(#\w{6})", text)
        assert contrast(branding.primary, written) >= 4.5


def test_no_text_of_a_landlord_becomes_markup() -> None:
    standards, profile = hostile()
    text = render_standards_html(standards, profile)
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 10
    assert "\x1b" not in text
    assert Parsed(text).of("script") == []


def test_no_text_of_a_landlord_becomes_markdown_or_an_escape_sequence() -> None:
    standards, _ = hostile()
    assert "<script" not in render_standards_markdown(standards)
    assert "\x1b" not in render_standards_markdown(standards)
    assert "\x1b" not in render_standards_text(standards, colour=False)


@pytest.mark.parametrize("name", LANDLORDS)
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_says_every_statement_and_comes_out_the_same_twice(name: str, form: str) -> None:
    said = done("standards", name, "--format", form)
    assert said == done("standards", name, "--format", form)
    assert said.endswith("\n")
    plain = one_line(re.sub(r"\\(.)", r"\1", said) if form == "markdown" else said).replace("&#x27;", "'")
    for each in standards_of(load_plugins().get(name)).characteristics:
        assert each.name.casefold() in plain.casefold()
        for statement in each.statements:
            assert statement.text in plain


def test_the_text_fits_a_terminal() -> None:
    assert_plain(done("standards", "twenty11"))


def test_a_program_learns_which_landlord_wrote_what_and_where() -> None:
    answer = json.loads(done("standards", "twenty11", "--format", "json"))
    assert answer["supports"] == ["9.8c"]
    assert [each["name"] for each in answer["characteristics"]][-2:] == ["advocate", "leadership"]
    first, *_, last = answer["characteristics"]
    assert first["statements"][0]["origin"]["landlord"] == "red_kite"
    assert last["statements"][0]["origin"]["landlord"] == "twenty11"
    assert last["statements"][0]["origin"]["file"] == "standards.yaml"
    assert last["statements"][0]["origin"]["line"] > 1


def test_the_page_is_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "standards.html"
    assert done("standards", "red_kite", "--format", "html", "--out", str(file)) == ""
    assert file.read_text(encoding="utf-8") == page("red_kite")


def test_an_unknown_landlord_gets_a_suggestion() -> None:
    assert "did you mean `twenty11`?" in refused("standards", "twenty12")


def test_a_landlord_without_standards_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "standards.html"
    said = refused("standards", "code-only", "--out", str(file))
    assert "the landlord `code-only` has no professional standards" in said
    assert not file.exists()
