"""`code-engine portfolio board-pack`: the monthly report to the governing body."""

from __future__ import annotations

import click

from code_engine.cli.portfolio.asked import AskedOfMany, about_cases, collected
from code_engine.cli.settings import Settings
from code_engine.errors import LandlordError, Problem


@click.command("board-pack", short_help="The monthly report to the governing body.")
@about_cases(argument=False, landlord="Whose report it is; required.")
@click.option("--month", metavar="MONTH", required=True, help="The month, such as 2025-03.")
@click.option("--group", is_flag=True, help="Of the landlord and all of its subsidiaries together.")
@click.option("--out", metavar="FILE", help="A file ending in .html, .pdf or .docx; HTML to the terminal without.")
@click.pass_obj
def board_pack_of(settings: Settings, asked: AskedOfMany, month: str, group: bool, out: str | None) -> None:
    """Write the monthly report that 9.7 asks for: the month beside the twelve months that end with it.

    What only the landlord knows, the Ombudsman's decisions among it, is marked as to be added. PDF needs the extra
    `letters`, Word the extra `word`.
    """
    from code_engine.cli.portfolio.documents import check_ending, deliver_document
    from code_engine.portfolio.board_pack import board_pack, month_period
    from code_engine.presentation.portfolio.board_pack_document import board_pack_document

    if asked.landlord is None:
        raise LandlordError(Problem("it is not said whose report this is", None, "add --landlord ID"))
    check_ending(out)
    engine = settings.engine()
    engine.landlords.get(asked.landlord)
    month_period(month)
    question = asked.question()
    found = collected(engine, asked, question)
    pack = board_pack(engine, found, asked.landlord, month, question.as_of, group)
    deliver_document(board_pack_document(pack), out)
