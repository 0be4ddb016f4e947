"""Files of findings by the two evaluators, row against row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from code_engine.portfolio.columnar.layers import layers_of
from code_engine.ruleset.rules import DeadlineBody
from event_sequences import shared_engine

LABELS = ("contested", "within_one_day")
"""The columns that are empty in an answer by columns, unless they were asked for."""

OF_ITEMS = ("due_on", "done_on", "working_days", "working_days_late")
"""Columns that are empty, too, where a rule is about each of several items."""

FindingCells = dict[str, str]


def findings_in(path: Path) -> list[FindingCells]:
    """The findings in a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rules_of_items() -> frozenset[str]:
    """The rules that are a duty of each item, such as each update agreed."""
    (ruleset,) = shared_engine().catalogue
    layers = layers_of(shared_engine(), ruleset, ["red_kite", "twenty11"])
    rules = [*layers.code, *(rule for layer in layers.policies for rule in layer.rules)]
    found = (rule.id for rule in rules if isinstance(rule.body, DeadlineBody) and rule.body.for_each is not None)
    return frozenset(found)


def _may_be_empty(name: str, rule: str, *, labels: bool) -> bool:
    return (name in LABELS and not labels) or (name in OF_ITEMS and rule in rules_of_items())


def differences(
    by_case: Sequence[FindingCells], in_columns: Sequence[FindingCells], *, labels: bool = False
) -> list[str]:
    """What differs, by the row; what columns do not work out is empty or the same, labels only if not asked for."""
    found = [] if len(by_case) == len(in_columns) else [f"{len(by_case)} rows against {len(in_columns)}"]
    for number, (one, other) in enumerate(zip(by_case, in_columns, strict=False), start=2):
        found += [
            f"row {number} {one['reference']} {one['rule']}: {name} {cell!r} against {other[name]!r}"
            for name, cell in one.items()
            if other[name] != cell and not (other[name] == "" and _may_be_empty(name, one["rule"], labels=labels))
        ]
    return found
