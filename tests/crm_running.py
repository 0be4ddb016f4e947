"""The CRM of the examples in tests: the real one before the real service, on free ports of this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from code_engine.documents import read_document
from code_engine.service.http.serving import listening
from code_engine.service.opened import open_store
from housing_crm.app import create_crm
from housing_crm.service import Service
from service_running import a_clock, a_running, engine, served

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
HOSTILE = "Ida <b>Roe</b> <img src=x onerror=alert(1)>"
RECEIVED = {"type": "complaint_received", "date": "2025-07-01", "id": "first"}
STAGE_1 = [{"type": kind, "date": "2025-07-02", "stage": 1} for kind in ("acknowledged", "defined", "logged")]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

LATE = "/case/twenty11/T11-2025-0107"
SOON = "/case/twenty11/C-soon"


@dataclass(frozen=True)
class Place:
    """A CRM: its address, and the service behind it."""

    address: str
    service: Service


@contextmanager
def crm(folder: Path) -> Iterator[Place]:
    """A CRM with a few cases, whose today is 15 July 2025."""
    store = open_store(str(folder / "store.sqlite"), a_clock(), engine)
    key = str(store.keys.create("red_kite", ("read", "evaluate", "write")))
    running = a_running(keys=store.keys, audit=store.audit, cases=store.cases, log=store.log)
    try:
        with served(running) as client:
            service = Service(str(client.base_url), key)
            for case in cases():
                send(service, case)
            with _serving(service) as address:
                yield Place(address, service)
    finally:
        store.close()


@contextmanager
def _serving(service: Service) -> Iterator[str]:
    socket = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_crm(service), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, args=([socket],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        socket.close()
        assert not thread.is_alive()


def cases() -> Iterator[dict[str, Any]]:
    """Cases for the list: late, due soon, over, hostile, and one with a slash in its reference."""
    late: dict[str, Any] = read_document(EXAMPLES / "late-stage-1.yaml").data
    yield late
    yield a_case("C-soon", [RECEIVED, *STAGE_1], handler="Una Marsh", matter={"summary": "A door that sticks"})
    yield a_case("C-over", [RECEIVED, {"type": "withdrawn", "date": "2025-07-01"}])
    yield a_case("C-<i>x</i>", [RECEIVED, *STAGE_1], resident={"name": HOSTILE}, handler="<script>alert(2)</script>")
    yield a_case("2025/0007", [{**RECEIVED, "date": "2025-07-15"}], handler="Una Marsh", landlord="red_kite")


def a_case(
    reference: str, events: Sequence[Mapping[str, Any]], landlord: str = "twenty11", **header: Any
) -> dict[str, Any]:
    """A case file as data."""
    return {"reference": reference, "landlord": landlord, "events": list(events), **header}


def send(service: Service, case: Mapping[str, Any]) -> None:
    """Store a case."""
    header = {name: value for name, value in case.items() if name not in ("reference", "landlord", "events")}
    body = {"landlord": case["landlord"], "header": header, "events": case["events"]}
    service.post("cases", case["reference"], "events", body=body)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium, as Debian installs it; skips where there is none."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed, so the pages of the CRM are not driven here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str, **further: Any) -> Iterator[BrowserContext]:
    """A visit with cookies of its own."""
    context = browser.new_context(base_url=address, **further)
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()
