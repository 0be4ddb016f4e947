"""The commands about a store: log, keys, tick and webhooks."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from cli_running import IN_TIME, LATE, done, one_line, process, refused, run
from code_engine.cli.database import system_clock
from code_engine.service.opened import OpenedStore, open_store
from recorded import engine

RECEIVED = {"type": "complaint_received", "date": "2025-06-02"}


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


@pytest.fixture
def recorded_log(database: str) -> str:
    """A store with two entries of twenty11's log and one of code-only's."""
    for case in (LATE, IN_TIME):
        done("log", "record", case, "--landlord", "twenty11", "--as-of", "2025-07-15", "--database", database)
    said = done("log", "record", LATE, "--landlord", "code-only", "--as-of", "2025-07-15", "--database", database)
    assert said == "recorded as code-only:1\n"
    return database


def in_store(database: str) -> OpenedStore:
    return open_store(database, system_clock(), engine)


def spoilt(database: str, statement: str) -> None:
    connection = sqlite3.connect(database)
    for verb in ("update", "delete"):
        connection.execute(f"DROP TRIGGER log_entries_no_{verb}")
    connection.execute(statement)
    connection.commit()
    connection.close()


def entry_point_of_reference(case: str) -> str:
    """The reference in an example."""
    return Path(case).read_text(encoding="utf-8").split("reference: ")[1].splitlines()[0]


# log


def test_a_log_is_verified_with_its_head(recorded_log: str, tmp_path: Path) -> None:
    head = tmp_path / "head.txt"
    head.write_text(done("log", "head", "--database", recorded_log))
    assert [line.split()[0] for line in head.read_text().splitlines()] == ["code-only:1", "twenty11:2"]
    assert done("log", "verify", "--head", str(head), "--database", recorded_log) == "3 entries: no fault.\n"
    assert "cannot be seen" in one_line(done("log", "verify", "--database", recorded_log))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE log_entries SET entry = replace(entry, '2025', '2024') WHERE sequence = 1", "twenty11:1: was changed"),
        ("DELETE FROM log_entries WHERE landlord = 'twenty11' AND sequence = 1", "twenty11:1: was removed"),
        ("DELETE FROM log_entries WHERE landlord = 'twenty11' AND sequence = 2", "the end was cut off"),
    ],
)
def test_a_log_that_was_spoilt_exits_with_one(recorded_log: str, statement: str, message: str) -> None:
    spoilt(recorded_log, statement)
    result = run("log", "verify", "--database", recorded_log)
    assert result.exit_code == 1
    assert message in one_line(result.stdout)


def test_a_file_that_is_no_head_is_refused(recorded_log: str, tmp_path: Path) -> None:
    wrong = tmp_path / "head.txt"
    wrong.write_text("twenty11\n")
    assert "is not the head of a log" in refused("log", "verify", "--head", str(wrong), "--database", recorded_log)
    absent = str(tmp_path / "none")
    assert "cannot be read" in refused("log", "verify", "--head", absent, "--database", recorded_log)


def test_an_entry_is_replayed(recorded_log: str) -> None:
    assert done("log", "replay", "twenty11:1", "--database", recorded_log) == (
        "twenty11:1: the same answer as of 2025-07-15.\n"
    )
    assert "nothing can be opened" in refused("log", "replay", "twenty11:9", "--database", recorded_log)
    assert "LANDLORD:NUMBER" in refused("log", "replay", "9", "--database", recorded_log)


def test_a_log_is_exported_for_a_landlord(recorded_log: str, tmp_path: Path) -> None:
    lines = done("log", "export", "--landlord", "twenty11", "--database", recorded_log).splitlines()
    assert [json.loads(line)["entry"]["sequence"] for line in lines] == [1, 2]
    out = tmp_path / "log.ndjson"
    assert done("log", "export", "--personal", "--out", str(out), "--database", recorded_log) == ""
    opened = [json.loads(line)["personal"]["case"]["reference"] for line in out.read_text().splitlines()]
    assert opened == [entry_point_of_reference(LATE), *map(entry_point_of_reference, (LATE, IN_TIME))]


def test_a_person_is_erased_after_a_question(recorded_log: str) -> None:
    reference = entry_point_of_reference(LATE)
    arguments = ("log", "erase", "twenty11", reference, "--database", recorded_log)
    asked = run(*arguments, given="n\n")
    assert asked.exit_code == 130
    said = run(*arguments, given="y\n")
    assert (said.exit_code, said.stdout) == (0, "erased; the entry twenty11:3 says so\n")
    assert "nothing stored" in refused(*arguments, "--yes")
    assert "4 entries, 1 of them erased: no fault." in one_line(done("log", "verify", "--database", recorded_log))


def test_a_retention_is_set_and_said(recorded_log: str) -> None:
    def retention(*arguments: str) -> str:
        return done("log", "retention", *arguments, "--database", recorded_log)

    assert retention() == "every landlord: for ever\n"
    assert retention("twenty11", "--days", "2190") == "twenty11: 2190 days\n"
    assert retention("red_kite") == "red_kite: for ever\n"
    assert retention() == "twenty11: 2190 days\n"
    assert retention("twenty11", "--for-ever") == "twenty11: for ever\n"
    for wrong in (["--days", "1"], ["twenty11", "--days", "1", "--for-ever"]):
        assert "name a LANDLORD" in refused("log", "retention", *wrong, "--database", recorded_log)
    assert "did you mean" in refused("log", "retention", "twenty12", "--days", "1", "--database", recorded_log)


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", "verify"],
        ["log", "head"],
        ["log", "replay", "twenty11:1"],
        ["log", "export"],
        ["log", "erase", "twenty11", "A", "--yes"],
        ["keys", "list"],
        ["keys", "revoke", "a"],
        ["keys", "refused"],
        ["webhooks", "dead"],
        ["tick"],
    ],
)
def test_a_command_that_needs_a_store_makes_none(arguments: list[str], database: str) -> None:
    assert "there is no store" in refused(*arguments, "--database", database)
    assert not Path(database).exists()


@pytest.mark.parametrize(
    ("absent", "database", "extra"),
    [("sqlalchemy", "s.sqlite", "service"), ("psycopg", "postgresql://db.example/complaints", "postgresql")],
)
def test_a_library_that_is_not_installed_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch, absent: str, database: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    said = refused("keys", "list", "--database", database)
    assert f"`{absent}`, which is not installed" in said
    assert f"pip install 'code-engine[{extra}]'" in said


def test_a_server_that_does_not_answer_is_said_without_a_password() -> None:
    said = refused("keys", "list", "--database", "postgresql://ann:secret@127.0.0.1:9/complaints")
    assert "does not answer" in said
    assert "secret" not in said


def test_the_store_may_be_named_by_a_variable(database: str) -> None:
    made = process("log", "record", LATE, "--as-of", "2025-07-15", CODE_ENGINE_DATABASE=database)
    assert made.returncode == 0, made.stderr
    assert Path(database).exists()


# keys


def test_a_key_is_printed_once_and_works(database: str) -> None:
    made = run("keys", "create", "--landlord", "twenty11", "--scope", "read", "--label", "CRM", "--database", database)
    token = made.stdout.strip()
    assert token in made.stdout
    assert token not in made.stderr
    listed = done("keys", "list", "--database", database)
    identity = listed.split()[0]
    assert token.split("_")[2] not in listed
    assert "twenty11  read" in listed
    assert listed.endswith("CRM\n")
    store = in_store(database)
    caller = store.keys.find(token)
    assert caller is not None
    assert caller.key == identity
    replaced = run("keys", "rotate", identity, "--database", database).stdout.strip()
    assert store.keys.find(token) is None
    assert store.keys.find(replaced) is not None
    done("keys", "revoke", replaced.split("_")[1], "--database", database)
    assert store.keys.find(replaced) is None
    store.close()
    assert [line.split("  ")[4] for line in done("keys", "list", "--database", database).splitlines()] == [
        "revoked"
    ] * 2


def test_a_key_may_expire(database: str) -> None:
    arguments = ("keys", "create", "--landlord", "twenty11", "--scope", "read", "--database", database)
    assert run(*arguments, "--expires", "2069-01-31").exit_code == 0
    assert "until 2069-01-31" in done("keys", "list", "--database", database)
    assert "expired already" in refused(*arguments, "--expires", "2025-01-31")
    assert "did you mean `twenty11`" in refused(*arguments, "--landlord", "twenty12")


def test_refused_access_is_listed(database: str) -> None:
    store = in_store(database)
    store.audit.refused(key=None, method="GET", route="/v1/cases/{reference}", reason="no key")
    store.close()
    assert done("keys", "refused", "--database", database).endswith("no key  GET /v1/cases/{reference}  no key\n")


# tick and webhooks


def test_a_tick_looks_at_each_case_once_a_day(database: str) -> None:
    store = in_store(database)
    store.cases.append("code-only", "T-1", header={}, events=[RECEIVED], key="k")
    store.close()
    assert "looked at 0 cases" in done("tick", "--no-delivery", "--as-of", "2025-06-09", "--database", database)
    assert "looked at 0 cases" in done("tick", "--database", database)
    assert "has not come yet" in refused("tick", "--as-of", "2069-01-01", "--database", database)


def test_webhooks_are_added_listed_and_removed(database: str) -> None:
    added = run("webhooks", "add", "https://crm.example/hook", "--landlord", "twenty11", "--database", database)
    assert added.stdout.startswith("whsec_")
    listed = done("webhooks", "list", "--database", database)
    assert "twenty11  https://crm.example/hook" in listed
    assert added.stdout.strip() not in listed
    identity = listed.split()[0]
    assert done("webhooks", "dead", "--database", database) == "no change was given up\n"
    assert done("webhooks", "replay", "--all", "--database", database) == "0 to be sent again\n"
    assert "dead letter" in refused("webhooks", "replay", "1-a", "--database", database)
    assert "say --all" in refused("webhooks", "replay", "--database", database)
    done("webhooks", "remove", identity, "--database", database)
    assert done("webhooks", "list", "--database", database) == "there is no webhook\n"
    assert "write https" in refused(
        "webhooks", "add", "http://crm.example/", "--landlord", "twenty11", "--database", database
    )
