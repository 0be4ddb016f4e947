"""The CRM of the examples in a real browser: what a caseworker sees and does, over the real service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from crm_running import HOSTILE, LATE, RECEIVED, SOON, STAGE_1, Place, a_browser, a_case, crm, send, visiting

EVERY_PAGE = {
    "the list": "/",
    "the list with nothing": "/?reference=no-such",
    "the day": "/day",
    "a new case": "/new",
    "a case": LATE,
    "a case that is over": "/case/twenty11/C-over",
    "a case with markup": "/case/twenty11/C-%3Ci%3Ex%3C%2Fi%3E",
    "why": "/why/twenty11/T11-2025-0107?provision=6.3",
    "a kind of event": "/add/twenty11/T11-2025-0107",
    "an event": "/add/twenty11/T11-2025-0107?type=response_issued",
    "details": "/details/twenty11/T11-2025-0107",
    "a letter that lacks something": "/letter/twenty11/C-soon?kind=stage_1_response",
    "the decision log": "/log/twenty11/T11-2025-0107",
    "a page that is not there": "/case/twenty11/no-such",
}
DATE = '[id="field-event.date"]'
NARROW = {"width": 360, "height": 740}


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


def references(page: Page) -> list[str]:
    return page.locator(".list tbody th a").all_inner_texts()


# The list and the day


def test_the_list_is_sorted_by_what_is_due(page: Page) -> None:
    page.goto("/?handler=Una+Marsh")
    assert references(page) == ["C-soon", "2025/0007"]
    page.goto("/")
    found = page.locator("tr", has_text="C-soon")
    expect(found).to_contain_text("Wed 16 July 2025")
    expect(found).to_contain_text("1 working day left")
    page.get_by_text("Nothing open").click()
    assert references(page)[-1] == "C-over"


def test_what_is_overdue_is_said_in_words(page: Page, place: Place) -> None:
    send(place.service, a_case("C-overdue", [{**RECEIVED, "date": "2025-06-02"}]))
    page.goto("/")
    assert references(page)[0] == "C-overdue"
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    expect(page.locator("tr", has_text="C-overdue")).to_contain_text("working days late")


def test_the_list_is_cut_to_a_landlord_and_to_a_part_of_the_reference(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Landlord").select_option("Red Kite")
    page.get_by_role("button", name="Show").click()
    assert references(page) == ["2025/0007"]
    page.get_by_label("Reference").fill("0107")
    page.get_by_label("Landlord").select_option("All")
    page.get_by_role("button", name="Show").click()
    assert references(page) == ["T11-2025-0107"]
    page.get_by_role("link", name="T11-2025-0107").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marta Ilves")


def test_the_day_page_holds_what_is_due_within_five_working_days(page: Page) -> None:
    page.goto("/day?handler=Una+Marsh")
    expect(page.get_by_role("heading", name="Wed 16 July 2025")).to_be_visible()
    assert page.locator("h2.group").count() >= 1
    assert "24 July" not in page.inner_text("main")


def test_looking_as_of_another_day_changes_what_is_overdue(page: Page) -> None:
    page.goto(SOON)
    expect(page.locator(".standing-line")).not_to_contain_text("OVERDUE")
    page.get_by_label("Look as of").fill("2025-07-31")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("What if today were")).to_contain_text("Thu 31 July 2025")
    expect(page.locator(".standing-line")).to_contain_text("OVERDUE")
    page.get_by_role("button", name="Today").click()
    expect(page.locator(".standing-line")).not_to_contain_text("OVERDUE")


def test_a_day_before_the_case_began_is_said_and_no_error(page: Page) -> None:
    page.goto(SOON)
    page.get_by_label("Look as of").fill("2025-06-01")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("Nothing to say on this day")).to_be_visible()
    page.get_by_role("link", name="Cases", exact=True).first.click()
    expect(page.get_by_role("heading", name="Not begun on this day")).to_be_visible()


# A case


def test_a_case_shows_its_breach_with_reason_and_provision(page: Page) -> None:
    page.goto(LATE)
    breached = page.locator("details.breached li", has_text="Stage 1 response sent in time")
    expect(breached).to_contain_text("11 working days late")
    breached.get_by_role("link", name="provision 6.3").click()
    expect(page.get_by_role("heading", name="Provision 6.3")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Would have been in time if answered by 24 June 2025.")


def test_a_question_is_answered_and_the_finding_settled(page: Page) -> None:
    page.goto(LATE)
    asked = page.locator(".questions li", has_text="reasonable adjustments")
    asked.locator("summary").click()
    asked.get_by_label("Yes").check()
    asked.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text("Your answer is on record.")).to_be_visible()
    expect(page.locator(".questions li", has_text="reasonable adjustments")).to_have_count(0)


def test_markup_in_a_name_is_shown_as_text(page: Page) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    for path in ("/", "/day", EVERY_PAGE["a case with markup"]):
        page.goto(path)
        assert HOSTILE in page.inner_text("main")
        assert page.locator("main img, main b, main i, main script").count() == 0
    assert said == []


def test_a_reference_with_a_slash_has_its_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="2025/0007").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025/0007")


# Adding an event


def test_adding_an_event_shows_what_changed(page: Page, place: Place) -> None:
    send(place.service, a_case("A-1", [RECEIVED, *STAGE_1]))
    page.goto("/case/twenty11/A-1")
    page.get_by_role("link", name="Add an event").first.click()
    page.get_by_role("link", name="Response issued", exact=True).click()
    page.locator(DATE).fill("2025-07-14")
    page.locator('[id="field-event.stage"]').get_by_label("1").check()
    page.get_by_role("button", name="What would it change?").click()
    expect(page.get_by_role("heading", name="This would change")).to_be_visible()
    expect(page.locator(".changes")).to_contain_text("Deadline met")
    assert len(place.service.get("cases", "A-1", landlord="twenty11")["case"]["events"]) == 4
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(page.locator(".changes")).to_contain_text("Deadline met. Stage 1 response sent in time")
    expect(page.locator(".timeline")).to_contain_text("Response issued")


def test_what_changed_is_told_for_the_day_that_is_looked_as_of(page: Page, place: Place) -> None:
    send(place.service, a_case("A-2", [RECEIVED, *STAGE_1]))
    page.goto("/case/twenty11/A-2")
    page.get_by_label("Look as of").fill("2025-07-04")
    page.get_by_role("button", name="Go").click()
    page.goto("/add/twenty11/A-2?type=withdrawn")
    assert page.locator(DATE).input_value() == "2025-07-04"
    page.get_by_role("button", name="Put it on record").click()
    expect(page.locator(".changes")).to_contain_text("Deadline dropped")


def test_a_wrong_date_shows_the_message_at_its_field(page: Page, place: Place) -> None:
    page.goto("/add/twenty11/C-soon?type=extension_notified&stage=1")
    page.locator(DATE).fill("1890-07-14")
    page.get_by_label("Reasons").fill("The survey is not done yet.")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    wrong = page.locator(DATE)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[id="field-event.date-wrong"]')).to_contain_text("1890")
    assert "field-event.date-wrong" in (wrong.get_attribute("aria-describedby") or "")
    assert page.get_by_label("Reasons").input_value() == "The survey is not done yet."
    page.get_by_role("alert").get_by_role("link").click()
    expect(wrong).to_be_focused()
    assert len(place.service.get("cases", "C-soon", landlord="twenty11")["case"]["events"]) == 4


def test_an_event_is_corrected_and_the_old_one_stays_on_record(page: Page, place: Place) -> None:
    send(place.service, a_case("A-3", [RECEIVED, *STAGE_1]))
    page.goto("/case/twenty11/A-3")
    first = page.locator(".timeline li", has_text="Complaint received")
    first.locator("summary").click()
    first.get_by_role("link", name="Correct this").click()
    assert page.locator('[id="field-event.recorded_on"]').input_value() == "2025-07-15"
    page.locator(DATE).fill("2025-06-30")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.locator(".timeline")).to_contain_text("Corrects an earlier entry.")
    assert page.locator(".timeline li", has_text="Complaint received").count() == 2


def test_a_case_can_be_worked_on_with_the_keyboard_alone(page: Page, place: Place) -> None:
    send(place.service, a_case("A-4", [RECEIVED, *STAGE_1]))
    page.goto("/case/twenty11/A-4")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    for wanted in ("Add an event", "Withdrawn", "Put it on record"):
        _tab_to(page, wanted)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        outlined = "getComputedStyle(document.activeElement).outlineStyle"
        if page.evaluate("document.activeElement.innerText") == words:
            assert page.evaluate(outlined) != "none", f"the focus cannot be seen at {words}"
            return
    raise AssertionError(f"no Tab leads to {words}")


def test_without_scripts_everything_works(browser: Browser, place: Place) -> None:
    send(place.service, a_case("A-5", [RECEIVED, *STAGE_1]))
    with visiting(browser, place.address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/case/twenty11/A-5")
        page.get_by_role("link", name="Add an event").first.click()
        page.get_by_role("link", name="Withdrawn", exact=True).click()
        page.get_by_role("button", name="Put it on record").click()
        expect(page.get_by_role("heading", name="What changed")).to_be_visible()
        page.goto("/letter/twenty11/C-soon?kind=stage_1_response")
        expect(page.frame_locator("iframe").locator("body")).to_contain_text("Draft, not to be sent")


# A new case, its details, the log


def test_a_new_case_is_made_and_a_reference_is_not_taken_twice(page: Page) -> None:
    page.goto("/new")
    for reference in ("C-soon", "N-1"):
        page.get_by_label("Landlord").select_option("Twenty11")
        page.get_by_label("Reference").fill(reference)
        page.locator(DATE).fill("2025-07-14")
        page.locator('[id="field-resident.name"]').fill("Rosa Lind")
        page.get_by_role("button", name="Make the case").click()
        if reference == "C-soon":
            expect(page.locator("#field-reference-wrong")).to_contain_text("already")
            assert page.locator('[id="field-resident.name"]').input_value() == "Rosa Lind"
    expect(page.get_by_role("heading", level=1)).to_contain_text("N-1 Rosa Lind")
    expect(page.locator(".changes")).to_contain_text("New deadline")


def test_details_are_changed(page: Page, place: Place) -> None:
    send(place.service, a_case("A-6", [RECEIVED], handler="Una Marsh"))
    page.goto("/details/twenty11/A-6")
    page.get_by_label("Handler").fill("Vic Stone")
    page.get_by_label("Disabilities disclosed").fill("none")
    page.get_by_role("button", name="Save").click()
    stored = place.service.get("cases", "A-6", landlord="twenty11")["case"]
    assert stored["handler"] == "Vic Stone"
    assert stored["resident"] == {"disabilities_disclosed": []}


def test_how_a_case_stands_is_recorded_in_the_decision_log(page: Page, place: Place) -> None:
    page.goto("/log/twenty11/C-over")
    expect(page.get_by_text("Nothing is recorded of this case yet.")).to_be_visible()
    page.get_by_role("button", name="Record how the case stands").click()
    entry = page.locator(".list tbody th a")
    expect(entry).to_have_count(1)
    assert place.service.get("log", entry.inner_text())["case"]["reference"] == "C-over"


# Every page


@pytest.mark.parametrize("path", EVERY_PAGE.values(), ids=EVERY_PAGE)
def test_a_page_is_accessible_fits_a_telephone_and_keeps_its_policy(path: str, browser: Browser, place: Place) -> None:
    with visiting(browser, place.address, viewport=NARROW) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(path)
        # What is met and does not apply is laid out as the other findings are, and there is much of it.
        for details in page.locator("details:not(.met, .not_applicable)").all():
            details.evaluate("each => { each.open = true }")
        found = Axe().run(page, options={"iframes": False})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert [text for text in said if "404" not in text] == []
        assert page.title().endswith("Complaints desk")
