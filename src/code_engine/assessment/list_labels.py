"""Labels of lists: the Code has a to g where some published pages show 1 to 7, and some print them in a row."""

from __future__ import annotations

import re

_IN_A_ROW = re.compile(r"(?<=\s)([a-z])[.)]\s+(?=\S)")
_NUMBERED = re.compile(r"(?m)^(\d{1,2})[.)] (?=\S)")
_AT_THE_START = re.compile(r"(?m)^(?:-|[a-z][.)]|\d{1,2}[.)]|\([a-z]\)|\(\d{1,2}\)) +(?=\S)")


def lettered(text: str) -> str:
    """The text with each item of a list on its own line, numbered items labelled by letters as in the Code."""
    return _letters_for_numbers(_one_a_line(text))


def label_spans(text: str) -> list[tuple[int, int]]:
    """Where the labels of lists stand at the beginning of lines, whether letters, numbers or dashes."""
    return [found.span() for found in _AT_THE_START.finditer(text)]


def _one_a_line(text: str) -> str:
    """Break a list that is printed in a row: labels count only as a, b, c … in this order, two at least."""
    found: list[re.Match[str]] = []
    for label in _IN_A_ROW.finditer(f"\n{text}"):
        if label[1] == chr(ord("a") + len(found)):
            found.append(label)
    if len(found) < 2:
        return text
    broken, last = "", 0
    for label in found:
        start = label.start() - 1  # the line break put in front
        broken += text[last:start].rstrip(" ") + ("\n" if start and not text[:start].endswith("\n") else "")
        last = start
    return broken + text[last:]


def _letters_for_numbers(text: str) -> str:
    """Letters in place of 1, 2, 3 … where lines begin with these in this order, two at least."""
    numbers = [int(found[1]) for found in _NUMBERED.finditer(text)]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or len(numbers) > 26:
        return text
    return _NUMBERED.sub(lambda found: f"{chr(ord('a') + int(found[1]) - 1)}. ", text)
