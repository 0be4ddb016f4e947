"""`code-engine deadlines`: what of a case is due when, as text, JSON or a calendar."""

from __future__ import annotations

from datetime import date

import click

from code_engine.cli.asked import Asked, about_a_case, day_given
from code_engine.cli.output import deliver, deliver_bytes, say
from code_engine.cli.settings import Settings

FORMATS = ("text", "json", "ics")


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else day_given(context, parameter, value)


@click.command(short_help="What is due when, also as a calendar.")
@about_a_case
@click.option("--from", "start", callback=_as_day, metavar="DATE", help="Only what is due on this day or later.")
@click.option("--to", "end", callback=_as_day, metavar="DATE", help="Only what is due on this day or earlier.")
@click.option("--all", "done", is_flag=True, help="Also duties that are done, or were missed and are over.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def deadlines(
    settings: Settings, asked: Asked, start: date | None, end: date | None, done: bool, form: str, out: str | None
) -> None:
    """List the duties of CASE that are still open, soonest first: those to come, and those overdue.

    The calendar (ics) opens in Outlook and other programs; made again later, it moves the entries it made before.
    """
    from code_engine.deadlines.due import Window, due_duties

    document, case = asked.case()
    engine = settings.engine()
    evaluation = asked.evaluated(engine, document, case)
    duties = due_duties([(case, evaluation)], asked.as_of, Window(start, end, done))
    if form == "json":
        deliver(duties.to_json(), out)
    elif form == "ics":
        from code_engine.deadlines.calendar_file import calendar_of

        _deliver_calendar(calendar_of(duties, f"Deadlines of {case.reference}"), out)
    else:
        from code_engine.presentation.deadlines_text import render_deadlines

        to_file = out is not None
        deliver(render_deadlines(duties, colour=settings.colour(to_file), width=settings.width(to_file)), out)


def _deliver_calendar(calendar: bytes, out: str | None) -> None:
    """Its lines end as RFC 5545 wants them, on every machine."""
    if out is None or out == "-":
        say(calendar.decode())
    else:
        deliver_bytes(calendar, out)
