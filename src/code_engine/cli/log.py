"""`code-engine log`: recorded evaluations, checked, replayed, exported and erased."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.database import BY_HAND, StoreAsked, opened, with_database
from code_engine.cli.endings import DONE, FAILED
from code_engine.cli.groups import SuggestingGroup
from code_engine.cli.output import deliver, say
from code_engine.cli.settings import Settings
from code_engine.errors import DocumentError, Location, Problem

if TYPE_CHECKING:
    from code_engine.presentation.terminal import Page
    from code_engine.service.decision_log.replaying import Replay


@click.group(cls=SuggestingGroup, short_help="The decision log: record, verify, replay, export, erase.")
def log() -> None:
    """The decision log of a store: what was answered, from which facts, by which versions."""


@log.command("record", short_help="Evaluate a case and record the answer.")
@about_a_case
@with_database
@click.pass_obj
def record(settings: Settings, asked: Asked, database: StoreAsked) -> None:
    """Evaluate CASE and append the answer, with the facts it was made from, to the log of its landlord."""
    from code_engine.service.decision_log.entry import case_document

    document, case = asked.case()
    engine = settings.engine()
    evaluation = asked.evaluated(engine, document, case)
    landlord = asked.landlord or case.landlord
    with opened(settings, database, create=True) as store:
        entry = store.log.record(landlord, case.reference, case_document(case), evaluation.to_json(), key=BY_HAND)
    say(f"recorded as {entry.id}\n")


@log.command("verify", short_help="Whether the log is whole and unchanged.")
@click.option("--head", metavar="FILE", help="What `log head` printed once: shows also whether the end was cut off.")
@with_database
@click.pass_obj
def verify(settings: Settings, head: str | None, database: StoreAsked) -> int:
    """Check every link of every chain. Exits with 1 where an entry was changed, removed or moved."""
    from code_engine.presentation.words import counted

    with opened(settings, database) as store:
        from code_engine.service.decision_log.verifying import read_heads, verify

        published = read_heads(_text_of(head)) if head is not None else ()
        result = verify(store.database, published)
    page = _page(settings)
    for fault in result.faults:
        page.paragraph(f"{fault.entry}: {fault.message}", 0, 2)
    erased = f", {result.erased} of them erased" if result.erased else ""
    found = counted(len(result.faults), "fault") if result.faults else "no fault"
    page.paragraph(f"{counted(result.entries, 'entry', 'entries')}{erased}: {found}.")
    if not published:
        page.paragraph("Without a head kept elsewhere (--head), an end that was cut off cannot be seen.")
    say(page.text())
    return FAILED if result.faults else DONE


@log.command("head", short_help="The end of each landlord's chain, to be kept elsewhere.")
@with_database
@click.pass_obj
def head(settings: Settings, database: StoreAsked) -> None:
    """Print the last entry of each landlord's chain and its hash; `log verify --head` reads it back."""
    with opened(settings, database) as store:
        from code_engine.service.decision_log.chain import heads

        with store.database.reading() as connection:
            found = heads(connection)
    say("".join(f"{each}\n" for each in found))


@log.command("replay", short_help="Evaluate recorded facts again.")
@click.argument("entry", metavar="ID")
@with_database
@click.pass_obj
def replay(settings: Settings, entry: str, database: StoreAsked) -> int:
    """Evaluate the facts of the entry ID (LANDLORD:NUMBER) again, and say whether the answer is the same.

    Exits with 1 where it is not.
    """
    with opened(settings, database) as store:
        from code_engine.service.decision_log.replaying import replay

        result = replay(store.database, store.engine(), entry)
    page = _page(settings)
    _replayed(page, result)
    say(page.text())
    return DONE if result.equal else FAILED


@log.command("export", short_help="The log as lines of JSON.")
@click.option("--landlord", "landlords", metavar="ID", multiple=True, help="Only of this landlord; may be given again.")
@click.option("--personal", is_flag=True, help="Add the facts and the evaluation of each entry.")
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@with_database
@click.pass_obj
def export(settings: Settings, landlords: Sequence[str], personal: bool, out: str | None, database: StoreAsked) -> None:
    """Print every entry as a line of JSON, with its hash and that of the entry before it."""
    with opened(settings, database) as store:
        from code_engine.service.decision_log.exporting import export

        lines = export(store.database, landlords or None, personal=personal)
        if out is not None:
            deliver("".join(lines), out)
            return
        for line in lines:
            say(line)


@log.command("erase", short_help="Erase what is stored about a case.")
@click.argument("landlord", metavar="LANDLORD")
@click.argument("reference", metavar="REFERENCE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_database
@click.pass_obj
def erase(settings: Settings, landlord: str, reference: str, yes: bool, database: StoreAsked) -> None:
    """Erase everything said about the case REFERENCE of LANDLORD. The chain stays whole and can be verified."""
    with opened(settings, database) as store:
        from code_engine.service.decision_log.erasing import erase

        if not yes:
            click.confirm(f"Erase the case {reference} of {landlord}? It cannot be undone", abort=True, err=True)
        entry = erase(store.database, landlord, reference, asked_by=BY_HAND, at=store.clock.now())
    say(f"erased; the entry {entry} says so\n")


@log.command("retention", short_help="How long a landlord keeps what is said about a person.")
@click.argument("landlord", metavar="[LANDLORD]", required=False)
@click.option("--days", type=click.IntRange(min=1), metavar="N", help="Erase a case so many days after its last entry.")
@click.option("--for-ever", is_flag=True, help="Erase nothing by age.")
@with_database
@click.pass_obj
def retention(settings: Settings, landlord: str | None, days: int | None, for_ever: bool, database: StoreAsked) -> None:
    """Say, or with --days or --for-ever set, for how long LANDLORD keeps a case to which nothing more happens.

    `code-engine tick` does the erasing.
    """
    sets = days is not None or for_ever
    if (days is not None and for_ever) or (sets and landlord is None):
        raise click.UsageError("name a LANDLORD with either --days N or --for-ever")
    with opened(settings, database, create=sets) as store:
        from code_engine.service.decision_log.erasing import retentions, set_retention

        if sets and landlord is not None:
            store.engine().landlords.get(landlord)
            set_retention(store.database, landlord, days)
        kept = {name: f"{number} days" for name, number in retentions(store.database).items()}
    if landlord is not None:
        kept = {landlord: kept.get(landlord, "for ever")}
    say("".join(f"{name}: {words}\n" for name, words in kept.items()) or "every landlord: for ever\n")


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a text"
        problem = Problem(f"this file cannot be read: {reason.lower()}", Location(name), "name what `log head` printed")
        raise DocumentError(problem) from None


def _replayed(page: Page, result: Replay) -> None:
    day = result.as_of.isoformat()
    if result.equal:
        page.paragraph(f"{result.entry}: the same answer as of {day}.")
        return
    page.paragraph(f"{result.entry}: not the same answer as of {day}. What differs:")
    for each in result.differences:
        page.paragraph(f"{each.place}: was {each.recorded or 'not there'}, is {each.now or 'not there'}", 2, 4)


def _page(settings: Settings) -> Page:
    from code_engine.presentation.terminal import Page

    return Page(settings.width(), settings.colour())
