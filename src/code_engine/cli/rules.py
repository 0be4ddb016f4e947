"""`code-engine rules`: what the provisions of the Code ask, and how each is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from code_engine.ruleset.rules import Ruleset

KINDS = ("case", "policy", "organisation", "portfolio")

_ruleset = click.option(
    "--ruleset", "identity", metavar="ID@VERSION", help="The version; the one now in force unless given."
)
_landlord = click.option("--landlord", metavar="ID", help="Include the rulesets this landlord or its group brings.")
_format = click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)


@click.group(cls=SuggestingGroup)
def rules() -> None:
    """List the provisions of the Code, or show one of them."""


@rules.command("list")
@click.option("--section", type=int, metavar="N", help="Only this section.")
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only what this evidence answers; repeatable."
)
@_ruleset
@_landlord
@_format
@click.pass_obj
def list_rules(
    settings: Settings,
    section: int | None,
    kinds: tuple[str, ...],
    identity: str | None,
    landlord: str | None,
    form: str,
) -> None:
    """List every provision: its gist, kinds, rules, and who judges what cannot be computed."""
    from code_engine.presentation.rules_outline import shown
    from code_engine.presentation.rules_text import render_list

    ruleset = _chosen(settings, identity, landlord)
    if section is not None and section not in ruleset.sections:
        known = ", ".join(str(number) for number in ruleset.sections)
        raise click.BadParameter(f"there is no section {section}; sections: {known}", param_hint="'--section'")
    found = [
        shown(ruleset, provision)
        for provision in ruleset.provisions.values()
        if section in (None, provision.section) and (not kinds or set(kinds) & set(provision.kinds))
    ]
    if form == "json":
        say(_as_json([_plain(provision) for provision in found]))
    else:
        say(render_list(found, colour=settings.colour(), width=settings.width()))


@rules.command("show")
@click.argument("provision", metavar="PROVISION")
@_ruleset
@_landlord
@_format
@click.pass_obj
def show_rule(settings: Settings, provision: str, identity: str | None, landlord: str | None, form: str) -> None:
    """Show PROVISION (6.3): rules, conditions, deadlines, numbers, contested readings, who judges the rest."""
    from code_engine.presentation.rules_outline import shown
    from code_engine.presentation.rules_text import render_provision

    ruleset = _chosen(settings, identity, landlord)
    found = shown(ruleset, ruleset.provision(provision))
    if form == "json":
        say(_as_json(_plain(found)))
    else:
        say(render_provision(found, colour=settings.colour(), width=settings.width()))


def _chosen(settings: Settings, identity: str | None, landlord: str | None) -> Ruleset:
    engine = settings.engine()
    catalogue = engine.catalogue
    if landlord is not None:
        catalogue = engine.catalogue_of(engine.landlords.get(landlord))
    return catalogue.named(identity) if identity is not None else catalogue.in_force(today())


def _plain(value: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(value)


def _as_json(value: object) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
