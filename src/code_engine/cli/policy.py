"""`code-engine policy`: what a landlord's policy is, how it stands to the Code, and how it differs from another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import day_given
from code_engine.cli.endings import DONE, FAILED, short_place
from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.output import deliver, say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today
from code_engine.errors import did_you_mean, quoted

if TYPE_CHECKING:
    from code_engine.assessment.policy_answers import PolicyCheck
    from code_engine.assessment.policy_choice import ChosenPolicy
    from code_engine.assessment.policy_diff_answers import CasesCompared
    from code_engine.engine import Engine
    from code_engine.ruleset.rules import Ruleset

GRADES = ("conflict", "weaker", "silent", "judgement", "conforms", "stricter")


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else day_given(context, parameter, value)


_as_of = click.option(
    "--as-of",
    callback=_as_day,
    metavar="DATE",
    help="The policy in force on this day; today in London unless given, of a version its own last day.",
)


def _as_grades(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> frozenset[str]:
    """The grades given, each option a list with commas; an unknown one is refused with a suggestion."""
    names = [part.strip() for value in values for part in value.split(",")]
    for name in names:
        if name not in GRADES:
            hint = did_you_mean(name, GRADES) or f"use {', '.join(GRADES)}"
            raise click.BadParameter(f"{quoted(name)} is not a grade; {hint}", context, parameter)
    return frozenset(names)


@click.group(cls=SuggestingGroup, short_help="A landlord's policy: show, check, compare.")
def policy() -> None:
    """Show a landlord's policy, check it against the Code, or compare it with another."""


@policy.command("show", short_help="Everything in force, with its origin.")
@click.argument("landlord", metavar="LANDLORD[@VERSION]")
@_as_of
@click.option("--why", is_flag=True, help="Add who set each value, where, from when, and what it lies over.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def show(settings: Settings, landlord: str, as_of: date | None, why: bool, form: str) -> None:
    """Show everything in force under the policy of LANDLORD, or in the file of a draft, with its origin."""
    from code_engine.assessment.policy_choice import choose_policy, choose_ruleset
    from code_engine.assessment.policy_view import view_policy

    engine = settings.engine()
    chosen = choose_policy(engine.landlords, landlord, as_of=as_of, today=today())
    view = view_policy(chosen, *choose_ruleset(chosen.catalogue(engine.catalogue), chosen, None))
    if form == "json":
        say(view.to_json())
        return
    from code_engine.presentation.policy_view_text import render_view_text

    say(render_view_text(view, why=why, place=short_place, colour=settings.colour(), width=settings.width()))


@policy.command("check", short_help="A policy against all provisions of the Code.")
@click.argument("landlord", metavar="[LANDLORD[@VERSION]]", required=False)
@_as_of
@click.option("--ruleset", metavar="ID@VERSION", help="Measure by this version of the Code.")
@click.option(
    "--policy", "draft", metavar="FILE", help="Check this draft (- for standard input), not an installed one."
)
@click.option("--format", "form", type=click.Choice(("text", "json", "html")), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.option(
    "--fail-on",
    metavar="GRADE",
    multiple=True,
    callback=_as_grades,
    help="Exit with 1 where a provision has this grade; several with commas, or given again.",
)
@click.pass_obj
def check(
    settings: Settings,
    landlord: str | None,
    as_of: date | None,
    ruleset: str | None,
    draft: str | None,
    form: str,
    out: str | None,
    fail_on: frozenset[str],
) -> int:
    """Check the policy of LANDLORD, or a draft, against every provision of the Code.

    A draft stands alone; a LANDLORD given with it lends its name and colours.
    """
    from code_engine.assessment.policy_check import check_policy
    from code_engine.assessment.policy_choice import choose_ruleset
    from code_engine.evaluation.evaluation import Status

    engine = settings.engine()
    chosen = _chosen(engine, landlord, draft, as_of)
    code, notes = choose_ruleset(chosen.catalogue(engine.catalogue), chosen, ruleset)
    found = check_policy(chosen.policy, code, chosen.as_of, notes)
    deliver(_rendered(settings, chosen, found, form, out is not None), out)
    bound = (entry for entry in found.provisions if entry.status is not Status.NOT_APPLICABLE)
    return FAILED if any(entry.grade in fail_on for entry in bound) else DONE


def _chosen(engine: Engine, landlord: str | None, draft: str | None, as_of: date | None) -> ChosenPolicy:
    from code_engine.assessment.policy_choice import choose_draft, choose_policy

    if draft is not None:
        if landlord is not None and "@" in landlord:
            raise click.UsageError("a draft stands in for the policy: name the landlord without a version")
        owner = engine.landlords.get(landlord) if landlord is not None else None
        return choose_draft(draft, owner, as_of=as_of, today=today())
    if landlord is None:
        raise click.UsageError("name a landlord, or a draft with --policy FILE")
    return choose_policy(engine.landlords, landlord, as_of=as_of, today=today())


def _rendered(settings: Settings, chosen: ChosenPolicy, found: PolicyCheck, form: str, to_file: bool) -> str:
    if form == "json":
        return found.to_json()
    if form == "html":
        from code_engine.presentation.html_page import Branding
        from code_engine.presentation.policy_check_page import render_check_html

        owner = chosen.landlord
        brand = Branding(owner.name, owner.profile.branding.primary) if owner is not None else Branding(chosen.name)
        return render_check_html(found, brand)
    from code_engine.presentation.policy_check_text import render_check_text

    return render_check_text(found, chosen.name, colour=settings.colour(to_file), width=settings.width(to_file))


@policy.command("diff", short_help="Two policies, by what they do.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@_as_of
@click.option("--cases", metavar="DIR", help="Say which of the cases in this folder would come out differently.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def diff(settings: Settings, first: str, second: str, as_of: date | None, cases: str | None, form: str) -> None:
    """Compare the policies A and B, each LANDLORD, LANDLORD@VERSION or the file of a draft, by what they do.

    Both are measured by the version of the Code of the later one. Cases are looked at as of DATE too, today
    unless given.
    """
    from code_engine.assessment.policy_diff import Asked, diff_policies, ruleset_for

    engine = settings.engine()
    a, b = (Asked(name, _side(engine, name, as_of)) for name in (first, second))
    code, notes = ruleset_for(engine.catalogue, a, b)
    compared = _compared(engine, a.chosen, b.chosen, code, cases, as_of) if cases is not None else None
    found = diff_policies(a, b, code, notes=notes, cases=compared)
    if form == "json":
        say(found.to_json())
        return
    from code_engine.presentation.policy_diff_text import render_diff_text

    say(render_diff_text(found, colour=settings.colour(), width=settings.width()))


def _side(engine: Engine, name: str, as_of: date | None) -> ChosenPolicy:
    """One side: a version that is named needs no day, and two of them are rarely in force on the same one."""
    from code_engine.assessment.policy_choice import choose_policy, names_a_version

    day = None if names_a_version(name, engine.landlords) else as_of
    return choose_policy(engine.landlords, name, as_of=day, today=as_of or today())


def _compared(
    engine: Engine, first: ChosenPolicy, second: ChosenPolicy, code: Ruleset, folder: str, as_of: date | None
) -> CasesCompared:
    from code_engine.assessment.case_diff import case_files, compare_cases

    return compare_cases(engine, first, second, code, case_files(Path(folder)), as_of or today())
