"""What the service does by itself: tell what the passing of time changed, and send changes to webhooks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

LOG: Final = logging.getLogger("code_engine.service")

PAUSE_SECONDS: Final = 20.0


class Background:
    """Rounds of work in a thread of its own, until it is ended. What fails is tried again in the next round.

    There is a round every `pause` seconds; without a pause only when it is woken.
    """

    def __init__(self, work: Callable[[], object], pause: float | None = PAUSE_SECONDS) -> None:
        self._work = work
        self._pause = pause
        self._ended = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def wake(self) -> None:
        """Do a round now: something was appended, and its receivers wait."""
        self._woken.set()

    def end(self) -> None:
        """Finish the round in hand and stop."""
        self._ended.set()
        self._woken.set()
        self._thread.join(20)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            try:
                self._work()
            except Exception as error:
                # Its message may quote a case, so only its kind is written down.
                LOG.error("a round in the background failed: %s", type(error).__name__)
            self._woken.wait(self._pause)
