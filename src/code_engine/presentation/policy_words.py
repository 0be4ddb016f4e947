"""The words in which policies are shown: grades, values, who set something, and when it is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from code_engine.assessment.policy_answers import CheckedPolicy, Grade, PartCheck, ProvisionCheck
from code_engine.assessment.policy_view_answers import Below, Origin
from code_engine.day_words import day_in_words
from code_engine.errors import Location
from code_engine.evaluation.evaluation import Status
from code_engine.evaluation.wording import limit_in_words
from code_engine.presentation.words import clean

Place = Callable[[Location], str]
"""How a place in a file is written for this reader."""

_GRADES = {
    Grade.CONFLICT: "CONFLICT",
    Grade.WEAKER: "WEAKER",
    Grade.JUDGEMENT: "needs judgement",
    Grade.SILENT: "silent",
    Grade.CONFORMS: "conforms",
    Grade.STRICTER: "stricter",
}
MUST_BE_SAID = "SILENT, must be said"
NOT_FOR_POLICIES = "not for policies"


def grade_words(entry: ProvisionCheck | PartCheck) -> str:
    """A grade in words; what falls short stands in capitals so that it stands out where there is no colour."""
    if entry.status is Status.NOT_APPLICABLE:
        return NOT_FOR_POLICIES
    return graded_words(entry.grade, entry.status)


def graded_words(grade: Grade, status: Status) -> str:
    """As `grade_words`, for a grade and a status."""
    if status is Status.NOT_APPLICABLE:
        return NOT_FOR_POLICIES
    return MUST_BE_SAID if grade is Grade.SILENT and status is Status.BREACHED else _GRADES[grade]


def stated_words(value: object, unit: str | None = None) -> str:
    """A value a policy states; None is what its clauses disagree about."""
    if value is None:
        return "clauses contradict each other"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return limit_in_words(value, unit) if unit and unit != "count" else str(value)
    if isinstance(value, tuple | list):
        return ", ".join(word_words(part) for part in value) or "none"
    return word_words(str(value)) or "none"


def word_words(word: str) -> str:
    """A text, or one of the fixed words of a policy file without its underscores."""
    cleaned = clean(word)
    return cleaned.replace("_", " ") if " " not in cleaned else cleaned


def entry_words(values: Mapping[str, Any], without: Iterable[str] = ("text",)) -> str:
    """What is stated of an entry of a list: `claim filed: yes; authority: Head of Service`."""
    left_out = frozenset(without)
    said = [f"{word_words(key)}: {stated_words(value)}" for key, value in values.items() if key not in left_out]
    return "; ".join(said)


def who_words(origin: Origin) -> str:
    """Who set something, briefly: `Red Kite, clause 4.2`."""
    clause = f", clause {clean(origin.clause)}" if origin.clause is not None else ""
    return f"{_layer_name(origin)}{clause}"


def _layer_name(origin: Origin) -> str:
    return "the Code" if origin.layer == "code" else clean(origin.name)


def origin_words(origin: Origin, place: Place) -> str:
    """Who set something, in which version and clause, where it is written and when it is in force."""
    kind = {"code": "the Code", "group": f"group {clean(origin.name)}"}.get(origin.layer, clean(origin.name))
    parts = [f"{kind}, version {clean(origin.version)}"]
    if origin.clause is not None:
        parts.append(f"clause {clean(origin.clause)}")
    parts.append(in_force_words(origin.in_force_from, origin.in_force_to))
    words = ", ".join(parts)
    return f"{words}; {place(Location(origin.file, origin.line))}" if origin.file is not None else words


def below_words(below: Below, place: Place) -> str:
    """A value of a lower layer, and who set it there."""
    provision = f", provision {below.provision}" if below.provision is not None else ""
    origins = "; and ".join(origin_words(origin, place) for origin in below.origins)
    return f"{stated_words(below.value, below.unit)} ({origins}{provision})"


def in_force_words(start: date | None, end: date | None) -> str:
    """`in force from 1 April 2024`, `in force until 31 March 2021`, or both."""
    if start is None and end is None:
        return "no dates given"
    opening = f"from {day_in_words(start.toordinal())}" if start is not None else "until"
    closing = day_in_words(end.toordinal()) if end is not None else ""
    joint = " to " if start is not None and end is not None else " "
    return f"in force {opening}{joint}{closing}".strip()


def policy_heading(name: str, policy: CheckedPolicy) -> str:
    """`Twenty11: Feedback Policy 2024-04-01`; a draft without a name of its own is called a draft."""
    return f"{clean(name)}: {clean(policy.title)} {clean(policy.version)}".strip()


def layers_words(policy: CheckedPolicy) -> str:
    """The versions a policy is made of, the group's first."""
    return ", then ".join(f"{clean(layer.landlord)} {clean(layer.version)}" for layer in policy.layers)
