"""`code-engine letters`: which letters are due, and making, verifying and showing them."""

from __future__ import annotations

import click

from code_engine.cli.groups import LazyGroup

COMMANDS = {
    "due": "code_engine.cli.letters_due:due",
    "render": "code_engine.cli.letters_render:render",
    "verify": "code_engine.cli.letters_verify:verify",
    "gallery": "code_engine.cli.letters_gallery:gallery",
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, short_help="Letters: due, made, verified, shown.")
def letters() -> None:
    """Letters to residents: which are due, making one, verifying one, and a gallery of all of them."""
