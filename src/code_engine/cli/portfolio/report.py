"""`code-engine portfolio report`: the annual complaints performance and service improvement report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from code_engine.cli.output import complain, deliver, deliver_bytes
from code_engine.cli.portfolio.asked import AskedOfMany, about_cases, collected, homes_given, period_of
from code_engine.cli.settings import Settings
from code_engine.cli.sheets_named import as_year
from code_engine.errors import LandlordError, Problem

if TYPE_CHECKING:
    from code_engine.engine import Engine
    from code_engine.portfolio.measures.year_measures import YearMeasures
    from code_engine.portfolio.narrative import ReportTexts


@click.command(short_help="A landlord's annual report on complaints.")
@about_cases(argument=False, landlord="Whose report it is; required.")
@click.option("--year", metavar="YEAR", callback=as_year, required=True, help="The year, such as 2024-25.")
@click.option(
    "--narrative", metavar="FILE", help="The landlord's own texts; report/YEAR.yaml of its folder if left out."
)
@click.option("--group", is_flag=True, help="Of the landlord and all of its subsidiaries together.")
@click.option(
    "--homes", metavar="ID=NUMBER", multiple=True, callback=homes_given, help="Homes of a landlord, for CH01."
)
@click.option(
    "--denominator", type=click.Choice(("made", "responded")), default="made", help="What CH02 is a share of."
)
@click.option("--without-extensions", is_flag=True, help="An extended answer does not count as in time in CH02.")
@click.option("--smallest", metavar="NUMBER", type=click.IntRange(1), default=5, help="Smaller numbers are hidden.")
@click.option("--figures", metavar="FILE", help="Every figure as CSV or Excel, without references of cases.")
@click.option("--references", metavar="FILE", help="The same with the cases behind each; not for publication.")
@click.option("--out", metavar="FILE", help="A file ending in .html, .pdf or .docx; HTML to the terminal without.")
@click.pass_obj
def report(
    settings: Settings,
    asked: AskedOfMany,
    year: str,
    narrative: str | None,
    group: bool,
    homes: Mapping[str, int],
    denominator: Literal["made", "responded"],
    without_extensions: bool,
    smallest: int,
    figures: str | None,
    references: str | None,
    out: str | None,
) -> None:
    """Write the report that 8.1 and 8.2 ask for, in the landlord's colours: one file that needs no network.

    What only the landlord can write is marked in it until it is given. PDF needs the extra `letters`, Word the extra
    `word`.
    """
    from code_engine.cli.portfolio.documents import check_ending, deliver_document
    from code_engine.portfolio.annual_report import ReportAsked, annual_report
    from code_engine.portfolio.measures.satisfaction import Choice
    from code_engine.portfolio.narrative import empty_slots
    from code_engine.presentation.portfolio.report_document import report_document

    if asked.landlord is None:
        raise LandlordError(Problem("it is not said whose report this is", None, "add --landlord ID"))
    check_ending(out)
    engine = settings.engine()
    for landlord in (asked.landlord, *homes):
        engine.landlords.get(landlord)
    texts = _texts(engine, asked.landlord, narrative, year, group)
    period, before = period_of(year), period_of(_year_before(year))
    question = asked.question()
    found = collected(engine, asked, question)
    choice = Choice(denominator, not without_extensions)
    what = ReportAsked(asked.landlord, period, before, question.as_of, homes, choice, smallest, group)
    made = annual_report(engine, found, what, texts)
    deliver_document(report_document(made), out)
    if figures is not None:
        _write_figures(made.measures, figures, references=False)
    if references is not None:
        _write_figures(made.measures, references, references=True)
    for slot in empty_slots(texts):
        asked_by = f" ({slot.provision})" if slot.provision else ""
        complain(f"still to be written: `{slot.key}`{asked_by}, {slot.wanted}")


def _write_figures(found: YearMeasures, out: str, references: bool) -> None:
    """A workbook where the name of the file says so, else CSV."""
    if Path(out).suffix.lower() == ".xlsx":
        from code_engine.portfolio.measures.figures_workbook import figures_workbook

        deliver_bytes(figures_workbook(found, references), out)
        return
    from code_engine.portfolio.measures.figures import figures_csv

    deliver(figures_csv(found, references), out)


def _texts(engine: Engine, landlord: str, narrative: str | None, year: str, group: bool) -> ReportTexts:
    from code_engine.portfolio.narrative import narrative_of, read_narrative

    if narrative is not None:
        return read_narrative(Path(narrative))
    return narrative_of(engine.landlords.get(landlord), year, group)


def _year_before(year: str) -> str:
    first = int(year[:4]) - 1
    return f"{first}-{(first + 1) % 100:02}"
