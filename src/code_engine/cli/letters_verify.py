"""`code-engine letters verify`: whether a letter is complete, and whether anybody has changed it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from code_engine.cli.endings import DONE, FAILED
from code_engine.cli.output import say
from code_engine.cli.settings import Settings
from code_engine.errors import CodeEngineError, DocumentError, Location, Problem
from code_engine.letters.mistakes import needed

if TYPE_CHECKING:
    from code_engine.letters.inspect import Inspected
    from code_engine.letters.verify import Verdict


@click.command(short_help="Is a letter complete, and unchanged?")
@click.argument("file", metavar="FILE")
@click.option("--case", "case_file", metavar="CASE", help="The case it was made from: make it again and compare.")
@click.option("--kind", metavar="KIND", help="Which letter it is, where it carries no receipt.")
@click.option("--stage", type=click.IntRange(1, 2), help="Of which stage, where it carries no receipt.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def verify(settings: Settings, file: str, case_file: str | None, kind: str | None, stage: int | None, form: str) -> int:
    """Verify FILE, a letter in HTML, Word or PDF, also one that was edited by hand.

    Says which of the items the Code asks for it lacks (HTML and Word), what was changed since it was made, and with
    the case it was made from, whether it is byte for byte what its receipt makes again. Exits with 0 where it is
    whole and unchanged, 1 where it lacks something, is a draft or was changed, and 2 where it cannot be verified.
    """
    needed("jinja2", "verifying letters")
    from code_engine.case.load import load_case
    from code_engine.letters.verify import verify as verified
    from code_engine.letters.writer import LetterWriter

    found = _inspected(file)
    case = load_case(case_file) if case_file is not None else None
    verdict = verified(LetterWriter(settings.engine()), found, case=case, kind=kind, stage=stage)
    say(_page(settings, verdict) if form == "text" else _json(verdict))
    return DONE if verdict.good else FAILED


def _inspected(file: str) -> Inspected:
    """The letter in a file. Raises DocumentError with its name where it cannot be read, or is no letter."""
    from code_engine.letters.inspect import inspect

    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError):
        raise DocumentError(Problem("this file cannot be read", Location(file), "check its name")) from None
    try:
        return inspect(content)
    except CodeEngineError as error:
        raise DocumentError(
            *(Problem(each.message, each.location or Location(file), each.hint) for each in error.problems)
        ) from None


def _json(verdict: Verdict) -> str:
    from code_engine.letters.verdict_answer import VerdictAnswer

    return VerdictAnswer.of(verdict).to_json()


def _page(settings: Settings, verdict: Verdict) -> str:
    from code_engine.presentation.terminal import BOLD, RED, Page
    from code_engine.presentation.words import clean

    page = Page(settings.width(), settings.colour())
    stage = f", stage {verdict.stage}" if verdict.stage is not None else ""
    page.line(f"{verdict.kind}{stage}, {verdict.found.form.upper()}", BOLD)
    receipt = verdict.found.receipt
    if receipt is None:
        page.paragraph("It carries no receipt.", 2)
    else:
        policy = f", policy {receipt.policy}" if receipt.policy else ""
        page.paragraph(
            f"Made on {receipt.made_on} for {receipt.case} by {receipt.made_by}; {receipt.ruleset}{policy}.", 2
        )
    if verdict.is_draft:
        page.paragraph("It is a draft, not to be sent.", 2, colour=RED, mark="It is a draft, not to be sent.")
    for sentence in (*_completeness(verdict), *_identity(verdict)):
        page.paragraph(clean(sentence), 2, 4)
    return page.text()


def _completeness(verdict: Verdict) -> list[str]:
    if verdict.found.items is None:
        return ["A PDF does not tell its items apart; verify the HTML or Word letter, or compare with --case."]
    gaps = [f"LEFT OPEN: {gap}" for gap in verdict.found.gaps]
    lacking = [f"LACKS {lack}" for lack in verdict.lacking]
    whole = [*lacking, *gaps] or ["It says everything that the Code asks of this letter."]
    return [*whole, f"Reading ease {verdict.found.reading_ease:.0f} of 100; 60 or more is plain English."]


def _identity(verdict: Verdict) -> list[str]:
    if verdict.identical:
        return ["It is byte for byte what its receipt makes again."]
    said = [*_by_receipt(verdict)]
    if verdict.identical is False:
        said += ["It is NOT what its receipt makes again:", *(f"- {each}" for each in verdict.differences)]
    return said


def _by_receipt(verdict: Verdict) -> Iterator[str]:
    """What the receipt alone tells."""
    found = verdict.found
    if found.receipt is None:
        return
    if found.unchanged:
        again = "" if verdict.identical is False else " With --case it is made again and compared."
        yield f"{_UNCHANGED[found.form]}{again}"
    elif found.edited:
        names = ", ".join(name or "what stands around the items" for name in found.edited)
        yield f"CHANGED since it was made: {names}."
    elif found.unchanged is False and found.form == "html":
        yield "CHANGED since it was made: its words are the same, something around them is not."
    elif found.unchanged is False:
        yield "CHANGED since it was made: it is not the file of its receipt."
    else:
        yield "Whether it was CHANGED cannot be told: another program saved it anew. Compare it with --case."


_UNCHANGED: Final = {
    "html": "It is the page of its receipt, unchanged.",
    "docx": "Its words are those of its receipt, unchanged.",
    "pdf": "It is the file of its receipt, unchanged.",
}
