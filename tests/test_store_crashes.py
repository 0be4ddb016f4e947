"""A crash at any point loses nothing that was acknowledged, and leaves the store consistent."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from appending import reference_of
from code_engine.case.load import parse_case
from code_engine.service.cases.standing import standing_from
from code_engine.service.decision_log.chain import heads
from code_engine.service.decision_log.verifying import verify
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.store.sealing import unseal
from code_engine.service.store.subjects import subject_by_id
from code_engine.service.store.tables import CASE_EVENTS, CASES, DELIVERIES, OUTBOX
from recorded import engine
from stores import KINDS, SetClock, store_address

PROGRAM = Path(__file__).with_name("appending.py")
ROUNDS = 5


@dataclass
class Acknowledged:
    """What a process said was taken."""

    events: set[int] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    full: bool = False

    def hear(self, line: str) -> None:
        kind, _, value = line.strip().partition(" ")
        if kind == "event":
            self.events.add(int(value))
        elif kind == "entry":
            self.entries.add(value)
        elif kind == "full":
            self.full = True


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    for address in store_address(request.param, tmp_path):
        with_webhook(address)
        yield address


def with_webhook(address: str) -> None:
    """A store in which changes are put into the outbox too."""
    store = open_store(address, SetClock().clock(), engine)
    store.webhooks.add("code-only", "https://crm.example/changes")
    store.close()


def started(address: str, first: int, *limit: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), address, str(first), *limit]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed(process: subprocess.Popen[str], chance: random.Random, heard: Acknowledged) -> None:
    """Let a process append a little and kill it with -9 at any point; each whole line it wrote was acknowledged."""
    assert process.stdout is not None
    for _ in range(chance.randint(2, 9)):
        heard.hear(process.stdout.readline())
    time.sleep(chance.uniform(0, 0.02))
    process.kill()
    for line in process.stdout:
        if line.endswith("\n"):
            heard.hear(line)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL


def check(store: OpenedStore, heard: Acknowledged) -> None:
    """Everything acknowledged is there, and everything that is there fits together."""
    with store.database.reading() as connection:
        published = heads(connection)
    result = verify(store.database, published)
    assert result.faults == ()
    for entry in heard.entries:
        assert store.log.evaluation(["code-only"], entry) is not None, entry
    documents = {case.reference: case.document for case in store.cases.of(["code-only"])}
    for document in documents.values():
        assert parse_case(document).reference == document["reference"]
    for number in heard.events:
        notes = [event["note"] for event in documents[reference_of(number)]["events"]]
        assert notes.count(f"event {number}") == 1, number
    check_changes(store)


def check_changes(store: OpenedStore) -> None:
    """An event, what is remembered of its case and the changes in the outbox were written together or not at all."""
    with store.database.reading() as connection:
        for row in connection.execute(select(CASES)).all():
            subject = subject_by_id(connection, row.subject)
            assert subject is not None
            numbers = connection.execute(
                select(CASE_EVENTS.c.sequence)
                .where(CASE_EVENTS.c.subject == row.subject)
                .order_by(CASE_EVENTS.c.sequence)
            )
            assert list(numbers.scalars()) == list(range(1, row.version + 1))
            told = standing_from(unseal(subject.key, row.standing, f"standing:{row.subject}")).told
            positions = connection.execute(
                select(OUTBOX.c.position)
                .join(DELIVERIES, DELIVERIES.c.event == OUTBOX.c.number)
                .where(OUTBOX.c.subject == row.subject)
                .order_by(OUTBOX.c.position)
            )
            assert list(positions.scalars()) == list(range(1, told + 1))


def test_processes_killed_while_they_append_lose_nothing_that_was_acknowledged(address: str) -> None:
    heard = Acknowledged()
    chance = random.Random(20250602)
    for number in range(ROUNDS):
        killed(started(address, number * 10_000), chance, heard)
        store = open_store(address, SetClock().clock(), engine, create=False)
        check(store, heard)
        store.close()
    assert len(heard.events) >= ROUNDS
    assert len(heard.entries) >= ROUNDS


def test_two_processes_that_append_at_once_may_be_killed(address: str) -> None:
    heard = Acknowledged()
    chance = random.Random(20250603)
    both = started(address, 0), started(address, 500_000)
    for process in both:
        killed(process, chance, heard)
    store = open_store(address, SetClock().clock(), engine, create=False)
    check(store, heard)
    store.close()
    assert {number >= 500_000 for number in heard.events} == {True, False}


@pytest.mark.parametrize("size", [400_000, 900_000])
def test_a_full_disk_is_said_and_loses_nothing_that_was_acknowledged(tmp_path: Path, size: int) -> None:
    address = str(tmp_path / "store.sqlite")
    with_webhook(address)
    heard = Acknowledged()
    with started(address, 0, str(size)) as process:
        assert process.stdout is not None
        for line in process.stdout:
            heard.hear(line)
    assert process.returncode == 0
    assert heard.full
    assert heard.events
    assert heard.entries
    store = open_store(address, SetClock().clock(), engine, create=False)
    check(store, heard)
    store.close()
