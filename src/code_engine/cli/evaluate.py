"""`code-engine evaluate`: where a case stands on every provision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.endings import DONE, FAILED
from code_engine.cli.output import deliver
from code_engine.cli.settings import Settings
from code_engine.errors import did_you_mean, quoted

if TYPE_CHECKING:
    from code_engine.case.model import Case
    from code_engine.engine import Engine
    from code_engine.evaluation.evaluation import Evaluation

FORMATS = ("text", "json", "markdown", "html")
STATUSES = ("met", "breached", "pending", "undetermined", "not_applicable")


def _as_statuses(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> frozenset[str]:
    """The statuses given, each option a list with commas; an unknown one is refused with a suggestion."""
    names = [part.strip() for value in values for part in value.split(",")]
    for name in names:
        if name not in STATUSES:
            hint = did_you_mean(name, STATUSES) or f"use {', '.join(STATUSES)}"
            raise click.BadParameter(f"{quoted(name)} is not a status; {hint}", context, parameter)
    return frozenset(names)


@click.command(short_help="Where a case stands on every provision.")
@about_a_case
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--explain", is_flag=True, help="Add the facts and conditions behind every finding.")
@click.option(
    "--fail-on",
    metavar="STATUS",
    multiple=True,
    callback=_as_statuses,
    help="Exit with 1 where a finding has this status; several with commas, or given again.",
)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def evaluate(
    settings: Settings,
    asked: Asked,
    form: str,
    explain: bool,
    fail_on: frozenset[str],
    out: str | None,
) -> int:
    """Evaluate CASE, a YAML or JSON file (- for standard input), against the whole Code.

    Both layers are looked at: the Code's own, and the landlord's promises beside it.
    """
    document, case = asked.case()
    engine = settings.engine()
    evaluation = asked.evaluated(engine, document, case)
    deliver(_rendered(settings, engine, case, evaluation, form, explain, out is not None), out)
    return FAILED if any(finding.status in fail_on for finding in evaluation.findings) else DONE


def _rendered(
    settings: Settings,
    engine: Engine,
    case: Case,
    evaluation: Evaluation,
    form: str,
    explain: bool,
    to_file: bool,
) -> str:
    if form == "json":
        return evaluation.to_json()
    name = engine.landlords.get(evaluation.case.landlord).name
    if form == "markdown":
        from code_engine.presentation.markdown import render_markdown

        return render_markdown(evaluation, explain=explain, landlord_name=name)
    if form == "html":
        return _page(engine, case, evaluation, explain)
    from code_engine.presentation.text import render_text

    colour, width = settings.colour(to_file), settings.width(to_file)
    return render_text(evaluation, colour=colour, width=width, explain=explain, landlord_name=name)


def _page(engine: Engine, case: Case, evaluation: Evaluation, explain: bool) -> str:
    from code_engine.presentation.html import Branding, render_html
    from code_engine.presentation.timeline import build_timeline

    profile = engine.landlords.get(evaluation.case.landlord).profile
    return render_html(
        evaluation,
        explain=explain,
        timeline=build_timeline(case, evaluation, engine.calendar),
        branding=Branding(profile.name, profile.branding.primary),
    )
