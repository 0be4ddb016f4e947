"""`code-engine portfolio due`: what is overdue or due soon, for the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from code_engine.cli.output import deliver
from code_engine.cli.portfolio.asked import ONLY, AskedOfMany, about_cases, tell_rejects
from code_engine.cli.settings import Settings

if TYPE_CHECKING:
    from code_engine.portfolio.due import DueItem
    from code_engine.portfolio.sources.rejects import Reject

FORMATS = ("text", "json", "csv")


@click.command(short_help="What is overdue or due soon, by landlord and handler.")
@about_cases(argument=False, landlord=ONLY)
@click.option("--within", metavar="DAYS", type=click.IntRange(0), default=5, show_default=True, help="Working days.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def due(settings: Settings, asked: AskedOfMany, within: int, form: str, out: str | None) -> None:
    """List what is overdue or due within so many working days, over all cases, the most urgent first.

    Both the Code's duties and the landlord's own promises are listed.
    """
    from code_engine.portfolio.due import due_items, in_order
    from code_engine.portfolio.evaluating import outcomes
    from code_engine.presentation.portfolio.lists_data import as_json, due_csv, due_data
    from code_engine.presentation.portfolio.lists_text import render_due_text

    engine = settings.engine()
    if asked.landlord is not None:
        engine.landlords.get(asked.landlord)
    question = asked.question()
    items: list[DueItem] = []
    rejects: list[Reject] = []
    rows, rejected = 0, 0
    for each in outcomes(engine, asked.cases(), question):
        rows += len(each.rows)
        if each.evaluated is None:
            rejected += len(each.rows)
            rejects.extend(each.rejects)
        elif asked.landlord in (None, each.evaluated.record.landlord):
            items.extend(due_items([each.evaluated], within))
    tell_rejects(rejects, rows, rejected)
    ordered = in_order(items)
    if form == "json":
        deliver(as_json(due_data(ordered)), out)
    elif form == "csv":
        deliver(due_csv(ordered), out)
    else:
        to_file = out is not None
        text = render_due_text(
            ordered, question.as_of, within, colour=settings.colour(to_file), width=settings.width(to_file)
        )
        deliver(text, out)
