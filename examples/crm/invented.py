"""Invented cases for a trial: those of the examples, and some of the portfolio generator, laid around today.

Each is moved by whole weeks, so that weekdays stay what they were, and cut at today: what would come later has not
happened. Nobody in them exists.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import yaml

_EXAMPLES: Final = Path(__file__).resolve().parents[1]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOOKED_AT: Final = {
    "late-stage-1": "2025-07-15",
    "extension-valid": "2025-09-29",
    "extension-invalid": "2025-10-21",
    "in-time": "2025-03-14",
    "contested-clock": "2025-06-18",
    "escalation-gated": "2025-06-30",
    "over-christmas": "2026-01-05",
    "representative": "2025-03-03",
    "restriction-and-adjustments": "2025-03-24",
    "survey-and-service-request": "2025-07-02",
    "withdrawn-and-brought-again": "2025-06-16",
    "refused-with-discretion": "2025-10-10",
    "partial-record": "2025-09-24",
}
"""The day within each story that becomes today."""

_NOBODY: Final = "code-only"
_GENERATED: Final = 24
_FIRST_NAMES: Final = (
    "Asha",
    "Tomas",
    "Grace",
    "Rufus",
    "Mei",
    "Ivor",
    "Salma",
    "Bryn",
    "Noor",
    "Wanda",
    "Joao",
    "Edie",
)
_LAST_NAMES: Final = ("Bellweather", "Quill", "Adeyemi-Stone", "Lindqvist", "Hartnell")
_HANDLERS: Final = ("Owen Tarrant", "Priya Nandra", "Una Marsh", "Vic Stone")
_MATTERS: Final = {
    "repairs": "A repair that was promised and not done",
    "damp_and_mould": "Damp and mould in the bedroom",
    "planned_works": "Noise and dust from planned works",
    "anti_social_behaviour": "Nothing was done about noise at night",
    "lettings": "An application that was lost",
    "staff": "A visit that nobody came to",
    "rent": "A rent account that does not add up",
    "charges": "A service charge for a lift that does not run",
}

Case = tuple[str, str, dict[str, Any]]


def invented_cases(folder: Path, today: str, landlords: set[str]) -> Iterator[Case]:
    """Landlord, reference and the body to send, for each case; a landlord that is not there gives way to the Code."""
    day = date.fromisoformat(today)
    for name, looked_at in _LOOKED_AT.items():
        content = yaml.safe_load((_EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
        case = json.loads(json.dumps(content, default=str))
        case["landlord"] = case["landlord"] if case["landlord"] in landlords else _NOBODY
        yield _laid(case, day - date.fromisoformat(looked_at), day)
    ages = cycle(range(1, 75, 3))
    people, handlers = zip(cycle(_FIRST_NAMES), cycle(_LAST_NAMES), strict=False), cycle(_HANDLERS)
    for case, age in zip(_generated(folder, sorted(landlords - {_NOBODY}) or [_NOBODY]), ages, strict=False):
        began = date.fromisoformat(min(event["date"] for event in case["events"]))
        category = case["matter"]["category"]
        case["matter"]["summary"] = _MATTERS.get(category, f"About {category.replace('_', ' ')}")
        case["resident"] = {**case.get("resident", {}), "name": " ".join(next(people))}
        case["handler"] = next(handlers)
        yield _laid(case, day - timedelta(days=age) - began, day)


def _laid(case: dict[str, Any], by: timedelta, today: date) -> Case:
    """A case moved by whole weeks, without what would lie ahead; each event gets an id, so that it can be corrected."""
    weeks = timedelta(weeks=by.days // 7)
    moved = _each_text(case, lambda text: _DAY.sub(lambda found: _later(found[0], weeks), text))
    happened = [event for event in moved.pop("events") if event["date"] <= today.isoformat()]
    events = [{"id": f"event-{number}", **event} for number, event in enumerate(happened, 1)]
    header = {key: value for key, value in moved.items() if key not in ("reference", "landlord")}
    header["answers"] = {
        name: answer
        for name, answer in header.get("answers", {}).items()
        if answer.get("date", "") <= today.isoformat()
    }
    return moved["landlord"], moved["reference"], {"header": header, "events": events}


def _later(text: str, by: timedelta) -> str:
    return (date.fromisoformat(text) + by).isoformat()


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _each_text(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def _generated(folder: Path, landlords: list[str]) -> Iterator[dict[str, Any]]:
    """Cases of the portfolio generator, shared among the landlords."""
    file = folder / "generated.ndjson"
    for landlord in landlords:
        number = str(_GENERATED // len(landlords))
        command = (sys.executable, "-m", "code_engine", "portfolio", "generate", "--cases", number)
        subprocess.run([*command, "--landlord", landlord, "--out", str(file)], check=True, capture_output=True)
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            case["reference"] = f"{landlord[:2].upper()}-{case['reference'].removeprefix('S-')}"
            yield case
        file.unlink()
