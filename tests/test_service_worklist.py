"""What a CRM asks beside the plain routes: the list by what is due, and what events would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from code_engine.portfolio.synthetic import synthetic_cases
from code_engine.service.opened import open_store
from portfolio_building import synthetic_year
from service_running import AS_OF, SMALL, TODAY, a_clock, a_running, engine, pointers, served, the_problem
from stores import KINDS, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-07-01"}
ACKNOWLEDGED = [{"type": kind, "date": "2025-07-02", "stage": 1} for kind in ("acknowledged", "defined", "logged")]
CASES: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "W-late": ([{**RECEIVED, "date": "2025-06-02"}], {"handler": "Una Marsh", "resident": {"name": "Ida Roe"}}),
    "W-soon": ([RECEIVED, *ACKNOWLEDGED], {"handler": "Vic Stone", "matter": {"summary": "A door that sticks"}}),
    "W-over": ([RECEIVED, {"type": "withdrawn", "date": "2025-07-01"}], {}),
    "W-ahead": ([{**RECEIVED, "date": "2025-07-30"}], {}),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = open_store(str(tmp_path_factory.mktemp("work") / "store.sqlite"), a_clock(), engine)
    with served(a_running(cases=store.cases, log=store.log)) as client:
        for reference, (events, header) in CASES.items():
            body = {"landlord": "code-only", "events": events, "header": header}
            assert client.post(f"/v1/cases/{reference}/events", json=body).status_code == 200
        yield client
    store.close()


def listed(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/v1/worklist", params={"as_of": AS_OF, **asked})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["cases"]
    return found


def test_the_list_is_sorted_by_what_is_due_and_ends_with_what_is_over(client: httpx.Client) -> None:
    cases = listed(client)
    assert [case["reference"] for case in cases] == ["W-late", "W-soon", "W-ahead", "W-over"]
    late, soon, ahead, over = cases
    assert late["overdue"] > 0
    assert late["next"]["outstanding"]
    assert late["letters"] > 0
    assert "OVERDUE" in late["standing"]
    assert soon["overdue"] == 0
    assert soon["next"]["due_on"] == "2025-07-16"
    assert soon["next"]["working_days_left"] == 1
    assert over["next"] is None
    assert ahead["standing"] is None


def test_a_case_in_the_list_says_who_and_what(client: httpx.Client) -> None:
    late, soon, *_ = listed(client)
    assert (late["handler"], late["resident"], late["matter"]) == ("Una Marsh", "Ida Roe", None)
    assert (soon["resident"], soon["matter"]) == (None, "A door that sticks")


def test_the_list_is_cut_to_a_handler_and_to_a_part_of_the_reference(client: httpx.Client) -> None:
    assert [case["reference"] for case in listed(client, handler="Vic Stone")] == ["W-soon"]
    assert [case["reference"] for case in listed(client, reference="w-LA")] == ["W-late"]
    assert listed(client, handler="Nobody") == []


def test_the_day_of_the_list_decides_what_is_due(client: httpx.Client) -> None:
    assert {case["reference"]: case["overdue"] for case in listed(client, as_of="2025-07-02")}["W-soon"] == 0
    later = {case["reference"]: case for case in listed(client, as_of="2025-07-31")}
    assert later["W-soon"]["overdue"] > 0
    assert later["W-ahead"]["standing"]
    the_problem(client.get("/v1/worklist?as_of=soon"), 422, "invalid-input")
    the_problem(client.get("/v1/worklist?landlord=nobody"), 404, "not-found")


def pages(client: httpx.Client, limit: int, **asked: str) -> list[dict[str, Any]]:
    """Every page of the list, so many cases on each."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while not found or found[-1]["next"] is not None:
        answer = client.get("/v1/worklist", params={"limit": str(limit), **asked, **after})
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        after = {"after": found[-1]["next"]}
        assert len(found) < 50
    return found


@pytest.mark.parametrize("as_of", [AS_OF, "2025-07-31", "2025-06-30"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
def test_the_pages_put_together_are_the_whole_list(client: httpx.Client, limit: int, as_of: str) -> None:
    found = pages(client, limit, as_of=as_of)
    assert [case for page in found for case in page["cases"]] == listed(client, as_of=as_of)
    assert [len(page["cases"]) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert 0 < len(found[-1]["cases"]) <= limit
    assert {page["total"] for page in found} == {4}


def test_a_list_goes_on_as_of_the_day_on_which_it_began(client: httpx.Client) -> None:
    first = client.get("/v1/worklist?limit=1&as_of=2025-07-31").json()
    second = client.get("/v1/worklist", params={"limit": "1", "after": first["next"]}).json()
    assert second["as_of"] == "2025-07-31"
    other = client.get("/v1/worklist", params={"after": first["next"], "as_of": AS_OF})
    assert the_problem(other, 422, "invalid-input")["errors"][0]["parameter"] == "after"


def test_pages_are_of_the_cases_that_are_asked_for_and_name_every_handler(client: httpx.Client) -> None:
    (page,) = pages(client, 1, handler="Vic Stone", as_of=AS_OF)
    assert (page["total"], page["handlers"]) == (1, ["Una Marsh", "Vic Stone"])
    assert [len(page["cases"]) for page in pages(client, 1, reference="w-", as_of=AS_OF)] == [1, 1, 1, 1]
    assert client.get("/v1/worklist", params={"handler": "Nobody"}).json()["next"] is None


@pytest.mark.parametrize("after", ["", "x", "W10=", "bnVsbA==", "WyJhIixudWxsLDEsMl0=", "\N{PILE OF POO}", "[" * 3000])
def test_what_is_no_place_in_a_list_is_refused(client: httpx.Client, after: str) -> None:
    problem = the_problem(client.get("/v1/worklist", params={"after": after}), 422, "invalid-input")
    assert problem["errors"][0]["parameter"] == "after"


@pytest.mark.parametrize("limit", ["0", "501", "many"])
def test_a_page_of_no_case_or_too_many_is_refused(client: httpx.Client, limit: str) -> None:
    the_problem(client.get("/v1/worklist", params={"limit": limit}), 422, "invalid-input")


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_store_knows_of_a_day_is_what_evaluating_says(kind: str, tmp_path: Path) -> None:
    for address in store_address(kind, tmp_path):
        store = open_store(address, a_clock(), engine)
        for number, data in enumerate(synthetic_cases(40, synthetic_year())):
            append = {"header": {}, "events": data["events"], "key": "key_of_a_test"}
            store.cases.append("twenty11", f"S-{number}", **append)
        known = store.cases.first_due(["twenty11"], TODAY)
        with served(a_running(cases=store.cases)) as client:
            cases = client.get("/v1/worklist?landlord=twenty11&limit=500").json()["cases"]
        assert store.cases.first_due(["twenty11"], TODAY + timedelta(days=1)) == {}
        assert store.cases.first_due(["red_kite"], TODAY) == {}
        store.close()
        said = {case["reference"]: case["next"]["due_on"] if case["next"] else None for case in cases}
        assert {name: due.isoformat() if due else None for (_, name), due in known.items()} == said
        assert len(set(said.values())) > 3


def changed(client: httpx.Client, *events: Any, **further: Any) -> httpx.Response:
    return client.post("/v1/changes", json={"case": SMALL, "as_of": AS_OF, "events": list(events), **further})


def test_what_events_would_change_is_said_and_nothing_is_stored(client: httpx.Client) -> None:
    before = client.get("/v1/cases").content
    answer = changed(client, {"type": "withdrawn", "date": "2025-06-03"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["as_of"] == AS_OF
    kinds = {change["change"] for change in found["changes"]}
    assert {"deadline_dropped", "finding_settled"} <= kinds
    assert client.get("/v1/cases").content == before


def test_an_event_after_the_day_changes_nothing_yet(client: httpx.Client) -> None:
    assert changed(client, {"type": "withdrawn", "date": "2025-08-01"}).json()["changes"] == []


def test_what_would_change_is_what_changes_when_it_is_added(client: httpx.Client) -> None:
    event = {"type": "response_issued", "stage": 1, "date": "2025-07-14", "written": True}
    stored = client.get("/v1/cases/W-soon?landlord=code-only").json()["case"]
    body = {"case": stored, "as_of": AS_OF, "events": [event]}
    said = client.post("/v1/changes", json=body).json()["changes"]
    body = {"landlord": "code-only", "events": [event]}
    assert client.post("/v1/cases/W-soon/events", json=body).json()["changes"] == said
    assert "deadline_met" in {change["change"] for change in said}


def test_a_part_of_the_header_can_be_tried_out_too(client: httpx.Client) -> None:
    assert changed(client, header={"matter": {"summary": "A loose step"}}).json()["changes"] == []


def test_mistakes_in_what_would_be_added_are_pointed_to(client: httpx.Client) -> None:
    answer = changed(client, {"type": "withdrawn", "date": "soon"})
    assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/events/0/date"]
    answer = changed(client, header={"handler": 7})
    assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/header/handler"]
    answer = client.post("/v1/changes", json={"case": {"landlord": "code-only"}, "events": []})
    assert "#/case" in pointers(the_problem(answer, 422, "invalid-input"))[0]


def test_a_landlord_is_known_with_its_words_and_colours(client: httpx.Client) -> None:
    known = {each["id"]: each for each in client.get("/v1/landlords").json()["landlords"]}
    assert known["twenty11"]["terms"]["stage_2"] == "appeal"
    assert known["twenty11"]["branding"] == {
        "primary": "#14505c",
        "accent": "#a8431f",
        "strapline": "Part of the Red Kite group",
    }


def test_what_is_due_is_listed_only_of_cases_within_reach(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.sqlite"), a_clock(), engine)
    keys = {name: str(store.keys.create(name, ("read", "write"))) for name in ("red_kite", "twenty11")}
    sent = {name: {"Authorization": f"Bearer {key}"} for name, key in keys.items()}
    with served(a_running(keys=store.keys, audit=store.audit, cases=store.cases)) as client:
        client.post("/v1/cases/G-1/events", json={"events": [RECEIVED]}, headers=sent["red_kite"])
        client.post("/v1/cases/G-2/events", json={"events": [RECEIVED]}, headers=sent["twenty11"])
        seen = {
            name: [each["reference"] for each in client.get("/v1/worklist", headers=headers).json()["cases"]]
            for name, headers in sent.items()
        }
        theirs = client.get("/v1/worklist?landlord=red_kite", headers=sent["twenty11"])
    store.close()
    assert {name: sorted(found) for name, found in seen.items()} == {"red_kite": ["G-1", "G-2"], "twenty11": ["G-2"]}
    the_problem(theirs, 404, "not-found")
