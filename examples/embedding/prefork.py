"""Workers that are forked when the application is there already, as `gunicorn --preload` does: `prefork.py PORT`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django_site import application

WORKERS = 3


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Write nothing."""


def main() -> None:
    """Serve from forked workers until told to stop."""
    server = make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=Quiet)
    workers = []
    for _ in range(WORKERS):
        child = os.fork()
        if child == 0:
            server.serve_forever()
        workers.append(child)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    for worker in workers:
        os.waitpid(worker, 0)


if __name__ == "__main__":
    main()
