"""Rules that are replaced under a service that is being asked: no request is lost, and each answer is whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from code_engine import LiveEngine, parse_case
from code_engine.service.http.background import Background
from code_engine.service.http.reloading import reload
from code_engine.service.http.running import Running
from event_sequences import CODE
from invented_landlords import Shelf
from service_running import TODAY, a_clock, served
from test_live_engine import folder, parameters, replace, set_limit

__all__ = ["folder"]

CASE: dict[str, Any] = {
    "reference": "R-1",
    "landlord": "code-only",
    "events": [
        {"type": "complaint_received", "date": "2025-06-02"},
        {"type": "acknowledged", "stage": 1, "date": "2025-06-02"},
    ],
}
ASKED = {"as_of": "2025-06-10", "case": CASE}


def a_live_service(folder: Path, **further: Any) -> Running:
    live = LiveEngine([folder])
    return Running(live.engine, a_clock(), live=live, **further)


def metric(client: httpx.Client, name: str) -> str:
    return next((line for line in client.get("/metrics").text.splitlines() if line.startswith(name)), "")


class Asking:
    """A client that asks without a pause, on connections of its own, until it is stopped."""

    def __init__(self, address: str) -> None:
        self.answers: list[tuple[int, str]] = []
        self._address = address
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(3)]

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def more(self, number: int) -> None:
        """Wait until so many more answers are there."""
        wanted = len(self.answers) + number
        waiting = threading.Event()
        for _ in range(3_000):
            if len(self.answers) >= wanted:
                return
            waiting.wait(0.01)
        raise AssertionError("no answers")

    def _ask(self) -> None:
        with httpx.Client(base_url=self._address, timeout=30, trust_env=False) as client:
            while not self._ended.is_set():
                answer = client.post("/v1/evaluate", json=ASKED)
                self.answers.append((answer.status_code, answer.text))


def test_while_rulesets_are_edited_every_request_is_answered_by_one_whole_version_that_it_names(folder: Path) -> None:
    running = a_live_service(folder)
    expected = {}
    for days in (9, 10):
        set_limit(folder, days)
        engine = LiveEngine([folder]).engine
        text = engine.evaluate(parse_case(CASE), as_of=TODAY.replace(month=6, day=10)).to_json()
        expected[engine.catalogue.named(CODE).digest] = text
    with served(running) as client, Asking(str(client.base_url)) as asking:
        for days in (9, 10, 9):
            asking.more(5)
            set_limit(folder, days)
            reload(running)
        asking.more(20)
        assert metric(client, "code_engine_reloads_total") == 'code_engine_reloads_total{outcome="replaced"} 3'
    assert {status for status, _ in asking.answers} == {200}
    digests = {json.loads(text)["ruleset"]["digest"] for _, text in asking.answers}
    assert digests == set(expected)
    assert {text for _, text in asking.answers} == set(expected.values())


def test_a_broken_file_keeps_the_rules_and_is_logged_and_counted(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    running = a_live_service(folder)
    good = parameters(folder).read_text(encoding="utf-8")
    with served(running) as client:
        before = client.post("/v1/evaluate", json=ASKED).text
        files = client.get("/ready").json()["files"]
        replace(parameters(folder), good + "nonsense: [\n")
        reload(running)
        reload(running)
        assert client.post("/v1/evaluate", json=ASKED).text == before
        assert client.get("/ready").json()["files"] == files
        assert metric(client, "code_engine_reloads_total") == 'code_engine_reloads_total{outcome="refused"} 1'
        assert metric(client, "code_engine_files") == f'code_engine_files{{digest="{files}"}} 1'
    logged = [record.getMessage() for record in caplog.records if "not into rules" in record.getMessage()]
    assert len(logged) == 1
    assert re.search(r"parameters\.yaml:\d+:\d+", logged[0])


def test_a_service_that_looks_by_itself_finds_the_change(folder: Path) -> None:
    running = a_live_service(folder)
    running.reloading = Background(lambda: reload(running), pause=0.05)
    with served(running) as client, Asking(str(client.base_url)) as asking:
        files = client.get("/ready").json()["files"]
        set_limit(folder, 8)
        while client.get("/ready").json()["files"] == files:
            asking.more(1)
        assert {status for status, _ in asking.answers} == {200}
        due = client.post("/v1/evaluate", json=ASKED).json()["deadlines"]
    assert "2025-06-12" in {each["due_on"] for each in due}


@contextmanager
def a_server(shelf: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`code-engine serve` as a process, with what is on the shelf installed; and its address."""
    paths = os.pathsep.join([str(shelf), *(path for path in sys.path if path)])
    process = subprocess.Popen(
        [sys.executable, "-m", "code_engine", "serve", "--no-auth", "--port", "0", *options],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if line.startswith("listening on "))
        yield process, line.removeprefix("listening on ").strip()
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


def logged_until(process: subprocess.Popen[str], words: str) -> str:
    """The lines of the log up to one with these words."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def test_a_signal_replaces_the_rules_of_a_process_and_a_broken_file_is_reported(tmp_path: Path) -> None:
    package = Shelf(tmp_path).put("one", {"oak": {"landlord.yaml": "id: oak\nname: Oak\n"}})
    file = package / "oak" / "landlord.yaml"
    with a_server(tmp_path) as (process, address), httpx.Client(base_url=address, trust_env=False) as client:
        assert _name_of_oak(client) == "Oak"
        replace(file, "id: oak\nname: Oak Homes\n")
        process.send_signal(signal.SIGHUP)
        logged_until(process, "the rules were replaced")
        assert _name_of_oak(client) == "Oak Homes"
        replace(file, "id: oak\nnmae: Oak\n")
        process.send_signal(signal.SIGHUP)
        logged_until(process, "not into rules")
        assert "did you mean `name`" in logged_until(process, "did you mean")
        assert _name_of_oak(client) == "Oak Homes"


def _name_of_oak(client: httpx.Client) -> str:
    found: dict[str, str] = {each["id"]: each["name"] for each in client.get("/v1/landlords").json()["landlords"]}
    return found["oak"]


def test_a_process_told_to_look_by_itself_does(tmp_path: Path) -> None:
    package = Shelf(tmp_path).put("one", {"oak": {"landlord.yaml": "id: oak\nname: Oak\n"}})
    with a_server(tmp_path, "--reload-every", "1") as (process, _):
        shutil.copytree(package / "oak", package / "ash")
        replace(package / "ash" / "landlord.yaml", "id: ash\nname: Ash\n")
        assert "sha256:" in logged_until(process, "the rules were replaced")
