"""`code-engine standards`: how a landlord keeps to the professional standards, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from code_engine.cli.output import deliver
from code_engine.cli.settings import Settings

if TYPE_CHECKING:
    from code_engine.assessment.standards import Standards
    from code_engine.landlord.landlords import Landlord

FORMATS = ("text", "markdown", "html", "json")


@click.command(short_help="A landlord's professional standards.")
@click.argument("landlord", metavar="LANDLORD")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def standards(settings: Settings, landlord: str, form: str, out: str | None) -> None:
    """Print the professional standards of LANDLORD: the seven characteristics, and how it keeps to them.

    What its group says holds here as well, except what the landlord replaces or drops. The statement supports
    provision 9.8 of the Code.
    """
    from code_engine.assessment.standards import standards_of
    from code_engine.landlord.plugins import load_plugins

    found = load_plugins(settings.strict_plugins).get(landlord)
    deliver(_rendered(settings, found, standards_of(found), form, out is not None), out)


def _rendered(settings: Settings, landlord: Landlord, found: Standards, form: str, to_file: bool) -> str:
    if form == "html":
        from code_engine.presentation.standards_page import render_standards_html

        return render_standards_html(found, landlord.profile)
    from code_engine.presentation.standards_text import (
        render_standards_markdown,
        render_standards_text,
        standards_data,
    )

    if form == "markdown":
        return render_standards_markdown(found)
    if form == "json":
        import json

        return json.dumps(standards_data(found), indent=2, ensure_ascii=False) + "\n"
    return render_standards_text(found, colour=settings.colour(to_file), width=settings.width(to_file))
