"""`code-engine check`: what is wrong with rulesets, landlords, scenarios and cases, without evaluating."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.endings import DONE, FAILED, shown
from code_engine.cli.output import say
from code_engine.cli.settings import Settings

if TYPE_CHECKING:
    from code_engine.checks.checking import Report


@click.command(short_help="Check rulesets, plugins and case files.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.pass_obj
def check(settings: Settings, paths: tuple[str, ...]) -> int:
    """Check rulesets and plugins without evaluating a case.

    PATH is a folder of a ruleset or a landlord, a file in one, a scenario file, a case file, or a folder of
    them; without any, everything installed is checked: each ruleset, each file of each landlord, each policy
    against each ruleset, what follows from findings, and the shape of the scenarios.

    Exits with 1 where there is a problem.
    """
    from code_engine.checks.checking import check_installed, check_targets
    from code_engine.checks.targets import targets_of

    strict = settings.strict_plugins
    if paths:
        report = check_targets(targets_of(Path(path) for path in paths), strict=strict)
    else:
        report = check_installed(strict=strict)
    for problem in report.problems:
        say(f"{shown(problem)}\n")
    say(_summary(settings, report))
    return FAILED if report.problems else DONE


def _summary(settings: Settings, report: Report) -> str:
    from code_engine.presentation.terminal import BOLD, RED, Page
    from code_engine.presentation.words import counted

    page = Page(settings.width(), settings.colour())
    if report.problems:
        page.line("")
    for looked_at in report.looked_at:
        page.paragraph(f"checked {looked_at}", 0, 2)
    if report.problems:
        page.line(counted(len(report.problems), "problem"), RED)
    else:
        page.line("no problems", BOLD)
    return page.text()
