"""Self-assessments as a command line names them: a landlord, a landlord and a year, or a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from code_engine.cli.output import complain
from code_engine.cli.today import today
from code_engine.errors import NoRulesetInForceError

if TYPE_CHECKING:
    from code_engine.assessment.sheet_diff import Side
    from code_engine.assessment.sheet_import import ImportedSheet, TakenApart, Title
    from code_engine.engine import Engine
    from code_engine.ruleset.rules import Ruleset

_OWN_FORM = (".yaml", ".yml", ".json")


def as_year(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The year of an option, in whichever way it was written, as `2024-25`."""
    if value is None:
        return None
    from pydantic_core import PydanticCustomError

    from code_engine.assessment.years import parse_year

    try:
        return parse_year(value)
    except PydanticCustomError as error:
        hint = (error.context or {}).get("hint")
        raise click.BadParameter(f"{error.message()}; {hint}", context, parameter) from None


def side_named(engine: Engine, name: str, year: str | None) -> Side:
    """What `name` stands for. A file is told by its ending, a folder in its name, or by being there.

    Raises CodeEngineError: there is no such file, landlord or year, or a file cannot be read.
    """
    from code_engine.assessment.sheet import sheet_in, sheet_of
    from code_engine.assessment.sheet_diff import Side
    from code_engine.assessment.years import year_in

    path = Path(name)
    landlord_id, _, own_year = name.partition("@")
    known = landlord_id in engine.landlords.by_id and bool(own_year)  # a year may be written with a stroke
    if known or not (path.suffix or len(path.parts) > 1 or path.is_file()):
        landlord = engine.landlords.get(landlord_id)
        sheet = sheet_of(landlord, year_in(own_year) or own_year or year)
        return Side(f"{landlord.id}@{sheet.year}", landlord.name, sheet.rows)
    if path.suffix.lower() in _OWN_FORM:
        return Side(name, None, sheet_in(path).rows)
    imported = imported_from(engine, path, None)
    for note in notes_said(imported):
        complain(f"note: {path.name}: {note}")
    return Side(name, imported.landlord_name, imported.rows)


def imported_from(engine: Engine, path: Path, year: str | None) -> ImportedSheet:
    """Read a published document by the Code of its year. Raises DocumentError where it cannot be read."""
    from code_engine.assessment.sheet_import import place, take_apart, title_of

    document: TakenApart = take_apart(path)
    title: Title = title_of(document)
    return place(document, tuple(code_of(engine, year or title.year).provisions))


def notes_said(imported: ImportedSheet) -> tuple[str, ...]:
    """What has to be told about an imported document, one sentence each."""
    from code_engine.assessment.sheet_import.to_file import notes_on

    return tuple(notes_on(imported))


def code_of(engine: Engine, year: str | None) -> Ruleset:
    """The Code in force when a year began; for an earlier year the first one held, without a year today's."""
    from code_engine.assessment.years import first_calendar_year

    if year is None:
        return engine.catalogue.in_force(today())
    try:
        return engine.catalogue.in_force(date(first_calendar_year(year), 4, 1))
    except NoRulesetInForceError:
        return next(iter(engine.catalogue))


def names_of(engine: Engine) -> list[str]:
    """The names of all landlords that have a folder, which the built-in one has not."""
    known: list[Any] = [engine.landlords.get(landlord_id) for landlord_id in engine.landlords.ids()]
    return [landlord.name for landlord in known if landlord.folder is not None]
