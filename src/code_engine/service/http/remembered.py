"""Answers kept for requests that come again with the same Idempotency-Key.

They are kept in the memory of the process, and bounded: the oldest goes first. What has to outlast a restart, events
that were taken and what was recorded in the decision log, is kept by the store.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from code_engine.service.http.limits import Limits
from code_engine.service.http.problem_details import ProblemError, invalid_parameter

REPLAYED: Final = {"Idempotent-Replayed": "true"}
"""The header of an answer that was given before."""

_LONGEST = 255


@dataclass(slots=True)
class _Answer:
    fingerprint: bytes
    until: float
    response: Response | None = None

    @property
    def size(self) -> int:
        return len(self.response.body) if self.response is not None else 0


class Remembered:
    """Answers by key and Idempotency-Key. It is used on the event loop only, so it needs no lock."""

    def __init__(self, limits: Limits, seconds: Callable[[], float]) -> None:
        self._limits = limits
        self._seconds = seconds
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._size = 0

    async def once(
        self, caller: str, key: str | None, request: bytes, answer: Callable[[], Awaitable[Response]]
    ) -> Response:
        """The answer, or the same as before where the caller used this Idempotency-Key for the same request.

        Only answers that went well are kept. Raises ProblemError: the key was used for another request (422),
        or the same one is being answered now (409).
        """
        if key is None:
            return await answer()
        refuse_malformed_key(key)
        fingerprint = hashlib.sha256(request).digest()
        place = (caller, key)
        self._forget_old()
        known = self._answers.get(place)
        if known is not None:
            return _repeated(known, fingerprint)
        kept = self._answers[place] = _Answer(fingerprint, self._seconds() + self._limits.remembered_seconds)
        try:
            response = await answer()
        except BaseException:
            del self._answers[place]
            raise
        kept.response = response
        self._size += kept.size
        self._make_room()
        return response

    def _forget_old(self) -> None:
        now = self._seconds()
        while self._answers:
            place, oldest = next(iter(self._answers.items()))
            if oldest.until > now or oldest.response is None:
                return
            self._drop(place)

    def _make_room(self) -> None:
        if self._size <= self._limits.remembered_bytes:
            return
        for place in [each for each, kept in self._answers.items() if kept.response is not None]:
            if self._size <= self._limits.remembered_bytes:
                return
            self._drop(place)

    def _drop(self, place: tuple[str, str]) -> None:
        self._size -= self._answers.pop(place).size


def _repeated(known: _Answer, fingerprint: bytes) -> Response:
    if known.fingerprint != fingerprint:
        raise ProblemError("key-used-before", "Use a new key for each request.")
    if known.response is None:
        raise ProblemError("conflict", "Wait for its answer.", headers={"Retry-After": "1"})
    kept = known.response
    headers = {name: value for name, value in kept.headers.items() if name != "content-length"}
    return Response(kept.body, kept.status_code, {**headers, **REPLAYED})


def refuse_malformed_key(key: str) -> None:
    """Raise ProblemError for an Idempotency-Key that is empty, too long, or not all printable ASCII."""
    if not 0 < len(key) <= _LONGEST or not key.isascii() or not key.isprintable():
        raise invalid_parameter(f"expected 1 to {_LONGEST} printable characters of ASCII", "Idempotency-Key")
