"""`code-engine portfolio board-pack`: the monthly report to the governing body."""

from __future__ import annotations

import click

from code_engine.cli.output import deliver
from code_engine.cli.portfolio.asked import AskedOfMany, about_cases, collected
from code_engine.cli.settings import Settings
from code_engine.errors import LandlordError, Problem


@click.command("board-pack", short_help="The monthly report to the governing body.")
@about_cases(argument=False, landlord="Whose report it is; required.")
@click.option("--month", metavar="MONTH", required=True, help="The month, such as 2025-03.")
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def board_pack_of(settings: Settings, asked: AskedOfMany, month: str, out: str | None) -> None:
    """Write the monthly report that 9.7 asks for, as one HTML page: the month beside the last twelve months.

    What only the landlord knows, the Ombudsman's decisions among it, is marked as to be added.
    """
    from code_engine.portfolio.board_pack import board_pack, month_period
    from code_engine.presentation.portfolio.board_pack_page import render_board_pack_html

    if asked.landlord is None:
        raise LandlordError(Problem("it is not said whose report this is", None, "add --landlord ID"))
    engine = settings.engine()
    engine.landlords.get(asked.landlord)
    month_period(month)
    question = asked.question()
    found = collected(engine, asked, question)
    deliver(render_board_pack_html(board_pack(engine, found, asked.landlord, month, question.as_of)), out)
