"""`code-engine portfolio map`: propose what the columns of an export or of a table are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.output import complain, deliver
from code_engine.errors import DocumentError, Problem

if TYPE_CHECKING:
    from code_engine.portfolio.sources.proposal import Proposal
    from code_engine.portfolio.sources.tables import Table, TableOptions

_MOST_TOLD = 15


@click.command("map", short_help="Propose a mapping for an export or a table.")
@click.argument("source", metavar="SOURCE")
@click.option("--landlord", metavar="ID", help="Whose cases they are, where no column says so.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; its first one if left out.")
@click.option("--heading-row", metavar="NUMBER", type=click.IntRange(1), default=1, help="The row with the headings.")
@click.option("--encoding", metavar="NAME", default="utf-8", help="The encoding of a CSV file, such as windows-1252.")
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
def propose_mapping(
    source: str, landlord: str | None, sheet: str | None, heading_row: int, encoding: str, out: str | None
) -> None:
    """Propose a mapping for SOURCE from its headings and values, as YAML to be checked and completed.

    SOURCE is a file, or the address of a database with the table in it. What could not be placed is listed in the
    mapping. What cannot be told from the values alone, such as whether 3/4/2025 is in March or in April, stands there
    as ASK, and a mapping that still has one is refused.
    """
    from code_engine.portfolio.addresses import is_address
    from code_engine.portfolio.sources.heading_row import likely_heading_row
    from code_engine.portfolio.sources.proposal import propose
    from code_engine.portfolio.sources.proposal_text import proposal_yaml
    from code_engine.portfolio.sources.tables import TableOptions

    options = TableOptions(encoding=encoding, sheet=sheet, heading_row=heading_row)
    in_database = is_address(source)
    proposal = propose(_in_database(source, options) if in_database else _in_file(source, options), landlord)
    deliver(proposal_yaml(proposal, options), out)
    _tell(proposal)
    if "reference" in proposal.missing and not in_database:
        row = likely_heading_row(Path(source), options)
        if row is not None:
            complain(f"note: the names of the columns seem to be in row {row}: add --heading-row {row}")


def _in_file(source: str, options: TableOptions) -> Table:
    from code_engine.portfolio.sources.heading_row import refuse_cases
    from code_engine.portfolio.sources.tables import open_table

    table = open_table(Path(source), options)
    refuse_cases(table)
    return table


def _in_database(source: str, options: TableOptions) -> Table:
    from code_engine.portfolio.addresses import SOURCES, address_of
    from code_engine.portfolio.sources.proposal import ROWS_LOOKED_AT
    from code_engine.portfolio.sources.reading import sampled_database

    address = address_of(source, SOURCES)
    if options != type(options)():
        hint = "leave out `--encoding`, `--sheet` and `--heading-row`"
        raise DocumentError(Problem("a table of a database has its headings and letters itself", address.place, hint))
    return sampled_database(address, ROWS_LOOKED_AT)


def _tell(proposal: Proposal) -> None:
    """Say on standard error what was placed, what was not, and what a person has to settle."""
    from code_engine.portfolio.sources.proposal_text import open_questions

    complain(f"{len(proposal.columns)} columns placed, {len(proposal.unplaced)} not; {proposal.rows} rows looked at")
    for name, reason in proposal.unplaced[:_MOST_TOLD]:
        complain(f"  {name}: {reason}")
    if len(proposal.unplaced) > _MOST_TOLD:
        complain(f"  and {len(proposal.unplaced) - _MOST_TOLD} more, which are listed in the mapping")
    for question in open_questions(proposal):
        complain(f"to settle: {question}")
