"""Details of events as values of fields: what is not known stays None, what is known not to be stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeAlias

from code_engine.letters.values import Value, worded

Supplied: TypeAlias = Value | None


def words(text: str | None) -> Supplied:
    """A text."""
    return None if text is None else worded(text)


def listed(texts: Iterable[str] | None) -> Supplied:
    """A list of texts."""
    return None if texts is None else tuple(worded(text) for text in texts)


_CHANNELS: Final = {"email": "by e-mail", "e-mail": "by e-mail", "in_person": "in person", "online": "online"}


def by_channel(channel: str) -> str:
    """A channel as it follows a verb: by letter, by e-mail, online."""
    return _CHANNELS.get(channel.strip().casefold(), f"by {channel.strip().replace('_', ' ')}")


def day_detail(day: object) -> Supplied:
    """A day detail: None stays not known, an empty text stays none."""
    return day if isinstance(day, date) or day == "" else None
