"""`code-engine portfolio`: the commands about many cases, each imported when it is called."""

from __future__ import annotations

import click

from code_engine.cli.groups import LazyGroup

COMMANDS = {
    "map": "code_engine.cli.portfolio.mapping:propose_mapping",
    "evaluate": "code_engine.cli.portfolio.evaluate:evaluate_all",
    "measures": "code_engine.cli.portfolio.measures:measures",
    "report": "code_engine.cli.portfolio.report:report",
    "board-pack": "code_engine.cli.portfolio.board_pack:board_pack_of",
    "due": "code_engine.cli.portfolio.due:due",
    "compare": "code_engine.cli.portfolio.compare:compare_landlords",
    "impact": "code_engine.cli.portfolio.impact:impact_of",
    "generate": "code_engine.cli.portfolio.generate:generate",
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, short_help="Many cases at once: evaluate, measure, report.")
def portfolio() -> None:
    """Evaluate many cases, measure a year of them, and report on it.

    SOURCE is a folder of case files, a file with a case in every line (.ndjson), or an export (.csv, .xlsx,
    .parquet) with a mapping that says what its columns are.
    """
