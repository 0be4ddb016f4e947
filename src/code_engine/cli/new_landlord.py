"""`code-engine new-landlord`: a complete plugin for a new landlord."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import day_given
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.cli.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else day_given(context, parameter, value)


@click.command(name="new-landlord", short_help="A complete plugin for a new landlord.")
@click.argument("identity", metavar="ID")
@click.option("--parent", metavar="ID", help="The group it belongs to; left out, a landlord without a group.")
@click.option("--name", metavar="NAME", help="Its name for people; made from the ID unless given.")
@click.option(
    "--from",
    "start",
    metavar="DATE",
    callback=_as_day,
    help="The first day of its policy; the first day of its group's present one unless given.",
)
@click.option("--email", metavar="ADDRESS", help="How letters to it are sent by e-mail.")
@click.option("--telephone", metavar="NUMBER", help="How it is rung.")
@click.option("--website", metavar="ADDRESS", help="Its site, beginning with https://.")
@click.option("--into", metavar="FOLDER", default=".", help="Where the folder ID is made; here unless given.")
@click.pass_obj
def new_landlord(
    settings: Settings,
    identity: str,
    parent: str | None,
    name: str | None,
    start: date | None,
    into: str,
    email: str | None,
    telephone: str | None,
    website: str | None,
) -> None:
    """Write a plugin for the landlord ID: it installs, loads, and passes its own tests as it is.

    ID is lower-case words joined by `_`. What the landlord does not write down itself is its group's, but how it is
    reached: without an e-mail address, a telephone number or a site no letters are made for it. A folder that is not
    empty is left alone, and nothing is ever half written.
    """
    from code_engine.landlord.plugins import load_plugins
    from code_engine.scaffold import request
    from code_engine.scaffold.contents import contents_of
    from code_engine.scaffold.writing import write_folder

    contacts = {"telephone": telephone, "email": email, "website": website}
    given = {kind: text for kind, text in contacts.items() if text is not None}
    landlords = load_plugins(settings.strict_plugins)
    new = request.new_landlord(
        identity, landlords, name=name, parent=parent, start=start, today=today(), contacts=given
    )
    contents = contents_of(new)
    folder = Path(into) / new.id
    write_folder(folder, contents)
    say(_told(folder, contents, reached=bool(given)))


def _told(folder: Path, contents: Iterable[str], *, reached: bool) -> str:
    lines = [f"wrote {folder}", *(f"  {place}" for place in contents)]
    place = folder / "landlord.yaml"
    lines += [] if reached else [f"to send letters: say under `contacts:` in {place} how they can be answered"]
    lines += ["next:", f"  pip install -e {folder}", "  code-engine landlords", f"  code-engine check {folder}"]
    lines += [f"  python -m pytest {folder / 'tests'}"]
    return "\n".join(lines) + "\n"
