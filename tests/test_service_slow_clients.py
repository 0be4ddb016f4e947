"""Clients that are slow, many, or gone: every answer is whole, nothing hangs, nobody waits for somebody else."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any, Final

import httpx

from code_engine import load_case, parse_case
from event_sequences import ROOT
from service_running import AS_OF, a_running, engine, served

CASE: Final[dict[str, Any]] = load_case(ROOT / "examples" / "late-stage-1.yaml").model_dump(
    mode="json", exclude_none=True
)
BODY: Final = json.dumps({"case": CASE, "as_of": AS_OF}).encode()
HEAD: Final = (
    "POST /v1/evaluate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\nConnection: close\r\n\r\n"
).encode()
SLOW: Final = 20


def expected() -> bytes:
    """The answer of the engine without a network between."""
    return engine().evaluate(parse_case(CASE), as_of=date.fromisoformat(AS_OF)).to_bytes()


@contextmanager
def connected(client: httpx.Client, receive_buffer: int | None = None) -> Iterator[socket.socket]:
    """A connection as it is, on which everything has to be there within half a minute."""
    with socket.socket() as wire:
        wire.settimeout(30)
        if receive_buffer is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        wire.connect((client.base_url.host, client.base_url.port))
        yield wire


def body_of(wire: socket.socket, at_once: int = 65_536, pause: float = 0.0) -> bytes:
    """What the server answers behind the head, read piece by piece until it ends the connection."""
    waiting, pieces = threading.Event(), []
    while piece := wire.recv(at_once):
        pieces.append(piece)
        waiting.wait(pause)
    head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    return body


def test_twenty_clients_that_send_slowly_get_whole_answers_and_hold_nobody_up() -> None:
    begun, go_on = threading.Barrier(SLOW + 1), threading.Event()

    def send(client: httpx.Client) -> bytes:
        with connected(client) as wire:
            wire.sendall(HEAD + BODY[:100])
            begun.wait(30)
            assert go_on.wait(30)
            for start in range(100, len(BODY), 400):
                wire.sendall(BODY[start : start + 400])
                threading.Event().wait(0.005)
            return body_of(wire)

    with served() as client, ThreadPoolExecutor(SLOW) as pool:
        slow = [pool.submit(send, client) for _ in range(SLOW)]
        begun.wait(30)
        prompt = client.post("/v1/evaluate", content=BODY, headers={"Content-Type": "application/json"})
        assert prompt.content == expected()
        go_on.set()
        assert {each.result(60) for each in slow} == {expected()}


def test_twenty_clients_that_read_slowly_get_whole_answers_and_hold_nobody_up() -> None:
    running = a_running()
    with served(running) as client, ExitStack() as open_ones:
        wires = [open_ones.enter_context(connected(client, receive_buffer=4_096)) for _ in range(SLOW)]
        for wire in wires:
            wire.sendall(HEAD + BODY)
        prompt = client.post("/v1/evaluate", content=BODY, headers={"Content-Type": "application/json"})
        assert prompt.content == expected()
        with ThreadPoolExecutor(SLOW) as pool:
            found = set(pool.map(lambda wire: body_of(wire, at_once=8_192, pause=0.002), wires))
        assert found == {expected()}


def test_clients_that_go_away_before_their_answer_leave_no_work_behind() -> None:
    running = a_running()
    with served(running) as client:
        for _ in range(SLOW):
            with connected(client) as wire:
                wire.sendall(HEAD + BODY)
        waiting = threading.Event()
        for _ in range(3_000):
            if running.pool.inside == 0:
                break
            waiting.wait(0.01)
        assert running.pool.inside == 0
        answer = client.post("/v1/evaluate", content=BODY, headers={"Content-Type": "application/json"})
        assert answer.content == expected()


def test_a_hundred_connections_that_are_kept_are_all_answered_each_time() -> None:
    kept = HEAD.replace(b"Connection: close\r\n", b"")

    def ask(wire: socket.socket) -> bytes:
        wire.sendall(kept + BODY)
        found = b""
        while b"\r\n\r\n" not in found:
            found += wire.recv(65_536)
        head, _, body = found.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += wire.recv(65_536)
        return body

    with served() as client, ExitStack() as open_ones:
        wires = [open_ones.enter_context(connected(client)) for _ in range(100)]
        with ThreadPoolExecutor(8) as pool:
            for _ in range(3):
                assert set(pool.map(ask, wires)) == {expected()}
