"""A store that goes away while the service runs: told at once, and over as soon as it is back; and what it forgets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from code_engine.service.decision_log.erasing import set_retention
from code_engine.service.decision_log.verifying import verify
from code_engine.service.http.background import Background
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.ports import SCOPES
from service_running import a_clock, a_running, engine, served, the_problem
from stores import KINDS, SetClock, own_server, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}


def key_of(store: OpenedStore) -> dict[str, str]:
    token = store.keys.create("twenty11", SCOPES)
    return {"Authorization": f"Bearer {token}"}


def test_a_database_that_stops_is_told_and_is_used_again_once_it_runs() -> None:
    with own_server() as server:
        server.run("createdb", "outage")
        address = f"postgresql:///outage?host={server.folder}&user=postgres"
        store = open_store(address, a_clock(), engine)
        running = a_running()
        running.keep_in(store)
        try:
            with served(running) as client:
                headers = key_of(store)
                body = {"events": [RECEIVED]}
                assert client.post("/v1/cases/A-1/events", json=body, headers=headers).status_code == 200
                assert client.get("/ready").status_code == 200
                server.halt()
                for method, path in (("GET", "/ready"), ("GET", "/v1/cases/A-1"), ("POST", "/v1/cases/A-2/events")):
                    sent = body if method == "POST" else None
                    answer = client.request(method, path, json=sent, headers=headers)
                    the_problem(answer, 503, "overloaded")
                    assert answer.headers["retry-after"] == "1"
                    assert str(server.folder) not in answer.text
                assert client.get("/health").status_code == 200
                server.begin()
                assert recovered(client)
                assert client.get("/v1/cases/A-1", headers=headers).status_code == 200
                assert client.get("/v1/cases/A-2", headers=headers).status_code == 404
        finally:
            store.close()


def recovered(client: httpx.Client) -> bool:
    """Whether it is ready again; the server may need a moment to take connections."""
    for _ in range(100):
        if client.get("/ready").status_code == 200:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from store_address(request.param, tmp_path)


def test_the_service_by_itself_erases_what_is_no_longer_kept_and_the_chain_stays(address: str) -> None:
    clock = SetClock()
    clock.to("2025-07-15")
    store = open_store(address, clock.clock(), engine)
    set_retention(store.database, "twenty11", 365)
    running = a_running(background=Background(store.tick_if_due, pause=0.05))
    running.keep_in(store)
    try:
        with served(running) as client:
            headers = key_of(store)
            for reference in ("OLD-1", "NEW-1"):
                client.post(f"/v1/cases/{reference}/events", json={"events": [RECEIVED]}, headers=headers)
                made = client.post(f"/v1/cases/{reference}/evaluations", json={}, headers=headers)
                assert made.status_code == 200
                clock.on(days=300)
            clock.on(days=-200)
            listed = [each["reference"] for each in waited_for(client, headers, {"NEW-1"})]
            assert listed == ["NEW-1"]
            entries = client.get("/v1/log", headers=headers).json()["entries"]
            assert [(each["id"], each["reference"]) for each in entries] == [
                ("twenty11:1", ""),
                ("twenty11:2", "NEW-1"),
            ]
            assert client.get("/v1/log/twenty11:1", headers=headers).status_code == 404
        found = verify(store.database)
        assert (found.entries, found.erased, found.faults) == (3, 1, ())
    finally:
        store.close()


def waited_for(client: httpx.Client, headers: dict[str, str], wanted: set[str]) -> list[dict[str, str]]:
    """The stored cases, once they are those wanted; what there is after ten seconds otherwise."""
    for _ in range(100):
        found: list[dict[str, str]] = client.get("/v1/cases", headers=headers).json()["cases"]
        if {each["reference"] for each in found} == wanted:
            break
        time.sleep(0.1)
    return found
