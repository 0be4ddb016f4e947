"""`code-engine serve`: the HTTP service."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import click

from code_engine.cli.database import VARIABLE, StoreAsked, system_clock, with_master_key, with_networks
from code_engine.cli.output import complain, say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from code_engine.service.http.running import Running

LOCAL = "127.0.0.1"
NO_MASTER_KEY = (
    "the store has no master key: whoever has the database, or a copy of it, can read all that is sealed in it "
    "(--master-key-file)"
)


@click.command(short_help="Answer over HTTP.")
@click.option("--host", default=LOCAL, show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one.")
@click.option(
    "--database",
    metavar="URL",
    envvar=VARIABLE,
    help=f"The store: a file, or postgresql://…; also from the variable {VARIABLE}. Needed for keys.",
)
@with_master_key
@with_networks
@click.option("--no-auth", is_flag=True, help="Ask for no keys; only for trying, and only on this machine.")
@click.option(
    "--reload-every",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="Look for changed files of rules and landlords so often; without it only when the signal SIGHUP comes.",
)
@click.option("--openapi2", is_flag=True, help="Print the description as OpenAPI 2.0, and do not serve.")
@click.pass_obj
def serve(
    settings: Settings,
    host: str,
    port: int,
    database: str | None,
    master_key_file: str | None,
    networks: tuple[str, ...],
    no_auth: bool,
    reload_every: float | None,
    openapi2: bool,
) -> None:
    """Serve the answers of this program over HTTP, until it is interrupted.

    Needs the extra `service`: pip install 'code-engine[service]'.
    """
    from code_engine.service.http.installed import require_http

    require_http()
    from code_engine.service.http.app import create_app
    from code_engine.service.http.serving import is_loopback, listening, server_of, warm

    if openapi2:
        say(_openapi2(settings, host, port, not no_auth))
        return
    if no_auth and not is_loopback(host):
        raise click.UsageError(f"--no-auth is for this machine only: leave --host out, or say --host {LOCAL}")
    if database is None and not no_auth:
        raise click.UsageError("keys are kept in a store: name one with --database, or say --no-auth to try it")
    socket = listening(host, port)
    running = _running(settings)
    if database is not None:
        _with_store(running, StoreAsked(database, master_key_file), networks, no_auth)
    _with_reloading(running, reload_every)
    warm(running.engine, today())
    _log_to_standard_error()
    if no_auth:
        complain("no key is asked for: everybody on this machine can use this service (--no-auth)")
    complain(f"listening on http://{host}:{socket.getsockname()[1]}")
    server_of(create_app(running), running.limits).run([socket])


def _log_to_standard_error() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    # What makes PDFs tells each of its steps, and might quote a letter.
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _running(settings: Settings) -> Running:
    from code_engine.embedding.live_engine import LiveEngine
    from code_engine.service.http.running import Running

    live = LiveEngine(strict=settings.strict_plugins)
    return Running(live.engine, system_clock(), live=live)


def _with_reloading(running: Running, every: float | None) -> None:
    from code_engine.service.http.background import Background
    from code_engine.service.http.reloading import reload

    running.reloading = Background(lambda: reload(running), every)


def _with_store(running: Running, asked: StoreAsked, networks: tuple[str, ...], no_auth: bool) -> None:
    """Open the store and give the service its parts, and what is done in it from time to time."""
    from code_engine.service.extra import require_store

    require_store()
    from code_engine.service.http.background import Background
    from code_engine.service.opened import open_store
    from code_engine.service.outbox.places import read_networks
    from code_engine.service.outbox.sending import HttpSender

    send, master = HttpSender(read_networks(networks)), asked.master()
    store = open_store(asked.address, running.clock, lambda: running.engine, master=master)
    if master is None:
        complain(NO_MASTER_KEY)

    def round_of_work() -> None:
        store.tick_if_due()
        store.deliver(send)

    running.keep_in(store, ask_for_keys=not no_auth)
    running.background = Background(round_of_work)


def _openapi2(settings: Settings, host: str, port: int, keys: bool) -> str:
    import json

    from code_engine.service.http.app import create_app
    from code_engine.service.http.openapi import described
    from code_engine.service.http.swagger import flattened

    description = described(create_app(_running(settings)), keys=keys)
    return (
        json.dumps(flattened(description, f"{host}:{port}", "https" if keys else "http"), indent=2, ensure_ascii=False)
        + "\n"
    )
