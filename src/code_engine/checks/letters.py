"""Checking what letters are made from: a ruleset's letters.yaml, and a landlord's templates, logo and colours."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, Problem
from code_engine.landlord.landlords import Landlord
from code_engine.letters.reply_ways import unanswerable
from code_engine.letters.requirements import LETTERS_FILE, read_requirements
from code_engine.ruleset.rules import Ruleset


def letters_file_problems(ruleset: Ruleset) -> tuple[Problem, ...]:
    """What is wrong with the letters.yaml of a ruleset; a ruleset need not have one."""
    if not (Path(ruleset.path) / LETTERS_FILE).is_file():
        return ()
    try:
        read_requirements(ruleset)
    except CodeEngineError as error:
        return error.problems
    return ()


def letter_problems(engine: Engine, landlord: Landlord) -> list[Problem]:
    """What is wrong with a landlord's letters; nothing where no ruleset says what letters contain.

    A landlord that cannot be answered is told so before anything else, as none of its letters could be made.
    Templates are only looked at where Jinja2 is installed: whoever makes no letters has none to check.
    """
    rulesets = [each for each in engine.catalogue_of(landlord) if (Path(each.path) / LETTERS_FILE).is_file()]
    unreached = unanswerable(landlord) if rulesets else None
    if unreached is not None:
        return [unreached] if landlord.profile.sends_letters else []
    if not rulesets or find_spec("jinja2") is None:
        return []
    from code_engine.letters.lint import lint
    from code_engine.letters.writer import LetterWriter

    try:
        return lint(LetterWriter(engine), landlord)
    except CodeEngineError as error:
        return list(error.problems)


def readability_problems(engine: Engine, landlord: Landlord) -> list[Problem]:
    """Letters that are hard to read; nothing where none can be made: without Jinja2, or without a way to answer."""
    if find_spec("jinja2") is None or unanswerable(landlord) is not None:
        return []
    from code_engine.letters.lint import hard_to_read
    from code_engine.letters.writer import LetterWriter

    try:
        return hard_to_read(LetterWriter(engine), landlord)
    except CodeEngineError as error:
        return list(error.problems)
