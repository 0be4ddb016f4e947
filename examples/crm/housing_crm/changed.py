"""What changed, in words: the changes that the service names, the ones that hurt first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from housing_crm.schema_fields import label_of
from housing_crm.words import day, listed

_KINDS: Final = {
    "finding_breached": ("New breach", "bad"),
    "deadline_overdue": ("Overdue", "bad"),
    "deadline_due_today": ("Due today", "due"),
    "deadline_due_tomorrow": ("Due on the next working day", "due"),
    "deadline_moved": ("Deadline moved", "due"),
    "deadline_set": ("New deadline", "due"),
    "letter_due": ("Letter due", "due"),
    "action_due": ("To do", "due"),
    "deadline_met": ("Deadline met", "good"),
    "finding_settled": ("Breach settled", "good"),
    "letter_settled": ("Letter no longer due", "good"),
    "action_settled": ("No longer to do", "good"),
    "deadline_dropped": ("Deadline dropped", "plain"),
}
_ORDER: Final = {kind: place for place, kind in enumerate(_KINDS)}
_MOST_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: what kind it is, what it is about, and the further words."""

    title: str
    tone: str
    about: str
    more: str


def in_words(changes: Iterable[Mapping[str, Any]], findings: Iterable[Mapping[str, Any]] = ()) -> tuple[Changed, ...]:
    """Changes as people read them, breaches with the reason of their finding where the findings are given.

    A kind of change that is new to this CRM is shown by its name.
    """
    reasons = {(each["layer"], each["rule"]): each["reason"] for each in findings}
    ordered = sorted(changes, key=lambda each: _ORDER.get(each["change"], len(_ORDER)))
    return tuple(_one(each, reasons) for each in ordered)


def _one(change: Mapping[str, Any], reasons: Mapping[tuple[str, str], str]) -> Changed:
    kind = change["change"]
    title, tone = _KINDS.get(kind, (label_of(kind), "plain"))
    about = change["title"]
    if change.get("letter"):
        why = change.get("reason", "") if kind == "letter_due" else ""
        about = f"{label_of(change['letter'])}. {why}".strip()
    elif kind == "finding_breached":
        about = reasons.get((change["layer"], change.get("rule", "")), about)
    return Changed(title, tone, about, ". ".join(_further(change)))


def _further(change: Mapping[str, Any]) -> Iterable[str]:
    due_on, was = change.get("due_on"), change.get("was_due_on")
    if was:
        yield f"From {day(was)} to {day(due_on or '')}"
    elif change.get("done_on"):
        yield f"Done on {day(change['done_on'])}, due on {day(due_on or '')}"
    elif due_on:
        yield f"Due on {day(due_on)}"
    if change.get("item"):
        yield f"For {change['item']}"
    if change.get("provisions"):
        layer = "Own promise under" if change.get("layer") == "policy" else "Provision"
        yield f"{layer} {listed(change['provisions'])}"


@dataclass(slots=True)
class Told:
    """What was told after a form was sent, until the page that shows it is asked for; only the latest are kept."""

    _kept: OrderedDict[str, Mapping[str, Any]] = field(default_factory=OrderedDict)

    def keep(self, name: str, told: Mapping[str, Any]) -> None:
        """Keep what is to be shown under a name."""
        self._kept[name] = told
        while len(self._kept) > _MOST_TOLD:
            self._kept.popitem(last=False)

    def find(self, name: str) -> Mapping[str, Any] | None:
        """What was kept under a name; None where it is gone, as after a restart."""
        return self._kept.get(name)
