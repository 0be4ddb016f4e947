"""Our own errors within validation: a message, and apart from it what to do."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from code_engine.errors import did_you_mean, quoted


def mistake(kind: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """An error with a hint in its context, where `problems_from` looks for it."""
    # The message is a value and not the template: braces in a user's words are no placeholders.
    return PydanticCustomError(kind, "{message}", {"message": message, "hint": hint})


def mistake_at(path: tuple[str | int, ...], error: PydanticCustomError, value: object) -> ValidationError:
    """A single error at a path; pydantic puts the path of whatever is being validated before it."""
    return ValidationError.from_exception_data("Case", [InitErrorDetails(type=error, loc=path, input=value)])


def unknown_event_type(name: object, known: dict[str, type]) -> PydanticCustomError:
    """The error for a word that is no type of event, with the closest one that is."""
    hint = did_you_mean(name, known) if isinstance(name, str) else None
    return mistake("unknown_event_type", f"unknown event type {quoted(name)}", hint)
