"""`code-engine self-assessment`: draft one, read a published one into a landlord's file, compare two of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from code_engine.cli.asked import day_given
from code_engine.cli.endings import DONE, FAILED
from code_engine.cli.landlord_first import LandlordFirstGroup
from code_engine.cli.output import complain, deliver, deliver_bytes, say
from code_engine.cli.settings import Settings
from code_engine.cli.sheets_named import as_year, imported_from, names_of, notes_said, side_named
from code_engine.errors import DocumentError, Location, Problem

if TYPE_CHECKING:
    from code_engine.assessment.self_assessment_answers import SelfAssessment
    from code_engine.landlord.profile import Profile

_SCHEMA = Path("schemas", "assessment.json")


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else day_given(context, parameter, value)


_year = click.option("--year", metavar="YEAR", callback=as_year, help="The year, such as 2024-25.")


@click.group(cls=LandlordFirstGroup, short_help="A landlord's yearly self-assessment.")
def self_assessment() -> None:
    """Work with the self-assessment that provision 8.1 asks for every year (the Code's Appendix A)."""


@self_assessment.for_a_landlord
@click.command("self-assessment", short_help="Draft the landlord's form of a year.")
@click.argument("landlord", metavar="")  # the group shows it, before the options
@_year
@click.option("--as-of", callback=_as_day, metavar="DATE", help="As things stood then; else on the year's last day.")
@click.option("--cases", metavar="DIR", help="A folder of case files: what the year's cases showed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "html", "docx", "markdown", "json")),
    default="text",
    show_default=True,
)
@click.option("--out", metavar="FILE", help="Write to a file, whole or not at all, instead of the terminal.")
@click.pass_obj
def draft(
    settings: Settings,
    landlord: str,
    year: str | None,
    as_of: date | None,
    cases: str | None,
    form: str,
    out: str | None,
) -> None:
    """Draft the self-assessment of LANDLORD for a year, one row a provision.

    A row says Yes only where the landlord states it with evidence, somebody answers for it, and nothing that was
    found speaks against it. Word files need python-docx, the extra `word`.
    """
    from code_engine.assessment.self_assessment_of import self_assessment_of

    if form == "docx" and out in (None, "-"):
        raise click.UsageError("a Word document is written to a file: name it with --out FILE")
    engine = settings.engine()
    found = self_assessment_of(engine, landlord, year, as_of, Path(cases) if cases is not None else None)
    profile = engine.landlords.get(landlord).profile
    if form == "docx":
        from code_engine.presentation.self_assessment_word import render_self_assessment_word

        deliver_bytes(render_self_assessment_word(found, profile), str(out))
        return
    deliver(_rendered(settings, found, profile, form, out is not None), out)


def _rendered(settings: Settings, found: SelfAssessment, profile: Profile, form: str, to_file: bool) -> str:
    if form == "json":
        return found.to_json()
    if form == "html":
        from code_engine.presentation.self_assessment_page import render_self_assessment_html

        return render_self_assessment_html(found, profile)
    if form == "markdown":
        from code_engine.presentation.self_assessment_markdown import render_self_assessment_markdown

        return render_self_assessment_markdown(found)
    from code_engine.presentation.self_assessment_text import render_self_assessment_text

    return render_self_assessment_text(found, colour=settings.colour(to_file), width=settings.width(to_file))


@self_assessment.command("import", short_help="Read a published one into YAML.")
@click.argument("file", metavar="FILE")
@click.option("--out", metavar="FILE", help="Write to a file instead of the terminal.")
@_year
@click.option("--landlord", metavar="ID", help="Whose it is, where its title does not say so.")
@click.pass_obj
def import_sheet(settings: Settings, file: str, out: str | None, year: str | None, landlord: str | None) -> None:
    """Read a published self-assessment into the YAML of a landlord's folder.

    FILE is plain text, Markdown, HTML or Word (.docx), with the form as a table or with one cell a paragraph.
    The year is taken from the title of the document unless given.

    What cannot be placed in a row is listed on standard error and as comments at the end of the YAML.
    """
    from code_engine.assessment.sheet_import.to_file import as_file
    from code_engine.assessment.sheet_yaml import sheet_text

    engine = settings.engine()
    name = engine.landlords.get(landlord).name if landlord is not None else None
    imported = imported_from(engine, Path(file), year)
    found = year or imported.year
    if found is None:
        raise DocumentError(Problem("its title names no year", Location(file), "say which: --year 2024-25"))
    notes = notes_said(imported)
    deliver(sheet_text(as_file(imported, found, name), schema=_schema_for(out), notes=notes), out)
    total = len(imported.rows) + len(imported.missing)
    complain(f"{len(imported.rows)} of {total} provisions read from {imported.name}")
    for note in notes:
        complain(note)


@self_assessment.command("diff", short_help="Compare two of them.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_year
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(("position", "wording")), help="Exit with 1 where there is one.")
@click.pass_obj
def diff_sheets(settings: Settings, a: str, b: str, year: str | None, form: str, fail_on: str | None) -> int:
    """Compare two self-assessments row by row: positions, then what the texts say.

    A and B are each a landlord (its latest year, or --year), LANDLORD@YEAR, or a file: YAML of a landlord's
    folder, or a published document that `import` reads. Names, web addresses and spelling are counted and set
    aside.

    Exits with 0, or with 1 where --fail-on finds what it names.
    """
    from code_engine.assessment.sheet_changes import Difference
    from code_engine.assessment.sheet_diff import diff

    engine = settings.engine()
    found = diff(side_named(engine, a, year), side_named(engine, b, year), names_of(engine))
    if form == "json":
        from code_engine.presentation.sheet_diff_json import render_sheet_diff_json

        say(render_sheet_diff_json(found))
    else:
        from code_engine.presentation.sheet_diff_text import render_sheet_diff

        say(render_sheet_diff(found, colour=settings.colour(), width=settings.width()))
    return FAILED if fail_on is not None and found.counts[Difference(fail_on)] else DONE


def _schema_for(out: str | None) -> str | None:
    """The way from a new file to the schema for editors, where it is written into a repository that has it."""
    if out is None or out == "-":
        return None
    folder = Path(out).resolve().parent
    for above in (folder, *folder.parents):
        if (above / _SCHEMA).is_file():
            return Path(os.path.relpath(above / _SCHEMA, folder)).as_posix()
    return None
