"""How far a long run is, on one line of a terminal; nothing where standard error is not one."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

_EVERY = 0.2
_CLEAR = "\r\x1b[K"
_BAR = 24


class ProgressLine:
    """A line that is written over as the number of cases grows, and gone at the end."""

    def __init__(self, total: int | None = None) -> None:
        self._total = total
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._last = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._on and self._last:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def show(self, number: int) -> None:
        """Say how many cases are done; at most five times a second."""
        now = time.monotonic()
        if self._on and now - self._last >= _EVERY:
            self._last = now
            sys.stderr.write(_CLEAR + progress_words(number, self._total, now - self._start))
            sys.stderr.flush()


def progress_words(number: int, total: int | None, seconds: float) -> str:
    """The line: a bar where the total is known, the number of cases, and how many a second."""
    rate = f"{number / seconds:,.0f} a second" if seconds > 0 else ""
    if not total:
        return f"{number:,} cases  {rate}"
    done = min(number * _BAR // total, _BAR)
    return f"[{'#' * done}{'.' * (_BAR - done)}] {number:,} of {total:,} cases  {rate}"
