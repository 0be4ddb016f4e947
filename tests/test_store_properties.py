"""What holds however a log is spoilt, and however receivers fail; and that the page about it is complete."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine.service.cases.changes import ChangeKind
from code_engine.service.decision_log.chain import Head, heads
from code_engine.service.decision_log.exporting import export
from code_engine.service.decision_log.log import DecisionLog
from code_engine.service.decision_log.verifying import verify
from code_engine.service.opened import open_store
from code_engine.service.outbox.dead_letters import dead_letters
from code_engine.service.outbox.delivering import PAUSES, Outgoing
from code_engine.service.store.opening import open_database
from recorded import engine, recorded
from stores import START, SetClock

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "decision-log.md").read_text(encoding="utf-8")
ENTRIES = 6


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Head]:
    """A store with a log of a few entries, past its triggers, and the head that was published."""
    path = tmp_path_factory.mktemp("log") / "store.sqlite"
    database = open_database(str(path), at=START)
    log = DecisionLog(database, SetClock().clock())
    for number in range(ENTRIES):
        recorded(log, f"T-{number}")
    with database.reading() as connection:
        (head,) = heads(connection)
    database.empty_journal()
    database.close()
    plain = sqlite3.connect(path)
    for verb in ("update", "delete"):
        plain.execute(f"DROP TRIGGER log_entries_no_{verb}")
    plain.commit()
    plain.close()
    return path, head


sequences = st.integers(1, ENTRIES)


@st.composite
def tampering(draw: st.DrawFn) -> list[tuple[str, tuple[object, ...]]]:
    """Statements that change, remove, move or repeat entries, and perhaps also what the store remembers of the end."""
    kind = draw(st.sampled_from(["change", "remove", "swap", "copy", "personal"]))
    one, other = draw(st.lists(sequences, min_size=2, max_size=2, unique=True))
    end = (
        "UPDATE log_heads SET sequence = (SELECT max(sequence) FROM log_entries),"
        " hash = (SELECT hash FROM log_entries ORDER BY sequence DESC LIMIT 1)"
    )
    done: list[tuple[str, tuple[object, ...]]]
    if kind == "change":
        column = draw(st.sampled_from(["entry", "previous", "hash", "subject", "kind", "recorded_at"]))
        place = draw(st.integers(1, 20))
        text = draw(st.sampled_from("!x0 "))
        spoilt = f"substr({column}, 1, {place}) || ? || substr({column}, {place + 1})"
        done = [(f"UPDATE log_entries SET {column} = {spoilt} WHERE sequence = ?", (text, one))]
    elif kind == "remove":
        done = [("DELETE FROM log_entries WHERE sequence BETWEEN ? AND ?", (min(one, other), max(one, other)))]
    elif kind == "swap":
        moves = ((one, 99), (other, one), (99, other))
        done = [("UPDATE log_entries SET sequence = ? WHERE sequence = ?", (to, at)) for at, to in moves]
    elif kind == "copy":
        columns = ", ".join(("subject", "kind", "recorded_at", "entry", "previous", "hash"))
        taken = f"(SELECT {columns} FROM log_entries WHERE sequence = ?)"
        done = [(f"UPDATE log_entries SET ({columns}) = {taken} WHERE sequence = ?", (one, other))]
    else:
        done = [("UPDATE personal_parts SET content = zeroblob(40) WHERE sequence = ?", (one,))]
    return [*done, (end, ())] if draw(st.booleans()) and kind != "personal" else done


@settings(max_examples=60, deadline=None)
@given(statements=tampering())
def test_a_log_that_was_spoilt_in_any_way_is_found_out(
    whole: tuple[Path, Head], statements: list[tuple[str, tuple[object, ...]]]
) -> None:
    path, head = whole
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "store.sqlite"
        shutil.copy(path, copy)
        connection = sqlite3.connect(copy)
        for statement, values in statements:
            connection.execute(statement, values)
        connection.commit()
        connection.close()
        database = open_database(str(copy), at=START)
        faults = verify(database, [head]).faults
        database.close()
    assert faults


def test_the_same_log_untouched_has_no_fault(whole: tuple[Path, Head]) -> None:
    path, head = whole
    database = open_database(str(path), at=START)
    assert verify(database, [head]).faults == ()
    database.close()


EVENTS = ({"type": "complaint_received", "date": "2025-06-02"}, {"type": "contact", "date": "2025-06-02"})


@settings(max_examples=12, deadline=None)
@given(answers=st.lists(st.sampled_from([204, 204, 204, 500, 404, 0]), max_size=20), cases=st.integers(1, 3))
def test_every_change_is_delivered_or_given_up_and_those_delivered_are_in_order(answers: list[int], cases: int) -> None:
    took: list[dict[str, str]] = []
    left = list(answers)

    def receives(message: Outgoing) -> int:
        answer = left.pop() if left else 204
        if answer == 0:
            raise TimeoutError
        if answer == 204:
            took.append(json.loads(message.body))
        return answer

    clock = SetClock()
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "store.sqlite"), clock.clock(), engine)
        store.webhooks.add("code-only", "https://crm.example/changes")
        expected = 0
        for number in range(cases):
            for event in EVENTS:
                done = store.cases.append("code-only", f"T-{number}", header={}, events=[event], key="k")
                expected += len(done.changes)
        for _ in range(len(answers) + 2):
            store.deliver(receives)
            clock.at += max(PAUSES) + timedelta(seconds=1)
        dead = dead_letters(store.database)
        store.close()
    assert len(took) + len(dead) == expected
    assert len({event["id"] for event in took}) == len(took)
    for number in range(cases):
        told = [int(event["sequence"]) for event in took if event["subject"] == f"T-{number}"]
        assert told == sorted(told)


# The page


def _table(heading: str) -> list[str]:
    """The words in the first cells of the table under a heading."""
    part = PAGE[PAGE.index(f"\n## {heading}\n") :]
    rows = part[part.index("\n|---") :].split("\n\n")[0].splitlines()[2:]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_every_kind_of_change_is_on_the_page() -> None:
    assert _table("Stored cases and what changed") == list(get_args(ChangeKind))


def test_every_key_of_an_entry_is_on_the_page(whole: tuple[Path, Head]) -> None:
    path, _ = whole
    database = open_database(str(path), at=START)
    entry = json.loads(next(iter(export(database))))["entry"]
    database.close()
    assert set(_table("What an entry holds")) == set(entry)
