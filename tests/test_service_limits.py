"""What the service does when it is asked too much: it says so at once, and goes on answering the others."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from code_engine.service.http.limits import MEBIBYTE, Limits
from code_engine.service.ports import Caller
from service_running import (
    AS_OF,
    SMALL,
    KnownKeys,
    a_caller,
    a_running,
    pointers,
    served,
    the_problem,
)

QUESTION: dict[str, Any] = {"case": SMALL, "as_of": AS_OF}
BODY = json.dumps(QUESTION).encode()


@dataclass
class Doorkeeper:
    """Keys that hold everybody up until the door is opened: so the threads of the service are all taken."""

    caller: Caller
    opened: threading.Event = field(default_factory=threading.Event)
    inside: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def find(self, presented: str) -> Caller | None:
        """Wait for the door, unless the key is the one that may pass."""
        if presented != "passes":
            self.inside.release()
            self.opened.wait(20)
        return self.caller


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_body_that_is_announced_as_too_large_is_refused_before_it_is_sent() -> None:
    with served() as client:
        answer = client.post(
            "/v1/evaluate", content=b" " * (MEBIBYTE + 1), headers={"Content-Type": "application/json"}
        )
        the_problem(answer, 413, "too-large")


def test_a_body_that_turns_out_too_large_is_refused() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 1000

    with served(a_running(limits=Limits(body_bytes=10_000))) as client:
        answer = client.post("/v1/evaluate", content=pieces(), headers={"Content-Type": "application/json"})
        the_problem(answer, 413, "too-large")


def test_a_case_with_too_many_events_is_refused_without_looking_at_them() -> None:
    case = {**SMALL, "events": [{}] * 11}
    with served(a_running(limits=Limits(events=10))) as client:
        problem = the_problem(client.post("/v1/evaluate", json={"case": case}), 422, "invalid-input")
        assert pointers(problem) == ["#/case/events"]


def test_too_many_cases_in_one_question_are_refused() -> None:
    with served(a_running(limits=Limits(cases=2))) as client:
        problem = the_problem(client.post("/v1/deadlines", json={"cases": [SMALL] * 3}), 422, "invalid-input")
        assert pointers(problem) == ["#/cases"]


def test_a_case_with_as_many_events_as_allowed_is_answered_in_time() -> None:
    notice = {"type": "extension_notified", "stage": 1, "date": "2025-06-03", "new_due_on": "2025-07-01"}
    events = [notice] * (Limits().events - 1)
    case = {**SMALL, "events": [*SMALL["events"], *events]}
    with served() as client:
        assert client.post("/v1/evaluate", json={"case": case, "as_of": AS_OF}).status_code == 200


def test_a_client_that_sends_its_body_too_slowly_is_told_so_and_cut_off() -> None:
    with served(a_running(limits=Limits(body_seconds=0.3))) as client, connected(client) as wire:
        head = (
            f"POST /v1/evaluate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}"
        )
        wire.sendall(head.encode() + b"\r\n\r\n" + BODY[:5])
        answer = everything_from(wire)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"urn:code-engine:problem:too-slow" in answer
        assert client.post("/v1/evaluate", json=QUESTION).status_code == 200


def test_a_client_that_goes_on_sending_what_was_refused_is_cut_off() -> None:
    with served(a_running(limits=Limits(body_seconds=0.3, body_bytes=100))) as client, connected(client) as wire:
        head = b"POST /v1/evaluate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 9999"
        wire.sendall(head + b"\r\n\r\n{")
        assert everything_from(wire).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_never_ends_its_first_head_is_cut_off() -> None:
    with served(a_running(limits=Limits(header_seconds=0.3))) as client, connected(client) as wire:
        wire.sendall(b"POST /v1/evaluate HTTP/1.1\r\nHost: he")
        started = time.monotonic()
        assert everything_from(wire) == b""
        assert time.monotonic() - started < 5


def test_a_client_that_goes_away_in_the_middle_of_its_body_harms_nobody() -> None:
    with served() as client:
        for _ in range(5):
            with connected(client) as wire:
                head = (
                    b"POST /v1/evaluate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 999"
                )
                wire.sendall(head + b"\r\n\r\n{")
        assert client.post("/v1/evaluate", json=QUESTION).status_code == 200


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\n" + b"a" * 99_999,
    ],
)
def test_what_is_not_http_harms_nobody(rubbish: bytes) -> None:
    with served() as client:
        with connected(client) as wire:
            wire.sendall(rubbish)
            assert not everything_from(wire).startswith(b"HTTP/1.1 5")
        assert client.get("/health").status_code == 200


def test_a_full_service_says_so_at_once_and_answers_again_when_there_is_room() -> None:
    keys = Doorkeeper(a_caller("k", "*", "evaluate"))
    running = a_running(limits=Limits(lookups=2, waiting=1), keys=keys)
    with served(running) as client, ThreadPoolExecutor(3) as senders:
        held = [senders.submit(client.post, "/v1/evaluate", json=QUESTION, headers=bearer("k")) for _ in range(3)]
        wait_until(lambda: running.lookups.inside == 3)
        started = time.monotonic()
        for _ in range(5):
            answer = client.post("/v1/evaluate", json=QUESTION, headers=bearer("passes"))
            the_problem(answer, 503, "overloaded")
            assert int(answer.headers["retry-after"]) >= 1
        assert client.get("/health").status_code == 200
        assert time.monotonic() - started < 5
        keys.opened.set()
        assert {each.result().status_code for each in held} == {200}
        assert client.post("/v1/evaluate", json=QUESTION, headers=bearer("passes")).status_code == 200


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most ten seconds."""
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it never came to hold")


def test_one_key_cannot_take_every_place() -> None:
    greedy, modest = a_caller("greedy", "*", "evaluate"), a_caller("modest", "*", "evaluate")
    running = a_running(limits=Limits(workers=2, waiting=8, share=3), keys=KnownKeys({"g": greedy, "m": modest}))
    free = threading.Event()
    for _ in range(3):
        held_up(running, "greedy", free)
    with served(running) as client:
        answer = client.post("/v1/evaluate", json=QUESTION, headers=bearer("g"))
        the_problem(answer, 429, "too-many-requests")
        assert int(answer.headers["retry-after"]) >= 1
        free.set()
        assert client.post("/v1/evaluate", json=QUESTION, headers=bearer("m")).status_code == 200


def held_up(running: Any, key: str, free: threading.Event) -> None:
    """Put a piece of work into the pool that takes until it is set free."""
    running.pool._enter(key)
    job = running.pool._threads.submit(free.wait, 20)
    job.add_done_callback(lambda _: running.pool._leave(key))


def test_what_takes_too_long_is_given_up_with_the_time_to_try_again() -> None:
    keys = Doorkeeper(a_caller("k", "*", "evaluate"))
    with served(a_running(limits=Limits(seconds=0.3), keys=keys)) as client:
        answer = client.post("/v1/evaluate", json=QUESTION, headers=bearer("k"))
        the_problem(answer, 503, "took-too-long")
        assert int(answer.headers["retry-after"]) >= 1
        keys.opened.set()


def test_the_same_request_while_it_is_being_answered_is_told_to_wait() -> None:
    keys = KnownKeys({"k": a_caller("k", "*", "evaluate")})
    running = a_running(limits=Limits(workers=1), keys=keys)
    headers = {**bearer("k"), "Idempotency-Key": "same"}
    free = threading.Event()
    with served(running) as client, ThreadPoolExecutor(8) as senders:
        assert client.get("/health").status_code == 200
        answers = [senders.submit(client.post, "/v1/evaluate", json=QUESTION, headers=headers) for _ in range(8)]
        found = [answer.result().status_code for answer in answers]
        free.set()
    assert set(found) <= {200, 409}
    assert 200 in found


def test_remembered_answers_stay_within_their_room() -> None:
    with served(a_running(limits=Limits(remembered_bytes=1))) as client:
        headers = {"Idempotency-Key": "large"}
        for _ in range(2):
            answer = client.post("/v1/evaluate", json=QUESTION, headers=headers)
            assert "idempotent-replayed" not in answer.headers


def test_a_remembered_answer_is_forgotten_after_its_time() -> None:
    with served(a_running(limits=Limits(remembered_seconds=0.0))) as client:
        headers = {"Idempotency-Key": "old"}
        for _ in range(2):
            answer = client.post("/v1/evaluate", json=QUESTION, headers=headers)
            assert "idempotent-replayed" not in answer.headers


@pytest.mark.parametrize("key", ["", "a" * 256, "caf\u00e9", "a\tb"])
def test_an_idempotency_key_that_is_none_is_refused(key: str) -> None:
    with served() as client:
        answer = client.post("/v1/evaluate", json=QUESTION, headers={b"Idempotency-Key": key.encode()})
        the_problem(answer, 422, "invalid-input")


def lines(*bodies: object) -> bytes:
    return b"".join(json.dumps(body).encode() + b"\n" for body in bodies)


def many(client: httpx.Client, content: Any, **headers: str) -> list[dict[str, Any]]:
    answer = client.post(
        "/v1/evaluate-many", content=content, headers={"Content-Type": "application/x-ndjson", **headers}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_one_bad_line_does_not_stop_the_rest() -> None:
    with served() as client:
        found = many(client, lines(QUESTION) + b"rubbish\n\n" + lines({"case": {}}, QUESTION).rstrip())
        assert [answer["line"] for answer in found] == [1, 2, 4, 5]
        assert ["evaluation" in answer for answer in found] == [True, False, False, True]
        assert found[1]["problem"]["type"] == "urn:code-engine:problem:malformed-body"
        assert found[0]["evaluation"] == client.post("/v1/evaluate", json=QUESTION).json()


def test_a_line_that_is_too_long_does_not_stop_the_rest() -> None:
    with served(a_running(limits=Limits(body_bytes=2000))) as client:
        found = many(client, lines(QUESTION) + b"x" * 5000 + b"\n" + lines(QUESTION))
        assert [answer["line"] for answer in found] == [1, 2, 3]
        assert found[1]["problem"]["status"] == 413


def test_more_lines_than_the_limit_are_cut_off_with_a_problem() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield lines(QUESTION)

    with served(a_running(limits=Limits(stream_bytes=20 * len(lines(QUESTION))))) as client:
        found = many(client, pieces())
        assert found[-1]["problem"]["status"] == 413
        assert all("evaluation" in answer for answer in found[:-1])


def test_answers_go_out_while_lines_still_come_in() -> None:
    with served() as client, connected(client) as wire:
        head = b"POST /v1/evaluate-many HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-ndjson\r\n"
        wire.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        for number in range(1, 4):
            line = lines(QUESTION)
            wire.sendall(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            assert until(wire, f'{{"line":{number},'.encode())
        wire.sendall(b"0\r\n\r\n")


def test_a_client_that_sends_everything_before_it_reads_gets_every_answer() -> None:
    count = 300
    with served() as client:
        found = many(client, lines(*[QUESTION] * count))
        assert [answer["line"] for answer in found] == list(range(1, count + 1))


def test_no_more_streams_than_allowed_are_answered_at_once() -> None:
    with served(a_running(limits=Limits(streams=1))) as client, connected(client) as wire:
        head = b"POST /v1/evaluate-many HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-ndjson\r\n"
        line = lines(QUESTION)
        wire.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(line):x}\r\n".encode() + line + b"\r\n")
        assert until(wire, b'{"line":1,')
        answer = client.post("/v1/evaluate-many", content=line, headers={"Content-Type": "application/x-ndjson"})
        the_problem(answer, 503, "overloaded")
        wire.close()
        for _ in range(100):
            if client.post(
                "/v1/evaluate-many", content=b"", headers={"Content-Type": "application/x-ndjson"}
            ).is_success:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the place of a stream whose client went away was never given back")


def connected(client: httpx.Client) -> socket.socket:
    """A connection of our own to the service of a client."""
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=20)


def everything_from(wire: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    try:
        while piece := wire.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def until(wire: socket.socket, words: bytes) -> bool:
    """Whether these words come before the other side closes."""
    found = b""
    while words not in found:
        piece = wire.recv(65536)
        if not piece:
            return False
        found += piece
    return True


def test_metrics_count_what_was_answered_without_naming_anybody() -> None:
    with served() as client:
        client.post("/v1/evaluate", json={"case": {**SMALL, "reference": "SECRET-7"}, "as_of": AS_OF})
        client.get("/v1/policies/twenty11")
        client.get("/v1/nothing/SECRET-8")
        text = client.get("/metrics").text
    assert 'code_engine_requests_total{method="POST",route="/v1/evaluate",status="200"} 1' in text
    assert 'route="/v1/policies/{landlord}"' in text
    assert "SECRET" not in text
    assert "twenty11" not in text
    for line in text.splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[a-z_]+(\{[^{}]*(\{\w+\}[^{}]*)*\})? [0-9.e+-]+", line), line
