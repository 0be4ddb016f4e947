"""`code-engine portfolio map`: propose what the columns of an export are."""

from __future__ import annotations

from pathlib import Path

import click

from code_engine.cli.output import complain, deliver

_MOST_TOLD = 15


@click.command("map", short_help="Propose a mapping for an export.")
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

    What could not be placed is listed in it. What cannot be told from the values alone, such as whether 3/4/2025 is
    in March or in April, stands there as ASK, and a mapping that still has one is refused.
    """
    from code_engine.portfolio.sources.heading_row import likely_heading_row, refuse_cases
    from code_engine.portfolio.sources.proposal import propose
    from code_engine.portfolio.sources.proposal_text import open_questions, proposal_yaml
    from code_engine.portfolio.sources.tables import TableOptions, open_table

    options = TableOptions(encoding=encoding, sheet=sheet, heading_row=heading_row)
    table = open_table(Path(source), options)
    refuse_cases(table)
    proposal = propose(table, landlord)
    deliver(proposal_yaml(proposal, options), out)
    complain(f"{len(proposal.columns)} columns placed, {len(proposal.unplaced)} not; {proposal.rows} rows looked at")
    for name, reason in proposal.unplaced[:_MOST_TOLD]:
        complain(f"  {name}: {reason}")
    if len(proposal.unplaced) > _MOST_TOLD:
        complain(f"  and {len(proposal.unplaced) - _MOST_TOLD} more, which are listed in the mapping")
    for question in open_questions(proposal):
        complain(f"to settle: {question}")
    row = likely_heading_row(Path(source), options) if "reference" in proposal.missing else None
    if row is not None:
        complain(f"note: the names of the columns seem to be in row {row}: add --heading-row {row}")
