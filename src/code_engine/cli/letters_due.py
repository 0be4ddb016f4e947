"""`code-engine letters due`: the letters of a case that are due, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.output import say
from code_engine.cli.settings import Settings

if TYPE_CHECKING:
    from code_engine.evaluation.evaluation import Evaluation


@click.command(short_help="The letters that are due, and why.")
@about_a_case
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def due(settings: Settings, asked: Asked, form: str) -> None:
    """List the letters that are due in CASE, the most urgent first, with the reason for each."""
    document, case = asked.case()
    engine = settings.engine()
    evaluation = asked.evaluated(engine, document, case)
    if form == "json":
        from code_engine.letters.urgency import letters_due

        say(letters_due(evaluation))
        return
    say(_page(settings, evaluation))


def _page(settings: Settings, evaluation: Evaluation) -> str:
    from code_engine.letters.urgency import by_urgency
    from code_engine.presentation.terminal import BOLD, RED, Page
    from code_engine.presentation.words import clean, day_words

    page = Page(settings.width(), settings.colour())
    ordered = by_urgency(evaluation)
    if not ordered:
        page.paragraph(f"No letter is due in {clean(evaluation.case.reference)} on {day_words(evaluation.as_of)}.")
    for letter in ordered:
        stage = f", stage {letter.stage}" if letter.stage is not None else ""
        page.line(f"{letter.kind}{stage}", BOLD)
        if letter.by is not None:
            words = f"OVERDUE since {day_words(letter.by)}" if letter.overdue else f"by {day_words(letter.by)}"
            page.line(f"  {words}", RED if letter.overdue else "")
        page.paragraph(f"{letter.why} ({', '.join(letter.because)})", 2)
    return page.text()
