"""`code-engine portfolio compare`: the figures of two landlords side by side."""

from __future__ import annotations

from collections.abc import Mapping

import click

from code_engine.cli.output import deliver
from code_engine.cli.portfolio.asked import AskedOfMany, about_cases, collected, homes_given, period_of
from code_engine.cli.settings import Settings
from code_engine.cli.sheets_named import as_year

FORMATS = ("text", "json", "csv")


@click.command("compare", short_help="The figures of two landlords side by side.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@about_cases(argument=False)
@click.option("--year", metavar="YEAR", callback=as_year, required=True, help="The year, such as 2024-25.")
@click.option(
    "--homes", metavar="ID=NUMBER", multiple=True, callback=homes_given, help="Homes of a landlord, for CH01."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def compare_landlords(
    settings: Settings,
    asked: AskedOfMany,
    first: str,
    second: str,
    year: str,
    homes: Mapping[str, int],
    form: str,
    out: str | None,
) -> None:
    """Put the figures of the landlords A and B in a year side by side, each with the difference."""
    from code_engine.portfolio.comparing import compare
    from code_engine.portfolio.measures.year_measures import year_measures
    from code_engine.portfolio.scopes import landlord_scope
    from code_engine.presentation.portfolio.lists_data import as_json, compared_csv, compared_data
    from code_engine.presentation.portfolio.lists_text import render_compared_text

    engine = settings.engine()
    period = period_of(year)
    scopes = [landlord_scope(engine.landlords, each, year, homes) for each in (first, second)]
    question = asked.question()
    found = collected(engine, asked, question)
    sides = [year_measures(found.cases, scope, period, question.as_of) for scope in scopes]
    rows = compare(sides[0], sides[1])
    names = (scopes[0].id, scopes[1].id)
    if form == "json":
        deliver(as_json(compared_data(rows, names)), out)
    elif form == "csv":
        deliver(compared_csv(rows, names), out)
    else:
        to_file = out is not None
        text = render_compared_text(
            sides[0], sides[1], rows, colour=settings.colour(to_file), width=settings.width(to_file)
        )
        deliver(text, out)
