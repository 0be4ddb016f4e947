"""What can go wrong with a letter, and the part of the software that letters need beyond the core."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from code_engine.errors import CodeEngineError, Location, MissingExtraError, Problem, quoted

EXTRA: Final = "letters"
_PACKAGES: Final = {"docx": "python-docx"}
SET: Final = "--set"
KIND: Final = Location("--kind")
"""The place of a kind of letter that was named."""
INSTALL: Final = f"pip install 'code-engine[{EXTRA}]'"


class LetterError(CodeEngineError):
    """A letter that cannot be made: something is missing or not certain, or a template has a mistake."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A field that a letter needs and nobody has said: what to ask, how the answer is written, who asks for it.

    `provision` is that of the Code, with its part: `6.9 e`.
    """

    field: str
    question: str
    takes: str
    provision: str


class IncompleteLetterError(LetterError):
    """A letter that would not say all it has to, or would say what is not certain; `lacking` are the fields to give."""

    def __init__(self, problems: Iterable[Problem], lacking: Iterable[Lacking]) -> None:
        super().__init__(*problems)
        self.lacking = tuple(lacking)


class LettersNotInstalledError(LetterError, MissingExtraError):
    """What makes letters, or one of their formats, is not installed."""


def in_field(name: str) -> Location:
    """The place of a value given by hand, as an option of the command line names it."""
    return Location(f"{SET} {name}")


def needed(module: str, what_for: str) -> Any:
    """Import a module of the extra `letters`. Raises LettersNotInstalledError that says what to install."""
    try:
        return import_module(module)
    except (ImportError, OSError) as error:
        # WeasyPrint raises OSError where the system's text layout library is missing.
        why = "is not installed" if isinstance(error, ImportError) else f"cannot be loaded: {error}".splitlines()[0]
        name = _PACKAGES.get(module, module)
        message = f"{what_for} needs {quoted(name)}, which {why}"
        raise LettersNotInstalledError(Problem(message, None, f"run: {INSTALL}")) from None
