"""Webhooks over HTTP, and what the service sends by itself once something changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from code_engine.service.http.background import Background
from code_engine.service.http.running import Running
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.outbox.places import read_networks
from code_engine.service.outbox.sending import HttpSender
from code_engine.service.ports import SCOPES
from service_running import SMALL, a_clock, a_running, engine, pointers, served, the_problem


@contextmanager
def receiver(wanted: int) -> Iterator[tuple[str, list[dict[str, Any]], threading.Event]]:
    """A receiver of webhooks on this machine: its address, what it got, and whether it got enough."""
    got: list[dict[str, Any]] = []
    enough = threading.Event()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append({"headers": dict(self.headers), "body": json.loads(body)})
            self.send_response(204)
            self.end_headers()
            if len(got) >= wanted:
                enough.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/changes", got, enough
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OpenedStore]:
    found = open_store(str(tmp_path / "store.sqlite"), a_clock(), engine)
    yield found
    found.close()


def on(store: OpenedStore, **further: Any) -> Running:
    return a_running(audit=store.audit, cases=store.cases, log=store.log, webhooks=store.webhooks, **further)


def test_what_changed_is_sent_to_a_webhook_without_being_asked(store: OpenedStore) -> None:
    sender = HttpSender(read_networks(["127.0.0.1"]))
    background = Background(lambda: store.deliver(sender), pause=60)
    body = {"landlord": "code-only", "events": SMALL["events"]}
    with receiver(1) as (address, got, enough), served(on(store, background=background)) as client:
        made = client.post("/v1/webhooks", json={"landlord": "code-only", "address": address}).json()
        answer = client.post("/v1/cases/W-1/events", json=body).json()
        assert enough.wait(20)
        assert made["secret"]
    assert answer["changes"]
    assert got[0]["body"]["specversion"] == "1.0"
    assert {name.lower() for name in got[0]["headers"]} >= {"webhook-id", "webhook-signature"}


def test_a_round_that_fails_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    rounds: list[int] = []
    third = threading.Event()

    def failing() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            third.set()
        raise ValueError("SECRET-NAME")

    background = Background(failing, pause=0.01)
    background.start()
    assert third.wait(10)
    background.end()
    assert "ValueError" in caplog.text
    assert "SECRET" not in caplog.text


def test_webhooks_are_listed_and_removed_without_their_secrets(store: OpenedStore) -> None:
    key = str(store.keys.create("twenty11", SCOPES))
    headers = {"Authorization": f"Bearer {key}"}
    with served(on(store, keys=store.keys)) as client:
        made = client.post("/v1/webhooks", json={"address": "https://crm.example/changes"}, headers=headers).json()
        assert made["landlord"] == "twenty11"
        listed = client.get("/v1/webhooks", headers=headers)
        assert made["secret"] not in listed.text
        assert [each["id"] for each in listed.json()["webhooks"]] == [made["id"]]
        path = f"/v1/webhooks/{made['id']}"
        assert client.delete(path, headers=headers).status_code == 204
        the_problem(client.delete(path, headers=headers), 404, "not-found")
        assert client.get("/v1/webhooks", headers=headers).json() == {"webhooks": []}


def test_nobody_sees_or_removes_anothers_webhook(store: OpenedStore) -> None:
    own, group = ({"Authorization": f"Bearer {store.keys.create(name, SCOPES)}"} for name in ("twenty11", "red_kite"))
    with served(on(store, keys=store.keys)) as client:
        made = client.post("/v1/webhooks", json={"address": "https://crm.example/changes"}, headers=group).json()
        assert client.get("/v1/webhooks", headers=own).json() == {"webhooks": []}
        theirs = client.delete(f"/v1/webhooks/{made['id']}", headers=own)
        nobodys = client.delete("/v1/webhooks/nothing", headers=own)
        the_problem(theirs, 404, "not-found")
        assert theirs.content == nobodys.content
        body = {"address": "https://crm.example/changes", "landlord": "red_kite"}
        the_problem(client.post("/v1/webhooks", json=body, headers=own), 403, "forbidden")


@pytest.mark.parametrize(
    "address",
    [
        "http://crm.example/changes",
        "https://localhost/changes",
        "http://127.0.0.1:8080/changes",
        "https://10.0.0.1/changes",
        "https://169.254.169.254/latest",
        "https://[::1]/changes",
        "ftp://crm.example",
        "changes",
        "https://name:password@crm.example/",
        "https://[broken",
    ],
)
def test_an_address_that_is_not_for_landlords_is_pointed_to(address: str, store: OpenedStore) -> None:
    headers = {"Authorization": f"Bearer {store.keys.create('twenty11', SCOPES)}"}
    with served(on(store, keys=store.keys)) as client:
        answer = client.post("/v1/webhooks", json={"address": address}, headers=headers)
        assert pointers(the_problem(answer, 422, "invalid-input")) == ["#/address"]
        assert store.webhooks.all() == ()
