"""Stored cases and the log over HTTP, on the real store: events in, changes out, and nobody sees another's."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from cli_running import LATE
from code_engine.documents import read_document
from code_engine.service.http.limits import Limits
from code_engine.service.http.running import Running
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.ports import SCOPES, Clock
from service_running import AS_OF, a_clock, a_running, engine, pointers, served, the_problem
from stores import KINDS, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}


@dataclass
class Place:
    """A service on a store, and keys of it."""

    client: httpx.Client
    store: OpenedStore
    keys: dict[str, str]
    running: Running

    def ask(self, key: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A request of one of the keys."""
        sent = {"Authorization": f"Bearer {self.keys[key]}", **headers}
        return self.client.request(method, path, json=body, headers=sent)

    def append(self, key: str, reference: str, *events: Any, **further: Any) -> httpx.Response:
        """Send events of a case."""
        return self.ask(key, "POST", f"/v1/cases/{reference}/events", {"events": list(events), **further})


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    for address in store_address(request.param, tmp_path_factory.mktemp("store")):
        clock: Clock = a_clock()
        store = open_store(address, clock, engine)
        keys = {
            name: str(store.keys.create(landlord, scopes))
            for name, landlord, scopes in (
                ("own", "twenty11", SCOPES),
                ("group", "red_kite", SCOPES),
                ("code", "code-only", SCOPES),
                ("reader", "twenty11", ("read",)),
            )
        }
        running = a_running()
        running.keep_in(store)
        try:
            with served(running) as client:
                yield Place(client, store, keys, running)
        finally:
            store.close()


def test_events_are_answered_with_what_changed(place: Place) -> None:
    first = place.append("own", "A-1", RECEIVED)
    assert first.status_code == 200, first.text
    found = first.json()
    assert (found["landlord"], found["reference"], found["version"], found["repeated"]) == ("twenty11", "A-1", 1, False)
    kinds = {change["change"] for change in found["changes"]}
    assert {"finding_breached", "deadline_overdue", "letter_due"} <= kinds
    second = place.append("own", "A-1", {"type": "withdrawn", "date": "2025-06-03"}).json()
    assert second["version"] == 2
    assert "deadline_dropped" in {change["change"] for change in second["changes"]}


def test_the_same_request_sent_again_adds_nothing(place: Place) -> None:
    body = {"events": [RECEIVED]}
    answers = [
        place.ask("own", "POST", "/v1/cases/A-2/events", body, **{"Idempotency-Key": "a2"}).json() for _ in range(2)
    ]
    assert [answer["repeated"] for answer in answers] == [False, True]
    assert answers[0]["changes"] == answers[1]["changes"]
    assert answers[1]["version"] == 1
    other = place.ask("own", "POST", "/v1/cases/A-2/events", {"events": []}, **{"Idempotency-Key": "a2"})
    assert other.status_code == 422


def test_an_evaluation_recorded_under_the_same_idempotency_key_is_recorded_once(place: Place) -> None:
    place.append("own", "A-21", RECEIVED)
    path, headers = "/v1/cases/A-21/evaluations", {"Idempotency-Key": "a21"}
    first, second = (place.ask("own", "POST", path, {"as_of": AS_OF}, **headers) for _ in range(2))
    assert first.content == second.content
    assert first.headers["decision-log-entry"] == second.headers["decision-log-entry"]
    assert second.headers["idempotent-replayed"] == "true"
    entries = place.ask("own", "GET", "/v1/log?reference=A-21").json()["entries"]
    assert len(entries) == 1
    other = place.ask("own", "POST", path, {"as_of": "2025-07-16"}, **headers)
    the_problem(other, 422, "key-used-before")


def test_a_letter_of_a_stored_case_is_recorded_with_its_receipt_and_a_draft_is_not(place: Place) -> None:
    header = {"resident": {"name": "Sam Example"}, "matter": {"summary": "Leak"}}
    place.append("own", "A-22", RECEIVED, header=header)
    path, order = "/v1/cases/A-22/letters", {"as_of": "2025-06-03", "kind": "acknowledgement"}
    due = place.ask("own", "GET", f"{path}?as_of=2025-06-03").json()
    assert due[0]["kind"] == "acknowledgement"
    draft = place.ask("own", "POST", path, {**order, "draft": True})
    assert "decision-log-entry" not in draft.headers
    given = {"responsible_for": "the roof", "not_responsible_for": "none"}
    made = place.ask("own", "POST", path, {**order, "set": given})
    assert made.status_code == 200, made.text
    (entry,) = place.ask("own", "GET", "/v1/log?reference=A-22").json()["entries"]
    assert (entry["id"], entry["letter"]) == (made.headers["decision-log-entry"], "acknowledgement")
    replayed = place.ask("own", "GET", f"/v1/log/{entry['id']}/replay").json()
    assert (replayed["equal"], replayed["differences"]) == (True, [])
    assert place.ask("own", "GET", f"/v1/log/{entry['id']}").json()["as_of"] == "2025-06-03"
    exported = place.ask("own", "GET", "/v1/log/export").text.splitlines()
    said = next(json.loads(line)["entry"] for line in exported if f'"sequence":{entry["id"].split(":")[1]},' in line)
    assert (said["kind"], said["letter"]["format"]) == ("letter", "html")
    assert "the roof" not in "".join(exported)
    personal = place.ask("own", "GET", "/v1/log/export?personal=true").text
    assert "the roof" in personal
    the_problem(place.ask("reader", "POST", path, order), 403, "forbidden")


def test_a_log_is_verified_over_http_with_a_head_kept_elsewhere(place: Place) -> None:
    place.append("own", "A-23", RECEIVED)
    place.ask("own", "POST", "/v1/cases/A-23/evaluations", {"as_of": AS_OF})
    (head,) = place.ask("own", "GET", "/v1/log/head").json()["heads"]
    answer = place.ask("own", "POST", "/v1/log/verify", {"heads": [head["head"]]})
    assert answer.headers["content-type"] == "application/x-ndjson"
    last = json.loads(answer.text.splitlines()[-1])["verified"]
    assert last["faults"] == []
    assert last["entries"] >= 1
    wrong = head["entry"] + " sha256:" + "0" * 64
    told = json.loads(place.ask("own", "POST", "/v1/log/verify", {"heads": [wrong]}).text.splitlines()[-1])
    assert [fault["kind"] for fault in told["verified"]["faults"]] == ["rewritten"]
    the_problem(place.ask("own", "POST", "/v1/log/verify", {"landlord": "red_kite"}), 403, "forbidden")


def test_a_case_is_given_back_whole_and_evaluated_like_one_that_is_sent(place: Place) -> None:
    case = read_document(LATE).data
    header = {key: value for key, value in case.items() if key not in ("events", "reference", "landlord")}
    place.append("own", "A-3", *case["events"], header=header)
    stored = place.ask("own", "GET", "/v1/cases/A-3").json()["case"]
    assert stored["events"]
    given = place.ask("own", "GET", f"/v1/cases/A-3/evaluation?as_of={AS_OF}")
    sent = place.ask("own", "POST", "/v1/evaluate", {"case": stored, "as_of": AS_OF})
    assert given.content == sent.content
    assert given.headers["content-type"] == "application/json"


def test_a_reference_with_a_slash_is_a_reference(place: Place) -> None:
    assert place.append("own", "2025%2F0007", RECEIVED).status_code == 200
    assert place.ask("own", "GET", "/v1/cases/2025%2F0007").json()["reference"] == "2025/0007"


def test_a_mistake_in_an_event_is_pointed_to_and_nothing_is_stored(place: Place) -> None:
    answer = place.append("own", "A-4", RECEIVED, {"type": "logged", "stage": 1, "date": "soon"})
    problem = the_problem(answer, 422, "invalid-input")
    assert pointers(problem) == ["#/events/1/date"]
    the_problem(place.ask("own", "GET", "/v1/cases/A-4"), 404, "not-found")
    place.append("own", "A-5", RECEIVED)
    answer = place.append("own", "A-5", {"type": "loged", "date": "2025-06-03"})
    assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/events/0/type"]


def test_a_mistake_in_the_header_is_pointed_to(place: Place) -> None:
    answer = place.append("own", "A-6", RECEIVED, header={"resident": {"vulnerable": "yes"}})
    assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/header/resident/vulnerable"]


def test_an_event_of_another_case_is_refused(place: Place) -> None:
    answer = place.append("own", "A-6", RECEIVED, header={"reference": "A-7"})
    assert "`A-6`" in the_problem(answer, 422, "invalid-input")["errors"][0]["detail"]


def test_a_recorded_evaluation_is_given_back_byte_for_byte(place: Place) -> None:
    place.append("own", "A-8", RECEIVED)
    recorded = place.ask("own", "POST", "/v1/cases/A-8/evaluations", {"as_of": AS_OF})
    entry = recorded.headers["decision-log-entry"]
    assert place.ask("own", "GET", f"/v1/log/{entry}").content == recorded.content
    listed = place.ask("own", "GET", "/v1/log?reference=A-8").json()["entries"]
    assert [each["id"] for each in listed] == [entry]
    assert listed[0]["as_of"] == AS_OF


def test_the_log_is_listed_a_page_at_a_time(place: Place) -> None:
    place.append("own", "A-9", RECEIVED)
    made = [
        place.ask("own", "POST", "/v1/cases/A-9/evaluations", {"as_of": AS_OF}).headers["decision-log-entry"]
        for _ in range(3)
    ]
    first = place.ask("own", "GET", "/v1/log?reference=A-9&limit=2").json()["entries"]
    second = place.ask("own", "GET", f"/v1/log?reference=A-9&after={first[-1]['id']}").json()["entries"]
    assert [each["id"] for each in (*first, *second)] == made


def test_deadlines_of_stored_cases_are_listed_by_handler(place: Place) -> None:
    for reference, handler in (("A-10", "Una Marsh"), ("A-11", "Vic Stone")):
        place.append("own", reference, RECEIVED, header={"handler": handler})
    found = place.ask("own", "GET", "/v1/deadlines?as_of=2025-06-03&handler=Una%20Marsh&to=2025-06-09").json()
    assert {duty["reference"] for duty in found["deadlines"]} == {"A-10"}
    assert {duty["due_on"] <= "2025-06-09" for duty in found["deadlines"]} == {True}
    every = place.ask("own", "GET", "/v1/deadlines?as_of=2025-06-03").json()["deadlines"]
    assert {"A-10", "A-11"} <= {duty["reference"] for duty in every}


def test_a_case_of_which_nothing_had_happened_does_not_stop_the_list(place: Place) -> None:
    place.append("own", "A-12", {"type": "complaint_received", "date": "2025-07-14"})
    assert place.ask("own", "GET", "/v1/deadlines?as_of=2025-06-03").status_code == 200


def test_a_stored_case_grows_no_further_than_the_limit(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.sqlite"), a_clock(), engine)
    with served(a_running(cases=store.cases, limits=Limits(events=2))) as client:
        body = {"landlord": "code-only", "events": [RECEIVED, {"type": "withdrawn", "date": "2025-06-03"}]}
        assert client.post("/v1/cases/L-1/events", json=body).status_code == 200
        body = {"landlord": "code-only", "events": [RECEIVED]}
        answer = client.post("/v1/cases/L-1/events", json=body)
        assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/events"]
    store.close()


# Nobody sees another's


@pytest.fixture(scope="module")
def foreign(place: Place) -> str:
    """The reference of a case of the group, which its child's key must never find."""
    body = {"landlord": "red_kite", "events": [RECEIVED]}
    assert place.ask("group", "POST", "/v1/cases/SECRET-1/events", body).status_code == 200
    answer = place.ask("group", "POST", "/v1/cases/SECRET-1/evaluations?landlord=red_kite", {"as_of": AS_OF})
    return str(answer.headers["decision-log-entry"])


READS = [
    "/v1/cases/{}",
    "/v1/cases/{}?landlord=red_kite",
    "/v1/cases/{}?landlord=no_landlord",
    "/v1/cases/{}/evaluation",
    "/v1/cases/{}/evaluation?landlord=red_kite",
]


@pytest.mark.parametrize("path", READS)
def test_anothers_case_is_answered_as_one_that_is_not_there(path: str, place: Place, foreign: str) -> None:
    assert foreign
    theirs, nobodys = (place.ask("own", "GET", path.format(name)) for name in ("SECRET-1", "NOTHING-1"))
    the_problem(theirs, 404, "not-found")
    assert theirs.content == nobodys.content
    assert place.store.audit.latest(1)[0].route.startswith("/v1/cases/{reference")


def test_anothers_case_cannot_be_written_recorded_or_listed(place: Place, foreign: str) -> None:
    assert foreign
    theirs = place.append("own", "SECRET-1", RECEIVED, landlord="red_kite")
    nobodys = place.append("own", "SECRET-1", RECEIVED, landlord="no_landlord")
    the_problem(theirs, 403, "forbidden")
    assert theirs.content == nobodys.content
    path = "/v1/cases/{}/evaluations?landlord=red_kite"
    first, second = (place.ask("own", "POST", path.format(name), {}) for name in ("SECRET-1", "NOTHING-1"))
    assert first.content == second.content
    for listing in ("/v1/cases", "/v1/worklist", "/v1/log", "/v1/deadlines"):
        assert "SECRET" not in place.ask("own", "GET", listing).text
        theirs, nobodys = (
            place.ask("own", "GET", f"{listing}?landlord={name}") for name in ("red_kite", "no_landlord")
        )
        the_problem(theirs, 404, "not-found")
        assert theirs.content == nobodys.content


def test_anothers_entry_is_answered_as_one_that_is_not_there(place: Place, foreign: str) -> None:
    theirs, nobodys = (place.ask("own", "GET", f"/v1/log/{name}") for name in (foreign, "red_kite-999999"))
    the_problem(theirs, 404, "not-found")
    assert theirs.content == nobodys.content
    assert place.ask("group", "GET", f"/v1/log/{foreign}").status_code == 200


def test_a_group_sees_the_cases_of_its_children(place: Place) -> None:
    place.append("own", "A-20", RECEIVED)
    assert place.ask("group", "GET", "/v1/cases/A-20?landlord=twenty11").status_code == 200
    listed = place.ask("group", "GET", "/v1/cases").json()["cases"]
    assert ("twenty11", "A-20") in {(case["landlord"], case["reference"]) for case in listed}


def test_what_is_stored_for_the_code_alone_is_not_everybodys(place: Place) -> None:
    assert place.append("code", "SECRET-2", RECEIVED).status_code == 200
    the_problem(place.append("own", "SECRET-2", RECEIVED, landlord="code-only"), 403, "forbidden")
    the_problem(place.ask("own", "GET", "/v1/cases/SECRET-2?landlord=code-only"), 404, "not-found")
    assert "SECRET-2" not in place.ask("own", "GET", "/v1/cases").text


def test_two_landlords_may_use_the_same_reference(place: Place) -> None:
    place.append("own", "SAME-1", RECEIVED, header={"handler": "Una Marsh"})
    place.append("group", "SAME-1", RECEIVED, landlord="red_kite", header={"handler": "Vic Stone"})
    assert place.ask("own", "GET", "/v1/cases/SAME-1").json()["case"]["handler"] == "Una Marsh"
    assert place.ask("group", "GET", "/v1/cases/SAME-1").json()["case"]["handler"] == "Vic Stone"


def test_a_reader_writes_nothing(place: Place) -> None:
    the_problem(place.append("reader", "A-1", RECEIVED), 403, "forbidden")
    the_problem(place.ask("reader", "POST", "/v1/cases/A-1/evaluations", {}), 403, "forbidden")


def test_a_revoked_key_opens_nothing_a_second_later(place: Place) -> None:
    token = place.store.keys.create("twenty11", ("read",))
    headers = {"Authorization": f"Bearer {token}"}
    assert place.client.get("/v1/landlords", headers=headers).status_code == 200
    place.store.keys.revoke(token.id)
    time.sleep(place.running.limits.key_seconds)
    the_problem(place.client.get("/v1/landlords", headers=headers), 401, "unauthorised")


# Calendars


def test_a_calendar_shows_the_open_deadlines_of_a_handler_at_its_secret_address(place: Place) -> None:
    for reference, handler in (("C-1", "Wilma Fern"), ("C-2", "Xaver Reed")):
        place.append(
            "own", reference, {"type": "complaint_received", "date": "2025-07-14"}, header={"handler": handler}
        )
    made = place.ask("own", "POST", "/v1/calendars", {"handler": "Wilma Fern"}).json()
    answer = place.client.get(made["address"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    entries = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert entries
    assert all("C-1" in str(entry["summary"]) for entry in entries)
    whole = place.ask("own", "POST", "/v1/calendars", {}).json()
    assert {"C-1", "C-2"} <= set(re.findall(r"C-\d", place.client.get(whole["address"]).text))
    listed = place.ask("own", "GET", "/v1/calendars").json()["calendars"]
    assert {made["id"], whole["id"]} <= {each["id"] for each in listed}
    assert "address" not in listed[0]


def test_the_calendar_of_a_child_holds_nothing_of_its_group_and_that_of_a_group_its_children(
    place: Place, foreign: str
) -> None:
    assert foreign
    own = place.ask("own", "POST", "/v1/calendars", {}).json()["address"]
    group = place.ask("group", "POST", "/v1/calendars", {}).json()["address"]
    place.append("own", "C-3", {"type": "complaint_received", "date": "2025-07-14"})
    assert "SECRET-1" not in place.client.get(own).text
    assert {"SECRET-1", "C-3"} <= set(re.findall(r"SECRET-1|C-3", place.client.get(group).text))


def test_a_calendar_that_was_removed_or_never_was_is_not_found(place: Place) -> None:
    made = place.ask("own", "POST", "/v1/calendars", {}).json()
    the_problem(place.ask("group", "DELETE", "/v1/calendars/nothing"), 404, "not-found")
    assert place.ask("own", "DELETE", f"/v1/calendars/{made['id']}").status_code == 204
    gone = place.client.get(made["address"])
    never = place.client.get("/v1/calendars/ce_0123456789ab_nothing.ics")
    the_problem(gone, 404, "not-found")
    assert gone.content == never.content


def test_nobody_makes_or_removes_anothers_calendar(place: Place) -> None:
    the_problem(place.ask("own", "POST", "/v1/calendars", {"landlord": "red_kite"}), 403, "forbidden")
    made = place.ask("group", "POST", "/v1/calendars", {}).json()
    the_problem(place.ask("own", "DELETE", f"/v1/calendars/{made['id']}"), 404, "not-found")
    assert place.client.get(made["address"]).status_code == 200
    the_problem(place.ask("reader", "POST", "/v1/calendars", {}), 403, "forbidden")


def test_the_address_of_a_calendar_opens_nothing_else(place: Place) -> None:
    address = place.ask("own", "POST", "/v1/calendars", {}).json()["address"]
    secret = address.removeprefix("/v1/calendars/").removesuffix(".ics")
    the_problem(place.client.get("/v1/cases", headers={"Authorization": f"Bearer {secret}"}), 401, "unauthorised")
    the_problem(place.client.get(f"/v1/calendars/{place.keys['own']}.ics"), 404, "not-found")


def test_without_a_store_stored_cases_are_a_problem_of_their_own() -> None:
    with served() as client:
        for path in (
            "/v1/cases?landlord=twenty11",
            "/v1/cases/A?landlord=twenty11",
            "/v1/log",
            "/v1/log/twenty11-1",
            "/v1/calendars/a.ics",
        ):
            the_problem(client.get(path), 503, "no-store")


def test_a_store_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.sqlite"), a_clock(), engine)

    def gone() -> None:
        store.ready()
        raise OSError("SECRET")

    with served(a_running(ready=gone)) as client:
        answer = client.get("/ready")
        the_problem(answer, 503, "overloaded")
        assert "SECRET" not in answer.text
    store.close()
