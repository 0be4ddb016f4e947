"""`code-engine landlords` and `code-engine plugins`: what is loaded, from where, and what is not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from code_engine.cli.endings import shown
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.errors import Problem

if TYPE_CHECKING:
    from code_engine.landlord.landlords import Landlord, Landlords
    from code_engine.landlord.policy_version import PolicyVersion
    from code_engine.presentation.terminal import Page


@click.command(short_help="Landlords, their policies and plugins.")
@click.pass_obj
def landlords(settings: Settings) -> None:
    """List the landlords: id, name, group, policies with their dates, and where each comes from."""
    page, found = _page(settings), _loaded(settings)
    plugins = {name: plugin for plugin in found.loaded for name in plugin.landlords}
    for name in found.ids():
        landlord = found.get(name)
        page.heading(f"{landlord.id}: {landlord.name}")
        if landlord.parent is not None:
            page.paragraph(f"Group: {landlord.parent.id} ({landlord.parent.name})", 2, 4)
        _policies(page, landlord)
        plugin = plugins.get(name)
        if plugin is None:
            page.paragraph("Built in.", 2)
        else:
            page.paragraph(f"From: {plugin.distribution} {plugin.version}", 2, 4)
            page.line(f"    {landlord.folder}")
    skipped_lines(page, found)
    say(page.text())


@click.command(short_help="Plugins: what is loaded, what is not and why.")
@click.pass_obj
def plugins(settings: Settings) -> None:
    """List the plugins that were found, and the reason for each that is not loaded."""
    page, found = _page(settings), _loaded(settings)
    plugin_lines(page, found)
    skipped_lines(page, found)
    say(page.text())


def plugin_lines(page: Page, found: Landlords) -> None:
    """Every plugin that loaded, with its version, place, and landlords."""
    for plugin in found.loaded:
        page.heading(f"{plugin.name}: {plugin.distribution} {plugin.version}")
        page.paragraph(f"Landlords: {', '.join(plugin.landlords) or 'none'}", 2, 4)
        page.line(f"  From: {plugin.path}")
    if not found.loaded:
        page.paragraph("No plugin is loaded; only the landlord code-only is there.")


def skipped_lines(page: Page, found: Landlords) -> None:
    """Every plugin, or landlord of one, that is not available, and why."""
    from code_engine.checks.stock import skipped_words
    from code_engine.presentation.terminal import RED

    if found.skipped:
        page.heading("NOT AVAILABLE")
    for skipped in found.skipped:
        who = skipped_words(skipped)
        page.paragraph(f"{who}:", 2, 4, mark=who, colour=RED)
        problem_lines(page, Problem(skipped.reason), 4)


def problem_lines(page: Page, problem: Problem, indent: int) -> None:
    """A problem; a line that begins with a place in a file is left in one piece, so that it can be copied."""
    for line in shown(problem).splitlines():
        if "/" in line.split(" ", 1)[0]:
            page.line(" " * indent + line)
        else:
            page.paragraph(line.strip(), indent + (2 if line.startswith(" ") else 0), indent + 2)


def _policies(page: Page, landlord: Landlord) -> None:
    from code_engine.errors import CodeEngineError

    try:
        policies = landlord.policies
    except CodeEngineError as error:
        for problem in error.problems:
            page.paragraph("Its policies cannot be read:", 2)
            problem_lines(page, problem, 4)
        return
    for version in policies:
        page.paragraph(f"Policy {version.version}: {_dates(version)}; {version.title}", 2, 4)
    if not policies:
        inherited = any(group.policies for group in landlord.lineage)
        page.paragraph("Policy: its group's." if inherited else "Policy: none, the Code alone.", 2)


def _dates(version: PolicyVersion) -> str:
    start = f"from {version.start}" if version.start is not None else "from a day not known"
    return start + (f" to {version.end}" if version.end is not None else "")


def _loaded(settings: Settings) -> Landlords:
    from code_engine.landlord.plugins import load_plugins

    return load_plugins(settings.strict_plugins)


def _page(settings: Settings) -> Page:
    from code_engine.presentation.terminal import Page

    return Page(settings.width(), settings.colour())
