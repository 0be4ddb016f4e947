"""What is recorded under an Idempotency-Key is recorded once, after a restart and for several services on one store."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from code_engine.engine import Engine
from code_engine.landlord.landlords import Landlords
from code_engine.service.cases.tick import tick
from code_engine.service.decision_log.erasing import erase
from code_engine.service.http.running import Running
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.ports import SCOPES
from code_engine.service.store.tables import IDEMPOTENCY
from service_running import engine, served, the_problem
from stores import KINDS, SetClock, store_address

RECEIVED = {"type": "complaint_received", "date": "2025-06-02", "note": "Leak above Sam Example's kitchen"}
HEADER = {"resident": {"name": "Sam Example"}, "matter": {"summary": "Leak"}}
GIVEN = {"responsible_for": "the roof", "not_responsible_for": "none", "resident_address": "1 Invented Row; Nowhere"}
AS_OF = {"as_of": "2025-06-03"}
ORDER = {**AS_OF, "kind": "acknowledgement", "set": GIVEN}


@dataclass
class Shared:
    """One database that any number of services are started on."""

    address: str
    clock: SetClock = field(default_factory=SetClock)
    keys: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def store(self) -> Iterator[OpenedStore]:
        store = open_store(self.address, self.clock.clock(), engine)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def service(self, used: Engine | None = None) -> Iterator[httpx.Client]:
        """A service of its own, which remembers nothing of another."""
        with self.store() as store:
            running = Running(used or engine(), self.clock.clock())
            running.keep_in(store)
            with served(running) as client:
                # The framework builds its routes at the first request, which two threads of one process must not do
                # at once; processes, which services are, have each their own.
                assert client.post("/v1/cases/A-1/evaluations", json=AS_OF).status_code == 401
                yield client

    def ask(self, client: httpx.Client, path: str, body: Any, once: str, key: str = "own") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.keys[key]}", "Idempotency-Key": once}
        return client.post(path, json=body, headers=headers)

    def entries(self, client: httpx.Client, reference: str) -> list[str]:
        headers = {"Authorization": f"Bearer {self.keys['own']}"}
        found = client.get(f"/v1/log?reference={reference}", headers=headers).json()["entries"]
        return [entry["id"] for entry in found]


@pytest.fixture(params=KINDS)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shared]:
    for address in store_address(request.param, tmp_path):
        found = Shared(address)
        with found.store() as store:
            for name in ("own", "other"):
                found.keys[name] = str(store.keys.create("twenty11", SCOPES))
            for reference in ("A-1", "A-2"):
                store.cases.append("twenty11", reference, header=HEADER, events=[RECEIVED], key="key_of_a_test")
        yield found


def test_an_evaluation_sent_again_after_a_restart_is_not_recorded_again(shared: Shared) -> None:
    answers = []
    for _ in range(3):
        with shared.service() as client:
            answers.append(shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one"))
            assert len(shared.entries(client, "A-1")) == 1
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["decision-log-entry"] for answer in answers}) == 1
    assert [answer.headers.get("idempotent-replayed") for answer in answers] == [None, "true", "true"]


def test_the_answer_is_the_recorded_one_whatever_happened_to_the_case_since(shared: Shared) -> None:
    with shared.service() as client:
        first = shared.ask(client, "/v1/cases/A-1/evaluations", {}, "one")
        shared.ask(client, "/v1/cases/A-1/events", {"events": [{"type": "withdrawn", "date": "2025-06-02"}]}, "event")
        shared.clock.on(days=1)
        again = shared.ask(client, "/v1/cases/A-1/evaluations", {}, "one")
        other = shared.ask(client, "/v1/cases/A-1/evaluations", {}, "two")
    assert again.content == first.content != other.content


def test_another_request_under_the_same_key_is_refused_after_a_restart_too(shared: Shared) -> None:
    with shared.service() as client:
        assert shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one").status_code == 200
    with shared.service() as client:
        others = (("A-1/evaluations", {"as_of": "2025-06-04"}), ("A-2/evaluations", AS_OF), ("A-1/letters", ORDER))
        for path, body in (*others, ("A-1/events", {"events": [RECEIVED]})):
            the_problem(shared.ask(client, f"/v1/cases/{path}", body, "one"), 422, "key-used-before")
        assert len(shared.entries(client, "A-1")) == 1
        assert shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one", key="other").status_code == 200
        assert len(shared.entries(client, "A-1")) == 2


def test_two_services_that_get_the_same_request_at_once_record_it_once(shared: Shared) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(shared.service()) for _ in range(2)]
        for number in range(5):
            together = threading.Barrier(4)

            def send(which: int, number: int = number, together: threading.Barrier = together) -> httpx.Response:
                together.wait(10)
                return shared.ask(clients[which % 2], "/v1/cases/A-1/evaluations", AS_OF, f"at-once-{number}")

            with ThreadPoolExecutor(4) as threads:
                answers = list(threads.map(send, range(4)))
            assert [answer.status_code for answer in answers] == [200] * 4
            assert len({answer.headers["decision-log-entry"] for answer in answers}) == 1
            assert len({answer.content for answer in answers}) == 1
            assert len(shared.entries(clients[0], "A-1")) == number + 1


def test_of_two_requests_under_one_key_at_once_one_is_refused(shared: Shared) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(shared.service()) for _ in range(2)]
        for number in range(5):
            together = threading.Barrier(2)

            def send(which: int, number: int = number, together: threading.Barrier = together) -> httpx.Response:
                together.wait(10)
                return shared.ask(clients[which], f"/v1/cases/A-{which + 1}/evaluations", AS_OF, f"both-{number}")

            with ThreadPoolExecutor(2) as threads:
                answers = list(threads.map(send, range(2)))
            statuses = Counter(answer.status_code for answer in answers)
            assert statuses == {200: 1, 422: 1}, [answer.text[:300] for answer in answers]
        assert sum(len(shared.entries(clients[0], reference)) for reference in ("A-1", "A-2")) == 5


@pytest.mark.parametrize("form", ["html", "text", "docx", "pdf"])
def test_a_letter_sent_for_again_after_a_restart_is_the_same_and_not_recorded_again(shared: Shared, form: str) -> None:
    answers = []
    for _ in range(2):
        with shared.service() as client:
            answers.append(shared.ask(client, "/v1/cases/A-1/letters", {**ORDER, "format": form}, "letter"))
            assert len(shared.entries(client, "A-1")) == 1
    first, again = answers
    assert first.status_code == 200, first.text
    assert again.content == first.content
    assert again.headers.pop("idempotent-replayed") == "true"
    same = (
        "decision-log-entry",
        "letter-receipt",
        "letter-kind",
        "letter-stage",
        "content-disposition",
        "content-type",
    )
    assert [again.headers[name] for name in same] == [first.headers[name] for name in same]


def test_a_draft_is_not_remembered(shared: Shared) -> None:
    with shared.service() as client:
        draft = shared.ask(client, "/v1/cases/A-1/letters", {**ORDER, "draft": True}, "letter")
        assert draft.status_code == 200
        assert "idempotent-replayed" not in draft.headers
        assert shared.ask(client, "/v1/cases/A-1/letters", ORDER, "letter").headers["decision-log-entry"]


def test_what_is_kept_says_nothing_in_the_open_and_goes_when_the_person_is_erased(shared: Shared) -> None:
    with shared.service() as client:
        shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one")
        with shared.store() as store:
            with store.database.reading() as connection:
                (row,) = connection.execute(select(IDEMPOTENCY)).all()
            assert row.token == "one"
            open_part = f"{row.owner} {row.request} {row.subject} {row.content!r}"
            assert not any(word in open_part for word in ("Sam", "A-1", "twenty11:"))
            erase(store.database, "twenty11", "A-1", asked_by="key_of_a_test", at=shared.clock.at)
            with store.database.reading() as connection:
                assert connection.execute(select(IDEMPOTENCY)).all() == []
        the_problem(shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one"), 404, "not-found")
        # The case comes again: it is somebody new, and so is what is asked about it.
        shared.ask(client, "/v1/cases/A-1/events", {"header": HEADER, "events": [RECEIVED]}, "event")
        anew = shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one")
        assert "idempotent-replayed" not in anew.headers
        assert shared.entries(client, "A-1") == [anew.headers["decision-log-entry"]]


def test_a_week_later_it_is_forgotten(shared: Shared) -> None:
    with shared.service() as client:
        shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one")
        for days, entries in ((6, 1), (2, 2)):
            shared.clock.on(days=days)
            with shared.store() as store:
                tick(store.database, engine(), shared.clock.at.date(), lambda: shared.clock.at)
            assert shared.ask(client, "/v1/cases/A-1/evaluations", AS_OF, "one").status_code == 200
            assert len(shared.entries(client, "A-1")) == entries


@pytest.mark.parametrize("key", ["", "x" * 256, "\N{CYRILLIC SMALL LETTER ZHE}"])
def test_a_key_that_is_none_is_refused(shared: Shared, key: str) -> None:
    headers = {b"Authorization": f"Bearer {shared.keys['own']}".encode(), b"Idempotency-Key": key.encode()}
    with shared.service() as client:
        answer = client.post("/v1/cases/A-1/evaluations", json=AS_OF, headers=headers)
        the_problem(answer, 422, "invalid-input")
        assert shared.entries(client, "A-1") == []


def test_a_letter_that_would_not_be_the_same_now_is_named_and_not_made(shared: Shared, tmp_path: Path) -> None:
    with shared.service() as client:
        entry = shared.ask(client, "/v1/cases/A-1/letters", ORDER, "letter").headers["decision-log-entry"]
    with shared.service(with_other_words(tmp_path / "twenty11")) as client:
        found = the_problem(shared.ask(client, "/v1/cases/A-1/letters", ORDER, "letter"), 409, "recorded-before")
        assert entry in found["detail"]
        assert len(shared.entries(client, "A-1")) == 1
        assert shared.ask(client, "/v1/cases/A-1/letters", ORDER, "another").status_code == 200
        assert len(shared.entries(client, "A-1")) == 2


def with_other_words(folder: Path) -> Engine:
    """The engine as it is once the letters of Twenty11 have other words."""
    known = engine().landlords
    twenty11 = known.get("twenty11")
    assert twenty11.folder is not None
    shutil.copytree(twenty11.folder, folder, dirs_exist_ok=True)
    words = (
        '{% extends "acknowledgement.html.j2" %}{% block received %}{{ super() }}<p>We keep a list.</p>{% endblock %}'
    )
    (folder / "letters").mkdir(exist_ok=True)
    (folder / "letters" / "acknowledgement.html.j2").write_text(words)
    changed = replace(twenty11, folder=folder)
    return Engine(engine().catalogue, Landlords(MappingProxyType({**known.by_id, "twenty11": changed})))
