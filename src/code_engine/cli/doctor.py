"""`code-engine doctor`: what this installation consists of, and what in it does not work."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from code_engine.cli.endings import DONE, FAILED, shown
from code_engine.cli.landlords import plugin_lines, problem_lines, skipped_lines
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today
from code_engine.version import VERSION

if TYPE_CHECKING:
    from code_engine.checks.stock import Stock
    from code_engine.errors import Problem
    from code_engine.presentation.terminal import Page

PACKAGES = ("click", "durable-rules", "holidays", "pluggy", "pydantic", "pydantic-core", "PyYAML", "tzdata")
VARIABLES = ("COLUMNS", "LANG", "LC_ALL", "NO_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "TERM", "TZ")


@click.command(short_help="This installation, and what in it is wrong.")
@click.option("--strict", is_flag=True, help="Exit with 1 where something is left out or broken.")
@click.pass_obj
def doctor(settings: Settings, strict: bool) -> int:
    """Say what is installed, what is loaded from where, and what is left out and why.

    For a report of a fault: it names no case and no person.
    """
    from code_engine.checks.checking import problems_in
    from code_engine.checks.stock import installed
    from code_engine.presentation.terminal import Page

    stock = installed(strict=settings.strict_plugins)
    problems = problems_in(stock)
    page = Page(settings.width(), settings.colour())
    _versions(page)
    _chainer(page)
    _calendar(page)
    ruleset_lines(page, stock)
    page.heading("PLUGINS")
    plugin_lines(page, stock.landlords)
    skipped_lines(page, stock.landlords)
    mistake_lines(page, [problem for problem in problems if problem not in stock.problems])
    _environment(page)
    left_out = len(stock.landlords.skipped) + len(problems)
    page.heading("Nothing is left out." if not left_out else f"LEFT OUT OR BROKEN: {left_out}")
    say(page.text())
    return FAILED if strict and left_out else DONE


def _versions(page: Page) -> None:
    page.heading(f"code-engine {VERSION}")
    implementation = platform.python_implementation()
    page.line(f"  {implementation} {platform.python_version()}: {sys.executable}")
    page.paragraph(f"{platform.system()} {platform.release()}, {platform.machine()}", 2, 4)
    for name in PACKAGES:
        page.paragraph(version_words(name), 2)


def version_words(package: str) -> str:
    """A package with its version, or that it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package}: not installed"


def _chainer(page: Page) -> None:
    from code_engine.evaluation.consequences import durable_available, durable_unavailable_because

    page.heading("FORWARD CHAINER")
    page.paragraph(chainer_words(durable_available(), durable_unavailable_because()), 2, 4)


def chainer_words(version: str | None, reason: str | None) -> str:
    """Which forward chainer runs and why: durable_rules in this version, or our own for a reason."""
    if version is not None:
        return f"durable_rules {version}: it can be imported, so it runs."
    return f"Our own, because durable_rules cannot be used: {reason}"


def _calendar(page: Page) -> None:
    from code_engine.calendar import ANNOUNCED_UNTIL, FIRST_DAY, LAST_DAY, differences_from_library, england
    from code_engine.errors import CodeEngineError

    calendar = england()
    page.heading("WORKING DAYS")
    page.paragraph(f"{calendar.name}, {FIRST_DAY} to {LAST_DAY}; announced until {ANNOUNCED_UNTIL}", 2, 4)
    page.paragraph(calendar.digest, 2, 4)
    try:
        lines = difference_lines(differences_from_library())
    except CodeEngineError as error:
        lines = [shown(problem) for problem in error.problems]
    for line in lines:
        page.paragraph(line, 2, 4)


def difference_lines(differences: Sequence[str]) -> list[str]:
    """How the table of bank holidays compares with the installed library."""
    if not differences:
        return ["The installed holidays library agrees with every day."]
    return ["The installed holidays library differs; the table of code-engine counts:", *differences]


def ruleset_lines(page: Page, stock: Stock) -> None:
    """Every ruleset with its digest, dates and folder, and what is wrong with those that do not load."""
    page.heading("RULESETS")
    for ruleset in sorted(stock.rulesets, key=lambda each: each.identity):
        end = f" to {ruleset.in_force_to}" if ruleset.in_force_to is not None else ""
        page.paragraph(f"{ruleset.identity}: in force from {ruleset.in_force_from}{end}", 2, 4)
        page.paragraph(f"{ruleset.digest}", 4)
        page.paragraph(f"checked on {ruleset.checked_on}", 4)
        page.line(f"    {ruleset.path}")
    for problem in stock.problems:
        problem_lines(page, problem, 2)


def mistake_lines(page: Page, problems: Sequence[Problem]) -> None:
    """What is wrong in policies and consequences: it shows when a case of that landlord is evaluated."""
    if problems:
        page.heading("MISTAKES IN POLICIES AND CONSEQUENCES")
    for problem in problems:
        problem_lines(page, problem, 2)


def _environment(page: Page) -> None:
    page.heading("ENVIRONMENT")
    page.paragraph(f"Today in London: {today()}", 2)
    page.paragraph(f"Standard output: {sys.stdout.encoding}, {_kind_of_output()}", 2)
    for name in VARIABLES:
        if name in os.environ:
            page.paragraph(f"{name}={os.environ[name]}", 2, 4)


def _kind_of_output() -> str:
    return "a terminal" if sys.stdout.isatty() else "not a terminal, so without colour and in 80 columns"
