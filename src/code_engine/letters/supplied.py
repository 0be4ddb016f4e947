"""Details of events as values of fields: what is not known stays None, what is known not to be stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from code_engine.letters.values import Value, Words, tidy

Supplied: TypeAlias = Value | None


def words(text: str | None) -> Supplied:
    """A text."""
    return None if text is None else Words(tidy(text))


def listed(texts: Iterable[str] | None) -> Supplied:
    """A list of texts."""
    return None if texts is None else tuple(Words(tidy(text)) for text in texts)


def day_detail(day: object) -> Supplied:
    """A day detail: None stays not known, an empty text stays none."""
    return day if isinstance(day, date) or day == "" else None
