"""`code-engine portfolio impact`: what another policy or version of the Code would have done to cases."""

from __future__ import annotations

from pathlib import Path

import click

from code_engine.cli.output import deliver
from code_engine.cli.portfolio.asked import AskedOfMany, about_cases, tell_rejects
from code_engine.cli.settings import Settings
from code_engine.errors import CaseError

FORMATS = ("text", "json", "csv")


@click.command("impact", short_help="What a changed policy would have done to cases.")
@about_cases(argument=False, landlord="Whose policy it is, and whose cases are looked at.")
@click.option("--policy", metavar="FILE", help="A draft of the landlord's policy, in place of its own.")
@click.option("--ruleset", metavar="ID@VERSION", help="A version of the Code, in place of the one in force.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def impact_of(
    settings: Settings, asked: AskedOfMany, policy: str | None, ruleset: str | None, form: str, out: str | None
) -> None:
    """Evaluate cases as they are and once more as if something else had been in force, and list what differs.

    A draft of a policy lies over the policies of the landlord's group, as its own would. The Code's own answers do not
    change with a policy.
    """
    from code_engine.portfolio.impact import alternative, impact, nothing_compared
    from code_engine.presentation.portfolio.lists_data import as_json, impact_csv, impact_data
    from code_engine.presentation.portfolio.lists_text import render_impact_text

    engine = settings.engine()
    other = alternative(engine, asked.landlord, Path(policy) if policy is not None else None, ruleset)
    found = impact(engine, asked.cases().cases(), asked.question(), other)
    rejected = len({reject.row for reject in found.rejects})
    tell_rejects(found.rejects, found.compared + rejected, rejected)
    if not found.compared:
        raise CaseError(nothing_compared(other))
    if form == "json":
        deliver(as_json(impact_data(found)), out)
    elif form == "csv":
        deliver(impact_csv(found), out)
    else:
        to_file = out is not None
        deliver(render_impact_text(found, colour=settings.colour(to_file), width=settings.width(to_file)), out)
