"""Letters and the gallery in a real browser: axe-core finds nothing against WCAG 2.2 AA and good practice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from code_engine.letters.branding import VARIANTS
from code_engine.letters.gallery import gallery
from letter_building import LANDLORDS, NAMES, letter, writer

CHROMIUM = Path("/usr/bin/chromium")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="Chromium, a program of the system, is not installed: no page can be looked at"
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A window of a browser that fetches nothing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def found_in(page: Page, media: str = "screen") -> list[str]:
    """What axe-core says of the page that is open: faults, and what it could not decide."""
    page.emulate_media(media=media)  # type: ignore[arg-type]
    alone = {"frame-tested": {"enabled": False}}  # the letters in the frames of the gallery are looked at one by one
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": alone, "iframes": False}
    result: dict[str, Any] = Axe().run(page, options=options).response
    decided = {rule["id"] for rule in result["passes"]}
    assert {"color-contrast", "document-title", "html-has-lang", "region"} <= decided
    return [
        f"{kind}: {rule['id']} at {node['html'][:100]}"
        for kind in ("violations", "incomplete")
        for rule in result[kind]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("landlord", LANDLORDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_has_no_barrier_in_any_form(page: Page, name: str, landlord: str) -> None:
    found = []
    for variant in VARIANTS:
        page.set_content(letter(name, landlord, variant).html)
        found += [f"{variant}: {each}" for each in found_in(page)]
    assert found == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_draft_has_no_barrier(page: Page, media: str) -> None:
    page.set_content(letter("stage_1_response", draft=True).html)
    assert found_in(page, media) == []


def test_a_barrier_would_be_found(page: Page) -> None:
    html = letter("acknowledgement").html
    page.set_content(html.replace("<h1>", "<h4>").replace("</h1>", "</h4>").replace('alt="Twenty11"', ""))
    assert {each.split(" at ")[0] for each in found_in(page)} >= {
        "violations: image-alt",
        "violations: page-has-heading-one",
    }
    page.set_content(html.replace("<h2>", '<h2 style="color: #999999">'))
    assert any("color-contrast" in each for each in found_in(page))


def test_a_letter_fits_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for variant in VARIANTS:
        page.set_content(letter("stage_1_response", variant=variant).html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 720})


def test_the_gallery_has_no_barrier(page: Page, tmp_path: Path) -> None:
    for file in gallery(writer(), LANDLORDS, ("html", "text")):
        (tmp_path / file.name).write_bytes(file.content)
    page.goto((tmp_path / "index.html").as_uri())
    assert found_in(page) == []
