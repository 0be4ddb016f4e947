"""`code-engine schema`: the JSON Schema of a kind of file, for editors and other programs."""

from __future__ import annotations

import click

from code_engine.cli.output import deliver

NAMES = (
    "case",
    "ruleset",
    "landlord",
    "policy",
    "consequences",
    "facts",
    "assessment",
    "standards",
    "letters",
    "scenarios",
    "evaluation",
)


@click.command(short_help="The JSON Schema of a kind of file.")
@click.argument("name", metavar="NAME", type=click.Choice(NAMES))
@click.option("--out", metavar="FILE", help="Write to a file instead of the terminal.")
def schema(name: str, out: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a kind of file.

    NAME is case, ruleset, landlord, policy, consequences, facts, assessment, standards, letters, scenarios or
    evaluation.

    An editor checks and completes a YAML file that begins with the line

    \b
        # yaml-language-server: $schema=PATH/TO/case.json
    """
    from code_engine.schemas import schema_text

    deliver(schema_text(name), out)
