"""Whose key it is, asked of the store at most once a second for each key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from code_engine.service.http.pool import Pool
from code_engine.service.ports import Caller, Keys

_MOST: Final = 1_000


class KnownCallers:
    """The callers found lately. It is used on the event loop only, so it needs no lock.

    Only keys that open something are remembered, by their hash: guessing is as slow as before, and no key lies in
    memory for longer than its request.
    """

    def __init__(self, lookups: Pool, believed_seconds: float, seconds: Callable[[], float]) -> None:
        self._lookups = lookups
        self._believed_seconds = believed_seconds
        self._seconds = seconds
        self._found: dict[bytes, tuple[float, Caller]] = {}

    async def find(self, keys: Keys, presented: str) -> Caller | None:
        """Whose key it is; None for one that opens nothing. Raises ProblemError as `Pool.run`."""
        name = hashlib.sha256(presented.encode("utf-8", "surrogateescape")).digest()
        # Before the store is asked: what is revoked while it answers is believed no longer than anything else.
        asked = self._seconds()
        until, known = self._found.get(name, (asked, None))
        if known is not None and asked < until:
            return known
        found = await self._lookups.run(lambda: keys.find(presented), "keys")
        self._found.pop(name, None)
        if found is not None:
            self._remember(name, asked + self._believed_seconds, found)
        return found

    def _remember(self, name: bytes, until: float, caller: Caller) -> None:
        if len(self._found) >= _MOST:
            self._found.clear()
        self._found[name] = (until, caller)
