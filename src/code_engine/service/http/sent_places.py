"""Places in what was sent to be stored, as JSON pointers: the store names them as paths, `events[0].date`."""

from __future__ import annotations

import re
from dataclasses import replace

from code_engine.errors import CaseError, Location

_STEP = re.compile(r"\[(?P<index>\d+)\]|\.?(?P<key>[^.\[\]]+)")
_OF_HEADER = ("resident", "representative", "matter", "answers", "handler", "record", "absent")


def as_sent(error: CaseError) -> CaseError:
    """The error with its places as pointers into the body of the request."""
    return CaseError(
        *(
            replace(problem, location=Location(_pointer(problem.location.file))) if problem.location else problem
            for problem in error.problems
        )
    )


def _pointer(path: str) -> str:
    """`events[0].date` as `#/events/0/date`. The keys of answers hold points, so no place inside them is named."""
    steps = [found["index"] or found["key"] for found in _STEP.finditer(path)]
    if not steps or steps[0] not in ("events", *_OF_HEADER):
        return "#"
    if steps[0] == "answers":
        return "#/header/answers"
    return "#/" + "/".join(steps if steps[0] == "events" else ["header", *steps])
