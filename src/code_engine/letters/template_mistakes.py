"""What is wrong with a template, said with its file, its line, and its column where that can be told."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import TemplateSyntaxError, UndefinedError

from code_engine.errors import Location, Problem
from code_engine.letters.budget import TooLongError
from code_engine.letters.mistakes import LetterError


def mistake_in(error: Exception, folders: tuple[str, ...], own: tuple[str, ...]) -> LetterError:
    """An error of Jinja2, or in a template of one of the folders; `own` are those of a landlord, not the core's."""
    if isinstance(error, TemplateSyntaxError):
        place = Location(error.filename or error.name or "template", error.lineno, _column(error))
        return LetterError(Problem(_lower(error.message or "this is not a template"), place, _hint(error)))
    return LetterError(Problem(_lower(str(error)), _place(error, folders, own), _hint(error)))


def _place(error: Exception, folders: tuple[str, ...], own: tuple[str, ...]) -> Location | None:
    """The line of the template in which it happened: Jinja2 rewrites tracebacks to the template's lines.

    Of a letter that becomes too long, the landlord's line that goes round, not the core's that it repeats.
    """
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(Location(trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    found = [place for place in places if place.file.startswith(folders)]
    landlords = [place for place in found if place.file.startswith(own)]
    if isinstance(error, TooLongError) and landlords:
        return landlords[-1]
    return found[-1] if found else None


def _column(error: TemplateSyntaxError) -> int | None:
    """The column of what Jinja2 names last in its message, where the line has that once; it counts lines alone."""
    lines = (error.source or "").splitlines()
    named = re.findall(r"'([^']+)'", (error.message or "").partition(". ")[0])
    if not named or not 0 < error.lineno <= len(lines):
        return None
    sought = re.escape(_ENDS.get(named[-1], named[-1]))
    places = [found.start() for found in re.finditer(rf"(?<!\w){sought}(?!\w)", lines[error.lineno - 1])]
    return places[0] + 1 if len(places) == 1 else None


_ENDS: Final = {"end of print statement": "}}", "end of statement block": "%}"}
"""What Jinja2 calls the ends of its brackets."""


def _lower(message: str) -> str:
    first = message.splitlines()[0] if message else "this template has a mistake"
    return (first[:1].lower() + first[1:]).rstrip(".").replace("'", "`")


def _hint(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return "use a field of this kind of letter: docs/letters.md lists them"
    if "filter" in str(error):
        return "docs/letters.md lists the filters"
    return "docs/letters.md says what a template may do"
