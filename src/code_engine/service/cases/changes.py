"""What is different between two looks at a case, as typed changes that another program can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias

ChangeKind: TypeAlias = Literal[
    "finding_breached",
    "finding_settled",
    "deadline_set",
    "deadline_moved",
    "deadline_met",
    "deadline_dropped",
    "deadline_due_tomorrow",
    "deadline_due_today",
    "deadline_overdue",
    "letter_due",
    "letter_settled",
    "action_due",
    "action_settled",
]
"""Every kind of change; these names are part of the public contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is different since the case was last looked at.

    `about` names the thing within the case and stays the same from one change of it to the next. `status` and
    `outstanding` are those of the finding or deadline now; `was_due_on` is where a deadline was moved from.
    """

    change: ChangeKind
    about: str
    layer: str
    title: str
    provisions: tuple[str, ...]
    rule: str | None = None
    item: str | None = None
    status: str | None = None
    outstanding: bool | None = None
    due_on: date | None = None
    was_due_on: date | None = None
    done_on: date | None = None
    letter: str | None = None
    stage: int | None = None
    who: str | None = None
    reason: str | None = None

    def as_data(self) -> Mapping[str, Any]:
        """The change as plain data, dates as ISO text, without what does not concern it."""
        values = ((name, _plain(value)) for name, value in asdict(self).items() if value is not None)
        return dict(values)


def in_order(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change as plain data with its keys in the order in which they are told."""
    return {each.name: change[each.name] for each in fields(Change) if each.name in change}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
