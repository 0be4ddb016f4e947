"""Keys of the service: made once, hashed at rest, replaced and revoked; and refused access written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from code_engine.service.keys.keyring import Keyring
from code_engine.service.keys.token import NOBODY, Token, digest, new_token, read_token, same
from code_engine.service.store.connection import Database
from code_engine.service.store.errors import NotStoredError, StoreError
from code_engine.service.store.opening import open_database
from code_engine.service.store.refusals import Refusals, forget_refusals
from code_engine.service.store.tables import API_KEYS
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
def keyring(database: Database, clock: SetClock) -> Keyring:
    return Keyring(database, clock.clock())


def test_a_key_opens_what_it_was_made_for(keyring: Keyring) -> None:
    token = keyring.create("twenty11", ["write", "read"], label="the CRM")
    caller = keyring.find(str(token))
    assert caller is not None
    assert (caller.key, caller.landlord, caller.scopes) == (token.id, "twenty11", frozenset(("read", "write")))
    (entry,) = keyring.all()
    assert (entry.id, entry.scopes, entry.label, entry.created_at) == (token.id, ("read", "write"), "the CRM", START)


def test_a_key_is_not_in_the_store(keyring: Keyring, database: Database) -> None:
    token = keyring.create("twenty11", ["read"])
    with database.reading() as connection:
        row = connection.execute(select(API_KEYS)).one()
    assert token.secret not in repr(tuple(row))
    assert row.digest == digest(token)
    assert token.secret not in repr(token)


def test_what_is_not_quite_a_key_opens_nothing(keyring: Keyring) -> None:
    token = keyring.create("twenty11", ["read"])
    other = keyring.create("red_kite", ["read"])
    for presented in (
        "",
        "Bearer",
        str(token)[:-1],
        f"{token} ",
        str(token).upper(),
        str(Token(token.id, other.secret)),
        str(Token(other.id, token.secret)),
        str(new_token()),
        f"ce_{token.id}_",
        "x" * 10_000,
        "ce_\0",
        "\ud800",
        token.secret,
    ):
        assert keyring.find(presented) is None, presented


@given(st.text(max_size=120))
def test_no_text_is_taken_for_a_key_that_is_none(text: str) -> None:
    token = read_token(text)
    assert token is None or str(token) == text


def test_no_key_has_the_hash_that_stands_for_nobody() -> None:
    assert not any(same(new_token(), NOBODY) for _ in range(100))
    assert len({str(new_token()) for _ in range(100)}) == 100


def test_a_revoked_key_opens_nothing(keyring: Keyring) -> None:
    token, other = keyring.create("twenty11", ["read"]), keyring.create("twenty11", ["read"])
    keyring.revoke(token.id)
    assert keyring.find(str(token)) is None
    assert keyring.find(str(other)) is not None
    with pytest.raises(NotStoredError, match="no longer valid"):
        keyring.revoke(token.id)
    with pytest.raises(NotStoredError, match="is not the name"):
        keyring.revoke("000000000000")


def test_a_key_expires(keyring: Keyring, clock: SetClock) -> None:
    token = keyring.create("twenty11", ["read"], expires_at=clock.at + timedelta(days=1))
    clock.on(hours=23)
    assert keyring.find(str(token)) is not None
    clock.on(hours=1)
    assert keyring.find(str(token)) is None
    with pytest.raises(StoreError, match="expired already"):
        keyring.create("twenty11", ["read"], expires_at=clock.at)


def test_a_key_is_replaced_at_once_or_after_a_while(keyring: Keyring, clock: SetClock) -> None:
    first = keyring.create("twenty11", ["read", "admin"], label="the CRM")
    clock.on(minutes=1)
    second = keyring.rotate(first.id, overlap=timedelta(hours=2))
    clock.on(hours=1)
    assert keyring.find(str(first)) is not None
    clock.on(hours=1)
    assert keyring.find(str(first)) is None
    third = keyring.rotate(second.id)
    assert keyring.find(str(second)) is None
    caller = keyring.find(str(third))
    assert caller is not None
    assert (caller.landlord, caller.scopes) == ("twenty11", frozenset(("read", "admin")))
    assert [entry.replaced_by for entry in keyring.all()] == [second.id, third.id, None]
    with pytest.raises(NotStoredError):
        keyring.rotate(first.id)


def test_keys_are_listed_by_landlord(keyring: Keyring) -> None:
    keyring.create("twenty11", ["read"])
    keyring.create("red_kite", ["read"])
    assert [entry.landlord for entry in keyring.all(["red_kite"])] == ["red_kite"]
    assert keyring.all([]) == ()


@pytest.mark.parametrize(("scopes", "message"), [([], "opens nothing"), (["reed"], "did you mean `read`")])
def test_a_scope_must_be_one_of_the_four(keyring: Keyring, scopes: list[str], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        keyring.create("twenty11", scopes)
    assert keyring.all() == ()


def test_refused_access_is_written_down_and_forgotten_after_a_while(database: Database, clock: SetClock) -> None:
    refusals = Refusals(database, clock.clock())
    refusals.refused(key=None, method="GET", route="/v1/cases/{reference}", reason="no key")
    clock.on(days=1)
    refusals.refused(key="abc", method="POST", route="/v1/evaluate", reason="x" * 5_000)
    latest = refusals.latest()
    assert [(each.key, each.method, len(each.reason)) for each in latest] == [("abc", "POST", 200), (None, "GET", 6)]
    with database.writing() as connection:
        assert forget_refusals(connection, clock.at) == 1
    assert [each.key for each in refusals.latest()] == ["abc"]
