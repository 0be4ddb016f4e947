"""The program as a process, asked by the clients that the documentation offers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli_running import LATE, ROOT, done
from code_engine.documents import read_document
from code_engine.service.opened import open_store
from service_running import AS_OF, SMALL, a_clock, engine

CLIENTS = ROOT / "examples" / "clients"


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The address of `code-engine serve`, run as a process on a free port and interrupted at the end."""
    command = [sys.executable, "-m", "code_engine", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if line.startswith("listening on "):
                break
        else:
            pytest.fail("it never listened")
        yield line.removeprefix("listening on ").strip()
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1]
        assert process.returncode in (0, 130), said
        assert "Traceback" not in said


def a_case_file(folder: Path) -> Path:
    """The example of a late stage 1 as JSON."""
    file = folder / "case.json"
    file.write_text(json.dumps(read_document(LATE).data), encoding="utf-8")
    return file


def test_the_program_serves_and_says_that_it_asks_for_no_keys(tmp_path: Path) -> None:
    with serving("--no-auth") as address:
        given = subprocess.run(
            [sys.executable, str(CLIENTS / "evaluate.py"), address, str(a_case_file(tmp_path)), AS_OF],
            capture_output=True,
            text=True,
            check=True,
        )
    evaluation = json.loads(done("evaluate", LATE, "--as-of", AS_OF, "--format", "json"))
    assert given.stdout.splitlines() == [f"{each['by'] or 'soon'}: {each['text']}" for each in evaluation["actions"]]
    assert given.stdout


def test_the_client_with_curl_prints_what_the_command_line_prints(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed, so the example with curl is not run here")
    with serving("--no-auth") as address:
        given = subprocess.run(
            ["sh", str(CLIENTS / "evaluate.sh"), address, str(a_case_file(tmp_path)), AS_OF],
            capture_output=True,
            text=True,
            check=True,
        )
    assert given.stdout == done("evaluate", LATE, "--as-of", AS_OF, "--format", "json")


def test_a_client_says_what_is_wrong_with_a_case(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**SMALL, "events": [{"type": "loged"}]}), encoding="utf-8")
    with serving("--no-auth") as address:
        given = subprocess.run(
            [sys.executable, str(CLIENTS / "evaluate.py"), address, str(file), AS_OF],
            capture_output=True,
            text=True,
            check=False,
        )
    assert given.returncode == 1
    assert "#/case/events/0/type: " in given.stderr
    assert "Traceback" not in given.stderr


def test_a_service_on_a_store_asks_for_keys_and_keeps_cases_over_a_restart(tmp_path: Path) -> None:
    file = str(tmp_path / "store.sqlite")
    store = open_store(file, a_clock(), engine)
    key = str(store.keys.create("twenty11", ("read", "write")))
    store.close()
    headers = {"Authorization": f"Bearer {key}"}
    with serving("--database", file) as address, httpx.Client(base_url=address, trust_env=False) as client:
        assert client.get("/v1/cases").status_code == 401
        body = {"events": SMALL["events"]}
        assert client.post("/v1/cases/R-1/events", json=body, headers=headers).status_code == 200
        assert client.get("/ready").status_code == 200
    with serving("--database", file) as address, httpx.Client(base_url=address, trust_env=False) as client:
        assert client.get("/v1/cases/R-1", headers=headers).json()["case"]["events"]


def test_an_address_that_is_taken_is_one_clear_error() -> None:
    with serving("--no-auth") as address:
        port = address.rpartition(":")[2]
        command = [sys.executable, "-m", "code_engine", "serve", "--no-auth", "--port", port]
        refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert "cannot listen on" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_the_extra_there_is_one_clear_error(tmp_path: Path) -> None:
    absent = "import sys\nsys.modules['fastapi'] = sys.modules['uvicorn'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(absent, encoding="utf-8")
    command = [sys.executable, "-m", "code_engine", "serve", "--no-auth"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    refused = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert refused.returncode == 2, refused.stderr
    assert "code-engine[service]" in refused.stderr
