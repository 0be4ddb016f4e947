"""The numbers of a policy that rules of the Code compare with its own parameters.

A landlord may set others under names of its own; these have a fixed meaning, so that every policy is compared
alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from code_engine.policy.longest import longest_in_working_days

_DAYS: Final = ("working_days", "calendar_days")


@dataclass(frozen=True, slots=True)
class KnownSetting:
    """A number every policy may state: its meaning, its question, and the units it can be stated in.

    The first unit is the one in which rules read it.
    """

    name: str
    units: tuple[str, ...]
    meaning: str
    question: str

    def comparable(self, value: int, unit: str | None) -> int:
        """The value in the first unit; calendar days as the most working days they can amount to."""
        if self.units[0] == "working_days" and unit == "calendar_days":
            return longest_in_working_days(value)
        return value


def _per_stage(number: int, opening: str) -> tuple[KnownSetting, ...]:
    stage = f"stage_{number}"
    return (
        KnownSetting(
            f"{stage}.acknowledge",
            _DAYS,
            f"Time from {opening} to the acknowledgement",
            f"Within how many working days is stage {number} acknowledged?",
        ),
        KnownSetting(
            f"{stage}.scope",
            _DAYS,
            f"Time from {opening} to the letter that defines the complaint",
            f"Within how many working days is the complaint defined at stage {number}?",
        ),
        KnownSetting(
            f"{stage}.log",
            _DAYS,
            f"Time from {opening} to its logging at stage {number}",
            f"Within how many working days is the complaint logged at stage {number}?",
        ),
        KnownSetting(
            f"{stage}.respond",
            _DAYS,
            f"Time to answer stage {number}, from the event that {stage}.response_starts names",
            f"Within how many working days is stage {number} answered?",
        ),
        KnownSetting(
            f"{stage}.extend",
            _DAYS,
            f"Longest extension of the stage {number} answer",
            f"By how many working days can the stage {number} answer be extended?",
        ),
    )


_ALL: Final = (
    *_per_stage(1, "the complaint"),
    *_per_stage(2, "the request to escalate"),
    KnownSetting(
        "complaint.time_limit",
        ("months",),
        "Age of a matter beyond which a complaint is normally not taken on",
        "How many months old may a matter be?",
    ),
    KnownSetting(
        "escalation.time_limit",
        _DAYS,
        "Time within which a resident has to ask for stage 2",
        "Within how many working days has a resident to ask for stage 2?",
    ),
    KnownSetting(
        "ombudsman.wait",
        ("calendar_days",),
        "Time a resident has to wait after the process before going to the Ombudsman",
        "How many days has a resident to wait before going to the Ombudsman?",
    ),
    KnownSetting(
        "quick_resolution.resolve",
        _DAYS,
        "Time for a quick resolution before stage 1",
        "Within how many working days is a quick resolution reached?",
    ),
)

KNOWN_SETTINGS: Final[Mapping[str, KnownSetting]] = MappingProxyType({setting.name: setting for setting in _ALL})
"""The settings with a fixed meaning, by name."""
