"""`code-engine letters gallery`: every letter of every landlord in every format, on one page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from code_engine.cli.output import deliver_bytes, say
from code_engine.cli.settings import Settings
from code_engine.errors import Location, Problem
from code_engine.letters.mistakes import LetterError, needed

FORMATS = ("html", "pdf", "docx", "text")


@click.command(short_help="Every letter of every landlord on one page.")
@click.option("--out", metavar="DIR", required=True, help="The folder to write to; made where it does not exist.")
@click.option("--landlord", "names", metavar="ID", multiple=True, help="Only this landlord; repeatable.")
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Only this format; all unless given. Repeatable.",
)
@click.pass_obj
def gallery(settings: Settings, out: str, names: tuple[str, ...], forms: tuple[str, ...]) -> None:
    """Make every kind of letter from invented cases, for every landlord, and one page that shows them."""
    needed("jinja2", "making letters")
    formats = tuple(form for form in FORMATS if not forms or form in forms)
    for form, module in (("pdf", "weasyprint"), ("docx", "docx")):
        if form in formats:
            needed(module, f"a letter as {form}")
    from code_engine.landlord.profile import CODE_ONLY
    from code_engine.letters.gallery import count
    from code_engine.letters.gallery import gallery as shown
    from code_engine.letters.writer import LetterWriter

    engine = settings.engine()
    landlords = [name for name in engine.landlords.ids() if name != CODE_ONLY] if not names else list(names)
    for name in landlords:
        engine.landlords.get(name)
    folder = _folder(out)
    files = shown(LetterWriter(engine), landlords, formats)
    with click.progressbar(files, length=count(landlords, formats) + 1, label="gallery", file=sys.stderr) as bar:
        for file in bar:
            deliver_bytes(file.content, str(folder / file.name))
    say(f"{folder / 'index.html'}\n")


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        hint = "name a folder that can be made"
        raise LetterError(Problem("this folder cannot be made", Location(name), hint)) from None
    return folder
