"""Keys that were found lately are believed for a second, and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from code_engine.service.http.known_callers import KnownCallers
from code_engine.service.http.pool import Pool
from code_engine.service.keys.keyring import Keyring
from code_engine.service.ports import Caller
from code_engine.service.store.opening import open_database
from service_running import a_caller
from stores import START, SetClock


class Counted:
    """The keys of a store, and how often they were asked for."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.asked = 0

    def find(self, presented: str) -> Caller | None:
        self.asked += 1
        return self.keyring.find(presented)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def keys(tmp_path: Path, clock: SetClock) -> Iterator[Counted]:
    database = open_database(str(tmp_path / "store.sqlite"), at=START)
    yield Counted(Keyring(database, clock.clock()))
    database.close()


@contextmanager
def callers_of(clock: SetClock, believed_seconds: float = 1.0) -> Iterator[KnownCallers]:
    pool = Pool("lookup", workers=1, waiting=4, share=4, seconds=5)
    try:
        yield KnownCallers(pool, believed_seconds, clock.clock().seconds)
    finally:
        pool.close()


def test_within_a_second_the_store_is_asked_once(keys: Counted, clock: SetClock) -> None:
    token = keys.keyring.create("twenty11", ["read"])
    with callers_of(clock) as callers:
        for _ in range(5):
            found = asyncio.run(callers.find(keys, str(token)))
            assert found == a_caller(token.id, "twenty11", "read")
            clock.on(seconds=0.19)
        assert keys.asked == 1


def test_a_key_that_was_revoked_opens_nothing_a_second_later(keys: Counted, clock: SetClock) -> None:
    token = keys.keyring.create("twenty11", ["read"])
    with callers_of(clock) as callers:
        assert asyncio.run(callers.find(keys, str(token))) is not None
        keys.keyring.revoke(token.id)
        clock.on(seconds=0.999)
        assert asyncio.run(callers.find(keys, str(token))) is not None
        clock.on(seconds=0.001)
        assert asyncio.run(callers.find(keys, str(token))) is None


def test_a_key_in_use_all_the_time_is_asked_for_again_all_the_same(keys: Counted, clock: SetClock) -> None:
    token = keys.keyring.create("twenty11", ["read"])
    with callers_of(clock) as callers:
        for _ in range(40):
            asyncio.run(callers.find(keys, str(token)))
            clock.on(seconds=0.1)
        assert keys.asked == 4


def test_without_belief_the_store_is_asked_every_time(keys: Counted, clock: SetClock) -> None:
    token = keys.keyring.create("twenty11", ["read"])
    with callers_of(clock, believed_seconds=0.0) as callers:
        assert asyncio.run(callers.find(keys, str(token))) is not None
        keys.keyring.revoke(token.id)
        assert asyncio.run(callers.find(keys, str(token))) is None


def test_what_opens_nothing_is_looked_for_every_time(keys: Counted, clock: SetClock) -> None:
    with callers_of(clock) as callers:
        for _ in range(3):
            assert asyncio.run(callers.find(keys, "ce_guess")) is None
    assert keys.asked == 3


def test_another_key_is_never_taken_for_the_one_before(keys: Counted, clock: SetClock) -> None:
    one, other = (keys.keyring.create(landlord, ["read"]) for landlord in ("twenty11", "red_kite"))
    with callers_of(clock) as callers:
        for token, landlord in ((one, "twenty11"), (other, "red_kite"), (one, "twenty11")):
            found = asyncio.run(callers.find(keys, str(token)))
            assert found is not None
            assert found.landlord == landlord
        altered = f"{str(one)[:-1]}{'A' if str(one)[-1] != 'A' else 'B'}"
        assert asyncio.run(callers.find(keys, altered)) is None


def test_a_thousand_keys_are_remembered_and_then_it_begins_anew(clock: SetClock) -> None:
    class Everybody:
        asked = 0

        def find(self, presented: str) -> Caller | None:
            self.asked += 1
            return a_caller(presented, "twenty11", "read")

    everybody = Everybody()

    async def all_of(callers: KnownCallers, numbers: range) -> None:
        for number in numbers:
            await callers.find(everybody, str(number))

    with callers_of(clock) as callers:
        asyncio.run(all_of(callers, range(1_000)))
        asyncio.run(all_of(callers, range(1_000)))
        assert everybody.asked == 1_000
        asyncio.run(all_of(callers, range(1_000, 1_001)))
        asyncio.run(all_of(callers, range(1)))
        assert everybody.asked == 1_002
