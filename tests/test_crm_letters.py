"""Letters in the CRM of the examples: shown, filled in, downloaded, and safe to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_running import LATE, RECEIVED, STAGE_1, Place, a_browser, a_case, crm, send, visiting

ACKNOWLEDGEMENT = "/letter/red_kite/2025%2F0007?kind=acknowledgement"
ANSWERS = {"responsible_for": "the door\nthe frame", "not_responsible_for": "none"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with crm(tmp_path_factory.mktemp("crm")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser, place: Place) -> Iterator[Page]:
    with visiting(browser, place.address) as context:
        yield context.new_page()


def fill_in(page: Page) -> None:
    """Answer all that a letter lacks, until it is complete."""
    for name, text in {**ANSWERS, "resident_name": "Ida Roe", "matter": "A door that sticks"}.items():
        field = page.locator(f'[id="field-set:{name}"]')
        if field.count():
            field.fill(text)
    page.get_by_role("button", name="Show it with these answers").click()


def test_a_letter_is_shown_with_its_gaps_then_filled_in_and_downloaded(page: Page, tmp_path: Path) -> None:
    page.goto(ACKNOWLEDGEMENT)
    shown = page.frame_locator("iframe").locator("body")
    expect(shown).to_contain_text("Draft, not to be sent")
    expect(page.get_by_role("button", name="Download as PDF")).to_have_count(0)
    fill_in(page)
    expect(page.get_by_text("The letter says all that the Code asks of it.")).to_be_visible()
    expect(shown).to_contain_text("The frame")
    expect(shown).not_to_contain_text("Draft, not to be sent")
    page.get_by_role("button", name="Download as PDF").click()
    address = page.locator('[id="field-set:resident_address"]')
    address.fill("1 Sea View\nMudeford")
    page.get_by_role("button", name="Show it with these answers").click()
    expect(shown).to_contain_text("Mudeford")
    for words, beginning in (("PDF", b"%PDF"), ("Word", b"PK"), ("plain text", b"")):
        with page.expect_download() as waited:
            page.get_by_role("button", name=f"Download as {words}").click()
        file = tmp_path / waited.value.suggested_filename
        waited.value.save_as(file)
        assert file.read_bytes().startswith(beginning)
        assert "2025" in file.name


def test_a_mistake_in_a_field_of_a_letter_is_shown_at_it(page: Page) -> None:
    page.goto("/letter/twenty11/C-soon?kind=extension&stage=1")
    field = page.locator('[id="field-set:new_due_on"]')
    field.fill("1890-07-14")
    page.get_by_role("button", name="Show it with these answers").click()
    expect(page.locator('[id="field-set:new_due_on-wrong"]')).to_contain_text("1890")


def test_a_letter_that_cannot_go_out_says_why(page: Page) -> None:
    page.goto("/letter/twenty11/C-over?kind=stage_1_response")
    expect(page.get_by_role("alert")).to_contain_text("This letter cannot go out yet")


def test_a_letter_due_is_reached_from_the_case_and_its_sending_put_on_record(page: Page, place: Place) -> None:
    send(place.service, a_case("L-1", [{**RECEIVED, "date": "2025-07-10"}]))
    page.goto("/case/twenty11/L-1")
    page.get_by_role("link", name="Write it Acknowledgement").click()
    expect(page.get_by_role("heading", name="Acknowledgement")).to_be_visible()
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("link", name="It has been sent Acknowledgement").click()
    expect(page.get_by_role("group", name="Stage").get_by_label("1", exact=True)).to_be_checked()
    page.get_by_role("button", name="Put it on record").click()
    expect(page.locator(".changes")).to_contain_text("Letter no longer due")


def test_the_preview_may_run_nothing(page: Page, place: Place) -> None:
    case = a_case("L-2", [RECEIVED, *STAGE_1], resident={"name": "<script>top.x = 1</script>"})
    send(place.service, case)
    page.goto("/letter/twenty11/L-2?kind=stage_1_response")
    frame = page.locator("iframe")
    assert frame.get_attribute("sandbox") == ""
    answer = page.request.get(frame.get_attribute("src") or "")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert "<script" not in answer.text()
    page.goto(LATE)
    assert page.evaluate("window.x") is None
