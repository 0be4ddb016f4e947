"""Making the files of letters in a process of its own, which is ended where it takes too long.

To lay out a page takes a second as a rule, and hours where somebody sends a text made for it. A thread cannot be
stopped, and would keep every other answer waiting meanwhile; a process can, and does not.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING, Any, Final

from code_engine.letters.mistakes import LetterError
from code_engine.service.http.pool import RETRY_AFTER
from code_engine.service.http.problem_details import ProblemError

if TYPE_CHECKING:
    from code_engine.letters.letter import Letter

_QUICK: Final = ("html", "text")
_MOST_MEMORY: Final = 4 * 1024**3
"""Bytes of address space of the process; a letter of twenty pages takes a tenth of it."""


class LetterFiles:
    """Makes files; the processes it needs are started when first asked for, and used again."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._guard = threading.Lock()
        self._idle: list[_Process] = []
        self._closed = False

    def bytes_of(self, letter: Letter, form: str) -> bytes:
        """The letter as a file of a format; as `Letter.as_bytes`.

        Raises LetterError, and ProblemError where it took too long or broke what makes it.
        """
        if form in _QUICK:
            return letter.as_bytes(form)
        with self._guard:
            process = self._idle.pop() if self._idle else None
        process = process or _Process()
        try:
            made = process.ask((letter, form), self._seconds)
        except BaseException:
            process.end()
            raise
        with self._guard:
            if not self._closed:
                self._idle.append(process)
                process = None
        if process is not None:
            process.end()
        if isinstance(made, bytes):
            return made
        kind, problems = made
        raise kind(*problems)

    def close(self) -> None:
        """End the processes that have nothing to do; the others end when they have done it."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()


class _Process:
    """A process that makes one file after the other. It ends by itself where this one ends."""

    def __init__(self) -> None:
        self._ours, theirs = Pipe()
        number = theirs.fileno()
        program = f"from {__name__} import work; work({number})"
        self._process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=(number,)
        )
        theirs.close()

    def ask(self, question: tuple[Letter, str], seconds: float) -> Any:
        try:
            self._ours.send(question)
            if not self._ours.poll(seconds):
                detail = f"The letter could not be laid out within {seconds:g} seconds."
                raise ProblemError("took-too-long", detail, headers=RETRY_AFTER)
            return self._ours.recv()
        except (EOFError, OSError):
            raise ProblemError(
                "took-too-long", "The letter is too large to be laid out.", headers=RETRY_AFTER
            ) from None

    def end(self) -> None:
        self._ours.close()
        self._process.kill()
        self._process.wait()


def work(number: int) -> None:
    """What the process does: make the files that are asked for at a connection, until it is closed."""
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    logging.disable()
    connection = Connection(number)
    while True:
        try:
            letter, form = connection.recv()
        except EOFError:
            return
        try:
            connection.send(letter.as_bytes(form))
        except LetterError as error:
            connection.send((type(error), error.problems))
