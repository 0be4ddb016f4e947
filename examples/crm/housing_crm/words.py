"""Days, numbers and names of the API in words for people. Everything here is text; the templates escape it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from housing_crm.schema_fields import label_of

STATUSES: Final = {
    "breached": "Breached",
    "pending": "Not due yet",
    "undetermined": "Not known",
    "met": "Met",
    "not_applicable": "Does not apply",
}
LABELS: Final = {
    "met_with_extension": "with a valid extension",
    "contested": "readings of the Code differ here",
    "within_one_day": "one day decides, by how days are counted",
}
LAYERS: Final = {"code": "the Code", "policy": "own promise"}


def day(value: str | date) -> str:
    """2025-07-16 as "Wed 16 July 2025"; anything else as it is."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return str(value)
    return f"{found:%a} {found.day} {found:%B %Y}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its word: 1 working day, 2 working days."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def time_left(duty: Mapping[str, Any]) -> str:
    """How long there is for a duty or an action, or how late it is, in working days."""
    late, left = duty.get("working_days_late"), duty.get("working_days_left")
    if is_late(duty):
        return f"{counted(late, 'working day')} late" if late else "overdue"
    if left is None:
        return ""
    return "due today" if left <= 0 else f"{counted(left, 'working day')} left"


def is_late(duty: Mapping[str, Any]) -> bool:
    """Whether a duty or an action is overdue and not done."""
    return bool(duty.get("outstanding") or duty.get("overdue"))


def who(case: Mapping[str, Any]) -> str:
    """The resident's name, as far as it is known."""
    return str((case.get("resident") or {}).get("name") or "Resident not named")


def listed(values: Any) -> str:
    """A list as text: 6.2, 6.3."""
    return ", ".join(str(each) for each in values)


def shown_value(value: Any) -> str:
    """A value of an event for people: yes, no, none, days, lists."""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if value in ("", []):
        return "none"
    if isinstance(value, list):
        return "; ".join(shown_value(each) for each in value)
    text = str(value)
    return day(text) if len(text) == 10 and text[4:5] == "-" else text


def path_of(page: str, case: Mapping[str, Any]) -> str:
    """The address of a page about a case: /case/twenty11/T11%2F7."""
    return f"/{page}/{quote(str(case['landlord']), safe='')}/{quote(str(case['reference']), safe='')}"


FILTERS: Final = {
    "day": day,
    "words": label_of,
    "lower_words": lambda name: label_of(name)[:1].lower() + label_of(name)[1:],
    "time_left": time_left,
    "is_late": is_late,
    "who": who,
    "listed": listed,
    "shown_value": shown_value,
    "counted": counted,
}
