"""The words a reader meets: dates, statuses, labels and counts, and texts of a case made safe to show.

English only and without the locale, so that the same evaluation reads the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from code_engine.day_words import MONTHS
from code_engine.evaluation.evaluation import Deadline, Label, Status

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STATUS_WORDS: dict[Status, str] = {
    Status.BREACHED: "BREACHED",
    Status.PENDING: "due",
    Status.UNDETERMINED: "cannot tell",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "not applicable",
}
"""What each status is called. A breach is in capitals so that it stands out where there is no colour."""

STATUS_ORDER: tuple[Status, ...] = tuple(STATUS_WORDS)
"""The order in which findings are read: what is wrong first, what does not apply last."""

_OTHER_CONVENTION = {"day-0": "inclusive", "inclusive": "day-0"}
_SHORT_DIGEST = 12
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_JOINERS = "\u200c\u200d"  # several scripts cannot be written without these two


def clean(text: object) -> str:
    """The text on one line, without control, direction-changing or unencodable characters.

    A case file may hold anything; an escape sequence in it must not reach a terminal, and a direction mark
    must not make one text look like another.
    """
    kept = []
    for character in str(text):
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category[0] != "C" or category in ("Co", "Cn") or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


def day_words(day: date) -> str:
    """A date as `Mon 9 June 2025`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 breach`, `3 breaches`; the plural is `one` with an s unless given."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def working_days(number: int) -> str:
    """`1 working day`, `3 working days`."""
    return counted(number, "working day")


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop, unless it ends in a mark of its own."""
    cleaned = clean(text)
    if not cleaned:
        return ""
    return cleaned[0].upper() + cleaned[1:] + ("" if cleaned[-1] in ".?!:;…" else ".")


def status_words(status: Status, outstanding: bool = False) -> str:
    """A status in words; a breach that can still be put right says so."""
    return STATUS_WORDS[status] + (", still undone" if outstanding else "")


def outcome_words(deadline: Deadline, as_of: date) -> str:
    """How a deadline stands on a day: its status, and the working days it is late by or has left."""
    words = status_words(deadline.status, deadline.outstanding)
    if deadline.status is Status.BREACHED and not deadline.outstanding and deadline.done_on is None:
        words += ", fell away undone"
    if deadline.working_days_late:
        words += f", {working_days(deadline.working_days_late)} late"
    if deadline.status is Status.PENDING:
        words += left_words(deadline.due_on, as_of, deadline.working_days_left)
    return words


def left_words(due: date, as_of: date, left: int | None) -> str:
    """How much time is left to a due day, to be put after it: `, 3 working days left`, or ` today`."""
    if due == as_of:
        return " today"
    return f", {working_days(left)} left" if left is not None else ""


def label_words(label: Label, counting: str) -> str:
    """What a label means, as a clause; `counting` is the convention the evaluation used."""
    if label is Label.MET_WITH_EXTENSION:
        return "in time only because of a valid extension"
    if label is Label.CONTESTED:
        return "contested: readings of the Code disagree about this"
    other = _OTHER_CONVENTION.get(counting, "other")
    return f"within one day: the count by the other convention ({other}) would flip this"


def provision_order(provision: str) -> tuple[int, ...]:
    """A key that puts 6.2 before 6.10."""
    return tuple(int(part) for part in provision.split(".") if part.isdigit())


def in_order(provisions: Iterable[str]) -> list[str]:
    """Provision numbers, each once, in the order of the Code."""
    return sorted(set(provisions), key=lambda provision: (provision_order(provision), provision))


def short_digest(digest: str) -> str:
    """A digest cut to what a person compares by eye; the JSON form has it whole."""
    name, _, value = clean(digest).rpartition(":")
    return f"{name}:{value[:_SHORT_DIGEST]}" if name else value[:_SHORT_DIGEST]


def value_words(value: object) -> str:
    """A fact's value in words: dates written out, yes and no, and what is not known said as such."""
    if value is None:
        return "has not happened"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, str):
        return _text_words(value)
    if isinstance(value, dict):
        return _mapping_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(value_words(inner) for inner in value) or "none"
    return clean(value)


def _mapping_words(value: dict[Any, Any]) -> str:
    if value.keys() == {"from", "to"}:
        if value["to"] is None:
            return f"not known: {value_words(value['from'])} or later, if at all"
        return f"not known: between {value_words(value['from'])} and {value_words(value['to'])}"
    if value.keys() == {"at_least"}:
        return f"at least {value_words(value['at_least'])}"
    return "; ".join(f"{clean(key)}: {value_words(inner)}" for key, inner in value.items()) or "none"


def _text_words(value: str) -> str:
    if _ISO_DATE.fullmatch(value):
        try:
            return day_words(date.fromisoformat(value))
        except ValueError:
            return value
    if value == "unknown":
        return "not known"
    return clean(value) or "known to be nothing"
