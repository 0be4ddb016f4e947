"""Replacing the rules of a running service by the files as they are now; no request is lost over it."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from typing import Final

from code_engine.service.http.background import Background
from code_engine.service.http.running import Running
from code_engine.service.http.serving import warm

LOG: Final = logging.getLogger("code_engine.service")


def reload(running: Running) -> None:
    """Use the files as they are from the next request on; those with mistakes are logged, and nothing changes.

    A request that is being answered keeps the engine it began with.
    """
    live = running.live
    if live is None:
        return
    before = live.problems
    if live.reload_if_changed():
        warm(live.engine, running.clock.today())
        running.engine = live.engine
        running.files = live.digest
        running.metrics.reloaded("replaced")
        LOG.info("the rules were replaced; the files in use are %s", live.digest)
    elif live.problems and live.problems is not before:
        running.metrics.reloaded("refused")
        wrong = "\n".join(f"  {problem}" for problem in live.problems)
        LOG.error("the files have changed, but not into rules; those of %s stay in use:\n%s", live.digest, wrong)


def wake_by_signal(reloading: Background) -> None:
    """Look at the files whenever SIGHUP arrives, where the system has it and this is the thread that gets signals."""
    if hasattr(signal, "SIGHUP") and threading.current_thread() is threading.main_thread():
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, reloading.wake)
