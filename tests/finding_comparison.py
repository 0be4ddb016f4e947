"""Files of findings by the two evaluators, row against row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

NOT_WORKED_OUT = ("contested", "within_one_day")
"""The columns that are empty in an answer by columns."""

FindingCells = dict[str, str]


def findings_in(path: Path) -> list[FindingCells]:
    """The findings in a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(by_case: Sequence[FindingCells], in_columns: Sequence[FindingCells]) -> list[str]:
    """What differs, by the row; the labels that columns do not work out are empty or the same."""
    found = [] if len(by_case) == len(in_columns) else [f"{len(by_case)} rows against {len(in_columns)}"]
    for number, (one, other) in enumerate(zip(by_case, in_columns, strict=False), start=2):
        for name, cell in one.items():
            if other[name] != cell and not (name in NOT_WORKED_OUT and other[name] == ""):
                found.append(f"row {number} {one['reference']} {one['rule']}: {name} {cell!r} against {other[name]!r}")
    return found
