"""The decision log: what an entry holds, what `verify` finds, replay, export, and erasing a person."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from code_engine.case.load import parse_case
from code_engine.engine import Engine
from code_engine.errors import CaseError
from code_engine.service.decision_log.chain import Head, heads, link
from code_engine.service.decision_log.entry import findings_digest, salted
from code_engine.service.decision_log.erasing import apply_retention, erase, retentions, set_retention
from code_engine.service.decision_log.exporting import export
from code_engine.service.decision_log.log import DecisionLog, personal_of
from code_engine.service.decision_log.replaying import replay
from code_engine.service.decision_log.verifying import Verified, read_heads, verify
from code_engine.service.store.canonical import canonical
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.opening import open_database
from code_engine.service.store.tables import LOG_ENTRIES
from recorded import AS_OF, document, engine, recorded
from stores import KINDS, START, SetClock, store_address


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    for address in store_address(request.param, tmp_path):
        opened = open_database(address, at=START)
        yield opened
        opened.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def log(database: Database, clock: SetClock) -> DecisionLog:
    return DecisionLog(database, clock.clock())


def head_of(database: Database, landlord: str = "code-only") -> Head:
    with database.reading() as connection:
        return next(head for head in heads(connection) if head.landlord == landlord)


def kinds(verified: Verified) -> list[tuple[str, str]]:
    return [(fault.entry, fault.kind) for fault in verified.faults]


def tamper(database: Database, *statements: str) -> None:
    """Change the store as somebody would who owns the server: past the triggers."""
    with database.writing() as connection:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER log_entries_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE log_entries DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))


# Recording


def test_an_entry_says_who_what_and_by_which_versions(log: DecisionLog, database: Database) -> None:
    entry = recorded(log)
    (line,) = (json.loads(line) for line in export(database))
    said = line["entry"]
    evaluation = json.loads(str(log.evaluation(["code-only"], entry.id)))
    assert (said["asked_by"], said["as_of"], said["recorded_at"]) == (
        "key_of_a_test",
        "2025-07-15",
        "2025-06-02T09:00:00.000000+00:00",
    )
    for part in ("ruleset", "calendar"):
        assert said[part]["digest"] == evaluation[part]["digest"]
    assert said["engine"] == evaluation["engine"]
    assert said["policy"] is None
    assert [letter["kind"] for letter in said["letters"]] == [letter["kind"] for letter in evaluation["letters"]]
    assert said["letters"]
    assert entry.digest == line["hash"]


def test_the_salted_hashes_are_those_of_the_facts_and_findings(log: DecisionLog, database: Database) -> None:
    recorded(log)
    (line,) = (json.loads(line) for line in export(database, personal=True))
    salt, evaluation = line["personal"]["salt"], json.loads(line["personal"]["evaluation"])
    assert line["entry"]["facts"] == salted(salt, parse_case(document()).digest)
    assert line["entry"]["findings"] == salted(salt, findings_digest(evaluation))


def test_nothing_about_the_person_stands_in_the_open(log: DecisionLog, database: Database) -> None:
    recorded(log, "T11-2025-0007")
    everything = "".join(export(database))
    assert "Sam" not in everything
    assert "T11-2025-0007" not in everything
    assert parse_case(document("T11-2025-0007")).digest not in everything


def test_facts_that_are_not_those_of_the_evaluation_are_refused(log: DecisionLog, database: Database) -> None:
    evaluation = engine().evaluate(parse_case(document()), as_of=AS_OF).to_json()
    with pytest.raises(StoreError, match="other facts"):
        log.record("code-only", "T-1", document(handler="A. Handler"), evaluation, key="k")
    with pytest.raises(CaseError):
        log.record("code-only", "T-1", {"reference": "T-1"}, evaluation, key="k")
    assert verify(database).entries == 0


def test_entries_are_listed_by_landlord_and_page(log: DecisionLog) -> None:
    made = [recorded(log, f"T-{number}") for number in range(5)]
    recorded(log, "T-1", "twenty11")
    first = log.entries(["code-only"], reference=None, after=None, limit=3)
    rest = log.entries(["code-only"], reference=None, after=first[-1].id, limit=3)
    assert [*first, *rest] == made
    assert [entry.id for entry in log.entries(["code-only"], reference="T-3", after=None, limit=9)] == [made[3].id]
    both = log.entries(["code-only", "twenty11"], reference="T-1", after=None, limit=9)
    assert [entry.id for entry in both] == ["code-only:2", "twenty11:1"]


def test_another_landlords_entry_is_not_given(log: DecisionLog) -> None:
    entry = recorded(log)
    assert log.evaluation(["twenty11"], entry.id) is None
    assert log.evaluation(["code-only"], "code-only:99") is None
    assert log.evaluation(["code-only"], "nonsense") is None


def test_entries_of_many_threads_make_one_chain(log: DecisionLog, database: Database) -> None:
    engine()
    threads = [threading.Thread(target=recorded, args=(log, f"T-{number}")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(database) == Verified(8, 0, ())


# Verifying


def test_an_untouched_log_has_no_fault(log: DecisionLog, database: Database) -> None:
    for number in range(3):
        recorded(log, f"T-{number}")
    recorded(log, "T-9", "twenty11")
    published = [head_of(database), head_of(database, "twenty11")]
    recorded(log, "T-4")
    assert verify(database, published) == Verified(5, 0, ())


def test_a_log_is_verified_while_it_grows(log: DecisionLog, database: Database) -> None:
    engine()
    results: list[Verified] = []
    ended = threading.Event()

    def verifies() -> None:
        while not ended.is_set():
            results.append(verify(database))

    thread = threading.Thread(target=verifies)
    thread.start()
    for number in range(10):
        recorded(log, f"T-{number}")
    ended.set()
    thread.join()
    assert results
    assert all(result.faults == () for result in results)


def test_an_entry_that_was_changed_is_found(log: DecisionLog, database: Database) -> None:
    for number in range(3):
        recorded(log, f"T-{number}")
    tamper(database, "UPDATE log_entries SET entry = replace(entry, 'key_of_a_test', 'somebody') WHERE sequence = 2")
    assert kinds(verify(database)) == [("code-only:2", "changed")]


@pytest.mark.parametrize("column", ["recorded_at", "subject", "kind"])
def test_a_column_beside_an_entry_that_was_changed_is_found(log: DecisionLog, database: Database, column: str) -> None:
    recorded(log)
    recorded(log)
    tamper(database, f"UPDATE log_entries SET {column} = 'other' WHERE sequence = 1")
    assert ("code-only:1", "changed") in kinds(verify(database))


def test_an_entry_that_was_removed_is_found(log: DecisionLog, database: Database) -> None:
    for number in range(4):
        recorded(log, f"T-{number}")
    tamper(database, "DELETE FROM log_entries WHERE sequence IN (2, 3)")
    (fault,) = verify(database).faults
    assert (fault.entry, fault.kind) == ("code-only:2", "removed")
    assert "up to 3" in fault.message


def test_entries_that_changed_places_are_found(log: DecisionLog, database: Database) -> None:
    for number in range(4):
        recorded(log, f"T-{number}")
    moves = ((2, 90), (3, 2), (90, 3))
    tamper(database, *(f"UPDATE log_entries SET sequence = {to} WHERE sequence = {at}" for at, to in moves))
    found = kinds(verify(database))
    assert ("code-only:2", "reordered") in found
    assert ("code-only:3", "reordered") in found


def test_a_tail_that_was_cut_off_is_found(log: DecisionLog, database: Database) -> None:
    for number in range(3):
        recorded(log, f"T-{number}")
    published = head_of(database)
    tamper(database, "DELETE FROM log_entries WHERE sequence = 3")
    assert kinds(verify(database)) == [("code-only:3", "cut_off")]
    tamper_head = "UPDATE log_heads SET sequence = 2, hash = (SELECT hash FROM log_entries WHERE sequence = 2)"
    with database.writing() as connection:
        connection.execute(text(tamper_head))
    assert verify(database).faults == ()
    assert kinds(verify(database, [published])) == [("code-only:3", "cut_off")]


def test_a_log_that_was_written_anew_is_found_by_its_published_head(log: DecisionLog, database: Database) -> None:
    recorded(log)
    recorded(log)
    published = head_of(database)
    rewritten = []
    previous = "sha256:" + "0" * 64
    with database.reading() as connection:
        for row in connection.execute(select(LOG_ENTRIES).order_by(LOG_ENTRIES.c.sequence)).all():
            entry = canonical({**json.loads(row.entry), "asked_by": "somebody"})
            new = link(previous, entry)
            rewritten.append(
                (row.sequence, entry.replace(":", "\\:"), previous.replace(":", "\\:"), new.replace(":", "\\:"))
            )
            previous = new
    tamper(
        database,
        *(
            f"UPDATE log_entries SET entry = '{entry}', previous = '{before}', hash = '{new}' WHERE sequence = {number}"
            for number, entry, before, new in rewritten
        ),
        f"UPDATE log_heads SET hash = '{rewritten[-1][3]}'",
    )
    assert verify(database).faults == ()
    assert kinds(verify(database, [published])) == [("code-only:2", "rewritten")]


def test_a_landlords_whole_log_that_vanished_is_found_by_its_published_head(
    log: DecisionLog, database: Database
) -> None:
    recorded(log)
    published = head_of(database)
    tamper(database, "DELETE FROM log_entries", "DELETE FROM log_heads")
    assert verify(database).faults == ()
    assert kinds(verify(database, [published])) == [("code-only:1", "cut_off")]


def test_facts_that_were_changed_or_taken_away_are_found(log: DecisionLog, database: Database) -> None:
    first = recorded(log)
    recorded(log, "T-2")
    with database.writing() as connection:
        connection.execute(
            text("UPDATE personal_parts SET content = (SELECT content FROM personal_parts WHERE sequence = 2)")
        )
    assert kinds(verify(database)) == [("code-only:1", "personal_part")]
    with pytest.raises(StoreError, match="changed or moved"):
        log.evaluation(["code-only"], first.id)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM personal_parts"))
    assert kinds(verify(database)) == [("code-only:1", "personal_part"), ("code-only:2", "personal_part")]


def test_heads_are_read_as_they_are_printed(log: DecisionLog, database: Database) -> None:
    recorded(log)
    recorded(log, "T-1", "twenty11")
    with database.reading() as connection:
        known = heads(connection)
    assert read_heads("".join(f"{head}\n" for head in known)) == known
    for wrong in ("twenty11 sha256:00", "twenty11:1", "twenty11:x sha256:" + "0" * 64):
        with pytest.raises(StoreError, match="head:1"):
            read_heads(wrong)


# Replaying


def test_an_entry_that_is_replayed_gives_the_same_answer(log: DecisionLog, database: Database) -> None:
    entry = recorded(log, landlord="twenty11")
    result = replay(database, engine(), entry.id)
    assert (result.equal, result.differences, result.reference, result.as_of) == (True, (), "T-1", AS_OF)


def test_a_forced_version_another_convention_and_another_landlord_are_replayed(
    log: DecisionLog, database: Database
) -> None:
    sent = document(landlord="twenty11")
    evaluation = engine().evaluate(
        parse_case(sent),
        as_of=AS_OF,
        counting="inclusive",
        ruleset="housing-ombudsman-code@2024-04-01",
        landlord="red_kite",
    )
    entry = log.record("twenty11", "T-1", sent, evaluation.to_json(), key="k")
    assert replay(database, engine(), entry.id).equal


def test_what_differs_is_named(log: DecisionLog, database: Database) -> None:
    entry = recorded(log)
    usual = engine()
    closed = usual.calendar.with_closures([date(2025, 6, 10)], "with a day off")
    other = Engine(usual.catalogue, usual.landlords, closed)
    result = replay(database, other, entry.id)
    assert not result.equal
    by_place = {difference.place: difference for difference in result.differences}
    assert "calendar.digest" in by_place
    moved = by_place["findings.6.3/stage-1-response-in-time/code.due_on"]
    assert (moved.recorded, moved.now) == ('"2025-06-18"', '"2025-06-19"')


def test_an_entry_that_is_not_there_cannot_be_replayed(database: Database) -> None:
    for name in ("code-only:1", "nonsense"):
        with pytest.raises(NotStoredError):
            replay(database, engine(), name)


# Exporting


def test_an_export_can_be_checked_from_its_lines_alone(log: DecisionLog, database: Database) -> None:
    for number in range(3):
        recorded(log, f"T-{number}")
    recorded(log, "T-1", "twenty11")
    lines = [json.loads(line) for line in export(database, ["code-only"])]
    assert len(lines) == 3
    previous = "sha256:" + "0" * 64
    for line in lines:
        assert line["previous"] == previous
        previous = link(previous, canonical(line["entry"]))
        assert line["hash"] == previous


# Erasing


def test_erasing_a_person_leaves_a_chain_that_can_be_verified(
    log: DecisionLog, database: Database, clock: SetClock
) -> None:
    entry = recorded(log, "T-1")
    recorded(log, "T-2")
    published = head_of(database)
    erased = erase(database, "code-only", "T-1", asked_by="cli", at=clock.at)
    assert erased == "code-only:3"
    assert verify(database, [published]) == Verified(3, 1, ())
    assert log.evaluation(["code-only"], entry.id) is None
    assert [each.reference for each in log.entries(["code-only"], reference=None, after=None, limit=9)] == ["", "T-2"]
    with pytest.raises(NotStoredError):
        replay(database, engine(), entry.id)
    with pytest.raises(NotStoredError, match="nothing stored"):
        erase(database, "code-only", "T-1", asked_by="cli", at=clock.at)


def test_an_erased_case_may_come_again_and_is_somebody_new(
    log: DecisionLog, database: Database, clock: SetClock
) -> None:
    recorded(log)
    erase(database, "code-only", "T-1", asked_by="cli", at=clock.at)
    entry = recorded(log)
    assert replay(database, engine(), entry.id).equal
    subjects = [json.loads(line)["entry"]["subject"] for line in export(database)]
    assert subjects[0] == subjects[1] != subjects[2]


def test_another_landlords_case_of_the_same_reference_is_not_erased(
    log: DecisionLog, database: Database, clock: SetClock
) -> None:
    recorded(log, "T-1", "twenty11")
    entry = recorded(log, "T-1", "red_kite")
    erase(database, "twenty11", "T-1", asked_by="cli", at=clock.at)
    assert log.evaluation(["red_kite"], entry.id) is not None


def test_what_is_older_than_a_landlord_keeps_is_erased(log: DecisionLog, database: Database, clock: SetClock) -> None:
    recorded(log, "T-1", "twenty11")
    recorded(log, "T-1", "red_kite")
    clock.on(days=400)
    recorded(log, "T-2", "twenty11")
    set_retention(database, "twenty11", 365)
    assert retentions(database) == {"twenty11": 365}
    assert apply_retention(database, asked_by="tick", at=clock.at) == ("twenty11:3",)
    assert apply_retention(database, asked_by="tick", at=clock.at) == ()
    with database.reading() as connection:
        assert personal_of(connection, "twenty11", 1) is None
        assert personal_of(connection, "twenty11", 2) is not None
        assert personal_of(connection, "red_kite", 1) is not None
    assert verify(database) == Verified(4, 1, ())


@pytest.mark.parametrize("days", [0, -1, 40_000])
def test_a_retention_of_no_days_or_for_ever_is_refused(database: Database, days: int) -> None:
    with pytest.raises(StoreError, match="not a number of days"):
        set_retention(database, "twenty11", days)
    set_retention(database, "twenty11", None)
    assert retentions(database) == {}


def test_the_triggers_hold_against_plain_sql(tmp_path: Path, clock: SetClock) -> None:
    database = open_database(str(tmp_path / "s.sqlite"), at=START)
    recorded(DecisionLog(database, clock.clock()))
    database.close()
    connection = sqlite3.connect(tmp_path / "s.sqlite")
    for statement in ("UPDATE log_entries SET hash = ''", "DELETE FROM log_entries"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()
