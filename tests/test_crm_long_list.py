"""A list of more cases than a page of the CRM holds, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from crm_running import RECEIVED, STAGE_1, Place, a_browser, a_case, crm, send, visiting

HANDLED = 103
"""Cases of one handler, all due on the same day; a page holds 100."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with crm(tmp_path_factory.mktemp("crm")) as running:
        for number in range(HANDLED):
            send(running.service, a_case(f"L-{number:03}", [RECEIVED, *STAGE_1], handler="Vic Stone"))
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser, place: Place) -> Iterator[Page]:
    with visiting(browser, place.address) as context:
        yield context.new_page()


def references(page: Page) -> list[str]:
    return page.locator(".list tbody th a").all_text_contents()  # those of a closed list too


def test_more_cases_follow_on_a_page_of_their_own(page: Page) -> None:
    page.goto("/?handler=Vic+Stone")
    assert references(page) == [f"L-{number:03}" for number in range(100)]
    expect(page.locator(".lead")).to_contain_text("103 cases; of the 100 on this page 0 with something overdue")
    page.get_by_role("link", name="More cases").click()
    assert references(page) == [f"L-{number:03}" for number in range(100, HANDLED)]
    expect(page.get_by_role("link", name="More cases")).to_have_count(0)
    expect(page.get_by_label("Handler")).to_have_value("Vic Stone")
    assert Axe().run(page, options={"iframes": False}).violations_count == 0
    page.get_by_role("link", name="Back to the most urgent").click()
    assert references(page)[0] == "L-000"


def test_the_pages_hold_every_case_once(page: Page, place: Place) -> None:
    page.goto("/")
    found = references(page)
    page.get_by_role("link", name="More cases").click()
    found += references(page)
    listed = place.service.get("worklist", limit="500")["cases"]
    assert sorted(found) == sorted(case["reference"] for case in listed)
    assert found[:100] == [case["reference"] for case in listed[:100]]


def test_the_day_page_and_a_case_find_what_lies_behind_the_first_page(page: Page) -> None:
    page.goto("/day?handler=Vic+Stone")
    assert len(set(references(page))) == HANDLED
    page.goto("/case/twenty11/L-102")
    expect(page.locator("main")).to_contain_text("L-102")


def test_a_place_that_is_none_is_told_and_no_error_of_ours(page: Page) -> None:
    answer = page.goto("/?after=nonsense")
    assert answer is not None
    assert 400 <= answer.status < 500
    expect(page.locator("main")).to_be_visible()
