"""`code-engine serve`: the HTTP service."""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from code_engine.cli.output import complain, say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from code_engine.service.http.running import Running

LOCAL = "127.0.0.1"


@click.command(short_help="Answer over HTTP.")
@click.option("--host", default=LOCAL, show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one.")
@click.option("--no-auth", is_flag=True, help="Ask for no keys; only for trying, and only on this machine.")
@click.option("--openapi2", is_flag=True, help="Print the description as OpenAPI 2.0, and do not serve.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, no_auth: bool, openapi2: bool) -> None:
    """Serve the answers of this program over HTTP, until it is interrupted.

    Needs the extra `service`: pip install 'code-engine[service]'.
    """
    from code_engine.service.http.installed import require_http

    require_http()
    from code_engine.service.http.app import create_app
    from code_engine.service.http.serving import is_loopback, listening, server_of, warm

    if openapi2:
        say(_openapi2(settings, host, port))
        return
    if no_auth and not is_loopback(host):
        raise click.UsageError(f"--no-auth is for this machine only: leave --host out, or say --host {LOCAL}")
    if not no_auth:
        raise click.UsageError("there is no store of keys yet: say --no-auth to try the service on this machine")
    socket = listening(host, port)
    running = _running(settings)
    warm(running.engine, today())
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    if no_auth:
        complain("no key is asked for: everybody on this machine can use this service (--no-auth)")
    complain(f"listening on http://{host}:{socket.getsockname()[1]}")
    server_of(create_app(running), running.limits).run([socket])


def _running(settings: Settings) -> Running:
    from code_engine.service.http.running import Running
    from code_engine.service.ports import Clock

    clock = Clock(today=today, now=lambda: datetime.now(UTC), seconds=time.monotonic)
    return Running(settings.engine(), clock)


def _openapi2(settings: Settings, host: str, port: int) -> str:
    import json

    from code_engine.service.http.app import create_app
    from code_engine.service.http.swagger import flattened

    app = create_app(_running(settings))
    return json.dumps(flattened(app.openapi(), f"{host}:{port}", "http"), indent=2, ensure_ascii=False) + "\n"
