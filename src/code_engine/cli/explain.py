"""`code-engine explain`: why one provision is met or not, and what would change it."""

from __future__ import annotations

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.output import say
from code_engine.cli.settings import Settings


@click.command(short_help="Why a provision is met or not in a case.")
@about_a_case
@click.argument("provision", metavar="PROVISION")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def explain(settings: Settings, asked: Asked, provision: str, form: str) -> None:
    """Explain one PROVISION (6.3) in CASE: why, and why not.

    Each condition with the values it saw, how the days were counted, what is not known, every reading where
    the Code is contested, and the smallest change that would turn a breach into met.
    """
    document, case = asked.case()
    engine = settings.engine()
    explanation = asked.explained(engine, document, case, provision)
    if form == "json":
        say(explanation.to_json())
        return
    from code_engine.presentation.explain_text import render_explanation

    name = engine.landlords.get(explanation.case.landlord).name
    say(render_explanation(explanation, colour=settings.colour(), width=settings.width(), landlord_name=name))
