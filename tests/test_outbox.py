"""The outbox: changes signed and sent as CloudEvents, at least once, in order for each case; dead letters."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from code_engine.engine import Engine
from code_engine.service.decision_log.erasing import erase
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.outbox.cloud_event import CONTENT_TYPE
from code_engine.service.outbox.dead_letters import dead_letters, forget_settled, send_again
from code_engine.service.outbox.delivering import LEASE, PAUSES, Outgoing
from code_engine.service.outbox.places import read_networks
from code_engine.service.outbox.sending import HttpSender
from code_engine.service.outbox.signing import is_ours, new_secret, signed_headers
from code_engine.service.outbox.webhooks import check_address
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.tables import DELIVERIES, OUTBOX, WEBHOOKS
from invented_landlords import Shelf, landlord, shelf_in
from recorded import engine
from stores import KINDS, SetClock, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}
CRM = "https://crm.example/changes"


@dataclass
class Receiver:
    """Stands for the CRM: keeps what it took, answers as it is told, and may be silent."""

    answer: int = 204
    silent: bool = False
    took: list[Outgoing] = field(default_factory=list)
    refused: int = 0

    def __call__(self, message: Outgoing) -> int:
        if self.silent:
            self.refused += 1
            raise ConnectionRefusedError(111, "Connection refused")
        if self.answer >= 300:
            self.refused += 1
        else:
            self.took.append(message)
        return self.answer

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(message.body) for message in self.took]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[OpenedStore]:
    for address in store_address(request.param, tmp_path):
        opened = open_store(address, clock.clock(), engine)
        yield opened
        opened.close()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    yield from shelf_in(tmp_path, monkeypatch)


def appended(store: OpenedStore, *events: dict[str, Any], reference: str = "T-1", landlord: str = "code-only") -> int:
    """Append events; how many changes there were."""
    return len(store.cases.append(landlord, reference, header={}, events=events, key="k").changes)


def states(store: OpenedStore) -> dict[str, int]:
    with store.database.reading() as connection:
        counted = select(DELIVERIES.c.state, func.count()).group_by(DELIVERIES.c.state)
        return {row[0]: row[1] for row in connection.execute(counted)}


# What is sent


def test_each_change_is_sent_once_as_a_signed_cloud_event(store: OpenedStore, clock: SetClock) -> None:
    _, secret = store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    receiver = Receiver()
    assert store.deliver(receiver).delivered == changes > 0
    assert store.deliver(receiver).delivered == 0
    first, event = receiver.took[0], receiver.events()[0]
    assert first.address == CRM
    assert first.headers["content-type"] == CONTENT_TYPE
    assert is_ours(secret, first.headers, first.body, clock.at)
    assert event | {"id": "", "data": {}, "type": ""} == {
        "specversion": "1.0",
        "id": "",
        "source": "/landlords/code-only",
        "type": "",
        "subject": "T-1",
        "time": "2025-06-02T09:00:00.000Z",
        "sequence": "0000000001",
        "datacontenttype": "application/json",
        "data": {},
    }
    assert event["type"] == f"code-engine.case.{event['data']['change']}"
    assert event["data"]["as_of"] == "2025-06-02"
    assert event["id"] == first.headers["webhook-id"]
    assert len({each["id"] for each in receiver.events()}) == changes


def test_the_changes_of_a_case_are_numbered_and_in_order(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    receiver = Receiver()
    for day in ("2025-06-02", "2025-06-09", "2025-06-10"):
        clock.to(day)
        appended(store, {**RECEIVED, "type": "contact"} if day != "2025-06-02" else RECEIVED)
        store.deliver(receiver)
    numbers = [int(event["sequence"]) for event in receiver.events()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_changes_go_to_the_landlord_and_its_group_and_to_nobody_else(
    tmp_path: Path, clock: SetClock, shelf: Shelf
) -> None:
    family = {"kin": None, "elm": "kin", "oak": "kin"}
    shelf.put("kin", {name: landlord(name, parent) for name, parent in family.items()})
    group = Engine(engine().catalogue, shelf.load())
    store = open_store(str(tmp_path / "store.sqlite"), clock.clock(), lambda: group)
    for name in family:
        store.webhooks.add(name, f"https://{name}.example/")
    changes = appended(store, RECEIVED, landlord="elm")
    receiver = Receiver()
    store.deliver(receiver)
    store.close()
    sent = [message.address for message in receiver.took]
    assert sorted(set(sent)) == ["https://elm.example/", "https://kin.example/"]
    assert len(sent) == 2 * changes


def test_where_nobody_listens_nothing_is_kept(store: OpenedStore) -> None:
    assert appended(store, RECEIVED) > 0
    with store.database.reading() as connection:
        assert connection.execute(select(OUTBOX)).all() == []


def test_a_change_is_only_in_the_outbox_where_its_event_is_stored(store: OpenedStore) -> None:
    store.webhooks.add("code-only", CRM)
    with pytest.raises(Exception, match="acknowledged"):
        appended(store, RECEIVED, {"type": "acknowleged", "date": "2025-06-04"})
    assert states(store) == {}


# Failures


def test_a_failure_is_tried_again_after_a_longer_and_longer_pause_and_then_given_up(
    store: OpenedStore, clock: SetClock
) -> None:
    store.webhooks.add("code-only", CRM)
    appended(store, RECEIVED)
    receiver = Receiver(answer=500)
    store.deliver(receiver)
    assert receiver.refused == 1  # the later changes of the case wait for the first
    for number, pause in enumerate(PAUSES, start=2):
        clock.at += pause - timedelta(seconds=1)
        store.deliver(receiver)
        assert receiver.refused == number - 1
        clock.on(seconds=1)
        store.deliver(receiver)
        assert receiver.refused >= number
    (dead,) = dead_letters(store.database)
    assert (dead.attempts, dead.problem, dead.landlord, dead.address) == (
        len(PAUSES) + 1,
        "answered 500",
        "code-only",
        CRM,
    )
    assert list(PAUSES) == sorted(PAUSES)


def test_a_later_change_waits_for_the_earlier_one_of_its_case_only(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    appended(store, RECEIVED)
    receiver = Receiver(answer=503)
    store.deliver(receiver)
    receiver.answer = 200
    appended(store, RECEIVED, reference="T-2")
    store.deliver(receiver)
    assert {event["subject"] for event in receiver.events()} == {"T-2"}
    clock.at += PAUSES[0]
    store.deliver(receiver)
    numbers = [int(event["sequence"]) for event in receiver.events() if event["subject"] == "T-1"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert states(store).keys() == {"delivered"}


def test_a_receiver_that_does_not_answer_is_asked_once_in_a_round(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    store.webhooks.add("twenty11", "https://twenty11.example/")
    for number in range(20):
        appended(store, RECEIVED, reference=f"T-{number}")
    appended(store, RECEIVED, landlord="twenty11")
    silent, other = Receiver(silent=True), Receiver()

    def sender(message: Outgoing) -> int:
        return (silent if message.address == CRM else other)(message)

    store.deliver(sender)
    assert silent.refused == 1
    assert other.took
    clock.at += PAUSES[0]
    silent.silent = False
    store.deliver(sender)
    assert states(store).keys() == {"delivered"}


def test_a_receiver_that_is_gone_is_not_asked_again(store: OpenedStore) -> None:
    store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    assert store.deliver(Receiver(answer=410)).dead == changes


def test_a_worker_that_died_is_followed_by_another(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    received: list[Outgoing] = []

    def dies(message: Outgoing) -> int:
        received.append(message)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.deliver(dies)
    receiver = Receiver()
    assert store.deliver(receiver).delivered == 0
    clock.at += LEASE
    assert store.deliver(receiver).delivered == changes
    assert receiver.events()[0]["id"] == received[0].headers["webhook-id"]


def test_workers_at_once_send_each_change_once(store: OpenedStore) -> None:
    store.webhooks.add("code-only", CRM)
    changes = sum(appended(store, RECEIVED, reference=f"T-{number}") for number in range(6))
    receiver = Receiver()
    threads = [threading.Thread(target=store.deliver, args=(receiver,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.took) == changes
    for number in range(6):
        told = [int(event["sequence"]) for event in receiver.events() if event["subject"] == f"T-{number}"]
        assert told == sorted(told)


# Dead letters, erasing, removing


def test_dead_letters_are_listed_by_landlord_and_sent_again(store: OpenedStore) -> None:
    store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    store.deliver(Receiver(answer=410))
    letters = dead_letters(store.database, ["code-only"])
    assert len(letters) == changes
    assert dead_letters(store.database, ["twenty11"]) == ()
    receiver = Receiver()
    assert send_again(store.database, letters[0].id, store.clock.now()) == 1
    assert store.deliver(receiver).delivered == 1
    assert send_again(store.database, None, store.clock.now()) == changes - 1
    assert store.deliver(receiver).delivered == changes - 1
    for wrong in ("", "1", "x-y", letters[0].id):
        with pytest.raises(NotStoredError):
            send_again(store.database, wrong, store.clock.now())


def test_what_is_erased_is_not_sent(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    appended(store, RECEIVED)
    erase(store.database, "code-only", "T-1", asked_by="cli", at=clock.at)
    receiver = Receiver()
    store.deliver(receiver)
    assert receiver.took == []
    assert states(store).keys() == {"dropped"}


def test_a_webhook_that_was_removed_is_sent_nothing(store: OpenedStore) -> None:
    hook, _ = store.webhooks.add("code-only", CRM)
    appended(store, RECEIVED)
    store.webhooks.remove(hook.id)
    appended(store, {**RECEIVED, "type": "contact"})
    receiver = Receiver()
    store.deliver(receiver)
    assert receiver.took == []
    assert store.webhooks.all() == ()
    with pytest.raises(NotStoredError):
        store.webhooks.remove(hook.id)


def test_what_was_put_into_the_outbox_while_its_webhook_was_removed_is_not_sent(store: OpenedStore) -> None:
    hook, _ = store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    with store.database.writing() as connection:
        connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == hook.id).values(removed_at="2025-06-02"))
    receiver = Receiver()
    store.deliver(receiver)
    assert receiver.took == []
    assert states(store) == {"dropped": changes}


def test_what_was_delivered_is_forgotten_after_a_while(store: OpenedStore, clock: SetClock) -> None:
    store.webhooks.add("code-only", CRM)
    changes = appended(store, RECEIVED)
    store.deliver(Receiver())
    assert forget_settled(store.database, clock.at) == 0
    clock.on(days=1)
    assert forget_settled(store.database, clock.at) == changes
    with store.database.reading() as connection:
        assert connection.execute(select(OUTBOX)).all() == []


# Signatures and addresses


def test_a_signature_is_that_of_the_standard_webhooks() -> None:
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    at = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
    headers = signed_headers(secret, "msg_1", at, b'{"a":1}')
    expected = hmac.new(b"k" * 32, b'msg_1.1748854800.{"a":1}', hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()


def test_a_receiver_refuses_what_is_changed_old_or_anothers() -> None:
    secret, at, body = new_secret(), datetime(2025, 6, 2, tzinfo=UTC), b"{}"
    headers = signed_headers(secret, "m", at, body)
    assert is_ours(secret, headers, body, at + timedelta(minutes=5))
    assert not is_ours(secret, headers, b"{ }", at)
    assert not is_ours(new_secret(), headers, body, at)
    assert not is_ours(secret, headers, body, at + timedelta(minutes=6))
    assert not is_ours(secret, {**headers, "webhook-id": "n"}, body, at)
    assert not is_ours(secret, {}, body, at)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "crm.example",
        "ftp://crm.example/",
        "http://crm.example/",
        "https://ann:x@crm.example/",
        "https://[",
        "file:///etc",
    ],
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(StoreError):
        check_address(address)


# Over HTTP


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server, _Crm)
        self.server.took.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


class _Crm(HTTPServer):
    took: list[tuple[dict[str, str], bytes]]
    answer = 204


HERE = read_networks(["127.0.0.1"])


@pytest.fixture
def crm() -> Iterator[_Crm]:
    server = _Crm(("127.0.0.1", 0), _Handler)
    server.took = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("answer", [204, 302, 500])
def test_a_message_is_posted_and_no_redirect_is_followed(crm: _Crm, answer: int) -> None:
    crm.answer = answer
    message = Outgoing(f"http://127.0.0.1:{crm.server_port}/hook", {"webhook-id": "m"}, b"{}")
    assert HttpSender(HERE)(message) == answer
    ((headers, body),) = crm.took
    assert (body, headers["webhook-id"]) == (b"{}", "m")


def test_a_receiver_that_is_not_there_is_no_answer() -> None:
    with pytest.raises(OSError, match="refused"):
        HttpSender(HERE)(Outgoing("http://127.0.0.1:9/hook", {}, b"{}"))
