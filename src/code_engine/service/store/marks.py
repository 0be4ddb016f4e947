"""Marks of what is done once a day: for which day it was last finished."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, select, update

from code_engine.service.store.canonical import moment_text
from code_engine.service.store.connection import insert_if_absent
from code_engine.service.store.tables import SCHEDULE_MARKS


def marked_on(connection: Connection, name: str) -> date | None:
    """The last day for which something was finished; None where it never was."""
    wanted = select(SCHEDULE_MARKS.c.day).where(SCHEDULE_MARKS.c.name == name)
    day = connection.execute(wanted).scalar_one_or_none()
    return None if day is None else date.fromisoformat(day)


def mark(connection: Connection, name: str, day: date, at: datetime) -> None:
    """Say that something was finished for a day; an earlier day than the last changes nothing."""
    row = {"name": name, "day": day.isoformat(), "marked_at": moment_text(at)}
    if not insert_if_absent(connection, SCHEDULE_MARKS, row):
        earlier = (SCHEDULE_MARKS.c.name == name) & (SCHEDULE_MARKS.c.day < row["day"])
        connection.execute(update(SCHEDULE_MARKS).where(earlier).values(row))
