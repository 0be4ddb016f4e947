"""`code-engine portfolio generate`: an invented year of cases, for trying and measuring."""

from __future__ import annotations

import click

from code_engine.cli.output import OutputError, complain
from code_engine.cli.portfolio.asked import period_of
from code_engine.cli.settings import Settings
from code_engine.cli.sheets_named import as_year
from code_engine.errors import Location, Problem


@click.command(short_help="An invented year of cases, for trying and measuring.")
@click.option(
    "--cases", "number", metavar="NUMBER", type=click.IntRange(1), default=1_000, show_default=True, help="How many."
)
@click.option("--seed", metavar="NUMBER", type=int, default=1, show_default=True, help="Another seed, other cases.")
@click.option("--year", metavar="YEAR", callback=as_year, default="2024-25", show_default=True, help="The year.")
@click.option(
    "--landlord", "landlords", metavar="ID", multiple=True, help="Whose; all that are installed unless given."
)
@click.option("--out", metavar="FILE", required=True, help="A file: .ndjson, or .csv and .parquet with an event a row.")
@click.pass_obj
def generate(settings: Settings, number: int, seed: int, year: str, landlords: tuple[str, ...], out: str) -> None:
    """Invent cases and write them to a file: seasons, bank holidays, late and lost steps, extensions.

    The same seed gives the same cases. Nobody in them exists, and nothing in them is any landlord's statistic.
    """
    from pathlib import Path

    from code_engine.landlord.plugins import load_plugins
    from code_engine.portfolio.synthetic import SyntheticYear, synthetic_cases
    from code_engine.portfolio.synthetic_files import write_cases

    known = load_plugins(settings.strict_plugins)
    chosen = tuple(known.get(each).id for each in landlords) or tuple(
        each for each in known.ids() if each != "code-only"
    )
    period = period_of(year)
    cases = synthetic_cases(number, SyntheticYear(period.first, period.last, chosen or ("code-only",), seed))
    try:
        rows = write_cases(cases, Path(out))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise OutputError(Problem(f"this cannot be written: {reason}", Location(out), "check the folder")) from None
    complain(f"{number:,} cases with {rows:,} events in {out}")
