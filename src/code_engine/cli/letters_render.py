"""`code-engine letters render`: make a letter, or one for every case in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.endings import DONE
from code_engine.cli.output import complain, deliver_bytes
from code_engine.cli.settings import Settings
from code_engine.errors import Location, Problem, quoted
from code_engine.letters.mistakes import LetterError, needed

if TYPE_CHECKING:
    from code_engine.letters.situation import Options
    from code_engine.letters.urgency import Order

FORMATS = ("html", "pdf", "docx", "text")
_BY_ENDING = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".txt": "text"}
VARIANTS = ("standard", "large-print", "easy-read")


@click.command(short_help="Make a letter.")
@about_a_case
@click.option("--kind", metavar="KIND", help="Which letter; the one most due unless given.")
@click.option("--stage", type=click.IntRange(1, 2), help="Of which stage, where a kind has two.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="By the ending of --out, or html, unless given.")
@click.option(
    "--set", "pairs", metavar="FIELD=VALUE", multiple=True, help="Say what the case lacks; @FILE reads it. Repeatable."
)
@click.option("--draft", is_flag=True, help="Show what is lacking as gaps, with a watermark, instead of refusing.")
@click.option(
    "--variant", type=click.Choice(VARIANTS), help="The form; chosen by the recorded adjustments unless given."
)
@click.option("--out", metavar="FILE", help="Write to a file, or for a folder of cases to a folder.")
@click.pass_obj
def render(
    settings: Settings,
    asked: Asked,
    kind: str | None,
    stage: int | None,
    form: str | None,
    pairs: tuple[str, ...],
    draft: bool,
    variant: str | None,
    out: str | None,
) -> int:
    """Make a letter from CASE. Where CASE is a folder, one letter for each case in it.

    Everything that the Code makes this kind of letter say is in it, or it is not made: what the case lacks is
    listed, by name, and can be given with --set.
    """
    needed("jinja2", "making letters")
    from code_engine.letters.given import read_given
    from code_engine.letters.situation import Options
    from code_engine.letters.urgency import Order

    form = _form_of(form, out) if asked.source == "-" or not Path(asked.source).is_dir() else form or "html"
    order = Order(kind, stage, read_given(pairs), draft, variant, by_post=form in ("pdf", "docx"))
    options = Options(asked.as_of, asked.counting, asked.ruleset, asked.landlord)
    if asked.source != "-" and Path(asked.source).is_dir():
        from code_engine.cli.letters_batch import render_folder

        return render_folder(settings, Path(asked.source), options, order, form, out)
    return _render_one(settings, asked, options, order, form, out)


def _form_of(form: str | None, out: str | None) -> str:
    """The format asked for, or that of the file's name. Raises UsageError where they do not agree, or name none."""
    ending = Path(out).suffix.lower() if out is not None and out != "-" else ""
    named = _BY_ENDING.get(ending)
    if form is not None and named is not None and named != form:
        raise click.UsageError(f"a letter as {form} is no {ending} file: change --format or the name in --out")
    if form is None and named is None and ending:
        raise click.UsageError(
            f"the ending {ending} names no format: give --format, or end in .html, .pdf, .docx or .txt"
        )
    return form or named or "html"


def _render_one(settings: Settings, asked: Asked, options: Options, order: Order, form: str, out: str | None) -> int:
    from code_engine.letters.writer import LetterWriter

    if out is None and form in ("pdf", "docx"):
        raise click.UsageError(f"a letter as {form} needs a file: give --out FILE, or --out - for standard output")
    if out == "-" and form in ("pdf", "docx") and sys.stdout.isatty():
        raise click.UsageError(
            f"a letter as {form} is nothing to read in a terminal: send it to a file, or give --out FILE"
        )
    document, case = asked.case()
    engine = settings.engine()
    with asked.placed(engine, document, case):
        letter = LetterWriter(engine).write(case, options, order)
    if order.stage not in (None, letter.stage):
        message = f"the letter {quoted(letter.kind)} is always of stage {letter.stage}"
        hint = "leave --stage out, or name another letter with --kind"
        raise LetterError(Problem(message, Location("--stage"), hint))
    content = letter.as_bytes(form, warn=lambda sentence: complain(f"warning: {sentence}"))
    deliver_bytes(content, out or "-")
    for note in letter.notes:
        complain(f"draft: {note}")
    return DONE
