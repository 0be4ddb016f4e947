"""`code-engine test`: the scenarios beside the rules, evaluated and compared with what they expect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.endings import DONE, FAILED, shown
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.errors import CodeEngineError, Problem

if TYPE_CHECKING:
    from code_engine.engine import Engine
    from code_engine.scenarios.coverage import Coverage
    from code_engine.scenarios.run import Outcome


@click.command(short_help="Run the scenarios beside the rules.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--coverage", is_flag=True, help="Print what was reached, and which conditions never decided.")
@click.pass_obj
def test(settings: Settings, paths: tuple[str, ...], coverage: bool) -> int:
    """Run the scenarios beside the rules.

    PATH is a scenario file, or the folder of a ruleset or a landlord; without any, the scenarios of all that
    is installed are run.

    Exits with 1 where a scenario fails.
    """
    from code_engine.scenarios.coverage import Coverage
    from code_engine.scenarios.run import run

    engine, files = _asked(settings, paths)
    collected = [Coverage(ruleset) for ruleset in engine.catalogue]
    passed = failed = 0
    for outcome in run(engine, files):
        for each in collected:
            if outcome.evaluation is not None:
                each.add(outcome.evaluation)
            if outcome.check is not None:
                each.add_check(outcome.check)
        if outcome.passed:
            passed += 1
        else:
            failed += 1
            say(_failure(outcome))
    if coverage:
        _show(settings, (each for each in collected if each.reached or each.graded))
    ending = f"{failed} failed" if failed else "all passed" if passed > 1 else "passed"
    total = passed + failed
    say(f"{total} scenario{'s' if total != 1 else ''} in {len(files)} file{'s' if len(files) != 1 else ''}: {ending}\n")
    return FAILED if failed else DONE


def _asked(settings: Settings, paths: tuple[str, ...]) -> tuple[Engine, list[Path]]:
    """The engine to run with, and the files. Raises CodeEngineError where something does not load."""
    from code_engine.checks.stock import stock_with
    from code_engine.checks.targets import targets_of
    from code_engine.scenarios.run import scenario_files

    if not paths:
        engine = settings.engine()
        files = list(scenario_files(engine))
    else:
        targets = targets_of(Path(path) for path in paths)
        if targets.problems:
            raise CodeEngineError(*targets.problems)
        engine = stock_with(targets.beside, strict=settings.strict_plugins).engine()
        files = targets.scenarios
    if not files:
        raise CodeEngineError(
            Problem("there are no scenarios", None, "they are files in a folder `scenarios` beside the rules")
        )
    return engine, files


def _failure(outcome: Outcome) -> str:
    lines = [shown(Problem(f"FAILED {outcome.scenario.name}", outcome.location))]
    lines += [f"  {shown(Problem(difference))}" for difference in outcome.differences]
    return "\n".join(lines) + "\n"


def _show(settings: Settings, collected: Iterable[Coverage]) -> None:
    from code_engine.presentation.coverage_text import render_coverage

    for coverage in collected:
        say(render_coverage(coverage, colour=settings.colour(), width=settings.width()) + "\n")
