"""`code-engine portfolio measures`: the figures of a year, with the cases behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from code_engine.cli.output import deliver
from code_engine.cli.portfolio.asked import ONLY, AskedOfMany, about_cases, collected, homes_given, period_of
from code_engine.cli.settings import Settings
from code_engine.cli.sheets_named import as_year

if TYPE_CHECKING:
    from collections.abc import Mapping

    from code_engine.engine import Engine
    from code_engine.portfolio.measures.year_measures import Scope, YearMeasures

FORMATS = ("text", "json", "csv")


@click.command(short_help="The figures of a year: CH01, CH02 and all others.")
@about_cases(argument=True, landlord=ONLY)
@click.option("--year", metavar="YEAR", callback=as_year, required=True, help="The year, such as 2024-25.")
@click.option(
    "--homes", metavar="ID=NUMBER", multiple=True, callback=homes_given, help="Homes of a landlord, for CH01."
)
@click.option(
    "--denominator", type=click.Choice(("made", "responded")), default="made", help="What CH02 is a share of."
)
@click.option("--without-extensions", is_flag=True, help="An extended answer does not count as in time in CH02.")
@click.option("--smallest", metavar="NUMBER", type=click.IntRange(1), default=5, help="Smaller numbers are hidden.")
@click.option("--references", is_flag=True, help="Name the cases behind the figures; not for publication.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def measures(
    settings: Settings,
    asked: AskedOfMany,
    year: str,
    homes: Mapping[str, int],
    denominator: Literal["made", "responded"],
    without_extensions: bool,
    smallest: int,
    references: bool,
    form: str,
    out: str | None,
) -> None:
    """Measure the cases of SOURCE in a year, for each landlord and for each group with several.

    Complaints count in the year in which they were received, stage 2 in the year in which it was asked for.
    """
    from code_engine.portfolio.measures.satisfaction import Choice
    from code_engine.portfolio.measures.year_measures import year_measures
    from code_engine.portfolio.scopes import landlord_scope, scopes_of

    engine = settings.engine()
    for landlord in (*homes, *filter(None, [asked.landlord])):
        engine.landlords.get(landlord)
    period = period_of(year)
    question = asked.question()
    found = collected(engine, asked, question)
    if asked.landlord is not None:
        scopes: tuple[Scope, ...] = (landlord_scope(engine.landlords, asked.landlord, year, homes),)
    else:
        scopes = scopes_of(engine.landlords, [case.record.landlord for case in found.cases], year, homes)
    choice = Choice(denominator, not without_extensions)
    results = [year_measures(found.cases, scope, period, question.as_of, choice, smallest) for scope in scopes]
    deliver(_rendered(settings, engine, results, form, references, out is not None), out)


def _rendered(
    settings: Settings, engine: Engine, results: list[YearMeasures], form: str, references: bool, to_file: bool
) -> str:
    if form == "text":
        from code_engine.presentation.portfolio.measures_text import render_measures_text

        return render_measures_text(
            results,
            titles_of(engine, results[0]),
            colour=settings.colour(to_file),
            width=settings.width(to_file),
            references=references,
        )
    if form == "json":
        from code_engine.portfolio.measures.figures import figures_data
        from code_engine.presentation.portfolio.lists_data import as_json

        return as_json([figures_data(each, references) for each in results])
    from code_engine.portfolio.measures.figures import all_figures_csv

    return all_figures_csv(results, references)


def titles_of(engine: Engine, found: YearMeasures) -> dict[str, str]:
    """The titles of provisions, by the Code of the year; none where there was no Code."""
    from code_engine.errors import NoRulesetInForceError

    try:
        ruleset = engine.catalogue.in_force(found.period.last)
    except NoRulesetInForceError:
        return {}
    return {number: provision.title for number, provision in ruleset.provisions.items()}
