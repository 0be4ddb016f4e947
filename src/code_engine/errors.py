"""Errors a person can act on: what is wrong, where, and what to do.

Every mistake in a file, an option or a plugin ends as a `CodeEngineError`; the command line prints it and
exits with 2, the HTTP service turns it into problem details. None of them carries personal data on purpose:
they quote keys and short values, never whole documents.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: name, and where known the line and column (both counted from 1)."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a lower-case message, its place, and what to do about it."""

    message: str
    location: Location | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location is not None else ""
        advice = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class CodeEngineError(Exception):
    """Base of every error this package raises for a mistake outside its own code; holds one or more problems."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DocumentError(CodeEngineError):
    """A file that cannot be read as one plain YAML or JSON document."""


class CaseError(CodeEngineError):
    """A case file whose content is not a valid case."""


class RulesetError(CodeEngineError):
    """A ruleset with an error in its files; raised when it loads, never when a case is evaluated."""


class LandlordError(CodeEngineError):
    """A landlord or plugin that is unknown, or whose files have an error."""


class NoRulesetInForceError(CodeEngineError):
    """No version of the Code was in force when the complaint was received."""


class CalendarError(CodeEngineError):
    """A date outside the range for which working days are known."""


class ConsequenceError(CodeEngineError):
    """Consequence rules that could not be chained safely; raised when they load."""


class MissingExtraError(CodeEngineError):
    """An optional library that is not installed."""


def quoted(value: object) -> str:
    """The user's input in backticks, shortened so that an error never repeats a whole document."""
    text = str(value).replace("\n", " ")
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1] + "…"
    return f"`{text}`"


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the closest known word, or None where nothing is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {quoted(close[0])}?" if close else None
