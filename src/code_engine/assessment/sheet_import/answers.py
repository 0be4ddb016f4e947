"""Yes and No as published documents write them, alone in a cell or in the middle of a line."""

from __future__ import annotations

import re

from code_engine.assessment.sheet_import.pieces import one_line
from code_engine.assessment.typography import DASHES, QUOTES

_ANSWERS = {"yes": True, "y": True, "no": False, "n": False}
_TICKED = re.compile(r"[☒☑✓✔✅🗹]\s*(yes|no)\b|\b(yes|no)\s*[☒☑✓✔✅🗹]", re.IGNORECASE)
_EDGES = f" .,;:!*_()[]{DASHES}{QUOTES}"

# In a line without cells the answer is a word by itself, and what follows it begins anew or is nothing.
_BEGINS_ANEW = rf"(?=\s+[A-Z0-9(•{re.escape(DASHES + QUOTES)}]|\s*$)"
_CAPITALISED = re.compile(rf"(?<=\s)(Yes|YES|No|NO){_BEGINS_ANEW}")
_SMALL = re.compile(rf"(?<=\s)(yes|no){_BEGINS_ANEW}")


def answer_in(text: str) -> bool | None:
    """The answer a cell holds; None where it holds anything else: half an answer is not taken for a whole one."""
    line = one_line(text)
    plain = line.strip(_EDGES).lower()
    if plain in _ANSWERS:
        return _ANSWERS[plain]
    ticked = {(found[1] or found[2]).lower() for found in _TICKED.finditer(line)}
    return _ANSWERS[ticked.pop()] if len(ticked) == 1 else None


def answer_within(line: str) -> tuple[str, str, str, bool] | None:
    """A line whose cells run on, taken apart: before the answer, the answer, after it, and whether it is doubtful.

    Doubtful where more than one word could be the answer; the first is taken. None where there is none.
    """
    found = list(_CAPITALISED.finditer(line)) or list(_SMALL.finditer(line))
    if not found:
        return None
    first = found[0]
    return line[: first.start()], first[1], line[first.end() :], len(found) > 1
