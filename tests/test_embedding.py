"""The engine inside real programs: a Django site, a FastAPI application, workers that were forked; the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import httpx
import pytest

from cli_running import done
from code_engine import load_case, parse_case
from event_sequences import ROOT, shared_engine

EXAMPLES: Final = ROOT / "examples"
PROGRAMS: Final = EXAMPLES / "embedding"
AS_OF: Final = "2025-12-31"
CASES: Final = {
    path.name: load_case(path).model_dump_json(exclude_none=True) for path in sorted(EXAMPLES.glob("*.yaml"))
}
BROKEN: Final = '{"reference": "E-1", "landlord": "code-only", "events": [{"type": "complaint_recieved"}]}'


def expected() -> dict[str, bytes]:
    """The answers of the engine of this process."""
    as_of = date.fromisoformat(AS_OF)
    return {name: shared_engine().evaluate(parse_case(text), as_of=as_of).to_bytes() for name, text in CASES.items()}


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[httpx.Client]:
    """A program as a process, once it takes connections; stopped at the end."""
    paths = os.pathsep.join([str(PROGRAMS), *(path for path in sys.path if path)])
    process = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await_connections(process, port)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait(30)


def _await_connections(process: subprocess.Popen[bytes], port: int) -> None:
    pause = threading.Event()
    for _ in range(1_200):
        assert process.poll() is None, "the program has ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            pause.wait(0.05)
        else:
            return
    raise AssertionError("the program takes no connections")


def answers_of_many_threads(client: httpx.Client) -> dict[str, set[bytes]]:
    """Each case asked four times, eight at once."""

    def ask(name: str) -> tuple[str, bytes]:
        answer = client.post("/evaluate", params={"as_of": AS_OF}, content=CASES[name])
        assert answer.status_code == 200, answer.text
        return name, answer.content

    found: dict[str, set[bytes]] = {name: set() for name in CASES}
    with ThreadPoolExecutor(8) as pool:
        for name, content in pool.map(ask, [*CASES] * 4):
            found[name].add(content)
    return found


PROGRAM_COMMANDS: Final = {
    "django under its own server, with threads": ["django_site.py", "runserver", "127.0.0.1:PORT", "--noreload"],
    "django in workers forked after the engine was built": ["prefork.py", "PORT"],
    "fastapi under uvicorn": ["-m", "uvicorn", "fastapi_app:app", "--port", "PORT"],
}


@pytest.mark.parametrize("name", PROGRAM_COMMANDS)
def test_a_program_answers_with_the_bytes_of_the_engine(name: str) -> None:
    port = a_free_port()
    command = [word.replace("PORT", str(port)) for word in PROGRAM_COMMANDS[name]]
    if command[0].endswith(".py"):
        command[0] = str(PROGRAMS / command[0])
    with running(command, port) as client:
        assert answers_of_many_threads(client) == {each: {answer} for each, answer in expected().items()}
        refused = client.post("/evaluate", params={"as_of": AS_OF}, content=BROKEN)
        assert refused.status_code == 422
        assert "did you mean `complaint_received`" in refused.text


_FORK_WHILE_THREADS_EVALUATE: Final = """
import hashlib, os, signal, sys, threading
from datetime import date
from code_engine import Engine, LiveEngine, load_case

case, as_of = load_case(sys.argv[1]), date(2025, 12, 31)
live = LiveEngine()
fresh = Engine.from_plugins()  # in the children it has still to build what others of the parent are building
expected = live.engine.evaluate(case, as_of=as_of).to_json()
ended = threading.Event()

def evaluate():
    while not ended.is_set():
        live.engine.evaluate(case, as_of=as_of)
        Engine(fresh.catalogue, fresh.landlords).evaluate(case, as_of=as_of)

threads = [threading.Thread(target=evaluate) for _ in range(4)]
for thread in threads:
    thread.start()
wrong = 0
for number in range(25):
    ended.wait(0.01)
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        same = all(engine.evaluate(case, as_of=as_of).to_json() == expected for engine in (live.engine, fresh))
        os._exit(0 if same and live.reload() is False else 1)
    wrong += os.waitpid(child, 0)[1] != 0
ended.set()
for thread in threads:
    thread.join()
print("children that went wrong:", wrong)
"""


def test_a_child_that_is_forked_while_threads_evaluate_answers_as_well() -> None:
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _FORK_WHILE_THREADS_EVALUATE, str(EXAMPLES / "late-stage-1.yaml")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stdout == "children that went wrong: 0\n", finished.stderr


def test_an_engine_that_is_awaited_answers_in_a_forked_child() -> None:
    code = """
import asyncio, os, sys
from datetime import date
from code_engine import AsyncEngine, Engine, load_case

case = load_case(sys.argv[1])
engine = AsyncEngine(Engine.from_plugins())
before = asyncio.run(engine.evaluate(case, as_of=date(2025, 12, 31)))
child = os.fork()
if child == 0:
    os._exit(0 if asyncio.run(engine.evaluate(case, as_of=date(2025, 12, 31))) == before else 1)
print(os.waitpid(child, 0)[1])
"""
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(EXAMPLES / "late-stage-1.yaml")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.stdout == "0\n", finished.stderr


PAGE: Final = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")


def samples(language: str) -> list[str]:
    """The pieces of code of a language on the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("number", range(len(samples("python"))))
def test_every_piece_of_python_on_the_page_runs(number: int, tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", samples("python")[number]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout


def test_the_command_for_curl_on_the_page_is_answered() -> None:
    port = a_free_port()
    (command,) = samples("sh")
    with running(["-m", "code_engine", "serve", "--no-auth", "--port", str(port)], port):
        finished = subprocess.run(
            ["sh", "-ec", command.replace(":8080", f":{port}")], capture_output=True, text=True, check=False
        )
    assert finished.returncode == 0, finished.stderr
    assert '"rule": "stage-1-response-in-time"' in finished.stdout


def breaches_said_by_csharp(
    program: str, port: int, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What the piece in C# says when it is compiled and run against a service on a port."""
    source = folder / "Ask.cs"
    source.write_text(program.replace(":8080", f":{port}"), encoding="utf-8")
    references = ("-r:System.Net.Http.dll", "-r:System.Runtime.Serialization.dll")
    compiled = subprocess.run(
        ["mcs", *references, str(source)], capture_output=True, text=True, check=False, cwd=folder
    )
    if "CS0006" in compiled.stderr:
        pytest.skip("Mono is installed without System.Net.Http or System.Runtime.Serialization")
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    return subprocess.run(
        ["mono", str(folder / "Ask.exe")],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(
    not (shutil.which("mcs") and shutil.which("mono")),
    reason="Mono (mcs and mono) is not installed, so the piece in C# is not compiled here",
)
def test_the_piece_in_csharp_on_the_page_is_answered(tmp_path: Path) -> None:
    (program,) = samples("csharp")
    case = parse_case(
        {
            "reference": "CRM-1001",
            "landlord": "code-only",
            "events": [
                {"type": "complaint_received", "date": "2025-06-02"},
                {"type": "acknowledged", "stage": 1, "date": "2025-06-04"},
            ],
        }
    )
    findings = shared_engine().evaluate(case, as_of=date(2025, 6, 20)).findings
    port = a_free_port()
    with running(["-m", "code_engine", "serve", "--no-auth", "--port", str(port)], port):
        said = breaches_said_by_csharp(program, port, tmp_path, CODE_ENGINE_KEY="not-looked-at")
        wrong = breaches_said_by_csharp(program.replace('"acknowledged"', '"acknowleged"'), port, tmp_path)
    assert said.stdout.splitlines() == [
        f"{each.provision}: {each.reason}" for each in findings if each.status == "breached"
    ]
    assert said.stdout
    assert wrong.returncode != 0
    assert "#/case/events/1/type" in wrong.stderr


def test_the_mapping_of_a_case_table_on_the_page_reads_an_export(tmp_path: Path) -> None:
    mapping = PAGE.partition("<!-- file: embedding/dynamics.yaml -->\n```yaml\n")[2].partition("```")[0]
    (tmp_path / "dynamics.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "incident.csv").write_text(
        "ticketnumber,ownerid,casetypecode,createdon,hm_acknowledgedon,hm_definedon,hm_extendedon,hm_newdueon,"
        "hm_extensionreason,hm_stage1responseon,hm_outcome,hm_escalatedon,hm_stage2responseon,statecode,modifiedon\n"
        "CAS-1001,Una Marsh,Repairs,2025-06-02,2025-06-04,2025-06-06,2025-06-16,2025-06-30,none,2025-06-25,"
        "Partly upheld,,,Resolved,2025-06-26\n",
        encoding="utf-8",
    )
    printed = done(
        *("portfolio", "evaluate", str(tmp_path / "incident.csv"), "--mapping", str(tmp_path / "dynamics.yaml")),
        *("--as-of", "2025-07-15", "--out", str(tmp_path / "findings.csv")),
    )
    assert "1 read = 1 evaluated + 0 rejected" in printed
    rows = (tmp_path / "findings.csv").read_text(encoding="utf-8").splitlines()
    reasons = next(row for row in rows if "stage-1-extension-reasons" in row)
    assert "breached" in reasons
    assert "CAS-1001" in reasons
