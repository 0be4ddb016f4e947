"""The program `code-engine`: its commands, what all of them share, and how it ends."""

from __future__ import annotations

import gc
import sys
from typing import Any, NoReturn

import click

from code_engine.cli.endings import ended
from code_engine.cli.groups import LazyGroup
from code_engine.cli.output import force_utf8
from code_engine.cli.settings import Settings
from code_engine.version import VERSION

PROGRAM = "code-engine"

COMMANDS = {
    "evaluate": "code_engine.cli.evaluate:evaluate",
    "explain": "code_engine.cli.explain:explain",
    "timeline": "code_engine.cli.timeline:timeline",
    "letters": "code_engine.cli.letters:letters",
    "deadlines": "code_engine.cli.deadlines:deadlines",
    "serve": "code_engine.cli.serve:serve",
    "keys": "code_engine.cli.keys:keys",
    "log": "code_engine.cli.log:log",
    "tick": "code_engine.cli.tick:tick",
    "webhooks": "code_engine.cli.webhooks:webhooks",
    "rules": "code_engine.cli.rules:rules",
    "check": "code_engine.cli.check:check",
    "test": "code_engine.cli.scenarios:test",
    "policy": "code_engine.cli.policy:policy",
    "self-assessment": "code_engine.cli.self_assessment:self_assessment",
    "standards": "code_engine.cli.standards:standards",
    "portfolio": "code_engine.cli.portfolio.group:portfolio",
    "new-landlord": "code_engine.cli.new_landlord:new_landlord",
    "landlords": "code_engine.cli.landlords:landlords",
    "plugins": "code_engine.cli.landlords:plugins",
    "doctor": "code_engine.cli.doctor:doctor",
    "schema": "code_engine.cli.schema:schema",
}


class Application(LazyGroup):
    """The whole program; whatever goes wrong ends in a message and an exit code, never in a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and exit with its code."""
        force_utf8()
        options = {**extra, "prog_name": extra.get("prog_name") or PROGRAM, "standalone_mode": False}
        run = super().main
        sys.exit(ended(lambda: run(*args, **options)))


@click.group(
    name=PROGRAM,
    cls=Application,
    commands_at=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, message=f"{PROGRAM} %(version)s")
@click.option("--strict-plugins", is_flag=True, help="Stop where a plugin or landlord cannot be loaded.")
@click.option("--no-color", is_flag=True, help="Never write colours (as does the variable NO_COLOR).")
@click.pass_context
def application(context: click.Context, strict_plugins: bool, no_color: bool) -> None:
    """Evaluate complaint cases against the Housing Ombudsman's Complaint Handling Code.

    Exit codes: 0 done; 1 a status asked for with --fail-on, or a failed check or test; 2 bad usage or bad
    input.
    """
    context.obj = Settings(strict_plugins=strict_plugins, no_colour=no_color)


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    # A run is short and makes many objects that last: looking for rubbish among them takes a fifth of the time.
    gc.set_threshold(200_000)
    sys.exit(application.main())
