"""A stored case put together from what was appended to it, and checked as a whole by the Case model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.errors import CaseError, Location, Problem, quoted

MOST_EVENTS: Final = 5_000
"""Events of one stored case. A real complaint has a few dozen."""

_EVENT = re.compile(r"events\[(?P<number>\d+)\]")
_IDENTITY = ("reference", "landlord")


def assemble(landlord: str, reference: str, parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The document of a case: parts of the header replace earlier ones, events and answers are added."""
    document: dict[str, Any] = {"reference": reference, "landlord": landlord}
    events: list[Any] = []
    for part in parts:
        for name, value in part["header"].items():
            if name == "answers" and isinstance(value, Mapping):
                document[name] = {**document.get(name, {}), **value}
            elif value is None:
                document.pop(name, None)
            else:
                document[name] = value
        events.extend(part["events"])
    if events:
        document["events"] = events
    return document


def checked_part(
    landlord: str, reference: str, header: Mapping[str, Any], events: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What is to be appended, as plain data. Raises CaseError where it is for another case, or is nothing at all."""
    for name, own in zip(_IDENTITY, (reference, landlord), strict=True):
        if header.get(name, own) != own:
            raise CaseError(
                Problem(
                    f"this is the case {quoted(own)}, not {quoted(header[name])}", Location(name), f"leave `{name}` out"
                )
            )
    if "events" in header:
        raise CaseError(Problem("events are appended, not replaced", Location("events"), "send them beside the header"))
    kept = {name: value for name, value in header.items() if name not in _IDENTITY}
    if not kept and not events:
        raise CaseError(Problem("nothing is to be added", Location("events"), "send at least one event"))
    return {"header": kept, "events": [dict(event) if isinstance(event, Mapping) else event for event in events]}


def read_whole(document: Mapping[str, Any], stored: int) -> Case:
    """The document as a case. `stored` events were there before: places in errors count from behind them.

    Raises CaseError where it is none, or has too many events.
    """
    if len(document.get("events", ())) > MOST_EVENTS:
        message = f"a case with more than {MOST_EVENTS:,} events is not stored"
        raise CaseError(Problem(message, Location("events"), "check that they belong to one complaint"))
    try:
        case = parse_case(document, "case")
        case.digest  # noqa: B018 - half a character is found here, and could not be stored
        return case
    except UnicodeEncodeError:
        raise CaseError(Problem("half a character is in the text", Location("events"), "send it as UTF-8")) from None
    except CaseError as error:
        raise CaseError(*(_placed(problem, stored) for problem in error.problems)) from None


def plain(case: Case) -> dict[str, Any]:
    """A case as it is stored and given back: days as ISO text, what was left out left out."""
    document: dict[str, Any] = case.model_dump(mode="json", exclude_none=True)
    return document


def _placed(problem: Problem, stored: int) -> Problem:
    if problem.location is None:
        return problem

    def counted(found: re.Match[str]) -> str:
        number = int(found["number"]) - stored
        return f"events[{number}]" if number >= 0 else found[0]

    file = _EVENT.sub(counted, problem.location.file, count=1).removeprefix("case: ")
    return replace(problem, location=Location(file))
