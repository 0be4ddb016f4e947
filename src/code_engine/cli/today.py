"""The one place of the program that reads the clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The present day in London: the day on which a duty of the Code is due ends there."""
    return datetime.now(ZoneInfo("Europe/London")).date()
