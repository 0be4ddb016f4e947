"""The CRM of the examples without a browser: forms from the schema, what strangers may not do, and one command."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from code_engine.case.events import EVENT_TYPES
from code_engine.schemas import schema_of
from crm_running import EXAMPLES, RECEIVED, STAGE_1, Place, a_case, crm, send
from housing_crm.app import ROUTERS
from housing_crm.changed import in_words
from housing_crm.entered import shown, values_in
from housing_crm.pages.adding import GROUPS, RECORD_AS
from housing_crm.schema_fields import EventType, Field, event_types, parts_of
from housing_crm.service import Service, ServiceError
from housing_crm.words import shown_value, time_left
from invented import invented_cases

TYPES: dict[str, EventType] = event_types(schema_of("case"))
CRM = EXAMPLES / "crm"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with crm(tmp_path_factory.mktemp("crm")) as running:
        yield running


@pytest.fixture
def client(place: Place) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=place.address, trust_env=False) as visitor:
        yield visitor


def field(event: str, name: str) -> Field:
    return next(each for each in TYPES[event].fields if each.name == name)


# Forms from the schema


def test_every_type_of_event_has_a_form_with_all_its_fields() -> None:
    assert set(TYPES) == set(EVENT_TYPES)
    for name, kind in TYPES.items():
        fields = {each.name for each in kind.fields}
        assert fields == set(EVENT_TYPES[name].model_fields) - {"type", "id", "corrects"}
        assert kind.meaning
        assert all(each.hint for each in kind.fields), name


def test_every_type_that_is_named_by_the_crm_exists() -> None:
    named = {name for names in GROUPS.values() for name in names} | {name for name, _ in RECORD_AS.values()}
    assert named <= set(TYPES)


def test_a_field_is_asked_as_its_schema_says() -> None:
    assert field("response_issued", "date").kind == "date"
    assert field("response_issued", "stage").choices == ("1", "2")
    assert field("response_issued", "written").kind == "yes_no"
    assert field("response_issued", "contains").kind == "choices"
    assert field("response_issued", "decision").choices == ("upheld", "partly_upheld", "not_upheld")
    assert field("defined", "points").kind == "texts"
    assert field("update_interval_agreed", "next_on").kind == "dates"
    assert (field("extension_notified", "new_due_on").kind, field("extension_notified", "new_due_on").nothing) == (
        "date",
        True,
    )
    assert field("acknowledged", "stage").required


def test_what_is_left_empty_is_not_known_and_none_is_known_to_be_nothing() -> None:
    fields = TYPES["extension_notified"].fields
    form = {"stage": ["1"], "date": ["2025-07-14"], "reasons": [" none "], "resident_agreed": [""], "note": ["None"]}
    assert values_in(form, fields) == {"date": "2025-07-14", "stage": 1, "reasons": "", "note": "None"}
    assert values_in({"nothing:new_due_on": ["yes"], "new_due_on": ["2025-07-01"]}, fields) == {"new_due_on": ""}
    assert values_in({"points": ["none"]}, TYPES["defined"].fields) == {"points": []}
    assert values_in({"points": ["leak\r\n\r\n wall "]}, TYPES["defined"].fields) == {"points": ["leak", "wall"]}


def test_an_event_survives_being_shown_in_a_form_and_read_again() -> None:
    event: dict[str, Any] = {
        "date": "2025-07-14",
        "stage": 2,
        "written": False,
        "contains": ["stage", "reasons"],
        "considered_by": [],
        "points_addressed": ["leak", "wall"],
        "decision": "upheld",
        "remedy_withheld_until_stage": 0,
    }
    fields = TYPES["response_issued"].fields
    assert values_in({name: list(values) for name, values in shown(event, fields).items()}, fields) == event


def test_parts_of_the_header_have_fields_too() -> None:
    parts = parts_of(schema_of("case"))
    assert list(parts) == ["resident", "representative", "matter"]
    assert {"summary", "occurred_on"} <= {each.name for each in parts["matter"]}


def test_a_change_that_is_new_to_the_crm_is_shown_by_its_name() -> None:
    new = {"change": "tide_turned", "title": "High water", "provisions": ["6.3"]}
    late = {"change": "finding_breached", "title": "Late", "provisions": ["6.3"], "layer": "code"}
    found = in_words([new, late])
    assert [each.title for each in found] == ["New breach", "Tide turned"]
    assert found[0].more == "Provision 6.3"


def test_days_left_are_said_in_words() -> None:
    assert time_left({"working_days_left": 0}) == "due today"
    assert time_left({"working_days_left": 1}) == "1 working day left"
    assert time_left({"outstanding": True, "working_days_late": 1200}) == "1,200 working days late"
    assert shown_value(["2025-07-16", True, ""]) == "Wed 16 July 2025; yes; none"


# What strangers may not do


def posting_routes() -> list[str]:
    return sorted(
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ())
    )


def form_of(client: httpx.Client, path: str) -> dict[str, str]:
    """The hidden fields of the last form on a page: those that must be sent along."""
    page = client.get(path).text.rpartition("<form")[2]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


@pytest.mark.parametrize("route", posting_routes())
def test_no_form_is_taken_without_its_token(route: str, client: httpx.Client) -> None:
    path = route.replace("{landlord}", "twenty11").replace("{reference:path}", "C-soon")
    form_of(client, "/add/twenty11/C-soon?type=withdrawn")
    assert posting_routes()
    for token in ({}, {"token": "0" * 64}):
        answer = client.post(f"{path}?type=withdrawn&kind=acknowledgement", data=token)
        assert answer.status_code == 403, answer.text
        assert "did not come from a page of this browser" in answer.text


def test_a_form_of_another_page_or_another_browser_is_refused(place: Place, client: httpx.Client) -> None:
    path = "/add/twenty11/C-soon?type=withdrawn"
    fields = {**form_of(client, path), "event.date": "2025-07-15"}
    assert client.post(path, data=fields, headers={"Origin": "https://evil.example"}).status_code == 403
    with httpx.Client(base_url=place.address, trust_env=False) as other:
        other.get("/")
        assert other.post(path, data=fields).status_code == 403
    assert len(place.service.get("cases", "C-soon", landlord="twenty11")["case"]["events"]) == 4


def test_another_name_for_this_machine_is_refused(client: httpx.Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "localhost:1"}).status_code == 200


def test_every_answer_forbids_scripts_and_frames_of_others(client: httpx.Client) -> None:
    for path in ("/", "/no-such-page", "/case/twenty11/no-such-case", "/static/crm.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "httponly" in client.get("/").headers.get("set-cookie", "httponly").lower()


def test_no_page_leads_away_from_here(client: httpx.Client) -> None:
    fields = form_of_the_top(client)
    for there in ("https://evil.example", "//evil.example", "/\\evil.example"):
        answer = client.post("/as-of", data={**fields, "here": there, "day": "2025-07-01"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def form_of_the_top(client: httpx.Client) -> dict[str, str]:
    found = re.search(r'name="token" value="(\w+)"', client.get("/").text)
    assert found is not None
    return {"token": found[1]}


def test_the_same_form_sent_twice_is_taken_once(place: Place, client: httpx.Client) -> None:
    send(place.service, a_case("F-1", [RECEIVED, *STAGE_1]))
    path = "/add/twenty11/F-1?type=contact"
    fields = {**form_of(client, path), "event.date": "2025-07-14"}
    first, second = (client.post(path, data=fields) for _ in range(2))
    assert first.status_code == 303
    assert second.status_code in (303, 422)
    assert len(place.service.get("cases", "F-1", landlord="twenty11")["case"]["events"]) == 5


def test_a_form_that_is_too_long_or_cannot_be_read_is_refused(client: httpx.Client) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/as-of", content=b"x=" + b"y" * 300_000, headers=kind).status_code == 413
    assert client.post("/as-of", content=b"\xff\xfe", headers=kind).status_code == 400


def test_a_case_that_is_not_there_and_one_of_somebody_else_are_answered_alike(client: httpx.Client) -> None:
    nothing, foreign = client.get("/case/twenty11/no-such"), client.get("/case/code-only/T-1")
    assert nothing.status_code == foreign.status_code == 404
    assert nothing.content == foreign.content
    assert client.get("/add/twenty11/C-soon?type=no_such_event").status_code == 404


def test_a_service_that_does_not_answer_is_said_in_plain_words() -> None:
    with pytest.raises(ServiceError, match="does not answer") as caught:
        Service("http://127.0.0.1:9", "").get("worklist")
    assert caught.value.status == 0


# One command


def test_one_command_starts_all_and_stops_cleanly() -> None:
    program = subprocess.Popen(
        [sys.executable, str(CRM / "run_crm.py"), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert program.stdout is not None
    try:
        said = ""
        for line in program.stdout:
            said += line
            if found := re.search(r"The CRM is at (http://\S+)", line):
                page = httpx.get(found[1], trust_env=False, timeout=60)
                assert page.status_code == 200
                assert "T11-2025-0107" in page.text
                break
        program.send_signal(signal.SIGINT)
        said += program.communicate(timeout=60)[0]
    finally:
        program.kill()
    assert program.returncode == 0, said
    assert "invented cases are loaded" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("landlords", [{"code-only"}, {"code-only", "red_kite", "twenty11"}], ids=len)
def test_invented_cases_end_today_and_belong_to_a_landlord_that_is_there(landlords: set[str], tmp_path: Path) -> None:
    found = list(invented_cases(tmp_path, "2025-07-15", landlords))
    assert len(found) >= 30
    assert {landlord for landlord, _, _ in found} == (landlords - {"code-only"} or landlords)
    assert len({(landlord, reference) for landlord, reference, _ in found}) == len(found)
    for _, reference, body in found:
        days = [event["date"] for event in body["events"]]
        assert days, reference
        assert max(days) <= "2025-07-15"


def test_the_crm_imports_nothing_of_the_engine() -> None:
    for file in CRM.rglob("*.py"):
        assert not re.search(r"^\s*(import|from) code_engine", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_the_page_of_the_crm_names_each_page_and_its_calls() -> None:
    readme = (CRM / "README.md").read_text(encoding="utf-8")
    paths = {
        re.sub(r"/\{.*", "", route.path) or "/"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    assert [path for path in sorted(paths) if f"`{path}" not in readme] == []
