"""The HTTP service in tests: a real server on a free port of this machine, asked by a real client."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import httpx

from code_engine.engine import Engine
from code_engine.service.http.app import create_app
from code_engine.service.http.limits import Limits
from code_engine.service.http.running import Running
from code_engine.service.http.serving import listening, server_of
from code_engine.service.ports import Caller, Clock, Scope

AS_OF = "2025-07-15"
TODAY = date(2025, 7, 15)
SMALL: dict[str, Any] = {
    "reference": "T-1",
    "landlord": "code-only",
    "events": [{"type": "complaint_received", "date": "2025-06-02"}],
}
PROBLEM = "application/problem+json"


@cache
def engine() -> Engine:
    """One engine for all tests: building it takes longer than what they ask."""
    return Engine.from_plugins()


def a_clock() -> Clock:
    """A clock whose day stands still and whose seconds run."""
    return Clock(lambda: TODAY, lambda: datetime(2025, 7, 15, 9, tzinfo=UTC), time.monotonic)


def a_running(**further: Any) -> Running:
    """A service that asks for no keys, unless some are given."""
    return Running(engine(), a_clock(), **further)


@dataclass
class KnownKeys:
    """Keys as the service asks for them, held in memory."""

    callers: dict[str, Caller]

    def find(self, presented: str) -> Caller | None:
        """Whose key it is."""
        return self.callers.get(presented)


@dataclass
class Refusals:
    """An audit that remembers what it was told."""

    entries: list[dict[str, str | None]] = field(default_factory=list)

    def refused(self, *, key: str | None, method: str, route: str, reason: str) -> None:
        """Remember an entry."""
        self.entries.append({"key": key, "method": method, "route": route, "reason": reason})


def a_caller(name: str, landlord: str, *scopes: Scope) -> Caller:
    """A caller with these scopes."""
    return Caller(name, landlord, frozenset(scopes))


@contextmanager
def served(running: Running | None = None) -> Iterator[httpx.Client]:
    """A client of a service that runs in a thread of this process."""
    used = running if running is not None else a_running()
    socket = listening("127.0.0.1", 0)
    server = server_of(create_app(used), used.limits)
    thread = threading.Thread(target=server.run, args=([socket],), daemon=True)
    thread.start()
    port = socket.getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)
        socket.close()
        assert not thread.is_alive()


def small_limits(**further: Any) -> Limits:
    """Limits as they are, but for those given."""
    return Limits(**further)


def the_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem details of an answer that must be of this status and kind."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == status
    assert found["type"] == f"urn:code-engine:problem:{kind}"
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    return found


def pointers(problem: dict[str, Any]) -> list[str]:
    """The places that a problem points to."""
    return [error["pointer"] for error in problem["errors"]]
