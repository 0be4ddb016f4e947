"""The master key: with it outside, a copy of the store opens nothing; changed as a whole, or not at all."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cli_running import done, refused, run
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.outbox.delivering import Outgoing
from code_engine.service.outbox.signing import is_ours
from code_engine.service.store.errors import StoreError
from code_engine.service.store.master_key import MasterKey, read_master_key, read_master_key_file
from code_engine.service.store.tables import SUBJECT_KEYS, WEBHOOKS
from code_engine.service.store.wrapping import rewrap
from recorded import engine
from stores import KINDS, SetClock, store_address

FIRST, SECOND = MasterKey(b"1" * 32), MasterKey(b"2" * 32)
RECEIVED = {"type": "complaint_received", "date": "2025-06-02", "note": "Leak above Sam Example's kitchen"}


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from store_address(request.param, tmp_path)


def opened(address: str, master: MasterKey | None) -> OpenedStore:
    return open_store(address, SetClock().clock(), engine, master=master)


def filled(store: OpenedStore, reference: str = "T-1") -> str:
    """A webhook and a case with something to tell it; gives the secret of the webhook."""
    _, secret = store.webhooks.add("code-only", "https://crm.example/")
    store.cases.append("code-only", reference, header={}, events=[RECEIVED], key="k")
    return secret


def sent_by(store: OpenedStore) -> list[Outgoing]:
    messages: list[Outgoing] = []

    def take(message: Outgoing) -> int:
        messages.append(message)
        return 204

    store.deliver(take)
    return messages


def keys_in(store: OpenedStore) -> list[bytes]:
    with store.database.reading() as connection:
        return list(connection.execute(select(SUBJECT_KEYS.c.content)).scalars())


def change(store: OpenedStore, old: MasterKey | None, new: MasterKey) -> None:
    with store.database.writing() as connection:
        rewrap(connection, old, new, SetClock().at)
    store.database.empty_journal()


def test_a_store_with_a_master_key_opens_with_it_only(address: str) -> None:
    store = opened(address, FIRST)
    filled(store)
    store.close()
    with pytest.raises(StoreError, match="are wrapped by the master key"):
        opened(address, None)
    with pytest.raises(StoreError, match=f"{SECOND.name} was given"):
        opened(address, SECOND)
    again = opened(address, FIRST)
    found = again.cases.get("code-only", "T-1")
    assert found is not None
    assert found.document["events"][0]["note"] == RECEIVED["note"]
    again.close()


def test_what_is_stored_opens_nothing_without_the_master_key(address: str) -> None:
    store = opened(address, FIRST)
    secret = filled(store)
    (stored,) = keys_in(store)
    with store.database.reading() as connection:
        kept = connection.execute(select(WEBHOOKS.c.secret)).scalar_one()
    assert len(stored) > 32
    assert secret not in kept
    assert base64.b64decode(secret.removeprefix("whsec_")) not in base64.b64decode(kept.removeprefix("wrapped:"))
    store.close()


def test_messages_are_signed_by_the_secret_that_was_given(address: str) -> None:
    store = opened(address, FIRST)
    secret = filled(store)
    messages = sent_by(store)
    assert messages
    assert all(is_ours(secret, each.headers, each.body, SetClock().at) for each in messages)
    store.close()


def test_a_store_that_has_keys_already_is_wrapped_by_one_command(address: str) -> None:
    store = opened(address, None)
    secret = filled(store)
    plain = keys_in(store)
    with pytest.raises(StoreError, match="not wrapped by a master key yet"):
        opened(address, FIRST)
    change(store, None, FIRST)
    store.close()
    again = opened(address, FIRST)
    assert plain != keys_in(again)
    assert again.cases.get("code-only", "T-1") is not None
    assert all(is_ours(secret, each.headers, each.body, SetClock().at) for each in sent_by(again))
    again.close()
    if address.endswith(".sqlite"):
        assert plain[0] not in Path(address).read_bytes()


def test_a_master_key_is_changed_and_the_old_one_opens_nothing_more(address: str) -> None:
    store = opened(address, FIRST)
    filled(store)
    with pytest.raises(StoreError, match="give that one as --old-master-key-file"):
        change(store, SECOND, FIRST)
    change(store, FIRST, SECOND)
    with pytest.raises(StoreError, match="another master key"):
        store.cases.get("code-only", "T-1")
    with pytest.raises(StoreError, match="was changed"):
        store.cases.append("code-only", "T-2", header={}, events=[RECEIVED], key="k")
    with pytest.raises(StoreError, match="was changed"):
        store.webhooks.add("code-only", "https://crm.example/")
    store.close()
    with pytest.raises(StoreError, match=f"{FIRST.name} was given"):
        opened(address, FIRST)
    again = opened(address, SECOND)
    assert again.cases.get("code-only", "T-1") is not None
    assert again.cases.get("code-only", "T-2") is None
    again.close()


def test_a_process_without_a_master_key_writes_no_bare_key_once_there_is_one(address: str) -> None:
    store = opened(address, None)
    change(store, None, FIRST)
    with pytest.raises(StoreError, match="was changed"):
        filled(store)
    assert keys_in(store) == []
    store.close()


def test_a_wrapped_key_opens_nothing_at_the_place_of_another(address: str) -> None:
    store = opened(address, FIRST)
    for reference in ("T-1", "T-2"):
        store.cases.append("code-only", reference, header={}, events=[RECEIVED], key="k")
    with store.database.writing() as connection:
        connection.execute(update(SUBJECT_KEYS).values(content=keys_in(store)[0]))
    opening = [reference for reference in ("T-1", "T-2") if opens(store, reference)]
    assert len(opening) == 1
    store.close()


def opens(store: OpenedStore, reference: str) -> bool:
    try:
        return store.cases.get("code-only", reference) is not None
    except StoreError:
        return False


# Files, variables and commands


def a_file(folder: Path, key: MasterKey, mode: int = 0o600) -> str:
    path = folder / f"{key.name}.key"
    path.write_text(base64.b64encode(key.content).decode() + "\n")
    path.chmod(mode)
    return str(path)


def test_a_master_key_is_read_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    assert read_master_key_file(a_file(tmp_path, FIRST)) == FIRST
    with pytest.raises(StoreError, match="everybody on this machine can read"):
        read_master_key_file(a_file(tmp_path, SECOND, 0o644))
    with pytest.raises(StoreError, match="no such file"):
        read_master_key_file(str(tmp_path / "nothing"))


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"1" * 31).decode(), "1" * 32, "ä"])
def test_what_is_no_master_key_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="32 bytes in base64"):
        read_master_key(text)


def test_a_master_key_is_never_shown() -> None:
    assert "1111" not in repr(FIRST)
    assert "1111" not in str(FIRST)


def test_the_commands_take_a_master_key_and_change_it(tmp_path: Path) -> None:
    database, first, second = str(tmp_path / "s.sqlite"), a_file(tmp_path, FIRST), a_file(tmp_path, SECOND)
    made = ("webhooks", "add", "https://crm.example/", "--landlord", "twenty11", "--database", database)
    assert run(*made).exit_code == 0
    assert "not wrapped by a master key yet" in refused(
        "keys", "list", "--database", database, "--master-key-file", first
    )
    said = done("keys", "rewrap", "--database", database, "--master-key-file", first)
    assert said == f"the keys of 0 cases and the secrets of 1 webhook are wrapped by the master key {FIRST.name}\n"
    assert "--master-key-file" in refused(*made)
    changed = ("keys", "rewrap", "--database", database, "--master-key-file", second)
    assert "--old-master-key-file" in refused(*changed)
    done(*changed, "--old-master-key-file", first)
    assert run(*made, "--master-key-file", second).exit_code == 0
    assert "name the new master key" in refused("keys", "rewrap", "--database", database)


def test_a_service_without_a_master_key_says_what_that_means(tmp_path: Path) -> None:
    database = str(tmp_path / "s.sqlite")
    assert "whoever has the database" in said_at_start(database, {})
    variable = {"CODE_ENGINE_MASTER_KEY": base64.b64encode(FIRST.content).decode()}
    assert "master key" not in said_at_start(str(tmp_path / "t.sqlite"), variable)


def said_at_start(database: str, variables: dict[str, str]) -> str:
    """What `serve` says until it listens."""
    command = [sys.executable, "-m", "code_engine", "serve", "--database", database, "--port", "0"]
    service = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **variables})
    assert service.stderr is not None
    said = []
    try:
        for line in service.stderr:
            said.append(line)
            if "listening on" in line:
                break
    finally:
        service.kill()
        service.wait(20)
        service.stderr.close()
    assert "listening on" in said[-1]
    return "".join(said)
